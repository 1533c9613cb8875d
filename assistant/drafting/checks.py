"""What a person has to look at before a drafted reply goes out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from assistant.read.rules.question import understand
from assistant.say import wording
from docs_store import lazy_re, regions, validity
from docs_store.catalog import DocumentInfo
from docs_store.textnorm import fold, mend_points
from docs_store.types import Answer, Completeness, Outcome, Status

_UNSURE = 0.5  # certainty of a document's place, years or dates below which a person should look
_STANDS = (validity.Force.IN_FORCE, validity.Force.NO_TERM)
_NUMBER = lazy_re.compile(r"[0-9]+(?:\.[0-9]+)?")


class Check(StrEnum):
    """A reason to look, the gravest first. The values are part of the JSON of `draft`."""

    FAILED = "failed"
    NOT_FOUND = "not_found"
    ASKS_BACK = "asks_back"
    UNPROVED = "unproved"
    INCOMPLETE = "incomplete"
    CUT_OFF = "cut_off"
    CONFLICT = "conflict"
    EXPIRED = "expired"
    TARGET = "target"
    FORECAST = "forecast"
    COMPUTED = "computed"
    SEVERAL_PLACES = "several_places"
    OTHER_PLACE = "other_place"
    PARTLY = "partly"
    LOW_CERTAINTY = "low_certainty"
    GENERATED = "generated"


def checks(
    answer: Answer, infos: Mapping[str, DocumentInfo], superseded: Mapping[str, str], today: date
) -> list[Check]:
    """Reasons to look at the reply that this answer makes, gravest first; empty when there is none.

    Args:
        infos: the library's documents by id.
        superseded: as `docs_store.validity.superseded` gives it.
    """
    if answer.outcome is Outcome.FAILED:
        return [Check.FAILED]
    if answer.asks_back:
        return [Check.ASKS_BACK]
    if answer.outcome is Outcome.NOT_FOUND:
        return [Check.NOT_FOUND]
    cited = [infos[citation.document_id] for citation in answer.citations if citation.document_id in infos]
    asked = understand(answer.standalone_question, places=(), this_year=today.year).status
    found = {
        Check.UNPROVED: _unproved(answer),
        Check.INCOMPLETE: answer.completeness is Completeness.PARTIAL,
        Check.CUT_OFF: bool(answer.sentences) and answer.sentences[-1].text.rstrip().endswith(("：", ":")),
        Check.CONFLICT: _disagree(answer),
        Check.EXPIRED: any(validity.force(info, today, superseded) not in _STANDS for info in cited),
        Check.TARGET: asked is not Status.TARGET and _gives(answer, Status.TARGET, wording.TARGET_GIVEN),
        Check.FORECAST: asked is not Status.EXPECTED and _gives(answer, Status.EXPECTED, wording.EXPECTED_GIVEN),
        Check.COMPUTED: _computed(answer),
        Check.SEVERAL_PLACES: not answer.searched.regions and len({source.region for source in answer.citations}) > 1,
        Check.OTHER_PLACE: _from_elsewhere(answer),
        Check.PARTLY: _places_missing(answer),
        Check.LOW_CERTAINTY: any(map(_unsure, cited)) or len(cited) < len(answer.citations),
        Check.GENERATED: answer.mode == "generated",
    }
    return [check for check in Check if found.get(check)]


def _unproved(answer: Answer) -> bool:
    """Whether there is a sentence that no source proves."""
    known = {citation.marker for citation in answer.citations}
    proved = [not known.isdisjoint(sentence.citations) for sentence in answer.sentences]
    return not proved or not all(proved)


def _gives(answer: Answer, status: Status, note: str) -> bool:
    return note in answer.notes or any(figure.status is status for figure in answer.figures)


def _disagree(answer: Answer) -> bool:
    """Whether two sources give one figure two values."""
    values: dict[tuple[str, ...], set[str]] = {}
    for figure in answer.figures:
        what = (figure.indicator, figure.status, figure.aspect, figure.region, figure.period, figure.unit)
        values.setdefault(what, set()).add(figure.value)
    return any(len(found) > 1 for found in values.values())


def _computed(answer: Answer) -> bool:
    """Whether a number was computed, or a sentence gives one that stands in none of its sources."""
    if any(figure.operation is not None for figure in answer.figures):
        return True
    cited = {citation.marker: citation for citation in answer.citations}
    for sentence in answer.sentences:
        sources = [cited[marker] for marker in sentence.citations if marker in cited]
        held = " ".join(" ".join((source.title, *source.heading, source.quote)) for source in sources)
        if not set(_numbers(sentence.text)) <= set(_numbers(held)):
            return True
    return False


def _numbers(text: str) -> list[str]:
    return _NUMBER.findall(mend_points(fold(text)).replace(",", ""))


def _from_elsewhere(answer: Answer) -> bool:
    """Whether a source is of another place than the question's: the province's rule for the county, say."""
    asked = answer.searched.regions
    return bool(asked) and any(citation.region not in asked for citation in answer.citations)


def _places_missing(answer: Answer) -> bool:
    """Whether one of several places that were asked about has no source, of its own or of a place around it."""
    return any(
        not any(not source.region or regions.is_same_or_within(place, source.region) for source in answer.citations)
        for place in answer.searched.regions
    )


def _unsure(info: DocumentInfo) -> bool:
    metadata = info.metadata
    entries = (metadata.region, metadata.years, metadata.kind, metadata.expires)
    return any(entry is not None and entry.certainty < _UNSURE for entry in entries)
