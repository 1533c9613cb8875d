"""Answer times, recall of the vector index and memory as a library grows.

    python -m bench.scale 10000 100000 500000 [--keep DIR]

The libraries are synthetic (see `bench/synthetic.py`). Half of the questions name a place, half do not. Each size runs
in a process of its own, so that its memory is its own. Times are quoted beside that of embedding one query, CPU time
beside CPU time: on a machine that does other work too, only the second ratio says something.
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
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.engine import Assistant
from bench.results import memory_mb, record, spent
from bench.synthetic import LAWS, SyntheticEmbedder, build
from docs_store import indexes
from docs_store.embedding import Embedder
from docs_store.library import Library
from docs_store.textnorm import clean_chunk
from ui.wiring import open_embedder, settings

QUESTIONS = 220
_WARM_UP = 20
_NEIGHBOURS = 10
_RECALL_QUERIES = 100
_QUERY = "新培育高新技术企业有多少家，由谁负责？"
_LEAD = re.compile(r"^第\S+\s*")


def measure(folder: Path, model: Embedder, chunks: int) -> dict[str, Any]:
    """Figures of one library, made in the folder when it is not there yet."""
    started = time.perf_counter()
    library = Library(folder, SyntheticEmbedder(model)) if folder.is_dir() else build(folder, model, chunks)
    made = time.perf_counter() - started
    asked = questions(library, QUESTIONS)
    assistant = Assistant(library)
    times, busy = _timed(assistant.ask, asked)
    p95, busy_p95 = (statistics.quantiles(each[_WARM_UP:], n=20)[-1] for each in (times, busy))
    memory = {name: memory_mb(os.getpid(), name) for name in ("VmHWM", "VmRSS", "RssAnon")}  # before all vectors are
    embedding, embedding_busy = (
        statistics.median(each) for each in _timed(model.embed_query, [f"{2000 + n}年{_QUERY}" for n in range(60)])
    )
    recall, search_ms = vector_recall(library)
    figures = {
        "chunks": sum(info.chunks for info in library.infos()),
        "documents": len(library.infos()),
        "vectors": "synthetic",
        "made_s": round(made, 1),
        "answer_ms_p50": round(statistics.median(times[_WARM_UP:]), 1),
        "answer_ms_p95": round(p95, 1),
        "embed_query_ms": round(embedding, 2),
        "p95_over_embedding": round(p95 / embedding, 1),
        "answer_cpu_ms_p50": round(statistics.median(busy[_WARM_UP:]), 1),
        "answer_cpu_ms_p95": round(busy_p95, 1),
        "embed_query_cpu_ms": round(embedding_busy, 2),
        "cpu_p95_over_embedding": round(busy_p95 / embedding_busy, 1),
        "recall@10": recall,
        "vector_search_ms": search_ms,
        "memory_mb": memory,
        "library_mb": sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) // 2**20,
    }
    library.close()
    return figures


def questions(library: Library, count: int) -> list[str]:
    """Questions in the words of random chunks; every second one names the place."""
    rng = random.Random(8)
    infos = library.infos()
    made = []
    for number in range(count):
        info = rng.choice(infos)
        text = _LEAD.sub("", clean_chunk(rng.choice(library.chunks_of(info.id))).text)
        place = info.metadata.region.value[-3:] if info.metadata.region else ""
        subject = re.split("[,，。;；:：]", text)[0][:22].replace(place, "")
        asking = "有哪些规定？" if number % 3 else "由谁负责？"
        made.append((place if number % 2 else "") + subject + asking)
    return made


def vector_recall(library: Library) -> tuple[float, float]:
    """recall@10 of the vector index against an exact product with all vectors, and the milliseconds of one search.

    Queries are chunks' own vectors with noise, as a question lies near a chunk. What is found counts if its cosine is
    at least that of the tenth of the exact order: many chunks of rules have the same words, and so the same vector.
    """
    ids: list[str] = []
    parts: list[NDArray[np.float16]] = []
    for info in library.infos():
        loaded = library._load_vectors(info.id)
        if loaded is not None:
            ids += loaded[0]
            parts.append(loaded[1].astype(np.float16))
    every = np.concatenate(parts)
    rng = np.random.default_rng(8)
    queries = every[rng.choice(len(every), _RECALL_QUERIES)].astype(np.float32)
    queries += rng.standard_normal(queries.shape).astype(np.float32) * np.float32(0.5 / np.sqrt(every.shape[1]))
    queries /= np.linalg.norm(queries, axis=1, keepdims=True)
    cosines = np.concatenate([part.astype(np.float32) @ queries.T for part in np.array_split(every, 50)])
    index = indexes.current(library.folder, library._catalog, library._store, writable=False).vectors
    index.search(queries[0], _NEIGHBOURS)
    found, times = 0, []
    rows = {chunk_id: row for row, chunk_id in enumerate(ids)}
    for number, query in enumerate(queries):
        tenth = np.partition(cosines[:, number], -_NEIGHBOURS)[-_NEIGHBOURS]
        started = time.perf_counter()
        hits = index.search(query, _NEIGHBOURS)
        times.append(1000 * (time.perf_counter() - started))
        found += sum(bool(cosines[rows[hit.chunk_id], number] >= tenth) for hit in hits)
    index.close()
    return round(found / (_NEIGHBOURS * len(queries)), 4), round(statistics.median(times), 2)


def _timed(run: Callable[[str], object], texts: Sequence[str]) -> tuple[list[float], list[float]]:
    """Milliseconds of each call, by the clock and of the processors."""
    took = [spent(partial(run, text)) for text in texts]
    return [1000 * each.clock for each in took], [1000 * each.processor for each in took]


def main() -> int:
    """Print and record the figures of each size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", type=int, nargs="*", default=[10_000, 100_000])
    parser.add_argument("--keep", type=Path, help="make the libraries here, and use them again")
    parser.add_argument("--one", type=Path, help=argparse.SUPPRESS)  # the folder of the one size measured here
    given = parser.parse_args()
    if not LAWS.is_dir():
        print("skipped: ../shared/corpus is not here")
        return 0
    if given.one:
        model = open_embedder(settings())
        if model is None:
            raise SystemExit("The embedding model is not installed: run `policy-assistant models pull`.")
        print(json.dumps(measure(given.one, model, given.sizes[0])))
        return 0
    with tempfile.TemporaryDirectory() as scratch:
        for size in given.sizes:
            folder = (given.keep or Path(scratch)) / str(size)
            command = [sys.executable, "-m", "bench.scale", str(size), "--one", str(folder)]
            figures = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)
            record("scale", figures)
            print(json.dumps(figures, ensure_ascii=False, indent=2))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
