"""The cells that ruled lines make on a page of a PDF, however the lines are drawn."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from ingest.readers._pdf_cells import Cell
from ingest.readers._pdfium import Box

_THIN = 40  # of 10,000: about 3 points; a line, however it is drawn
_SAME = 30  # lines no further apart are one
_MAX_LINES = 150  # across or down
_MAX_CELLS = 2_000  # of a page
_DRAWN = 0.9  # share of a cell's side


def ruled(rulings: Sequence[Box]) -> Iterator[list[Cell]]:
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
) -> list[Cell]:
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
            cells.append(Cell((r0, r1), (c0, c1), (xs[c0], ys[r0], xs[c1 + 1], ys[r1 + 1])))
    return sorted(cells, key=lambda cell: (cell.rows, cell.columns))


def _is_drawn(stretches: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    drawn = sum(max(0, min(b, end) - max(a, start)) for a, b in stretches)
    return drawn >= _DRAWN * (end - start)
