"""XLS (Excel 97-2003, and WPS's ET) through xlrd, which gives number formats and merged cells."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from docs_store.errors import UnreadableFileError
from ingest.readers import _sheets
from ingest.readers._cell_values import shown
from ingest.readers._number_formats import BUILT_IN
from ingest.readers._sheet_text import finished, hidden_sheets
from ingest.readers._sheets import Merge, Sheet
from ingest.readers.base import RawText, no_access
from ingest.readers.text import storable

MAX_XLS_BYTES = 50 * 1024 * 1024
_HEIGHT_UNITS = 20  # of a point
_WIDTH_UNITS = 256  # of a digit


def read_xls(path: Path) -> RawText:
    """Read an XLS or ET file.

    Raises:
        UnreadableFileError: `encrypted`, `damaged`, `too_large`, `no_text`.
    """
    try:
        if path.stat().st_size > MAX_XLS_BYTES:
            raise _sheets.too_many(path)
        sheets, warnings = _read(path)
    except UnreadableFileError:
        raise
    except MemoryError as error:
        raise _sheets.too_many(path) from error
    except Exception as error:  # xlrd raises struct.error, AssertionError, IndexError and more on broken files
        if isinstance(error, OSError) and error.filename:
            raise no_access(path, error) from error
        if "encrypted" in str(error).lower():
            raise UnreadableFileError(
                f"{path.name} is protected by a password.",
                remedy="Remove the password and ingest the file again.",
                code="encrypted",
            ) from error
        raise _sheets.damaged(path, error) from error
    return finished(path, sheets, "xls", warnings)


def _read(path: Path) -> tuple[list[Sheet], list[str]]:
    import xlrd  # noqa: PLC0415  for old spreadsheets alone

    book = xlrd.open_workbook(str(path), logfile=io.StringIO(), formatting_info=True, on_demand=True, ragged_rows=True)
    sheets: list[Sheet] = []
    hidden: list[str] = []
    count = 0
    for number in range(book.nsheets):
        page = book.sheet_by_index(number)
        if page.visibility:
            hidden.append(page.name)
            continue
        sheet = Sheet(
            page.name,
            hidden_rows={row for row, info in page.rowinfo_map.items() if info.hidden or _is_flat(info)},
            hidden_columns={
                column
                for column, info in page.colinfo_map.items()
                if info.hidden or info.width < _sheets.LEAST_WIDTH * _WIDTH_UNITS
            },
        )
        for row in range(page.nrows):
            for column in range(page.row_len(row)):
                _put(sheet, book, page, row, column)
        for top, bottom, left, right in page.merged_cells:
            sheet.merges.append(Merge(top=top, bottom=bottom - 1, left=left, right=right - 1))
        count += len(sheet)
        if count > _sheets.MAX_CELLS:
            raise _sheets.too_many(path)
        sheets.append(sheet)
        book.unload_sheet(number)
    return sheets, hidden_sheets(hidden)


def _is_flat(row: Any) -> bool:
    return not row.has_default_height and row.height < _sheets.LEAST_HEIGHT * _HEIGHT_UNITS


def _put(sheet: Sheet, book: Any, page: Any, row: int, column: int) -> None:
    import xlrd  # noqa: PLC0415

    kind, value = page.cell_type(row, column), page.cell_value(row, column)
    if kind in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
        return
    style = book.xf_list[page.cell_xf_index(row, column)]
    known = book.format_map.get(style.format_key)
    number_format = (known.format_str if known else None) or BUILT_IN.get(style.format_key, "General")
    if kind == xlrd.XL_CELL_DATE:
        try:
            value = xlrd.xldate_as_datetime(value, book.datemode)
        except (ValueError, OverflowError, xlrd.XLDateError):
            number_format = "General"
    elif kind == xlrd.XL_CELL_BOOLEAN:
        value = bool(value)
    elif kind == xlrd.XL_CELL_ERROR:
        value = xlrd.error_text_from_code.get(value, "#N/A")
    sheet.put(row, column, storable(shown(value, number_format)), bold=bool(book.font_list[style.font_index].bold))


def shown_sheet(path: Path) -> str:
    """Name of the sheet that a workbook opens with. Raises whatever xlrd raises on a broken file."""
    import xlrd  # noqa: PLC0415  for old spreadsheets alone

    with xlrd.open_workbook(str(path), logfile=io.StringIO()) as book:
        return str(next((page.name for page in book.sheets() if page.sheet_visible), book.sheet_names()[0]))
