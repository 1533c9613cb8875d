"""Matching one enterprise against 10,000 provisions: seconds, and microseconds for each.

    python -m bench.match [--provisions N]

The provisions are those of the sample library, repeated; reading them from the catalog is not counted.
"""

from __future__ import annotations

import argparse
import itertools
import json
import time
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from assistant.matching.match import match
from assistant.matching.profile import from_json
from bench.results import record
from docs_store.embedders.hashing import HashingEmbedder
from docs_store.library import Library
from ingest.pipeline import ingest
from ingest.sources import find_sources

ROOT = Path(__file__).parent.parent
_RUNS = 3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--provisions", type=int, default=10_000)
    args = parser.parse_args()
    golden = json.loads((ROOT / "tests" / "golden" / "match" / "sample.json").read_text(encoding="utf-8"))
    profile = from_json(golden["profile"])
    with TemporaryDirectory() as folder:
        library = Library(Path(folder) / "library", HashingEmbedder(), create=True)
        ingest(library, find_sources([ROOT / "examples" / "library"], recursive=False))
        rows, infos = library.provisions(), library.infos()
        library.close()
    many = list(itertools.islice(itertools.cycle(rows), args.provisions))
    times = []
    for _ in range(_RUNS):
        started = time.perf_counter()
        match(many, infos, profile, date(2026, 10, 15))
        times.append(time.perf_counter() - started)
    best = min(times)
    record(
        "match",
        {
            "provisions": len(many),
            "seconds": round(best, 3),
            "microseconds_each": round(best / len(many) * 1e6, 1),
        },
    )


if __name__ == "__main__":
    main()
