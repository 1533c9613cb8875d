"""Which time a number speaks of: time words of the sentence, else those of the part of the document it stands in.

A time word holds from where it stands. A stretch of months (`1-9月`) or a time standing alone before a comma holds
until the next one, also over the sentences that follow in the paragraph; a date that is part of a clause
(`7月份正式运营`) holds for that clause only. A year inside a name (`2023年度重点实验室`) or a comparison
(`比2022年`) says nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from docs_store.language.periods import PLAN, YEAR, of_plan
from docs_store.types import Chunk, Status
from ingest.figures import stretches

_TIME = re.compile(
    # The first characters of all that follows: most places of a text fail here, at little cost.
    r"(?=[\d今截目当迄日上下前一二三四五十“过近全去累已共明])(?:"
    rf"(?P<from>{YEAR})年?[-—–~至到]+(?P<to>{YEAR})年(?:期间|间)?"
    rf"|(?:(?P<my>{YEAR})年)?(?P<m1>\d{{1,2}})月?[-—–~至到]+(?P<m2>\d{{1,2}})月份?"
    rf"|(?:(?P<qy>{YEAR})年|今年)?(?:(?P<half>[上下])半年|前(?P<q>[一二三])季度|(?P<quarter>[一二三四])季度"
    rf"|前(?P<months>\d{{1,2}})个月)"
    r"|(?:截至|截止|截止到|截至到)?(?P<now>目前|当前|迄今|日前)"
    rf"|(?P<till>截至|截止)到?(?:(?P<ty>{YEAR})年)?(?P<tm>\d{{1,2}})月(?:底|末|份)?(?:\d{{1,2}}日)?"
    rf"|(?:(?P<dy>{YEAR})年)?(?P<dm>\d{{1,2}})月(?:份|底|末|初)?(?:\d{{1,2}}日)?"
    rf"|(?P<y>{YEAR})年(?:度|底|末|全年|年底|以来)?"
    rf"|{PLAN}(?:时期|期间)?(?:以来|末|期末)"
    r"|(?P<whole>全年(?:累计)?)|(?:已|共)?(?P<total>累计)|(?P<span>[三四五])年(?:来|间|(?P<mean>年均))"
    r"|(?:过去|近)的?(?P<past>[三四五])年|(?P<next>明年)"
    r"|(?P<last>去年|上年(?!度|同期|增|提|末)))"
)
_CLAUSE_START = re.compile(
    r"(?:^|[,;:。()\n、])(?:其中|预计|力争|截至|截止|到|至|在|于|自|同时|并|实现|完成|我[省市区县])*$"
)
_ALONE_AFTER = re.compile(r"[,:]|$")
_END_OF = re.compile("底|末")
_ONE_YEAR = 4  # characters of a period that is one year
_SPANS = {"三": 3, "四": 4, "五": 5}
_STOP = re.compile("[,;。:\n]")
_BRACKET_END = re.compile("[,;。:)\n]")
_SENTENCE_END = re.compile("[。\n]")
_NEAR_STOP = re.compile("[,;。、]")


@dataclass(frozen=True, slots=True)
class Moment:
    """A time word at a place of the text. `until` is where it stops to hold, `None` for never.

    `total`: 累计, which makes a year's amount one up to that year, but leaves a stretch of months what it is.
    """

    start: int
    end: int
    period: str
    until: int | None
    total: bool = False


_REMEMBERED = 100  # time words of a paragraph, the last before a place; a long one has thirty


class Periods:
    """Reads one part's time words; answers for places in it.

    Args:
        chunk: the part.
        years: years of the document, ascending.
        default: the part's own period, where something says it better than the chunk's years do.
    """

    def __init__(self, chunk: Chunk, years: Sequence[int], *, default: str = "") -> None:
        spoken = chunk.years or (years[-1:] if chunk.status is Status.TARGET else years[:1])
        self._year = spoken[0] if spoken else None
        self._first = years[0] if years else None
        if default:
            self.default, self._year = default, stretches.year_of(default)
        elif len(spoken) > 1:
            self.default = f"{spoken[0]}..{spoken[-1]}"
        else:
            self.default = str(self._year) if self._year else ""
        self._moments: list[Moment] = []

    def read(self, text: str) -> None:
        """Find the time words of a part's folded reading text."""
        self._moments = [m for match in _TIME.finditer(text) if (m := self._moment(text, match)) is not None]

    def at(self, place: int, line_start: int, *, amount: bool = True) -> str:
        """Period that holds at a place; time words before `line_start` (the paragraph's start) are forgotten.

        Args:
            amount: whether the number there is one that 累计 can add up, no rank or rate.
        """
        period = self.default
        end = bisect_left(self._moments, place, key=lambda moment: moment.start)
        begin = bisect_left(self._moments, line_start, 0, end, key=lambda moment: moment.start)
        for moment in self._moments[max(begin, end - _REMEMBERED) : end]:
            if moment.until is not None and place >= moment.until:
                continue
            if not moment.total or (amount and period == self.default and len(period) == _ONE_YEAR):
                period = moment.period
        return period

    def _moment(self, text: str, match: re.Match[str]) -> Moment | None:
        start, end = match.span()
        opens = _CLAUSE_START.search(text[max(0, start - 12) : start]) is not None
        alone = _ALONE_AFTER.match(text, end) is not None
        period = self._period(match)
        if not period:
            return None
        if match["whole"]:
            return Moment(start, end, self.default, None)
        if match["total"]:
            stop = (_BRACKET_END if text[start - 1 : start] == "(" else _STOP).search(text, end)
            return Moment(start, end, period, stop.start() if stop else len(text), total=True)
        stretch = match["m1"] or match["half"] or match["q"] or match["months"] or match["till"]
        if match["mean"]:  # 地区生产总值五年年均增长6%: of this clause, wherever it stands
            stop = _NEAR_STOP.search(text, end)
            return Moment(start, end, period, stop.start() if stop else len(text))
        if (match["span"] or match["past"]) and text[start - 1 : start] in ("", "\n"):  # 过去五年…: of the paragraph
            return Moment(start, end, period, None)
        of_number = text[end : end + 1] == "的" and text[end + 1 : end + 2].isdigit()
        if not opens and not of_number:
            return None
        if of_number or not (stretch or alone or match["y"]):
            stop = (_STOP if match["quarter"] else _NEAR_STOP).search(text, end)
            return Moment(start, end, period, stop.start() if stop else len(text))
        if match["m1"] and not alone:  # 1-11月能耗强度下降8.9%: of this sentence, not of the next
            stop = _SENTENCE_END.search(text, end)
            return Moment(start, end, period, stop.start() if stop else len(text))
        told_of = match["y"] or (match["dy"] and not _END_OF.search(match.group()))
        if told_of and self._first is not None and _ends_before(period, self._first - 1):
            # 2003年6月,…改制: an event of long ago, told in its sentence
            stop = _SENTENCE_END.search(text, end)
            return Moment(start, end, period, stop.start() if stop else len(text))
        if match["y"] and re.match("度(?!全|我|,)", match.group()[5:] + text[end : end + 1]) and not alone:
            return None if not re.match("全|我|,|共|新", text[end : end + 1]) else Moment(start, end, period, None)
        return Moment(start, end, period, None)

    def _period(self, match: re.Match[str]) -> str:
        year = self._year
        for group in ("my", "qy", "ty", "dy", "y"):
            if match[group]:
                year = int(match[group])
        if match["from"]:
            return f"{match['from']}..{match['to']}"
        if year is None:
            return ""
        if match["m1"]:
            return _months(year, int(match["m1"]), int(match["m2"]))
        if match["half"]:
            return _months(year, 1, 6) if match["half"] == "上" else _months(year, 7, 12)
        if match["q"]:
            return _months(year, 1, 3 * "一二三".index(match["q"]) + 3)
        if match["quarter"]:
            first = 3 * "一二三四".index(match["quarter"]) + 1
            return _months(year, first, first + 2)
        if match["months"]:
            return _months(year, 1, int(match["months"]))
        if match["now"] or match["total"]:
            return f"..{year}"
        if match["till"]:
            return f"..{year}-{int(match['tm']):02}"
        if match["dm"]:
            return f"{year}-{int(match['dm']):02}"
        if match["plan"]:
            years = of_plan(match["plan"])
            return f"{years[0]}..{year if year >= years[0] else years[-1]}"
        if match["span"] or match["past"]:
            return f"{year - _SPANS[match['span'] or match['past']] + 1}..{year}"
        if match["next"]:  # of what is reported, where the part itself is already of the year ahead
            return str((self._first or year) + 1)
        return str(year - 1) if match["last"] else str(year)


def _ends_before(period: str, year: int) -> bool:
    """Whether a period ends before a year."""
    last = period.split("..")[-1][:4]
    return last.isdigit() and int(last) < year


def _months(year: int, first: int, last: int) -> str:
    if not 1 <= first <= last <= 12:
        return ""
    return f"{year}-{first:02}" if first == last else f"{year}-{first:02}..{year}-{last:02}"
