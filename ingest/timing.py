"""Which years a part of a document speaks of, and whether it tells results or plans, by its headings."""

from __future__ import annotations

import re
from collections.abc import Sequence

from docs_store.types import Kind, Status

_YEAR = re.compile(r"(?<!\d)(?:19[89]\d|20[0-4]\d)(?=\s*年|\s*[-—–~至到]\s*20)|(?<=至)20[0-4]\d(?=年)")
_PLAN = re.compile(
    "安排|计划|思路|打算|目标|展望|下一步|下步|下阶段|下一阶段|明年|部署|重点任务|主要任务|工作要点|总体要求|努力方向|预期"
)
_RESULT = re.compile(
    "总结|回顾|完成情况|开展情况|工作情况|进展|成效|成绩|举措|亮点|做法|存在|问题|困难|不足|原因|取得|重点工作情况|以来"
)


_TURN = re.compile(
    "(?:今年|明年)[^。]{0,14}(?:预期目标|主要目标|总体要求|总体思路|工作安排|重点做好|重点抓好)|(?:^|(?<=[。;\n]))下一步,?(?:工作|将|我)"
)
# In a report made at the beginning of its last year, 今年 is that year.
_THIS_YEAR = re.compile(
    r"(?:^|(?<=[。;!\n]))(?:各位代表[!,])?(?:做好|围绕|完成|实现)?(?:今年(?!以来|初|\d)"
    r"(?:是|,?我们|[^。;\n]{0,20}(?:要|将|目标|重点|工作|安排|任务))|新的一年,|展望(?:今年|新的一年))"
)
_HEADS_PAST = re.compile("过去的?[一五]年|[一五]年来|去年|上年")
_HEADS_AHEAD = re.compile("今后|未来[三五]年|今年(?!以来)")
_AIMS = re.compile("预期目标|主要目标|目标任务是|总体要求|重点(?:抓好|做好)")
_NEAR = 120  # characters from a turn to the aims that it leads to
_SENTENCE_END = re.compile(r"[。;!?\n]")
_ANNEX = re.compile(r"附\s*件\s*[\d一二三四五六七八九十]{0,3}[:.、]?")
_LONGEST_TITLE = 40  # characters
YEARLY_REPORT = "政府工作报告"


