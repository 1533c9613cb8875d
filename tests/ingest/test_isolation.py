"""The process that reads files: it may die in every way, and the next file is read all the same."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from docs_store.errors import InputError, UnreadableFileError
from docs_store.library import Library
from docs_store.types import FileStatus, PageFault, ReadBy
from ingest.file_reading import documents_of
from ingest.isolation import Bounds, ReaderProcess
from ingest.pipeline import ingest
from ingest.readers import RawText, read_file
from ingest.sources import find_sources

# A worker whose reader does to itself what the file's text says.
_WORKER = """
import os, signal, subprocess, sys, time
from ingest import worker
from ingest.file_reading import documents_of
from ingest.readers import read_file
from ingest.readers.base import page_done

def read(path):
    exec(path.read_text(encoding="utf-8"), globals() | {"path": path})
    return read_file(path)

def documents(path, *rest):
    exec(path.read_text(encoding="utf-8"), globals() | {"path": path})
    return documents_of(path, *rest)

worker.function_of = {"read": read, "documents": documents, "pid": lambda path: os.getpid()}.__getitem__
worker.main()
"""
_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="skipped: the system's limits are Linux's")

Does = Callable[[str], Path]


@pytest.fixture(scope="module")
def module(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("worker")
    (folder / "odd_worker.py").write_text(_WORKER, encoding="utf-8")
    sys.path.insert(0, str(folder))
    yield "odd_worker"
    sys.path.remove(str(folder))


@pytest.fixture
def does(tmp_path: Path) -> Does:
    def make(code: str) -> Path:
        path = tmp_path / "文件.txt"
        path.write_text(code, encoding="utf-8")
        return path

    return make


def read(process: ReaderProcess, path: Path) -> RawText:
    """A file's text, read elsewhere."""
    raw = process.call("read", path, path=path)
    assert isinstance(raw, RawText)
    return raw


def code_of(process: ReaderProcess, path: Path) -> str:
    with pytest.raises(InputError) as caught:
        read(process, path)
    assert path.name in caught.value.message or caught.value.code == "internal"
    return caught.value.code


def test_it_reads_as_read_file_does(does: Does) -> None:
    path = does("第一条 本办法适用于企业。\n")
    with ReaderProcess() as process:
        assert process.usage is None
        assert read(process, path) == read_file(path)
        assert process.usage is not None and process.usage.seconds > 0
        path.write_bytes(b"")
        with pytest.raises(UnreadableFileError) as caught:
            read(process, path)
    with pytest.raises(UnreadableFileError) as here:
        read_file(path)
    assert (caught.value.code, str(caught.value), caught.value.page) == ("empty", str(here.value), None)


def test_documents_are_as_if_they_had_been_made_here(does: Does) -> None:
    path = does("某县奖励办法\n第一条 对认定的高新技术企业，一次性奖励10万元。\n第二条 本办法自2024年1月1日起施行。\n")
    named = (path.name, "k", "ab" * 32)
    with ReaderProcess() as process:
        reading = process.documents(path, *named)
    assert reading == documents_of(path, *named)
    assert reading.contents[0].provisions and reading.contents[0].chunks and reading.report.characters > 40


def test_what_is_made_of_a_file_is_bounded_too(does: Does, module: str) -> None:
    path = does("'''" + "本办法适用于企业。\n" * 40_000 + "'''")
    with ReaderProcess(Bounds(answer_mb=1), module=module) as process:
        with pytest.raises(UnreadableFileError, match="more than 1 MB") as caught:
            read(process, path)
        assert caught.value.code == "too_large"
        assert read(process, does("'第一条 短。'")).text


def test_an_answer_that_cannot_be_packed_is_a_fault_of_the_reader(does: Does, module: str) -> None:
    code = "worker._answer = lambda *_: ('result', sys.stdin)"
    with ReaderProcess(module=module) as process:
        read(process, does(code))
        assert code_of(process, does("pass")) == "internal"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("os.abort()", "crashed"),
        ("os.kill(os.getpid(), signal.SIGSEGV)", "crashed"),
        ("os._exit(0)", "crashed"),
        ("os.write(1, b'noise'); print('noise'); os._exit(3)", "crashed"),
        ("sys.exit('bye')", "crashed"),
        ("time.sleep(60)", "timeout"),
        ("while True: pass", "timeout"),
        ("raise RecursionError('too deep')", "internal"),
        ("raise MemoryError", "too_large"),
        pytest.param("bytearray(3 << 30)", "too_large", marks=_LINUX),
    ],
)
def test_a_bad_end_is_told_and_the_next_file_is_read(does: Does, module: str, code: str, expected: str) -> None:
    usual = Bounds(memory_mb=1024)
    with ReaderProcess(usual, module=module) as process:
        if expected == "timeout":
            process._bounds = Bounds(seconds=1.5, seconds_per_mb=0, memory_mb=1024)
        assert code_of(process, does(code)) == expected
        process._bounds = usual  # on a busy machine the next process takes its time to start
        assert isinstance(read(process, does("pass")), RawText)


def test_what_a_library_prints_does_not_reach_the_answer(does: Does, module: str) -> None:
    with ReaderProcess(module=module) as process:
        raw = read(process, does("print('noise'); os.write(1, b'noise'); sys.stdin.read()"))
        assert raw.text.startswith("print")


def test_one_process_serves_many_files_until_it_has_grown(does: Does, module: str) -> None:
    path = does("pass")
    with ReaderProcess(module=module) as process:
        pids = set()
        for _ in range(3):
            read(process, path)
            pids.add(process.call("pid", path, path=path))
        assert len(pids) == 1
    with ReaderProcess(Bounds(retire_mb=1), module=module) as process:
        assert len({process.call("pid", path, path=path) for _ in range(2)}) == (2 if sys.platform == "linux" else 1)


