"""Whether a library is sound: what `library check` looks at, and the sentences in which it says what is wrong.

Each sentence ends with what to do: indexes and vectors are mended by `library rebuild` from the stored text; what was
read itself is mended by reading the file again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from docs_store import indexes, originals, workspace
from docs_store.catalog import Catalog
from docs_store.errors import LibraryDamagedError
from docs_store.indexes import Generation

_REBUILD = "Run `policy-assistant library rebuild`."


@dataclass(frozen=True, slots=True, kw_only=True)
class Upkeep:
    """What is not wrong with a library and yet to be done.

    Attributes:
        unfinished: a write was interrupted, and the next one finishes it; or one is under way.
        undigested: documents that were added before there were digests; the next write digests them.
    """

    unfinished: bool = False
    undigested: int = 0


def upkeep(catalog: Catalog) -> Upkeep:
    """What the next write makes up for."""
    return Upkeep(unfinished=catalog.is_unfinished(), undigested=len(catalog.digests.missing()))


def problems(folder: Path, catalog: Catalog, generation: Generation, *, with_vectors: bool) -> Iterator[str]:
    """What is wrong with the documents, the kept files, what visitors keep, the vectors and the indexes.

    Args:
        catalog: SQLite itself must find nothing wrong with it.
        with_vectors: whether the library was made with an embedding model.
    """
    yield from _document_problems(catalog)
    yield from originals.problems(folder, catalog.originals())
    yield from workspace.problems(folder)
    if with_vectors and (unfit := catalog.unfit_vectors()):
        yield f"The vectors of {len(unfit)} documents are missing or cut short. {_REBUILD}"
    if any(info.chunks for info in catalog.infos()):
        # What an interrupted write left behind in an index, or did not take out of it yet, is no fault.
        with_extra = not catalog.is_unfinished()
        try:
            yield from indexes.disagreements(generation, catalog, with_vectors=with_vectors, with_extra=with_extra)
        except LibraryDamagedError as error:
            yield str(error)


def _document_problems(catalog: Catalog) -> Iterator[str]:
    for info in catalog.infos():
        if parts := catalog.digests.altered(info.id):
            named = ", ".join(parts)
            yield (
                f"Document {info.id} is not stored as it was read ({named} changed or missing)."
                f" Ingest its file again: {info.source_key}."
            )
    for document_id, key in catalog.digests.lost():
        yield f"Document {document_id} is missing. Ingest its file again: {key}."
    for key in catalog.sources_without_documents():
        yield f"The documents of a file are missing. Ingest it again: {key}."
