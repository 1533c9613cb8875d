"""A source of what stands in a document, with what the library knows of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from assistant.find import pieces
from assistant.turn import Source
from docs_store import doubts
from docs_store.catalog import DocumentInfo
from docs_store.document_set import DocumentSet
from docs_store.types import Chunk
from docs_store.validity import force


def is_region_sure(info: DocumentInfo) -> bool:
    """Whether a document's place is known well enough to bind."""
    return doubts.is_region_sure(info.metadata)


class Sourcer:
    """Makes sources of chunks, with what the library knows of their documents."""

    def __init__(self, infos: DocumentSet, today: date) -> None:
        self._infos = infos
        self._today = today
        self._successors = infos.superseded(today)

    def of_chunks(self, chunks: Sequence[Chunk], main: Chunk, label: str = "") -> Source:
        """The source of neighbouring chunks; `main` is the one that was searched for."""
        return self._source(main, pieces.of_chunks(chunks), label)

    def of_held(self, item: tuple[Chunk, Sequence[Chunk] | pieces.Pieces, str]) -> Source:
        """The source of a ledger row or of a measure's parts."""
        main, content, label = item
        made = content if isinstance(content, pieces.Pieces) else pieces.of_chunks(content)
        return self._source(main, made, label)

    def _source(self, chunk: Chunk, made: pieces.Pieces, label: str) -> Source:
        info = self._infos.by_id[chunk.document_id]
        metadata = info.metadata
        text, origins, stretches = made.result()
        successor = self._successors.get(info.id)
        return Source(
            number=0,
            document_id=info.id,
            title=metadata.title.value,
            file=info.source,
            kind=metadata.kind.value,
            text=text,
            origins=origins,
            stretches=stretches,
            heading=chunk.heading,
            page=chunk.page,
            region=metadata.region.value if metadata.region else "",
            is_region_sure=is_region_sure(info),
            years=metadata.years.value if metadata.years else (),
            own_years=chunk.years,
            status=chunk.status,
            issuer=metadata.issuer.value if metadata.issuer else "",
            doc_number=metadata.doc_number.value if metadata.doc_number else "",
            published=metadata.published.value if metadata.published else "",
            expires=metadata.expires.value if metadata.expires else "",
            force=force(info, self._today, self._successors),
            successor=self._infos.by_id[successor].metadata.title.value if successor else "",
            label=label,
        )
