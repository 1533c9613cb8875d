"""The day on which a document was issued: that of its signature, else what its page or its title says."""

from __future__ import annotations

import re
from datetime import date

from docs_store import lazy_re
from docs_store.dates import dates, first_date
from docs_store.types import Inferred, Kind
from ingest import adoption
from ingest.adoption import Adoption
from ingest.kind_words import NOUN
from ingest.signature import only_date, signatures

_HEAD = 1200  # characters in which a document introduces itself
_TAIL = 400
_TITLE = 500  # characters in which its title ends
# The colon may be a gap, as between the cells of a table.
LABEL = r"(?:^|\n)[^\S\n]*[【\[]?{}[】\]]?(?:\s*+:|[ \t\u3000|]++)\s*+(?P<value>[^\n]+)"
_OF_PAPER = re.compile(LABEL.format("(?:发文日期|成文日期|印发日期|印发时间|发文时间|成文时间)"))
_OF_PAGE = re.compile(LABEL.format("(?:发布日期|发布时间|公布日期)"))
_BEHIND_TITLE = lazy_re.compile(rf"{NOUN}》?(?:\([^()]{{2,12}}\))?\s{{0,9}}\((?P<day>[^()]{{8,24}})\)")
# ——2025年1月8日在甲县第十六届人民代表大会第五次会议上
_GIVEN = lazy_re.compile(
    r"(?:^|\n)[^\S\n]{0,9}[-—–(]{0,4}\s{0,3}(?P<day>20\d\d年\d{1,2}月\d{1,2}日)在[^。\n]{0,40}(?:代表大会|会议)[^。\n]{0,30}?上"
)
_PRINTED = lazy_re.compile(r"\s{0,9}印发[\s。]{0,9}")


def published(folded: str, kind: Kind, adopted: Adoption | None, file_name: str, title: str) -> Inferred[str] | None:
    """The day of issue.

    Args:
        folded: the document's text, folded.
        kind: its kind; of a law the day of this version counts, not of the first one.
        adopted: what the lines under a law's title tell.
        file_name: name of the file, with suffix.
        title: the document's title.
    """
    if found := _labelled(_OF_PAPER, folded):
        return _day(found, "labelled line", 0.95)
    of_page = _labelled(_OF_PAGE, folded)
    if kind is Kind.POLICY and (version := _of_version(folded, adopted, file_name, title, of_page)):
        return version
    # what an organ signed, before what only stands on a line: a timetable at the end has such lines too
    if signed := next(signatures(folded), None):
        return _day(signed.day, "date under the signature", 0.9)
    behind = _BEHIND_TITLE.search("".join(folded[:_TITLE].split("\n")))
    if behind and (found := only_date(behind["day"])):
        return _day(found, "day behind the title", 0.85)
    last = _date_line(folded[-_TAIL:], reverse=True)
    if last and not (of_page and last > of_page):
        return _day(last, "date under the signature", 0.8)
    if of_page:
        return _day(of_page, "labelled line", 0.9)
    if first := _date_line(folded[:_HEAD], reverse=False):
        return _day(first, "date line under the title", 0.8)
    given = _GIVEN.search(folded[:_HEAD])
    spoken = first_date(given["day"]) if given else None
    return _day(spoken, "day on which a report was given", 0.75) if spoken else None


def printed(folded: str) -> date | None:
    """The day in the record at a paper's end: `甲县人民政府办公室 2024年3月5日印发`."""
    for line in reversed(folded[-_TAIL:].splitlines()):
        for found, _, end in dates(line):
            if _PRINTED.fullmatch(line, end):
                return found
    return None


def _of_version(
    folded: str, adopted: Adoption | None, file_name: str, title: str, of_page: date | None
) -> Inferred[str] | None:
    named = adoption.day_in_name(file_name, title)
    if not (adopted or named):
        return None
    if of_page:
        return _day(of_page, "labelled line", 0.95)
    if named and (adopted is None or named > adopted.latest):
        return _day(named, "day in the file's name", 0.75)
    head = _date_line(folded[:_HEAD], reverse=False)
    if head and adopted and head > adopted.latest:  # the day of the order that promulgates it
        return _day(head, "date line under the title", 0.85)
    last = _date_line(folded[-_TAIL:], reverse=True)
    if adopted and not (last and last > adopted.latest):
        return _day(adopted.latest, "line on adoption", 0.85)
    return None


def _labelled(label: re.Pattern[str], folded: str) -> date | None:
    match = label.search(folded[: _HEAD * 2])
    return first_date(match["value"]) if match else None


def _day(found: date, source: str, certainty: float) -> Inferred[str]:
    return Inferred(value=found.isoformat(), source=source, certainty=certainty)


def _date_line(zone: str, *, reverse: bool) -> date | None:
    """The date of the first (or last) line that holds nothing but a date."""
    lines = zone.splitlines()
    return next(filter(None, map(only_date, reversed(lines) if reverse else lines)), None)
