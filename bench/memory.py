"""Memory that ingesting one large file takes above idle: the program's own process and those it starts.

    python -m bench.memory [FILE]

Idle is the process with its library open and its embedding model loaded. Resident sizes are read from /proc twenty
times a second; pages that two processes share count twice, so the figure is never too low.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.ingest import CORPUS
from bench.results import record, spent
from docs_store.library import Library
from ingest.pipeline import ingest
from ingest.sources import Source, find_sources
from ui.wiring import open_embedder, settings

GUIDE = CORPUS / "policy_guide_pdf"
BAR_MB = 500
_INTERVAL_S = 0.05
_PAGE = os.sysconf("SC_PAGE_SIZE")


def measure(path: Path) -> dict[str, Any]:
    """Figures of one file, or of the files of a folder."""
    with tempfile.TemporaryDirectory() as scratch:
        library = Library(Path(scratch) / "library", open_embedder(settings()), create=True)
        if library.embedder is not None:
            library.embedder.embed_query("高新技术企业")
        sources = [source for source in find_sources([path], recursive=False) if isinstance(source, Source)]
        idle = resident_mb()
        peaks: dict[str, float] = {}
        with _sampled(peaks):
            took = spent(lambda: ingest(library, sources))
        chunks = sum(info.chunks for info in library.infos())
        library.close()
    return {
        "files": len(sources),
        "chunks": chunks,
        "idle_mb": round(idle),
        "peak_mb": round(peaks["all"]),
        "above_idle_mb": round(peaks["all"] - idle),
        "own_peak_mb": round(peaks["own"]),
        "processor_seconds": round(took.processor, 1),
    }


@contextlib.contextmanager
def _sampled(peaks: dict[str, float]) -> Iterator[None]:
    """Keep the largest sizes seen meanwhile: `own` of this process, `all` with those it started."""
    stop = threading.Event()

    def sample() -> None:
        while True:
            own = _size(os.getpid())
            peaks["own"] = max(own, peaks.get("own", 0.0))
            peaks["all"] = max(resident_mb(), peaks.get("all", 0.0))
            if stop.wait(_INTERVAL_S):
                return

    sampler = threading.Thread(target=sample, name="memory-sampler")
    sampler.start()
    try:
        yield
    finally:
        stop.set()
        sampler.join()


def resident_mb() -> float:
    """Resident size of this process and all that descend from it, in MB (10^6 bytes)."""
    waiting, total = [os.getpid()], 0.0
    while waiting:
        process = waiting.pop()
        total += _size(process)
        with contextlib.suppress(OSError):  # it has ended
            for children in Path(f"/proc/{process}/task").glob("*/children"):
                waiting += map(int, children.read_text(encoding="ascii").split())
    return total


def _size(process: int) -> float:
    with contextlib.suppress(OSError):
        return int(Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1]) * _PAGE / 1e6
    return 0.0


def main() -> int:
    """Print and record the figures; exit code 1 when they are over the bar."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", type=Path, nargs="?", default=GUIDE)
    path = parser.parse_args().path
    if not path.exists() or not Path("/proc/self/statm").exists():
        print(f"skipped: {path} or /proc is not here")
        return 0
    figures = measure(path)
    record("memory", figures)
    print(json.dumps(figures, indent=2))
    return int(figures["above_idle_mb"] > BAR_MB)


if __name__ == "__main__":
    sys.exit(main())
