"""SpreadsheetML 2003, the XML that Excel wrote before XLSX and programs still export, most often under the name .xls.

Elements and attributes are those of Microsoft's "XML Spreadsheet Reference". Attributes are taken with or without the
namespace, because exporting programs leave it out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from lxml import etree

from docs_store.errors import UnreadableFileError
from ingest.readers import _sheets
from ingest.readers._cell_values import shown, shown_number
from ingest.readers._number_formats import NAMED, is_moment
from ingest.readers._sheet_text import faults, finished, hidden_sheets
from ingest.readers._sheets import Merge, Sheet
from ingest.readers._zip import MAX_XML_BYTES, elements
from ingest.readers.base import RawText, no_access
from ingest.readers.text import storable

NAMESPACE = "urn:schemas-microsoft-com:office:spreadsheet"
_TAGS = tuple(f"{{{NAMESPACE}}}{name}" for name in ("Workbook", "Worksheet", "Style", "Column", "Row"))
_DATA, _CELL = f"{{{NAMESPACE}}}Data", f"{{{NAMESPACE}}}Cell"
_VISIBLE = "{urn:schemas-microsoft-com:office:excel}WorksheetOptions/{urn:schemas-microsoft-com:office:excel}Visible"
_ROWS, _COLUMNS = 1_048_576, 16_384
_BLOCK = 256 * 1024
_FULL_MOMENT = "yyyy-mm-dd hh:mm"


@dataclass(frozen=True, slots=True)
class _Style:
    number_format: str = "General"
    is_bold: bool = False


def read_xmlss(path: Path) -> RawText:
    """Read a SpreadsheetML 2003 file.

    Raises:
        UnreadableFileError: `wrong_format` for other XML, `damaged`, `too_large`, `no_text`.
    """
    try:
        if path.stat().st_size > MAX_XML_BYTES:
            raise _sheets.too_many(path)
        book = _Book(path)
        book.read()
    except UnreadableFileError:
        raise
    except MemoryError as error:
        raise _sheets.too_many(path) from error
    except (OSError, ValueError, etree.XMLSyntaxError, LookupError) as error:
        if isinstance(error, OSError) and error.filename:
            raise no_access(path, error) from error
        raise _sheets.damaged(path, error) from error
    if not book.is_workbook:
        raise UnreadableFileError(
            f"{path.name} is XML, and no spreadsheet of Excel's.",
            remedy="Open it in the program that made it, and save it as .xlsx, .docx or PDF.",
            code="wrong_format",
        )
    return finished(path, book.sheets, "xmlss", book.warnings)


class _Book:
    """What is read of the file.

    Attributes:
        sheets: those that are shown.
        warnings: about what was left out.
        is_workbook: whether the root is that of a workbook.
    """

    def __init__(self, path: Path) -> None:
        self.sheets: list[Sheet] = []
        self.warnings: list[str] = []
        self.is_workbook = False
        self._path = path
        self._styles: dict[str, _Style] = {}
        self._start()

    def _start(self) -> None:
        """Make ready for the next sheet."""
        self._sheet = Sheet("")
        self._row = self._column = -1
        self._not_computed = self._unknown = 0

    def read(self) -> None:
        """Read the file."""
        hidden = []
        not_computed = unknown = count = 0
        for element in elements(_blocks(self._path), self._path, self._path.name, _TAGS):
            kind = element.tag.rpartition("}")[2]
            if kind == "Row":
                self._read_row(element)
                if count + len(self._sheet) > _sheets.MAX_CELLS:
                    raise _sheets.too_many(self._path)
            elif kind == "Column":
                self._read_column(element)
            elif kind == "Style":
                self._read_style(element)
            elif kind == "Workbook":
                self.is_workbook = element.getparent() is None
            else:
                self._sheet.name = _attribute(element, "Name") or ""
                if (element.findtext(_VISIBLE) or "SheetVisible").strip() == "SheetVisible":
                    self.sheets.append(self._sheet)
                    count += len(self._sheet)
                    not_computed += self._not_computed
                    unknown += self._unknown
                else:
                    hidden.append(self._sheet.name)
                self._start()
        self.warnings += hidden_sheets(hidden)
        self.warnings += faults(not_computed, unknown)

    def _read_style(self, style: Any) -> None:
        base = self._styles.get(_attribute(style, "Parent") or "", _Style())
        number_format, is_bold = base.number_format, base.is_bold
        for part in style:
            if part.tag == f"{{{NAMESPACE}}}NumberFormat":
                given = _attribute(part, "Format") or "General"
                number_format = NAMED.get(given, given)
            elif part.tag == f"{{{NAMESPACE}}}Font":
                is_bold = _attribute(part, "Bold") == "1"
        self._styles[_attribute(style, "ID") or ""] = _Style(number_format, is_bold)

    # Columns and rows go forward alone, or a few bytes could name the same million of them again and again.

    def _read_column(self, column: Any) -> None:
        first = max(_number(column, "Index", 0) - 1, self._column + 1)
        self._column = first + _number(column, "Span", 0)
        if _is_hidden(column, "Width"):
            self._sheet.hidden_columns.update(range(first, min(self._column, _COLUMNS) + 1))

    def _read_row(self, row: Any) -> None:
        number = max(_number(row, "Index", 0) - 1, self._row + 1)
        self._row = number + _number(row, "Span", 0)
        if number >= _ROWS:
            raise ValueError(f"it has a row number {number + 1}")
        if len(row) and _is_hidden(row, "Height"):
            self._sheet.hidden_rows.add(number)
        column = -1
        of_row = _attribute(row, "StyleID")
        for cell in row.iterchildren(_CELL):
            column = max(_number(cell, "Index", 0) - 1, column + 1)
            across, down = _number(cell, "MergeAcross", 0), _number(cell, "MergeDown", 0)
            named = _attribute(cell, "StyleID") or of_row
            style = self._styles.get(named or "Default")
            if style is None:
                style = _Style()
                self._unknown += named is not None and cell.find(_DATA) is not None
            text = self._text(cell, style)
            if text:
                self._sheet.put(number, column, storable(text), bold=style.is_bold)
            if across or down:
                self._sheet.merges.append(Merge(top=number, bottom=number + down, left=column, right=column + across))
            column += across

    def _text(self, cell: Any, style: _Style) -> str:
        data = cell.find(_DATA)
        value = "" if data is None else "".join(data.itertext())
        kind = "" if data is None else _attribute(data, "Type") or "String"
        if not value.strip():
            if kind != "String" and _attribute(cell, "Formula"):
                self._not_computed += 1
            return ""
        try:
            if kind == "Number":
                return shown_number(_value(value), style.number_format)
            if kind == "DateTime":
                at = datetime.fromisoformat(value.strip())
                return shown(at, style.number_format if is_moment(style.number_format) else _FULL_MOMENT)
        except ValueError:
            return value
        return shown(value.strip() == "1", "General") if kind == "Boolean" else value


def _blocks(path: Path) -> Iterator[bytes]:
    """The file in blocks, from its first sign on: the parser bears no blank before the declaration."""
    with path.open("rb") as file:
        block = file.read(_BLOCK).lstrip(b" \t\r\n")
        while block:
            yield block
            block = file.read(_BLOCK)


def _attribute(element: Any, name: str) -> str | None:
    value: str | None = element.get(f"{{{NAMESPACE}}}{name}", element.get(name))
    return value


def _number(element: Any, name: str, default: int) -> int:
    text = _attribute(element, name) or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else default


def _value(text: str) -> float:
    number = float(text)
    return int(number) if number.is_integer() and abs(number) < 1e15 else number


def _is_hidden(element: Any, size: str) -> bool:
    """Whether a row or column is hidden, or has no height or width; both are given in points here."""
    given = _attribute(element, size)
    try:
        return _attribute(element, "Hidden") == "1" or (given is not None and float(given) < _sheets.LEAST_HEIGHT)
    except ValueError:
        return False
