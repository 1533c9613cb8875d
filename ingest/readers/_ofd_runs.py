"""The order in which runs of characters on a page are read.

Rows go from top to bottom. Where rows are parted at one place, and the text on both sides fills its width as justified
prose does, the parts are columns: the left one is read to its end before the right one. A table's cells are parted too,
but do not fill their columns.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

SAME_LINE = 0.5  # of the characters' height: baselines that close are one line
_GUTTER = 1.0  # of the height: the least distance of two columns
_LEAST_ROWS = 6  # of a column
_LEAST_CHARS = 8  # of a column's line
_FULL = 0.7  # share of rows whose lines reach their column's edge
_EDGE = 2.0  # of the height: that close to the edge is full
_GRID = 3.0  # millimetres, to which places of gutters are rounded
_MAX_DEPTH = 4


@dataclass(frozen=True, slots=True)
class Run:
    """Characters side by side: from `left` to `right` on a baseline at `y`, in millimetres."""

    left: float
    right: float
    y: float
    size: float
    text: str


Row = list[Run]


def in_order(runs: Sequence[Run], depth: int = 0) -> list[Row]:
    """Rows in reading order, the runs of each from left to right."""
    rows = _rows(runs)
    found = _columns(rows) if depth < _MAX_DEPTH else None
    if found is None:
        return rows
    first, last, gutter = found
    band = [run for row in rows[first:last] for run in row]
    left = [run for run in band if run.left < gutter]
    right = [run for run in band if run.left >= gutter]
    above = [run for row in rows[:first] for run in row]
    below = [run for row in rows[last:] for run in row]
    return [row for part in (above, left, right, below) for row in in_order(part, depth + 1)]


def _rows(runs: Sequence[Run]) -> list[Row]:
    rows: list[Row] = []
    for run in sorted(runs, key=lambda run: (run.y, run.left)):
        if rows and abs(run.y - rows[-1][0].y) <= SAME_LINE * max(min(run.size, rows[-1][0].size), 0.1):
            rows[-1].append(run)
        else:
            rows.append([run])
    return [sorted(row, key=lambda run: run.left) for row in rows]


def _columns(rows: Sequence[Row]) -> tuple[int, int, float] | None:
    """The longest band of rows that are columns: first row, row behind the last, and where they are parted."""
    gutters = Counter(round(gutter / _GRID) for row in rows for gutter, *_ in _gaps(row))
    for place, count in gutters.most_common(3):
        if count < _LEAST_ROWS:
            break
        gutter = _GRID * place
        best = max(_bands(rows, gutter), key=lambda band: band[1] - band[0], default=(0, 0))
        if _is_prose(rows[best[0] : best[1]], gutter):
            return best[0], best[1], gutter
    return None


def _gaps(row: Row) -> list[tuple[float, str, str]]:
    """Middles of a row's gaps that are wide enough to part columns, with the texts on both sides."""
    found = []
    for at in range(1, len(row)):
        edge = max(run.right for run in row[:at])
        if row[at].left - edge >= _GUTTER * row[at].size:
            before, behind = ("".join(run.text for run in part) for part in (row[:at], row[at:]))
            if len(before) >= _LEAST_CHARS and len(behind) >= _LEAST_CHARS:
                found.append(((edge + row[at].left) / 2, before, behind))
    return found


def _bands(rows: Sequence[Row], gutter: float) -> list[tuple[int, int]]:
    """Runs of rows none of which crosses the gutter."""
    bands: list[tuple[int, int]] = []
    start: int | None = None
    for at, row in enumerate([*rows, None]):
        clear = row is not None and not any(run.left < gutter < run.right for run in row)
        if clear and start is None:
            start = at
        elif not clear and start is not None:
            bands.append((start, at))
            start = None
    return bands


def _is_prose(rows: Sequence[Row], gutter: float) -> bool:
    """Whether both sides of the gutter are filled to their edges in most of the rows that have both."""
    sides: tuple[list[float], list[float]] = ([], [])
    size = 0.0
    for row in rows:
        left, right = [run for run in row if run.left < gutter], [run for run in row if run.left >= gutter]
        if left and right and min(sum(len(run.text) for run in side) for side in (left, right)) >= _LEAST_CHARS:
            sides[0].append(max(run.right for run in left))
            sides[1].append(max(run.right for run in right))
            size = max(size, row[0].size)
    return len(sides[0]) >= _LEAST_ROWS and all(
        sum(edge >= max(side) - _EDGE * size for edge in side) >= _FULL * len(side) for side in sides
    )
