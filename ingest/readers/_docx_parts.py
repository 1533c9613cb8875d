"""What a DOCX holds of other files and shows in its text: parts in another format (altChunk), embedded workbooks.

They are read in their place by the readers of their formats, within bounds; what is not read is counted, so that
nothing is lost in silence.
"""

from __future__ import annotations

import tempfile
import zipfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from docs_store.errors import UnreadableFileError
from ingest.readers import format_of
from ingest.readers._docx_package import Package
from ingest.readers._mime import take_apart
from ingest.readers._ooxml import Relation, local, relation_id
from ingest.readers._writer import TextWriter
from ingest.readers._zip import parse, xml_bytes
from ingest.readers.base import RawText, TableSpan
from ingest.readers.html import write_fragment
from ingest.readers.mime import html_of, pages_of
from ingest.readers.text import read_text
from ingest.readers.xls import read_xls
from ingest.readers.xls import shown_sheet as shown_of_xls
from ingest.readers.xlsx import read_xlsx

MAX_PARTS = 100
MAX_BYTES = 64 * 1024 * 1024  # of all of them, unpacked
MAX_DEPTH = 3
_DRAWN = {"chart": "chart", "chartex": "chart", "diagram": "diagram"}  # last word of a drawing's kind
_MOST_NAMED = 5

Nested = Callable[[Path, "Parts"], list[str]]
"""Writes the DOCX at a path into the same text, counting in the same bounds; its warnings."""


@dataclass(slots=True)
class Budget:
    """What is left of the bounds on one file's parts."""

    parts: int = field(default_factory=lambda: MAX_PARTS)
    bytes: int = field(default_factory=lambda: MAX_BYTES)


@dataclass(slots=True)
class Parts:
    """The parts of one package.

    Attributes:
        package: what they are in.
        out: the text that they are written into.
        nested: see `Nested`.
        budget: bounds, shared with the packages inside.
        depth: how many packages this one is in.
        told: warnings about parts that were read.
        chunks: reasons why parts in another format were left out.
        objects: kinds of embedded objects that were left out, with how often.
    """

    package: Package
    out: TextWriter
    nested: Nested
    budget: Budget = field(default_factory=Budget)
    depth: int = 0
    told: list[str] = field(default_factory=list)
    chunks: list[str] = field(default_factory=list)
    objects: Counter[str] = field(default_factory=Counter)

    def warnings(self) -> list[str]:
        """What was said of the parts, and what was left out."""
        warnings = list(dict.fromkeys(self.told))
        if self.chunks:
            reasons = "; ".join(dict.fromkeys(self.chunks[:_MOST_NAMED]))
            warnings.append(f"Parts in another format are left out: {len(self.chunks)} ({reasons}).")
        if self.objects:
            warnings.append(f"Embedded objects are left out: {self.objects.total()} ({self.kinds()}).")
        return warnings

    def kinds(self) -> str:
        """Kinds of the objects that were left out."""
        return ", ".join(sorted(self.objects)[:_MOST_NAMED])

    def write_chunk(self, chunk: Any) -> None:
        """The part that an `altChunk` stands for, in its place."""
        before = self.out.length
        try:
            with self._unpacked(_relation(self.package, chunk)) as path:
                self.told += self._write(path, self.package.type_of(_relation(self.package, chunk).target))
        except Exception as error:  # whatever the readers of the formats let out for a broken part
            self.chunks.append(_reason(error))
        else:
            if self.out.length == before:
                self.chunks.append("it holds no text")

    def write_object(self, element: Any) -> None:
        """The sheet that an embedded workbook shows, or an embedded document, behind the paragraph it stands in."""
        kind = element.get("ProgID") or "object"
        try:
            if element.get("Type") == "Link" or element.get("DrawAspect") == "Icon":
                raise _NotReadError  # only its name or picture is shown
            with self._unpacked(_relation(self.package, element)) as path:
                format_ = format_of(path)
                if format_ == ".docx":
                    self.told += self._descend(path)
                elif format_ in (".xlsx", ".xls", ".et"):
                    raw, others = _shown(path, format_)
                    self.out.include(raw)
                    self.told += raw.warnings
                    if others:
                        names = ", ".join(others[:_MOST_NAMED])
                        self.told.append(f"Sheets that an embedded workbook does not show are left out: {names}.")
                else:
                    raise _NotReadError
        except Exception:  # as above
            self.objects[kind] += 1

    def leave_out(self, element: Any) -> None:
        """Count an object that stands where no table can."""
        self.objects[element.get("ProgID") or "object"] += 1

    def leave_out_drawn(self, drawing: Any) -> None:
        """Count the charts and diagrams of a drawing, whose words stand in parts of their own."""
        for data in drawing.iter():
            if local(data) == "graphicData":
                kind = _DRAWN.get((data.get("uri") or "").rpartition("/")[2])
                self.objects.update([kind] if kind else [])

    def _unpacked(self, relation: Relation) -> _Unpacked:
        self.budget.parts -= 1
        if self.budget.parts < 0:
            raise _NotReadError(f"there are more than {MAX_PARTS}")
        if relation.is_external:
            raise _NotReadError("it is not in the file")
        data = self.package.part(relation.target, self.budget.bytes)
        self.budget.bytes -= len(data)
        return _Unpacked(data, Path(relation.target).suffix.lower())

    def _write(self, path: Path, type_: str) -> list[str]:
        """Write a part by its media type, or where that says nothing, by what it holds; its warnings."""
        format_ = format_of(path)
        if format_ == ".docx":
            return self._descend(path)
        if type_ == "message/rfc822" or format_ in (".mht", ".mhtml", ".eml"):
            pages = pages_of(*take_apart(path, path.read_bytes()))
            if not pages:
                raise _NotReadError("it holds no page")
            return write_fragment(self.out, path, html_of(path, pages[0]), charset=pages[0].charset)
        if type_ in ("text/html", "application/xhtml+xml") or format_ in (".html", ".htm"):
            return write_fragment(self.out, path, path.read_bytes())
        if type_ == "text/plain" or format_ == ".txt":
            raw = read_text(path)
            self.out.include(raw)
            return list(raw.warnings)
        raise _NotReadError(f"{format_} is not read here")

    def _descend(self, path: Path) -> list[str]:
        if self.depth >= MAX_DEPTH:
            raise _NotReadError("documents in documents, too deep")
        return self.nested(path, self)


