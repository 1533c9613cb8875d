"""Ingest as a process of its own: interrupted and gone on with, and following a folder."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.slow import slowly

fcntl = pytest.importorskip("fcntl", reason="skipped: pipes and signals are used as on POSIX")
pytestmark = pytest.mark.skipif(os.name != "posix", reason="skipped: signals are sent as on POSIX")

_ROOT = Path(__file__).resolve().parent.parent.parent
_PATIENCE = 120.0  # seconds; only a hang comes near it
_NARROW = 4096  # bytes; the smallest pipe
_LONG = "补" * 75  # a line that names it takes some 260 bytes
_PARAGRAPH = "第{n}条 甲县第{f}类企业的第{n}项研发补助按第{n}档发放，由第{f}科受理，逾期不再受理第{n}项申请。\n"


def start(tmp_path: Path, *arguments: object) -> subprocess.Popen[str]:
    environment = os.environ | {
        "POLICY_ASSISTANT_LIBRARY": str(tmp_path / "library"),
        "POLICY_ASSISTANT_EMBEDDER": "hashing",
        "HOME": str(tmp_path),
    }
    command = [sys.executable, "-m", "ui", *map(str, arguments)]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=_ROOT, env=environment, stdout=pipe, stderr=pipe, text=True, encoding="utf-8")


def run(tmp_path: Path, *arguments: object) -> Any:
    """The JSON object that a command gives."""
    out, _ = start(tmp_path, *arguments, "--json").communicate(timeout=_PATIENCE)
    return json.loads(out)


@pytest.fixture
def started(tmp_path: Path) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    processes: list[subprocess.Popen[str]] = []

    def begin(*arguments: object) -> subprocess.Popen[str]:
        processes.append(start(tmp_path, *arguments))
        return processes[-1]

    yield begin
    for process in processes:
        process.kill()
        process.communicate()


def wait_for(condition: Callable[[], bool]) -> None:
    until = time.monotonic() + _PATIENCE
    while not condition():
        assert time.monotonic() < until, "what was waited for did not happen"
        time.sleep(0.05)


@contextmanager
def narrow(process: subprocess.Popen[str], stream: Any) -> Iterator[str]:
    """The first line of a stream that the process can write only some dozen more to, until the context is left.

    So an interrupt sent meanwhile finds it with files before it, however slowly this side runs.
    """
    if not hasattr(fcntl, "F_SETPIPE_SZ"):
        pytest.skip("skipped: the size of a pipe is set as on Linux")
    fcntl.fcntl(stream.fileno(), fcntl.F_SETPIPE_SZ, _NARROW)
    first = b""
    while not first.endswith(b"\n"):
        byte = os.read(stream.fileno(), 1)  # `readline` would read ahead, and make room
        assert byte, f"the process ended: {first!r}"
        first += byte
    yield first.decode()


def write(folder: Path, name: str, number: int, articles: int = 200) -> Path:
    path = folder / name
    text = f"甲县第{number}号补助办法\n" + "".join(_PARAGRAPH.format(n=n, f=number) for n in range(1, articles))
    path.write_text(text, encoding="utf-8")
    return path


def test_an_interrupted_ingest_goes_on_where_it_was(
    tmp_path: Path, started: Callable[..., subprocess.Popen[str]]
) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    names = [write(folder, f"{n:02}{_LONG}.txt", n).name for n in range(30)]
    process = started("ingest", folder)
    assert process.stdout is not None and process.stderr is not None
    with narrow(process, process.stdout) as first:  # told of, so in the library
        assert first.startswith("新增")
        process.send_signal(signal.SIGINT)
    rest, errors = process.communicate(timeout=_PATIENCE)
    assert process.wait(_PATIENCE) == 130
    assert "已中断" in errors and "Traceback" not in errors
    told = {line.split()[1].partition("：")[0] for line in (first + rest).splitlines() if line.startswith("新增")}
    held = {row["source"] for row in run(tmp_path, "library", "list")["documents"]}
    assert told == held and 0 < len(held) < len(names)
    again = run(tmp_path, "ingest", folder)
    by_status = {report["source"]: report["status"] for report in again["documents"]}
    assert {name for name, status in by_status.items() if status == "unchanged"} == held
    assert {name for name, status in by_status.items() if status == "added"} == {*names} - held
    assert run(tmp_path, "library", "check")["problems"] == []


def test_an_interrupt_with_json_tells_what_got_in(
    tmp_path: Path, started: Callable[..., subprocess.Popen[str]]
) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    for n in range(30):
        write(folder, f"{n:02}{_LONG}.txt", n)
    process = started("ingest", folder, "--json")
    assert process.stderr is not None
    with narrow(process, process.stderr) as first:
        assert first.startswith("新增")
        process.send_signal(signal.SIGINT)
    out, _ = process.communicate(timeout=_PATIENCE)
    found = json.loads(out)
    assert process.returncode == 130 and found["error"]["code"] == "interrupted"
    assert found["totals"]["added"] == len(found["documents"]) > 0


# Holds the library's write lock until its standard input ends.
_HOLDER = """
import sys
from pathlib import Path
from docs_store.embedders.hashing import HashingEmbedder
from docs_store.library import Library

