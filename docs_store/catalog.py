"""The catalog: everything the library knows, in one SQLite file.

SQL stands in this file, in `sketches.py`, in `digests.py` and in `schema.sql`, nowhere else.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import numpy as np

from docs_store import boxes, codec
from docs_store.database import Database
from docs_store.digests import TABLES, Digests
from docs_store.embedding import Vectors
from docs_store.errors import LibraryDamagedError, LibraryVersionError
from docs_store.sketches import Sketches
from docs_store.types import (
    Chunk,
    Document,
    DocumentContent,
    Figure,
    FileError,
    FileStatus,
    Inferred,
    Metadata,
    TextBox,
)

if TYPE_CHECKING:
    from docs_store.provisions import Provision
    from docs_store.reading_report import ReadingReport

SCHEMA_VERSION = 1
_SCHEMA = Path(__file__).with_name("schema.sql")
# Not in the schema: older libraries have it made when they are next written. Each file that is read asks by its hash.
_BY_HASH = "CREATE INDEX IF NOT EXISTS documents_by_hash ON documents (file_hash)"
FILE_NAME = "catalog.sqlite3"
_STALE = "indexes_stale"
_LAST_CHARACTER = "\U0010ffff"
_OF_DOCUMENTS = ("chunks", "vectors", "figures", "provisions", "boxes", "sketches", "sketch_keys")
_VECTOR_TYPE = np.dtype(np.float16)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow:
    """What is remembered of one file.

    Attributes:
        error: set exactly for failed and quarantined files.
        reading: version of the reading rules (`ingest`) that it was read with.
        report: how well it was read; `None` for a file that could not be read.
        accepted: whether a person takes it in even if it is read badly. Holds for later versions of the file too.
    """

    key: str
    name: str
    file_hash: str
    size: int
    modified_ns: int
    status: FileStatus
    error: FileError | None = None
    warnings: tuple[str, ...] = ()
    reading: int = 0
    report: ReadingReport | None = None
    accepted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentInfo:
    """A visible document without its text; `metadata` has the corrections in it."""

    id: str
    source: str
    source_key: str
    position: int
    file_hash: str
    reader: str
    metadata: Metadata
    chunks: int


class Catalog:
    """Queries over the library's one SQLite file. Safe for use from many threads.

    Methods that write say so; they join the transaction opened with `transaction()`.

    Args:
        folder: the library folder; must exist.
        writable: opens for reading only when false; opening a folder without a catalog then fails.

    Raises:
        LibraryVersionError: a later version of this program made it.
        LibraryDamagedError: it is no catalog, or cannot be read.
    """

    def __init__(self, folder: Path, *, writable: bool) -> None:
        path = folder / FILE_NAME
        self._db = Database(path, writable=writable, schema=_SCHEMA.read_text(encoding="utf-8"))
        self.transaction = self._db.transaction
        self.snapshot = self._db.snapshot
        self.purge = self._db.purge
        self.close = self._db.close
        self.integrity_problems = self._db.integrity_problems
        self.sketches = Sketches(self._db)
        self.digests = Digests(self._db)
        if writable:
            self._name_if_new()
        found = self.get_meta("schema_version")
        if found is None or not found.isdigit():
            raise LibraryDamagedError(
                f"The catalog {path} has no version.", remedy="Restore it from a copy, or ingest into a new folder."
            )
        if int(found) != SCHEMA_VERSION:
            raise LibraryVersionError(
                f"The library {folder} has layout {found}; this program reads layout {SCHEMA_VERSION}.",
                remedy="Use the version of policy-assistant that made it, or ingest the files into a new folder.",
            )
        if writable:
            for statement in (_BY_HASH, *TABLES):
                self._db.run(statement)
            self._add_statements()

    def _add_statements(self) -> None:
        """Let a library that was made before chunks had statements keep those of what is added from now on."""
        there = "SELECT 1 FROM pragma_table_info('chunks') WHERE name = 'statements'"
        if self._db.one(there) is None:
            with self.transaction():
                if self._db.one(there) is None:  # else another process was quicker
                    self._db.run("ALTER TABLE chunks ADD COLUMN statements TEXT")

    def _name_if_new(self) -> None:
        if self.get_meta("schema_version") is not None:
            return
        with self.transaction():
            if self.get_meta("schema_version") is None:  # else another process was quicker
                self.set_meta("schema_version", str(SCHEMA_VERSION))
                self.set_meta("library_id", uuid4().hex)

    # --- meta --------------------------------------------------------------------------------------------------

    def get_meta(self, key: str) -> str | None:
        """A stored setting, or `None`."""
        row = self._db.one("SELECT value FROM meta WHERE key = ?", (key,))
        return None if row is None else str(row[0])

    def set_meta(self, key: str, value: str) -> None:
        """Store a setting; joins the transaction that is open, if any."""
        self._db.run("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    @property
    def library_id(self) -> str:
        """What tells this library from others where several are kept together; made with the catalog."""
        return self.get_meta("library_id") or ""

    # --- sources -----------------------------------------------------------------------------------------------

    def source(self, key: str) -> SourceRow | None:
        """The file known by this key, or `None`."""
        row = self._db.one("SELECT * FROM sources WHERE key = ?", (key,))
        return None if row is None else _source(row)

    def sources(self) -> list[SourceRow]:
        """All files, by name."""
        return [_source(row) for row in self._db.many("SELECT * FROM sources ORDER BY name, key")]

    def keys_with_prefix(self, prefix: str) -> list[str]:
        """Keys of the files whose keys begin with a prefix."""
        query = "SELECT key FROM sources WHERE key >= ? AND key < ? ORDER BY key"
        return [row[0] for row in self._db.many(query, (prefix, prefix + _LAST_CHARACTER))]

    def put_source(self, row: SourceRow) -> None:
        """Insert or replace one file's row; joins the open transaction."""
        self._db.run(
            "INSERT INTO sources VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (key) DO UPDATE SET name = excluded.name, file_hash = excluded.file_hash,"
            " size = excluded.size, modified_ns = excluded.modified_ns, status = excluded.status,"
            " error = excluded.error, warnings = excluded.warnings, reading = excluded.reading,"
            " report = excluded.report, accepted = excluded.accepted",
            (
                row.key,
                row.name,
                row.file_hash,
                row.size,
                row.modified_ns,
                row.status,
                row.error and json.dumps([row.error.code, row.error.message, row.error.page], ensure_ascii=False),
                json.dumps(row.warnings, ensure_ascii=False),
                row.reading,
                row.report and codec.report_to_json(row.report),
                row.accepted,
            ),
        )

    def drop_source(self, key: str) -> None:
        """Forget a file and what was corrected in it; joins the open transaction. Its documents must be gone."""
        self._db.run("DELETE FROM sources WHERE key = ?", (key,))
        self._db.run("DELETE FROM corrections WHERE source_key = ?", (key,))
        self.digests.forget_lost(key)

    def drop_empty_sources(self) -> None:
        """Forget the files that were being added when an ingest was interrupted; joins the open transaction."""
        self._db.run(
            "DELETE FROM sources WHERE status IN (?, ?) AND key NOT IN (SELECT source_key FROM documents)",
            (FileStatus.ADDED, FileStatus.UPDATED),
        )

    # --- documents ---------------------------------------------------------------------------------------------

    def put_pending(self, content: DocumentContent, vectors: Vectors | None) -> None:
        """Write a document that nobody sees yet; joins the open transaction.

        Args:
            vectors: shape (chunks, dimensions), rows in chunk order; `None` without an embedding model.
        """
        document = content.document
        for table in _OF_DOCUMENTS:  # a tool that knows no foreign keys leaves them behind when it deletes a document
            self._db.run(f"DELETE FROM {table} WHERE document_id = ?", (document.id,))
        self._db.run(
            "INSERT INTO documents VALUES (?, ?, ?, 'pending', ?, ?, ?, ?, ?, ?)",
            (
                document.id,
                document.source_key,
                document.position,
                document.source,
                document.file_hash,
                document.text,
                codec.metadata_to_json(document.metadata),
                codec.layout_to_json(document),
                document.reader,
            ),
        )
        self._db.run_many(
            f"INSERT INTO chunks ({codec.CHUNK_COLUMNS}, statements) VALUES ({', '.join('?' * 11)})",
            [codec.chunk_to_row(chunk) for chunk in content.chunks],
        )
        self._db.run_many(
            f"INSERT INTO figures (document_id, ordinal, {codec.FIGURE_COLUMNS}) VALUES ({', '.join('?' * 18)})",
            [(document.id, n, *codec.figure_to_row(figure)) for n, figure in enumerate(content.figures)],
        )
        from docs_store import provision_codec  # noqa: PLC0415 - as in `provisions`

        self._db.run_many(
            "INSERT INTO provisions VALUES (?, ?, ?)",
            [(document.id, n, provision_codec.to_json(found)) for n, found in enumerate(content.provisions)],
        )
        if content.boxes:
            self._db.run("INSERT INTO boxes VALUES (?, ?)", (document.id, boxes.pack(content.boxes)))
        if content.sketch:
            self.sketches.put(document.id, content.sketch)
        if vectors is not None:
            self.put_vectors(document.id, vectors)
        self.digests.put(document.id, document.source_key)

    def put_vectors(self, document_id: str, vectors: Vectors) -> None:
        """Store or replace a document's vectors as float16; joins the open transaction."""
        self._db.run(
            "INSERT OR REPLACE INTO vectors VALUES (?, ?)", (document_id, vectors.astype(_VECTOR_TYPE).tobytes())
        )

    def show(self, document_ids: Iterable[str]) -> None:
        """Make pending documents visible; joins the open transaction."""
        self._db.run_many("UPDATE documents SET state = 'visible' WHERE id = ?", [(i,) for i in document_ids])

    def delete_documents(self, document_ids: Iterable[str]) -> None:
        """Delete documents with all that belongs to them; joins the open transaction."""
        self._db.run_many("DELETE FROM documents WHERE id = ?", [(i,) for i in document_ids])
        self._db.run("DELETE FROM originals WHERE file_hash NOT IN (SELECT file_hash FROM documents)")

    def boxes_of(self, document_id: str) -> list[TextBox]:
        """Where a visible document's words stand on its pages, in order; empty where that is not known."""
        row = self._db.one(
            "SELECT b.data FROM boxes b JOIN documents d ON d.id = b.document_id"
            " WHERE d.id = ? AND d.state = 'visible'",
            (document_id,),
        )
        return [] if row is None else boxes.unpack(row[0])

    def put_original(self, file_hash: str, size: int) -> None:
        """Note that a file is kept beside the catalog; joins the open transaction."""
        self._db.run("INSERT OR REPLACE INTO originals VALUES (?, ?)", (file_hash, size))

    def originals(self) -> dict[str, int]:
        """Content hash → size of the files that are kept beside the catalog."""
        return dict(self._db.many("SELECT file_hash, size FROM originals"))

    def pending_ids(self) -> list[str]:
        """Documents that an interrupted ingest left behind."""
        return [row[0] for row in self._db.many("SELECT id FROM documents WHERE state = 'pending'")]

    def mark_stale(self, stale: bool) -> None:
        """Note whether the indexes hold what the catalog does not; joins the open transaction."""
        self.set_meta(_STALE, str(int(stale)))

    def is_stale(self) -> bool:
        """Whether the indexes hold what the catalog does not, and are to be written anew."""
        return self.get_meta(_STALE) == "1"

    def is_unfinished(self) -> bool:
        """Whether a write was interrupted, or is under way."""
        return self.is_stale() or bool(self.pending_ids())

    def ids_of_source(self, source_key: str) -> list[str]:
        """Ids of a file's visible documents, by position."""
        query = "SELECT id FROM documents WHERE source_key = ? AND state = 'visible' ORDER BY position"
        return [row[0] for row in self._db.many(query, (source_key,))]

    def sources_without_documents(self) -> list[str]:
        """Keys of the files that gave documents of which none is there."""
        query = "SELECT key FROM sources WHERE status IN (?, ?) AND key NOT IN (SELECT source_key FROM documents)"
        return [row[0] for row in self._db.many(query, (FileStatus.ADDED, FileStatus.UPDATED))]

    def sources_with_hash(self, file_hash: str) -> list[str]:
        """Keys of the files whose visible documents have this content."""
        query = "SELECT DISTINCT source_key FROM documents WHERE file_hash = ? AND state = 'visible'"
        return [row[0] for row in self._db.many(query, (file_hash,))]

    def infos(self, document_ids: Sequence[str] | None = None) -> list[DocumentInfo]:
        """Visible documents without their text, by source and position; all, or those of the ids given."""
        corrections: dict[tuple[str, int], list[tuple[str, str]]] = {}
        for key, position, field, value in self._db.many("SELECT * FROM corrections"):
            corrections.setdefault((key, position), []).append((field, value))
        only = "" if document_ids is None else f" AND d.id IN ({_marks(document_ids)})"
        rows = self._db.many(
            "SELECT d.id, d.source, d.source_key, d.position, d.file_hash, d.reader, d.inferred, count(c.id)"
            f" FROM documents d LEFT JOIN chunks c ON c.document_id = d.id WHERE d.state = 'visible'{only}"
            " GROUP BY d.id ORDER BY d.source, d.source_key, d.position",
            tuple(document_ids or ()),
        )
        return [
            DocumentInfo(
                id=id_,
                source=source,
                source_key=key,
                position=position,
                file_hash=file_hash,
                reader=reader,
                metadata=_corrected(codec.metadata_from_json(inferred), corrections.get((key, position), ())),
                chunks=count,
            )
            for id_, source, key, position, file_hash, reader, inferred, count in rows
        ]

    def document(self, document_id: str) -> Document | None:
        """A visible document with its text, corrections applied; `None` when there is none."""
        row = self._db.one(
            "SELECT id, source, source_key, position, file_hash, text, inferred, layout, reader FROM documents"
            " WHERE id = ? AND state = 'visible'",
            (document_id,),
        )
        if row is None:
            return None
        id_, source, key, position, file_hash, text, inferred, layout, reader = row
        return Document(
            id=id_,
            source=source,
            source_key=key,
            file_hash=file_hash,
            position=position,
            text=text,
            metadata=self.corrected(key, position, codec.metadata_from_json(inferred)),
            reader=reader,
            **codec.layout_from_json(layout),
        )

    def corrected(self, source_key: str, position: int, metadata: Metadata) -> Metadata:
        """Metadata with a person's corrections in it."""
        rows = self._db.many(
            "SELECT field, value FROM corrections WHERE source_key = ? AND position = ?", (source_key, position)
        )
        return _corrected(metadata, rows)

    def correct(self, source_key: str, position: int, field: str, value: str | None) -> None:
        """Remember a person's value (JSON) for a metadata field, or forget it; joins the open transaction."""
        row = (source_key, position, field)
        if value is None:
            self._db.run("DELETE FROM corrections WHERE source_key = ? AND position = ? AND field = ?", row)
        else:
            self._db.run("INSERT OR REPLACE INTO corrections VALUES (?, ?, ?, ?)", (*row, value))

    def move_corrections(self, source_key: str, to_key: str) -> dict[int, dict[str, object]]:
        """Let what was corrected in one file hold for another, but for what was corrected there; joins the transaction.

        Returns:
            What the other has taken on: position → field → value, as JSON holds it.
        """
        query = "SELECT position, field, value FROM corrections WHERE source_key = ?"
        held = {(position, field) for position, field, _ in self._db.many(query, (to_key,))}
        moved: dict[int, dict[str, object]] = {}
        for position, field, value in self._db.many(query, (source_key,)):
            if (position, field) not in held:
                self.correct(to_key, position, field, value)
                moved.setdefault(position, {})[field] = json.loads(value)
        self._db.run("DELETE FROM corrections WHERE source_key = ?", (source_key,))
        return moved

    def all_figures(self) -> dict[str, list[Figure]]:
        """The whole ledger: id of each document that has figures, visible or pending → its rows in order."""
        found: dict[str, list[Figure]] = {}
        query = f"SELECT document_id, {codec.FIGURE_COLUMNS} FROM figures ORDER BY document_id, ordinal"
        for document_id, *row in self._db.many(query):
            found.setdefault(document_id, []).append(codec.figure_from_row(tuple(row)))
        return found

    def figures(self, document_ids: Iterable[str]) -> list[tuple[str, Figure]]:
        """The ledger's rows of visible documents, each with its document's id, by document and order in it."""
        found = []
        for document_id in document_ids:
            query = f"SELECT {codec.FIGURE_COLUMNS} FROM figures WHERE document_id = ? ORDER BY ordinal"
            rows = self._db.many(query, (document_id,))
            found += [(document_id, codec.figure_from_row(row)) for row in rows]
        return found

    def provisions(self, document_ids: Iterable[str]) -> list[tuple[str, Provision]]:
        """Support measures of documents, each with its document's id, by document and order in it."""
        from docs_store import provision_codec  # noqa: PLC0415 - most questions look at no measure

        found = []
        for document_id in document_ids:
            query = "SELECT data FROM provisions WHERE document_id = ? ORDER BY ordinal"
            rows = self._db.many(query, (document_id,))
            text = self._db.one("SELECT text FROM documents WHERE id = ?", (document_id,)) if rows else None
            found += [(document_id, provision_codec.from_json(row[0], text[0])) for row in rows if text]
        return found

    # --- chunks and vectors ------------------------------------------------------------------------------------

    def chunks_of(self, document_id: str) -> list[Chunk]:
        """A document's chunks in order, visible or pending."""
        text = self._db.one("SELECT text FROM documents WHERE id = ?", (document_id,))
        if text is None:
            return []
        query = "SELECT * FROM chunks WHERE document_id = ? ORDER BY ordinal"
        return [codec.chunk_from_row(row, text[0]) for row in self._db.many(query, (document_id,))]

    def chunk_ids_of(self, document_id: str) -> list[str]:
        """Ids of a document's chunks in order, the order of its vectors' rows."""
        query = "SELECT id FROM chunks WHERE document_id = ? ORDER BY ordinal"
        return [row[0] for row in self._db.many(query, (document_id,))]

    def chunks(self, chunk_ids: Sequence[str]) -> dict[str, Chunk]:
        """Chunks of visible documents by id; ids that are not there are left out."""
        query = f"SELECT * FROM chunks WHERE id IN ({_marks(chunk_ids)})"
        with self.snapshot():
            rows = self._db.many(query, tuple(chunk_ids))
            ids = tuple({row[1] for row in rows})
            visible = f"SELECT id, text FROM documents WHERE id IN ({_marks(ids)}) AND state = 'visible'"
            texts: dict[str, str] = dict(self._db.many(visible, ids))
        return {row[0]: codec.chunk_from_row(row, texts[row[1]]) for row in rows if row[1] in texts}

    def vectors_of(self, document_id: str, dimensions: int) -> Vectors | None:
        """A document's vectors, shape (chunks, dimensions), float32; `None` when it has none.

        Raises:
            LibraryDamagedError: there are not as many as the document has chunks, or they are of another length.
        """
        row = self._db.one(
            "SELECT data, (SELECT count(*) FROM chunks WHERE document_id = ?1) FROM vectors WHERE document_id = ?1",
            (document_id,),
        )
        return None if row is None else _matrix(row[0], dimensions, f"document {document_id}", rows=row[1])

    def vectors_of_chunks(self, chunk_ids: Sequence[str], dimensions: int) -> tuple[list[str], Vectors]:
        """The ids of those chunks that have a vector, and the vectors, shape (ids, dimensions), float32.

        Only these rows are read, whatever the size of the documents that they stand in.
        """
        width = dimensions * _VECTOR_TYPE.itemsize
        query = (
            "SELECT c.id, c.ordinal, v.rowid FROM chunks c JOIN vectors v ON v.document_id = c.document_id"
            f" WHERE c.id IN ({_marks(chunk_ids)}) ORDER BY v.rowid, c.ordinal"
        )
        with self.snapshot():
            rows = self._db.many(query, tuple(chunk_ids))
            places: dict[int, list[int]] = {}
            for _, ordinal, rowid in rows:
                places.setdefault(rowid, []).append((ordinal - 1) * width)
            data = b"".join(self._db.pieces("vectors", "data", places, width))
        return [row[0] for row in rows], _matrix(data, dimensions, "some documents", rows=len(rows))

    def unfit_vectors(self) -> list[str]:
        """Visible documents with chunks that have no vectors, or not as many bytes of them as they should have."""
        width = int(self.get_meta("dimensions") or 0) * _VECTOR_TYPE.itemsize
        rows = self._db.many(
            "SELECT d.id, count(c.id), (SELECT length(data) FROM vectors WHERE document_id = d.id)"
            " FROM documents d JOIN chunks c ON c.document_id = d.id WHERE d.state = 'visible' GROUP BY d.id"
        )
        return [id_ for id_, chunks, length in rows if length != chunks * width]


