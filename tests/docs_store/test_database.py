"""A database that is closed while other threads use it."""

from __future__ import annotations

import gc
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from docs_store.database import Database

_ROOT = Path(__file__).resolve().parents[2]
SCHEMA = "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);\n"


def test_closing_waits_for_a_thread_in_a_transaction(tmp_path: Path) -> None:
    database = Database(tmp_path / "db", writable=True, schema=SCHEMA)
    inside, go_on, closed = threading.Event(), threading.Event(), threading.Event()

    def write() -> None:
        with database.transaction():
            database.run("INSERT INTO meta VALUES ('a', '1')")
            inside.set()
            go_on.wait(30)

    writer = threading.Thread(target=write)
    closer = threading.Thread(target=lambda: (database.close(), closed.set()))
    writer.start()
    assert inside.wait(30)
    closer.start()
    assert not closed.wait(0.2)
    go_on.set()
    writer.join(30)
    assert closed.wait(30)
    assert database.one("SELECT value FROM meta") == ("1",)  # a late comer opens it again
    database.close()


def test_closing_under_busy_threads_does_not_break_the_process(tmp_path: Path) -> None:
    code = (
        "import sys, threading; from pathlib import Path; from docs_store.database import Database\n"
        f"database = Database(Path(sys.argv[1]), writable=True, schema={SCHEMA!r})\n"
        "stop = threading.Event()\n"
        "def read():\n"
        "    while not stop.is_set(): database.many('SELECT * FROM sqlite_master')\n"
        "threads = [threading.Thread(target=read) for _ in range(4)]\n"
        "for thread in threads: thread.start()\n"
        "for _ in range(300): database.close()\n"
        "stop.set()\n"
        "for thread in threads: thread.join()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "db")], cwd=_ROOT, capture_output=True, text=True, timeout=120
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_a_connection_does_not_collect_blobs_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    database = Database(tmp_path / "db", writable=True, schema=SCHEMA)
    database.run("CREATE TABLE blobs (id INTEGER PRIMARY KEY, data BLOB NOT NULL)")
    database.run_many("INSERT INTO blobs VALUES (?, ?)", [(n, bytes([n]) * 4) for n in range(3)])
    monkeypatch.setattr("docs_store.database._MOST_BLOBS", 6)
    connect, made = Database._connect, list[sqlite3.Connection]()

    def counted(self: Database) -> sqlite3.Connection:
        made.append(connect(self))
        return made[-1]

    monkeypatch.setattr(Database, "_connect", counted)
    read = {n: [0, 2, 4] for n in range(3)}
    expected = [part for n in range(3) for part in (bytes([n]) * 2, bytes([n]) * 2, b"")]
    with database.snapshot():  # a transaction keeps its connection, however many it opens
        for _ in range(5):
            assert list(database.pieces("blobs", "data", read, 2)) == expected
    assert not made
    for _ in range(9):
        assert list(database.pieces("blobs", "data", read, 2)) == expected
    assert len(made) == 3
    database.close()
    with pytest.raises(sqlite3.ProgrammingError):
        made[-1].execute("SELECT 1")


def _open_files(path: Path) -> int:
    """How many of this process's open files are the database's, its log and its shared memory."""
    if not Path("/proc/self/fd").is_dir():
        pytest.skip("skipped: there is no list of open files here")
    links = [entry.readlink() for entry in Path("/proc/self/fd").iterdir() if entry.is_symlink()]
    return sum(str(link).startswith(str(path)) for link in links)


def _settled(path: Path, most: int) -> int:
    """Open files once they are no more than `most`, or after some seconds: a joined thread ends a moment later."""
    until = time.monotonic() + 10
    while (count := _open_files(path)) > most and time.monotonic() < until:
        time.sleep(0.01)
    return count


def test_a_connection_ends_with_its_thread(tmp_path: Path) -> None:
    path = tmp_path / "db"
    database = Database(path, writable=True, schema=SCHEMA)
    database.one("SELECT 1 FROM meta")
    before = _open_files(path)

    def ask() -> None:
        database.many("SELECT * FROM meta")
        with database.snapshot():
            database.one("SELECT 1 FROM meta")

    for _ in range(40):
        thread = threading.Thread(target=ask)
        thread.start()
        thread.join(30)
    most = before + 1  # SQLite keeps a closed connection's file for the next one, as long as others have it open
    assert _settled(path, most) <= most
    database.close()
    assert _open_files(path) == 0


def test_bursts_of_threads_leave_no_more_files_than_the_first_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "db"
    database = Database(path, writable=True, schema=SCHEMA)
    connect, made = Database._connect, list[int]()

    def counted(self: Database) -> sqlite3.Connection:
        made.append(threading.get_ident())
        return connect(self)

    monkeypatch.setattr(Database, "_connect", counted)

    def burst() -> int:
        """Eight threads at once, each asking twice; how many files were open meanwhile."""
        most, together = list[int](), threading.Barrier(8)

        def ask() -> None:
            database.one("SELECT 1 FROM meta")
            together.wait(30)
            gc.collect()
            database.one("SELECT 1 FROM meta")
            most.append(_open_files(path))
            together.wait(30)

        threads = [threading.Thread(target=ask) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        return max(most)

    first = burst()
    assert first >= 8
    assert len(made) == 8, "a thread keeps its connection while it lives"
    for _ in range(5):
        burst()
    assert _settled(path, first) <= first
    assert burst() <= first + 1
    database.close()
    assert _open_files(path) == 0
