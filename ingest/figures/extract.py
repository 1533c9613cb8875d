"""The flow: from a document's chunks to its figures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from docs_store import statements, synonyms, types
from docs_store.language import stages
from docs_store.textnorm import CleanText, clean_chunk, fold
from docs_store.types import Chunk, Kind, Statement
from docs_store.units import PERCENTS, plain
from ingest.figures import indicators, reporting, scope, statuses, stretches
from ingest.figures.cells import is_row
from ingest.figures.model import Status
from ingest.figures.naming import Context
from ingest.figures.numbers import Form, Quantity, lex
from ingest.figures.parts import Row, told_apart
from ingest.figures.periods import Periods
from ingest.figures.sentence import Found, Sentence
from ingest.figures.table_rows import Part as TablePart
from ingest.figures.tables import Tables

_KINDS = (Kind.WORK_SUMMARY, Kind.TABLE)
_CHINESE_LESS, _UNITLESS_LESS = 0.1, 0.15  # how much less sure numbers in Chinese and without a unit are

# Reports end with numbered notes on their catchwords (`27.五个“必须统筹好”:…`); what those count is no result.
_NOTE = re.compile(r"^[^\S\n]*(\d{1,3})[.、\uff0e]\s*[^。:\uff1a\n]{2,40}[:\uff1a]", re.MULTILINE)
# An item of a budget's accounts: 社会保障和就业支出(类)行政事业单位养老支出(款)行政单位离退休(项)
_ITEM = re.compile(r"(?:[)、:。;]|^|\n)\s{0,4}(?P<item>[\u4e00-\u9fff]{2,30})\s{0,4}\(项\)")
_FEWEST_NOTES = 8
_SIGN = 2  # characters between two sentences of a paragraph at most: a stop and a space
_YEARS = re.compile(r"\d{4}\.\.\d{4}")


@dataclass(frozen=True, slots=True)
class _Part:
    """A chunk ready to be read; `reports` says that all its sentences report, by the kind of its document."""

    reading: CleanText
    text: str
    statements: tuple[Statement, ...]
    periods: Periods
    status: Status
    years: tuple[int, ...]
    reports: bool


def extract(chunks: Sequence[Chunk], *, years: tuple[int, ...], kind: Kind, title: str = "") -> list[types.Figure]:
    """All figures of one document, in the order of the text.

    Args:
        chunks: the document's chunks, in order.
        years: years the document speaks of, ascending.
        kind: summaries and tables have figures, and papers of any other kind whose sentences report; amounts of a
            policy are its provisions.
        title: its title, for the months that it is of.
    """
    readings = [(reading := clean_chunk(chunk), fold(reading.text)) for chunk in chunks]
    texts = [text for _, text in readings]
    least = 1 if kind is Kind.OTHER and years else 2  # of a paper that says when, one sentence is enough
    tells = kind in _KINDS or reporting.reports(texts, least=least)
    if not tells and kind is not Kind.OTHER:
        return []
    dated = bool(years) or kind in _KINDS
    known = years  # a year that is only the sentences' own makes no later one a plan
    years = years or (scope.years_of(texts) if tells else ())
    stretch = scope.of_title(fold(title), years) or scope.of_text(texts, years)
    figures: list[Row] = []
    notes = _has_notes(chunks)
    tables = Tables()
    for chunk, (reading, text) in zip(chunks, readings, strict=True):
        periods = Periods(chunk, years, default=scope.of_part(chunk, stretch))
        status = statuses.of_part(chunk)
        for is_table, start, end in _stretches(text, chunk):
            if is_table:
                part = TablePart(chunk, reading, text, periods.default, status, known)
                rows = list(tables.read(part, start, end))
                # Of a paper that says of no year when, only what a table says so, or sets what was to be against.
                if dated or tells or any(row.period or row.status is types.Status.TARGET for row in rows):
                    figures += map(Row, rows)
                continue
            tables.pass_by(text[start:end])
            if not tells:
                continue
            quantities = _within(lex(text, reading.text), start, end)
            if notes:
                quantities = _outside_notes(text, quantities)
            if quantities:
                periods.read(text)
                told = _Part(reading, text, statements.of(chunk), periods, status, known, kind in _KINDS)
                figures += _of_part(told, quantities)
    return told_apart(figures)


def _stretches(text: str, chunk: Chunk) -> Iterator[tuple[bool, int, int]]:
    """A part's text cut into tables and what is none, each with its span.

    Where a reader marked a table, it is all of its chunk; where none did (plain text), it is lines with cells.
    """
    if chunk.heading and is_row(chunk.heading[-1]) and is_row(text.split("\n", 1)[0]):
        yield True, 0, len(text)
        return
    begin = at = 0
    inside = False
    for line in text.splitlines(keepends=True):
        if is_row(line) is not inside:
            if at > begin:
                yield inside, begin, at
            begin, inside = at, not inside
        at += len(line)
    if at > begin:
        yield inside, begin, at


def _within(quantities: Sequence[Quantity], start: int, end: int) -> list[Quantity]:
    return [q for q in quantities if start <= q.start < end]


def _has_notes(chunks: Sequence[Chunk]) -> bool:
    found = [int(match[1]) for chunk in chunks for match in _NOTE.finditer(chunk.text)]
    return len(found) >= _FEWEST_NOTES and max(found) > _FEWEST_NOTES + 2


def _outside_notes(text: str, quantities: Sequence[Quantity]) -> list[Quantity]:
    lines = [(match.start(), text.find("\n", match.end())) for match in _NOTE.finditer(text)]
    return [q for q in quantities if not any(a <= q.start and (q.start < b or b < 0) for a, b in lines)]


def _of_part(part: _Part, quantities: Sequence[Quantity]) -> Iterator[Row]:
    i = 0
    whole, of_parts = "", False  # the last amount that is no part of another; whether the last sentence told parts
    context = Context()
    line_start = planned_from = forecast = -1  # `forecast`: until where what opened with 预计 holds
    items = [(match.end(), match["item"]) for match in _ITEM.finditer(part.text)] if "(项)" in part.text else []
    for statement in part.statements:
        start, end = part.reading.reading_span(statement.start, statement.end)
        first = i
        while i < len(quantities) and quantities[i].start < end:
            i += 1
        at = part.text.rfind("\n", 0, start) + 1
        goes_on = at == part.text.rfind("\n", 0, max(0, forecast - 1)) + 1 and 0 <= start - forecast <= _SIGN
        forecast = stages.forecast_until(part.text, start, end, goes_on=goes_on)
        if i == first or not (part.reports or not reporting.provides(part.text, start, end)):
            context, whole, of_parts = Context(), "", False
            continue
        if at != line_start:
            context.measure = ""
        context.item = next((item for until, item in reversed(items) if until <= start), "")
        sentence = Sentence(part.text, start, end, quantities[first:i], _context(context, whole), part.status)
        if at != line_start:
            line_start, planned_from = at, stages.announced_from(part.text, at)
        in_parts = of_parts and part.text[start - 1 : start] == ";"  # 其中,甲20亿元;乙30亿元
        parts_from = start if in_parts else part.text.find("其中", start, end)
        of_parts = parts_from >= 0
        for found in sentence.read():
            is_part = of_parts and parts_from < found.quantity.start
            if found.status is None and found.quantity.start < forecast:
                found = replace(found, status="expected")
            yield Row(_figure(part, found, statement, line_start, planned_from), whole if is_part else "")
            if found.aspect == "level" and not is_part:
                whole = found.name
        context = sentence.context


def _context(before: Context, whole: str) -> Context:
    """What one sentence leaves to the next."""
    return Context(subject=before.subject, own=False, measure=before.measure, whole=whole, item=before.item)


def _is_stock(found: Found) -> bool:
    """Whether a number over several years is what there was in the end, not what was done in all of them."""
    unit = found.quantity.unit
    doing = indicators.is_verbal(found.name) or indicators.prefix_of(found.name) or "累计" in found.name
    counted = found.aspect == "level" and unit.is_classifier and not unit.name.endswith("次")
    return not doing and (found.reached or counted)


def _figure(part: _Part, found: Found, statement: Statement, line_start: int, planned_from: int) -> types.Figure:
    q = found.quantity
    amount = found.aspect == "level" and q.unit.name not in PERCENTS
    period = part.periods.at(q.start, line_start, amount=amount)
    if period != part.periods.default and _YEARS.fullmatch(period) and _is_stock(found):
        period = period[-4:]  # 五年来…达到86亿元: that much at the end of the five
    if found.planned and "-" in period:
        period = str(stretches.year_of(period) or period)
    planned = part.status != "target" and planned_from <= q.left
    if planned and period == part.periods.default and len(part.years) > 1:
        period = str(part.years[-1])
    status = (
        found.status
        or ("target" if planned else None)
        or statuses.of_period(period, part.status, part.years, part.periods.default)
        or part.status
    )
    value_start, value_end = part.reading.source_span(q.start, q.end)
    certainty = found.certainty - _CHINESE_LESS * q.chinese - _UNITLESS_LESS * (not q.unit.name)
    return types.Figure(
        indicator=found.name,
        canonical=synonyms.default().canonical(found.name, money=q.unit.base == "元"),
        value=q.value,
        upper=q.upper,
        unit=q.unit.text,
        base_value=plain(q.value * q.unit.factor),
        base_unit="位" if q.form is Form.RANK else q.unit.base,
        comparator=q.comparator,
        status=types.Status(status),
        aspect=types.Aspect(found.aspect),
        period=period,
        certainty=round(certainty, 2),
        start=statement.start,
        end=statement.end,
        value_start=value_start,
        value_end=value_end,
    )
