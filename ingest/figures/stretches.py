"""Periods that heads of tables, their captions and their row labels name, and what becomes of several.

A head is no sentence: its time words stand alone (`1-9月`, `二季度`, `2023`), and a bare number of four digits is a
year.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from docs_store.language.periods import PLAN, YEAR, of_plan

_TIME = re.compile(
    r"(?=[\d第一二三四上下前全年本当去“十末])(?:"
    rf"(?P<from>{YEAR})年?[-—–~至到]+(?P<to>{YEAR})年?(?:期间|合计|累计)?"
    rf"|{PLAN}(?:时期|期间)"
    rf"|(?P<year>{YEAR})(?!\d)(?:年度?)?[./]?(?P<of_year>(?:"
    r"(?P<m1>\d{1,2})月?[-—–~至到]+(?P<m2>\d{1,2})月份?|第?(?P<quarter>[一二三四1-4])季度|(?P<half>[上下])半年"
    r"|前(?P<q>[一二三1-3])季度|前(?P<months>\d{1,2})个月|(?P<m>\d{1,2})月[份末底]?|全年|末|底)?)"
    r"|(?P<n1>\d{1,2})月?[-—–~至到]+(?P<n2>\d{1,2})月份?|第?(?P<nquarter>[一二三四1-4])季度|(?P<nhalf>[上下])半年"
    r"|前(?P<nq>[一二三1-3])季度|前(?P<nmonths>\d{1,2})个月|(?P<nm>(?<!\d)\d{1,2})月[份末底]?"
    r"|(?P<last>上一?年(?:同期|度)?(?![增末])|去年(?:同期)?|上年末|上年底)|(?P<month>[本当]月)|(?P<own>[本当](?:年度?|期))"
    r"|(?P<whole>全年|年度|年末|年底|年初))"
)
_DAY = re.compile(rf"(?P<year>{YEAR})[-/.年](?P<month>\d{{1,2}})[-/.月](?P<day>\d{{1,2}})日?(?:[ T]00:00(?::00)?)?")
_MONTHS_OF_YEAR = 12


def year_of(period: str) -> int | None:
    """The year that a period ends in."""
    last = period.split("..")[-1][:4]
    return int(last) if last.isdigit() else None


def of_head(text: str, base: str) -> tuple[str, str]:
    """The period that a head names and the head without its time words; an empty period where it names none.

    Args:
        text: the head, folded.
        base: period of the whole table: 一季度 is one of its year, 上年同期 the same stretch a year before.
    """
    for match in _TIME.finditer(text):
        if period := _period(match, base):
            return period, text[: match.start()] + text[match.end() :]
    return "", text


def of_caption(text: str, base: str) -> str:
    """The period that a caption names; empty where it names none, or years that are not one period."""
    period, rest = of_head(text, base)
    if not period or (".." in period and len(period.split("..")[0]) == len("2023")):
        return ""
    return "" if of_head(rest, period)[0][:4] not in ("", period[:4]) else period


def of_day(text: str) -> str:
    """The day that a cell is, as the ledger writes it (`2023-04-05`); empty where it is none or has no year."""
    match = _DAY.fullmatch(text)
    if match is None:
        return ""
    try:
        return date(int(match["year"]), int(match["month"]), int(match["day"])).isoformat()
    except ValueError:
        return ""


def is_day(period: str) -> bool:
    """Whether a period is one day."""
    return _DAY.fullmatch(period) is not None


def cover(periods: Iterable[str]) -> str:
    """The period from the start of the first to the end of the last; empty for none."""
    ends = [_ends(period) for period in periods if period]
    if not ends:
        return ""
    first, last = min(start for start, _ in ends), max(end for _, end in ends)
    if first[1] == 1 and last[1] == _MONTHS_OF_YEAR:
        return str(first[0]) if first[0] == last[0] else f"{first[0]}..{last[0]}"
    start, end = f"{first[0]}-{first[1]:02}", f"{last[0]}-{last[1]:02}"
    return start if start == end else f"{start}..{end}"


def from_january(period: str) -> str:
    """The stretch from the beginning of the year to the end of a period of one month or several."""
    year, last = year_of(period), period.split("..")[-1]
    return cover([f"{year}-01", last]) if year and "-" in last else period


def later(first: str, second: str) -> bool:
    """Whether the second period ends after the first; one that is not known ends before all."""
    if not first or not second:
        return not first and bool(second)
    return _ends(first)[1] < _ends(second)[1]


def in_year(period: str, year: str) -> str:
    """The same stretch of another year."""
    return re.sub(r"\d{4}", year, period)


def _ends(period: str) -> tuple[tuple[int, int], tuple[int, int]]:
    """First and last month of a period, each as year and month; a total up to now begins where it ends."""
    start, _, end = period.partition("..")
    start, end = start or end, end or start
    return (int(start[:4]), int(start[5:7] or 1)), (int(end[:4]), int(end[5:7] or _MONTHS_OF_YEAR))


def _period(match: re.Match[str], base: str) -> str:
    if match["from"]:
        return f"{match['from']}..{match['to']}" if match["from"] < match["to"] else ""
    if match["plan"]:
        years = of_plan(match["plan"])
        return f"{years[0]}..{years[-1]}"
    year = int(match["year"]) if match["year"] else year_of(base)
    if year is None:
        return ""
    if match["last"]:
        return in_year(base, str(year - 1)) if "同期" in match["last"] else str(year - 1)
    if match["own"]:
        return base
    if match["month"]:
        return base.split("..")[-1] if "-" in base else ""
    first, last = _months(match)
    if not 1 <= first <= last <= _MONTHS_OF_YEAR:
        return ""
    return cover([f"{year}-{first:02}", f"{year}-{last:02}"])


def _months(match: re.Match[str]) -> tuple[int, int]:
    """First and last month that time words name."""
    if match["m1"] or match["n1"]:
        return int(match["m1"] or match["n1"]), int(match["m2"] or match["n2"])
    if quarter := match["quarter"] or match["nquarter"]:
        last = 3 * (int(quarter) if quarter.isdigit() else "一二三四".index(quarter) + 1)
        return last - 2, last
    if half := match["half"] or match["nhalf"]:
        return (1, 6) if half == "上" else (7, 12)
    if quarters := match["q"] or match["nq"]:
        return 1, 3 * (int(quarters) if quarters.isdigit() else "一二三".index(quarters) + 1)
    if months := match["months"] or match["nmonths"]:
        return 1, int(months)
    if month := match["m"] or match["nm"]:
        return int(month), int(month)
    return 1, _MONTHS_OF_YEAR
