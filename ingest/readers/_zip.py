"""Bounds on ZIP containers and on the XML in them, for the formats that are ZIP files of XML parts."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from lxml import etree

from docs_store.errors import UnreadableFileError

MAX_TOTAL_BYTES = 300 * 1024 * 1024  # of all members unpacked, by the ZIP's own directory
MAX_XML_BYTES = 64 * 1024 * 1024  # of one part that is parsed; its tree takes about ten times as much memory
MAX_MEMBERS = 20_000
MAX_RATIO = 200  # unpacked to packed size of a file of more than 20 MB; XML of real documents stays below 30
_RATIO_FROM = 20 * 1024 * 1024
_BLOCK = 256 * 1024
_SAFE = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
_DOCTYPES = tuple("<!DOCTYPE".encode(encoding) for encoding in ("ascii", "utf-16-le", "utf-16-be"))


def check_sizes(archive: zipfile.ZipFile, path: Path) -> None:
    """Refuse ZIP bombs, and members that are encrypted.

    Raises:
        UnreadableFileError: `too_large`, `encrypted`.
    """
    members = archive.infolist()
    total = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    if total > MAX_TOTAL_BYTES or (total > _RATIO_FROM and total > MAX_RATIO * packed) or len(members) > MAX_MEMBERS:
        raise too_large(path, total)
    if any(member.flag_bits & 1 for member in members):
        raise UnreadableFileError(
            f"{path.name} is protected by a ZIP password.",
            remedy="Remove the password and ingest the file again.",
            code="encrypted",
        )


def too_large(path: Path, size: int) -> UnreadableFileError:
    """The error for a file that unpacks to so many bytes."""
    return UnreadableFileError(
        f"{path.name} unpacks to {size >> 20} MB, far more than a document has.",
        remedy="Check where it comes from; if it is sound, split it or remove its pictures.",
        code="too_large",
    )


def blocks(archive: zipfile.ZipFile, path: Path, name: str) -> Iterator[bytes]:
    """A member's bytes, in blocks: a single read would inflate past the size that the header gives.

    Raises:
        UnreadableFileError: `too_large`; other faults raise what zipfile and zlib raise.
    """
    info = archive.getinfo(name)
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise zipfile.BadZipFile(f"{name} is packed by method {info.compress_type}")
    size = 0
    with archive.open(info) as member:
        while block := member.read(_BLOCK):
            size += len(block)
            if size > MAX_XML_BYTES:
                raise too_large(path, max(size, info.file_size))
            yield block


def xml_bytes(archive: zipfile.ZipFile, path: Path, name: str) -> bytes:
    """An XML part.

    A part with a DTD is refused: these formats forbid them, and entities are the one way to make XML grow or reach
    outside the file.
    """
    data = b"".join(blocks(archive, path, name))
    refuse_doctype(data, path, name)
    return data


def refuse_doctype(data: bytes, path: Path, name: str) -> None:
    """Raise for XML that declares a document type.

    Raises:
        UnreadableFileError: `damaged`.
    """
    if any(doctype in data for doctype in _DOCTYPES):
        raise UnreadableFileError(
            f"{path.name} is no sound document: {name} declares a document type.",
            remedy="Open it in the program it was made with and save it again.",
            code="damaged",
        )


def parse(data: bytes) -> Any:
    """Root of an XML part (lxml): no entity is expanded, nothing is fetched."""
    return etree.fromstring(data, etree.XMLParser(**_SAFE))


def parse_what_is_sound(data: bytes) -> Any:
    """The same of a part that is damaged: the elements before and around what is wrong; None where there are none."""
    try:
        return etree.fromstring(data, etree.XMLParser(recover=True, **_SAFE))
    except etree.XMLSyntaxError:
        return None


def elements(parts: Iterable[bytes], path: Path, name: str, tags: Sequence[str]) -> Iterator[Any]:
    """The elements of some tags, each when it ends, of XML that comes in blocks; its tree is never held as a whole.

    Args:
        tags: as lxml has them; `{*}row` is a `row` of any namespace. An element of them that lies in another one is
            given before that. What an element holds is gone when the next one is asked for.

    Raises:
        UnreadableFileError: `damaged` for a document type; `lxml.etree.XMLSyntaxError` for other faults.
    """
    parser = etree.XMLPullParser(events=("end",), tag=tags, remove_comments=True, remove_pis=True, **_SAFE)
    before = b""
    for block in parts:
        refuse_doctype(before + block, path, name)
        before = block[-32:]
        parser.feed(block)
        yield from _emptied(parser)
    parser.close()
    yield from _emptied(parser)


def _emptied(parser: Any) -> Iterator[Any]:
    for _, element in parser.read_events():
        yield element
        element.clear()
        parent = element.getparent()
        while parent is not None and element.getprevious() is not None:
            del parent[0]
