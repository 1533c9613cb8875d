"""The check of a whole answer: what of it may be said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.check.sentence import check_sentence
from assistant.check.source import Fault, resolve
from docs_store.types import AnswerFigure, AnswerSentence, Chunk, Citation


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


def check_answer(
    sentences: Sequence[AnswerSentence],
    citations: Sequence[Citation],
    *,
    chunks: Mapping[str, Chunk],
    texts: Mapping[str, str],
    figures: Sequence[AnswerFigure] = (),
) -> Checked:
    """Check every sentence of an answer.

    Args:
        chunks: passages of this turn by chunk id.
        texts: document id → document text.
        figures: the answer's figures, for numbers that were computed.
    """
    sources, _ = resolve(citations, chunks, texts)
    kept: list[AnswerSentence] = []
    dropped = []
    for sentence in sentences:
        faults = check_sentence(sentence, sources, figures)
        if faults:
            dropped.append((sentence, tuple(faults)))
        else:
            kept.append(sentence)
    used = {marker for sentence in kept for marker in sentence.citations}
    left = [f for f in figures if f.citation in used and f.operation is None] if dropped else figures
    return Checked(
        figures=tuple(left),
        sentences=tuple(kept),
        citations=tuple(citation for citation in citations if citation.marker in used),
        dropped=tuple(dropped),
    )
