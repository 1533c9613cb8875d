"""A day in small: thousands of questions while another process adds, changes and removes documents.

    python -m bench.soak [--questions 5000] [--samples 20]

The library is the sample library and a few places' rules, each of which grants an amount. A writer in a process of its
own changes the amounts, takes rules out and puts them back, and notes when it began and ended each change. Two kinds of
question are asked, on one place and on two. An answer is consistent where one of the states that the library was in
while it was asked holds exactly what it says; the two amounts of an answer must be of one state.

Memory is the resident memory of the asking process, at even distances. What it grows by after the warm-up is the
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
import time
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.engine import Assistant
from bench.results import memory_mb, record
from docs_store.embedders.hashing import HashingEmbedder
from docs_store.embedding import Embedder
from docs_store.library import Library
from docs_store.types import Answer, Outcome
from ingest.pipeline import ingest
from ingest.sources import find_sources
from ui.wiring import open_embedder, settings

ROOT = Path(__file__).parent.parent
# Real ones: a place is known as one even while there is no rule of it.
PLACES = ("含山县", "休宁县", "祁门县", "绩溪县", "旌德县", "石台县")
_AMOUNT = re.compile(r"(\d+)万元")
_WARM_UP = 0.25  # share of the questions
_PAUSE = 0.3  # seconds between two changes
_SAID = "领军人才一次性奖励{amount}万元"

State = Mapping[str, int]
"""Place → amount of its rule; places without a rule are left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change of the library. It came in force between `began` and `ended`, in seconds of `time.monotonic`."""

    began: float
    ended: float
    state: State


def write_rule(folder: Path, place: str, amount: int) -> None:
    """A place's rule as a file."""
    rule = f"第一条 {place}{_SAID.format(amount=amount)}。\n\n第二条 本办法自2020年1月1日起施行。\n"
    (folder / f"{place}.txt").write_text(f"{place}人才奖励办法\n\n{rule}", encoding="utf-8")


def opened(folder: Path, *, create: bool = False) -> Library:
    """The library with the real model, where it is installed."""
    model: Embedder | None = open_embedder(settings())
    return Library(folder, model or HashingEmbedder(), create=create)


# --- the writer, in a process of its own -------------------------------------------------------------------------


def write(folder: Path) -> None:
    """Change the library until there is a file `stop`; one JSON line on standard output for each change."""
    rng = random.Random(5)
    files = folder / "files"
    state = dict.fromkeys(PLACES, 10)
    with closing(opened(folder / "library")) as library:
        number = 10
        while not (folder / "stop").exists():
            place = rng.choice(PLACES)
            number += 1
            began = time.monotonic()
            if place in state and rng.random() < 0.3:
                del state[place]
                gone = [info.id for info in library.infos() if info.source == f"{place}.txt"]
                with library.writer() as writer:
                    writer.remove(gone)
            else:
                state[place] = number
                write_rule(files, place, number)
                ingest(library, find_sources([files / f"{place}.txt"], recursive=False))
            told = {"began": began, "ended": time.monotonic(), "state": state}
            print(json.dumps(told, ensure_ascii=False), flush=True)
            time.sleep(_PAUSE)


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
    found = [Change(began=start, ended=start, state=dict.fromkeys(PLACES, 10))]
    return found + [Change(**json.loads(line)) for line in log.read_text(encoding="utf-8").splitlines()]


# --- asking ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question: when it was asked, of which places, and the amounts of the answer."""

    began: float
    ended: float
    places: tuple[str, ...]
    said: State


def put(assistant: Assistant, places: tuple[str, ...]) -> Asked:
    """Ask what the rules of some places grant."""
    began = time.monotonic()
    answer = assistant.ask("和".join(places) + "的领军人才奖励" + ("各多少？" if len(places) > 1 else "多少？"))
    return Asked(began=began, ended=time.monotonic(), places=places, said=amounts(answer))


def amounts(answer: Answer) -> State:
    """Place → amount, by the sources of the sentences."""
    if answer.outcome is not Outcome.ANSWERED:
        return {}
    titles = {citation.marker: citation.title for citation in answer.citations}
    found: dict[str, int] = {}
    for sentence in answer.sentences:
        place = next((place for place in PLACES if titles[sentence.citations[0]].startswith(place)), "")
        if place and (amount := _AMOUNT.search(sentence.text)):
            found[place] = int(amount[1])
    return found


def is_consistent(asked: Asked, told: Sequence[Change]) -> bool:
    """Whether one state of the library, of those that it may have been in while it was asked, holds what was said."""
    ends = [change.ended for change in told]
    first = max(bisect_right(ends, asked.began) - 1, 0)  # the last change that was over before the question began
    for change in told[first:]:
        if change.began > asked.ended:
            break
        if {place: change.state[place] for place in asked.places if place in change.state} == asked.said:
            return True
    return False


def measure(folder: Path, count: int, samples: int) -> dict[str, Any]:
    """Figures of one run."""
    files = folder / "files"
    files.mkdir()
    for place in PLACES:
        write_rule(files, place, 10)
    rng = random.Random(6)
    with closing(opened(folder / "library", create=True)) as library:
        ingest(library, find_sources([ROOT / "examples" / "library", files], recursive=False))
        assistant, every, memory = Assistant(library), list[Asked](), list[int]()
        start, log = time.monotonic(), folder / "changes.jsonl"
        with writer(folder, log):
            for number in range(1, count + 1):
                every.append(put(assistant, tuple(rng.sample(PLACES, 1 + number % 2))))
                if number % (count // samples) == 0:
                    memory.append(memory_mb(os.getpid()))
            took = time.monotonic() - start
        told = changes(log, start)
        problems = library.check()
    wrong = [asked for asked in every if not is_consistent(asked, told)]
    for asked in wrong[:5]:
        print(asked, file=sys.stderr)
    warm = memory[int(_WARM_UP * len(memory)) :]
    quarter = max(1, len(memory) // 4)
    early, late = statistics.median(warm[:quarter]), statistics.median(warm[-quarter:])
    return {
        "questions": len(every),
        "changes": len(told) - 1,
        "answered": sum(bool(asked.said) for asked in every),
        "inconsistent": len(wrong),
        "library_problems": len(problems),
        "seconds": round(took),
        "memory_mb": memory,
        "memory_growth": round(late / early - 1, 3),
    }


def main() -> int:
    """Print and record the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--questions", type=int, default=5000)
    parser.add_argument("--samples", type=int, default=20, help="how often memory is looked at")
    parser.add_argument("--write", type=Path, help=argparse.SUPPRESS)  # the folder that this process changes
    given = parser.parse_args()
    if given.write:
        write(given.write)
        return 0
    with tempfile.TemporaryDirectory() as scratch:
        figures = measure(Path(scratch), given.questions, given.samples)
    record("soak", figures)
    print(json.dumps(figures, ensure_ascii=False, indent=2))
    return 0 if figures["inconsistent"] == figures["library_problems"] == 0 else 1


if __name__ == "__main__":
    raise SystemExit(main())
