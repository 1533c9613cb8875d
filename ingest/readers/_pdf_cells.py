"""Cells of a table on a PDF page: the letters that stand in each, and the rows that they make."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.readers._pdf_boxes import Letters
from ingest.readers._pdfium import Box
from ingest.readers._tables import Row
from ingest.readers._writer import CELL_SEPARATOR

_BESIDE = "  "  # between words on one line above a table


@dataclass(slots=True)
class Cell:
    """A cell: first and last row and column of the grid, its area, and where its letters stand in the text."""

    rows: tuple[int, int]
    columns: tuple[int, int]
    area: Box
    letters: list[int] = field(default_factory=list)

    def holds(self, box: Box) -> bool:
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        return self.area[0] <= x < self.area[2] and self.area[1] <= y < self.area[3]


def fill(cells: Sequence[Cell], letters: Letters) -> None:
    """Give each cell the letters that stand in it."""
    left, right = min(c.area[0] for c in cells), max(c.area[2] for c in cells)
    top, bottom = min(c.area[1] for c in cells), max(c.area[3] for c in cells)
    for i, (_, box) in enumerate(letters):
        if box is None or box[2] < left or box[0] > right or box[3] < top or box[1] > bottom:
            continue
        cell = next((cell for cell in cells if cell.holds(box)), None)
        if cell is not None:
            cell.letters.append(i)
    fill_gaps(cells, letters)


def fill_gaps(cells: Sequence[Cell], letters: Letters) -> None:
    """Give a letter whose place is not known to the cell of the one beside it in the text."""
    owner = {i: cell for cell in cells for i in cell.letters}
    for i in range(max(0, min(owner, default=0) - 1), min(len(letters), max(owner, default=-1) + 2)):
        if i in owner or not _is_lost(letters, i) or _is_lost(letters, i - 1) or _is_lost(letters, i + 1):
            continue
        cell = owner.get(i - 1) or owner.get(i + 1)
        if cell is not None:
            cell.letters.append(i)
    for cell in cells:
        cell.letters.sort()


def _is_lost(letters: Letters, i: int) -> bool:
    return 0 <= i < len(letters) and letters[i][1] is None and not letters[i][0].isspace()


def rows_of(cells: Sequence[Cell], letters: Letters) -> list[Row]:
    """The rows of a table; a cell that goes down over several stands in each of them."""
    rows = []
    for start in sorted({cell.rows[0] for cell in cells}):
        row = Row(is_header=False)
        for cell in sorted(_in_row(cells, start), key=lambda cell: cell.columns):
            text = "".join(char for char, _ in _cell_text(cell, letters))
            width = cell.columns[1] - cell.columns[0] + 1
            row.add(text, column=cell.columns[0], width=width, continues=cell.rows[0] < start, is_bold=False)
        rows.append(row)
    return rows


def _in_row(cells: Sequence[Cell], start: int) -> list[Cell]:
    return [cell for cell in cells if cell.rows[0] <= start <= cell.rows[1]]


def written(cells: Sequence[Cell], letters: Letters, titles: int, heads: int) -> tuple[Letters, int, int]:
    """The rows, one a line, and where in them the table starts and its header ends.

    Args:
        titles: how many rows at the top are lines above the table.
        heads: how many rows below those are its header.
    """
    result: Letters = []
    start = header = 0
    for number, row in enumerate(sorted({cell.rows[0] for cell in cells})):
        if number:
            result.append(("\n", None))
        if number == titles:
            start = header = len(result)
        for place, cell in enumerate(sorted(_in_row(cells, row), key=lambda cell: cell.columns)):
            if place:
                result += [(char, None) for char in (_BESIDE if number < titles else CELL_SEPARATOR)]
            result += _cell_text(cell, letters)
        if number + 1 == titles + heads:
            header = len(result)
    return result, start, header


def _cell_text(cell: Cell, letters: Letters) -> Letters:
    """A cell's letters on one line; a space is kept, and set between lines of Latin words."""
    result: Letters = []
    before = -1
    for i in cell.letters:
        char, box = letters[i]
        if result and i != before + 1:
            wrapped = any(letters[j][0] == "\n" for j in range(before + 1, i)) or _is_below(letters[before][1], box)
            if not wrapped or (char.isascii() and result[-1][0].isascii()):
                result.append((" ", None))
        result.append((char, box))
        before = i
    return result


def _is_below(above: Box | None, box: Box | None) -> bool:
    return above is not None and box is not None and 2 * box[1] > above[1] + above[3]
