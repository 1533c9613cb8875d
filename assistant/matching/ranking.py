"""In which order measures are of use to an enterprise, which facts to ask for, and what is one step away."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from assistant.matching.conditions import deciding, undecided
from assistant.matching.results import Asked, Judged, Match, Opening, State, Step, StepKind, Verdict
from docs_store import regions
from docs_store.provisions import Fact, Predicate

_ENDED = frozenset({Verdict.EXPIRED, Verdict.INELIGIBLE})
_SOON = timedelta(days=90)  # a window that opens within it is prepared for now
_LEVELS = ("county", "prefecture", "province", "country")
_GAINED = {
    Fact.TITLE: "",
    Fact.PLATFORM: "",
    Fact.CONTRACT: "",
    Fact.PATENTS_INVENTION: "发明专利",
    Fact.PATENTS_UTILITY: "实用新型专利",
    Fact.PATENTS_DESIGN: "外观设计专利",
    Fact.PATENTS_SOFTWARE: "软件著作权",
}
"""What an enterprise can get that it lacks; its age, its place and its turnover are as they are."""


def rank(found: Match, on: date) -> tuple[bool, int, int, bool, int, Decimal, int, date]:
    """By use: not ended; own county, city, province, nation; open now, soon, always; sure; own field; large sums;
    little work.
    """
    return (
        found.verdict in _ENDED,
        _distance(found),
        _opening(found, on),
        found.verdict is not Verdict.ELIGIBLE,
        -found.relevance,
        -(found.amount or Decimal(0)),
        _effort(found),
        found.dates.closes or date.max,
    )


def _distance(found: Match) -> int:
    place = found.row.info.metadata.region
    if place is None:
        return len(_LEVELS)
    region = regions.parse_path(place.value)
    return 0 if region is None else _LEVELS.index(region.level)  # outside the table are counties and their parts


def _opening(found: Match, on: date) -> int:
    dates = found.dates
    soon = dates.opening is Opening.NOT_OPEN and dates.opens is not None and dates.opens - on <= _SOON
    if soon:
        return 1
    return {Opening.OPEN: 0, Opening.ALWAYS: 2, Opening.UNSTATED: 3, Opening.NOT_OPEN: 4, Opening.CLOSED: 5}[
        dates.opening
    ]


def _effort(found: Match) -> int:
    """What is left to find out, and the papers to bring."""
    return sum(1 for _ in undecided(found.conditions)) + len(found.row.provision.materials)


def missing_of(found: Match) -> frozenset[str]:
    """Profile fields that would help to decide a measure."""
    missing = {name for judged in undecided(found.conditions) for c in judged.comparisons for name in c.missing}
    return frozenset(missing | ({"region"} if found.place is State.MISSING else set()))


def asked(matches: Sequence[Match]) -> list[Asked]:
    """Missing facts, those first that would decide most: a measure that lacks one fact weighs more than one that
    lacks five.
    """
    weights: dict[str, float] = defaultdict(float)
    counts: dict[str, int] = defaultdict(int)
    for found in matches:
        if found.verdict not in (Verdict.POSSIBLE, Verdict.NOT_OPEN):
            continue
        missing = missing_of(found)
        for name in missing:
            weights[name] += 1 / len(missing)
            counts[name] += 1
    order = sorted(counts, key=lambda name: (-weights[name], name))
    return [Asked(field=name, measures=counts[name]) for name in order]


def steps(matches: Sequence[Match]) -> list[Step]:
    """What one fact or one title would open. Words that a person has to judge may be left in these measures."""
    found: dict[tuple[StepKind, str], list[Match]] = defaultdict(list)
    for match in matches:
        step = _step(match)
        if step is not None:
            found[step].append(match)
    order = sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
    return [
        Step(kind=kind, name=name, matches=tuple(sorted(held, key=lambda one: -(one.amount or Decimal(0)))))
        for (kind, name), held in order
    ]


def _step(found: Match) -> tuple[StepKind, str] | None:
    if found.verdict in (Verdict.POSSIBLE, Verdict.NOT_OPEN):
        missing = missing_of(found)
        return (StepKind.FACT, next(iter(missing))) if len(missing) == 1 else None
    if found.verdict is not Verdict.INELIGIBLE or found.dates.opening is Opening.CLOSED:
        return None
    refused = [item for item in found.conditions.items if item.state is State.NOT_MET]
    if len(refused) != 1 or any(item.state is State.MISSING for item in found.conditions.items):
        return None
    names = [_gained(judged) for judged in deciding(refused[0])]
    whole = not isinstance(refused[0], Judged) and not refused[0].one_of and len(names) > 1
    return None if whole or "" in names else (StepKind.GAIN, " / ".join(dict.fromkeys(names)))


def _gained(judged: Judged) -> str:
    """What would meet a condition, where one thing would and an enterprise can get it; else empty."""
    refused = [c.predicate for c in judged.comparisons if c.state is State.NOT_MET]
    return _thing(refused[0]) if len(refused) == 1 and refused[0].fact in _GAINED else ""


def _thing(p: Predicate) -> str:
    if isinstance(p.value, tuple):
        level = p.detail if p.fact is Fact.PLATFORM else ""
        return level + " / ".join(p.value)
    return f"{_GAINED[p.fact]}{p.op}{p.value}"