def _matrix(data: bytes, dimensions: int, whose: str, *, rows: int) -> Vectors:
    """Stored vectors as float32, shape (rows, dimensions)."""
    if dimensions <= 0 or len(data) != rows * dimensions * _VECTOR_TYPE.itemsize:
        raise LibraryDamagedError(
            f"The vectors of {whose} are not {rows} of {dimensions} dimensions.",
            remedy="Run `policy-assistant library rebuild`.",
        )
    return np.frombuffer(data, dtype=_VECTOR_TYPE).reshape(rows, dimensions).astype(np.float32)


def _marks(values: Sequence[object]) -> str:
    return ",".join("?" * len(values))


def _source(row: tuple[Any, ...]) -> SourceRow:
    key, name, file_hash, size, modified_ns, status, error, warnings, reading, report, accepted = row
    code, message, page = json.loads(error) if error else ("", "", None)
    return SourceRow(
        key=key,
        name=name,
        file_hash=file_hash,
        size=size,
        modified_ns=modified_ns,
        status=FileStatus(status),
        error=FileError(code=code, message=message, page=page) if error else None,
        warnings=tuple(json.loads(warnings)),
        reading=reading,
        report=codec.report_from_json(report) if report else None,
        accepted=bool(accepted),
    )


def _corrected(metadata: Metadata, corrections: Iterable[Sequence[str]]) -> Metadata:
    fields = {
        field: Inferred(value=codec.typed(field, json.loads(value)), source="set by hand", certainty=1.0)
        for field, value in corrections
    }
    return replace(metadata, **fields)
