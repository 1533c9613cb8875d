"""Whether the years and days of a sentence are those of its passages, or of their documents."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from contextlib import suppress
from datetime import date, timedelta
from typing import NamedTuple

from assistant.check import formulas
from assistant.check.amounts import anchor
from assistant.check.asked import TO_ASKER, Asked, speaks_of_now
from assistant.check.faults import Fault, FaultKind
from assistant.check.quotes import Ground
from docs_store import lazy_re
from docs_store.language.periods import YearMention, day_mentions, year_mentions, years_in
from docs_store.language.quantities import quantities
from docs_store.textnorm import fold
from docs_store.types import Kind

_IN_NAME = lazy_re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_TITLE = lazy_re.compile("《[^《》]{2,60}》")
_DENIED = lazy_re.compile("不是|并非|而非|不属于|未|没有")
_TERM = lazy_re.compile("有效|施行|实施|执行|到期|过期|废止|失效|发布|印发|公布|出台|截止")
_TITLE_LEAST = 10  # characters of a title from which words are taken to name it
_DAYS = {"天": 1, "日": 1, "周": 7}
_MONTHS = {"个月": 1, "月": 1, "年": 12}
_TERMS = frozenset((*_DAYS, *_MONTHS))
_TERM_OF_DAYS = lazy_re.compile(r"(?<![\d月.])(\d{1,3})\s{0,9}(?:个)?(?:自然|日历)?日(?=[之以]?[内后前])")
_LONGEST_TERM = 400
_EDGE = lazy_re.compile("(?:底|末|中旬|上旬|下旬)?(?:之|以)?(?P<edge>前|后|起)")
_OTHER_EDGE = {"前": "后起", "后": "前", "起": "前"}


class _Day(NamedTuple):
    """A month or day with the year right before it, if one is, and 前, 后 or 起 right behind it."""

    years: frozenset[int]
    month: int | None
    day: int | None
    edge: str
    text: str


def wrong_years(text: str, grounds: Sequence[Ground], asked: Asked, formula: str = "") -> list[Fault]:
    """Years that neither a quote nor what is known of its source gives, nor a formula from such."""
    known: set[int] = {asked.today.year} if speaks_of_now(text) else set()
    known |= computed_years(formula, grounds, asked)
    is_open = False  # whether a source is of no year, so that the question's may be meant
    for ground in grounds:
        source = ground.source
        known |= years_in(ground.text, anchor(source)) | set(source.own_years)
        if source.kind is Kind.WORK_SUMMARY and source.own_years:
            # its title names the years of its other sections too (2023年总结和2024年安排)
            known |= years_in("\n".join(source.heading)) | years_in("".join(_TITLE.findall(text)))
        else:
            known |= years_in(source.around)
            known |= {int(year) for year in _IN_NAME.findall(f"{source.title} {source.file} {source.doc_number}")}
        if not source.own_years:
            known |= set(source.years)
        if _TERM.search(text):
            known |= {int(day[:4]) for day in (source.published, source.expires) if day}
        is_open = is_open or not (source.own_years or years_in(ground.text, anchor(source)))
    if is_rule(grounds) and (is_open or asked.tells_case or TO_ASKER.search(text)):
        known |= set(asked.years) | years_in(asked.text, asked.today.year)
        known |= {day.year for day in reached(grounds, asked)}
    denied = _DENIED.search(text) is not None
    found = []
    for mention in year_mentions(text):
        ends = {min(mention.years), max(mention.years)}
        if ends <= known or _is_of_title(text, mention, grounds):
            continue
        if not (denied and mention.years <= years_in(asked.text, asked.today.year)):
            found.append(Fault(FaultKind.YEAR, text[mention.start : mention.end]))
    return found


def operand_years(grounds: Sequence[Ground], asked: Asked) -> set[int]:
    """Years that a formula may begin with: of the passages, and of the asker's case where a rule is applied to it."""
    return years_of(grounds) | (years_in(asked.text, asked.today.year) if is_rule(grounds) else set())


def is_rule(grounds: Sequence[Ground]) -> bool:
    """Whether no passage is a report's: a rule is applied to what the asker tells, a report's figure is not."""
    return all(ground.source.kind is not Kind.WORK_SUMMARY for ground in grounds)


