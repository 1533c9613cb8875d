"""The reader of dates and periods: which years, months and days a text names.

Years and days are read apart, because a text gives the year once and goes on with months (2024年3月1日至4月30日), and
because what lacks a year (9月底前) takes it from the section or report around it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from docs_store import lazy_re
from docs_store.numerals import in_digits, whole
from docs_store.textnorm import fold

YEAR = r"(?:19|20)\d{2}"
"""Pattern of a calendar year in digits."""
_CY = "[一二][〇零○O九][〇零○O一二三四五六七八九]{2}"
_TO = r"\s{0,9}(?:[-—–~]{1,2}|至|到)\s{0,9}"
_M = r"\d{1,2}|十[一二]?|[一二三四五六七八九]"
_D = r"\d{1,2}|[二三]?十[一二三四五六七八九]?|[一二三四五六七八九]"

_PLANS = {"十一": 2006, "十二": 2011, "十三": 2016, "十四": 2021, "十五": 2026, "十六": 2031, "十七": 2036}
PLAN = f'[“"「]?(?P<plan>{"|".join(_PLANS)})五[”"」]?'
"""Pattern of the name of a five-year plan; its group `plan` is what `of_plan` takes."""
# Behind no other digits, but for the label of an item (2.2024年12月31日正在…)
_ALONE = r"(?<!\d)(?:(?<!\d\.)|(?m:(?<=^\d\.)|(?<=^\d\d\.)))"
_YEAR = lazy_re.compile(
    # The first characters of all that follows: most places of a text fail here, at little cost.
    rf"(?=[\d一二“\"「十今本当上去大前明下来后\s])(?:{_ALONE}(?P<from>{YEAR})(?:年度?)?{_TO}(?P<to>{YEAR}|\d{{2}}(?=年))(?:年度?)?(?![\d.]|{_TO}\d)"
    rf"|(?<![\d.])(?P<iso>{YEAR})(?=[-/.]\d{{1,2}}(?:[-/.]\d{{1,2}})?(?!\d))"
    rf"|{_ALONE}(?P<year>{YEAR})(?:[^\S\n]{{0,2}}(?:年度|财年|学年|年)|(?<!\d[-—–]\d{{4}})(?=\)|\||版|[十一二三四]季度))"
    rf"|(?m:^)[^\S\n]{{0,9}}(?P<row>{YEAR})(?=[^\S\n]{{0,9}}\|)"  # the first cell of a row
    rf"|(?P<chinese>{_CY})年"
    rf"|{PLAN}(?![\d家年人万])"
    r"|(?P<relative>今年|本年度?|当年|上一?年度?(?!以[上来])|去年|大?前年|明年|下一?年度?|来年|后年))"
)
_DAY = lazy_re.compile(
    rf"(?<!\d){YEAR}[-/.](?P<im>\d{{1,2}})(?:[-/.](?P<id>\d{{1,2}}))?(?![\d.%])"
    rf"|(?<![\d.])(?P<month>(?!(?<=[同每上下某任])一月)(?:{_M}))\s*(?:{_TO}(?P<month_to>{_M})\s*)?月(?!度|均|龄|租|薪|饼|嫂)(?:份)?"
    rf"(?:\s*(?P<day>{_D})(?:{_TO}(?P<day_to>{_D}))?\s*(?:日|号(?!楼|线)))?"
    rf"|{_TO}(?P<lone>{_D})\s*日"
)
_RELATIVE = {
    "今年": 0,
    "本年": 0,
    "本年度": 0,
    "当年": 0,
    "去年": -1,
    "前年": -2,
    "大前年": -3,
    "明年": 1,
    "来年": 1,
    "后年": 2,
}


@dataclass(frozen=True, slots=True)
class YearMention:
    """Calendar years that a text names in one go; several for a span, which counts with all years inside.

    Attributes:
        relative: it names them by the year of its report (去年).
        by_plan: it names a five-year plan (“十四五”).
        start, end: span in the text.
    """

    years: frozenset[int]
    relative: bool
    by_plan: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class DayMention:
    """A month, or a day of one. `month` is `None` for the second day of 3月1日至30日 alone."""

    month: int | None
    day: int | None
    start: int
    end: int


def year_mentions(text: str, anchor: int | None = None) -> list[YearMention]:
    """Years named in a text, in order.

    Args:
        text: reading text; folded here, which keeps its length.
        anchor: the year that 今年 means; without it such words name none.
    """
    found = []
    for match in _YEAR.finditer(fold(text)):
        years = _years(match, anchor)
        if years:
            found.append(
                YearMention(years, match["relative"] is not None, match["plan"] is not None, match.start(), match.end())
            )
    return found


def years_in(text: str, anchor: int | None = None) -> frozenset[int]:
    """All years that a text names; see `year_mentions`."""
    return frozenset(year for mention in year_mentions(text, anchor) for year in mention.years)


def of_plan(name: str) -> range:
    """The years of a five-year plan, by the word before 五 in its name (十四)."""
    return range(_PLANS[name], _PLANS[name] + 5)


def day_mentions(text: str) -> list[DayMention]:
    """Months and days named in a text, both ends of each span, in order."""
    found: list[DayMention] = []
    for match in _DAY.finditer(fold(text)):
        month = match["im"] or match["month"]
        if month is None:
            found.append(DayMention(None, _number(match["lone"]), match.start(), match.end()))
            continue
        ends = [(month, match["id"] or match["day"])]
        if match["month_to"]:
            ends = [(month, None), (match["month_to"], match["day"])]
        if match["day_to"]:
            ends.append((ends[-1][0], match["day_to"]))
        for in_month, day in ends:
            value, on = _number(in_month), _number(day)
            if value is not None and 1 <= value <= 12 and (on is None or 1 <= on <= 31):
                found.append(DayMention(value, on, match.start(), match.end()))
    return found


def _years(match: re.Match[str], anchor: int | None) -> frozenset[int]:
    if match["from"]:
        first, last = int(match["from"]), match["to"]
        end = int(last) if len(last) == 4 else first - first % 100 + int(last)
        return frozenset(range(first, end + 1)) if first <= end < first + 60 else frozenset((first,))
    if single := match["iso"] or match["year"] or match["row"]:
        return frozenset((int(single),))
    if match["chinese"]:
        return frozenset((int(in_digits(match["chinese"])),))
    if match["plan"]:
        return frozenset(of_plan(match["plan"]))
    if anchor is None:
        return frozenset()
    word = match["relative"]
    step = _RELATIVE.get(word, 1 if word.startswith("下") else -1)
    return frozenset((anchor + step,))


def _number(text: str | None) -> int | None:
    return whole(text) if text else None
