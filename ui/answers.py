"""What all views of an answer share: which passages can be opened beside it."""

from __future__ import annotations

from dataclasses import replace

from docs_store.types import Answer, Citation, Nearest


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
