"""Which support measures one enterprise may have: place, validity, dates and conditions, each with its reason."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from assistant.matching import amounts
from assistant.matching.conditions import deciding, judge, undecided
from assistant.matching.dates import dates_of
from assistant.matching.facts import within
from assistant.matching.profile import Profile
from assistant.matching.results import (
    Asked,
    Dates,
    Deadline,
    JudgedGroup,
    Match,
    Matched,
    Opening,
    Reason,
    State,
    Verdict,
)
from docs_store import validity
from docs_store.catalog import DocumentInfo
from docs_store.document_set import DocumentSet
from docs_store.library import ProvisionRow
from docs_store.validity import Force

_ENDED = frozenset({Force.EXPIRED, Force.SUPERSEDED, Force.REPEALED})
_ORDER = {verdict: n for n, verdict in enumerate(Verdict)}
_SURE = 0.5  # certainty of a document's place below which a person has to confirm it


def match(rows: Iterable[ProvisionRow], infos: DocumentSet, profile: Profile, on: date) -> Matched:
    """Hold one enterprise against measures.

    Args:
        rows: the measures.
        infos: all documents of the library: they tell which of them took another's place.
        on: the day of asking.
    """
    successors = infos.superseded(on)
    titles = {info.id: info.metadata.title.value for info in infos}
    places: dict[str, State] = {}
    found = [_match(row, profile, on, successors, titles, places) for row in rows]
    found.sort(key=_rank)
    return Matched(
        on=on, matches=tuple(found), asked=tuple(_asked(found)), deadlines=tuple(sorted(_deadlines(found), key=_when))
    )


def _match(
    row: ProvisionRow,
    profile: Profile,
    on: date,
    successors: Mapping[str, str],
    titles: Mapping[str, str],
    places: dict[str, State],
) -> Match:
    info, provision = row.info, row.provision
    if info.id not in places:
        places[info.id] = _place(info, profile)
    place = places[info.id]
    force = validity.force(info, on, successors)
    dates = dates_of(provision.windows, on, validity.last_day(info))
    conditions = judge(provision.conditions, profile, on)
    sums = amounts.sums_of(provision.amounts, profile, on)
    verdict = _verdict(place, force, dates, conditions)
    successor = titles.get(successors.get(info.id, ""), "")
    return Match(
        row=row,
        verdict=verdict,
        conditions=conditions,
        place=place,
        force=force,
        successor=successor,
        dates=dates,
        sums=sums,
        amount=amounts.largest(sums),
        reasons=tuple(_reasons(info, profile, place, force, successor, dates, conditions)),
    )


def _place(info: DocumentInfo, profile: Profile) -> State:
    region = info.metadata.region
    if region is None:
        return State.CONFIRM
    state = within(profile.region or "", region.value)
    return State.CONFIRM if state is not State.MISSING and region.certainty < _SURE else state


def _verdict(place: State, force: Force, dates: Dates, conditions: JudgedGroup) -> Verdict:
    if force in _ENDED:
        return Verdict.EXPIRED
    if State.NOT_MET in (place, conditions.state):
        return Verdict.INELIGIBLE
    if dates.opening is Opening.CLOSED:
        return Verdict.EXPIRED
    if dates.opening is Opening.NOT_OPEN or force in (Force.NOT_YET, Force.DRAFT):
        return Verdict.NOT_OPEN
    return Verdict.ELIGIBLE if place is conditions.state is State.MET else Verdict.POSSIBLE


def _reasons(
    info: DocumentInfo,
    profile: Profile,
    place: State,
    force: Force,
    successor: str,
    dates: Dates,
    conditions: JudgedGroup,
) -> Iterator[Reason]:
    """Why the verdict is what it is, what weighs most first."""
    region = info.metadata.region.value if info.metadata.region else ""
    if force in _ENDED or force in (Force.NOT_YET, Force.DRAFT):
        expires = info.metadata.expires.value if info.metadata.expires else ""
        effective = info.metadata.effective.value if info.metadata.effective else ""
        yield Reason(code=f"force.{force}", values={"by": successor, "expires": expires, "effective": effective})
    if place is not State.MET:
        yield Reason(code=f"place.{place}", values={"region": region, "own": profile.region or ""})
    for judged in deciding(conditions):
        yield Reason(
            code="condition.not_met", values={"condition": judged.condition.part.text}, part=judged.condition.part
        )
    if dates.opening in (Opening.CLOSED, Opening.NOT_OPEN):
        values = {
            "opens": dates.opens.isoformat() if dates.opens else "",
            "closes": dates.closes.isoformat() if dates.closes else "",
        }
        code = "dates.closed_later" if dates.opening is Opening.CLOSED and dates.later else f"dates.{dates.opening}"
        yield Reason(code=code, values=values, part=dates.part)
    for judged in undecided(conditions):
        code = "condition.missing" if judged.state is State.MISSING else "condition.confirm"
        yield Reason(code=code, values={"condition": judged.condition.part.text}, part=judged.condition.part)
    if place is conditions.state is State.MET:
        yield Reason(code="conditions.met")


def _rank(found: Match) -> tuple[int, Decimal, date]:
    """What can be had now first, the larger sum before the smaller, then the nearer deadline."""
    return _ORDER[found.verdict], -(found.amount or Decimal(0)), found.dates.closes or date.max


def missing_of(found: Match) -> frozenset[str]:
    """Profile fields that would help to decide a measure."""
    missing = {name for judged in undecided(found.conditions) for c in judged.comparisons for name in c.missing}
    return frozenset(missing | ({"region"} if found.place is State.MISSING else set()))


def _asked(matches: Sequence[Match]) -> list[Asked]:
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


def _deadlines(matches: Sequence[Match]) -> Iterator[Deadline]:
    for found in matches:
        dates = found.dates
        if found.verdict in (Verdict.ELIGIBLE, Verdict.POSSIBLE) and dates.closes and dates.opening is Opening.OPEN:
            yield Deadline(day=dates.closes, closes=True, match=found)
        elif found.verdict is Verdict.NOT_OPEN and dates.opens and dates.opening is Opening.NOT_OPEN:
            yield Deadline(day=dates.opens, closes=False, match=found)
            if dates.closes:
                yield Deadline(day=dates.closes, closes=True, match=found)


def _when(deadline: Deadline) -> date:
    return deadline.day
