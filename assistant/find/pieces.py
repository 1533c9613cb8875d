"""A source's text put together from spans of one document, with offsets that lead back into it."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.turn import Stretch
from docs_store.textnorm import CleanText, clean, clean_chunk
from docs_store.types import Chunk, Document

_LONGEST = 640  # characters of a source made of neighbouring chunks under one heading
_SIBLINGS = 400  # the same of chunks under neighbouring headings: articles are short, and one limits the other


class Pieces:
    """Reading text that grows line by line, each line from a chunk of one document."""

    def __init__(self) -> None:
        self._text = ""
        self._origins: list[int] = []
        self._stretches: list[Stretch] = []

    def add(self, piece: CleanText, chunk_id: str) -> None:
        """Put reading text of a chunk on a line of its own."""
        if not piece.text.strip():
            return
        if self._text:
            self._text += "\n"
            self._origins.append(self._origins[-1])
        start = len(self._text)
        self._text += piece.text
        self._origins += piece.origins
        self._stretches.append(Stretch(chunk_id=chunk_id, start=start, end=len(self._text)))

    def result(self) -> tuple[str, tuple[int, ...], tuple[Stretch, ...]]:
        """Text, origins and stretches, as `Source` takes them."""
        return self._text, tuple(self._origins), tuple(self._stretches)


def with_neighbours(chunk: Chunk, chunks: Sequence[Chunk]) -> list[Chunk]:
    """A chunk with those before and behind it under the same heading, as many as a source takes whole.

    A list keeps its lead-in, a rule the sentence that goes on after it; what follows comes before what precedes.
    """
    at = next((i for i, other in enumerate(chunks) if other.id == chunk.id), None)
    if at is None:
        return [chunk]
    first = last = at
    length = len(chunk.text)
    forward, backward = True, True
    while forward or backward:
        if forward:
            forward = last + 1 < len(chunks) and _joins(chunk, chunks[last + 1], length)
            if forward:
                last += 1
                length += len(chunks[last].text)
        if backward:
            backward = first > 0 and _joins(chunk, chunks[first - 1], length)
            if backward:
                first -= 1
                length += len(chunks[first].text)
    return list(chunks[first : last + 1])


def _joins(chunk: Chunk, other: Chunk, length: int) -> bool:
    if other.status is not chunk.status or other.years != chunk.years:
        return False
    if other.heading == chunk.heading:
        return length + len(other.text) <= _LONGEST
    is_near = other.heading[:-1] == chunk.heading[:-1] or chunk.heading in (other.heading[:-1], other.heading)
    return is_near and length + len(other.text) <= _SIBLINGS


def of_chunks(chunks: Sequence[Chunk]) -> Pieces:
    """The pieces of neighbouring chunks."""
    pieces = Pieces()
    for chunk in chunks:
        pieces.add(clean_chunk(chunk), chunk.id)
    return pieces


def of_spans(document: Document, spans: Sequence[tuple[int, int]], chunks: Sequence[Chunk]) -> Pieces:
    """The pieces of spans of a document, in their order; a span that no chunk holds is left out."""
    pieces = Pieces()
    for start, end in spans:
        holder = next((chunk for chunk in chunks if chunk.start <= start and end <= chunk.end), None)
        if holder is not None:
            pieces.add(clean(document.text[start:end], start=start, removed=document.removed), holder.id)
    return pieces
