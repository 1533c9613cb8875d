"""Saying that nothing was found: what was searched, what the library covers, and what comes nearest."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from assistant.check.addressed import to_a_machine
from assistant.find import ledger
from assistant.read.rules.lexicon import canonical
from assistant.read.rules.numbers import Measure
from assistant.read.rules.question import Question
from assistant.read.rules.topic import SUBJECT, coverage
from assistant.say import wording
from assistant.turn import Plan, Source
from assistant.understand.figures import subject
from assistant.understand.places import Place, name_of, names_of, speaking_for
from docs_store import lazy_re
from docs_store.document_set import DocumentSet
from docs_store.library import Library
from docs_store.types import Aspect, Nearest, Passage

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


def figures(question: Question, named: Sequence[Place], library: Library, today: date, most: int) -> list[Nearest]:
    """What the ledger holds of the indicator that a question without an answer names.

    Of the place asked about what it gives of the year in another status, or of the nearest year; where it gives
    nothing, other places of the year.
    """
    name = subject(question, named)
    if name is None or not (named or question.years):
        return []
    aspect = Aspect.GROWTH if Measure.GROWTH in question.measures else Aspect.LEVEL
    rows = ledger.of_aspect(ledger.about(name, library.figures()), aspect)
    here = [row for row in rows if ledger.region_of(row) in {place.path for place in named}]
    if here:
        year = question.years[0] if question.years else max(ledger.last_year(row.figure) for row in here)
        distance = min(abs(ledger.last_year(row.figure) - year) for row in here)
        chosen = [row for row in here if abs(ledger.last_year(row.figure) - year) == distance]
    else:
        there = [row for row in rows if not question.years or ledger.last_year(row.figure) in question.years]
        chosen = list({place: row for row in reversed(there) if (place := ledger.region_of(row))}.values())[::-1]
    return [_figure(source, library) for source in ledger.as_sources(chosen[:most], library, today)]


def _figure(source: Source, library: Library) -> Nearest:
    from assistant.say.compose import citation  # noqa: PLC0415 - as above

    row, document = source.row, library.document(source.document_id)
    assert row is not None
    start, end = row.figure.start, row.figure.end
    quote = document.text[start:end] if document else ""
    place = name_of(source.region) if source.region else ""
    return Nearest(
        text=wording.figure(row.figure, place),
        citation=citation(1, source, source.stretches[0].chunk_id, start, end, quote),
    )
