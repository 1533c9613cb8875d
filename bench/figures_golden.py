"""Precision and recall of the figure ledger against the labelled figures in `tests/golden/figures`.

    python -m bench.figures_golden [--show]

A row is right when indicator, value, unit, status, aspect and period are those of a label inside the labelled passages.
`numbers_recall` leaves the name aside; `comparator` is how many of the right rows also keep 超, 约, 以上 as labelled.
Labels marked doubtful count neither way. The part labelled `heldout` is reported apart from `dev`.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from pathlib import Path
from typing import Any

from bench import figure_names
from bench.results import record
from docs_store.textnorm import fold
from docs_store.types import DocumentContent, Figure
from ingest.readers import read_file
from ingest.reading import read_documents

ROOT = Path(__file__).parent.parent
GOLDEN = ROOT / "tests" / "golden" / "figures"
CORPUS = ROOT.parent / "shared" / "corpus"


@dataclass(slots=True)
class Score:
    """Counts of one part."""

    right: int = 0
    compared: int = 0
    numbers: int = 0
    extracted: int = 0
    labelled: int = 0
    wrong: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    otherwise: list[str] = field(default_factory=list)

    def figures(self) -> dict[str, Any]:
        """Precision, recall and the counts behind them."""
        return {
            "labelled": self.labelled,
            "extracted": self.extracted,
            "numbers_recall": round(self.numbers / self.labelled, 3) if self.labelled else 0.0,
            "precision": round(self.right / self.extracted, 3) if self.extracted else 0.0,
            "recall": round(self.right / self.labelled, 3) if self.labelled else 0.0,
            "comparator": round(self.compared / self.right, 3) if self.right else 0.0,
        }


def measure() -> dict[str, Score]:
    """Scores of the parts `dev` and `heldout`."""
    scores = {"dev": Score(), "heldout": Score()}
    for path in sorted(GOLDEN.glob("*.jsonl")):
        head, *labels = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        _compare(path.stem, _content(head), head, labels, scores)
    return scores


def _content(head: dict[str, Any]) -> DocumentContent:
    path = next(CORPUS.rglob(Path(head["file"]).name))
    contents = read_documents(read_file(path), name=path.name, source_key=str(path), file_hash="0" * 64)
    return contents[int(head["position"]) - 1]


def _compare(
    name: str,
    content: DocumentContent,
    head: dict[str, Any],
    labels: list[dict[str, Any]],
    scores: dict[str, Score],
) -> None:
    text = content.document.text
    spans = [_span(text, label["quote"], head["passages"]) for label in labels]
    figures = [f for f in content.figures if any(a <= f.value_start and f.value_end <= b for a, b in head["passages"])]
    taken: set[int] = set()
    region = content.document.metadata.region
    places = [region.value, *re.findall(".{2,}?[省市区县]", region.value)] if region else []
    for label, span in zip(labels, spans, strict=True):
        score = scores[label["part"]]
        inside = [
            i
            for i, figure in enumerate(figures)
            if i not in taken and span[0] <= figure.value_start and figure.value_end <= span[1]
        ]
        hit = next((i for i in inside if _same(figures[i], label, places)), None)
        if label.get("doubtful"):
            taken.update(inside[:1] if hit is None else [hit])
            continue
        score.labelled += 1
        score.numbers += any(_same_number(figures[i], label) for i in inside)
        if hit is None:
            score.missed.append(f"{name}: {label['indicator']} {label['value']}{label['unit']} {_told(label)}")
        else:
            taken.add(hit)
            score.right += 1
            if figures[hit].comparator == label["comparator"]:
                score.compared += 1
            else:
                score.otherwise.append(f"{name}: {figures[hit].comparator!r} for {_told(label)}")
            score.extracted += 1
    for i, figure in enumerate(figures):
        if i not in taken:
            nearest = min(range(len(labels)), key=lambda k: abs(spans[k][0] - figure.value_start))
            score = scores[labels[nearest]["part"]]
            score.extracted += 1
            found = (
                f"{figure.indicator} {figure.value}{figure.unit} {figure.comparator} {figure.status} {figure.aspect}"
            )
            score.wrong.append(f"{name}: {found} {figure.period} «{text[figure.value_start - 12 : figure.value_end]}»")


def _span(text: str, quote: str, passages: list[list[int]]) -> tuple[int, int]:
    for start, end in passages:
        at = text.find(quote, start, end)
        if at >= 0:
            return at, at + len(quote)
    raise ValueError(f"The quote {quote!r} is not in its passages.")


def _same(figure: Figure, label: dict[str, Any], places: list[str]) -> bool:
    names = label.get("indicator_any") or [label["indicator"]]
    return _same_number(figure, label) and figure_names.same(
        figure.indicator, names, places, share=label["aspect"] == "share"
    )


def _same_number(figure: Figure, label: dict[str, Any]) -> bool:
    """Everything but the indicator's name, where careful readers differ most."""
    return (
        _same_value(figure, label)
        and figure.status == label["status"]
        and figure.aspect == label["aspect"]
        and figure.period == label["period"]
    )


def _same_value(figure: Figure, label: dict[str, Any]) -> bool:
    """Value and unit as written; a fraction in words (1/4, 八成) is a percentage in the ledger."""
    labelled = _number(label["value"])
    if labelled is not None and (label["unit"] == "成" or "/" in label["value"]):
        percent = labelled * (10 if label["unit"] == "成" else 100)
        return figure.unit == "%" and round(Decimal(float(percent)), 2) == figure.value
    return _number(str(figure.value)) == labelled and fold(figure.unit) == fold(label["unit"])


def _told(label: dict[str, Any]) -> str:
    return f"{label['comparator']} {label['status']} {label['aspect']} {label['period']} «{label['quote']}»"


def _number(text: str) -> Fraction | None:
    try:
        return Fraction(text) if "/" in text else Fraction(Decimal(text))
    except (InvalidOperation, ValueError, ZeroDivisionError):
        return None


def main() -> int:
    """Print and record the figures; exit 1 below the bar."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--show", action="store_true", help="list what is wrong and what is missed")
    show = parser.parse_args().show
    if not CORPUS.exists():
        print("skipped: ../shared is not here")
        return 0
    scores = measure()
    figures = {part: score.figures() for part, score in scores.items()}
    record("figures_golden", figures)
    print(json.dumps(figures, ensure_ascii=False, indent=2))
    if show:
        for part, score in scores.items():
            print(*(f"{part} wrong  {row}" for row in score.wrong), sep="\n")
            print(*(f"{part} missed {row}" for row in score.missed), sep="\n")
            print(*(f"{part} comparator {row}" for row in score.otherwise), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
