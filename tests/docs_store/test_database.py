"""A database that is closed while other threads use it."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
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
