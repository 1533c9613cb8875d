"""One SQLite file: a connection per thread, transactions, and its exceptions as errors of the tree."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any
from weakref import WeakSet

from docs_store import permissions
from docs_store.errors import LibraryDamagedError, LibraryError, LibraryLockedError, StorageError

Row = tuple[Any, ...]

CATALOG = "The library's catalog"
_PATIENCE = 30.0  # seconds that a statement waits for another process's lock
_READING_CACHE_KB = 1000  # of each reading thread, half of the default: a web server has dozens of them
_MOST_BLOBS = 10_000  # that a connection opens: Python 3.11 keeps 88 bytes of each until the connection is closed


class _Held:
    """A thread's connection, and the lock that is held while it is used: `depth` times, one inside the other.

    Only its thread and whoever uses it hold it, so it ends with its thread, and the connection's files are closed then.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.closed = False
        self.lock = threading.RLock()
        self.depth = 0
        self.blobs = 0

    def __del__(self) -> None:
        self.connection.close()


class Database:
    """A SQLite file in WAL mode, so that readers go on while one process writes.

    Args:
        path: the file. Made with `schema` when it is missing or empty and `writable` is true.
        writable: opens for reading only when false.
        schema: SQL statements for a new file, each ending a line with `;`.
        subject, damaged: what messages call the file, and the error for one that cannot be read.
    """

    def __init__(
        self,
        path: Path,
        *,
        writable: bool,
        schema: str,
        subject: str = CATALOG,
        damaged: type[LibraryDamagedError] = LibraryDamagedError,
    ) -> None:
        self._path = path
        self._translated = partial(translated, subject, damaged)
        self._writable = writable
        self._local = threading.local()
        self._all: WeakSet[_Held] = WeakSet()
        self._all_lock = threading.Lock()
        if writable:  # before SQLite makes it, or its log, with the rights that the process gives new files
            permissions.make_file(path)
        if writable and self.one("SELECT 1 FROM sqlite_master WHERE name = 'meta'") is None:
            self._create(schema)

    @contextmanager
    def _held(self, *, blobs: int = 0) -> Iterator[sqlite3.Connection]:
        """This thread's connection, which nobody closes meanwhile.

        Args:
            blobs: how many are going to be opened.
        """
        while True:
            held: _Held | None = getattr(self._local, "held", None)
            if held is None:
                held = self._local.held = _Held(self._connect())
                with self._all_lock:
                    self._all.add(held)
            with held.lock:
                if not held.closed:  # it may have been, while we waited for the lock
                    if held.blobs > _MOST_BLOBS and not held.depth:
                        held.connection.close()
                        held.connection, held.blobs = self._connect(), 0
                    held.blobs += blobs
                    held.depth += 1
                    try:
                        yield held.connection
                    finally:
                        held.depth -= 1
                    return
            self._local.held = None

    def _connect(self) -> sqlite3.Connection:
        with self._translated():
            mode = "rwc" if self._writable else "rw"  # WAL readers need to write the shared-memory file
            uri = f"{self._path.absolute().as_uri()}?mode={mode}"
            connection = sqlite3.connect(
                uri, uri=True, timeout=_PATIENCE, check_same_thread=False, isolation_level=None
            )
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA synchronous = FULL" if self._writable else "PRAGMA query_only = ON")
            if self._writable:
                _log_ahead(connection)
                connection.execute("PRAGMA secure_delete = ON")  # removed text is overwritten, not only unlinked
            else:
                connection.execute(f"PRAGMA cache_size = -{_READING_CACHE_KB}")
            return connection

    def _create(self, schema: str) -> None:
        with self.transaction():
            if self.one("SELECT 1 FROM sqlite_master WHERE name = 'meta'"):
                return  # another process was quicker
            for statement in schema.split(";\n"):
                if statement.strip():
                    self.run(statement)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing: commits at the end, rolls back on any exception."""
        with self._held() as connection, self._translated():
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """All reads inside see the library as of one instant."""
        with self._held() as connection:
            if connection.in_transaction:
                yield
                return
            with self._translated():
                connection.execute("BEGIN")
                try:
                    yield
                finally:
                    connection.execute("COMMIT")

    def close(self) -> None:
        """Close every thread's connection, each when its thread does nothing with it.

        The write-ahead log is folded in when this was the last one.
        """
        with self._all_lock:
            held = list(self._all)
            self._all = WeakSet()
            self._local = threading.local()
        for one in held:
            with one.lock:  # SQLite breaks down when a connection is closed under a statement
                one.closed = True
                one.connection.close()

    def purge(self) -> None:
        """Write the file anew and empty the write-ahead log, so that removed text lives on in neither.

        `secure_delete` alone is not enough: rows that SQLite moves between pages leave copies behind.
        """
        with self._held() as connection, self._translated():
            connection.execute("VACUUM")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def integrity_problems(self) -> list[str]:
        """What SQLite itself finds wrong with the file; empty when it is sound."""
        rows = [str(row[0]) for row in self.many("PRAGMA integrity_check")]
        return [] if rows == ["ok"] else rows

    def run(self, statement: str, parameters: Row = ()) -> None:
        """One statement; joins the open transaction, if any."""
        with self._held() as connection, self._translated():
            connection.execute(statement, parameters)

    def run_many(self, statement: str, rows: Iterable[Row]) -> None:
        """One statement for each row of parameters."""
        with self._held() as connection, self._translated():
            connection.executemany(statement, rows)

    def one(self, query: str, parameters: Row = ()) -> Row | None:
        """First row, or `None`."""
        with self._held() as connection, self._translated():
            row: Row | None = connection.execute(query, parameters).fetchone()
            return row

    def many(self, query: str, parameters: Row = ()) -> list[Row]:
        """All rows."""
        with self._held() as connection, self._translated():
            return connection.execute(query, parameters).fetchall()

    def pieces(self, table: str, column: str, wanted: Mapping[int, Sequence[int]], length: int) -> Iterator[bytes]:
        """Parts of blobs, without the rest of them: `length` bytes each, fewer where the blob ends.

        Args:
            wanted: rowid → offsets of the parts in its blob.
        """
        with self._held(blobs=len(wanted)) as connection, self._translated():
            for rowid, offsets in wanted.items():
                with connection.blobopen(table, column, rowid, readonly=True) as blob:
                    for offset in offsets:
                        blob.seek(min(offset, len(blob)))
                        yield blob.read(length)


def _log_ahead(connection: sqlite3.Connection) -> None:
    """Switch the file to a write-ahead log.

    SQLite does not wait for its lock here, however long the connection's timeout: of several processes that make the
    file at the same instant all but one would fail. So the waiting is ours.
    """
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if not _is_busy(error) or time.monotonic() > until:
                raise
            time.sleep(0.005)


def _is_busy(error: sqlite3.OperationalError) -> bool:
    """Whether another connection's lock is the reason; extended codes keep the primary one in their low byte."""
    code: int = getattr(error, "sqlite_errorcode", 0)  # those that Python itself raises have none
    return code & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


@contextmanager
def translated(subject: str = CATALOG, damaged: type[LibraryDamagedError] = LibraryDamagedError) -> Iterator[None]:
    """Turn SQLite's exceptions into the error tree's.

    Args:
        subject: what the file is, as messages begin.
        damaged: raised for a file that cannot be read.
    """
    try:
        yield
    except sqlite3.OperationalError as error:
        words = str(error)
        if _is_busy(error):
            raise LibraryLockedError(
                f"{subject} is in use by another process: {words}.",
                remedy="Wait until it has finished, then try again.",
            ) from error
        if "full" in words or "readonly" in words or "disk I/O" in words:
            raise StorageError(
                f"The library cannot be written: {words}.", remedy="Free some space or check the folder's rights."
            ) from error
        if "unable to open" in words:
            raise LibraryError(
                f"{subject} cannot be opened: {words}.",
                remedy="Check the folder's name and rights, or ingest documents first.",
            ) from error
        raise damaged(f"{subject} could not be read: {words}.", remedy=damaged.remedy_unread) from error
    except sqlite3.DatabaseError as error:
        raise damaged(f"{subject} is damaged: {error}.", remedy=damaged.remedy_damaged) from error
