"""Retrieval quality through the product's own path: every passage a file, ingested, then found as `search` finds it.

    python -m bench.retrieval ../shared/eval/retrieval_cmrc_trial

prints recall@1, recall@5 and MRR@10 by document, and the times of ingest and of one search.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from assistant.engine import Assistant
from bench.results import record
from docs_store.library import Library
from docs_store.types import FileStatus
from ingest.pipeline import ingest
from ingest.sources import Source, find_sources
from ui.wiring import open_embedder, settings

BAR = {"recall@1": 0.985, "recall@5": 0.995}


def measure(stem: Path) -> dict[str, float]:
    """Figures for a set of `STEM.passages.jsonl` and `STEM.questions.jsonl`."""
    passages = _rows(Path(f"{stem}.passages.jsonl"))
    questions = _rows(Path(f"{stem}.questions.jsonl"))
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "files"
        folder.mkdir()
        for row in passages:
            (folder / f"{row['id']}.txt").write_text(row["text"], encoding="utf-8")
        library = Library(Path(scratch) / "library", open_embedder(settings()), create=True)
        started = time.perf_counter()
        sources = [source for source in find_sources([folder], recursive=False) if isinstance(source, Source)]
        reports = ingest(library, sources)
        ingest_seconds = time.perf_counter() - started
        failed = [report for report in reports if report.status is not FileStatus.ADDED]
        if failed:
            sys.exit(f"{len(failed)} passages were not added: {failed[:3]}")
        names = {info.id: Path(info.source).stem for info in library.infos()}
        assistant = Assistant(library)
        ranks, times = [], []
        for row in questions:
            started = time.perf_counter()
            found = assistant.search(row["question"], limit=50)
            times.append(time.perf_counter() - started)
            documents = list(dict.fromkeys(names[passage.chunk.document_id] for passage in found))
            ranks.append(next((i for i, name in enumerate(documents, 1) if name in row["relevant"]), 0))
        library.close()
    total = len(ranks)
    return {
        "passages": len(passages),
        "questions": total,
        "recall@1": sum(rank == 1 for rank in ranks) / total,
        "recall@5": sum(0 < rank <= 5 for rank in ranks) / total,
        "mrr@10": sum(1 / rank for rank in ranks if 0 < rank <= 10) / total,
        "ingest_s": round(ingest_seconds, 2),
        "search_ms_p50": round(1000 * statistics.median(times), 2),
        "search_ms_p95": round(1000 * statistics.quantiles(times, n=20)[-1], 2),
    }


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def main() -> int:
    """Print and record the figures; exit 1 when they are below the bar."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("stem", type=Path, nargs="?", default=Path("../shared/eval/retrieval_cmrc_trial"))
    stem = parser.parse_args().stem
    if not Path(f"{stem}.passages.jsonl").exists():
        print(f"skipped: {stem}.passages.jsonl is not here")
        return 0
    figures = measure(stem)
    record("retrieval", figures)
    print(json.dumps(figures, ensure_ascii=False, indent=2))
    return 0 if all(figures[name] >= bar for name, bar in BAR.items()) else 1


if __name__ == "__main__":
    sys.exit(main())
