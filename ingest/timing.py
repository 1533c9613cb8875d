"""Which years a part of a document speaks of, and whether it tells results or plans, by its headings."""

from __future__ import annotations

import re
from collections.abc import Sequence

from docs_store.types import Kind, Status

YEAR = re.compile(r"(?<!\d)(?:19[89]\d|20[0-4]\d)(?=\s*年|\s*[-—–~至到]\s*20)|(?<=至)20[0-4]\d(?=年)")
_PLAN = re.compile(
    "安排|计划|思路|打算|目标|展望|下一步|下步|下阶段|下一阶段|明年|部署|重点任务|主要任务|工作要点|总体要求|努力方向|预期"
)
_RESULT = re.compile(
    "总结|回顾|完成情况|开展情况|工作情况|进展|成效|成绩|举措|亮点|做法|存在|问题|困难|不足|原因|取得|重点工作情况|以来"
)


_TURN = re.compile(
    "(?:今年|明年)[^。]{0,14}(?:预期目标|主要目标|总体要求|总体思路|工作安排|重点做好|重点抓好)|(?:^|(?<=[。;\n]))下一步,?(?:工作|将|我)"
)
_ANNEX = re.compile(r"附\s*件\s*[\d一二三四五六七八九十]{0,3}[:.、]?")
_LONGEST_TITLE = 40  # characters


class Timing:
    """Reads one document's parts in order and tells of each which years and what status it has.

    Only summaries and reports have parts that differ in time. A heading that names a year or a plan decides. Under
    headings that name neither, a yearly report tells the year past until it turns to the year ahead.

    Args:
        kind: kind of the document.
        years: years of the whole document, ascending.
    """

    def __init__(self, kind: Kind, years: tuple[int, ...]) -> None:
        self._summary = kind is Kind.WORK_SUMMARY
        self._years = years
        self._turned = False
        self._annex = ""
        self._annex_years: tuple[int, ...] = ()
        self._turn = re.compile(
            rf"{_TURN.pattern}|{years[-1]}年(?:是|,?(?:将|要|力争|计划))" if years else _TURN.pattern
        )

    def of(self, path: Sequence[str], text: str) -> tuple[tuple[int, ...], Status]:
        """Years and status of the next part.

        Args:
            path: headings it stands under, outermost first.
            text: the part, folded.
        """
        if not self._summary:
            return (), Status.UNKNOWN
        # The innermost heading that names a year gives the year. The outermost that names a plan or a result gives the
        # status: 完成目标任务 under 工作总结 still speaks of results.
        named: tuple[int, ...] = next((found for heading in reversed(path) if (found := years_in(heading))), ())
        named = named or self._of_annex(path, text)
        status = next((said for heading in path if (said := _status(heading)) is not Status.UNKNOWN), Status.UNKNOWN)
        two = len(self._years) >= 2
        if status is Status.UNKNOWN and two and named:
            status = Status.TARGET if named == self._years[-1:] else Status.ACTUAL
        if status is Status.UNKNOWN and two:
            self._turned = self._turned or self._turn.search(text) is not None
            status = Status.TARGET if self._turned else Status.ACTUAL
        if named or status is Status.UNKNOWN:
            return named, status
        return (self._years[-1:] if status is Status.TARGET else self._years[:1]), status

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
    return tuple(sorted({int(match.group()) for match in YEAR.finditer(text)}))


def _status(heading: str) -> Status:
    plan, result = _PLAN.search(heading), _RESULT.search(heading)
    if plan and result:  # 2023年工作总结和2024年工作安排: a title, not a part
        return Status.UNKNOWN
    if plan:
        return Status.TARGET
    return Status.ACTUAL if result else Status.UNKNOWN
