"""A day in small: thousands of questions while another process adds, changes and removes documents.

    python -m bench.soak [--questions 5000] [--changes 200] [--served] [--samples 20]

The library is the sample library and some places' rules, each of which grants an amount. A writer in a process of its
own changes it without a rest, in the ways of `CHANGES`, and notes when it began and ended each change. Questions are
asked until both counts are reached, on one place and on two. An answer is consistent where one of the states that the
library was in while it was asked holds exactly what it says; the two amounts of an answer must be of one state.

Asked is the assistant in this process, or with `--served` the web server by four people at once over HTTP. Memory is
the resident memory of the asking process or the server, at even distances. What it grows by after the warm-up is the
median of the last quarter over that of the quarter after the warm-up.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any, TextIO

import httpx

from assistant.engine import Assistant
from bench import people
from bench.results import memory_mb, record
from docs_store.embedders.hashing import HashingEmbedder
from docs_store.embedding import Embedder
from docs_store.library import Library
from ingest.pipeline import ingest
from ingest.sources import find_sources
from ui.jsonout import answer_object
from ui.wiring import open_embedder, settings

ROOT = Path(__file__).parent.parent
# Real ones: a place is known as one even while there is no rule of it. `_FIRST` have one at first.
_FIRST = ("含山县", "休宁县", "祁门县", "绩溪县", "旌德县", "石台县")
PLACES = (*_FIRST, "郎溪县", "金寨县", "霍山县", "舒城县", "太湖县", "岳西县")
CHANGES = {"put": 9, "put_several": 4, "remove": 3, "remove_several": 1, "correct": 2, "rebuild": 1}
"""Kind of change → how often of the sum of these; `put` adds a place's rule or changes it."""

_AMOUNT = re.compile(r"(\d+)万元")
_WARM_UP = 0.25  # share of the run
_PAUSE = 0.05  # seconds between two changes
_PEOPLE = 4
_SAID = "领军人才一次性奖励{amount}万元"

State = Mapping[str, int]
"""Place → amount of its rule; places without a rule are left out."""

Ask = Callable[[str], dict[str, Any]]
"""Question → the answer as the command line's JSON has it; empty where none came."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change of the library. It came in force between `began` and `ended`, in seconds of `time.monotonic`.

    Attributes:
        state: the library's after the change.
        memory_mb: resident memory of the writer after it.
    """

    kind: str
    began: float
    ended: float
    state: State
    memory_mb: int


def write_rule(folder: Path, place: str, amount: int) -> Path:
    """A place's rule as a file."""
    rule = f"第一条 {place}{_SAID.format(amount=amount)}。\n\n第二条 本办法自2020年1月1日起施行。\n"
    path = folder / f"{place}.txt"
    path.write_text(f"{place}人才奖励办法\n\n{rule}", encoding="utf-8")
    return path


def opened(folder: Path, *, create: bool = False) -> Library:
    """The library with the real model, where it is installed."""
    model: Embedder | None = open_embedder(settings())
    return Library(folder, model or HashingEmbedder(), create=create)


# --- the writer, in a process of its own -------------------------------------------------------------------------


def write(folder: Path) -> None:
    """Change the library until there is a file `stop`; one JSON line on standard output for each change."""
    rng = random.Random(5)
    state = dict.fromkeys(_FIRST, 10)
    with closing(opened(folder / "library")) as library:
        number = 10
        while not (folder / "stop").exists():
            (kind,) = rng.choices(list(CHANGES), list(CHANGES.values()))
            places = rng.sample(PLACES, rng.randint(2, 4) if kind.endswith("several") else 1)
            number += 1
            began = time.monotonic()
            change(library, folder / "files", kind, places, number, state)
            made = Change(kind=kind, began=began, ended=time.monotonic(), state=state, memory_mb=memory_mb(os.getpid()))
            print(json.dumps(asdict(made), ensure_ascii=False), flush=True)
            time.sleep(_PAUSE * rng.random())