class Timing:
    """Reads one document's parts in order and tells of each which years and what status it has.

    Only summaries and reports have parts that differ in time. A heading that names a year or a plan decides. Under
    headings that name neither, a yearly report tells the year past until it turns to the year ahead, be it by a heading
    or in the middle of a part.

    Args:
        kind: kind of the document.
        years: years of the whole document, ascending.
        title: its title; a report of a government is made at the beginning of its last year.
    """

    def __init__(self, kind: Kind, years: tuple[int, ...], title: str = "") -> None:
        self._summary = kind is Kind.WORK_SUMMARY
        self._opens_year = YEARLY_REPORT in title and len(years) > 1
        self._years = years
        self._turned = False
        self._turned_by_heading = False
        self._turned_under = ""
        self._annex = ""
        self._annex_years: tuple[int, ...] = ()
        turns = [_TURN.pattern]
        if years:
            turns.append(rf"{years[-1]}年(?:是|,?(?:将|要|力争|计划{'|我们' if self._opens_year else ''}))")
        if self._opens_year:
            turns.append(_THIS_YEAR.pattern)
        self._turn = re.compile("|".join(turns))

    def of(self, path: Sequence[str], text: str) -> tuple[tuple[int, ...], Status]:
        """Years and status of the next part.

        Args:
            path: headings it stands under, outermost first.
            text: the part, folded.
        """
        if not self._summary:
            return (), Status.UNKNOWN
        named, status = self._headed(path, text)
        if status is Status.ACTUAL and self._turns_under(path, text):
            return self._years[-1:], Status.TARGET
        two = len(self._years) >= 2
        if status is Status.UNKNOWN and two:
            self._turned = self._turned or self._turn.search(text) is not None
            ahead = self._turned_by_heading and not (path and _ANNEX.match(path[0]))
            status = Status.TARGET if self._turned or ahead else Status.ACTUAL
        if named or status is Status.UNKNOWN:
            return named, status
        return (self._years[-1:] if status is Status.TARGET else self._years[:1]), status

    def turn(self, path: Sequence[str], text: str) -> int:
        """Where in the next part a report turns to the year ahead, at the beginning of a sentence; 0 where it does not.

        Args:
            path, text: as for `of`, which is then asked for what stands before that place and for the rest.
        """
        if not self._summary or self._turned or self._turned_by_heading or len(self._years) < 2:
            return 0
        turn = self._turn.search(text)
        if turn is None:
            return 0
        status = self._headed(path, text)[1]
        if status is Status.TARGET or (status is Status.ACTUAL and not self._aims(text, turn)):
            return 0
        # A sentence may end where the match begins: `…家。下一步,…`
        return max((end.end() for end in _SENTENCE_END.finditer(text, 0, turn.start() + 1)), default=0)

    def _turns_under(self, path: Sequence[str], text: str) -> bool:
        """Whether a report whose heading is of the past year has turned all the same: it sets aims for the next."""
        if self._opens_year and path and self._turned_under != path[0]:
            turn = self._turn.search(text)
            if turn is not None and self._aims(text, turn):
                self._turned_under = path[0]
        return bool(path) and self._turned_under == path[0]

    def _aims(self, text: str, turn: re.Match[str]) -> bool:
        return self._opens_year and _AIMS.search(text, turn.start(), turn.end() + _NEAR) is not None

    def _headed(self, path: Sequence[str], text: str) -> tuple[tuple[int, ...], Status]:
        """Years and status that the headings give; where one says that what follows is planned, all of it is."""
        # The innermost heading that names a year gives the year. The outermost that names a plan or a result gives the
        # status: 完成目标任务 under 工作总结 still speaks of results.
        named: tuple[int, ...] = next((found for heading in reversed(path) if (found := years_in(heading))), ())
        named = named or self._of_annex(path, text)
        status = next((said for heading in path if (said := self._said(heading)) is not Status.UNKNOWN), Status.UNKNOWN)
        if status is Status.UNKNOWN and len(self._years) >= 2 and named:
            status = Status.TARGET if named == self._years[-1:] else Status.ACTUAL
        if path and self._said(path[0]) is Status.TARGET and not _ANNEX.match(path[0]):
            self._turned_by_heading = True
        return named, status

    def _said(self, heading: str) -> Status:
        status = _status(heading)
        if status is Status.UNKNOWN and self._opens_year and not (_PLAN.search(heading) or _RESULT.search(heading)):
            past, ahead = _HEADS_PAST.search(heading), _HEADS_AHEAD.search(heading)
            if ahead and not past:
                return Status.TARGET
            if past and not ahead:
                return Status.ACTUAL
        return status

    def _of_annex(self, path: Sequence[str], text: str) -> tuple[int, ...]:
        """Years that the title of an annex names, for all of it. The title is the line under 附件1."""
        annex = path[0] if path and _ANNEX.match(path[0]) else ""
        if annex != self._annex:
            title = [line for line in text.split("\n") if line.strip() and not _ANNEX.fullmatch(line.strip())]
            self._annex = annex
            self._annex_years = years_in(title[0]) if annex and title and len(title[0]) <= _LONGEST_TITLE else ()
        return self._annex_years


def years_in(text: str) -> tuple[int, ...]:
    """Calendar years that a text names, ascending; both ends of `2023—2025年`, not what lies between."""
    return tuple(sorted({int(match.group()) for match in _YEAR.finditer(text)}))


def _status(heading: str) -> Status:
    plan, result = _PLAN.search(heading), _RESULT.search(heading)
    if plan and result:  # 2023年工作总结和2024年工作安排: a title, not a part
        return Status.UNKNOWN
    if plan:
        return Status.TARGET
    return Status.ACTUAL if result else Status.UNKNOWN
