"""Files per second and peak memory of reading, by format, each file in the process that ingest reads in.

    python -m bench.readers CORPUS

CORPUS is a folder; every file below it that has a reader is read, pictures of pages only with --ocr. Peak memory is the
reading process's largest resident size during one file (Linux; 0 elsewhere). The same files are read once more in this
process, for what the other process costs.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import defaultdict
from pathlib import Path

from bench.results import record
from docs_store.errors import InputError
from ingest.formats import supported_suffixes
from ingest.isolation import ReaderProcess, Usage
from ingest.readers import read_file

_PICTURES = frozenset({".png", ".jpg", ".jpeg", ".tif", ".tiff"})


def files(corpus: Path, *, ocr: bool) -> dict[str, list[Path]]:
    """Files by suffix."""
    found: dict[str, list[Path]] = defaultdict(list)
    for path in sorted(corpus.rglob("*")):
        suffix = path.suffix.lower()
        if path.is_file() and suffix in supported_suffixes() and suffix != ".zip" and (ocr or suffix not in _PICTURES):
            found[suffix].append(path)
    return found


def isolated(paths: list[Path]) -> tuple[list[Usage], int, float]:
    """What each file took in the other process, how many failed, and seconds for all with its start."""
    usages, failed = [], 0
    started = time.perf_counter()
    with ReaderProcess() as process:
        for path in paths:
            try:
                process.call("read", path, path=path)
            except InputError:
                failed += 1
            if process.usage is not None:
                usages.append(process.usage)
    return usages, failed, time.perf_counter() - started


def here(paths: list[Path]) -> float:
    """Seconds to read the files in this process."""
    started = time.perf_counter()
    for path in paths:
        try:
            read_file(path)
        except InputError:
            continue
    return time.perf_counter() - started


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--ocr", action="store_true", help="read pictures and pages that are pictures too")
    parser.add_argument("--record", action="store_true", help="append the result to the history")
    arguments = parser.parse_args()
    result: dict[str, dict[str, float]] = {}
    for suffix, paths in files(arguments.corpus, ocr=arguments.ocr).items():
        usages, failed, seconds = isolated(paths)
        result[suffix] = {
            "files": len(paths),
            "failed": failed,
            "files_per_s": round(len(paths) / seconds, 1),
            "files_per_s_in_process": round(len(paths) / here(paths), 1),
            "peak_mb": max(usage.peak_mb for usage in usages),
            "slowest_s": round(max(usage.seconds for usage in usages), 2),
        }
        print(suffix, json.dumps(result[suffix]), flush=True)
    if arguments.record:
        record("readers", result)


if __name__ == "__main__":
    main()
