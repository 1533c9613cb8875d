"""Figures per second: megabytes of UTF-8 text read into figures on one core.

    python -m bench.figures_speed [CORPUS]

CORPUS is a folder with `gov_reports_2025/*.docx` and `work_summaries/*.txt`. Reading the files and cutting them into
chunks is not measured. The reading text of a chunk is made for the indexes too and kept (`clean_chunk`); both times,
with and without it, are given.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import time
from pathlib import Path

from bench.results import record
from docs_store.textnorm import clean_chunk
from docs_store.types import DocumentContent
from ingest.figures import extract
from ingest.readers import read_file
from ingest.reading import read_documents

CORPUS = Path(__file__).parent.parent.parent / "shared" / "corpus"
_ROUNDS = 5


def documents(corpus: Path) -> list[DocumentContent]:
    found: list[DocumentContent] = []
    for path in sorted([*corpus.glob("gov_reports_2025/*.docx"), *corpus.glob("work_summaries/*.txt")]):
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        found += read_documents(read_file(path), name=path.name, source_key=path.name, file_hash=digest)
    return found


def run(contents: list[DocumentContent], *, warm: bool) -> tuple[float, int]:
    """Seconds for one pass over all documents, and how many figures it found."""
    seconds, count = 0.0, 0
    for content in contents:
        clean_chunk.cache_clear()
        if warm:
            for chunk in content.chunks:
                clean_chunk(chunk)
        metadata = content.document.metadata
        years = metadata.years.value if metadata.years else ()
        start = time.process_time()
        count += len(extract(content.chunks, years=years, kind=metadata.kind.value))
        seconds += time.process_time() - start
    return seconds, count


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path, nargs="?", default=CORPUS)
    parser.add_argument("--record", action="store_true", help="append the result to the history")
    arguments = parser.parse_args()
    if not arguments.corpus.is_dir():
        print(f"skipped: {arguments.corpus.name} is not here")
        return
    contents = documents(arguments.corpus)
    size = sum(len(content.document.text.encode()) for content in contents) / 1e6
    run(contents, warm=True)
    warm = min(run(contents, warm=True)[0] for _ in range(_ROUNDS))
    cold, figures = min(run(contents, warm=False) for _ in range(_ROUNDS))
    result = {
        "documents": len(contents),
        "text_mb": round(size, 2),
        "figures": figures,
        "mb_per_s": round(size / warm, 2),
        "mb_per_s_with_cleaning": round(size / cold, 2),
    }
    print(json.dumps(result))
    if arguments.record:
        record("figures_speed", result)


if __name__ == "__main__":
    main()
