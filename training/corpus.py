"""The documents that questions are written over: part `train` of the wide corpus, laws, notices, reports, a guide.

They are public documents that stand beside a checkout, not in it. What is committed about them are file names, offsets
and digests. The parts that figures of quality are measured on are never among them.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2] / "shared" / "corpus"
_WHOLE = ("laws", "notices", "gov_reports_2025", "policy_guide_pdf", "work_summaries")
_PART = "train"
_HELD_OUT = 5  # one document of so many


def is_there(root: Path = ROOT) -> bool:
    """Whether the documents stand beside this checkout."""
    return (root / "wide" / "split.tsv").is_file()


def files(root: Path = ROOT) -> list[Path]:
    """Files of all documents, sorted by path."""
    return sorted({*_of_wide(root), *(path for name in _WHOLE for path in (root / name).iterdir() if path.is_file())})


def _of_wide(root: Path) -> Iterator[Path]:
    with (root / "wide" / "split.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            if row["part"] == _PART:
                yield root / "wide" / row["path"]


def is_held_out(row: Mapping[str, Any]) -> bool:
    """Whether a question is never fitted to: so by its document, that none of one document's are on both sides."""
    return int(hashlib.md5(row["file"].encode(), usedforsecurity=False).hexdigest(), 16) % _HELD_OUT == 0