with Library(Path(sys.argv[1]), HashingEmbedder(), create=True).writer():
    print("held", flush=True)
    sys.stdin.read()
"""


@contextmanager
def held(library: Path) -> Iterator[Callable[[], None]]:
    """Another process that writes to the library; the call lets it finish."""
    command = [sys.executable, "-c", _HOLDER, str(library)]
    pipe = subprocess.PIPE
    process = subprocess.Popen(command, cwd=_ROOT, stdin=pipe, stdout=pipe, text=True)
    assert process.stdin is not None and process.stdout is not None
    assert process.stdout.readline() == "held\n"
    try:
        yield process.stdin.close
    finally:
        process.stdin.close()
        process.wait(_PATIENCE)
        process.stdout.close()


def _command(name: str, folder: Path) -> list[object]:
    return {
        "ingest": ["ingest", folder],
        "set": ["library", "set", "一.txt", "issuer=某局"],
        "remove": ["library", "remove", "一.txt"],
        "rebuild": ["library", "rebuild"],
    }[name]


@pytest.mark.parametrize("name", ["ingest", "set", "remove", "rebuild"])
def test_a_command_waits_for_another_process_that_writes(
    tmp_path: Path, started: Callable[..., subprocess.Popen[str]], name: str
) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    write(folder, "一.txt", 1, 5)
    run(tmp_path, "ingest", folder)
    write(folder, "二.txt", 2, 5)
    with held(tmp_path / "library") as let_go:
        process = started(*_command(name, folder), "--json")
        assert process.stderr is not None
        while "另一个进程正在写资料库，最多等 60 秒" not in (line := process.stderr.readline()):
            assert line, "it ended without a word on waiting"
        time.sleep(0.3)
        assert process.poll() is None, "it waits"
        let_go()
        out, _ = process.communicate(timeout=_PATIENCE)
    assert process.returncode == 0 and json.loads(out)
    assert run(tmp_path, "library", "check")["problems"] == []


@pytest.mark.parametrize(("seconds", "name"), [
    ("1", "ingest"), ("0", "set"), ("0", "rebuild"), *slowly([("0", "ingest"), ("1", "set"), ("1", "rebuild")]),
    *slowly([("0", "remove"), ("1", "remove")]),
])  # fmt: skip
def test_a_command_waits_no_longer_than_it_was_told(
    tmp_path: Path, started: Callable[..., subprocess.Popen[str]], name: str, seconds: str
) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    write(folder, "一.txt", 1, 5)
    run(tmp_path, "ingest", folder)
    with held(tmp_path / "library"):
        process = started(*_command(name, folder), "--wait", seconds)
        _, errors = process.communicate(timeout=_PATIENCE)
    assert process.returncode == 3
    assert ("最多等 1 秒" in errors) == (seconds == "1")
    assert "另一个进程正在写资料库" in errors and "Traceback" not in errors
    assert ("has not finished in 1 s" in errors) == (seconds == "1")
    assert run(tmp_path, "library", "list")["documents"][0]["issuer"] != "某局"


def test_a_folder_is_followed(tmp_path: Path, started: Callable[..., subprocess.Popen[str]]) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    write(folder, "一.txt", 1, 5)
    process = started("ingest", "--watch", "--interval", 0.2, "--json", folder)
    assert process.stdout is not None

    def next_told() -> Any:
        assert process.stdout is not None
        return json.loads(process.stdout.readline())

    def sources(found: Any) -> dict[str, str]:
        return {report["source"]: report["status"] for report in found["documents"]}

    assert sources(next_told()) == {"一.txt": "added"}
    write(folder, "二.txt", 2, 5)
    assert sources(next_told()) == {"二.txt": "added"}
    write(folder, "一.txt", 3, 9)
    assert sources(next_told()) == {"一.txt": "updated"}
    (folder / "二.txt").unlink()
    told = next_told()
    assert told["removed"] == ["二.txt"] and told["documents"] == []
    process.send_signal(signal.SIGTERM)
    out, errors = process.communicate(timeout=_PATIENCE)
    assert (process.returncode, out) == (0, "")
    assert "已停止跟踪" in errors and "Traceback" not in errors
    held = run(tmp_path, "library", "list")["documents"]
    assert [(row["source"], row["title"]) for row in held] == [("一.txt", "甲县第3号补助办法")]
    log = run(tmp_path, "library", "log")["changes"]
    assert [(line["action"], line["source"]) for line in log] == [
        ("watch", str(folder)), ("added", "一.txt"), ("added", "二.txt"), ("updated", "一.txt"), ("removed", "二.txt"),
    ]  # fmt: skip
    assert {line["via"] for line in log} == {"watch"}
