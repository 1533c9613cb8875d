"""XLSX over lxml: the values that were computed last, as their formats show them.

Only what a cell shows is read: its value, the number format and weight of its style, merged cells, and what is hidden.
The rest of a workbook may be as wrong as programs write it. See `docs/decisions/0006-readers-and-their-process.md`.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from docs_store.errors import UnreadableFileError
from ingest.readers import _sheets
from ingest.readers._cell_values import shown, shown_number
from ingest.readers._number_formats import is_moment
from ingest.readers._sheet_text import faults, finished, hidden_sheets
from ingest.readers._sheets import Merge, Sheet
from ingest.readers._xlsx_package import SheetPart, Workbook, is_true, words
from ingest.readers.base import RawText, no_access
from ingest.readers.text import storable

_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_TAGS = ("{*}sheetFormatPr", "{*}cols", "{*}row", "{*}mergeCell")
_COLUMNS = 16_384
_FULL_MOMENT = "yyyy-mm-dd hh:mm"
_EXACT_DIGITS = 15


def read_xlsx(path: Path) -> RawText:
    """Read an XLSX file.

    Raises:
        UnreadableFileError: `encrypted`, `damaged`, `too_large`, `no_text`, `unsupported`.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            book = Workbook(archive, path)
            sheets, warnings = _read(book, path)
    except UnreadableFileError:
        raise
    except MemoryError as error:
        raise _sheets.too_many(path) from error
    except Exception as error:  # zipfile, zlib and lxml raise many types on broken files
        if isinstance(error, OSError) and error.filename:
            raise no_access(path, error) from error
        raise _sheets.damaged(path, error) from error
    return finished(path, sheets, "xlsx", warnings)


def _read(book: Workbook, path: Path) -> tuple[list[Sheet], list[str]]:
    sheets = []
    not_computed = unknown = count = 0
    for listed in book.sheets:
        if listed.is_hidden:
            continue
        reader = _SheetReader(book, listed, _sheets.MAX_CELLS - count)
        if not reader.read():
            raise _sheets.too_many(path)
        count += len(reader.sheet)
        not_computed += reader.not_computed
        unknown += reader.unknown
        sheets.append(reader.sheet)
    warnings = hidden_sheets([listed.name for listed in book.sheets if listed.is_hidden])
    warnings += faults(not_computed, unknown)
    return sheets, warnings


class _SheetReader:
    """One sheet's cells.

    Attributes:
        not_computed, unknown: as for `faults`.
    """

    def __init__(self, book: Workbook, listed: SheetPart, most: int) -> None:
        self.sheet = Sheet(listed.name)
        self.not_computed = self.unknown = 0
        self._book, self._listed, self._most = book, listed, most
        self._row = -1
        self._no_width = False

    def read(self) -> bool:
        """Read all of it; whether it has no more cells with text than it may have."""
        for element in self._book.elements(self._listed, _TAGS):
            kind = element.tag.rpartition("}")[2]
            if kind == "row":
                self._read_row(element)
                if len(self.sheet) > self._most:
                    return False
            elif kind == "mergeCell":
                merge = _area(element.get("ref", ""))
                if merge:
                    self.sheet.merges.append(merge)
            elif kind == "sheetFormatPr":
                self._no_width = _is_less(element.get("defaultColWidth"), _sheets.LEAST_WIDTH)
            else:
                self.sheet.hidden_columns = _hidden_columns(element, no_width=self._no_width)
        return True

    def _read_row(self, row: Any) -> None:
        number = row.get("r", "")
        self._row = int(number) - 1 if number.isdecimal() and 0 < len(number) < 8 else self._row + 1
        if len(row) and (is_true(row.get("hidden")) or _is_less(row.get("ht"), _sheets.LEAST_HEIGHT)):
            self.sheet.hidden_rows.add(self._row)
        for column, cell in _cells(row):
            style = cell.get("s")
            text = self._text(cell, style)
            if text:
                bold = self._book.styles.is_bold(style)
                self.sheet.put(self._row, column, storable(text), bold=bold)

    def _text(self, cell: Any, style: str | None) -> str:
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            return "".join(words(inline) for inline in cell.iterchildren("{*}is"))
        held = cell.find("{*}v")
        value = "" if held is None else held.text or ""
        if not value:
            # A formula whose value is an empty text has been computed all the same.
            if (held is None or kind != "str") and cell.find("{*}f") is not None:
                self.not_computed += 1
            return ""
        if kind == "s":
            return self._book.strings[_index(value)]
        if kind == "b":
            return shown(is_true(value.strip()), "General")
        if kind == "d":
            return self._day(value, style)
        return self._number(value, style) if kind == "n" else value

    def _number(self, value: str, style: str | None) -> str:
        number = _as_number(value)
        if number is None:
            return value
        number_format = self._book.styles.number_format(style)
        if number_format is None:
            self.unknown += 1
        return shown_number(number, number_format or "General", from_1904=self._book.from_1904)

    def _day(self, value: str, style: str | None) -> str:
        number_format = self._book.styles.number_format(style) or ""
        try:
            at = datetime.fromisoformat(value.strip())
        except ValueError:
            return value
        return shown(at, number_format if is_moment(number_format) else _FULL_MOMENT)


