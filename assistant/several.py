"""Several questions asked at once: parted, and their answers put together into one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant import compose, wording
from assistant.question import Asked, asked_kind, asks
from docs_store.textnorm import fold
from docs_store.types import Answer, AnswerFigure, AnswerSentence, Citation, Outcome, Searched, Understood

_ENDS = re.compile(r"(?<=[?？])\s*|\n+")
_COMMA = re.compile("(?<=[,，])")


def parted(question: str) -> list[str]:
    """The single questions of a message, in order; the message itself when it asks one.

    A question mark or a line's end parts them; a comma does where what follows asks for another kind of thing
    (什么时候申报,归哪个部门受理). What a later one leaves out is taken from those before it, as in a conversation.
    """
    pieces = [piece.strip() for piece in _ENDS.split(question) if piece.strip(" ?？\n")]
    found: list[str] = []
    for piece in pieces:
        found += _by_comma(piece)
    asking = [piece for piece in found if asks(fold(piece))]
    return found if len(asking) == len(found) > 1 else [question.strip()]


def _by_comma(piece: str) -> list[str]:
    clauses: list[str] = []
    for clause in _COMMA.split(piece):
        if clauses and not (asks(fold(clauses[-1])) and asks(fold(clause))):
            clauses[-1] += clause
        else:
            clauses.append(clause)
    kinds = [asked_kind(fold(clause)) for clause in clauses]
    return [clause.strip(",， ") for clause in clauses] if len(set(kinds)) == len(kinds) > 1 else [piece]


def joined(question: str, parts: Sequence[str], answers: Sequence[Answer]) -> Answer:
    """One answer from those of the single questions: citations numbered through, sentences and notes told once."""
    sentences: list[AnswerSentence] = []
    citations: list[Citation] = []
    figures: list[AnswerFigure] = []
    notes: list[str] = []
    missing = []
    for part, answer in zip(parts, answers, strict=True):
        notes += [note for note in answer.notes if answer.outcome is Outcome.ANSWERED and note not in notes]
        if answer.outcome is not Outcome.ANSWERED:
            missing.append(part)
            continue
        markers = {}
        for citation in answer.citations:
            same = next((known for known in citations if _place(known) == _place(citation)), None)
            if same is None:
                same = replace(citation, marker=len(citations) + 1)
                citations.append(same)
            markers[citation.marker] = same.marker
        for sentence in answer.sentences:
            told = replace(sentence, citations=tuple(markers[marker] for marker in sentence.citations))
            sentences += [] if told in sentences else [told]
        before = len(figures)
        figures += [
            replace(
                figure,
                citation=markers[figure.citation],
                computed_from=tuple(i + before for i in figure.computed_from),
            )
            for figure in answer.figures
        ]
    if not sentences:
        return replace(answers[0], question=question, understood=_understood(parts, answers))
    if missing:
        notes.insert(0, wording.parts_missing(missing))
    return replace(
        answers[0],
        question=question,
        standalone_question="".join(answer.standalone_question for answer in answers),
        outcome=Outcome.ANSWERED,
        answer=compose.text_of(sentences),
        sentences=tuple(sentences),
        citations=tuple(citations),
        figures=tuple(figures),
        notes=tuple(notes),
        searched=_searched(answers),
        understood=_understood(parts, answers),
        timings_ms=answers[-1].timings_ms,
    )


def _place(citation: Citation) -> tuple[str, int, int]:
    return citation.document_id, citation.start, citation.end


def _searched(answers: Sequence[Answer]) -> Searched:
    return Searched(
        regions=tuple(dict.fromkeys(region for answer in answers for region in answer.searched.regions)),
        years=tuple(sorted({year for answer in answers for year in answer.searched.years})),
        documents=max(answer.searched.documents for answer in answers),
    )


def _understood(parts: Sequence[str], answers: Sequence[Answer]) -> Understood:
    each = [answer.understood for answer in answers]
    kinds = {one.asked for one in each}
    statuses = {one.status for one in each}
    return replace(
        each[0],
        places=tuple(dict.fromkeys(place for one in each for place in one.places)),
        years=tuple(sorted({year for one in each for year in one.years})),
        status=statuses.pop() if len(statuses) == 1 else Understood().status,
        asked=kinds.pop() if len(kinds) == 1 else Asked.SEVERAL,
        subject=tuple(dict.fromkeys(word for one in each for word in one.subject)),
        parts=tuple(parts),
    )
