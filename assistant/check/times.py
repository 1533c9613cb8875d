"""Whether the years and days of a sentence are those of its passages, or of their documents."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from assistant.check import formulas
from assistant.check.amounts import anchor
from assistant.check.asked import TO_ASKER, Asked, speaks_of_now
from assistant.check.faults import Fault, FaultKind
from assistant.check.quotes import Ground
from docs_store import lazy_re
from docs_store.language.periods import day_mentions, year_mentions, years_in
from docs_store.language.quantities import quantities
from docs_store.types import Kind

_IN_NAME = lazy_re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_TITLE = lazy_re.compile("《[^《》]{2,60}》")
_DENIED = lazy_re.compile("不是|并非|而非|不属于|未|没有")
_TERM = lazy_re.compile("有效|施行|实施|执行|到期|过期|废止|失效|发布|印发|公布|出台|截止")
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
    known |= computed_years(formula, grounds)
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
    is_rule = all(ground.source.kind is not Kind.WORK_SUMMARY for ground in grounds)
    if is_rule and (is_open or TO_ASKER.search(text)):
        known |= set(asked.years) | years_in(asked.text, asked.today.year)
    denied = _DENIED.search(text) is not None
    found = []
    for mention in year_mentions(text):
        ends = {min(mention.years), max(mention.years)}
        if not ends <= known and not (denied and mention.years <= years_in(asked.text, asked.today.year)):
            found.append(Fault(FaultKind.YEAR, text[mention.start : mention.end]))
    return found


def computed_years(formula: str, grounds: Sequence[Ground]) -> set[int]:
    """Years that a formula gives from years of the passages (2023+3=2026)."""
    if not formula:
        return set()
    numbers = [q for ground in grounds for q in quantities(ground.text)]
    values = formulas.results(formula, numbers, (), years_of(grounds))
    return {int(value) for value in values if value == int(value) and 1900 < value < 2100}


def years_of(grounds: Sequence[Ground]) -> set[int]:
    """Years that passages and their documents name."""
    return {year for g in grounds for year in (*years_in(g.text), *years_in(g.source.around), *g.source.years)}


def wrong_days(text: str, grounds: Sequence[Ground], asked: Asked, formula: str = "") -> list[Fault]:
    """Days and months that no passage gives, or gives of another year or with another edge (之前 for 之后)."""
    # not those it was published on and expires on: these are days of the document, not of what it rules
    held = [day for g in grounds for part in (g.text, g.source.title, *g.source.heading) for day in _days(part)]
    later = frozenset(computed_years(formula, grounds))
    held += [day._replace(years=later) for day in held if later]
    today = asked.today
    if speaks_of_now(text):
        held += [_Day(frozenset((today.year,)), today.month, day, "", "") for day in (today.day, None)]
    if asked.tells_case:
        held += _days(asked.text)
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
