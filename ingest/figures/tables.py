"""Rows of tables: what each number counts, by the label of its row, the head of its column and what stands above.

Readers join cells with ` | `; the head is the last heading of a table's chunks (`ingest.structure`), or the first line
where no reader marked one. A row may name an indicator, an enterprise or place, a year or quarter, or be a total.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from docs_store import types
from docs_store.textnorm import fold
from docs_store.units import Unit
from ingest.figures import cells as cell_reading
from ingest.figures import heads, labels, stretches
from ingest.figures.cells import Cell, cells_of, is_row
from ingest.figures.labels import Label
from ingest.figures.layout import Above, Layout, lay_out
from ingest.figures.table_rows import Part, Row

_LINES_ABOVE = 3
_MOST_COLUMNS = 400  # a wider line is data, no table that somebody reads
# 期末畜禽存栏 alone in a row: what the rows below are counted by
_MEASURED = re.compile("(?:存栏|出栏|产量|产值|零售额|增加值|种植面积|播种面积|余额|人数)(?:数|量)?$")
_ENDS_MEASURED = ("额", "量", "数", "率", "值", "积", "比重", "收入", "支出", "投资", "存栏", "出栏", "余额")
_BARE = 4  # characters; a part's name this short says nothing without what it is a part of


class Tables:
    """Reads the tables of one document in order: a long table is in several chunks, and its caption in another one."""

    def __init__(self) -> None:
        self._above: list[str] = []
        self._layout: Layout | None = None
        self._marked = ""
        self._parent = self._last = ""
        self._own_period = self._group = ""
        self._units: tuple[Unit, ...] = ()
        self._stretches: set[str] = set()

    def pass_by(self, text: str) -> None:
        """Note text before a table; it ends the table before it."""
        if lines := [line.strip() for line in text.split("\n") if line.strip()]:
            self._above = [*self._above, *lines][-_LINES_ABOVE:]
            self._layout = None

    def read(self, part: Part, start: int, end: int) -> Iterator[types.Figure]:
        """Figures of the rows in `part.text[start:end]`.

        Lines without cells, and rows of one cell, are labels of the rows below them or say in which units these are.
        """
        marked = fold(part.chunk.heading[-1]) if part.chunk.heading and is_row(part.chunk.heading[-1]) else ""
        lines = _lines(part.text, start, end, marked)
        if self._layout is None or marked != self._marked or (marked and _begins_with(lines, marked)):
            while lines and _alone(lines[0][1]) is not None:
                self._above.append(_alone(lines[0][1]) or lines[0][0].strip())
                lines.pop(0)
            path = [fold(line) for line in part.chunk.heading[: -1 if marked else None]]
            above = Above(path, self._above, part.period, part.status)
            self._layout, count = lay_out([row for _, row in lines if row], marked, above)
            self._marked, self._parent, self._last, self._own_period, self._stretches = marked, "", "", "", set()
            self._group, self._units = "", ()
            lines = lines[count:]
        self._above = []
        yield from self._below(part, lines, self._layout)

    def _below(self, part: Part, lines: Sequence[tuple[str, list[Cell]]], layout: Layout) -> Iterator[types.Figure]:
        """Figures of the rows below a head, which may be those of several tables that no text parts."""
        for k, (line, row) in enumerate(lines):
            note = _alone(row)
            if note is not None:
                self._layout = layout = self._noted(layout, note or line.strip())
            elif [cell.text for cell in row] == list(layout.texts):
                continue
            elif layout.is_head_of_next(row):
                above = Above([], [], layout.period, layout.status)
                following, count = lay_out([cells for _, cells in lines[k:] if cells], "", above)
                self._layout = replace(following, units=following.units or layout.units, subject=layout.subject)
                self._parent, self._last, self._group, self._units = "", "", "", ()
                yield from self._below(part, lines[k + count :], self._layout)
                return
            else:
                for cells, block in layout.parted(row):
                    yield from self._row(part, cells, block)

    def _noted(self, layout: Layout, line: str) -> Layout:
        """The layout below a line inside a table that gives the year or the units of the rows below."""
        if units := heads.caption_units(line):
            return replace(layout, units=units)
        if period := stretches.of_caption(line, layout.period):
            self._own_period = period
        measured = _MEASURED.search(line)
        self._group = measured.group() if measured else ""
        return layout

    def _row(self, part: Part, row: Sequence[Cell], layout: Layout) -> Iterator[types.Figure]:
        label = labels.read(row, layout)
        if label.head.units:
            self._units = label.head.units
        elif self._units and not layout.units:  # written where it changes: 大牲畜(万头), below it #黄牛
            label = replace(label, head=replace(label.head, units=self._units))
        period = label.head.period or self._own_period
        if label.total and not label.head.period and self._stretches:
            period = stretches.cover(self._stretches)
        elif label.head.period and not label.total:
            self._stretches.add(label.head.period)
        if period and not stretches.is_day(period):  # a day is of the year that its table is of
            layout = layout.of_year(period)
        yield from Row(part, row, layout, label, self._named(label, layout), period).figures()

    def _named(self, label: Label, layout: Layout) -> str:
        """The name of a row, with that of the row above it where it says nothing alone."""
        head = label.head
        name = head.words
        if label.total:
            return ""
        if not name:
            return self._last if head.aspect and not head.period else ""
        if self._group and not head.aspect and not name.endswith(_ENDS_MEASURED):
            name += self._group
        if head.among and len(name) <= _BARE and self._parent:
            name = self._parent + name
        elif not head.among:
            self._parent = name
        self._last = name
        return name


def _begins_with(lines: Sequence[tuple[str, list[Cell]]], marked: str) -> bool:
    """Whether rows begin with the head that is marked: another table with the same head."""
    first = next((line for line, row in lines if row), "")
    return re.sub(r"\s", "", marked).startswith(re.sub(r"\s", "", first))


def _lines(text: str, start: int, end: int, marked: str) -> list[tuple[str, list[Cell]]]:
    """Lines of a stretch of text, each with its cells; a line that is no row has none. Rules are left out."""
    lines = text[start:end].split("\n")
    framed = marked.startswith("|") and marked.endswith("|")
    if not marked:
        framed = all(line.lstrip().startswith("|") for line in lines if line.strip())
    found = []
    at = start
    for line in lines:
        row = cells_of(line, at, framed=framed)[:_MOST_COLUMNS] if is_row(line) else []
        if row or (line.strip() and not is_row(line)):
            found.append((line, row))
        at += len(line) + 1
    return found


def _alone(row: Sequence[Cell]) -> str | None:
    """The only words of a row, empty for a line without cells; `None` for a row with several cells or a number."""
    filled = [cell for cell in row if cell.text]
    if len(filled) > 1 or (filled and cell_reading.number(filled[0]) is not None):
        return None
    return filled[0].text if filled else ""
