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
from urllib.parse import unquote

from lxml import etree

from docs_store.errors import UnreadableFileError
from ingest.readers._zip import blocks, check_sizes, parse, too_large, xml_bytes

_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE2_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_TRANSITIONAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """What a part refers to: the last word of its type, a member's name; or an address outside the file."""

    kind: str
    target: str
    is_external: bool


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
        main = _by_kind(_relations(archive, path, "")).get("officeDocument", "word/document.xml")
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
        relations = _relations(archive, path, main)
        targets = _by_kind(relations)
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
    return Package(path=path, relations=relations, types=types, document=document, warnings=tuple(warnings), **parts)


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


def _relations(archive: zipfile.ZipFile, path: Path, part: str) -> dict[str, Relation]:
    """What a part (or the package, for the empty name) refers to, by id."""
    folder, base = posixpath.split(part)
    rels = posixpath.join(folder, "_rels", f"{base}.rels")
    if rels not in archive.namelist():
        return {}
    relations: dict[str, Relation] = {}
    for number, element in enumerate(_parse(archive, path, rels)):
        if local(element) == "Relationship":
            target = unquote(element.get("Target") or "")
            relations.setdefault(
                element.get("Id") or f" {number}",
                Relation(
                    kind=(element.get("Type") or "").rpartition("/")[2],
                    target=posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/"),
                    is_external=element.get("TargetMode") == "External",
                ),
            )
    return relations


def _by_kind(relations: Mapping[str, Relation]) -> dict[str, str]:
    """The first member of each kind among relations."""
    targets: dict[str, str] = {}
    for relation in relations.values():
        if not relation.is_external:
            targets.setdefault(relation.kind, relation.target)
    return targets


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
