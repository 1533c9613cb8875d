"""One row of a table, read into figures: what each number counts, by the row's label and the column's head."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from docs_store import synonyms, types
from docs_store.textnorm import CleanText, sentences
from docs_store.types import Chunk
from docs_store.units import PERCENTS, POINTS, plain, unit_of
from ingest.figures import cells as cell_reading
from ingest.figures import statuses, stretches
from ingest.figures.cells import Cell
from ingest.figures.heads import Head
from ingest.figures.labels import Label
from ingest.figures.layout import Layout, unit_for
from ingest.figures.model import Aspect, Status
from ingest.figures.naming import Context
from ingest.figures.numbers import Form, Quantity, lex
from ingest.figures.periods import Periods
from ingest.figures.sentence import Sentence

_NEW = re.compile("(?P<new>新增|净增|新认定|新培育)[数量]?")
_VERB = re.compile("(?:实际|累计|已)?(?:完成|实现|达到?|同比)")
_AMOUNT = re.compile("产量|数量|总量|总数|金额|总额")
_SUM_OF_MONEY = re.compile("金额|资金|费用|支出|投入")  # of what, the caption says
_SINCE_BEGIN = re.compile("[比较](?:年初|上年末)")  # what changed since then is of all months up to now
_SURE, _UNSURE = 0.9, 0.6  # with a unit and without one


@dataclass(frozen=True, slots=True)
class Part:
    """A chunk ready to be read.

    Attributes:
        chunk: the chunk, for its headings.
        reading, text: its reading text, as such and folded.
        period: what the part's years are.
        status: status of the part.
        years: years of the document, ascending.
    """

    chunk: Chunk
    reading: CleanText
    text: str
    period: str
    status: Status
    years: tuple[int, ...]


class Row:
    """One row, to be read into figures."""

    def __init__(self, part: Part, row: Sequence[Cell], layout: Layout, label: Label, name: str, period: str) -> None:
        self._part, self._row, self._layout = part, row, layout
        self._label, self._name, self._period = label, name, period

    def figures(self) -> Iterator[types.Figure]:
        """The row's numbers, in order."""
        for i, cell in enumerate(self._row):
            if not cell.text or i < self._label.until or self._layout.is_apart(i):
                continue
            q = cell_reading.number(cell, bracket_falls=self._layout.bracket_falls)
            if q is not None:
                if figure := self._figure(i, cell, q):
                    yield figure
            elif self._layout.head(i).statement:
                yield from self._told(i, cell)

    def _figure(self, i: int, cell: Cell, q: Quantity) -> types.Figure | None:
        column, label = self._layout.head(i), self._label.head
        aspect: Aspect | None = column.aspect or label.aspect
        if aspect is None and cell_reading.changes(cell):
            aspect = "growth" if q.unit.name in PERCENTS else "change"
        aspect = aspect or self._layout.aspect
        name = self._composed(column.words)
        if not name:
            return None
        unit = column.unit(aspect) or label.unit(aspect)
        if unit is None and not column.foreign and not label.foreign:
            unit = unit_for(self._layout, name, aspect)
        q = cell_reading.with_unit(q, unit)
        if aspect == "rank":
            q = replace(q, form=Form.RANK, unit=unit_of("", "位"))
        aspect = _fitting(aspect, q, name)
        if (column.falls or label.falls) and q.value > 0:
            q = replace(q, value=-q.value, upper=None if q.upper is None else -q.upper)
        status = column.status or label.status
        period = self._period_of(column, status)
        if aspect in ("change", "growth") and (since := _SINCE_BEGIN.search(self._layout.text(i))):
            period = stretches.from_january(period)
            name += since.group()  # no change against the year before
        status = status or statuses.of_period(period, self._part.status, self._part.years, self._part.period)
        return _made(
            self._part, name, q, aspect, status or self._layout.status, period,
            _SURE if q.unit.name else _UNSURE, self._span(),
        )  # fmt: skip

    def _span(self) -> tuple[int, int]:
        filled = [cell for cell in self._row if cell.text]
        return filled[0].start, filled[-1].end

    def _period_of(self, column: Head, status: Status | None) -> str:
        if column.period:
            year = column.period if column.period.isdigit() else ""
            return stretches.in_year(self._period, year) if year and "-" in self._period else column.period
        period = self._period or self._layout.period
        if status == "target" and "-" in period and not self._period:  # of the year, unless its head says otherwise
            return str(stretches.year_of(period) or period)
        return period

    def _composed(self, words: str) -> str:
        """Name of a number: what its row and its column say together."""
        label, subject = self._label, self._layout.subject
        if subject and _SUM_OF_MONEY.fullmatch(words):
            words = subject if subject.endswith((words, "支出", "投入", "收入", "资金", "费用")) else subject + words
        if label.total:
            part = (label.group or label.head.words) if label.total == "小计" else ""
            return f"{part}{words.removesuffix('合计') or subject}{label.total}"
        name = self._name
        if not name:
            return words or (subject if label.head.period or label.head.status or label.head.aspect else "")
        if new := _NEW.fullmatch(words):
            return new["new"] + name
        if _AMOUNT.fullmatch(words) and name.endswith(("量", "数", "额")):  # 发电量 under 产量
            return name
        if not words and self._layout.names_places(label.column):
            return name if subject in name else name + subject
        return name if words in name else name + words

    def _told(self, i: int, cell: Cell) -> Iterator[types.Figure]:
        """Figures of a cell that tells in sentences what was to be done, or was."""
        column = self._layout.head(i)
        status: Status = column.status or self._layout.status
        quantities = lex(cell.text)
        periods = Periods(self._part.chunk, self._part.years, default=self._period_of(column, column.status))
        periods.read(cell.text)
        context = Context(subject=self._name, parent=self._name)
        k = 0
        for start, end in sentences(cell.text):
            first = k
            while k < len(quantities) and quantities[k].start < end:
                k += 1
            sentence = Sentence(cell.text, start, end, quantities[first:k], context, status)
            for found in sentence.read():
                q = found.quantity
                name = self._name if self._name and _VERB.fullmatch(found.name) else found.name
                period = periods.at(q.start, 0, amount=found.aspect == "level" and q.unit.name not in PERCENTS)
                yield _made(
                    self._part,
                    name,
                    _shifted(q, cell.start),
                    found.aspect,
                    found.status or status,
                    period,
                    round(found.certainty, 2),
                    (cell.start + start, cell.start + end),
                )
            context = Context(subject=sentence.context.subject, own=False)