def test_pages_that_get_done_buy_time(does: Does, module: str) -> None:
    slow = "page_done()\ntime.sleep(6)\n"
    with ReaderProcess(module=module) as process:
        read(process, does("pass"))  # starting the process is not what is measured
        process._bounds = Bounds(seconds=5, seconds_per_mb=0, seconds_per_page=60)
        assert read(process, does(slow)).text == slow


@_LINUX
def test_programs_that_a_reader_started_end_with_it(does: Does, module: str, tmp_path: Path) -> None:
    told = tmp_path / "pid"
    code = f"p = subprocess.Popen(['sleep', '60']); open({str(told)!r}, 'w').write(str(p.pid)); time.sleep(60)"
    with ReaderProcess(module=module) as process:
        read(process, does("pass"))
        process._bounds = Bounds(seconds=5, seconds_per_mb=0)
        assert code_of(process, does(code)) == "timeout"
    assert _gone(int(told.read_text()))


@_LINUX
def test_a_busy_process_ends_when_its_parent_is_gone(does: Does, module: str, tmp_path: Path) -> None:
    told = tmp_path / "pid"
    path = does(f"open({str(told)!r}, 'w').write(str(os.getpid())); time.sleep(60)")
    process = ReaderProcess(module=module)
    thread = threading.Thread(target=lambda: code_of(process, path))
    thread.start()
    while not told.is_file() or not told.read_text():
        time.sleep(0.02)
    process._worker._process.stdin.close()  # type: ignore[union-attr]  what the system does with a dead parent's pipes
    thread.join()
    assert _gone(int(told.read_text()))
    process.close()


def _gone(pid: int) -> bool:
    for _ in range(500):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        if "\nState:\tZ" in Path(f"/proc/{pid}/status").read_text():  # waits for whoever adopted it
            return True
        time.sleep(0.02)
    return False


def test_nothing_but_nouns_is_taken_from_the_process(does: Does, module: str) -> None:
    code = (
        "import pathlib\n"
        "class Trap:\n    def __reduce__(self): return os.system, ('true',)\n"
        "worker._answer = lambda *_: ('result', Trap())"
    )
    with ReaderProcess(module=module) as process:
        read(process, does(code))  # from the next file on, answers are traps
        with pytest.raises(UnreadableFileError, match=r"it names \w+\.system") as caught:
            read(process, does("pass"))
    assert caught.value.code == "crashed"


def test_no_class_that_does_something_is_taken_either(does: Does, module: str) -> None:
    code = (
        "from ingest.isolation import ReaderProcess\n"
        "class Trap:\n    def __reduce__(self): return ReaderProcess, ()\n"
        "worker._answer = lambda *_: ('result', Trap())"
    )
    with ReaderProcess(module=module) as process:
        read(process, does(code))
        with pytest.raises(UnreadableFileError, match=r"it names ingest\.isolation\.ReaderProcess"):
            read(process, does("pass"))


def test_enumerations_are_taken_from_a_python_that_writes_them_as_a_call(does: Does, module: str) -> None:
    """As Python 3.11.0 to 3.11.3 do, the last of which many systems still have."""
    code = (
        "import enum\n"
        "from docs_store.types import PageFault, PageReading, ReadBy\n"
        "enum.Enum.__reduce_ex__ = lambda member, protocol: (getattr, (type(member), member.name))\n"
        "pages = (PageReading(number=1, characters=0, by=ReadBy.OCR, confidence=0.5, fault=PageFault.UNSURE),)\n"
        "worker._answer = lambda *_: ('result', pages)"
    )
    with ReaderProcess(module=module) as process:
        read(process, does(code))
        (page,) = process.call("read", does("pass"), path=does("pass"))
    assert page.by is ReadBy.OCR and page.fault is PageFault.UNSURE


def test_paths_are_taken_from_a_python_that_keeps_them_elsewhere(does: Does, module: str) -> None:
    """As Python 3.13 does."""
    code = (
        "import pathlib\n"
        "sys.modules['pathlib._local'] = pathlib\n"
        "type(pathlib.Path()).__module__ = 'pathlib._local'\n"
        "worker._answer = lambda *_: ('result', pathlib.Path('a/b'))"
    )
    with ReaderProcess(module=module) as process:
        read(process, does(code))
        assert process.call("read", does("pass"), path=does("pass")) == Path("a/b")


def test_threads_take_turns(does: Does, module: str, tmp_path: Path) -> None:
    paths = []
    for number in range(8):
        path = tmp_path / f"{number}.txt"
        path.write_text(f"'''第{number}件'''", encoding="utf-8")
        paths.append(path)
    found: dict[Path, str] = {}
    with ReaderProcess(module=module) as process:
        threads = [threading.Thread(target=lambda p=p: found.update({p: read(process, p).text})) for p in paths]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert found == {path: f"'''第{number}件'''" for number, path in enumerate(paths)}


def test_the_queue_goes_on_after_a_crash(library: Library, module: str, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "a.txt").write_text("'第一条 本办法适用于企业。'", encoding="utf-8")
    (folder / "b.txt").write_text("os.abort()", encoding="utf-8")
    (folder / "c.txt").write_text("'第二条 本办法自发布之日起施行。'", encoding="utf-8")
    with ReaderProcess(module=module) as process:
        reports = ingest(library, find_sources([folder], recursive=False), read=process.documents)
    assert [report.status for report in reports] == [FileStatus.ADDED, FileStatus.FAILED, FileStatus.ADDED]
    assert reports[1].error is not None and reports[1].error.code == "crashed"
    assert library.check() == []
