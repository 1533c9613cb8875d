"""The files that Chroma 1.5.9 keeps of an embedded index's graph, as hnswlib writes them.

Chroma trusts them: a short header ends the process, and rows that are cut off are searched as zeros.
"""

from __future__ import annotations

import pickletools
import struct
from collections.abc import Iterator
from pathlib import Path

_HEADER = struct.Struct("<iQQQQ")  # version, offset, room for rows, rows, bytes of a row; more follows
_HEADER_BYTES = 100
_NORM_BYTES = 4
_SIZE = struct.Struct("<I")  # before each row's links above the lowest level: how many bytes they take


def blank_unused(folder: Path, *, only_empty: bool = False) -> None:
    """Zero the room to grow in the files.

    Chroma 1.5.9 writes them from memory that nothing has been put into yet, so they hold whatever this process had
    there before: vectors and text of removed documents, too.

    Args:
        folder: the index's.
        only_empty: leave files alone that hold rows already; a reader does not write those.
    """
    for header in folder.glob("*/header.bin"):
        if not _is_whole(header):
            continue
        _, _, room, used, row_bytes = _HEADER.unpack_from(header.read_bytes())
        if only_empty and used:
            continue
        for name, width in (("data_level0.bin", row_bytes), ("length.bin", _NORM_BYTES)):
            path = header.with_name(name)
            if path.is_file() and path.stat().st_size == room * width:
                with path.open("r+b") as file:
                    file.seek(used * width)
                    file.write(bytes((room - used) * width))


def has_whole_headers(folder: Path) -> bool:
    """Whether no header of the index is cut short."""
    return all(map(_is_whole, folder.glob("*/header.bin")))


def cut_short(folder: Path) -> list[str]:
    """Files of the index that are missing or shorter than the graph's header says, as paths below `folder`."""
    return sorted(
        path.relative_to(folder).as_posix()
        for graph in {path.parent for path in folder.glob("*/*.bin")}
        for path in _cut_short(graph)
    )


def _cut_short(graph: Path) -> Iterator[Path]:
    header = graph / "header.bin"
    if not _is_whole(header):
        yield header
        return
    _, _, room, used, row_bytes = _HEADER.unpack_from(header.read_bytes())
    for name, width in (("data_level0.bin", row_bytes), ("length.bin", _NORM_BYTES)):
        if _length(graph / name) < (used or room) * width:
            yield graph / name
    links = graph / "link_lists.bin"
    if not links.is_file() or not _holds_links(links.read_bytes(), used):
        yield links
    names = graph / "index_metadata.pickle"
    if used and not (names.is_file() and _ends(names.read_bytes())):
        yield names


def _is_whole(header: Path) -> bool:
    return _length(header) >= _HEADER_BYTES


def _length(path: Path) -> int:
    """Bytes of a file, -1 where there is none."""
    try:
        return path.stat().st_size
    except OSError:
        return -1


def _holds_links(data: bytes, rows: int) -> bool:
    at = 0
    for _ in range(rows):
        if at + _SIZE.size > len(data):
            return False
        at += _SIZE.size + _SIZE.unpack_from(data, at)[0]
    return at <= len(data)


def _ends(pickled: bytes) -> bool:
    """Whether a pickle comes to its end. It is only parsed: loading one could run anything."""
    try:
        for _ in pickletools.genops(pickled):
            pass
    except Exception:  # of many kinds, as the bytes may be anything
        return False
    return True
