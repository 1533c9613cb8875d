"""The label of a row: which of its cells name what the row counts, and which say when.

A row may name an indicator, an enterprise or place, a year or quarter, or be a total; its label may be several cells.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.figures import cells as cell_reading
from ingest.figures import heads, stretches
from ingest.figures.cells import Cell
from ingest.figures.heads import Head
from ingest.figures.layout import TIME, Layout
from ingest.figures.numbers import lex

_NAMED = re.compile("名称|企业$|公司$|品[种名]$")
_OF_UNITS = re.compile("计[量价]单位")
_LISTED = re.compile("指标|项目|事项|内容|地区|单位$")
_TOTAL = re.compile(r"(?:全[省市区县州])?(?P<word>合\s?计|总\s?计|小\s?计)")
_LONGEST_NAME = 40  # of a task that names what its numbers count
_LONGEST = 80  # characters; a longer cell is no name


@dataclass(frozen=True, slots=True)
class Label:
    """What the cells before a row's numbers say.

    Attributes:
        head: the cell that names the row, read.
        until: index of the first cell behind the label.
        column: that of the naming cell.
        total: the word that makes it a row of totals, or empty.
        group: another label beside the name, such as the lot that an enterprise is of.
    """

    head: Head
    until: int
    column: int = 0
    total: str = ""
    group: str = ""


def read(row: Sequence[Cell], layout: Layout) -> Label:
    """The label of a row: of its cells before the first number, the one that names it, and those that give a time."""
    named: list[tuple[int, str]] = []
    period, total, until = "", "", 0
    units = next((units for cell in row if (units := heads.units_in(cell.text)) and _is_words(cell)), ())
    for i, cell in enumerate(row):
        head = layout.head(i)
        if not cell.text or cell.text in (text for _, text in named):
            continue
        if said := _TOTAL.fullmatch(cell.text):
            total = total or "".join(said["word"].split())
            continue
        if time := _time_of(cell, layout.text(i), period or layout.period, first=i == 0):
            period, until = time, i + 1
            continue
        if layout.is_apart(i) or heads.units_in(cell.text) or _OF_UNITS.search(layout.text(i)):
            continue
        if head.statement or head.aspect or head.units or not _is_name(cell):
            if cell_reading.number(cell, bracket_falls=layout.bracket_falls) is not None:
                break
            if head.statement and not named and len(cell.text) <= _LONGEST_NAME and not lex(cell.text):
                named.append((i, cell.text))
                until = i + 1
            continue
        named.append((i, cell.text))
        until = i + 1
    at, chosen = _chosen(named, layout)
    head = heads.read(chosen, period or layout.period, label=True) if chosen else Head("")
    group = next((text for _, text in reversed(named) if text != chosen), "")
    return Label(replace(head, units=head.units or units, period=period or head.period), until, at, total, group)


def _is_words(cell: Cell) -> bool:
    return bool(cell.text) and not any(char.isdigit() for char in cell.text)


def _is_name(cell: Cell) -> bool:
    wordy = len(cell.text) <= _LONGEST and re.search("[\u4e00-\u9fff]|[A-Za-z]{2}", cell.text) is not None
    return wordy and cell_reading.number(cell) is None


def _chosen(named: Sequence[tuple[int, str]], layout: Layout) -> tuple[int, str]:
    """Of a row's wordy cells the one that names it: by its column's head, else the first."""
    if len(named) > 1 and len({layout.text(i) for i, _ in named}) == 1 and layout.text(named[0][0]):
        levels = [heads.unmarked(text) for _, text in named]  # under one wide head: 办理结果, 不予公开, 国家秘密
        if sum(map(len, levels)) <= _LONGEST_NAME:
            return named[-1][0], "".join(levels)
    for pattern in (_NAMED, _LISTED):
        of_column = [(i, text) for i, text in named if pattern.search(layout.text(i))]
        if of_column:
            return of_column[0] if pattern is _NAMED else of_column[-1]
    return named[0] if named else (0, "")


def _time_of(cell: Cell, head: str, base: str, *, first: bool) -> str:
    """The period that a cell is, where it is nothing else; a bare number is a year only in the column of years."""
    if ((first and not head) or TIME.search(head)) and (day := stretches.of_day(cell.text)):
        return day
    period, rest = stretches.of_head(cell.text, base)
    if not period or rest.strip(" ()、累计末底"):
        return ""
    if cell.text.isdigit() and not (TIME.search(head) or (first and not head)):
        return ""
    return period
