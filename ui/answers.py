"""What all views of an answer share: which passages can be opened beside it, and what is said in its fields alone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.read.rules.kinds import Asked
from assistant.say import wording
from docs_store.types import Answer, Citation, Nearest

if TYPE_CHECKING:
    from assistant.drafting.desk import Reply


def nearest(answer: Answer) -> tuple[Nearest, ...]:
    """What comes nearest to a question that has no answer, numbered on after the answer's own citations.

    In an answer each of them is marked 1: they stand for themselves, and no sentence refers to them.
    """
    first = max((citation.marker for citation in answer.citations), default=0) + 1
    return tuple(
        replace(near, citation=replace(near.citation, marker=marker))
        for marker, near in enumerate(answer.nearest, first)
    )


def sources(answer: Answer) -> tuple[Citation, ...]:
    """Every passage that a reader may open: those of the answer, then those of what comes nearest."""
    return (*answer.citations, *(near.citation for near in nearest(answer)))


def remarks(answer: Answer | Reply) -> tuple[str, ...]:
    """The notes of an answer, or of the reply it makes, that say more than its `missing`, which is shown by itself."""
    if not answer.missing:
        return answer.notes
    from assistant.say import texts  # noqa: PLC0415 - what a language model's reading needs

    repeated = (texts.missing(answer.missing), wording.parts_missing(answer.missing))
    return tuple(note for note in answer.notes if note not in repeated)


def is_conversation(answer: Answer) -> bool:
    """Whether an answer speaks to the asker, and not of what the library holds: a greeting, or a question back."""
    return bool(answer.asks_back) or answer.understood.asked == Asked.GREETING
