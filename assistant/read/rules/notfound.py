"""Saying that nothing was found: what was searched, what the library covers, and what comes nearest."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from assistant.check.addressed import to_a_machine
from assistant.read.rules.compose import citation
from assistant.read.rules.lexicon import canonical
from assistant.read.rules.question import Question
from assistant.read.rules.topic import SUBJECT, coverage
from assistant.say import wording
from assistant.say.sentences import bare, split
from assistant.understand.places import Place, names_of, speaking_for
from docs_store.document_set import DocumentSet
from docs_store.types import Nearest, Passage

_NEAR = 0.45  # share of the topic that a passage must hold to be worth naming
_QUOTE = 100  # characters of it that are shown
_LOOKED_AT = 5  # passages


def explain(
    asked: str,
    question: Question,
    named: Sequence[Place],
    infos: DocumentSet,
    documents: int,
) -> tuple[str, str]:
    """The answer's text, and a note on what the library covers.

    Args:
        asked: the question as the person typed it.
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
            asked,
            places=[place.name for place in named],
            years=question.years,
            subject=[word for word, weight in question.topic if weight >= SUBJECT],
            documents=documents,
        )
    regions = sorted(names_of(infos))
    return text, wording.coverage(regions, _years(infos, ()))


def _years(infos: DocumentSet, named: Sequence[Place]) -> list[int]:
    if not named:
        return list(infos.years)
    local = [info for place in named for info in speaking_for(place, infos)]
    return sorted({year for info in local if info.metadata.years for year in info.metadata.years.value})


def nearest(question: Question, passages: Sequence[Passage], texts: Callable[[str], str]) -> list[Nearest]:
    """The sentence that holds most of what is asked about, if any holds enough of it to be worth naming.

    Args:
        passages: best first; those within the scope, or of the whole library.
        texts: a document's text by its id.
    """
    near = [
        (coverage(question.topic, canonical(sentence.text)), -rank, passage, sentence)
        for rank, passage in enumerate(passages[:_LOOKED_AT])
        for sentence in split(passage.chunk)
        if not (sentence.is_heading or to_a_machine(sentence.text) or bare(sentence.text) == bare(passage.title))
    ]
    if not near:
        return []
    held, _, passage, sentence = max(near, key=lambda found: found[:2])
    if held < _NEAR:
        return []
    quote = texts(passage.chunk.document_id)[sentence.start : sentence.end]
    shown = sentence.text[:_QUOTE] + ("…" if len(sentence.text) > _QUOTE else "")
    return [Nearest(text=shown, citation=citation(1, passage, sentence.start, sentence.end, quote))]
