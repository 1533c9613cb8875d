"""The text of a spreadsheet's sheets, and the warnings that every format of spreadsheets has."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from docs_store.errors import UnreadableFileError
from ingest.readers import _sheets
from ingest.readers._hidden import left_out, visible
from ingest.readers._sheet_tables import cells_of_merges, tables
from ingest.readers._sheets import Sheet
from ingest.readers._tables import beyond
from ingest.readers._writer import TextWriter
from ingest.readers.base import RawText


def finished(path: Path, sheets: Sequence[Sheet], reader: str, warnings: Sequence[str]) -> RawText:
    """The text of a spreadsheet: each sheet under its name, if there are several, without what it hides.

    Raises:
        UnreadableFileError: `no_text`; `too_large` for merged cells that repeat their words too often.
    """
    out = TextWriter()
    filled = [sheet for sheet in map(visible, sheets) if sheet.cells]
    if sum(map(cells_of_merges, filled)) > 2 * _sheets.MAX_CELLS:
        raise _sheets.too_many(path)
    for sheet in filled:
        if len(filled) > 1:
            out.heading(sheet.name, 1)
        for rows in tables(sheet):
            out.grid(rows, expect_header=True)
    if out.length == 0:
        raise UnreadableFileError(
            f"{path.name} has no cell in sight with anything in it.",
            remedy="Check the file; what is hidden, and what its pictures and charts show, is not read.",
            code="no_text",
        )
    left = [*left_out(sheets), *beyond(sum(sheet.beyond for sheet in sheets), _sheets.MAX_COLUMNS)]
    return out.raw(reader, [*warnings, *left])


def hidden_sheets(names: Sequence[str]) -> list[str]:
    """The warning about sheets that are hidden; none where there are none."""
    warnings = [f"Hidden sheets are left out: {', '.join(names)}."] if names else []
    return warnings  # noqa: RET504  by this name a test finds what is said of files


def faults(not_computed: int, unknown: int) -> list[str]:
    """The warnings about cells that are not what the file's author saw.

    Args:
        not_computed: formulas without a value.
        unknown: numbers whose format the file does not have.
    """
    warnings = []
    if not_computed:
        warnings.append(f"{not_computed} formulas were never computed, and their cells are empty here.")
    if unknown:
        warnings.append(f"The workbook's styles are damaged: {unknown} numbers are shown without their format.")
    return warnings