class _NotReadError(Exception):
    """Why a part is not read."""


class _Unpacked:
    """A part as a file for as long as it is read."""

    def __init__(self, data: bytes, suffix: str) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="policy-assistant-")
        self._path = Path(self._folder.name) / f"part{suffix}"
        self._path.write_bytes(data)

    def __enter__(self) -> Path:
        return self._path

    def __exit__(self, *_: object) -> None:
        self._folder.cleanup()


def _relation(package: Package, element: Any) -> Relation:
    """The part that an element refers to."""
    relation = package.relations.get(relation_id(element))
    if relation is None:
        raise _NotReadError("it is not in the file")
    return relation


def _reason(error: Exception) -> str:
    words = error.message if isinstance(error, UnreadableFileError) else str(error)
    return " ".join(words.split())[:100].rstrip(".").replace("(", "[").replace(")", "]") or type(error).__name__


def _shown(path: Path, format_: str) -> tuple[RawText, list[str]]:
    """What an embedded workbook shows, and the names of its other sheets with anything in them."""
    raw = read_xlsx(path) if format_ == ".xlsx" else read_xls(path)
    sheets = [hint for hint in raw.headings if hint.level == 1]
    if not sheets:  # only one has anything in it
        return raw, []
    shown = _shown_of_xlsx(path) if format_ == ".xlsx" else shown_of_xls(path)
    names = [raw.text[hint.start : hint.end] for hint in sheets]
    if shown not in names:
        raise _NotReadError
    at = names.index(shown)
    start = sheets[at].end + 1
    end = sheets[at + 1].start if at + 1 < len(sheets) else len(raw.text)
    tables = [
        TableSpan(start=one.start - start, end=one.end - start, header_end=one.header_end - start)
        for one in raw.tables
        if start <= one.start < end
    ]
    cut = RawText(text=raw.text[start:end], reader=raw.reader, tables=tuple(tables), warnings=raw.warnings)
    return cut, [name for name in names if name != shown]


def _shown_of_xlsx(path: Path) -> str:
    """Name of the sheet that a workbook opens with."""
    with zipfile.ZipFile(path) as archive:
        root = parse(xml_bytes(archive, path, "xl/workbook.xml"))
    names = [element.get("name") or "" for element in root.iter() if local(element) == "sheet"]
    views = [element.get("activeTab") or "0" for element in root.iter() if local(element) == "workbookView"]
    return names[int(views[0]) if views else 0]
