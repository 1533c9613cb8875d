"""Fits the weights by which ingest decides what a measure grants, and to whom, to labelled measures.

    python -m training.measures [--unlabelled FILE] [--write]

Labels stand in `training/measures/*.jsonl`: file, position, start, end and digest of a measure's granting clause,
whether it grants anything, and to whom. One document is never on both sides of a split. What reading takes for a
measure and nobody has labelled is written to FILE, to be labelled.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold
from sklearn.preprocessing import StandardScaler

from docs_store.provisions import Provision, Recipient, leaves
from docs_store.types import Kind
from ingest.provisions import recipients
from ingest.readers import read_file
from ingest.reading import read_documents
from training import corpus
from training.spans import digest

LABELS = Path(__file__).parent / "measures"
WEIGHTS = Path(recipients.__file__).parent / "data" / "recipients.json"
_STRENGTH = 0.03  # C of the regression: chosen by the split, among 0.01, 0.03, 0.05
_PARTS = 8
_NAMES = (recipients.IS_GRANT, *Recipient)
_BOUNDS: dict[str, float] = {
    recipients.IS_GRANT: 0.5,
    **dict.fromkeys(Recipient, 0.5),
    "surely": 0.7,
    "surely_not": 0.3,
}
# An enterprise is a recipient where that is not surely wrong: a measure that is left out is lost.
_BOUNDS[Recipient.ENTERPRISE] = _BOUNDS["surely_not"]


def labels() -> Iterator[Mapping[str, Any]]:
    """All labels."""
    for path in sorted(LABELS.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            yield json.loads(line)


@dataclass(frozen=True, slots=True)
class Candidate:
    """What reading takes for a measure before it is asked whether it grants anything.

    Attributes:
        file: name of its file; position: the document's in it.
        text: the granting clause, verbatim.
    """

    file: str
    position: int
    provision: Provision
    title: str
    kind: Kind
    text: str

    @property
    def key(self) -> tuple[str, int, str]:
        """What a label is found by."""
        return self.file, self.position, digest(self.text)


def candidates(files: Iterable[Path]) -> Iterator[Candidate]:
    """The candidates of files, read as the product reads them."""
    for path in files:
        found: list[tuple[Provision, str, Kind]] = []

        def keep(
            provision: Provision, title: str, kind: Kind, found: list[tuple[Provision, str, Kind]] = found
        ) -> Provision:
            found.append((provision, title, kind))
            return provision

        with patch.object(recipients, "classified", keep):
            contents = read_documents(read_file(path), name=path.name, source_key=str(path), file_hash="0" * 64)
        told = iter(found)
        for position, content in enumerate(contents, start=1):
            for _ in content.provisions:
                provision, title, kind = next(told)
                text = content.document.text[provision.start : provision.end]
                yield Candidate(path.name, position, provision, title, kind, text)


def examples(found: Iterable[Candidate]) -> tuple[np.ndarray[Any, Any], list[Mapping[str, Any]], list[str]]:
    """Features of shape (measures, features), labels and documents; measures without a label are left out."""
    known = {(label["file"], label["position"], label["digest"]): label for label in labels()}
    rows, told, documents = [], [], []
    for one in found:
        label = known.get(one.key)
        if label is not None:
            rows.append(recipients.features(one.provision, one.title, one.kind))
            told.append(label)
            documents.append(f"{one.file}#{one.position}")
    return np.array(rows), told, documents


def unlabelled(found: Iterable[Candidate]) -> Iterator[Mapping[str, Any]]:
    """Candidates that nobody has labelled, with what a person needs to label them."""
    known = {(label["file"], label["position"], label["digest"]) for label in labels()}
    for one in found:
        if one.key not in known:
            provision = one.provision
            yield {
                "file": one.file, "position": one.position, "start": provision.start, "end": provision.end,
                "digest": one.key[2], "title": one.title, "kind": one.kind, "measure": provision.measure,
                "clause": " > ".join(provision.clause), "target": " / ".join(part.text for part in provision.target),
                "gives": " / ".join(amount.part.text for amount in provision.amounts),
                "conditions": " / ".join(leaf.part.text for leaf in leaves(provision.conditions)),
            }  # fmt: skip


def truth(told: Sequence[Mapping[str, Any]], name: str) -> np.ndarray[Any, Any]:
    """Whether each measure grants, or is for a kind of recipient."""
    return np.array([bool(label["grants"]) if name == recipients.IS_GRANT else name in label["to"] for label in told])


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
    parser.add_argument("--unlabelled", type=Path)
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    if not corpus.is_there():
        print(f"skipped: {corpus.ROOT} is not there")
        return 0
    found = list(candidates(corpus.files()))
    if args.unlabelled:
        lines = (json.dumps(row, ensure_ascii=False) for row in unlabelled(found))
        args.unlabelled.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    features, told, documents = examples(found)
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
