"""Bounds on ZIP containers and on the XML in them, for the formats that are ZIP files of XML parts."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
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
    return etree.fromstring(
        data, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    )
