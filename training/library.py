"""The library of all documents that questions are written over.

python -m training.library FOLDER
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from docs_store.library import Library
from docs_store.types import FileStatus
from ingest.pipeline import ingest
from ingest.sources import Source, find_sources
from training import corpus
from ui.wiring import open_embedder, settings


def build(folder: Path) -> list[str]:
    """Read all documents into a new library; names of the files that could not be read."""
    library = Library(folder, open_embedder(settings()), create=True)
    try:
        sources = [source for source in find_sources(corpus.files(), recursive=False) if isinstance(source, Source)]
        reports = ingest(library, sources)
    finally:
        library.close()
    return [report.source for report in reports if report.status not in (FileStatus.ADDED, FileStatus.UNCHANGED)]


def main() -> int:
    """Build the library; says that it skips where the documents are not there."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    if not corpus.is_there():
        print(f"skipped: {corpus.ROOT} is not there")
        return 0
    for name in build(folder):
        print(f"not read: {name}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