def _shifted(q: Quantity, by: int) -> Quantity:
    return replace(q, start=q.start + by, end=q.end + by, left=q.left + by, right=q.right + by)


def _fitting(aspect: Aspect | None, q: Quantity, name: str) -> Aspect:
    """The aspect that a number can have by its unit: what grew by 12家 changed, and 3个百分点 are no growth."""
    rate = q.unit.name in PERCENTS
    if q.unit.name in POINTS or (aspect == "growth" and not rate and q.unit.name != "倍"):
        return "change" if q.unit.name else "growth"
    if aspect in ("share", "completion") and not rate:
        return "level"
    if aspect is None and rate and name.endswith(("占比", "比重")):
        return "share"
    return aspect or "level"


def _made(
    part: Part,
    name: str,
    q: Quantity,
    aspect: Aspect,
    status: Status,
    period: str,
    certainty: float,
    span: tuple[int, int],
) -> types.Figure:
    start, end = part.reading.source_span(span[0], max(span[0] + 1, span[1]))
    value_start, value_end = part.reading.source_span(q.start, q.end)
    return types.Figure(
        indicator=name,
        canonical=synonyms.default().canonical(_SINCE_BEGIN.sub("", name), money=q.unit.base == "元"),
        value=q.value,
        upper=q.upper,
        unit=q.unit.text,
        base_value=plain(q.value * q.unit.factor),
        base_unit=q.unit.base,
        comparator=q.comparator,
        status=types.Status(status),
        aspect=types.Aspect(aspect),
        period=period,
        certainty=certainty,
        start=start,
        end=end,
        value_start=value_start,
        value_end=value_end,
    )
