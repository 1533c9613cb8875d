"""A writer killed at any instant loses nothing that it reported, and leaves nothing half done.

A child process adds, changes and removes files in rounds, and says so line by line; it is killed at chosen calls and
at random moments. Whatever the moment, the library must then be sound, hold every file that was reported, and, once
the same work is done again, be the same as one that was never disturbed.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from docs_store.embedders.hashing import HashingEmbedder
from docs_store.library import Library
from docs_store.soundness import Upkeep
from docs_store.types import FileStatus
from ingest.pipeline import ingest
from ingest.sources import find_sources
from tests.slow import slowly

_ROOT = Path(__file__).resolve().parents[2]
_FILES = 20
_QUERIES = ("第7号办法补助多少万元", "申请条件", "单独编号1003", "人才公寓")

# Work of the child: first all files, then a change of every third, then the removal of every fifth.
_CHILD = """
import json, os, signal, sys
from contextlib import closing
from pathlib import Path
import chromadb, rjieba, tantivy  # otherwise every child would do so
from docs_store import indexes, writer
from docs_store.catalog import Catalog
from docs_store.database import Database
from docs_store.embedders.hashing import HashingEmbedder
from docs_store.indexes import Generation
from docs_store.library import Library
from docs_store.vectors import ChromaVectorIndex
from ingest.pipeline import ingest
from ingest.sources import Source, find_sources

def say(*words):
    print(json.dumps(words), flush=True)

def die(owner, name, when, call):
    real = getattr(owner, name)
    count = 0
    def wrapped(*args, **kwargs):
        nonlocal count
        count += 1
        if count == call and when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        result = real(*args, **kwargs)
        if count == call and when == "after":
            os.kill(os.getpid(), signal.SIGKILL)
        return result
    setattr(owner, name, wrapped)

def work(library_folder, files, changed):
    writer._BATCH_CHUNKS = 16  # several batches out of few files
    with closing(Library(library_folder, HashingEmbedder(), create=True)) as library:
        for folder in (files, changed):
            for name in sorted(os.listdir(folder)):
                os.utime(folder / name)
            sources = find_sources([folder], recursive=False)
            if folder is changed:
                sources = [Source(path=s.path, key=str(files / s.name), name=s.name) for s in sources]
            ingest(library, sources, report=lambda r: say(r.source, r.status, *r.document_ids))
        gone = [info.id for info in library.infos() if int(info.source[:2]) % 5 == 0]
        with library.writer() as open_writer:
            open_writer.remove(gone)
        say("removed", "", *gone)
    say("done", "")

