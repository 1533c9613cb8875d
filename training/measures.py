"""Fits the weights by which ingest decides what a measure grants, and to whom, to labelled measures.

    python -m training.measures LIBRARY [--write]

LIBRARY is what `training.library` makes. Labels stand in `training/measures/*.jsonl`: file, position, start, end and
digest of a measure's granting clause, whether it grants anything, and to whom. One document is never on both sides of a
split.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold
from sklearn.preprocessing import StandardScaler

from docs_store.library import Library, ProvisionRow
from docs_store.provisions import Recipient
from ingest.provisions import recipients
from training.spans import digest

LABELS = Path(__file__).parent / "measures"
WEIGHTS = Path(recipients.__file__).parent / "data" / "recipients.json"
_STRENGTH = 0.03  # C of the regression: chosen by the split, among 0.01, 0.03, 0.05
_PARTS = 8
_NAMES = (recipients.GRANTS, *Recipient)
_BOUNDS: dict[str, float] = {recipients.GRANTS: 0.5, **dict.fromkeys(Recipient, 0.5), "surely": 0.7, "surely_not": 0.3}
# An enterprise is a recipient where that is not surely wrong: a measure that is left out is lost.
_BOUNDS[Recipient.ENTERPRISE] = _BOUNDS["surely_not"]


def labels() -> Iterator[Mapping[str, Any]]:
    """All labels."""
    for path in sorted(LABELS.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            yield json.loads(line)


def key(row: ProvisionRow, text: str) -> tuple[str, int, str]:
    """What a measure is known by: its document's file and position, and the digest of its clause."""
    return row.info.source, row.info.position, digest(text[row.provision.start : row.provision.end])


def examples(library: Library) -> tuple[np.ndarray[Any, Any], list[Mapping[str, Any]], list[str]]:
    """Features of shape (measures, features), labels and documents; measures without a label are left out."""
    known = {(label["file"], label["position"], label["digest"]): label for label in labels()}
    rows, told, documents = [], [], []
    texts: dict[str, str] = {}
    for row in library.provisions():
        if row.info.id not in texts:
            document = library.document(row.info.id)
            texts[row.info.id] = document.text if document else ""
        label = known.get(key(row, texts[row.info.id]))
        if label is not None:
            metadata = row.info.metadata
            rows.append(recipients.features(row.provision, metadata.title.value, metadata.kind.value))
            told.append(label)
            documents.append(row.info.id)
    return np.array(rows), told, documents


def truth(told: Sequence[Mapping[str, Any]], name: str) -> np.ndarray[Any, Any]:
    """Whether each measure grants, or is for a kind of recipient."""
    return np.array([bool(label["grants"]) if name == recipients.GRANTS else name in label["to"] for label in told])


def kept_back(
    features: np.ndarray[Any, Any], wanted: np.ndarray[Any, Any], documents: Sequence[str]
) -> np.ndarray[Any, Any]:
    """Likelihood of each measure by weights that were fitted to other documents."""
    found = np.zeros(len(wanted))
    for fitted, held in GroupKFold(_PARTS).split(features, wanted, documents):
        scaler = StandardScaler().fit(features[fitted])
        model = LogisticRegression(C=_STRENGTH, max_iter=3000).fit(scaler.transform(features[fitted]), wanted[fitted])
        found[held] = model.predict_proba(scaler.transform(features[held]))[:, 1]
    return found


def main() -> int:
    """Report, and with `--write` the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("library", type=Path)
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    with closing(Library(args.library, None)) as library:
        features, told, documents = examples(library)
    print(f"{len(told)} measures of {len(set(documents))} documents")
    weights: dict[str, list[float]] = {}
    intercepts: dict[str, float] = {}
    scaler = StandardScaler().fit(features)
    for name in _NAMES:
        wanted = truth(told, name)
        if wanted.sum() < _PARTS:
            print(f"{name}: only {wanted.sum()}, left out")
            continue
        print(report(name, wanted, kept_back(features, wanted, documents)))
        model = LogisticRegression(C=_STRENGTH, max_iter=3000).fit(scaler.transform(features), wanted)
        scaled = model.coef_[0] / scaler.scale_
        weights[name] = [round(float(value), 4) for value in scaled]
        intercepts[name] = round(float(model.intercept_[0] - scaled @ scaler.mean_), 4)
    if args.write:
        row = {"bounds": _BOUNDS, "intercepts": intercepts, "weights": weights}
        WEIGHTS.write_text(json.dumps(row, ensure_ascii=False) + "\n", encoding="utf-8")
        print(f"written: {WEIGHTS}", file=sys.stderr)
    return 0


def report(name: str, wanted: np.ndarray[Any, Any], likelihood: np.ndarray[Any, Any]) -> str:
    """AUC, and precision and recall at some bounds."""
    parts = [f"{name}: {wanted.sum()} of {len(wanted)}, AUC {roc_auc_score(wanted, likelihood):.3f}"]
    for bound in (0.3, 0.5, 0.7):
        taken = likelihood >= bound
        precision = wanted[taken].mean() if taken.any() else 0.0
        parts.append(f"at {bound}: precision {precision:.3f}, recall {taken[wanted].mean():.3f}")
    return "; ".join(parts)


if __name__ == "__main__":
    sys.exit(main())
