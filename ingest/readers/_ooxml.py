"""What the formats of Office have in common: a ZIP of XML parts that refer to each other (ECMA-376 part 2)."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from docs_store.errors import UnreadableFileError
from ingest.readers._zip import parse, xml_bytes

_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE2_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """What a part refers to: the last word of its type, a member's name; or an address outside the file."""

    kind: str
    target: str
    is_external: bool


def local(element: Any) -> str:
    """Tag without namespace; empty for comments, processing instructions and entity references."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def refuse_ole2(path: Path, older: str, newer: str) -> None:
    """Raise for an OLE2 file: Office wraps what it encrypts into one, and its older formats are such files.

    Args:
        older: what the older format is called, for the message.
        newer: suffix of the format that is read.

    Raises:
        UnreadableFileError: `encrypted`, `wrong_format`.
    """
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
        f"{path.name} is an old {older}.",
        remedy=f"Open it in Office or WPS and save it as {newer}.",
        code="wrong_format",
    )


def relations(archive: zipfile.ZipFile, path: Path, part: str) -> dict[str, Relation]:
    """What a part (or the package, for the empty name) refers to, by id."""
    folder, base = posixpath.split(part)
    rels = posixpath.join(folder, "_rels", f"{base}.rels")
    if rels not in archive.namelist():
        return {}
    listed: dict[str, Relation] = {}
    for number, element in enumerate(parse(xml_bytes(archive, path, rels))):
        if local(element) == "Relationship":
            target = unquote(element.get("Target") or "")
            listed.setdefault(
                element.get("Id") or f" {number}",
                Relation(
                    kind=(element.get("Type") or "").rpartition("/")[2],
                    target=posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/"),
                    is_external=element.get("TargetMode") == "External",
                ),
            )
    return listed


def by_kind(listed: Mapping[str, Relation]) -> dict[str, str]:
    """The first member of each kind among relations."""
    targets: dict[str, str] = {}
    for relation in listed.values():
        if not relation.is_external:
            targets.setdefault(relation.kind, relation.target)
    return targets


def relation_id(element: Any, name: str = "id") -> str:
    """The id by which an element refers to a part, whichever edition of the standard names it; empty for none."""
    suffix = f"/relationships}}{name}"
    return next((value for key, value in element.attrib.items() if key.endswith(suffix)), "")
