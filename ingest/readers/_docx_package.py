"""The XML parts of a DOCX file, taken out of its ZIP with bounds.

The parts are read here and not through python-docx (1.2.0), which loads every picture, inflates a member whose header
lies about its size without any bound, and fails on a relationship to a part that is missing, as WPS writes them.
"""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree

from docs_store.errors import UnreadableFileError
from ingest.readers._ooxml import Relation, by_kind, local, refuse_ole2, relations
from ingest.readers._zip import blocks, check_sizes, parse, too_large, xml_bytes

_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_TRANSITIONAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """Roots of the parts (lxml elements); `None` for a part that is absent or unreadable, which `warnings` tells.

    `relations`: what the main part refers to, by id. `types`: media types by member's name, or by suffix with its dot.
    """

    path: Path
    relations: Mapping[str, Relation]
    types: Mapping[str, str]
    document: Any
    styles: Any | None
    numbering: Any | None
    footnotes: Any | None
    endnotes: Any | None
    warnings: tuple[str, ...]

    def type_of(self, name: str) -> str:
        """Media type of a member, empty where none is stated."""
        return self.types.get(name.lower()) or self.types.get(posixpath.splitext(name)[1].lower(), "")

    def part(self, name: str, most: int) -> bytes:
        """A member's bytes.

        Args:
            name: the member.
            most: how many bytes it may have.

        Raises:
            UnreadableFileError: `too_large`; other faults raise what zipfile and zlib raise.
        """
        data = bytearray()
        with zipfile.ZipFile(self.path) as archive:
            for block in blocks(archive, self.path, name):
                data += block
                if len(data) > most:
                    raise too_large(self.path, len(data))
        return bytes(data)


def find(element: Any, *path: str) -> Any | None:
    """First descendant along a path of WordprocessingML names, `None` if a step is missing."""
    for name in path:
        if element is None:
            return None
        element = element.find(_W + name)
    return element


def value(element: Any | None, name: str = "val") -> str | None:
    """A WordprocessingML attribute, `None` if the element or attribute is missing."""
    found = None if element is None else element.get(_W + name)
    return found if found is None else str(found)


def number(element: Any | None, default: int) -> int:
    """The `w:val` of an element as an integer, or the default."""
    try:
        return int(value(element) or "")
    except ValueError:
        return default


def is_on(element: Any | None) -> bool:
    """Whether an on/off property is set: present, and not switched off by its value."""
    return element is not None and value(element) not in ("0", "false", "off", "none")


def open_package(path: Path) -> Package:
    """Parts of the DOCX file at `path`.

    Raises:
        UnreadableFileError: `encrypted`, `too_large`, `wrong_format`; other faults raise what zipfile and lxml raise.
    """
    refuse_ole2(path, "Word file (.doc)", ".docx")
    with zipfile.ZipFile(path) as archive:
        check_sizes(archive, path)
        main = by_kind(relations(archive, path, "")).get("officeDocument", "word/document.xml")
        if main not in archive.namelist():
            raise UnreadableFileError(
                f"{path.name} is a ZIP file without a Word document.",
                remedy="If it is an archive, unpack it and ingest the files in it.",
                code="wrong_format",
            )
        document = _parse(archive, path, main)
        if document.tag != _W + "document":
            raise UnreadableFileError(
                f"{path.name} is no Word document (its main part is <{local(document)}>).",
                remedy="Save it as a Word document (.docx).",
                code="wrong_format",
            )
        listed = relations(archive, path, main)
        targets = by_kind(listed)
        types = _types(archive, path)
        parts: dict[str, Any] = {}
        warnings: list[str] = []
        for kind in ("styles", "numbering", "footnotes", "endnotes"):
            parts[kind] = None
            if targets.get(kind) in archive.namelist():
                try:
                    parts[kind] = _parse(archive, path, targets[kind])
                except (etree.XMLSyntaxError, zipfile.BadZipFile, zlib.error, EOFError) as error:
                    warnings.append(f"The {kind} part is damaged; what it adds to the text is missing ({error}).")
    return Package(path=path, relations=listed, types=types, document=document, warnings=tuple(warnings), **parts)


def _parse(archive: zipfile.ZipFile, path: Path, name: str) -> Any:
    """Root of an XML part, in the transitional namespace."""
    return parse(xml_bytes(archive, path, name).replace(_STRICT, _TRANSITIONAL))


def _types(archive: zipfile.ZipFile, path: Path) -> dict[str, str]:
    """Media types that the package states; none where it does not, which concerns only parts in other formats."""
    types: dict[str, str] = {}
    try:
        root = parse(xml_bytes(archive, path, "[Content_Types].xml"))
    except (KeyError, UnreadableFileError, etree.XMLSyntaxError, zipfile.BadZipFile, zlib.error, EOFError):
        return types
    for element in root:
        media_type = (element.get("ContentType") or "").partition(";")[0].strip().lower()
        if local(element) == "Override":
            types[(element.get("PartName") or "").lstrip("/").lower()] = media_type
        elif local(element) == "Default":
            types[f".{(element.get('Extension') or '').lower()}"] = media_type
    return types
