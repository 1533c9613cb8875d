"""The XML parts of a DOCX file, taken out of its ZIP with bounds.

The parts are read here and not through python-docx (1.2.0), which loads every picture, inflates a member whose header
lies about its size without any bound, and fails on a relationship to a part that is missing, as WPS writes them.
"""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from lxml import etree

from docs_store.errors import UnreadableFileError
from ingest.readers._zip import check_sizes, parse, xml_bytes

_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE2_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_TRANSITIONAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """Roots of the parts (lxml elements); `None` for a part that is absent or unreadable, which `warnings` tells."""

    document: Any
    styles: Any | None
    numbering: Any | None
    footnotes: Any | None
    endnotes: Any | None
    warnings: tuple[str, ...]


def local(element: Any) -> str:
    """Tag without namespace; empty for comments, processing instructions and entity references."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


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
    _refuse_ole2(path)
    with zipfile.ZipFile(path) as archive:
        check_sizes(archive, path)
        main = _targets(archive, path, "").get("officeDocument", "word/document.xml")
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
        targets = _targets(archive, path, main)
        parts: dict[str, Any] = {}
        warnings: list[str] = []
        for kind in ("styles", "numbering", "footnotes", "endnotes"):
            parts[kind] = None
            if targets.get(kind) in archive.namelist():
                try:
                    parts[kind] = _parse(archive, path, targets[kind])
                except (etree.XMLSyntaxError, zipfile.BadZipFile, zlib.error, EOFError) as error:
                    warnings.append(f"The {kind} part is damaged; what it adds to the text is missing ({error}).")
    return Package(document=document, warnings=tuple(warnings), **parts)


def _refuse_ole2(path: Path) -> None:
    """Word encrypts a document by wrapping it into an OLE2 file; the old .doc is one too."""
    with path.open("rb") as file:
        if file.read(len(_OLE2)) != _OLE2:
            return
        whole = file.read()
    if _OLE2_ENCRYPTED in whole:
        raise UnreadableFileError(
            f"{path.name} is protected by a password.",
            remedy="Remove the password and ingest the file again.",
            code="encrypted",
        )
    raise UnreadableFileError(
        f"{path.name} is an old Word file (.doc).",
        remedy="Open it in Word or WPS and save it as .docx.",
        code="wrong_format",
    )


def _parse(archive: zipfile.ZipFile, path: Path, name: str) -> Any:
    """Root of an XML part, in the transitional namespace."""
    return parse(xml_bytes(archive, path, name).replace(_STRICT, _TRANSITIONAL))


def _targets(archive: zipfile.ZipFile, path: Path, part: str) -> dict[str, str]:
    """Member names that a part (or the package, for the empty name) refers to, by the last word of their type."""
    folder, base = posixpath.split(part)
    rels = posixpath.join(folder, "_rels", f"{base}.rels")
    if rels not in archive.namelist():
        return {}
    targets: dict[str, str] = {}
    for relation in _parse(archive, path, rels):
        if local(relation) == "Relationship" and relation.get("TargetMode") != "External":
            kind = (relation.get("Type") or "").rpartition("/")[2]
            target = unquote(relation.get("Target") or "")
            targets.setdefault(kind, posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/"))
    return targets
