"""The two derived indexes of a library, kept together as one generation.

A generation is a folder `index-000N` with `keywords/` (tantivy) and, unless a Chroma server keeps them, `vectors/`
(Chroma). The catalog names the current one. Adding writes into the current generation; whatever takes something away
writes the next generation from the catalog and then switches the catalog's pointer in one transaction. So nothing
removed lives on in an index file, a crash leaves either the old or the new generation in force, and readers of the old
one go on until they notice.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import numpy as np

from docs_store import permissions
from docs_store.catalog import Catalog
from docs_store.context import placed
from docs_store.embedding import Vectors
from docs_store.keywords import KeywordIndex, TantivyKeywordIndex
from docs_store.types import Chunk, Metadata
from docs_store.vector_stores import EMBEDDED, VectorStore
from docs_store.vectors import VectorIndex

Progress = Callable[[int, int], None]
"""Called with (documents done, documents in all)."""

_POINTER = "index_generation"
_PLACE = "vector_store"
_PREFIX = "index-"
_REBUILD = "Run `policy-assistant library rebuild`."
_COMMIT_EVERY = 20_000  # chunks held by the keyword writer before they are made durable
_VECTORS_AT_ONCE = 1_000  # held for one adding: Chroma takes a quarter less of the processor for 400 than for 100


class Generation:
    """One generation of the derived indexes. Each part is opened when first used.

    Args:
        folder: the generation's folder.
        library_id: the library that it belongs to.
        store: where its vector index is kept.
        writable: whether `add` may be called.
    """

    def __init__(self, folder: Path, library_id: str, store: VectorStore, *, writable: bool) -> None:
        self.folder = folder
        self._library_id = library_id
        self._store = store
        self._writable = writable
        self._keywords: KeywordIndex | None = None
        self._vectors: VectorIndex | None = None
        self._held: list[tuple[str, Vectors]] = []

    @property
    def keywords(self) -> KeywordIndex:
        """The keyword index."""
        if self._keywords is None:
            self._keywords = TantivyKeywordIndex(self.folder / "keywords", read_only=not self._writable)
        return self._keywords

    @property
    def vectors(self) -> VectorIndex:
        """The vector index."""
        if self._vectors is None:
            self._vectors = self._store.open(self._library_id, self.folder, writable=self._writable)
        return self._vectors

    def add(self, metadata: Metadata, chunks: Iterable[Chunk], vectors: Vectors | None) -> None:
        """Add one document's chunks. They are durable and visible after `commit`."""
        rows = [(chunk.id, chunk.document_id, placed(metadata, chunk).text) for chunk in chunks]
        if not rows:
            return
        if vectors is not None:
            self._held += zip((row[0] for row in rows), vectors, strict=True)
            if len(self._held) >= _VECTORS_AT_ONCE:
                self._add_held()
        self.keywords.add(rows)

    def commit(self) -> None:
        """Make all that was added durable and visible."""
        self._add_held()
        self.keywords.commit()
        permissions.restrict_all(self.folder)

    def reload(self) -> None:
        """Let searches see what was committed since; the parts not yet opened will anyway."""
        if self._keywords is not None:
            self._keywords.reload()

    def close(self) -> None:
        """Release files and memory of the parts that were opened."""
        if self._keywords is not None:
            self._keywords.close()
        if self._vectors is not None:
            self._vectors.close()
        permissions.restrict_all(self.folder)  # reading makes Chroma write files, too

    def _add_held(self) -> None:
        if self._held:
            ids, vectors = zip(*self._held, strict=True)
            self._held = []
            self.vectors.add(ids, np.stack(vectors))


def current(library: Path, catalog: Catalog, store: VectorStore, *, writable: bool) -> Generation:
    """The generation that the catalog names."""
    return Generation(current_folder(library, catalog), catalog.library_id, store, writable=writable)


def current_folder(library: Path, catalog: Catalog) -> Path:
    """Its folder."""
    return library / f"{_PREFIX}{int(catalog.get_meta(_POINTER) or 0):04d}"


def rebuild(
    library: Path, catalog: Catalog, store: VectorStore, *, dimensions: int, progress: Progress | None = None
) -> None:
    """Write the next generation from the catalog's visible documents and switch to it.

    Args:
        store: where its vector index is to be kept from now on.
        dimensions: length of the stored vectors; 0 when the library has none.
        progress: called with (documents done, documents in all).
    """
    number = int(catalog.get_meta(_POINTER) or 0) + 1
    folder = library / f"{_PREFIX}{number:04d}"
    sweep(library, catalog, store)  # an interrupted rebuild may have left a part of it
    fresh = Generation(folder, catalog.library_id, store, writable=True)
    try:
        infos = catalog.infos()
        since_commit = 0
        for done, info in enumerate(infos, start=1):
            vectors = catalog.vectors_of(info.id, dimensions) if dimensions else None
            fresh.add(info.metadata, catalog.chunks_of(info.id), vectors)
            since_commit += info.chunks
            if since_commit >= _COMMIT_EVERY:
                fresh.commit()
                since_commit = 0
            if progress:
                progress(done, len(infos))
        fresh.commit()
    finally:
        fresh.close()
    with catalog.transaction():
        catalog.set_meta(_POINTER, str(number))
        catalog.set_meta(_PLACE, store.name)


def place(catalog: Catalog) -> str:
    """Name of the vector store that holds the current generation's vector index."""
    return catalog.get_meta(_PLACE) or EMBEDDED


def record_place(catalog: Catalog, store: VectorStore) -> None:
    """Remember the store of a library that has no vector index yet; joins the open transaction."""
    catalog.set_meta(_PLACE, store.name)


def sweep(library: Path, catalog: Catalog, store: VectorStore) -> None:
    """Delete what generations left that are no longer, or not yet, in force."""
    keep = current_folder(library, catalog)
    store.keep_only(catalog.library_id, keep)
    for folder in library.glob(f"{_PREFIX}*"):
        if folder != keep:
            shutil.rmtree(folder, ignore_errors=True)


def disagreements(
    generation: Generation, catalog: Catalog, *, with_vectors: bool, with_extra: bool = True
) -> Iterator[str]:
    """Sentences on how the indexes differ from the catalog; none when all three are in step.

    Args:
        with_extra: what an index holds beyond the catalog counts as well.

    Raises:
        LibraryDamagedError: an index cannot be read.
    """
    expected = {info.id: info.chunks for info in catalog.infos() if info.chunks}
    for document_id, count in expected.items():
        found = generation.keywords.count(document_id)
        if found < count or (with_extra and found > count):
            yield f"Document {document_id} has {count} chunks, the keyword index {found}. {_REBUILD}"
    if with_extra:
        for extra in sorted(generation.keywords.document_ids() - expected.keys()):
            yield f"The keyword index holds document {extra}, which the catalog does not. {_REBUILD}"
    if with_vectors:
        if cut := generation.vectors.cut_short():
            yield f"Files of the vector index are missing or cut short: {', '.join(cut)}. {_REBUILD}"
        ids = generation.vectors.ids()
        wanted = {chunk_id for document_id in expected for chunk_id in catalog.chunk_ids_of(document_id)}
        lacking, others = len(wanted - ids), len(ids - wanted)
        if lacking or (with_extra and others):
            yield f"The vector index lacks {lacking} chunks and holds {others} others. {_REBUILD}"
