"""The check of a whole answer: what of it may be said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.read.rules.check.sentence import check_sentence
from assistant.read.rules.check.source import Fault, resolve
from docs_store.library import Library
from docs_store.types import AnswerFigure, AnswerSentence, Chunk, Citation, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """An answer after the check.

    Attributes:
        sentences: those that stand in what they cite.
        citations: those that a sentence still leads to, with the markers they had.
        figures: those that stand in these citations; without computed ones where a sentence was dropped.
        dropped: the others, with what is wrong with each.
    """

    sentences: tuple[AnswerSentence, ...]
    citations: tuple[Citation, ...]
    figures: tuple[AnswerFigure, ...]
    dropped: tuple[tuple[AnswerSentence, tuple[Fault, ...]], ...]


@dataclass(frozen=True, slots=True)
class Grounds:
    """Citations and what they lead into.

    Attributes:
        chunks: passages of this turn by chunk id.
        texts: document id → document text.
    """

    citations: tuple[Citation, ...]
    chunks: Mapping[str, Chunk]
    texts: Mapping[str, str]


def grounds(citations: Sequence[Citation], library: Library) -> Grounds:
    """What the library holds behind citations."""
    ids = {citation.document_id for citation in citations}
    return Grounds(
        tuple(citations),
        library.chunks([citation.chunk_id for citation in citations]),
        {id_: document.text for id_ in ids if (document := library.document(id_)) is not None},
    )


def check_answer(
    sentences: Sequence[AnswerSentence],
    ground: Grounds,
    figures: Sequence[AnswerFigure] = (),
    verdict: Verdict | None = None,
) -> Checked:
    """Check every sentence of an answer.

    Args:
        figures: the answer's figures, for sentences made of them.
        verdict: the answer's yes or no, for the sentence that says it.
    """
    sources, _ = resolve(ground.citations, ground.chunks, ground.texts)
    kept: list[AnswerSentence] = []
    dropped = []
    for sentence in sentences:
        faults = check_sentence(sentence, sources, figures, verdict)
        if faults:
            dropped.append((sentence, tuple(faults)))
        else:
            kept.append(sentence)
    used = {marker for sentence in kept for marker in sentence.citations}
    left = [f for f in figures if f.citation in used and f.operation is None] if dropped else figures
    return Checked(
        figures=tuple(left),
        sentences=tuple(kept),
        citations=tuple(citation for citation in ground.citations if citation.marker in used),
        dropped=tuple(dropped),
    )
