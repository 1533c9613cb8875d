"""The keyword index: BM25 over chunks, by words and by character bigrams.

Each chunk is one entry with two fields, `words` and `bigrams`, that are searched and scored apart. The index is
derived: the catalog is the truth, and whatever is wrong here is mended by writing a fresh index from the catalog into
a fresh folder. That is also the only way to leave no term of a removed document behind in the files.

One process writes while others read; a reader sees a commit once it calls `reload`. A kill at any instant leaves the
last commit in force. Why tantivy: docs/decisions/0001-keyword-index.md.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from tantivy import Document, Index, IndexWriter, Occur, Query, Schema, SchemaBuilder, TextAnalyzerBuilder, Tokenizer

from docs_store.errors import LibraryDamagedError, LibraryLockedError, StorageError, UsageError
from docs_store.tokenize import TOKENIZER_VERSION, bigrams, words, words_and_bigrams

Field = Literal["words", "bigrams"]
Row = tuple[str, str, str]
"""Chunk id, document id, text to be indexed."""

_SPLIT = {"words": words, "bigrams": bigrams}
_VERSION_FILE = "tokenizer-version"
_WRITER_BYTES = 15_000_000  # the least tantivy takes; more makes fewer, larger segments before merging
# For more documents than this, tantivy's own check is slower than picking from the best of all, so much deeper.
_MANY_DOCUMENTS = 3_000
_SIFTED = 10
_REMEDY = "Run `policy-assistant library rebuild`."


@dataclass(frozen=True, slots=True, kw_only=True)
class KeywordHit:
    """A chunk that shares a term with the query. `score` is BM25 (k1 = 1.2, b = 0.75), above 0, higher is better."""

    chunk_id: str
    score: float


class KeywordIndex(Protocol):
    """What the library needs of a keyword index.

    Changes are buffered: nothing is visible or durable before `commit`. Searching is safe from several threads;
    changing is for one thread at a time.
    """

    def add(self, rows: Iterable[Row]) -> None:
        """Add chunks. Adding a document again needs `remove_documents` first, else its chunks stand there twice."""

    def remove_documents(self, document_ids: Iterable[str]) -> None:
        """Take out all chunks of these documents that were added so far. Unknown ids are no error."""

    def commit(self) -> None:
        """Make all changes durable and visible to this object; other readers see them after `reload`.

        Raises:
            StorageError: the disk is full or refuses to be written. The last commit stays in force.
        """

    def search(
        self, query: str, *, field: Field, limit: int, document_ids: frozenset[str] | None = None
    ) -> list[KeywordHit]:
        """Chunks that share at least one term with the query, best first, ties by chunk id.

        Args:
            query: plain text; nothing in it is an operator.
            field: which terms to compare.
            limit: at most so many hits.
            document_ids: look only into these documents; `None` means all, an empty set finds nothing.

        Raises:
            LibraryDamagedError: the index cannot be read.
        """

    def document_ids(self) -> set[str]:
        """Ids of all documents with at least one chunk in the index."""

    def count(self, document_id: str) -> int:
        """Number of chunks of one document."""

    def reload(self) -> None:
        """See the newest commit, another process's too."""

    def close(self) -> None:
        """Let running merges end and give up the write lock. What was not committed is lost.

        A search that runs in another thread ends well: files stay open until the object is let go.
        """


