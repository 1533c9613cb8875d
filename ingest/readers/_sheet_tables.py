"""The tables of a sheet: an empty row parts two of them, and so does an empty column beside which both can stand."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise, product

from ingest.readers._sheets import Merge, Sheet
from ingest.readers._tables import Cell, Row, is_amount

_MOST_CUTS = 6  # tables beside tables below tables; each level looks at every cell once more
_REMARKS = re.compile(r"备\s*注|说\s*明|附\s*注|注")

Numbered = tuple[int, Row]
"""A row with its number on the sheet."""


def tables(sheet: Sheet) -> Iterator[list[Row]]:
    """The tables in reading order, each with the lines above and below it that hold one text."""
    return _parts(list(_rows(sheet)), _MOST_CUTS)


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


def _parts(rows: Sequence[Numbered], cuts: int) -> Iterator[list[Row]]:
    for run in _runs(rows):
        blocks = _blocks([row for _, row in run]) if cuts else []
        if len(blocks) > 1:
            yield from _beside(run, blocks, cuts)
        else:
            table = [row for _, row in run]
            yield _unfolded(table) or table


def _runs(rows: Sequence[Numbered]) -> Iterator[Sequence[Numbered]]:
    """Rows without an empty one between them."""
    breaks = [0, *(at for at, (one, other) in enumerate(pairwise(rows), 1) if other[0] > one[0] + 1), len(rows)]
    return (rows[start:end] for start, end in pairwise(breaks) if end > start)


# --- side by side ----------------------------------------------------------------------------------------------


def _beside(run: Sequence[Numbered], blocks: Sequence[range], cuts: int) -> Iterator[list[Row]]:
    """Tables beside each other, from left to right; a line across them stands above or below them all."""
    columns = {column: at for at, block in enumerate(blocks) for column in block}
    held: list[list[Numbered]] = [[] for _ in blocks]
    for number, row in run:
        of_blocks = {columns.get(column, -1) for cell in row.cells for column in cell.columns}
        if len(of_blocks) == 1 and -1 not in of_blocks:
            held[of_blocks.pop()].append((number, row))
        elif _is_line(row):
            yield from _all_parts(held, cuts)
            held = [[] for _ in blocks]
            yield [row]
        else:
            for at, rows in enumerate(held):
                own = [cell for cell in row.cells if columns.get(cell.column) == at]
                if own:
                    rows.append((number, Row(is_header=False, cells=own)))
    yield from _all_parts(held, cuts)


def _all_parts(blocks: Sequence[Sequence[Numbered]], cuts: int) -> Iterator[list[Row]]:
    for rows in sorted(blocks, key=lambda rows: len(rows) > 1):  # a caption comes before the tables
        yield from _parts(rows, cuts - 1)


def _blocks(rows: Sequence[Row]) -> list[range]:
    """Columns of the tables that stand beside each other; a single one, or none, if this is one table."""
    body = [row for row in rows if not _is_line(row)]
    if len(body) < 2:
        return []
    occupied = sorted({column for row in body for cell in row.cells for column in cell.columns})
    breaks = [0, *(at for at, (one, other) in enumerate(pairwise(occupied), 1) if other > one + 1), len(occupied)]
    blocks: list[range] = []
    pending: int | None = None
    for start, end in pairwise(breaks):
        block = range(occupied[start] if pending is None else pending, occupied[end - 1] + 1)
        pending = None
        if _stands_alone(block, rows, body[0]):
            blocks.append(block)
        elif blocks:
            blocks[-1] = range(blocks[-1].start, block.stop)
        else:
            pending = block.start
    if pending is not None:
        blocks.append(range(pending, occupied[-1] + 1))
    return blocks


def _stands_alone(block: range, rows: Sequence[Row], first: Row) -> bool:
    """Whether columns beside an empty one can be a table of their own.

    Columns of nothing but numbers, and remarks, tell of what stands in the rows beside them: there the empty column is
    only a gap. A caption in the first row (`附件2`) belongs to no row below it.
    """
    own = [[cell for cell in row.cells if cell.column in block] for row in rows]
    filled = [cells for cells in own if cells]
    opens = any(cell.column in block for cell in first.cells)
    if len(filled) == 1:
        return opens
    if len(block) == 1 and (not opens or _REMARKS.fullmatch(filled[0][0].text)):
        return False
    return any(cell.continues or not is_amount(cell.text) for cells in filled[1:] for cell in cells)


def _is_line(row: Row) -> bool:
    """Whether a row holds one text alone."""
    return len({cell.text for cell in row.cells}) == 1 and not any(cell.continues for cell in row.cells)


# --- one table in several columns of a page --------------------------------------------------------------------


def _unfolded(rows: Sequence[Row]) -> list[Row] | None:
    """A long list set in several columns of a page, its header repeated over each: as the one list that it is.

    None for any other table.
    """
    top = next((at for at, row in enumerate(rows) if not _is_line(row)), len(rows))
    end = next((at for at in range(len(rows), top, -1) if not _is_line(rows[at - 1])), top)
    if end - top < 2:
        return None
    width = _repeated(rows[top].cells)
    start = rows[top].cells[0].column
    body = rows[top + 1 : end]
    if not width or any(_crosses(cell, start, width) for row in body for cell in row.cells):
        return None
    lists: list[list[Row]] = [[] for _ in range(len(rows[top].cells) // width)]
    for row in body:
        for at, held in enumerate(lists):
            first = start + at * width
            own = [cell for cell in row.cells if first <= cell.column < first + width]
            if own:
                held.append(Row(is_header=False, cells=[_at(cell, cell.column - at * width) for cell in own]))
    if not all(any(not is_amount(cell.text) for row in held for cell in row.cells) for held in lists):
        return None
    header = Row(is_header=False, cells=rows[top].cells[:width])
    return [*rows[:top], header, *(row for held in lists for row in held), *rows[end:]]


def _repeated(cells: Sequence[Cell]) -> int:
    """How many cells of a row come again and again, each beside the one before it: 3 in `a b c a b c`, else 0."""
    texts = [cell.text for cell in cells]
    width = len(set(texts))
    together = all(other.column == one.column + 1 for one, other in pairwise(cells))
    again = 2 <= width < len(texts) and texts == texts[:width] * (len(texts) // width)
    words = not any(is_amount(text) or cell.continues for text, cell in zip(texts, cells, strict=True))
    return width if together and again and words else 0


def _crosses(cell: Cell, start: int, width: int) -> bool:
    """Whether a cell keeps to no list: it is merged over two, goes on from the header, or stands outside all."""
    first = cell.column - start
    return cell.continues or first < 0 or first // width != (first + cell.width - 1) // width


def _at(cell: Cell, column: int) -> Cell:
    return Cell(cell.text, column, cell.width, cell.continues, cell.is_bold)
