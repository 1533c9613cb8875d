"""Rows of a table: the first wordy cell is the indicator, columns headed by years give the periods.

Readers join cells with ` | `; the header row is the last heading of a table's chunks (`ingest.structure`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from docs_store import synonyms, types
from docs_store.textnorm import CleanText, fold
from docs_store.types import Chunk
from docs_store.units import UNIT, plain, unit_of
from ingest.figures.model import Aspect, Status
from ingest.figures.numbers import Quantity, lex
from ingest.figures.periods import Periods

_YEAR = re.compile(r"(?:19|20)\d{2}(?=年|$)")
_VALUE = re.compile(r"[-−]?\d{1,3}(?:,\d{3})+(?:\.\d+)?|[-−]?\d+(?:\.\d+)?")
_IN_BRACKETS = re.compile(rf"[(](?:单位:)?(?P<scale>万亿|亿|万|千|百)?(?P<unit>{UNIT})[)]")
_UNIT_CELL = re.compile(rf"(?P<scale>万亿|亿|万|千|百)?(?P<unit>{UNIT})")
_GROWTH = re.compile("增长|增幅|增速|同比")
_EXPECTED = re.compile("预计|预期")
_TARGET = re.compile("目标|计划|任务")
_SERIAL = re.compile("序号|编号")


@dataclass(frozen=True, slots=True)
class _Cell:
    text: str
    start: int


def is_table(text: str) -> bool:
    """Whether a chunk's text is rows of a table."""
    return " | " in text.split("\n", 1)[0]


def rows(chunk: Chunk, reading: CleanText, text: str, periods: Periods, status: Status) -> list[types.Figure]:
    """Figures of a table's rows.

    Args:
        chunk: the chunk, for its headings.
        reading, text: its reading text, as such and folded.
        periods: what the part's years are.
        status: status of the part.
    """
    header = [cell.strip() for cell in fold(chunk.heading[-1]).split("|")] if chunk.heading else []
    if len(header) < 2:
        header = []
    figures: list[types.Figure] = []
    at = 0
    for line in text.split("\n"):
        cells = _cells(line, at)
        at += len(line) + 1
        if len(cells) < 2:
            continue
        if not header or [cell.text for cell in cells] == header:
            header = header or [cell.text for cell in cells]
            continue
        figures += _row(cells, header, reading, periods.default, status)
    return figures


def _cells(line: str, start: int) -> list[_Cell]:
    cells = []
    for piece in re.finditer(r"[^|]+", line):
        stripped = piece.group().strip()
        offset = len(piece.group()) - len(piece.group().lstrip())
        cells.append(_Cell(stripped, start + piece.start() + offset))
    return cells


def _row(cells: list[_Cell], header: list[str], reading: CleanText, default: str, status: Status) -> list[types.Figure]:
    name_at = next((i for i, cell in enumerate(cells) if _is_name(cell.text, header, i)), None)
    if name_at is None:
        return []
    row_unit = next((m for i, cell in enumerate(cells) if i > name_at and (m := _UNIT_CELL.fullmatch(cell.text))), None)
    name = cells[name_at].text
    bracket = _IN_BRACKETS.search(name)
    indicator = (name[: bracket.start()] + name[bracket.end() :]).strip() if bracket else name
    figures = []
    for i, cell in enumerate(cells):
        column = header[i] if i < len(header) else ""
        if i <= name_at or not cell.text or _SERIAL.search(column):
            continue
        in_head = _IN_BRACKETS.search(column)
        q = _quantity(cell, in_head or bracket or row_unit)
        if q is None:
            continue
        growth = _GROWTH.search(column) is not None and q.unit.name == "%"
        year = _YEAR.search(column)
        neither = year is None and not growth and not _EXPECTED.search(column) and not _TARGET.search(column)
        bare_column = re.sub(r"[(][^()]*[)]", "", column).strip()
        words = (
            f"{indicator}{bare_column}"
            if neither and bare_column and not _VALUE_COLUMN.search(bare_column)
            else indicator
        )
        aspect: Aspect = "growth" if growth else "level"
        told: Status = "expected" if _EXPECTED.search(column) else "target" if _TARGET.search(column) else status
        start, end = reading.source_span(cells[0].start, cells[-1].start + max(1, len(cells[-1].text)))
        value_start, value_end = reading.source_span(q.start, q.end)
        figures.append(
            types.Figure(
                indicator=words,
                canonical=synonyms.default().canonical(words),
                value=q.value,
                upper=q.upper,
                unit=q.unit.text,
                base_value=plain(q.value * q.unit.factor),
                base_unit=q.unit.base,
                comparator=q.comparator,
                status=types.Status(told),
                aspect=types.Aspect(aspect),
                period=year.group() if year else default,
                certainty=0.9 if q.unit.name else 0.6,
                start=start,
                end=end,
                value_start=value_start,
                value_end=value_end,
            )
        )
    return figures


_VALUE_COLUMN = re.compile("数值|数量|指标值|完成值|完成情况|实绩|实际|合计|数据|值$")


def _is_name(text: str, header: list[str], i: int) -> bool:
    serial = i < len(header) and _SERIAL.search(header[i]) is not None
    return not serial and re.search("[\u4e00-\u9fff]", text) is not None and not _VALUE.match(text)


def _quantity(cell: _Cell, unit: re.Match[str] | None) -> Quantity | None:
    """The cell's only number; the unit is its own or else the row's or column's."""
    found = lex(cell.text)
    bare = _VALUE.fullmatch(cell.text)
    if len(found) != 1 and bare is None:
        return None
    if bare is not None and not found:  # 2023 in a column of counts
        found = lex(cell.text + "个")
        if len(found) != 1:
            return None
        found = [_moved(found[0], 0, len(cell.text))]
    q = found[0]
    if q.left > 0 and cell.text[: q.left].strip("-− "):
        return None
    made = unit_of(unit["scale"] or "", unit["unit"]) if unit is not None and (bare is not None) else q.unit
    return Quantity(
        q.form,
        q.value,
        q.upper,
        made,
        q.comparator,
        cell.start + q.start,
        cell.start + q.end,
        cell.start,
        cell.start + len(cell.text),
    )


def _moved(q: Quantity, start: int, end: int) -> Quantity:
    return Quantity(q.form, q.value, q.upper, unit_of("", ""), q.comparator, start, end, start, end)
