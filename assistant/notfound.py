"""Saying that nothing was found: what was searched, what the library covers, and what comes nearest."""

from __future__ import annotations

from collections.abc import Sequence

from assistant import wording
from assistant.lexicon import canonical
from assistant.places import Place, names_of, speaking_for
from assistant.question import Question
from assistant.sentences import split
from assistant.topic import coverage
from docs_store.document_set import DocumentSet
from docs_store.types import Passage

_NEAR = 0.45  # share of the topic that a passage must hold to be worth naming
_QUOTE = 60  # characters of it that are shown


def explain(
    asked: str,
    question: Question,
    named: Sequence[Place],
    infos: DocumentSet,
    passages: Sequence[Passage],
    documents: int,
) -> tuple[str, list[str]]:
    """The answer's text and its notes.

    Args:
        asked: the question as the person typed it.
        passages: what was retrieved within the scope; empty when no document qualified.
        documents: how many documents qualified.
    """
    missing = [place for place in named if not speaking_for(place, infos)]
    if missing:
        text = wording.place_missing([place.name for place in missing])
    elif question.years and not documents:
        where = "、".join(place.name for place in named)
        text = wording.year_missing(where, question.years, _years(infos, named))
    else:
        text = wording.not_found(
            asked, places=[place.name for place in named], years=question.years, documents=documents
        )
    notes = [wording.coverage(sorted(names_of(infos)), list(infos.years))]
    near = _nearest(question, passages)
    if near:
        notes.append(near)
    return text, notes


def _years(infos: DocumentSet, named: Sequence[Place]) -> list[int]:
    if not named:
        return list(infos.years)
    local = [info for place in named for info in speaking_for(place, infos)]
    return sorted({year for info in local if info.metadata.years for year in info.metadata.years.value})


def _nearest(question: Question, passages: Sequence[Passage]) -> str:
    for passage in passages[:3]:
        for sentence in split(passage.chunk):
            if not sentence.is_heading and coverage(question.topic, canonical(sentence.text)) >= _NEAR:
                quote = sentence.text[:_QUOTE] + ("…" if len(sentence.text) > _QUOTE else "")
                return wording.nearest(passage.title, passage.chunk.heading[-1] if passage.chunk.heading else "", quote)
    return ""
