"""The tables of a sheet: an empty row parts two of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import product

from ingest.readers._sheets import Merge, Sheet
from ingest.readers._tables import Row

Numbered = tuple[int, Row]
"""A row with its number on the sheet."""


def tables(sheet: Sheet) -> Iterator[list[Row]]:
    """The tables in reading order, each with the lines above and below it that hold one text."""
    table: list[Row] = []
    before = -1
    for number, row in _rows(sheet):
        if table and number > before + 1:
            yield table
            table = []
        before = number
        table.append(row)
    if table:
        yield table


def cells_of_merges(sheet: Sheet) -> int:
    """How many cells are looked at or written for merged cells, for a bound on it."""
    corner = _extent(sheet)
    areas = ((merge, len(_rows_of(merge, corner)) * len(_columns_of(merge, corner))) for merge in sheet.merges)
    return sum(area if (merge.top, merge.left) in sheet.cells else min(area, len(sheet.cells)) for merge, area in areas)


def _extent(sheet: Sheet) -> tuple[int, int]:
    """The last row and column with anything in them, which a merged cell may go beyond by a million rows."""
    return max((row for row, _ in sheet.cells), default=-1), max((column for _, column in sheet.cells), default=-1)


def _rows_of(merge: Merge, corner: tuple[int, int]) -> range:
    return range(merge.top, min(merge.bottom, corner[0]) + 1)


def _columns_of(merge: Merge, corner: tuple[int, int]) -> range:
    return range(merge.left, min(merge.right, corner[1]) + 1)


def _under_merges(sheet: Sheet) -> set[tuple[int, int]]:
    """Cells that a merged cell lies over: nobody sees what is in them, though some programs write it."""
    corner = _extent(sheet)
    under: set[tuple[int, int]] = set()
    for merge in sheet.merges:
        rows, columns = _rows_of(merge, corner), _columns_of(merge, corner)
        if len(rows) * len(columns) > len(sheet.cells):
            under.update(at for at in sheet.cells if at[0] in rows and at[1] in columns)
        else:
            under.update(product(rows, columns))
        under.discard((merge.top, merge.left))
    return under


def _rows(sheet: Sheet) -> Iterator[Numbered]:
    by_row: dict[int, dict[int, tuple[str, bool]]] = defaultdict(dict)
    under = _under_merges(sheet)
    for (row, column), cell in sheet.cells.items():
        if (row, column) not in under:
            by_row[row][column] = cell
    anchors = {(merge.top, merge.left): merge for merge in sheet.merges}
    below: dict[int, dict[int, Merge]] = defaultdict(dict)  # merged cells by the rows that they go on in
    corner = _extent(sheet)
    for merge in sheet.merges:
        if merge.left in by_row.get(merge.top, {}):
            for row in _rows_of(merge, corner)[1:]:
                below[row][merge.left] = merge
    for number in sorted(by_row.keys() | below.keys()):
        cells, over = by_row.get(number, {}), below.get(number, {})
        row_cells = Row(is_header=False)
        for column in sorted(cells.keys() | over.keys()):
            merged = over.get(column) or anchors.get((number, column))
            width = len(_columns_of(merged, corner)) if merged else 1
            text, bold = cells.get(column, ("", False))
            row_cells.add(text, column=column, width=max(1, width), continues=column in over, is_bold=bold)
        yield number, row_cells
