"""A matching result as an answer: the granting clauses themselves, cited; verdicts and what is missing as notes."""

from __future__ import annotations

from assistant.matching.conditions import judged_leaves, undecided
from assistant.matching.profile import Profile
from assistant.matching.ranking import missing_of
from assistant.matching.results import Match, Matched, Verdict
from assistant.matching.sections import sections
from assistant.matching.spoken import pairs
from assistant.say import wording
from assistant.say.sentences import unmarked, with_headers
from docs_store.library import Library
from docs_store.provisions import Part
from docs_store.regions import is_same_or_within
from docs_store.types import AnswerSentence, Chunk, Citation

_MOST = 3  # measures that an answer names; the page and the command list all
_ASKED = 2  # facts that it asks for


def compose(
    matched: Matched, profile: Profile, library: Library
) -> tuple[list[AnswerSentence], list[Citation], list[str]]:
    """Sentences, citations and notes: the best measures with their reasons, and what to tell next.

    No sentences when nothing can be had.
    """
    parts = sections(matched)
    sentences: list[AnswerSentence] = []
    citations: list[Citation] = []
    notes = [wording.profile_understood(list(pairs(profile)))]
    for found in (*parts.now, *parts.later)[:_MOST]:
        clause = _clause(found)
        chunk = next((c for c in library.chunks_of(found.row.info.id) if c.start <= clause.start < c.end), None)
        if chunk is None:
            continue
        citation = _citation(found, clause, chunk, len(citations) + 1)
        citations.append(citation)
        words = with_headers(unmarked(clause.text), chunk.heading[-1] if chunk.heading else "")
        sentences.append(AnswerSentence(text=words, citations=(citation.marker,)))
        missing = sorted(missing_of(found))
        confirm = [judged.condition.part.text for judged in undecided(found.conditions) if not judged.comparisons]
        day = found.dates.closes or found.dates.opens
        notes.append(
            wording.measure_verdict(citation.marker, found.verdict, missing, confirm, day.isoformat() if day else "")
        )
    counts = {
        Verdict.ELIGIBLE: len(parts.sure), Verdict.POSSIBLE: len(parts.open), Verdict.NOT_OPEN: len(parts.later),
    }  # fmt: skip
    notes.append(wording.measures_counted({str(verdict): count for verdict, count in counts.items() if count}))
    if matched.asked:
        notes.append(wording.facts_asked([asked.field for asked in matched.asked[:_ASKED]]))
    return sentences, citations, notes


def places_apart(matched: Matched) -> tuple[str, ...]:
    """Places of measures that no one enterprise can lie in together; empty where its place does not matter."""
    named = {found.row.info.metadata.region.value for found in matched.matches if found.row.info.metadata.region}
    inner = [place for place in named if not any(place != one and is_same_or_within(one, place) for one in named)]
    return tuple(sorted(inner)) if len(inner) > 1 else ()


def _clause(found: Match) -> Part:
    """The clause that grants the measure, else the first one that asks something."""
    provision = found.row.provision
    granting = [amount.part for amount in provision.amounts]
    asked = [judged.condition.part for judged in judged_leaves(found.conditions)]
    return [*granting, *provision.target, *asked][0]


def _citation(found: Match, part: Part, chunk: Chunk, marker: int) -> Citation:
    info = found.row.info
    metadata = info.metadata
    return Citation(
        marker=marker,
        document_id=info.id,
        chunk_id=chunk.id,
        title=metadata.title.value,
        region=metadata.region.value if metadata.region else "",
        year=metadata.years.value[-1] if metadata.years else None,
        kind=metadata.kind.value,
        heading=part.clause,
        page=chunk.page,
        source=info.source,
        quote=part.quote,
        start=part.start,
        end=part.end,
    )