def _is_of_title(text: str, mention: YearMention, grounds: Sequence[Ground]) -> bool:
    """Whether a year opens the name of a document that a passage is of (2026年乙省政府工作报告提出)."""
    words = fold(text)[mention.start : mention.start + _TITLE_LEAST]
    return len(words) == _TITLE_LEAST and any(words in fold(f"{g.source.title} {g.source.file}") for g in grounds)


def computed_years(formula: str, grounds: Sequence[Ground], asked: Asked) -> set[int]:
    """Years that a formula gives from years of the passages (2023+3=2026), or of the asker's case."""
    if not formula:
        return set()
    numbers = [q for ground in grounds for q in quantities(ground.text)]
    values = formulas.results(formula, numbers, (), operand_years(grounds, asked))
    return {int(value) for value in values if value == int(value) and 1900 < value < 2100}


def years_of(grounds: Sequence[Ground]) -> set[int]:
    """Years that passages and their documents name."""
    return {year for g in grounds for year in (*years_in(g.text), *years_in(g.source.around), *g.source.years)}


def wrong_days(text: str, grounds: Sequence[Ground], asked: Asked, formula: str = "") -> list[Fault]:
    """Days and months that no passage gives, or gives of another year or with another edge (之前 for 之后)."""
    # not those it was published on and expires on: these are days of the document, not of what it rules
    held = [day for g in grounds for part in (g.text, g.source.title, *g.source.heading) for day in _days(part)]
    later = frozenset(computed_years(formula, grounds, asked))
    held += [day._replace(years=later) for day in held if later]
    today = asked.today
    if speaks_of_now(text):
        held += [_Day(frozenset((today.year,)), today.month, day, "", "") for day in (today.day, None)]
    if asked.tells_case and is_rule(grounds):
        held += [
            *_days(asked.text),
            *(_Day(frozenset((d.year,)), d.month, d.day, "", "") for d in reached(grounds, asked)),
        ]
    if _TERM.search(text):
        held += [
            _Day(frozenset((int(day[:4]),)), int(day[5:7]), int(day[8:10]), "", "")
            for ground in grounds
            for day in (ground.source.published, ground.source.expires)
            if day
        ]
    found = []
    for said in _days(text):
        if not any(_agree(said, day) for day in held):
            found.append(Fault(FaultKind.DATE, said.text))
    return found


def reached(grounds: Sequence[Ground], asked: Asked) -> list[date]:
    """Days that a rule's term (20日内, 6个月内) leads to from the days that the asker tells."""
    begins = []
    for day in _days(asked.text):
        year = max(day.years, default=asked.today.year)
        if day.month and day.day:
            with suppress(ValueError):
                begins.append(date(year, day.month, day.day))
    read = [q for ground in grounds for q in quantities(ground.text)] if begins else []
    terms = [(int(q.value), q.unit) for q in read if q.unit in _TERMS and q.value % 1 == 0]
    terms += [(int(m[1]), "日") for ground in grounds for m in _TERM_OF_DAYS.finditer(fold(ground.text))]
    return [_later(begin, number, unit) for begin in begins for number, unit in terms if number <= _LONGEST_TERM]


def tells_reached(text: str, grounds: Sequence[Ground], asked: Asked) -> bool:
    """Whether a sentence gives a day that a rule's term leads to from one of the asker's."""
    said = {(day.month, day.day) for day in _days(text)}
    return asked.tells_case and is_rule(grounds) and any((d.month, d.day) in said for d in reached(grounds, asked))


def _later(begin: date, number: int, unit: str) -> date:
    if unit in _DAYS:
        return begin + timedelta(days=number * _DAYS[unit])
    months = begin.month - 1 + number * _MONTHS[unit]
    year, month = begin.year + months // 12, months % 12 + 1
    return date(year, month, min(begin.day, monthrange(year, month)[1]))


def _agree(said: _Day, held: _Day) -> bool:
    same = (said.month in (held.month, None)) and (said.day in (held.day, None))
    one_year = not (said.years and held.years) or bool(said.years & held.years)
    return same and one_year and not (said.edge and held.edge in _OTHER_EDGE[said.edge] and held.edge)


def _days(text: str) -> list[_Day]:
    years = year_mentions(text)
    found = []
    for mention in day_mentions(text):
        own = [y.years for y in years if 0 <= mention.start - y.end <= 1 or y.start == mention.start]
        edge = _EDGE.match(text, mention.end)
        found.append(
            _Day(
                own[-1] if own else frozenset(),
                mention.month,
                mention.day,
                edge["edge"] if edge else "",
                text[mention.start : mention.end],
            )
        )
    return found
