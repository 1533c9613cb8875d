"""The library: one folder with the catalog and its derived indexes, kept in step.

Reading never writes. Any number of threads and processes may read while one process writes.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from docs_store import boxes, hybrid, indexes, originals, permissions
from docs_store.catalog import FILE_NAME, Catalog, DocumentInfo, SourceRow
from docs_store.changes import Origin
from docs_store.chunk_vectors import fingerprint
from docs_store.document_set import DocumentSet
from docs_store.embedding import Embedder, Vectors
from docs_store.errors import EmbedderMismatchError, LibraryDamagedError, LibraryError, VectorStoreMismatchError
from docs_store.matrix import ExactVectors, document_of
from docs_store.types import Chunk, Document, Figure, FileStatus, Passage, TextBox
from docs_store.validity import may_be_reprint
from docs_store.vector_stores import EmbeddedStore, VectorStore

if TYPE_CHECKING:
    from docs_store.provisions import Provision
    from docs_store.reading_report import NearDuplicate
    from docs_store.soundness import Upkeep
    from docs_store.writer import Writer

# Of a library that has more chunks than its store's `exact_rows`, and so an approximate index in memory:
_SCOPE_ROWS = 50_000  # chunks up to which some of its documents are compared exactly all the same
_KEPT_ROWS = 10_000  # vectors that stay in memory beside the index; 1 KB each at 512 dimensions
_CANDIDATES = 200  # per retriever
NEAR_DUPLICATE = 0.7  # share of common shingles from which a text counts as a reprint; recognised text has misreadings
_MOST_ALIKE = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerRow:
    """One figure with the document it stands in, which tells its place."""

    info: DocumentInfo
    figure: Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvisionRow:
    """One support measure with the document it stands in, which tells its place and whether it is in force."""

    info: DocumentInfo
    provision: Provision


class Library:
    """Opens a library folder for reading; `writer()` opens it for writing as well.

    Args:
        folder: the library folder.
        embedder: the model for queries and new documents; `None` searches by keywords only.
        create: make the folder and an empty catalog when they are missing.
        store: where the vector index is kept; in the library's own folder when not given.
        origin: where changes come from that do not say so themselves; from this process's user when not given.

    Raises:
        LibraryError: there is no library in the folder, or it cannot be opened.
        EmbedderMismatchError: its vectors were made by another model than `embedder`.
        VectorStoreMismatchError: its vector index is kept elsewhere than `store` (when first searched or written).
    """

    def __init__(
        self,
        folder: Path,
        embedder: Embedder | None,
        *,
        create: bool = False,
        store: VectorStore | None = None,
        origin: Origin | None = None,
    ) -> None:
        self.folder = folder
        self.embedder = embedder
        self._store = store or EmbeddedStore()
        self._origin = origin
        if create:
            try:
                permissions.make_folder(folder)
                Catalog(folder, writable=True).close()
            except OSError as error:
                raise LibraryError(
                    f"The library folder {folder} cannot be made: {error.strerror}.",
                    remedy="Choose another folder with --library.",
                ) from error
        elif not (folder / FILE_NAME).is_file():
            raise LibraryError(
                f"There is no library in {folder}.", remedy="Run `policy-assistant ingest PATH` to make one."
            )
        self._catalog = Catalog(folder, writable=False)
        self._lock = threading.Lock()
        self._revision = ""
        self._infos = DocumentSet()
        self._generation = self._current()
        self._exact = ExactVectors(self._load_vectors, max_rows=None)
        self._made_by: str | None = None  # fingerprint of the model that made the vectors in `_exact`

    # --- reading -----------------------------------------------------------------------------------------------

    @property
    def revision(self) -> str:
        """Changes whenever the visible content does."""
        return self._catalog.get_meta("revision") or "0"

    def infos(self) -> DocumentSet:
        """All visible documents, by source and position; the same object as long as the revision is the same."""
        return self._fresh_infos()

    def infos_of(self, document_ids: Sequence[str]) -> list[DocumentInfo]:
        """The visible ones of these documents."""
        infos = self._fresh_infos().by_id
        return [infos[document_id] for document_id in document_ids if document_id in infos]

    def document(self, document_id: str) -> Document | None:
        """A visible document with its text, or `None`."""
        return self._catalog.document(document_id)

    def chunks(self, chunk_ids: Sequence[str]) -> dict[str, Chunk]:
        """Chunks by id; ids that are not there are left out."""
        return self._catalog.chunks(chunk_ids)

    def chunks_of(self, document_id: str) -> list[Chunk]:
        """A document's chunks in order; empty when it is not visible."""
        return self._catalog.chunks_of(document_id) if document_id in self._fresh_infos().by_id else []

    def areas(self, document_id: str, start: int, end: int) -> list[TextBox]:
        """Where a span of a document's text stands on its pages: one area for each line it runs over, in order.

        Areas are in ten-thousandths of the page's width and height, origin top left, so they fit a picture of the page
        of any size. Empty where the format shows no pages.
        """
        return boxes.areas(self._catalog.boxes_of(document_id), start, end)

    def original(self, document_id: str) -> Path | None:
        """The file a visible document was read from, as the library keeps it; `None` where it keeps none.

        Kept are files whose pages are shown (PDF, pictures); `ingest.page_image` draws them.
        """
        info = self._fresh_infos().by_id.get(document_id)
        if info is None or info.file_hash not in self._catalog.originals():
            return None
        return originals.path_of(self.folder, info.file_hash)

    def sources(self) -> list[SourceRow]:
        """All files ever ingested and not removed, failed ones too."""
        return self._catalog.sources()

    def copies_left(self) -> list[SourceRow]:
        """Files that were passed over as copies of others which the library no longer holds."""
        passed = [row for row in self._catalog.sources() if row.status is FileStatus.UNCHANGED]
        return [row for row in passed if not self._catalog.sources_with_hash(row.file_hash)]

    def figures(self, document_ids: Iterable[str] | None = None) -> list[LedgerRow]:
        """The figure ledger of some documents, or of all, in the order of the documents."""
        infos = self._fresh_infos().by_id
        if document_ids is None:
            every = self._catalog.all_figures()
            return [LedgerRow(info=info, figure=figure) for info in infos.values() for figure in every.get(info.id, ())]
        wanted = [i for i in document_ids if i in infos]
        return [
            LedgerRow(info=infos[document_id], figure=figure) for document_id, figure in self._catalog.figures(wanted)
        ]

    def provisions(self, document_ids: Iterable[str] | None = None) -> list[ProvisionRow]:
        """Support measures of some documents, or of all, in the order of the documents."""
        infos = self._fresh_infos().by_id
        wanted = infos.keys() if document_ids is None else [i for i in document_ids if i in infos]
        return [
            ProvisionRow(info=infos[document_id], provision=provision)
            for document_id, provision in self._catalog.provisions(wanted)
        ]

    def source(self, key: str) -> SourceRow | None:
        """What is remembered of one file, or `None`."""
        return self._catalog.source(key)

    def keys_with_prefix(self, prefix: str) -> list[str]:
        """Keys of the files whose keys begin with a prefix."""
        return self._catalog.keys_with_prefix(prefix)

    def ids_of_source(self, key: str) -> list[str]:
        """Ids of a file's visible documents, by position."""
        return self._catalog.ids_of_source(key)

    def sources_with_hash(self, file_hash: str) -> list[str]:
        """Keys of the files in the library that have this content."""
        return self._catalog.sources_with_hash(file_hash)

    def near_duplicates(self, document_id: str) -> list[NearDuplicate]:
        """Documents of the library that are reprints of one, most alike first.

        Versions of one law and yearly editions of one notice are alike too, and are none.
        """
        from docs_store.reading_report import NearDuplicate  # noqa: PLC0415 - for no question

        alike = dict(self._catalog.sketches.alike(document_id, least=NEAR_DUPLICATE, limit=_MOST_ALIKE))
        infos = {info.id: info for info in self._catalog.infos([document_id, *alike])} if alike else {}
        own = infos.get(document_id)
        if own is None:
            return []
        return [
            NearDuplicate(
                document_id=other,
                title=infos[other].metadata.title.value,
                source=infos[other].source,
                similarity=round(likeness, 3),
            )
            for other, likeness in alike.items()
            if other in infos and may_be_reprint(own, infos[other])
        ]

    def search(self, query: str, *, limit: int, document_ids: Iterable[str] | None = None) -> list[Passage]:
        """Passages for a query, best first.

        Args:
            limit: at most so many passages.
            document_ids: look only into these documents; `None` means all.

        Raises:
            EmbedderMismatchError: the library's vectors were made by another model.
        """
        try:
            return self._search(query, limit, document_ids)
        except LibraryDamagedError:
            # A writer in another process may have replaced the index folder between our look at the catalog and
            # the opening of the files. Once is bad luck, twice is damage.
            with self._lock:
                self._revision = ""
            return self._search(query, limit, document_ids)

    def has_vectors(self) -> bool:
        """Whether the library was made with an embedding model."""
        return bool(self._catalog.get_meta("embedder"))

    def embedder_name(self) -> str:
        """Name of the model that made the vectors; empty for a library without."""
        return self._catalog.get_meta("embedder_name") or ""

    def close(self) -> None:
        """Release files and memory."""
        self._generation.close()
        self._catalog.close()

    # --- writing and upkeep ------------------------------------------------------------------------------------

    def writer(
        self,
        *,
        wait_s: float = 0.0,
        waiting: Callable[[], None] = lambda: None,
        origin: Origin | None = None,
    ) -> Writer:
        """Open for writing; use as a context manager.

        Args:
            wait_s: how long to wait, in seconds, for another writer to finish.
            waiting: called once when there is another writer to wait for.
            origin: where the changes come from; from where the library's do when not given.

        Raises:
            LibraryLockedError: another process is writing, and has not finished in that time.
        """
        return self._writer(Catalog(self.folder, writable=True), wait_s, waiting, origin)

    def rebuild(
        self,
        progress: indexes.Progress | None = None,
        *,
        wait_s: float = 0.0,
        waiting: Callable[[], None] = lambda: None,
    ) -> None:
        """Write both indexes anew from the catalog, and those vectors from the text that are not fit.

        Vectors are computed again where they are missing or cut short; all of them where the model is another one. What
        was read itself cannot be mended so: `check` tells which files to ingest again.

        Args:
            progress: called with (documents done, documents in all).
            wait_s, waiting: see `writer`.
        """
        catalog = Catalog(self.folder, writable=True)
        made_by = fingerprint(self.embedder) if self.embedder else ""
        with self._writer(catalog, wait_s, waiting, rebuilding=True) as writer:
            writer.rebuild(progress, reembed=bool(made_by) and made_by != catalog.get_meta("embedder"))

    def check(self) -> list[str]:
        """Sentences on what is wrong with the library, each with what to do; empty when it is sound."""
        from docs_store import soundness  # noqa: PLC0415 - for no question

        if broken := self._catalog.integrity_problems():
            return broken
        if self._fresh_infos().chunks:
            self._check_store()
        found = soundness.problems(self.folder, self._catalog, self._generation, with_vectors=self.has_vectors())
        return list(found)

    def upkeep(self) -> Upkeep:
        """What is not wrong with the library and yet to be done; the next write does it."""
        from docs_store import soundness  # noqa: PLC0415 - as in `check`

        return soundness.upkeep(self._catalog)

    def is_as_read(self, key: str) -> bool:
        """Whether a file's documents are all there and stored as they were read, as far as that is known."""
        digests = self._catalog.digests
        return not digests.has_lost(key) and not any(map(digests.altered, self._catalog.ids_of_source(key)))

    # --- inside ------------------------------------------------------------------------------------------------

    def _writer(
        self,
        catalog: Catalog,
        wait_s: float,
        waiting: Callable[[], None],
        origin: Origin | None = None,
        *,
        rebuilding: bool = False,
    ) -> Writer:
        from docs_store.writer import Writer  # noqa: PLC0415 - a question needs no lock files

        return Writer(
            self.folder,
            catalog,
            self.embedder,
            self._store,
            origin or self._origin or Origin.of_process(),
            self._look_again,
            wait_s=wait_s,
            waiting=waiting,
            rebuilding=rebuilding,
        )

    def _current(self) -> indexes.Generation:
        return indexes.current(self.folder, self._catalog, self._store, writable=False)

    def _look_again(self) -> None:
        with self._lock:
            self._revision = ""

    def _fresh_infos(self) -> DocumentSet:
        """Visible documents; looked up again when the library has changed."""
        revision = self.revision
        with self._lock:
            if revision != self._revision or not self._revision:
                folder = indexes.current_folder(self.folder, self._catalog)
                if folder != self._generation.folder:
                    self._generation.close()
                    self._generation = self._current()
                else:
                    self._reload()
                self._renew(DocumentSet(self._catalog.infos()))
                self._revision = revision
            return self._infos

    def _renew(self, infos: DocumentSet) -> None:
        """Take these documents from now on. Vectors of those that are as they were stay in memory."""
        made_by = self._catalog.get_meta("embedder")
        before = self._infos.by_id if made_by == self._made_by else {}
        same = {info.id for info in infos if before.get(info.id) == info}
        self._exact.keep_only(same, max_rows=None if infos.chunks <= self._store.exact_rows else _KEPT_ROWS)
        self._infos, self._made_by = infos, made_by

    def _reload(self) -> None:
        """Let the open generation see what was committed since."""
        try:
            self._generation.reload()
        except LibraryDamagedError:  # replaced this very moment, or damaged: opening it will tell
            self._generation.close()
            self._generation = self._current()

    def _check_embedder(self) -> None:
        recorded = self._catalog.get_meta("embedder")
        if recorded and self.embedder is not None and recorded != fingerprint(self.embedder):
            raise EmbedderMismatchError.between(self.folder, self.embedder_name(), self.embedder.name)

    def _check_store(self) -> None:
        if self.has_vectors() and indexes.place(self._catalog) != self._store.name:
            raise VectorStoreMismatchError.between(self.folder, indexes.place(self._catalog), self._store.name)

    def _search(self, query: str, limit: int, document_ids: Iterable[str] | None) -> list[Passage]:
        self._check_embedder()
        self._check_store()
        every = self._fresh_infos()
        infos = every.by_id
        wanted = None if document_ids is None else frozenset(document_ids) & infos.keys()
        if not infos or (wanted is not None and not wanted) or not query.strip():
            return []
        scores: dict[str, dict[str, float]] = {}
        for field in ("words", "bigrams"):
            hits = self._generation.keywords.search(query, field=field, limit=_CANDIDATES, document_ids=wanted)
            scores[field] = {hit.chunk_id: hit.score for hit in hits}
        matched = [*scores["words"], *scores["bigrams"]]
        scores["vectors"] = self._similarities(query, every, wanted, matched)
        best = hybrid.fuse(scores, limit)
        with self._catalog.snapshot():
            chunks = self._catalog.chunks([fused.chunk_id for fused in best])
        passages = []
        for fused in best:
            chunk = chunks.get(fused.chunk_id)
            info = infos.get(chunk.document_id) if chunk else None
            if chunk is not None and info is not None:
                passages.append(_passage(chunk, info, fused))
        return passages

    def _similarities(
        self, query: str, infos: DocumentSet, wanted: frozenset[str] | None, matched: Sequence[str]
    ) -> dict[str, float]:
        """Chunk id → cosine for the nearest chunks and for those matched by keywords; empty without vectors."""
        if self.embedder is None or not self.has_vectors():
            return {}
        vector = self.embedder.embed_query(query)
        exact_rows = self._store.exact_rows
        if infos.chunks <= exact_rows:
            is_exact = True
        else:
            chunks = infos.chunks if wanted is None else sum(infos.by_id[i].chunks for i in wanted)
            is_exact = chunks <= min(exact_rows, _SCOPE_ROWS)
        if is_exact:
            scope = infos.by_id if wanted is None else wanted
            near = self._exact.nearest(vector, scope, _CANDIDATES, also=matched)
        else:
            hits = self._generation.vectors.search(vector, _CANDIDATES * (1 if wanted is None else 5))
            near = {
                hit.chunk_id: hit.similarity for hit in hits if wanted is None or document_of(hit.chunk_id) in wanted
            }
        others = list({chunk_id for chunk_id in matched if chunk_id not in near})
        if not others:
            return near
        ids, vectors = self._catalog.vectors_of_chunks(others, self._dimensions())
        return near | dict(zip(ids, (vectors @ vector).tolist(), strict=True))

    def _dimensions(self) -> int:
        return int(self._catalog.get_meta("dimensions") or 0)

    def _load_vectors(self, document_id: str) -> tuple[list[str], Vectors] | None:
        with self._catalog.snapshot():  # ids and rows of one instant: a writer may be removing the document
            vectors = self._catalog.vectors_of(document_id, self._dimensions())
            return None if vectors is None else (self._catalog.chunk_ids_of(document_id), vectors)


def _passage(chunk: Chunk, info: DocumentInfo, fused: hybrid.Fused) -> Passage:
    metadata = info.metadata
    return Passage(
        chunk=chunk,
        title=metadata.title.value,
        region=metadata.region.value if metadata.region else "",
        kind=metadata.kind.value,
        source=info.source,
        score=fused.score,
        similarity=fused.similarity,
        found_by=fused.found_by,
    )
