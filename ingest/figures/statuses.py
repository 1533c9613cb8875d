"""Done, expected or planned: by the part a sentence stands in, and by the years it names. Its words: `stages`."""

from __future__ import annotations

from docs_store.language import stages
from docs_store.types import Chunk
from docs_store.types import Status as PartStatus
from ingest.figures.model import Status

_NAMES: dict[PartStatus, Status] = {
    PartStatus.ACTUAL: "actual",
    PartStatus.EXPECTED: "expected",
    PartStatus.TARGET: "target",
}


def of_part(chunk: Chunk) -> Status:
    """Status of a part by the headings above it; a part that says nothing tells results."""
    return _NAMES.get(chunk.status, "actual")


def of_words(words: str, part: Status) -> Status | None:
    """What the words from a clause's start to its number say; `None` where they say nothing."""
    told = stages.of_words(words, PartStatus(part))
    return None if told is None else _NAMES[told]


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