def change(library: Library, files: Path, kind: str, places: Sequence[str], amount: int, state: dict[str, int]) -> None:
    """One change of a kind, all at once, and of the state with it."""
    if kind.startswith("put"):
        paths = [write_rule(files, place, amount) for place in places]
        state |= dict.fromkeys(places, amount)
        ingest(library, find_sources(paths, recursive=False))
    elif kind == "rebuild":
        library.rebuild()
    else:
        sources = {f"{place}.txt" for place in places}
        ids = [info.id for info in library.infos() if info.source in sources]
        with library.writer() as writer:
            if kind == "correct":
                writer.correct(ids, {"issuer": f"人才工作局第{amount}科"})
            else:
                writer.remove(ids)
                for place in places:
                    state.pop(place, None)


@contextmanager
def writer(folder: Path, log: Path) -> Iterator[None]:
    """The other process, from its first change on; its changes come into the log."""
    with log.open("w", encoding="utf-8") as file:
        process = subprocess.Popen([sys.executable, "-m", "bench.soak", "--write", str(folder)], stdout=file)
        try:
            while not log.stat().st_size and process.poll() is None:
                time.sleep(0.1)
            yield
            if process.poll() is not None:
                raise SystemExit("The writer ended before its time.")
        finally:
            (folder / "stop").touch()
            process.wait(timeout=300)


def changes(log: Path, start: float) -> list[Change]:
    """What the writer did, oldest first, behind the state at the start."""
    found = [Change(kind="start", began=start, ended=start, state=dict.fromkeys(_FIRST, 10), memory_mb=0)]
    return found + [Change(**json.loads(line)) for line in log.read_text(encoding="utf-8").splitlines()]


# --- asking ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question: when it was asked, of which places, and the amounts of the answer."""

    began: float
    ended: float
    places: Sequence[str]
    said: State


def put(ask: Ask, places: Sequence[str]) -> Asked:
    """Ask what the rules of some places grant."""
    began = time.monotonic()
    answer = ask("和".join(places) + "的领军人才奖励" + ("各多少？" if len(places) > 1 else "多少？"))
    return Asked(began=began, ended=time.monotonic(), places=places, said=amounts(answer))


def amounts(answer: Mapping[str, Any]) -> State:
    """Place → amount, by the sources of the sentences."""
    if answer.get("outcome") != "answered":
        return {}
    titles = {citation["marker"]: citation["title"] for citation in answer["citations"]}
    found: dict[str, int] = {}
    for sentence in answer["sentences"]:
        place = next((place for place in PLACES if titles[sentence["citations"][0]].startswith(place)), "")
        if place and (amount := _AMOUNT.search(sentence["text"])):
            found[place] = int(amount[1])
    return found


class Run:
    """Asks until there were enough questions and enough changes. What was asked goes to a file, not into memory.

    Args:
        pid: the process whose memory is looked at.
    """

    def __init__(self, log: Path, asked: TextIO, pid: int, *, questions: int, changes: int, samples: int) -> None:
        self.memory: list[int] = []
        self._log, self._asked, self._pid = log, asked, pid
        self._questions, self._changes, self._samples = questions, changes, samples
        self._done = 0
        self._lock = threading.Lock()

    def person(self, ask: Ask, seed: int) -> None:
        """One person's questions, one after the other."""
        rng = random.Random(seed)
        while self._note(put(ask, rng.sample(PLACES, rng.randint(1, 2)))):
            pass

    def _note(self, asked: Asked) -> bool:
        """Write one down; whether there is more to ask."""
        with self._lock:
            self._asked.write(json.dumps(asdict(asked), ensure_ascii=False) + "\n")
            self._done += 1
            changed = self._log.read_bytes().count(b"\n")
            progress = min(self._done / self._questions, changed / self._changes)
            while len(self.memory) < min(int(progress * self._samples), self._samples):
                self.memory.append(memory_mb(self._pid))
            return progress < 1


def is_consistent(asked: Asked, told: Sequence[Change]) -> bool:
    """Whether one state of the library, of those that it may have been in while it was asked, holds what was said."""
    first = max(bisect_right(told, asked.began, key=lambda change: change.ended) - 1, 0)  # over before it began
    for change in told[first:]:
        if change.began > asked.ended:
            break
        if {place: change.state[place] for place in asked.places if place in change.state} == asked.said:
            return True
    return False


