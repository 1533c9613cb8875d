"""Which calendar years a document is about: see `docs_store.types.Metadata.years` for what counts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import PurePath

from docs_store import lazy_re
from docs_store.language import periods
from docs_store.textnorm import fold, normalise
from docs_store.types import Inferred, Kind, Section
from ingest.timing import YEARLY_REPORT, years_in

Years = tuple[int, ...]

_HEAD = 1200  # characters in which a document introduces itself
_FARTHEST = 10  # years that a plan looks ahead
_DEEPEST = 3  # headings that tell of what a report is of stand above this level
# ——2025年1月8日在甲县第十六届人民代表大会第五次会议上
_GIVEN = lazy_re.compile(r"(?P<year>20\d\d)年\d{1,2}月\d{1,2}日在[^。\n]{0,40}(?:代表大会|会议)")
_PLAN = lazy_re.compile("规划|计划|方案|意见|纲要|行动")
_STANDING = lazy_re.compile("(?<!方案的)(?<!计划的)意见")  # lasts beyond the year that its aims name
_YEARS_LONG = lazy_re.compile("(?P<n>[二两三四五])年(?:行动|攻坚|滚动|建设|工作|发展|倍增|提升)")
_SPAN = lazy_re.compile(r"(?P<from>20\d\d)\s{0,2}年?\s{0,2}[-—–~至到]{1,2}\s{0,2}(?P<to>20\d\d)\s{0,2}年?")
_AIMS = lazy_re.compile("(?:发展|主要|工作|总体|行动|建设|阶段性?|预期|具体|任务)目标")
_AIM_YEAR = lazy_re.compile(
    r"(?:(?:到|至|力争|截至)\s{0,2}(?P<by>20\d\d)\s{0,2}年|(?P<until>20\d\d)\s{0,2}年(?:\s{0,2}年)?(?:底|末))"
)
_AIM_OPENS = lazy_re.compile(rf"(?:^|\n)[^\S\n]{{0,9}}{_AIM_YEAR.pattern}前?,")
_OPENING = 3000  # characters in which a plan sets its aims
_NEAR = 500  # characters behind the heading of the aims
_FIVE_YEARS = lazy_re.compile('[“"]?十[一二三四五六七]五[”"]?(?:时期|期间)')
_BARE = lazy_re.compile(r"(?<![\d〔\[(第.])20[0-4]\d(?![\d〕\].%万亿元家个名人])")
_NUMBERED = lazy_re.compile(r"(?P<year>20\d\d)")
_LENGTHS = {"二": 2, "两": 2, "三": 3, "四": 4, "五": 5}


def infer(
    *,
    title: str,
    file_name: str,
    kind: Kind,
    sections: Sequence[Section],
    folded: str,
    published: date | None,
    doc_number: str,
    expires: date | None,
) -> Inferred[Years] | None:
    """The years of a document; `None` where nothing tells any.

    Args:
        title: its title, as written.
        file_name: name of the file, with suffix.
        sections: its headings.
        folded: its text, folded.
        published: day of issue.
        doc_number: 文号; empty for none.
        expires: last day in force; no plan goes beyond.
    """
    named = _named(normalise(title))
    in_name = tuple(sorted(periods.years_in(normalise(PurePath(file_name).stem))))
    issued = published.year if published else _number_year(doc_number)
    if kind is Kind.WORK_SUMMARY and (reported := _reported(title, named, sections, folded)):
        return reported
    if named:
        return Inferred(value=named, source="title", certainty=0.85)
    if kind is Kind.WORK_SUMMARY and in_name:
        return Inferred(value=in_name, source="file name", certainty=0.7)
    if kind in (Kind.POLICY, Kind.WORK_SUMMARY) and issued and (planned := _planned(title, folded, issued)):
        until = expires.year if expires else planned.value[-1]
        return replace(planned, value=tuple(year for year in planned.value if year <= max(until, issued)))
    if issued:
        certain = 0.7 if kind is Kind.WORK_SUMMARY else 0.8
        source = "date of publication" if published else "document number"
        return Inferred(value=(issued,), source=source, certainty=certain)
    if in_name:
        return Inferred(value=in_name, source="file name", certainty=0.7)
    if kind is Kind.WORK_SUMMARY and (spoken := years_in(folded[:_HEAD])):
        return Inferred(value=spoken[-2:], source="first lines of the text", certainty=0.5)
    return None


def _named(title: str) -> Years:
    """Years that a title names, spans with every year inside; without 年 behind them too (2023全面提质年)."""
    named = periods.years_in(title) or {int(year) for year in _BARE.findall(title)}
    return tuple(sorted(named))


def _reported(title: str, named: Years, sections: Sequence[Section], folded: str) -> Inferred[Years] | None:
    """Of a report or a plan of work, by its title and headings."""
    # The report of a year gives account of the year before.
    if YEARLY_REPORT in title and len(named) == 1:
        return Inferred(value=(named[0] - 1, named[0]), source="title of a yearly report", certainty=0.9)
    if YEARLY_REPORT in title and not named and (given := _GIVEN.search(folded[:_HEAD])):
        year = int(given["year"])
        return Inferred(value=(year - 1, year), source="day on which a yearly report was given", certainty=0.85)
    headed = {year for section in sections for year in years_in(fold(section.path[-1])) if len(section.path) < _DEEPEST}
    if headed and (not named or set(named) <= headed | {max(headed)}):
        near = {year for year in headed if year >= max(headed) - 2}
        return Inferred(value=tuple(sorted({*near, *named})), source="headings", certainty=0.9)
    return None


def _planned(title: str, folded: str, issued: int) -> Inferred[Years] | None:
    """Of a plan whose title names no year: from its issue to the year of its aims, or the years that it is made for."""
    if not _PLAN.search(title):
        return None
    if length := _YEARS_LONG.search(title):
        return _of_length(_LENGTHS[length["n"]], folded, issued)
    opening = re.sub("《[^《》]{0,80}》", "", folded[:_HEAD]).partition("。")[0]
    if (five := _FIVE_YEARS.search(opening)) and issued in (years := periods.years_in(five.group())):
        return Inferred(value=tuple(sorted(years)), source="first sentence", certainty=0.6)
    if _STANDING.search(title):
        return None
    last = 0
    for aims in _AIMS.finditer(folded):
        near = re.sub("《[^《》]{0,80}》", "", folded[aims.end() : aims.end() + _NEAR])
        last = max([last, *(_year_of(match) for match in _AIM_YEAR.finditer(near))])
        if last > issued:
            break
    last = max([last, *(_year_of(match) for match in _AIM_OPENS.finditer(folded[:_OPENING]))])
    if not issued < last <= issued + _FARTHEST:
        return None
    return Inferred(value=tuple(range(issued, last + 1)), source="year of the aims", certainty=0.6)


def _year_of(match: re.Match[str]) -> int:
    return int(match["by"] or match["until"])


def _of_length(length: int, folded: str, issued: int) -> Inferred[Years]:
    for match in _SPAN.finditer(folded):
        begin, end = int(match["from"]), int(match["to"])
        if end - begin + 1 == length and begin - 1 <= issued <= end:
            return Inferred(value=tuple(range(begin, end + 1)), source="span of years in the text", certainty=0.7)
    years = tuple(range(issued, issued + length))
    return Inferred(value=years, source="length of the plan, from its issue", certainty=0.5)


def _number_year(doc_number: str) -> int | None:
    match = _NUMBERED.search(doc_number)
    return int(match["year"]) if match else None
