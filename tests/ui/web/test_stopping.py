"""How the server ends: by either signal, with a page open and a question under way."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from docs_store.library import Library
from tests.ui.web.helpers import WAIT
from ui.web import stopping

_ROOT = Path(__file__).parents[3]
# An assistant that takes as many seconds as the question says.
_SERVE = """
import signal, sys, time
signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored where the tests run in the background
import assistant.engine as engine
ask = engine.Assistant.ask
def slow(self, question, **limits):
    print("begun", file=sys.stderr, flush=True)
    time.sleep(float(question))
    return ask(self, "白溪县创新券每家企业每年最高多少万元？", **limits)
engine.Assistant.ask = slow
from ui.cli import main
sys.exit(main(["serve", "--port", "{port}", "--library", "{library}", "--embedder", "hashing"]))
"""

pytestmark = pytest.mark.skipif(os.name == "nt", reason="skipped: Windows sends no such signals")


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


class Running:
    """A server in a process of its own, and a page of it with a question under way."""

    def __init__(self, library: Path, port: int, temporary: Path) -> None:
        temporary.mkdir()
        self.temporary = temporary
        self.process = subprocess.Popen(
            [sys.executable, "-c", _SERVE.format(library=library, port=port)],
            cwd=_ROOT, stderr=subprocess.PIPE, text=True, encoding="utf-8",
            env=os.environ | {"TMPDIR": str(temporary), "PYTHONUTF8": "1"},
        )  # fmt: skip
        self.lines: list[str] = []
        assert self.process.stderr is not None
        found = self.line(r"http://127\.0\.0\.1:\d+")
        self.client = httpx.Client(base_url=found[0], timeout=WAIT, trust_env=False)
        self.told: list[str] = []

    def line(self, pattern: str) -> re.Match[str]:
        """Wait for a line on standard error."""
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self.lines.append(line)
            if found := re.search(pattern, line):
                return found
        raise AssertionError("".join(self.lines))

    def ask(self, question: str) -> None:
        """Hold a connection as an open page does, and ask; returns when the server is at the question."""
        asked = self.client.post("/gradio_api/call/ask", json={"data": [question, "", 0, ""]})
        paths = ("/gradio_api/heartbeat/page", f"/gradio_api/call/ask/{asked.json()['event_id']}")
        self.threads = [threading.Thread(target=self._follow, args=(path,), daemon=True) for path in paths]
        for thread in self.threads:
            thread.start()
        self.line("begun")

    def _follow(self, path: str) -> None:
        try:
            with self.client.stream("GET", path) as stream:
                for line in stream.iter_lines():
                    self.told.append(line)
        except httpx.HTTPError as error:  # closed in the middle
            self.told.append(repr(error))

    def stop(self, number: int) -> float:
        """Seconds until the process is gone."""
        begun = time.monotonic()
        self.process.send_signal(number)
        assert self.process.stderr is not None
        self.lines += self.process.stderr.read().splitlines(keepends=True)
        self.process.wait(WAIT)
        for thread in self.threads:
            thread.join(WAIT)
        return time.monotonic() - begun


@pytest.fixture
def running(shelf: Library, tmp_path: Path) -> Iterator[Callable[[], Running]]:
    started: list[Running] = []

    def start() -> Running:
        started.append(Running(shelf.folder, free_port(), tmp_path / "temporary"))
        return started[-1]

    yield start
    for server in started:
        server.process.kill()
        server.process.communicate()


def quiet(server: Running, code: int) -> None:
    assert "Traceback" not in "".join(server.lines) and "Error" not in "".join(server.lines)
    assert server.process.returncode == code
    assert list(server.temporary.iterdir()) == []


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, -signal.SIGTERM), (signal.SIGINT, 130)])
def test_a_question_under_way_is_answered_before_the_end(
    running: Callable[[], Running], number: int, code: int
) -> None:
    server = running()
    server.ask("1.5")
    server.stop(number)
    assert "20万元" in json.dumps(
        [json.loads(line[6:]) for line in server.told if '"outcome"' in line], ensure_ascii=False
    )
    quiet(server, code)


def test_a_question_that_takes_too_long_is_given_up(running: Callable[[], Running]) -> None:
    server = running()
    server.ask("120")
    assert server.stop(signal.SIGTERM) < stopping.PATIENCE + 15
    assert not any("event: complete" in line for line in server.told)
    quiet(server, -signal.SIGTERM)


def test_after_a_second_interrupt_nothing_is_waited_for(running: Callable[[], Running]) -> None:
    server = running()
    server.ask("120")
    server.process.send_signal(signal.SIGINT)
    time.sleep(1)
    assert server.stop(signal.SIGINT) < stopping.PATIENCE
    quiet(server, 130)


def test_only_threads_begun_since_are_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stopping, "_LAST", 0.05)
    go = threading.Event()
    older, daemon, at_work = (threading.Thread(target=go.wait, daemon=daemon) for daemon in (False, True, False))
    older.start()
    before = threading.enumerate()
    daemon.start()
    assert not stopping.at_work(before), "the interpreter does not wait for those"
    at_work.start()
    assert stopping.at_work(before)
    go.set()
    at_work.join()
    assert not stopping.at_work(before)