@contextmanager
def served(folder: Path) -> Iterator[tuple[list[Ask], int]]:
    """Four people in front of the web server, and the server's process."""
    with people.server(folder) as (address, pid):
        clients = [httpx.Client(base_url=address, timeout=600, trust_env=False) for _ in range(_PEOPLE)]
        yield [partial(_answer_over_http, client) for client in clients], pid
        for client in clients:
            client.close()


def _answer_over_http(client: httpx.Client, question: str) -> dict[str, Any]:
    return people.ask(client, question).answer or {}


@contextmanager
def in_process(folder: Path) -> Iterator[tuple[list[Ask], int]]:
    """One person in front of an assistant of this process."""
    with closing(opened(folder)) as library:
        assistant = Assistant(library)
        yield [lambda question: answer_object(assistant.ask(question))], os.getpid()


def measure(folder: Path, given: argparse.Namespace) -> dict[str, Any]:
    """Figures of one run."""
    files, log, noted = folder / "files", folder / "changes.jsonl", folder / "asked.jsonl"
    files.mkdir()
    paths = [write_rule(files, place, 10) for place in _FIRST]
    with closing(opened(folder / "library", create=True)) as library:
        ingest(library, find_sources([ROOT / "examples" / "library", *paths], recursive=False))
    with (
        (served if given.served else in_process)(folder / "library") as (asks, pid),
        noted.open("w", encoding="utf-8") as asked,
    ):
        start = time.monotonic()
        run = Run(log, asked, pid, questions=given.questions, changes=given.changes, samples=given.samples)
        with writer(folder, log), ThreadPoolExecutor(len(asks)) as pool:
            list(pool.map(run.person, asks, range(len(asks))))
            took = time.monotonic() - start
    with closing(opened(folder / "library")) as library:
        problems = library.check()
    told = changes(log, start)
    every = [Asked(**json.loads(line)) for line in noted.read_text(encoding="utf-8").splitlines()]
    wrong = [asked for asked in every if not is_consistent(asked, told)]
    for asked_wrong in wrong[:5]:
        print(asked_wrong, file=sys.stderr)
    return {
        "asked": "server" if given.served else "process",
        "questions": len(every),
        "changes": len(told) - 1,
        "kinds": dict(Counter(change.kind for change in told[1:])),
        "during_a_change": sum(_overlaps(asked, told) for asked in every),
        "answered": sum(bool(asked.said) for asked in every),
        "inconsistent": len(wrong),
        "library_problems": len(problems),
        "seconds": round(took),
        "memory_mb": run.memory,
        "memory_growth": _growth(run.memory),
        "writer_memory_growth": _growth([change.memory_mb for change in told[1:]]),
    }


def _overlaps(asked: Asked, told: Sequence[Change]) -> bool:
    """Whether a change was under way while it was asked."""
    at = bisect_right(told, asked.began, key=lambda change: change.ended)
    return at < len(told) and told[at].began < asked.ended


def _growth(memory: Sequence[int]) -> float:
    warm = memory[int(_WARM_UP * len(memory)) :]
    quarter = max(1, len(memory) // 4)
    return round(statistics.median(warm[-quarter:]) / statistics.median(warm[:quarter]) - 1, 3)


def main() -> int:
    """Print and record the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--questions", type=int, default=5000, help="at least so many")
    parser.add_argument("--changes", type=int, default=200, help="at least so many")
    parser.add_argument("--served", action="store_true", help="ask the web server")
    parser.add_argument("--samples", type=int, default=20, help="how often memory is looked at")
    parser.add_argument("--write", type=Path, help=argparse.SUPPRESS)  # the folder that this process changes
    given = parser.parse_args()
    if given.write:
        write(given.write)
        return 0
    with tempfile.TemporaryDirectory() as scratch:
        figures = measure(Path(scratch), given)
    record("soak", figures)
    print(json.dumps(figures, ensure_ascii=False, indent=2))
    return 0 if figures["inconsistent"] == figures["library_problems"] == 0 else 1


if __name__ == "__main__":
    raise SystemExit(main())
