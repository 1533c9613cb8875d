"""Ingest, file to searchable, beside the plain pipeline: in one run, on the same files.

    python -m bench.ingest

Corpora: the provincial reports (DOCX), and laws under other places' names (Markdown). Prints and records characters a
second of both and their ratio, the share of our time inside the embedding model, the share of what was to be embedded
that had been before in the same run (and so was remembered), and how much faster it is to read the same files again.
Times are of the processor, of all threads and of the processes started, because a machine is seldom idle; those of the
clock stand beside them. What is only loaded once (packages, models) is loaded before.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from bench.plain import PlainPipeline, text_of
from bench.results import Spent, record, spent
from bench.synthetic import copies, counties, laws
from docs_store.embedding import Embedder, Vectors
from docs_store.library import Library
from ingest.pipeline import ingest
from ingest.sources import Source, find_sources
from ui.wiring import open_embedder, settings

CORPUS = Path(__file__).parent.parent.parent / "shared" / "corpus"
REPORTS = CORPUS / "gov_reports_2025"
LAWS = 1500


class Timed:
    """An `Embedder` that counts the processor's seconds spent in it, and how much it was given before."""

    def __init__(self, model: Embedder) -> None:
        self._model = model
        self.name = model.name
        self.fingerprint = model.fingerprint
        self.dimensions = model.dimensions
        self.seconds = 0.0
        self.characters = self.repeated = 0
        self._seen: set[str] = set()

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """See `Embedder.embed_passages`."""
        started = time.process_time()
        vectors = self._model.embed_passages(texts)
        self.seconds += time.process_time() - started
        self.characters += sum(map(len, texts))
        self.repeated += sum(len(text) for text in texts if text in self._seen)
        self._seen.update(texts)
        return vectors

    def embed_query(self, text: str) -> Vectors:
        """See `Embedder.embed_query`."""
        return self._model.embed_query(text)


def measure(folder: Path, name: str, plain_files: int) -> dict[str, Any]:
    """Figures of one folder of files.

    Args:
        plain_files: how many of them the plain pipeline reads; it is slow, and its speed does not depend on that.
    """
    model = open_embedder(settings())
    if model is None:
        raise SystemExit("The embedding model is not installed: run `policy-assistant models pull`.")
    paths = sorted(folder.iterdir())
    lengths = {path: len(text_of(path)) for path in paths}
    with tempfile.TemporaryDirectory() as scratch:
        plain = PlainPipeline(Path(scratch) / "plain")
        plain.search("高新技术企业")  # the model warms up, and Chroma is loaded for both
        model.embed_query("高新技术企业")
        timed = Timed(model)
        library = Library(Path(scratch) / "library", timed, create=True)
        sources = [source for source in find_sources([folder], recursive=False) if isinstance(source, Source)]
        first = spent(lambda: ingest(library, sources))
        again = spent(lambda: ingest(library, sources))
        chunks = sum(info.chunks for info in library.infos())
        library.close()
        some = paths[:: max(1, len(paths) // plain_files)]
        plain_first = spent(lambda: plain.ingest(some))
    whole, part = sum(lengths.values()), sum(lengths[path] for path in some)
    return {
        "corpus": name,
        "files": len(paths),
        "characters": whole,
        "chunks": chunks,
        **_speeds(whole, first),
        "plain_files": len(some),
        **{f"plain_{figure}": value for figure, value in _speeds(part, plain_first).items()},
        "ratio": round(whole / first.processor / (part / plain_first.processor), 2),
        "ratio_by_clock": round(whole / first.clock / (part / plain_first.clock), 2),
        "share_in_model": round(timed.seconds / first.processor, 3),
        "embedded_before": round(timed.repeated / timed.characters, 3),
        "again_seconds": round(again.processor, 3),
        "again_ratio": round(first.processor / again.processor),
    }


def _speeds(characters: int, took: Spent) -> dict[str, float]:
    return {
        "processor_seconds": round(took.processor, 1),
        "clock_seconds": round(took.clock, 1),
        "characters_per_processor_second": round(characters / took.processor),
        "characters_per_clock_second": round(characters / took.clock),
    }


def write_laws(folder: Path, count: int) -> None:
    """Laws as Markdown files under other places' names."""
    for number, content in enumerate(islice(copies(laws(), counties()), count)):
        (folder / f"{number:04}.md").write_text(content.document.text, encoding="utf-8")


def main() -> int:
    """Print and record the figures of both corpora."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--laws", type=int, default=LAWS, help="how many laws to make")
    parser.add_argument("--plain-files", type=int, default=40, help="how many files the plain pipeline reads")
    given = parser.parse_args()
    if not REPORTS.is_dir():
        print("skipped: ../shared/corpus is not here")
        return 0
    with tempfile.TemporaryDirectory() as made:
        write_laws(Path(made), given.laws)
        for folder, name in ((REPORTS, REPORTS.name), (Path(made), "laws")):
            figures = measure(folder, name, given.plain_files)
            record("ingest", figures)
            print(json.dumps(figures, ensure_ascii=False, indent=2))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
