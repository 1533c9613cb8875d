"""Twenty people asking at once: the real server, real HTTP, 10,000 chunks.

    python -m bench.people [--people 20] [--each 10] [--chunks 10000] [--keep DIR]

One person asks first, alone; then all ask at once, each other questions in a conversation of their own; then the
second lot is asked once more by one person. Nothing may fail, and what each was told must be what one person is told
who asks the same alone. Vectors are synthetic (see `bench/synthetic.py`).
"""

from __future__ import annotations

import argparse
import json
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from bench.results import memory_mb, record
from bench.scale import questions
from bench.synthetic import LAWS, SyntheticEmbedder, build
from docs_store.library import Library
from ui.wiring import open_embedder, settings

_ALONE = 60  # questions of one person
_WARM_UP = 10
_START = 300  # seconds a server may take to start
_ANSWER = 600  # seconds an answer may take before it counts as failed
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One answer as it came over HTTP; `answer` is `None` where none came."""

    question: str
    answer: dict[str, Any] | None
    ms: float


def ask(client: httpx.Client, question: str) -> Told:
    """One question through the endpoint `ask`."""
    started = time.perf_counter()
    answer = None
    try:
        posted = client.post("/gradio_api/call/ask", json={"data": [question, "", 0, ""]})
        event = posted.raise_for_status().json()["event_id"]
        lines = client.get(f"/gradio_api/call/ask/{event}").raise_for_status().text.splitlines()
        ended = lines.index("event: complete")
        answer = json.loads(lines[ended + 1].removeprefix("data: "))[0]
    except (httpx.HTTPError, ValueError, KeyError, IndexError) as error:
        print(f"failed: {question}: {type(error).__name__}: {error}", file=sys.stderr)
    return Told(question=question, answer=answer, ms=1000 * (time.perf_counter() - started))


def one_person(address: str, asked: Sequence[str]) -> list[Told]:
    """Questions one after the other, over connections of this person's own."""
    with httpx.Client(base_url=address, timeout=_ANSWER, trust_env=False) as client:
        return [ask(client, question) for question in asked]


def same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two answers are the same but for the time they took."""
    return {**one, "timings_ms": None} == {**other, "timings_ms": None}


@contextmanager
def server(library: Path) -> Iterator[tuple[str, int]]:
    """Address and process id of `policy-assistant serve` over a library."""
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "ui", "serve", "--library", str(library), "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        address = f"http://127.0.0.1:{port}"
        until = time.monotonic() + _START
        while True:
            try:
                httpx.get(address, timeout=_START, trust_env=False).raise_for_status()
                break
            except httpx.HTTPError:
                if process.poll() is not None or time.monotonic() > until:
                    raise SystemExit("The server did not start.") from None
                time.sleep(0.2)
        yield address, process.pid
    finally:
        process.terminate()
        process.wait(timeout=60)


def cpu_seconds(pid: int) -> float:
    """CPU time that a process has used so far, all its threads together (Linux)."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def measure(folder: Path, asked: list[str], people: int, each: int) -> dict[str, Any]:
    """Figures of one run over a library."""
    alone, together = asked[: _WARM_UP + _ALONE], asked[_WARM_UP + _ALONE :]
    with server(folder) as (address, pid):
        first = one_person(address, alone)[_WARM_UP:]
        before, started = cpu_seconds(pid), time.perf_counter()
        shares = [together[n * each : (n + 1) * each] for n in range(people)]
        with ThreadPoolExecutor(people) as pool:
            crowd = [told for share in pool.map(lambda share: one_person(address, share), shares) for told in share]
        took, used = time.perf_counter() - started, cpu_seconds(pid) - before
        peak = memory_mb(pid, "VmHWM")
        expected = {told.question: told.answer for told in one_person(address, together)}
    one, many = [told.ms for told in first], [told.ms for told in crowd]
    mixed = sum(
        told.answer is not None
        and (told.answer.get("question") != told.question or not same(told.answer, expected[told.question] or {}))
        for told in crowd
    )
    one_p95, many_p95 = (statistics.quantiles(times, n=20)[-1] for times in (one, many))
    return {
        "people": people,
        "questions": len(crowd),
        "failed": sum(told.answer is None or "error" in told.answer for told in (*first, *crowd)),
        "mixed_up": mixed,
        "one_ms_p50": round(statistics.median(one), 1),
        "one_ms_p95": round(one_p95, 1),
        "people_ms_p50": round(statistics.median(many), 1),
        "people_ms_p95": round(many_p95, 1),
        "p95_over_one": round(many_p95 / one_p95, 1),
        "questions_per_s": round(len(crowd) / took, 1),
        "questions_per_cpu_s": round(len(crowd) / used, 1),
        "server_peak_mb": peak,
    }


def main() -> int:
    """Print and record the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=20)
    parser.add_argument("--each", type=int, default=10, help="questions of each")
    parser.add_argument("--chunks", type=int, default=10_000)
    parser.add_argument("--keep", type=Path, help="make the library here, and use it again")
    given = parser.parse_args()
    model = open_embedder(settings())
    if not LAWS.is_dir() or model is None:
        print("skipped: ../shared/corpus or the embedding model is not here")
        return 0
    with tempfile.TemporaryDirectory() as scratch:
        folder = (given.keep or Path(scratch)) / str(given.chunks)
        library = Library(folder, SyntheticEmbedder(model)) if folder.is_dir() else build(folder, model, given.chunks)
        chunks = sum(info.chunks for info in library.infos())
        asked = list(dict.fromkeys(questions(library, 3 * (_WARM_UP + _ALONE + given.people * given.each))))
        library.close()
        random.Random(20).shuffle(asked)
        needed = _WARM_UP + _ALONE + given.people * given.each
        figures = {
            "chunks": chunks,
            "vectors": "synthetic",
            **measure(folder, asked[:needed], given.people, given.each),
        }
    record("people", figures)
    print(json.dumps(figures, ensure_ascii=False, indent=2))
    return 0 if figures["failed"] == figures["mixed_up"] == 0 else 1


if __name__ == "__main__":
    raise SystemExit(main())
