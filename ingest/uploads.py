"""Uploaded files, of which nothing is known but name and content.

Several files of one name stand beside each other: the first is known by the key `upload:NAME`, the next by
`upload-2:NAME`, and so on; files of an archive by the archive's key, a slash and their name. Whoever uploads a file
that is there already by name and content means that one; whoever uploads another one replaces nothing unasked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from docs_store.errors import InputError
from docs_store.library import Library
from docs_store.library_files import belongs_to_library
from docs_store.writer import Writer
from ingest.sources import Source, content_hash

_KEY = re.compile(r"upload(?:-(?P<number>[0-9]+))?:(?P<name>[^/]+)(?P<member>/.+)?", re.DOTALL)


def upload(library: Library, path: Path, name: str) -> Source:
    """An uploaded file as a source. To be called while the library's writer is held, so that no other takes its key.

    Args:
        path: where the file is now.
        name: what it was called where it comes from; without folders.
    """
    taken = _taken(library, name)
    number = next(number for number in range(1, len(taken) + 2) if number not in taken)
    if taken and not belongs_to_library(path, library.folder):  # else it is not to be opened
        number = _same(library, path, name, taken) or number
    return Source(path=path, key=_key(name, number), name=name)


def namesakes(library: Library, key: str) -> list[str]:
    """Keys of other uploads of the same name that have documents; none if `key` is that of no upload."""
    match = _KEY.fullmatch(key)
    if match is None or match["member"]:
        return []
    taken = _taken(library, match["name"])
    return [_key(match["name"], number) for number in sorted(taken) if _key(match["name"], number) != key]


def replace_namesakes(library: Library, writer: Writer, key: str) -> list[str]:
    """Let an upload take the place of all others of its name; the keys of files whose documents went.

    What a person corrected of a file holds for the one that takes its place. Files of an earlier archive stay where the
    later one has them with the same content, and so leaves them to the earlier.
    """
    held = {row.file_hash for own in _keys_of(library, key) if (row := library.source(own))}
    gone = []
    for namesake in namesakes(library, key):
        for old in _keys_of(library, namesake):
            row = library.source(old)
            if row is None or row.file_hash in held or not library.ids_of_source(old):
                continue
            writer.take_place(old, key + old.removeprefix(namesake))
            gone.append(old)
    return gone


def _same(library: Library, path: Path, name: str, taken: set[int]) -> int | None:
    """The number of the upload of this name that has the file's content."""
    try:
        file_hash = content_hash(path)
    except InputError:  # reading it will tell
        return None
    rows = {number: library.source(_key(name, number)) for number in sorted(taken)}
    return next((number for number, row in rows.items() if row and row.file_hash == file_hash), None)


def _taken(library: Library, name: str) -> set[int]:
    """Numbers of the uploads of this name that have documents."""
    first = [_key(name, 1), *library.keys_with_prefix(f"{_key(name, 1)}/")]
    found = set()
    for key in [*first, *library.keys_with_prefix("upload-")]:
        match = _KEY.fullmatch(key)
        if match and match["name"] == name and library.ids_of_source(key):
            found.add(int(match["number"] or 1))
    return found


def _keys_of(library: Library, key: str) -> Iterator[str]:
    """The keys of an upload's file, or of the files of an archive."""
    yield key
    yield from library.keys_with_prefix(f"{key}/")


def _key(name: str, number: int) -> str:
    return f"upload:{name}" if number == 1 else f"upload-{number}:{name}"
