"""What the reading report costs: its share of the processor time of an ingest, with and without an embedding model.

    python -m bench.reading_report [FOLDER]

The laws of the corpus are read in this process, so that all of it is counted. The report is what `ingest.quality` and
`docs_store.sketch` compute, and the rows of the sketches.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any
from unittest import mock

from bench.results import record
from docs_store.embedders import load_embedder
from docs_store.embedding import Embedder
from docs_store.library import Library
from docs_store.models import ModelStore
from docs_store.sketch import sketch
from docs_store.sketches import Sketches
from ingest import quality
from ingest.file_reading import documents_of
from ingest.pipeline import ingest
from ingest.sources import find_sources

CORPUS = Path(__file__).parent.parent.parent / "shared" / "corpus" / "laws"
MODEL = "bge-small-zh-v1.5"


def measure(folder: Path, embedder: Embedder | None) -> dict[str, float]:
    """Seconds of processor time of the whole ingest, and of the report within it."""
    spent = [0.0]

    def timed(function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            started = time.process_time()
            try:
                return function(*args, **kwargs)
            finally:
                spent[0] += time.process_time() - started

        return call

    with (
        tempfile.TemporaryDirectory() as temporary,
        mock.patch.object(quality, "measure", timed(quality.measure)),
        mock.patch("ingest.reading.sketch", timed(sketch)),
        mock.patch.object(Sketches, "put", timed(Sketches.put)),
        closing(Library(Path(temporary) / "library", embedder, create=True)) as library,
    ):
        started = time.process_time()
        ingest(library, find_sources([folder], recursive=False), read=documents_of)
        whole = time.process_time() - started
    return {"seconds": round(whole, 2), "report_seconds": round(spent[0], 3), "share": round(spent[0] / whole, 4)}


def main() -> int:
    """Measure, print and keep."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else CORPUS
    if not folder.is_dir():
        print(f"skipped: {folder} is not here")
        return 0
    figures = {
        "with_model": measure(folder, load_embedder(MODEL, ModelStore())),
        "by_keywords": measure(folder, None),
    }
    print(figures)
    record("reading_report", {"files": sum(1 for _ in folder.iterdir()), **figures})
    return 0


if __name__ == "__main__":
    sys.exit(main())
