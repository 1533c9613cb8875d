"""Precision and recall of metadata against a table made by hand (`tests/golden/metadata/expected.jsonl`).

    python -m bench.metadata_golden [--show]

A row names a document of the corpus and the values that a careful reader takes from it; `null` or `[]` says that the
document has no such value, and a field that is not named is not judged. Titles and numbers that are repealed count one
by one. `versions` are the files that hold versions of one law.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bench.results import record
from docs_store import validity
from docs_store.catalog import DocumentInfo
from docs_store.titles import number_key, title_key
from ingest.readers import read_file
from ingest.reading import read_documents

ROOT = Path(__file__).parent.parent
TABLE = ROOT / "tests" / "golden" / "metadata" / "expected.jsonl"
CORPUS = ROOT.parent / "shared" / "corpus"
FIELDS = ("doc_number", "issuer", "published", "effective", "expires", "repeals", "versions")


class Score:
    """Counts of one field: values found and right, found and wrong, and such as should have been found."""

    def __init__(self) -> None:
        self.right = self.found = self.expected = 0
        self.faults: list[str] = []

    def add(self, file: str, found: set[str], expected: set[str]) -> None:
        """Compare the values of one document."""
        self.right += len(found & expected)
        self.found += len(found)
        self.expected += len(expected)
        if found != expected:
            self.faults.append(f"{file}: found {sorted(found)}, expected {sorted(expected)}")

    @property
    def precision(self) -> float:
        """Share of the values found that are right."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Share of the values expected that were found."""
        return self.right / self.expected if self.expected else 1.0


def rows() -> list[dict[str, Any]]:
    """The table; a file may be named by the beginning of its name."""
    found = [json.loads(line) for line in TABLE.read_text(encoding="utf-8").splitlines()]
    for row in found:
        path = CORPUS / row["file"]
        row["path"] = path if path.is_file() else next(path.parent.glob(f"{path.name}*"))
    return found


def measure() -> dict[str, Score]:
    """Scores by field."""
    table = rows()
    infos = {row["path"]: _info(row["path"]) for row in table}
    scores: dict[str, Score] = defaultdict(Score)
    for row in table:
        info = infos[row["path"]]
        for field in FIELDS:
            if field in row:
                scores[field].add(row["file"], _values(info, field, infos.values()), _keys(field, row[field]))
    return scores


def _info(path: Path) -> DocumentInfo:
    document = read_documents(read_file(path), name=path.name, source_key=str(path), file_hash=path.name)[0].document
    return DocumentInfo(
        id=str(path),
        source=path.name,
        source_key=str(path),
        position=1,
        file_hash="",
        reader="",
        metadata=document.metadata,
        chunks=1,
    )


def _values(info: DocumentInfo, field: str, infos: Iterable[DocumentInfo]) -> set[str]:
    if field == "versions":
        return {Path(version.info.id).name for version in validity.versions(info, infos)}
    entry = getattr(info.metadata, field)
    return _keys(field, entry.value if entry else None)


def _keys(field: str, value: Any) -> set[str]:
    values = [] if value is None else [value] if isinstance(value, str) else list(value)
    if field == "versions":
        return {Path(name).name for name in values}
    if field == "repeals":
        return {number_key(name) if name.endswith("号") else title_key(name) for name in values}
    return set(values)


def main() -> int:
    """Measure, print and keep."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--show", action="store_true", help="print what is wrong")
    args = parser.parse_args()
    if not CORPUS.is_dir():
        print("skipped: ../shared is not here")
        return 0
    scores = measure()
    for field, score in scores.items():
        print(f"{field:11} precision {score.precision:.3f}  recall {score.recall:.3f}  of {score.expected}")
        for fault in score.faults if args.show else ():
            print(f"    {fault}")
    figures = {
        field: {"precision": round(score.precision, 3), "recall": round(score.recall, 3), "expected": score.expected}
        for field, score in scores.items()
    }
    record("metadata_golden", {"documents": len(rows()), **figures})
    return 0


if __name__ == "__main__":
    sys.exit(main())
