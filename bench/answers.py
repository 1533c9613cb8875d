"""Answer quality and time on question sets, through the product's own path.

    python -m bench.answers                      the sample library's own questions
    python -m bench.answers QUESTIONS.jsonl DIR  another set over the files of a folder

The rules by which an answer is right are those of `assistant.scoring`, which `policy-assistant eval` uses too.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from pathlib import Path
from typing import Any

from assistant.scoring import scored, summary
from bench.results import record
from docs_store.library import Library
from ingest.pipeline import ingest
from ingest.sources import Source, find_sources
from ui.wiring import assistant_over, open_embedder, settings

ROOT = Path(__file__).parent.parent
SAMPLE = (ROOT / "examples" / "questions.jsonl", ROOT / "examples" / "library")
SHARED = ROOT.parent / "shared"
SETS = ROOT / "tests" / "assistant" / "sets"  # NAME.LIBRARY.jsonl
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
        found = summary(scored(rows, assistant_over(library), library))
        library.close()
    return {"set": questions.name, **found, "ingest_s": round(ingest_seconds, 1)}


def _sets() -> list[tuple[Path, Path]]:
    """The project's own sets, each with the folder it is asked of."""
    return [
        (path, SAMPLE[1] if path.suffixes[0] == ".sample" else SHARED / "corpus" / path.suffixes[0][1:])
        for path in sorted(SETS.glob("*.jsonl"))
    ]


def main() -> int:
    """Print and record the figures of each set that is here."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("questions", type=Path, nargs="?")
    parser.add_argument("folder", type=Path, nargs="?")
    given = parser.parse_args()
    sets = [(given.questions, given.folder)] if given.questions and given.folder else [SAMPLE, *OTHERS, *_sets()]
    for questions, folder in sets:
        if not questions.exists() or not folder.exists():
            print(f"skipped: {questions.name} is not here")
            continue
        figures = measure(questions, folder)
        record("answers", figures)
        print(json.dumps(figures, ensure_ascii=False, indent=2))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
