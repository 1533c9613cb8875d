"""Answers with the small reader: what rules say stands where it agrees; else it says or shows what it has read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import zip_longest

from assistant.check.addressed import to_a_machine
from assistant.check.findings import check
from assistant.find.cited import cited
from assistant.find.sources import Scope, find
from assistant.read.learnt.reading import Bounds, Reading, bounds, findings
from assistant.read.rules.kinds import Asked
from assistant.say import compose, texts
from assistant.turn import Material, Plan, Source
from docs_store.cross_encoders import CrossEncoder
from docs_store.library import Library
from docs_store.types import Answer, Citation, Kind, Nearest, Outcome

_SHOWN = 3
_AROUND = 360  # characters on either side of a shown window
# What the catalog and labelled lines tell: which versions are in force, a paper's number, a telephone. Nobody reads it.
_TOLD_BY_CATALOG = frozenset({Asked.VALIDITY, Asked.GREETING, Asked.NUMBER, Asked.CONTACT})


class SmallReader:
    """Reads what was found for a message. Safe for many threads: it keeps nothing of one.

    Args:
        encoder: gives the cross-encoder; asked for at the first question that needs reading.
    """

    def __init__(self, library: Library, encoder: Callable[[], CrossEncoder]) -> None:
        self._library = library
        self._encoder = encoder

    def settled(self, plan: Plan, answer: Answer, kind: Kind | None = None) -> Answer:
        """The answer that stands.

        Args:
            plan: of the message.
            answer: what the rules say to it.
            kind: only documents of this kind.
        """
        if answer.mode != "extractive" or answer.understood.asked in _TOLD_BY_CATALOG:
            return answer
        encoder = self._encoder()
        limits = bounds(encoder.fingerprint)
        found = find(plan, self._library, Scope(kind=kind))
        reading = Reading(encoder, plan, found.sources)
        if answer.outcome is Outcome.ANSWERED:
            if self._agreement(reading, answer, plan) >= limits.agrees:
                return answer
            answer = _denied(plan, answer)
        # where the library holds nothing of the place or the year, what it holds of others answers nothing
        said = self._said(reading, plan, found.sources, limits) if answer.searched.documents else None
        if said is not None:
            return replace(
                said, standalone_question=answer.standalone_question, searched=answer.searched,
                understood=answer.understood, notes=said.notes, timings_ms=answer.timings_ms,
            )  # fmt: skip
        return replace(answer, nearest=_merged(answer.nearest, self._shown(reading, limits)))

    def _said(self, reading: Reading, plan: Plan, sources: tuple[Source, ...], limits: Bounds) -> Answer | None:
        """The surest window; `None` where it is not sure enough, or a fact of it is another than was asked for.

        Of place, year, status and negation code decides (`assistant.check`), however sure the reader is.
        """
        if not reading.scored or reading.scored[0].score < limits.answers:
            return None
        composer = compose.Composer(self._text)
        material = Material(plan=plan, sources=sources)
        part = 1 if len(plan.inquiries) == 1 else 0
        for finding in findings(reading.trimmed(reading.scored[0]), part):
            checked = check(finding, material, wording=False)
            if checked.faults:
                return None
            composer.add(checked)
        rows = self._library.figures({citation.document_id for citation in composer.citations})
        return replace(compose.answered(composer, plan, (), rows, 0), mode="extractive") if composer.said else None

    def _shown(self, reading: Reading, limits: Bounds) -> tuple[Nearest, ...]:
        """The passages that are likeliest to answer, undecided, likeliest first."""
        windows = [each.window for each in reading.likeliest(_SHOWN, limits.shown)]
        shown = (self._standing(compose.around(w.source, w.start, w.end, _AROUND, self._text)) for w in windows)
        return tuple(near for near in shown if not to_a_machine(near.text))

    def _standing(self, near: Nearest) -> Nearest:
        """The passage under its own headings: a source of several chunks has those of the one that was searched for."""
        chunk = self._library.chunks([near.citation.chunk_id]).get(near.citation.chunk_id)
        if chunk is None:
            return near
        return replace(near, citation=replace(near.citation, heading=chunk.heading, page=chunk.page))

    def _agreement(self, reading: Reading, answer: Answer, plan: Plan) -> float:
        """How sure the reader is that something of what an answer cites answers."""
        known = cited(answer.citations, self._library, plan.today)
        spans = [(c.start, c.end) for c in answer.citations]
        scores = [reading.score_of(at.source, spans) for at in known.values()]
        return max(scores, default=float("-inf"))

    def _text(self, document_id: str) -> str:
        document = self._library.document(document_id)
        return document.text if document else ""


def _merged(of_rules: Sequence[Nearest], of_reader: Sequence[Nearest]) -> tuple[Nearest, ...]:
    """What is shown: rows of the ledger first, then the reader's surest passage and the rules', by turns."""
    figures = [near for near in of_rules if not _is_passage(near)]
    passages = [near for near in of_rules if _is_passage(near)]
    kept: list[Nearest] = list(figures)
    for near in (near for pair in zip_longest(of_reader, passages) for near in pair if near is not None):
        if not any(_overlaps(near.citation, other.citation) for other in kept):
            kept.append(near)
    return tuple(kept[:_SHOWN])


def _is_passage(near: Nearest) -> bool:
    """Whether the document's own words are shown, not what was read of them."""
    return "".join(near.text.rstrip("…").split()) in "".join(near.citation.quote.split())


def _overlaps(one: Citation, other: Citation) -> bool:
    return one.document_id == other.document_id and one.start < other.end and other.start < one.end


def _denied(plan: Plan, answer: Answer) -> Answer:
    """What is said instead of an answer that does not answer what was asked."""
    return replace(
        answer,
        outcome=Outcome.NOT_FOUND,
        answer=texts.not_found(plan, answer.searched.documents, ()),
        sentences=(),
        citations=(),
        figures=(),
        notes=(),
        nearest=(),
        verdict=None,
        completeness=None,
        missing=(),
    )
