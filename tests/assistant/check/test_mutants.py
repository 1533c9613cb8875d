"""True findings of a strong reader over the sample library, and false ones made of them by somebody who had not seen
the check: how many of the true pass, and how many of the false are stopped before any second reading.

A mutant is stopped where a fact of it fails, or where it is doubtful: a second reading then decides, and without one
its quote stands in its place. `mutants.sample.jsonl` holds what was changed; the rest is its base finding's.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from assistant.check.findings import Checked, check
from assistant.turn import Finding, Inquiry, Material, Plan, Quote, Source, Stretch
from assistant.understand.places import Place
from docs_store.types import Kind, Status

_FOLDER = Path(__file__).parent
_LEAST_OF_A_KIND = 60
# Of these kinds, in which something else than a fact is false, so many pass; of every other none does.
_PASSING = {"status": 1, "negation": 1, "subject": 2}
_FACTS = {"number", "unit", "year", "date", "limit", "formula", "place"}
# Of the true findings so many are doubtful, which costs each a second reading.
_DOUBTFUL = 101


@cache
def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (_FOLDER / name).read_text(encoding="utf-8").splitlines()]


@cache
def bases() -> dict[str, dict[str, Any]]:
    return {row["id"]: row for row in rows("findings.sample.jsonl")}


def source(number: int, known: dict[str, Any]) -> Source:
    text = known["text"]
    return Source(
        number=number,
        document_id=f"{known['title']}",
        file=known["title"],
        title=known["title"],
        kind=Kind(known["kind"]),
        text=text,
        origins=tuple(range(len(text))),
        stretches=(Stretch(chunk_id="c", start=0, end=len(text)),),
        heading=tuple(known["heading"]),
        region=known["region"],
        is_region_sure=known["is_region_sure"],
        years=tuple(known["years"]),
        own_years=tuple(known["own_years"]),
        status=Status(known["status"]),
        **{name: known[name] for name in ("issuer", "doc_number", "published", "expires")},
    )


def checked(base: dict[str, Any], changed: dict[str, Any]) -> Checked:
    numbers = base["sources"] | changed.get("sources", {})
    sources = rows("sources.sample.jsonl")
    places = [Place(name=min(p, key=len), path=max(p, key=len), surface=min(p, key=len), at=0) for p in base["places"]]
    inquiry = Inquiry(text=base["question"], places=tuple(places), years=tuple(sorted(set(base["years"]))))
    plan = Plan(message=base["message"], inquiries=(inquiry,), asker=tuple(base["asker"]), today=date(2026, 11, 30))
    quotes = changed.get("quotes", base["quotes"])
    finding = Finding(
        text=changed["sentence"],
        quotes=tuple(Quote(source=q["source"], words=q["words"]) for q in quotes),
        formula=changed.get("formula", "" if "kind" in changed else base["formula"]),
        part=1,
    )
    found = tuple(source(int(number), sources[at]) for number, at in numbers.items())
    return check(finding, Material(plan=plan, sources=found))


def test_there_are_enough_of_each_kind() -> None:
    kinds = Counter(row["kind"] for row in rows("mutants.sample.jsonl"))
    assert sum(kinds.values()) >= 1500
    assert len(kinds) == 15 and min(kinds.values()) >= _LEAST_OF_A_KIND


def test_true_findings_pass() -> None:
    faults = {base["id"]: one.reason for base in bases().values() if (one := checked(base, base)).faults}
    assert faults == {}


@pytest.fixture(scope="module")
def stopped() -> dict[str, Counter[str]]:
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows("mutants.sample.jsonl"):
        one = checked(bases()[row["base"]], row)
        found[row["kind"]]["fact" if one.faults else "doubt" if one.is_doubtful else "passed"] += 1
    return found


def test_false_findings_are_stopped(stopped: dict[str, Counter[str]]) -> None:
    passed = {kind: counts["passed"] for kind, counts in stopped.items() if counts["passed"] > _PASSING.get(kind, 0)}
    assert passed == {}


def test_false_facts_are_told_as_such(stopped: dict[str, Counter[str]]) -> None:
    facts = sum((stopped[kind] for kind in _FACTS), Counter())
    assert facts["fact"] >= 0.95 * facts.total()
    assert sum(counts["fact"] for counts in stopped.values()) >= 0.735 * sum(c.total() for c in stopped.values())


def test_true_findings_are_seldom_doubtful() -> None:
    assert sum(checked(base, base).is_doubtful for base in bases().values()) <= _DOUBTFUL
