"""What an answer's citations lead into, as sources: for the check of an answer that is there already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.find.sourcer import Sourcer
from assistant.turn import Source
from docs_store.library import Library
from docs_store.types import Chunk, Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """A citation that holds, as a source.

    Attributes:
        source: the cited passage; its number is the citation's marker.
        start, end: span of the quoted words in `source.text`.
    """

    source: Source
    start: int
    end: int

    @property
    def words(self) -> str:
        """The quote as reading text."""
        return self.source.text[self.start : self.end]


def cited(citations: Sequence[Citation], library: Library, today: date) -> dict[int, Cited]:
    """Citations by marker: those whose quote is the document's text between their offsets, inside their passage."""
    chunks = library.chunks([citation.chunk_id for citation in citations])
    sourcer = Sourcer(library.infos(), today)
    known: dict[int, Cited] = {}
    for citation in citations:
        chunk = chunks.get(citation.chunk_id)
        if chunk is None or citation.marker in known or not _holds(citation, chunk, library):
            continue
        source = replace(sourcer.of_chunks([chunk], chunk), number=citation.marker)
        span = [i for i, origin in enumerate(source.origins) if citation.start <= origin < citation.end]
        if span:
            known[citation.marker] = Cited(source=source, start=span[0], end=span[-1] + 1)
    return known


def _holds(citation: Citation, chunk: Chunk, library: Library) -> bool:
    document = library.document(citation.document_id)
    return (
        document is not None
        and chunk.document_id == citation.document_id
        and chunk.start <= citation.start < citation.end <= chunk.end
        and document.text[citation.start : citation.end] == citation.quote
    )
