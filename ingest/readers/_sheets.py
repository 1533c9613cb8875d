"""Sheets of cells to text, for every format of spreadsheets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from docs_store.errors import UnreadableFileError
from ingest.readers._tables import Row
from ingest.readers._writer import TextWriter, one_line

MAX_CELLS = 500_000  # with content; 20,000 enterprises with 25 columns
MAX_COLUMNS = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """A rectangle of cells shown as one; 0-based, ends inclusive."""

    top: int
    bottom: int
    left: int
    right: int


@dataclass(slots=True)
class Sheet:
    """One sheet.

    Attributes:
        cells: text and whether it is bold, of the cells that have any, by 0-based row and column.
        beyond: how many cells with text stand beyond the columns that are read.
        merges: merged cells.
    """

    name: str
    cells: dict[tuple[int, int], tuple[str, bool]] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    beyond: int = 0

    def put(self, row: int, column: int, text: str, *, bold: bool = False) -> None:
        """Set a cell; one without text, or beyond the columns that are read, is none, and the latter is counted."""
        words = one_line(text)
        if words and column < MAX_COLUMNS:
            self.cells[row, column] = words, bold
        elif words:
            self.beyond += 1


def write(sheets: Sequence[Sheet]) -> TextWriter:
    """Each sheet under its name, if there are several; each run of its rows without an empty one between is a table."""
    out = TextWriter()
    filled = [sheet for sheet in sheets if sheet.cells]
    for sheet in filled:
        if len(filled) > 1:
            out.heading(sheet.name, 1)
        for rows in _tables(sheet):
            out.grid(rows, expect_header=True)
    return out


def too_many(path: Path) -> UnreadableFileError:
    """The error for a file with too many cells."""
    return UnreadableFileError(
        f"{path.name} has more than {MAX_CELLS:,} cells.",
        remedy="Split it, or keep the sheets that are needed.",
        code="too_large",
    )


def _tables(sheet: Sheet) -> Iterator[list[Row]]:
    by_row: dict[int, dict[int, tuple[str, bool]]] = defaultdict(dict)
    for (row, column), cell in sheet.cells.items():
        by_row[row][column] = cell
    anchors = {(merge.top, merge.left): merge for merge in sheet.merges}
    # Rows below the first one of a merged cell, as far as there is anything: a merge may span a million rows.
    below: dict[int, dict[int, Merge]] = defaultdict(dict)
    last = max(by_row, default=-1)
    for merge in sheet.merges:
        if (merge.top, merge.left) in sheet.cells:
            for row in range(merge.top + 1, min(merge.bottom, last) + 1):
                below[row][merge.left] = merge
    table: list[Row] = []
    before = -1
    for number in sorted(by_row.keys() | below.keys()):
        if table and number > before + 1:
            yield table
            table = []
        before = number
        table.append(_row(number, by_row[number], below.get(number, {}), anchors))
    if table:
        yield table


def _row(
    number: int, cells: dict[int, tuple[str, bool]], below: dict[int, Merge], anchors: dict[tuple[int, int], Merge]
) -> Row:
    row = Row(is_header=False)
    for column in sorted(cells.keys() | below.keys()):
        merge = below.get(column) or anchors.get((number, column))
        width = min(merge.right, MAX_COLUMNS) - merge.left + 1 if merge else 1
        text, bold = cells.get(column, ("", False))
        row.add(text, column=column, width=max(1, width), continues=column in below, is_bold=bold)
    return row
