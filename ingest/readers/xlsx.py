"""XLSX through openpyxl: the values that were computed last, as their formats show them.

python-calamine is ten times as fast, but gives no number formats: 0.153 for what everybody sees as 15.3 %.
"""

from __future__ import annotations

import re
import warnings
import zipfile
from pathlib import Path
from typing import Any

from docs_store.errors import UnreadableFileError
from ingest.readers import _sheets
from ingest.readers._cell_values import shown
from ingest.readers._sheets import Merge, Sheet
from ingest.readers._tables import beyond
from ingest.readers._zip import blocks, check_sizes, refuse_doctype
from ingest.readers.base import RawText, no_access
from ingest.readers.text import storable

_XML = re.compile(r"\.(?:xml|rels|vml)$", re.IGNORECASE)
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml$", re.IGNORECASE)
_CELL = re.compile(rb"<(?:\w+:)?c[\s>]")
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})"')
_NOT_COMPUTED = re.compile(
    rb"(?:</(?:\w+:)?f>|<(?:\w+:)?f[^>]*/>)\s*(?:<(?:\w+:)?v\s*(?:/>|></(?:\w+:)?v>)\s*)?</(?:\w+:)?c>"
)


def read_xlsx(path: Path) -> RawText:
    """Read an XLSX file.

    Raises:
        UnreadableFileError: `encrypted`, `damaged`, `too_large`, `no_text`.
    """
    try:
        not_computed = _scan(path)
        sheets, told = _read(path)
    except UnreadableFileError:
        raise
    except MemoryError as error:
        raise _sheets.too_many(path) from error
    except Exception as error:  # openpyxl raises whatever a broken or foreign file makes happen
        if isinstance(error, OSError) and error.filename:
            raise no_access(path, error) from error
        raise damaged(path, error) from error
    if not_computed:
        told.append(f"{not_computed} formulas were never computed, and their cells are empty here.")
    return finished(path, sheets, "xlsx", told)


def finished(path: Path, sheets: list[Sheet], reader: str, warnings: list[str]) -> RawText:
    """The text of a spreadsheet.

    Raises:
        UnreadableFileError: `no_text`.
    """
    out = _sheets.write(sheets)
    if out.length == 0:
        raise UnreadableFileError(
            f"{path.name} has no cell with anything in it.",
            remedy="Check the file; what its pictures and charts show is not read.",
            code="no_text",
        )
    return out.raw(reader, [*warnings, *beyond(sum(sheet.beyond for sheet in sheets), _sheets.MAX_COLUMNS)])


def damaged(path: Path, error: Exception) -> UnreadableFileError:
    """The error for a spreadsheet that its library cannot read."""
    words = (" ".join(str(error).split())[:200] or type(error).__name__).rstrip(".")
    return UnreadableFileError(
        f"{path.name} is damaged: {words}.",
        remedy="Download it again, or open it in Excel or WPS and save it anew.",
        code="damaged",
    )


def _scan(path: Path) -> int:
    """Check all that openpyxl is about to parse; how many formulas have no value.

    A tag that lies across two blocks is not seen, which a bound on size does not mind.
    """
    cells = not_computed = 0
    with zipfile.ZipFile(path) as archive:
        check_sizes(archive, path)
        for name in archive.namelist():
            if not _XML.search(name):
                continue
            before = b""
            for block in blocks(archive, path, name):
                refuse_doctype(before + block, path, name)
                before = block[-32:]
                if _SHEET.search(name):
                    cells += len(_CELL.findall(block))
                    # openpyxl makes a cell for each one that is merged away: whole columns take it a minute.
                    cells += sum(_area(*match.groups()) for match in _MERGED.finditer(block))
                    not_computed += len(_NOT_COMPUTED.findall(block))
                if cells > 2 * _sheets.MAX_CELLS:  # cells that are only formatted are cells too
                    raise _sheets.too_many(path)
    return not_computed


def _area(left: bytes, top: bytes, right: bytes, bottom: bytes) -> int:
    """Cells of a rectangle given by its corners' letters and numbers."""
    return (abs(_column(right) - _column(left)) + 1) * (abs(int(bottom) - int(top)) + 1)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + letter - ord("A") + 1
    return number


def _read(path: Path) -> tuple[list[Sheet], list[str]]:
    from openpyxl import load_workbook  # noqa: PLC0415  takes 0.2 s, for spreadsheets alone

    with path.open("rb") as file, warnings.catch_warnings():  # by its name openpyxl would judge it
        warnings.simplefilter("ignore")  # on styles and extensions, which are not read
        book = load_workbook(file, data_only=True, keep_links=False)
    sheets: list[Sheet] = []
    hidden: list[str] = []
    count = 0
    for page in book.worksheets:
        if page.sheet_state != "visible":
            hidden.append(page.title)
            continue
        sheet = _sheet(page)
        count += len(sheet.cells)
        if count > _sheets.MAX_CELLS:
            raise _sheets.too_many(path)
        sheets.append(sheet)
    return sheets, [f"Hidden sheets are left out: {', '.join(hidden)}."] if hidden else []


def _sheet(page: Any) -> Sheet:
    sheet = Sheet(page.title)
    # Not by `iter_rows`, which makes a cell for each one that is missing: one stray cell in the last row of a sheet is
    # a million rows.
    for (row, column), cell in sorted(page._cells.items()):
        value = getattr(cell, "value", None)
        if value is not None and value != "":
            text = storable(shown(value, cell.number_format))
            sheet.put(row - 1, column - 1, text, bold=bool(cell.font and cell.font.b))
    for area in page.merged_cells.ranges:
        left, top, right, bottom = area.bounds
        sheet.merges.append(Merge(top=top - 1, bottom=bottom - 1, left=left - 1, right=right - 1))
    return sheet
