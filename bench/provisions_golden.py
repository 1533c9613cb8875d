"""Precision of fields and recall of conditions against the labelled provisions in `tests/golden/provisions`.

    python -m bench.provisions_golden [--show]

Fields are amounts, windows, telephone numbers and offices: one that was read is right when it is labelled. A condition
is found when a leaf holds the labelled words and carries the labelled predicate; one labelled as text must not be
decided by code. Parts: `dev`, and `heldout`, labelled after the rules were frozen. A file that is not here is left out.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from bench.results import record
from docs_store.provisions import Condition, Part, Predicate, Provision, Rule, Window, leaves
from docs_store.textnorm import fold
from ingest.readers import read_file
from ingest.reading import read_documents

ROOT = Path(__file__).parent.parent
GOLDEN = ROOT / "tests" / "golden" / "provisions"
FIELDS = ("amounts", "windows", "phones", "offices")


@dataclass(slots=True)
class Score:
    """Counts of one part."""

    cards: int = 0
    read: int = 0
    right: int = 0
    labelled: int = 0
    conditions: int = 0
    found: int = 0
    faults: list[str] = field(default_factory=list)

    def figures(self) -> dict[str, Any]:
        """The counts and what follows from them."""
        return {
            "cards": self.cards,
            "fields_precision": round(self.right / self.read, 3) if self.read else 0.0,
            "fields_recall": round(self.right / self.labelled, 3) if self.labelled else 0.0,
            "fields_read": self.read,
            "conditions_recall": round(self.found / self.conditions, 3) if self.conditions else 0.0,
            "conditions": self.conditions,
        }


def labels() -> list[dict[str, Any]]:
    """All labelled cards."""
    lines = [line for path in sorted(GOLDEN.glob("*.jsonl")) for line in path.read_text(encoding="utf-8").splitlines()]
    return [json.loads(line) for line in lines]


def measure(*, examples_only: bool = False) -> tuple[dict[str, Score], list[str]]:
    """Scores by part, and the files that are not here."""
    scores: dict[str, Score] = {}
    absent: list[str] = []
    for label in labels():
        path = ROOT / label["file"]
        if examples_only and not label["file"].startswith("examples/"):
            continue
        if not path.is_file():
            absent.append(label["file"])
            continue
        _compare(label, _of_card(_provisions(path), label), scores.setdefault(label["part"], Score()))
    return scores, absent


@cache
def _provisions(path: Path) -> tuple[tuple[str, tuple[Provision, ...]], ...]:
    """The measures of each document of a file, with its title."""
    contents = read_documents(read_file(path), name=path.name, source_key=path.name, file_hash="0" * 64)
    return tuple((fold(content.document.metadata.title.value), tuple(content.provisions)) for content in contents)


def _of_card(documents: tuple[tuple[str, tuple[Provision, ...]], ...], label: dict[str, Any]) -> list[Provision]:
    """The measures of one card of a guide, whether the card is a document of its own or a part of one."""
    title = label.get("card")
    held = [provisions for name, provisions in documents if title is None or name == fold(title)]
    return [provision for provisions in held for provision in _of_document(provisions, label["anchor"])]


def _of_document(provisions: tuple[Provision, ...], anchor: str) -> list[Provision]:
    """The measures of one card of a guide: those that ask for its anchor."""
    if not anchor:
        return list(provisions)
    wanted = _bare(anchor)
    anchored = {
        _contact(p) for p in provisions if any(wanted in _bare(leaf.part.text) for leaf in leaves(p.conditions))
    }
    return [p for p in provisions if _contact(p) in anchored]


def _contact(provision: Provision) -> int:
    """Where the card that a measure stands in names its office: the measures of one card share it."""
    parts = (*provision.phones, *provision.offices, *(window.part for window in provision.windows))
    return parts[0].start if parts else provision.start


def _compare(label: dict[str, Any], provisions: list[Provision], score: Score) -> None:
    name = label["anchor"] or label.get("card") or Path(label["file"]).stem
    score.cards += 1
    for kind in FIELDS:
        read, wanted = Counter(_read(provisions, kind)), Counter(label[kind])
        score.read += read.total()
        score.right += (read & wanted).total()
        score.labelled += wanted.total()
        score.faults += [f"{name}: {kind} {value!r} wrong" for value in (read - wanted)]
        score.faults += [f"{name}: {kind} {value!r} missed" for value in (wanted - read)]
    found = [leaf for p in provisions for leaf in leaves(p.conditions)]
    for quote, predicate in label["conditions"]:
        score.conditions += 1
        if any(_states(leaf, quote, predicate) for leaf in found):
            score.found += 1
        else:
            score.faults.append(f"{name}: condition {quote!r} {predicate} missed")


def _states(leaf: Condition, quote: str, predicate: str) -> bool:
    if _bare(quote) not in _bare(leaf.part.text):
        return False
    if not predicate:
        return not (leaf.predicates and leaf.complete and not leaf.hedged)
    return any(told(p).startswith(predicate) for p in leaf.predicates)


def told(predicate: Predicate) -> str:
    """A predicate as labels have it: `rd_ratio≥4`, `titlehas高新技术企业`."""
    value = predicate.value
    return f"{predicate.fact}{predicate.op}{'|'.join(value) if isinstance(value, tuple) else value}"


def _read(provisions: list[Provision], kind: str) -> list[str]:
    """What was read for a field, each value once for a card; amounts once for each place."""
    if kind == "amounts":
        rules = {
            (rule.part.start, n): rule
            for p in provisions
            for amount in p.amounts
            for n, rule in enumerate(amount.rules)
        }
        return [amount_told(rule) for rule in rules.values()]
    if kind == "windows":
        windows = [window for p in provisions for window in p.windows]
        return list(dict.fromkeys(filter(None, map(_window, windows))))
    parts: list[Part] = [part for p in provisions for part in getattr(p, kind)]
    return list(dict.fromkeys(part.text for part in parts))


def amount_told(rule: Rule) -> str:
    """`=200000`, `≤500000`, `30%≤50000000`."""
    cap = f"≤{_plain(rule.cap)}" if rule.cap is not None else ""
    if rule.ratio is not None:
        return f"{_plain(rule.ratio)}%{cap}"
    return f"{'≤' if rule.up_to else '='}{_plain(rule.fixed) if rule.fixed is not None else ''}"


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _window(window: Window) -> str:
    if window.always:
        return "always"
    return f"{window.opens or ''}..{window.closes or ''}" if window.opens or window.closes else ""


def _bare(text: str) -> str:
    return "".join(fold(text).split())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", action="store_true", help="name every fault")
    args = parser.parse_args()
    scores, absent = measure()
    for name in dict.fromkeys(absent):
        print(f"not here: {name}", file=sys.stderr)
    if args.show:
        for part, score in scores.items():
            print(*(f"{part} {fault}" for fault in score.faults), sep="\n", file=sys.stderr)
    record("provisions_golden", {part: score.figures() for part, score in scores.items()})


if __name__ == "__main__":
    main()