while True:  # a zygote: importing takes longer than the work
    line = sys.stdin.readline()
    if not line:
        break
    library_folder, files, changed, point = json.loads(line)
    child = os.fork()
    if child == 0:
        if point:
            owner, name, when, call = point
            die(eval(owner), name, when, call)
        try:
            work(Path(library_folder), Path(files), Path(changed))
        except BaseException as error:
            say("error", repr(error))
            os._exit(1)
        os._exit(0)
    say("started", "", child)
    say("ended", "", os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""

# Where the child kills itself: what is called, at which call of it, before or after.
_POINTS = [
    ("Catalog", "put_source", 1, "after"), ("Catalog", "put_pending", 1, "after"),
    ("Catalog", "put_pending", 14, "after"),
    ("Catalog", "put_pending", 24, "before"), ("ChromaVectorIndex", "add", 1, "before"),
    ("ChromaVectorIndex", "add", 1, "after"), ("ChromaVectorIndex", "add", 3, "after"),
    ("ChromaVectorIndex", "add", 5, "after"), ("Generation", "add", 2, "after"), ("Generation", "commit", 1, "before"),
    ("Generation", "commit", 1, "after"), ("Generation", "commit", 3, "after"), ("Catalog", "show", 1, "before"),
    ("Catalog", "show", 1, "after"), ("Catalog", "show", 2, "after"), ("Catalog", "show", 4, "after"),
    ("Catalog", "delete_documents", 1, "before"), ("Catalog", "delete_documents", 5, "after"),
    ("Database", "purge", 1, "before"), ("Database", "purge", 1, "after"), ("indexes", "rebuild", 1, "before"),
    ("indexes", "rebuild", 1, "after"), ("indexes", "rebuild", 2, "after"), ("indexes", "sweep", 1, "after"),
    ("indexes", "sweep", 2, "before"), ("indexes", "sweep", 3, "after"), ("Generation", "close", 1, "before"),
    ("Generation", "close", 2, "after"),
]  # fmt: skip


def text(n: int, *, changed: bool = False) -> str:
    words = "改后" if changed else "原来"
    articles = (f"{words}补助{n}万元", f"申请条件见附表{n}", f"单独编号{1000 + n}{words}")
    return f"第{n}号办法\n" + "".join(f"\n第{c}条 {article}。\n" for c, article in zip("一二三", articles, strict=True))


class Zygote:
    """A process with everything imported, which forks a child for each piece of work."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", _CHILD], cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            env=os.environ | {"PYTHONPATH": str(_ROOT)},
        )  # fmt: skip

    def work(self, library: Path, files: Path, changed: Path, *, point: object = None, kill_after: float = 0) -> Run:
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(json.dumps([str(library), str(files), str(changed), point]) + "\n")
        self._process.stdin.flush()
        lines: list[list[str]] = []
        for line in self._process.stdout:
            lines.append(json.loads(line))
            if lines[-1][0] == "started" and kill_after:
                time.sleep(kill_after)
                with suppress(ProcessLookupError):
                    os.kill(int(lines[-1][2]), signal.SIGKILL)
            if lines[-1][0] == "ended":
                return Run(lines)
        raise AssertionError("the process that forks the children has died")

    def close(self) -> None:
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(timeout=30)
        self._process.stdout.close()


class Run:
    """What a child said before it ended."""

    def __init__(self, lines: list[list[str]]) -> None:
        self.code = int(lines[-1][2])
        self.errors = [line for line in lines if line[0] == "error"]
        self.reported: dict[str, list[str]] = {}  # file → ids of its documents, as last reported
        for name, status, *ids in lines:
            if status in ("added", "updated", "unchanged"):
                self.reported[name] = ids
        self.removed = {id_ for name, _, *ids in lines if name == "removed" for id_ in ids}
        self.done = any(line[0] == "done" for line in lines)


Content = tuple[dict[str, list[str]], dict[str, list[tuple[str, float]]]]


def content(library: Library) -> Content:
    """Everything a reader can see: documents with their chunks, and what searches give."""
    return (
        {info.id: [chunk.id + chunk.text for chunk in library.chunks_of(info.id)] for info in library.infos()},
        {query: [(p.chunk.id, round(p.score, 3)) for p in library.search(query, limit=10)] for query in _QUERIES},
    )


@pytest.fixture(scope="module")
def zygote() -> Iterator[Zygote]:
    made = Zygote()
    yield made
    made.close()


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The files as they are first, and those that change."""
    first, changed = (tmp_path_factory.mktemp(name) for name in ("first", "changed"))
    for n in range(_FILES):
        (first / f"{n:02}.txt").write_text(text(n), encoding="utf-8")
        if n % 3 == 0:
            (changed / f"{n:02}.txt").write_text(text(n, changed=True), encoding="utf-8")
    return first, changed


def in_memory() -> tempfile.TemporaryDirectory[str]:
    """A folder in memory where there is one: kills are many, and what they show does not depend on the disk."""
    memory = Path("/dev/shm")
    return tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None)


@pytest.fixture
def fast_path() -> Iterator[Path]:
    with in_memory() as folder:
        yield Path(folder)


@pytest.fixture(scope="module")
def undisturbed(zygote: Zygote, files: tuple[Path, Path]) -> tuple[Content, float]:
    """What the library holds when nobody kills the writer, and how long that takes."""
    with in_memory() as name:
        folder = Path(name) / "library"
        started = time.perf_counter()
        run = zygote.work(folder, *files)
        seconds = time.perf_counter() - started
        assert run.done and run.code == 0 and not run.errors
        with closing(Library(folder, HashingEmbedder())) as library:
            assert library.check() == []
            return content(library), seconds


