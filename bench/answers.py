"""Answer quality and time on question sets, through the product's own path.

    python -m bench.answers                      the sample library's own questions
    python -m bench.answers QUESTIONS.jsonl DIR  another set over the files of a folder

A question is counted right by the rules of the set: every group of `must` has an alternative in the answer, nothing of
`must_not` is there, each `evidence` overlaps a quote, and `refuse` wants `not_found`.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import tempfile
import time
import unicodedata
from pathlib import Path
from typing import Any

from assistant.engine import Assistant
from bench.results import record
from docs_store.library import Library
from docs_store.types import Answer, Outcome, Turn
from ingest.pipeline import ingest
from ingest.sources import Source, find_sources
from ui.wiring import open_embedder, settings

ROOT = Path(__file__).parent.parent
SAMPLE = (ROOT / "examples" / "questions.jsonl", ROOT / "examples" / "library")
SHARED = ROOT.parent / "shared"
OTHERS = (
    (SHARED / "eval" / "seed_dev.jsonl", SHARED / "corpus" / "work_summaries"),
    (SHARED / "eval" / "gov_reports_dev.jsonl", SHARED / "corpus" / "gov_reports_2025"),
)


def measure(questions: Path, folder: Path) -> dict[str, Any]:
    """Share of right answers, by type and in all, and the times of answering."""
    rows = [json.loads(line) for line in questions.read_text(encoding="utf-8").splitlines() if line.strip()]
    with tempfile.TemporaryDirectory() as scratch:
        library = Library(Path(scratch) / "library", open_embedder(settings()), create=True)
        sources = [source for source in find_sources([folder], recursive=False) if isinstance(source, Source)]
        started = time.perf_counter()
        ingest(library, sources)
        ingest_seconds = time.perf_counter() - started
        assistant = Assistant(library)
        by_type: dict[str, list[bool]] = {}
        times = []
        for row in rows:
            history = [Turn(role=turn["role"], content=turn["content"]) for turn in row.get("history", [])]
            started = time.perf_counter()
            answer = assistant.ask(row["question"], history=history)
            times.append(time.perf_counter() - started)
            by_type.setdefault(row.get("type", "all"), []).append(is_right(row, answer))
        library.close()
    right = sum(sum(results) for results in by_type.values())
    return {
        "set": questions.name,
        "total": f"{right}/{len(rows)}",
        "score": round(right / len(rows), 3),
        "by_type": {name: f"{sum(results)}/{len(results)}" for name, results in sorted(by_type.items())},
        "ingest_s": round(ingest_seconds, 1),
        "answer_ms_p50": round(1000 * statistics.median(times), 1),
        "answer_ms_p95": round(1000 * statistics.quantiles(times, n=20)[-1], 1),
    }


def is_right(row: dict[str, Any], answer: Answer) -> bool:
    """Whether an answer passes a labelled question."""
    if row.get("refuse"):
        return answer.outcome is Outcome.NOT_FOUND
    text = _plain(answer.answer)
    quotes = [_plain(citation.quote) for citation in answer.citations]
    return (
        answer.outcome is Outcome.ANSWERED
        and all(any(_holds(text, choice) for choice in group) for group in row.get("must", []))
        and not any(_holds(text, bad) for bad in row.get("must_not", []))
        and all(
            any(_plain(wanted) in quote or (len(quote) >= 6 and quote in _plain(wanted)) for quote in quotes)
            for wanted in row.get("evidence", [])
        )
    )


def _holds(text: str, wanted: str) -> bool:
    """Whether `wanted` stands in the text with whole numbers: 5亿 does not stand in 95亿."""
    wanted = _plain(wanted)
    before = r"(?<![\d.])" if wanted[:1].isdigit() else ""
    after = r"(?!\d|\.\d)" if wanted[-1:].isdigit() else ""
    return re.search(before + re.escape(wanted) + after, text) is not None


def _plain(text: str) -> str:
    text = re.sub(r"(?<=\d)。(?=\d)", ".", unicodedata.normalize("NFKC", text))
    return re.sub(r"[\s,*\"'“”‘’]", "", text)


def main() -> int:
    """Print and record the figures of each set that is here."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("questions", type=Path, nargs="?")
    parser.add_argument("folder", type=Path, nargs="?")
    given = parser.parse_args()
    sets = [(given.questions, given.folder)] if given.questions and given.folder else [SAMPLE, *OTHERS]
    for questions, folder in sets:
        if not questions.exists():
            print(f"skipped: {questions.name} is not here")
            continue
        figures = measure(questions, folder)
        record("answers", figures)
        print(json.dumps(figures, ensure_ascii=False, indent=2))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
