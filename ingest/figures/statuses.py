"""Done, expected or planned: by the part a sentence stands in, overridden by its own words."""

from __future__ import annotations

import re

from docs_store.types import Chunk
from docs_store.types import Status as PartStatus
from ingest.figures.model import Status

_EXPECTED = re.compile(r"预计|预期(?!目标|寿命)|有望|预估|将(?=突破|达|超|实现|新增|完成|增长|增加|超过|达到|建成)")
_TARGET = re.compile(
    r"力争|(?<![模虚草])拟(?!态|合|定|建|于)|争取(?=[^,。]{0,12}(?:达|突破|实现|超过))|目标(?:是|为)|(?:预期|主要|发展|工作)目标"
    r"|(?:年初|当年)预算(?:数|安排)?(?:为|是)?$"
    r"|计划(?=[新实完引培])|下一步|到20\d\d年(?:底|末)?[,实达建力]"
)
_PLANNED = re.compile("(?:年度|预期|工作|主要|发展)目标(?:是|为)?:")
_DONE = re.compile(
    r"(?:去年|上年(?!度)|过去一年|截至目前|目前已|(?:还|仍)有(?![序待望])|现有$|已(?:累计|经|有|达|建成|完成|实现|开工))"
)
_OF_PART: dict[PartStatus, Status] = {PartStatus.EXPECTED: "expected", PartStatus.TARGET: "target"}


def of_part(chunk: Chunk) -> Status:
    """Status of a part by the headings above it; a part that says nothing tells results."""
    return _OF_PART.get(chunk.status, "actual")


def planned_from(text: str, start: int) -> int:
    """From where on the line that begins at `start` tells what is planned (年度目标:); its end where it does not."""
    end = text.find("\n", start)
    end = len(text) if end < 0 else end
    planned = _PLANNED.search(text, start, end)
    return planned.end() if planned else end


def of_words(words: str, part: Status) -> Status | None:
    """What the words from a clause's start to its number say; `None` where they say nothing."""
    if _EXPECTED.search(words):
        return "expected"
    if part != "target" and _TARGET.search(words):
        return "target"
    if part == "target" and _DONE.search(words) and not _TARGET.search(words):
        return "actual"
    return None


def of_period(period: str, part: Status, years: tuple[int, ...], said: str) -> Status | None:
    """A report that names another year than its part's in a sentence speaks of that year's results or plans.

    Args:
        period: the number's period.
        part: status of the part.
        years: the document's years, ascending; with two, the first is reported and the last planned.
        said: the part's own period.
    """
    if not years or period == said or not period[:4].isdigit():
        return None
    last = int(period.split("..")[-1][:4])
    reported, planned = (years[0], years[-1]) if len(years) > 1 else (years[0] - 1, years[0] + 1)
    if part == "target" and last <= reported:
        return "actual"
    if part == "actual" and last >= planned:
        return "target"
    return None
