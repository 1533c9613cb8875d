"""Saying that nothing was found: what was searched, what the library covers, and what comes nearest."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.check.addressed import to_a_machine
from assistant.read.rules.lexicon import canonical
from assistant.read.rules.question import Question
from assistant.read.rules.topic import SUBJECT, coverage
from assistant.say import wording
from assistant.turn import Plan
from assistant.understand.places import Place, names_of, speaking_for
from docs_store import lazy_re
from docs_store.document_set import DocumentSet
from docs_store.library import Library
from docs_store.types import Nearest, Passage

_LOOKED_AT = 8  # passages
_STATES = lazy_re.compile("[。；;|]")  # a title page says nothing


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


def nearest(question: Question, plan: Plan, passages: Sequence[Passage], library: Library, most: int) -> list[Nearest]:
    """The likeliest passages, whole enough to be read as an answer; none that has no word of what was asked about.

    Args:
        passages: best first; those that were searched for an answer.
        most: how many at most.
    """
    # what has an answer needs neither
    from assistant.find.sourcer import Sourcer  # noqa: PLC0415
    from assistant.say.compose import undecided  # noqa: PLC0415

    sourcer = Sourcer(library.infos(), plan.today)

    def text(document_id: str) -> str:
        document = library.document(document_id)
        return document.text if document else ""

    found: list[Nearest] = []
    for passage in passages[:_LOOKED_AT]:
        source = sourcer.of_chunks([passage.chunk], passage.chunk)
        is_related = coverage(question.topic, canonical(f"{source.text} {source.title}")) > 0
        if len(found) < most and is_related and _STATES.search(source.text) and not to_a_machine(source.text):
            found.append(undecided(source, plan, text))
    return found
