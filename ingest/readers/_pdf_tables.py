"""Tables of a PDF page: found by their ruled lines, and set as rows with their cells.

A PDF knows no tables; it draws lines and letters. Where lines make a grid of cells, the letters in each cell are put
together and the rows written as every reader writes them. Forms and pages that are set in boxes, whose cells hold
paragraphs, stay running text. Tables without lines are not found.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ingest.readers._pdf_boxes import Letters
from ingest.readers._pdfium import Box
from ingest.readers._tables import Row, header_rows, repeat_merged
from ingest.readers._writer import CELL_SEPARATOR
from ingest.readers.base import TableSpan

_THIN = 40  # of 10,000: about 3 points; a line, however it is drawn
_SAME = 30  # lines no further apart are one
_MAX_LINES = 150  # across or down
_MAX_CELLS = 2_000  # of a page
_DRAWN = 0.9  # share of a cell's side
_LONGEST_CELL = 300  # characters; longer ones are paragraphs in a box
_WIDE_ROWS = 0.6  # share of rows of three cells and more


@dataclass(slots=True)
class _Cell:
    """A cell: first and last row and column of the grid, its area, and where its letters stand in the text."""

    rows: tuple[int, int]
    columns: tuple[int, int]
    area: Box
    letters: list[int] = field(default_factory=list)

    def holds(self, box: Box) -> bool:
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        return self.area[0] <= x < self.area[2] and self.area[1] <= y < self.area[3]


def set_rows(letters: Letters, rulings: Sequence[Box]) -> tuple[Letters, list[TableSpan]]:
    """A page's letters with those of each table set as rows, and where the tables then stand.

    Args:
        letters: the page's text.
        rulings: areas of what the page draws apart from letters and pictures, in the unit of the letters' boxes.
    """
    written: dict[int, tuple[Letters, int]] = {}  # by the table's first letter
    taken: set[int] = set()
    for cells in _tables(rulings):
        _fill(cells, letters)
        inside = {i for cell in cells for i in cell.letters}
        rows = _rows(cells, letters)
        repeat_merged(rows)
        if inside and not inside & taken and _is_table(rows):
            taken |= inside
            written[min(inside)] = _written(rows, cells, letters)
    return _replaced(letters, written, taken) if written else (letters, [])


def _replaced(
    letters: Letters, written: dict[int, tuple[Letters, int]], taken: set[int]
) -> tuple[Letters, list[TableSpan]]:
    result: Letters = []
    spans: list[TableSpan] = []
    after_table = False
    for i, letter in enumerate(letters):
        if i in written:
            rows, header = written[i]
            if result and result[-1][0] != "\n":
                result.append(("\n", None))
            spans.append(TableSpan(start=len(result), end=len(result) + len(rows), header_end=len(result) + header))
            result += [*rows, ("\n", None)]
            after_table = True
        elif i not in taken and not (after_table and letter[0].isspace()):
            result.append(letter)
            after_table = False
    return result, spans


# --- the grid --------------------------------------------------------------------------------------------------


def _tables(rulings: Sequence[Box]) -> Iterator[list[_Cell]]:
    """Cells of each grid on the page, one after the other."""
    across, down = _lines(rulings)
    ys, xs = _places(across), _places(down)
    if not (2 <= len(ys) <= _MAX_LINES and 3 <= len(xs) <= _MAX_LINES):
        return
    cells = _cells(xs, ys, _drawn(across, ys), _drawn(down, xs))
    if len(cells) > _MAX_CELLS:
        return
    owner = {
        (r, c): n
        for n, cell in enumerate(cells)
        for r in range(cell.rows[0], cell.rows[1] + 1)
        for c in range(cell.columns[0], cell.columns[1] + 1)
    }
    left = set(range(len(cells)))
    while left:
        group, edge = set[int](), {left.pop()}
        while edge:
            group |= edge
            edge = {
                owner[near]
                for (r, c), n in owner.items()
                if n in edge
                for near in ((r + 1, c), (r - 1, c), (r, c + 1), (r, c - 1))
                if near in owner
            } - group
        left -= group
        yield [cells[n] for n in sorted(group)]


_Line = tuple[int, int, int]  # where it stands, from, to


def _lines(rulings: Sequence[Box]) -> tuple[list[_Line], list[_Line]]:
    """Lines across and down; a frame has two of each."""
    across: list[_Line] = []
    down: list[_Line] = []
    for x0, y0, x1, y1 in rulings:
        flat, narrow = y1 - y0 <= _THIN, x1 - x0 <= _THIN
        if flat and not narrow:
            across.append(((y0 + y1) // 2, x0, x1))
        elif narrow and not flat:
            down.append(((x0 + x1) // 2, y0, y1))
        elif not flat and not narrow:
            across += [(y0, x0, x1), (y1, x0, x1)]
            down += [(x0, y0, y1), (x1, y0, y1)]
    return across, down


def _places(lines: Sequence[_Line]) -> list[int]:
    """Where lines stand, those close together as one."""
    places: list[int] = []
    for at in sorted({at for at, _, _ in lines}):
        if not places or at - places[-1] > _SAME:
            places.append(at)
    return places


def _drawn(lines: Sequence[_Line], places: Sequence[int]) -> dict[int, list[tuple[int, int]]]:
    """Number of the place to the stretches that are drawn there, joined and in order."""
    stretches: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for at, start, end in sorted(lines, key=lambda line: line[1]):
        number = max(n for n, place in enumerate(places) if place <= at)
        known = stretches[number]
        if known and start <= known[-1][1] + _SAME:
            known[-1] = (known[-1][0], max(known[-1][1], end))
        else:
            known.append((start, end))
    return stretches


def _cells(
    xs: Sequence[int],
    ys: Sequence[int],
    across: dict[int, list[tuple[int, int]]],
    down: dict[int, list[tuple[int, int]]],
) -> list[_Cell]:
    """Fields of the grid joined where no line parts them; kept are those that lines close in."""
    rows, columns = len(ys) - 1, len(xs) - 1
    group = {(r, c): (r, c) for r in range(rows) for c in range(columns)}

    def root(at: tuple[int, int]) -> tuple[int, int]:
        while group[at] != at:
            group[at] = group[group[at]]
            at = group[at]
        return at

    is_open: set[tuple[int, int]] = set()
    for r in range(rows):
        for c in range(columns):
            for number, lines, start, end, near in (
                (r, across, xs[c], xs[c + 1], (r - 1, c)),
                (r + 1, across, xs[c], xs[c + 1], (r + 1, c)),
                (c, down, ys[r], ys[r + 1], (r, c - 1)),
                (c + 1, down, ys[r], ys[r + 1], (r, c + 1)),
            ):
                if _is_drawn(lines.get(number, ()), start, end):
                    continue
                if near in group:
                    group[root(near)] = root((r, c))
                else:
                    is_open.add((r, c))
    members: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    for at in group:
        members[root(at)].append(at)
    outside = {root(at) for at in is_open}
    cells = []
    for key, fields in members.items():
        r0, r1 = min(r for r, _ in fields), max(r for r, _ in fields)
        c0, c1 = min(c for _, c in fields), max(c for _, c in fields)
        if key not in outside and len(fields) == (r1 - r0 + 1) * (c1 - c0 + 1):
            cells.append(_Cell((r0, r1), (c0, c1), (xs[c0], ys[r0], xs[c1 + 1], ys[r1 + 1])))
    return sorted(cells, key=lambda cell: (cell.rows, cell.columns))


def _is_drawn(stretches: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    drawn = sum(max(0, min(b, end) - max(a, start)) for a, b in stretches)
    return drawn >= _DRAWN * (end - start)


# --- the rows --------------------------------------------------------------------------------------------------


def _fill(cells: Sequence[_Cell], letters: Letters) -> None:
    left, right = min(c.area[0] for c in cells), max(c.area[2] for c in cells)
    top, bottom = min(c.area[1] for c in cells), max(c.area[3] for c in cells)
    for i, (_, box) in enumerate(letters):
        if box is None or box[2] < left or box[0] > right or box[3] < top or box[1] > bottom:
            continue
        cell = next((cell for cell in cells if cell.holds(box)), None)
        if cell is not None:
            cell.letters.append(i)
    _fill_gaps(cells, letters)


def _fill_gaps(cells: Sequence[_Cell], letters: Letters) -> None:
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


def _rows(cells: Sequence[_Cell], letters: Letters) -> list[Row]:
    rows = []
    for start in sorted({cell.rows[0] for cell in cells}):
        row = Row(is_header=False)
        for cell in sorted(_in_row(cells, start), key=lambda cell: cell.columns):
            text = "".join(char for char, _ in _cell_text(cell, letters))
            width = cell.columns[1] - cell.columns[0] + 1
            row.add(text, column=cell.columns[0], width=width, continues=cell.rows[0] < start, is_bold=False)
        rows.append(row)
    return rows


def _in_row(cells: Sequence[_Cell], start: int) -> list[_Cell]:
    return [cell for cell in cells if cell.rows[0] <= start <= cell.rows[1]]


def _is_table(rows: Sequence[Row]) -> bool:
    """Whether cells hold facts, not paragraphs set in boxes."""
    texts = [cell.text for row in rows for cell in row.cells]
    if not any(texts) or max(map(len, texts)) > _LONGEST_CELL:
        return False
    if len(rows) < 2:  # one that a page's end parts from the others, if all of it is there
        return len(texts) >= 3 and all(texts)
    wide = sum(len(row.cells) >= 3 for row in rows)
    # Two columns are mostly a form, each row a label and its value; a header makes them a table.
    headed = all(len(row.cells) == 2 for row in rows) and header_rows(rows) > 0
    return wide >= _WIDE_ROWS * len(rows) or headed


def _written(rows: list[Row], cells: Sequence[_Cell], letters: Letters) -> tuple[Letters, int]:
    """The rows, one a line, and the length of the header."""
    heads = header_rows(rows)
    result: Letters = []
    header = 0
    for number, start in enumerate(sorted({cell.rows[0] for cell in cells})):
        if number:
            result.append(("\n", None))
        for place, cell in enumerate(sorted(_in_row(cells, start), key=lambda cell: cell.columns)):
            if place:
                result += [(char, None) for char in CELL_SEPARATOR]
            result += _cell_text(cell, letters)
        if number + 1 == heads:
            header = len(result)
    return result, header


def _cell_text(cell: _Cell, letters: Letters) -> Letters:
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
