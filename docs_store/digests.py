"""Digests of the stored documents: whether what the catalog holds is still what was read.

SQLite finds pages that it cannot read, but not a value that was changed, nor rows that are gone. So each document has
the SHA-256 of its parts, taken from its rows as they are stored.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from types import MappingProxyType

from docs_store import codec
from docs_store.database import Database
from docs_store.errors import LibraryDamagedError

# Not in the schema: older libraries have it made when they are next written. No row is added by programs that know
# nothing of it, so a document without one counts as not yet digested.
TABLES = (
    """CREATE TABLE IF NOT EXISTS digests (
    document_id TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    source_key  TEXT NOT NULL,
    part        TEXT NOT NULL,
    digest      BLOB NOT NULL,
    PRIMARY KEY (document_id, part)
) WITHOUT ROWID""",
    "CREATE INDEX IF NOT EXISTS digests_by_source ON digests (source_key)",
)

# What a document consists of. Corrections are a person's, vectors can be made again: neither is part of what was read.
_PARTS: Mapping[str, str] = MappingProxyType(
    {
        "text": "SELECT text FROM documents WHERE id = ?",
        "metadata": (
            "SELECT source_key, position, source, file_hash, inferred, layout, reader FROM documents WHERE id = ?"
        ),
        "chunks": f"SELECT {codec.CHUNK_COLUMNS} FROM chunks WHERE document_id = ? ORDER BY ordinal",
        "statements": "SELECT ordinal, statements FROM chunks WHERE document_id = ? ORDER BY ordinal",
        "figures": f"SELECT ordinal, {codec.FIGURE_COLUMNS} FROM figures WHERE document_id = ? ORDER BY ordinal",
        "provisions": "SELECT ordinal, data FROM provisions WHERE document_id = ? ORDER BY ordinal",
    }
)
_LOST = "NOT EXISTS (SELECT 1 FROM documents WHERE id = document_id)"


class Digests:
    """Rows of the table `digests`, which go when their document goes.

    Args:
        database: the catalog's. Methods that write say so, and join the transaction that is open.
    """

    def __init__(self, database: Database) -> None:
        self._db = database

    def put(self, document_id: str, source_key: str) -> None:
        """Digest a document as it is stored now; joins the open transaction."""
        rows = [(document_id, source_key, part, self._of(document_id, part)) for part in _PARTS]
        self._db.run_many("INSERT OR REPLACE INTO digests VALUES (?, ?, ?, ?)", rows)

    def altered(self, document_id: str) -> tuple[str, ...]:
        """The parts of a document that are no longer what was read; none for one that is not digested."""
        if not self._is_there():
            return ()
        with self._db.snapshot():
            rows = self._db.many("SELECT part, digest FROM digests WHERE document_id = ?", (document_id,))
            return tuple(part for part, digest in rows if part in _PARTS and self._now(document_id, part) != digest)

    def missing(self) -> list[tuple[str, str]]:
        """Ids and source keys of visible documents that are not digested."""
        known = " AND id NOT IN (SELECT document_id FROM digests)" if self._is_there() else ""
        query = f"SELECT id, source_key FROM documents WHERE state = 'visible'{known} ORDER BY id"
        return [(id_, key) for id_, key in self._db.many(query)]

    def lost(self) -> list[tuple[str, str]]:
        """Ids and source keys of digested documents that are not there."""
        if not self._is_there():
            return []
        query = f"SELECT DISTINCT document_id, source_key FROM digests WHERE {_LOST} ORDER BY source_key, document_id"
        return [(id_, key) for id_, key in self._db.many(query)]

    def has_lost(self, source_key: str) -> bool:
        """Whether a digested document of a file is not there."""
        query = f"SELECT 1 FROM digests WHERE source_key = ? AND {_LOST}"
        return self._is_there() and self._db.one(query, (source_key,)) is not None

    def forget_lost(self, source_key: str) -> None:
        """Forget the documents of a file that are not there; joins the open transaction."""
        self._db.run(f"DELETE FROM digests WHERE source_key = ? AND {_LOST}", (source_key,))

    def _is_there(self) -> bool:
        return self._db.one("SELECT 1 FROM sqlite_master WHERE name = 'digests'") is not None

    def _now(self, document_id: str, part: str) -> bytes | None:
        try:
            return self._of(document_id, part)
        except LibraryDamagedError:  # it holds bytes that are no text
            return None

    def _of(self, document_id: str, part: str) -> bytes:
        rows = self._db.many(_PARTS[part], (document_id,))
        return sha256(json.dumps(rows, ensure_ascii=False).encode("utf-8", "surrogatepass")).digest()
