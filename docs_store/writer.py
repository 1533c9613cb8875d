"""The one writer of a library.

A document passes through three steps, so that a kill at any instant leaves it either wholly there or wholly absent:
it is written to the catalog as `pending`; it is added to both indexes; one transaction makes it visible and removes
what it replaces. Removing marks the indexes as stale in the same transaction, and closing the writer (or the next
writer, after a crash) writes them anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Self

from filelock import FileLock, Timeout

from docs_store import codec, indexes, originals, permissions
from docs_store.catalog import Catalog, DocumentInfo, SourceRow
from docs_store.changes import REVIEW, Action, Change, ChangeLog, Origin
from docs_store.chunk_vectors import chunk_vectors, fingerprint
from docs_store.embedding import Embedder, Vectors
from docs_store.errors import (
    EmbedderMismatchError,
    LibraryLockedError,
    ModelError,
    StorageError,
    VectorStoreMismatchError,
)
from docs_store.types import DocumentContent, FileStatus, Metadata
from docs_store.vector_stores import VectorStore

_BATCH_CHUNKS = 400  # chunks written between two moments of becoming visible


@dataclass(frozen=True, slots=True, kw_only=True)
class _Waiting:
    """A file that is in the catalog as pending, and what becomes of it when its batch is made visible."""

    source: SourceRow
    added: tuple[str, ...]
    replaced: tuple[str, ...]
    changes: tuple[Change, ...]
    done: Callable[[], None]


class Writer:
    """Holds the library's write lock from construction to `close`.

    Args:
        folder: library folder.
        catalog: opened for writing; closed with the writer.
        embedder: `None` makes a library that is searched by keywords only.
        store: where vector indexes are kept.
        origin: where the changes come from, for the log of changes.
        changed: called whenever readers in this process should look again.
        wait_s: how long to wait, in seconds, for another writer to finish.
        waiting: called once when there is another writer to wait for.
        rebuilding: its indexes are going to be written anew, so an interrupted write is not made up for before that.

    Raises:
        LibraryLockedError: another process is writing, and has not finished in that time.
    """

    def __init__(
        self,
        folder: Path,
        catalog: Catalog,
        embedder: Embedder | None,
        store: VectorStore,
        origin: Origin,
        changed: Callable[[], None],
        wait_s: float = 0.0,
        waiting: Callable[[], None] = lambda: None,
        rebuilding: bool = False,
    ) -> None:
        self._folder = folder
        self._catalog = catalog
        self._embedder = embedder
        self._store = store
        self._changed = changed
        self._reviews = origin.via == REVIEW
        self._log = ChangeLog(folder, catalog, origin)
        self._lock = FileLock(folder / "write.lock", mode=permissions.FILE)
        self._waiting: list[_Waiting] = []
        self._waiting_chunks = 0
        try:
            self._acquire(wait_s, waiting)
        except BaseException:
            catalog.close()
            raise
        permissions.restrict_all(folder)  # it may be older than this rule, or put back from a copy
        try:
            self._recover(rewrite=not rebuilding)
            self._generation = indexes.current(folder, catalog, store, writable=True)
        except BaseException:
            catalog.close()
            self._lock.release()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # --- adding ------------------------------------------------------------------------------------------------

    def put(
        self,
        source: SourceRow,
        contents: Sequence[DocumentContent],
        done: Callable[[], None],
        corrections: Mapping[str, object] = MappingProxyType({}),
        original: Path | None = None,
    ) -> None:
        """Add a file's documents, or replace those it had.

        Args:
            source: the file's row; its earlier documents are replaced whole.
            contents: its documents. One that the file has already, because it is read again as it was, makes way at
                once: a kill before it is visible leaves the file to be read again.
            done: called once the documents are visible, by a later `put`, by `flush` or by `close`.
            corrections: metadata fields set by hand for all documents of the file.
            original: the file itself, to be kept as long as one of its documents is in the library.

        Raises:
            InputError: `original` no longer has the content that was read.
            StorageError: it cannot be kept.
        """
        self.check_embedder()
        size = None if original is None else originals.keep(self._folder, original, source.file_hash)
        before = self._catalog.ids_of_source(source.key)
        again = {content.document.id for content in contents}.intersection(before)
        replaced = tuple(document_id for document_id in before if document_id not in again)
        fewer = self._catalog.infos(before)[len(contents) :]  # documents that the file no longer holds
        with self._catalog.transaction():
            for content in contents:
                self._correct(source.key, content.document.position, corrections)
        prepared = [(content, *self._prepare(content)) for content in contents]
        with self._catalog.transaction():
            if self._catalog.source(source.key) is None:
                self._catalog.put_source(source)  # an earlier row stays until the documents are visible
            if again:
                self._catalog.delete_documents(again)
                self._catalog.mark_stale(True)
                self._bump()
            if size is not None:
                self._catalog.put_original(source.file_hash, size)
            for content, _, vectors in prepared:
                self._catalog.put_pending(content, vectors)
            self._catalog.digests.forget_lost(source.key)
        for content, metadata, vectors in prepared:
            self._generation.add(metadata, content.chunks, vectors)
            self._waiting_chunks += len(content.chunks)
        added = tuple(content.document.id for content in contents)
        action = Action.APPROVED if self._reviews else Action.UPDATED if before else Action.ADDED
        changes = tuple(
            Change(
                action=action, document_id=content.document.id, title=metadata.title.value, source=source.name,
                fields=corrections,
            )
            for content, metadata, _ in prepared
        )  # fmt: skip
        changes += _of_documents(Action.WITHDRAWN if self._reviews else Action.REMOVED, fewer)
        self._waiting.append(_Waiting(source=source, added=added, replaced=replaced, changes=changes, done=done))
        if self._waiting_chunks >= _BATCH_CHUNKS:
            self.flush()

    def flush(self) -> None:
        """Make everything that was put visible."""
        if not self._waiting:
            return
        waiting = self._waiting
        replaced = [document_id for item in waiting for document_id in item.replaced]
        try:
            self._generation.commit()
            with self._catalog.transaction():
                for item in waiting:
                    self._catalog.put_source(item.source)
                self._catalog.delete_documents(replaced)
                self._catalog.show(document_id for item in waiting for document_id in item.added)
                if replaced:
                    self._catalog.mark_stale(True)
                self._log.record([change for item in waiting for change in item.changes])
                self._bump()
        except Exception:  # it would fail again when the writer is closed; an interrupt, which is none, would not
            self._waiting, self._waiting_chunks = [], 0
            raise
        self._waiting, self._waiting_chunks = [], 0
        self._log.write()
        if replaced:
            self._sweep_originals()
        self._changed()
        for item in waiting:
            item.done()

    def note_source(self, source: SourceRow) -> None:
        """Remember a file that gave no documents (failed, quarantined, a copy of another)."""
        action = Action.COPY if source.status is FileStatus.UNCHANGED else Action.REFUSED
        with self._catalog.transaction():
            self._catalog.put_source(source)
            self._log.record([Change(action=action, source=source.name)])
        self._log.write()

    def note_watch(self, folders: Sequence[str]) -> None:
        """Note in the log of changes that these folders are followed from now on."""
        with self._catalog.transaction():
            self._log.record([Change(action=Action.WATCH, source=folder) for folder in folders])
        self._log.write()

    def forget(self, source_key: str) -> None:
        """Forget a file that has no documents (failed, quarantined, a copy of another)."""
        with self._catalog.transaction():
            source = self._catalog.source(source_key)
            if source is not None and not self._catalog.ids_of_source(source_key):
                self._catalog.drop_source(source_key)
                self._log.record([Change(action=Action.FORGOTTEN, source=source.name)])
        self._log.write()

    # --- removing and correcting -------------------------------------------------------------------------------

    def remove(self, document_ids: Iterable[str]) -> None:
        """Remove documents; a file whose last document goes is forgotten with what was corrected in it."""
        self.flush()
        gone = list(document_ids)
        if not gone:
            return
        wanted = set(gone)
        infos = [info for info in self._catalog.infos() if info.id in wanted]
        keys = {info.source_key for info in infos}
        with self._catalog.transaction():
            self._catalog.delete_documents(gone)
            for key in keys:
                if not self._catalog.ids_of_source(key):
                    self._catalog.drop_source(key)
            self._catalog.mark_stale(True)
            self._log.record(_of_documents(Action.WITHDRAWN if self._reviews else Action.REMOVED, infos))
            self._bump()
        self._log.write()
        self._sweep_originals()
        self._changed()

    def take_place(self, old_key: str, key: str) -> None:
        """Let one file take the place of another, whose documents go; what was corrected in that one holds for it.

        Args:
            old_key: the file that goes.
            key: the file that stays. Where it has no documents, nothing but the removal is done.
        """
        self.flush()
        heirs = self._catalog.infos(self._catalog.ids_of_source(key))
        if heirs:
            self.check_embedder()
            with self._catalog.transaction():
                moved = self._catalog.move_corrections(old_key, key)
                changed = [info for info in heirs if info.position in moved]
                if changed:
                    self._reembed([info.id for info in changed])
                    self._catalog.mark_stale(True)
                    lines = [_of_documents(Action.CORRECTED, [info], moved[info.position]) for info in changed]
                    self._log.record([change for line in lines for change in line])
                    self._bump()
            self._log.write()
        self.remove(self._catalog.ids_of_source(old_key))

    def correct(self, document_ids: Sequence[str], corrections: Mapping[str, object]) -> None:
        """Set metadata fields by hand. Corrections outlive re-ingest of the file.

        Args:
            document_ids: visible documents.
            corrections: field → value as JSON can hold it; a list for `years` and `repeals`.

        Raises:
            UsageError: there is no such field, or it cannot hold the value.
        """
        self.check_embedder()
        self.flush()
        infos = [info for info in self._catalog.infos() if info.id in document_ids]
        with self._catalog.transaction():
            for info in infos:
                self._correct(info.source_key, info.position, corrections)
            self._reembed([info.id for info in infos])
            self._catalog.mark_stale(True)
            self._log.record(_of_documents(Action.CORRECTED, infos, corrections))
            self._bump()
        self._log.write()
        self._changed()

    def rebuild(self, progress: indexes.Progress | None = None, *, reembed: bool) -> None:
        """Write both indexes anew from the catalog, and vectors that are missing or cut short from the text.

        Args:
            progress: called with (documents done, documents in all).
            reembed: compute all vectors again, with this writer's model.
        """
        self.flush()
        if reembed:
            with self._catalog.transaction():  # one for all: vectors of two models must never stand side by side
                self._record_embedder()
                self._catalog.mark_stale(True)
                self._reembed([info.id for info in self._catalog.infos()], progress)
        self._write_indexes(progress)
        with self._catalog.transaction():
            self._log.record([Change(action=Action.REBUILT)])
        self._log.write()

    def close(self) -> None:
        """Make what was put visible, write the indexes anew if something was taken away, and give up the lock."""
        try:
            self.flush()
            if self._catalog.is_stale():
                self._write_indexes(None)
        finally:
            self._generation.close()
            self._catalog.close()
            self._lock.release()

    def check_embedder(self) -> None:
        """Whether this writer's model can continue the library; an empty library takes the model on.

        Raises:
            EmbedderMismatchError: another model made the library's vectors.
            ModelError: the library has vectors, and there is no model to make more.
            VectorStoreMismatchError: its vector index is kept elsewhere.
        """
        recorded = self._catalog.get_meta("embedder")
        if recorded is None:
            with self._catalog.transaction():
                self._record_embedder()
                indexes.record_place(self._catalog, self._store)
        elif recorded:
            self._check_model()
            if (place := indexes.place(self._catalog)) != self._store.name:
                raise VectorStoreMismatchError.between(self._folder, place, self._store.name)

    # --- inside ------------------------------------------------------------------------------------------------

    def _acquire(self, wait_s: float, waiting: Callable[[], None]) -> None:
        try:
            try:
                self._lock.acquire(timeout=0)
            except Timeout:
                if wait_s <= 0:
                    raise
                waiting()
                self._lock.acquire(timeout=wait_s)
        except Timeout:
            waited = f", and has not finished in {wait_s:.0f} s" if wait_s >= 1 else ""
            raise LibraryLockedError(
                f"Another process is writing to the library {self._folder}{waited}.",
                remedy="Wait until it has finished, then try again; questions can be asked meanwhile.",
            ) from None
        except OSError as error:
            raise StorageError(
                f"The library folder {self._folder} cannot be written: {error.strerror}.",
                remedy="Check the folder's rights and the free space.",
            ) from error

    def _recover(self, *, rewrite: bool) -> None:
        """Undo what an interrupted writer left half done, tell of what it had done, and digest what has no digest."""
        self._log.write()
        pending = self._catalog.pending_ids()
        if pending:
            with self._catalog.transaction():
                self._catalog.delete_documents(pending)
                self._catalog.drop_empty_sources()
                self._catalog.mark_stale(True)
        if undigested := self._catalog.digests.missing():
            with self._catalog.transaction():
                for document_id, key in undigested:
                    self._catalog.digests.put(document_id, key)
        if rewrite and self._catalog.is_stale():
            self._rewrite(None)
        indexes.sweep(self._folder, self._catalog, self._store)
        self._sweep_originals()

    def _sweep_originals(self) -> None:
        originals.sweep(self._folder, self._catalog.originals())

    def _record_embedder(self) -> None:
        self._catalog.set_meta("embedder", fingerprint(self._embedder) if self._embedder else "")
        self._catalog.set_meta("embedder_name", self._embedder.name if self._embedder else "")
        self._catalog.set_meta("dimensions", str(self._embedder.dimensions if self._embedder else 0))

    def _check_model(self) -> None:
        """Whether this writer's model is the one that made the library's vectors."""
        made_with = self._catalog.get_meta("embedder_name") or ""
        if self._embedder is None:
            raise ModelError(
                f"The library was made with the embedding model {made_with}, which is not installed.",
                remedy="Run `policy-assistant models pull`.",
            )
        if self._catalog.get_meta("embedder") != fingerprint(self._embedder):
            raise EmbedderMismatchError.between(self._folder, made_with, self._embedder.name)

    def _vector_maker(self) -> Embedder | None:
        """The model, when the library has vectors; one begun without a model stays so until it is rebuilt."""
        return self._embedder if self._catalog.get_meta("embedder") else None

    def _prepare(self, content: DocumentContent) -> tuple[Metadata, Vectors | None]:
        """Metadata with corrections in it, and the vectors made with them."""
        document = content.document
        metadata = self._catalog.corrected(document.source_key, document.position, document.metadata)
        embedder = self._vector_maker()
        if embedder is None:
            return metadata, None
        return metadata, chunk_vectors(embedder, metadata, content.chunks)

    def _correct(self, source_key: str, position: int, corrections: Mapping[str, object]) -> None:
        for field, value in corrections.items():
            self._catalog.correct(source_key, position, field, codec.correction_to_json(field, value))

    def _reembed(self, document_ids: Sequence[str], progress: indexes.Progress | None = None) -> None:
        embedder = self._vector_maker()
        if embedder is None:
            return
        infos = {info.id: info for info in self._catalog.infos()}
        for done, document_id in enumerate(document_ids, start=1):
            chunks = self._catalog.chunks_of(document_id)
            self._catalog.put_vectors(document_id, chunk_vectors(embedder, infos[document_id].metadata, chunks))
            if progress:
                progress(done, len(document_ids))

    def _write_indexes(self, progress: indexes.Progress | None) -> None:
        self._generation.close()
        self._rewrite(progress)
        self._generation = indexes.current(self._folder, self._catalog, self._store, writable=True)
        self._changed()
        indexes.sweep(self._folder, self._catalog, self._store)

    def _mend_vectors(self) -> None:
        """Make vectors anew that are missing or cut short.

        Raises:
            EmbedderMismatchError, ModelError: the library's model is not at hand.
        """
        unfit = self._catalog.unfit_vectors() if self._catalog.get_meta("embedder") else []
        if unfit:
            self._check_model()
            with self._catalog.transaction():
                self._reembed(unfit)

    def _rewrite(self, progress: indexes.Progress | None) -> None:
        self._mend_vectors()
        dimensions = int(self._catalog.get_meta("dimensions") or 0)
        indexes.rebuild(self._folder, self._catalog, self._store, dimensions=dimensions, progress=progress)
        with self._catalog.transaction():
            self._log.settle()
        self._catalog.purge()
        with self._catalog.transaction():
            self._catalog.mark_stale(False)
            self._bump()

    def _bump(self) -> None:
        """Tell readers in other processes that the library has changed."""
        self._catalog.set_meta("revision", str(int(self._catalog.get_meta("revision") or 0) + 1))


def _of_documents(
    action: Action, infos: Sequence[DocumentInfo], fields: Mapping[str, object] = MappingProxyType({})
) -> tuple[Change, ...]:
    return tuple(
        Change(
            action=action, document_id=info.id, title=info.metadata.title.value, source=info.source, fields=fields
        )
        for info in infos
    )  # fmt: skip