def check_after_kill(folder: Path, run: Run, files: tuple[Path, Path]) -> None:
    """Whatever was reported is wholly there; nothing is doubled or half there."""
    with closing(Library(folder, HashingEmbedder(), create=True)) as library:
        infos = library.infos()
        by_name = {info.source: info for info in infos}
        assert len(by_name) == len(infos), "a file's documents stand there twice"
        removing = len(run.reported) == _FILES
        for name, ids in run.reported.items():
            if removing and int(name[:2]) % 5 == 0 and name not in by_name:
                continue  # the removal was done, though not yet told
            known = library.document(ids[0])
            if known is None:  # a newer version, not yet told, may have taken its place
                assert name in by_name and by_name[name].id not in ids
            assert by_name[name].source == name
        assert not run.removed & {info.id for info in infos}
        for info in infos:
            n = int(info.source[:2])
            document = library.document(info.id)
            assert document is not None and document.text in (text(n), text(n, changed=True))
            chunks = library.chunks_of(info.id)
            assert len(chunks) == info.chunks > 0
            assert "".join("".join(chunk.text.split()) for chunk in chunks) == "".join(document.text.split())
        for query in _QUERIES:
            for passage in library.search(query, limit=50):
                assert passage.chunk.document_id in {info.id for info in infos}
        assert library.check() == [], "what the next writer makes up for is no damage"
        with library.writer():
            pass  # recovery
        assert library.upkeep() == Upkeep()
        assert library.check() == []
        assert [info.id for info in library.infos()] == [info.id for info in infos]
        assert len(list(folder.glob("index-*"))) <= 1
        for source in library.sources():
            assert source.status is not FileStatus.ADDED or library.ids_of_source(source.key)


def check_completed(folder: Path, zygote: Zygote, files: tuple[Path, Path], expected: Content) -> None:
    run = zygote.work(folder, *files)
    assert run.done and run.code == 0 and not run.errors
    with closing(Library(folder, HashingEmbedder())) as library:
        assert library.check() == []
        assert content(library) == expected


@pytest.mark.parametrize(("owner", "name", "call", "when"), _POINTS)
def test_killed_at_a_step(
    zygote: Zygote, files: tuple[Path, Path], undisturbed: tuple[Content, float], fast_path: Path,
    owner: str, name: str, call: int, when: str,
) -> None:  # fmt: skip
    folder = fast_path / "library"
    run = zygote.work(folder, *files, point=[owner, name, when, call])
    assert run.code == -signal.SIGKILL and not run.errors, "the step was never reached"
    check_after_kill(folder, run, files)
    check_completed(folder, zygote, files, undisturbed[0])


@pytest.mark.parametrize("seed", [0, 1, 2, *slowly([3, 4, 5, 6])])
def test_killed_at_any_moment_again_and_again(
    zygote: Zygote, files: tuple[Path, Path], undisturbed: tuple[Content, float], fast_path: Path, seed: int
) -> None:
    expected, seconds = undisturbed
    chance = random.Random(seed)
    folder = fast_path / "library"
    for _ in range(2):
        run = zygote.work(folder, *files, kill_after=chance.uniform(0.005, seconds))
        assert run.code in (0, -signal.SIGKILL) and not run.errors
        check_after_kill(folder, run, files)
    check_completed(folder, zygote, files, expected)


def test_an_update_that_was_cut_short_is_made_up_for(zygote: Zygote, library: Library, tmp_path: Path) -> None:
    """The old version stays in force, and the next run must not take the file for unchanged."""
    folder = tmp_path / "files"
    folder.mkdir()
    path = folder / "00.txt"
    path.write_text(text(0), encoding="utf-8")
    ingest(library, find_sources([folder], recursive=False))
    path.write_text(text(0, changed=True), encoding="utf-8")
    run = zygote.work(library.folder, folder, tmp_path / "none", point=["Generation", "commit", "before", 1])
    assert run.code == -signal.SIGKILL
    (old,) = library.infos()
    document = library.document(old.id)
    assert document is not None and document.text == text(0)
    (report,) = ingest(library, find_sources([folder], recursive=False))
    assert report.status is FileStatus.UPDATED
    (new,) = library.infos()
    document = library.document(new.id)
    assert document is not None and document.text == text(0, changed=True)
    assert library.check() == []
    shutil.rmtree(folder)
