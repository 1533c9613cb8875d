"""The parts of an XLSX: its sheets, the words that they share, its styles (ECMA-376 parts 1 and 2)."""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docs_store.errors import UnreadableFileError
from ingest.readers._xlsx_styles import Styles
from ingest.readers._zip import blocks, check_sizes, elements, parse, xml_bytes

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_TRUE = frozenset({"1", "true", "on"})
_WORKBOOK, _BINARY = "xl/workbook.xml", "xl/workbook.bin"


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPart:
    """One sheet of cells as the workbook lists it."""

    name: str
    is_hidden: bool
    part: str


class Workbook:
    """An XLSX that is open.

    Attributes:
        sheets: its sheets of cells in order; charts that fill a sheet are none.
        from_1904: its days are counted from 1904.
        styles: what cells refer to by `s`.
        strings: what cells of the type `s` refer to.

    Raises:
        UnreadableFileError: `too_large`, `encrypted`, `damaged`, `unsupported`; lxml, zipfile and zlib raise others.
    """

    def __init__(self, archive: zipfile.ZipFile, path: Path) -> None:
        check_sizes(archive, path)
        self._archive, self._path = archive, path
        self._names = {_key(name): name for name in archive.namelist()}
        part = self._target("", "officeDocument") or _WORKBOOK
        if part not in self._names and _BINARY in self._names:
            raise UnreadableFileError(
                f"{path.name} is a binary workbook (.xlsb), which is not read.",
                remedy="Open it in Excel or WPS and save it as .xlsx.",
                code="unsupported",
            )
        root = parse(self._bytes(part))
        self.from_1904 = is_true(next((at.get("date1904") for at in root.iterfind("{*}workbookPr")), None))
        self.sheets = tuple(self._sheets(root, part))
        self.styles = Styles(self._style_bytes(self._target(part, "styles") or "xl/styles.xml"))
        self.strings = self._shared(self._target(part, "sharedStrings") or "xl/sharedstrings.xml")

    def elements(self, sheet: SheetPart, tags: Sequence[str]) -> Iterator[Any]:
        """Elements of a sheet, as `_zip.elements` gives them."""
        return self._elements(sheet.part, tags)

    def _elements(self, part: str, tags: Sequence[str]) -> Iterator[Any]:
        name = self._name(part)
        return elements(blocks(self._archive, self._path, name), self._path, name, tags)

    def _name(self, part: str) -> str:
        if part not in self._names:
            raise ValueError(f"its part {part} is missing")
        return self._names[part]

    def _bytes(self, part: str) -> bytes:
        return xml_bytes(self._archive, self._path, self._name(part))

    def _style_bytes(self, part: str) -> bytes | None:
        try:
            return self._bytes(part) if part in self._names else None
        except (zipfile.BadZipFile, zlib.error, EOFError):
            return None

    def _sheets(self, root: Any, part: str) -> Iterator[SheetPart]:
        listed = self._relations(part)
        for number, entry in enumerate(root.iterfind("{*}sheets/{*}sheet"), start=1):
            relation = next((value for key, value in entry.attrib.items() if key.endswith("}id")), "")
            kind, target = listed.get(relation, ("worksheet", f"xl/worksheets/sheet{number}.xml"))
            if kind == "worksheet":
                hidden = entry.get("state", "visible") != "visible"
                yield SheetPart(name=entry.get("name", ""), is_hidden=hidden, part=target)

    def _shared(self, part: str) -> Sequence[str]:
        if part not in self._names:
            return ()
        return [words(entry) for entry in self._elements(part, ["{*}si"])]

    def _target(self, part: str, kind: str) -> str | None:
        """The part that another one refers to as this kind; of the package itself where `part` is empty."""
        targets = (target for found, target in self._relations(part).values() if found == kind)
        return next((target for target in targets if target in self._names), None)

    def _relations(self, part: str) -> Mapping[str, tuple[str, str]]:
        """Kind and part by the relation's id; the kind is the last word of its type, which differs by edition."""
        folder, name = posixpath.split(part)
        relations = _key(posixpath.join(folder, "_rels", f"{name}.rels"))
        if relations not in self._names:
            return {}
        return {
            entry.get("Id", ""): (
                entry.get("Type", "").rpartition("/")[2],
                _key(posixpath.normpath(posixpath.join("/", folder, entry.get("Target", "").replace("\\", "/")))),
            )
            for entry in parse(self._bytes(relations)).iterfind("{*}Relationship")
        }


def words(element: Any) -> str:
    """Text of a shared or inline string: its runs, without the readings above them."""
    runs = (run for run in element.iter("{*}t") if not run.getparent().tag.endswith("}rPh"))
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), "".join(run.text or "" for run in runs))


def is_true(value: str | None) -> bool:
    """Whether an attribute says yes."""
    return value in _TRUE


def _key(name: str) -> str:
    """A part's name to compare by: names of parts know no upper case, and some programs write `\\` in them."""
    return name.replace("\\", "/").lstrip("/").lower()