def _cells(row: Any) -> Iterator[tuple[int, Any]]:
    """The cells of a row that hold anything, with their columns. Of those only formatted there may be millions."""
    column, before = -1, ""
    for cell in row:
        reference = cell.get("r", "")
        if reference and not len(cell):
            before = reference
        elif cell.tag.endswith("}c"):
            at = _REFERENCE.fullmatch(reference)
            behind = None if at else _REFERENCE.fullmatch(before)
            column = _column(at[1]) if at else (_column(behind[1]) if behind else column) + 1
            before = ""
            if len(cell):
                yield column, cell


def _index(value: str) -> int:
    number = int(value)
    if number < 0:
        raise ValueError(f"a cell refers to the shared words number {number}")
    return number


def _as_number(value: str) -> float | None:
    digits = value.strip()
    if digits.isascii() and digits.isdigit() and len(digits) <= _EXACT_DIGITS:
        return int(digits)
    try:
        return float(digits)
    except ValueError:
        return None


def _is_less(size: str | None, least: float) -> bool:
    """Whether a height or width is given and shows nothing."""
    number = None if size is None else _as_number(size)
    return number is not None and number < least


def _column(letters: str) -> int:
    """0-based number of a column by its letters."""
    number = 0
    for letter in letters.upper():
        number = 26 * number + ord(letter) - ord("A") + 1
    return number - 1


def _area(reference: str) -> Merge | None:
    """The rectangle of `B2:D5`; None for what is none."""
    ends = [_REFERENCE.fullmatch(end) for end in reference.split(":")]
    if len(ends) != 2 or not ends[0] or not ends[1]:
        return None
    columns = sorted(_column(end[1]) for end in ends if end)
    rows = sorted(int(end[2]) - 1 for end in ends if end)
    return Merge(top=rows[0], bottom=rows[1], left=columns[0], right=columns[1])


def _hidden_columns(columns: Any, *, no_width: bool) -> set[int]:
    """0-based columns that are hidden or have no width; `no_width`: those that are not listed have none."""
    hidden: list[tuple[int, int]] = []
    shown_ones: list[tuple[int, int]] = []
    for entry in columns.iterchildren("{*}col"):
        first, last = _as_number(entry.get("min", "")), _as_number(entry.get("max", ""))
        if first is not None and last is not None and 1 <= first <= last:
            ends = int(first) - 1, min(int(last), _COLUMNS)
            (
                hidden
                if is_true(entry.get("hidden")) or _is_less(entry.get("width"), _sheets.LEAST_WIDTH)
                else shown_ones
            ).append(ends)
    return set(range(_COLUMNS)) - _union(shown_ones) if no_width else _union(hidden)


def _union(ranges: Sequence[tuple[int, int]]) -> set[int]:
    """Numbers in any of many half-open ranges, in time that does not grow with how they overlap."""
    numbers: set[int] = set()
    reached = 0
    for start, end in sorted(ranges):
        numbers.update(range(max(start, reached), end))
        reached = max(reached, end)
    return numbers