class TantivyKeywordIndex:
    """A `KeywordIndex` in a folder of its own.

    Args:
        path: the index folder. A writable index makes it when missing.
        read_only: refuse `add`, `remove_documents` and `commit`; needs an index in the folder.

    Raises:
        LibraryDamagedError: there is no readable index, or its terms were made by another tokenizer version.
        StorageError: the folder cannot be made.
    """

    def __init__(self, path: Path, *, read_only: bool) -> None:
        self._path = path
        self._read_only = read_only
        self._schema = _schema()
        if not read_only and not (path / _VERSION_FILE).exists():
            self._create()
        self._index = self._open()
        self._writer: IndexWriter | None = None

    def add(self, rows: Iterable[Row]) -> None:
        """Buffer chunks; a term longer than 65,530 bytes is left out."""
        writer = self._writing()
        for chunk_id, document_id, text in rows:
            by_word, by_pair = map(" ".join, words_and_bigrams(text))
            entry = Document(chunk_id=chunk_id, document_id=document_id, words=by_word, bigrams=by_pair)
            with self._storage_errors():
                writer.add_document(entry)

    def remove_documents(self, document_ids: Iterable[str]) -> None:
        """Buffer the removal of these documents."""
        writer = self._writing()
        with self._storage_errors():
            for document_id in document_ids:
                writer.delete_documents_by_term("document_id", document_id)

    def commit(self) -> None:
        """Write the buffer to disk, wait for the disk, and look at the result."""
        writer = self._writing()
        with self._storage_errors():
            writer.commit()
        self.reload()

    def search(
        self, query: str, *, field: Field, limit: int, document_ids: frozenset[str] | None = None
    ) -> list[KeywordHit]:
        """Best chunks of one field by BM25; see `KeywordIndex.search`."""
        terms = dict.fromkeys(_SPLIT[field](query))
        if not terms or limit < 1 or (document_ids is not None and not document_ids):
            return []
        any_term = Query.boolean_query(
            [(Occur.Should, Query.term_query(self._schema, field, term, "freq")) for term in terms]
        )
        if document_ids is None:
            return self._best(any_term, limit)
        if len(document_ids) > _MANY_DOCUMENTS and (hits := self._sifted(any_term, limit, document_ids)) is not None:
            return hits
        allowed = Query.const_score_query(Query.term_set_query(self._schema, "document_id", list(document_ids)), 0.0)
        return self._best(Query.boolean_query([(Occur.Must, allowed), (Occur.Must, any_term)]), limit)

    def document_ids(self) -> set[str]:
        """Ids of the documents held."""
        with self._damage_errors():
            living = self._index.searcher().terms_with_prefix("document_id", "", Query.all_query())
        return {document_id for document_id, _ in living}

    def count(self, document_id: str) -> int:
        """Number of chunks held of one document."""
        query = Query.term_query(self._schema, "document_id", document_id, "basic")
        with self._damage_errors():
            found = self._index.searcher().search(query, 1)
        return int(found.count)  # type: ignore[attr-defined]  # missing in the stub of 0.27

    def reload(self) -> None:
        """Look at the newest commit."""
        with self._damage_errors():
            self._index.reload()

    def close(self) -> None:
        """End merges, give up the write lock, drop what was not committed."""
        if self._writer is not None:
            writer, self._writer = self._writer, None
            with self._storage_errors():
                writer.wait_merging_threads()

    # --- inside ------------------------------------------------------------------------------------------------

    def _best(self, query: Query, limit: int) -> list[KeywordHit]:
        with self._damage_errors():
            searcher = self._index.searcher()
            found = searcher.search(query, limit, count=False).hits
            return _ordered((score, searcher.doc(at)) for score, at in found)

    def _sifted(self, query: Query, limit: int, document_ids: frozenset[str]) -> list[KeywordHit] | None:
        """The best of these documents, picked from the best of all; `None` when those do not reach far enough."""
        kept: list[tuple[float, Document]] = []
        with self._damage_errors():
            searcher = self._index.searcher()
            found = searcher.search(query, limit * _SIFTED, count=False).hits
            for score, at in found:
                document = searcher.doc(at)
                if document["document_id"][0] in document_ids:
                    kept.append((score, document))
                    if len(kept) == limit:
                        break
        enough = len(kept) == limit or len(found) < limit * _SIFTED
        return _ordered(kept) if enough else None

    def _create(self) -> None:
        """Make an empty index. Its version is written last, so that a half-made one is made again."""
        half_written = self._path / f"{_VERSION_FILE}.part"
        with self._storage_errors():
            self._path.mkdir(parents=True, exist_ok=True)
            if Index(self._schema, str(self._path)).searcher().num_docs:
                raise self._damaged("does not say which tokenizer made it")
            with half_written.open("w", encoding="ascii") as file:
                file.write(f"{TOKENIZER_VERSION}\n")
                file.flush()
                os.fsync(file.fileno())
            half_written.replace(self._path / _VERSION_FILE)

    def _open(self) -> Index:
        try:
            version = (self._path / _VERSION_FILE).read_text(encoding="ascii").strip()
        except (OSError, ValueError):
            version = ""
        if not version or not Index.exists(str(self._path)):
            raise self._damaged("is missing or incomplete")
        if version != str(TOKENIZER_VERSION):
            raise self._damaged(f"was made with tokenizer version {version}, this program has {TOKENIZER_VERSION}")
        with self._damage_errors():
            index = Index(self._schema, str(self._path))
            index.config_reader("manual")
            index.register_tokenizer("terms", TextAnalyzerBuilder(Tokenizer.whitespace()).build())
            index.reload()
        return index

    def _writing(self) -> IndexWriter:
        """The writer, opened with the first change."""
        if self._read_only:
            raise UsageError("The keyword index was opened for reading only.")
        if self._writer is None:
            with self._storage_errors():
                self._writer = self._index.writer(_WRITER_BYTES, 1)
        return self._writer

    def _damaged(self, what: str) -> LibraryDamagedError:
        return LibraryDamagedError(f"The keyword index in {self._path} {what}.", remedy=_REMEDY)

    @contextmanager
    def _storage_errors(self) -> Iterator[None]:
        """tantivy 0.27 raises ValueError for whatever goes wrong, the disk included."""
        try:
            yield
        except (ValueError, OSError) as error:
            if "LockBusy" in str(error):
                raise LibraryLockedError(
                    f"Another process is writing to the keyword index in {self._path}.",
                    remedy="Wait until it has finished, then try again.",
                ) from error
            raise StorageError(
                f"The keyword index in {self._path} cannot be written: {error}.",
                remedy="Check the free space and the rights of the library folder.",
            ) from error

    @contextmanager
    def _damage_errors(self) -> Iterator[None]:
        """Rubbish in a file makes tantivy 0.27 raise ValueError or panic; a panic is no `Exception`."""
        try:
            yield
        except BaseException as error:
            if isinstance(error, (ValueError, OSError)) or type(error).__name__ == "PanicException":
                raise self._damaged(f"cannot be read: {error}") from error
            raise


def _ordered(found: Iterable[tuple[float, Document]]) -> list[KeywordHit]:
    hits = [KeywordHit(chunk_id=document["chunk_id"][0], score=score) for score, document in found]
    return sorted(hits, key=lambda hit: (-hit.score, hit.chunk_id))


def _schema() -> Schema:
    """Ids are whole terms; texts are terms with their frequency, without positions, and are not stored."""
    builder = SchemaBuilder()
    builder.add_text_field("chunk_id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("document_id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("words", tokenizer_name="terms", index_option="freq")
    builder.add_text_field("bigrams", tokenizer_name="terms", index_option="freq")
    return builder.build()
