"""Which support measures one enterprise may have: place, validity, dates and conditions, each with its reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from types import MappingProxyType

from assistant.matching import amounts, ranking
from assistant.matching.conditions import deciding, judge, undecided
from assistant.matching.dates import UNSTATED, dates_of
from assistant.matching.facts import within
from assistant.matching.profile import Profile
from assistant.matching.relevance import fields_of, relevance
from assistant.matching.results import (
    Dates,
    Deadline,
    JudgedGroup,
    Match,
    Matched,
    Opening,
    Reading,
    Reason,
    State,
    Verdict,
)
from docs_store import validity
from docs_store.catalog import DocumentInfo
from docs_store.document_set import DocumentSet
from docs_store.library import ProvisionRow
from docs_store.provisions import Recipient, Window
from docs_store.validity import Force

_ENDED = frozenset({Force.EXPIRED, Force.SUPERSEDED, Force.REPEALED})
# Local rules on administrative documents mostly let one hold for five years where it names no term of its own: of what
# is older it has to be asked whether it still holds.
_LIFE = timedelta(days=5 * 365)
_TERM_KEPT = timedelta(days=365)  # what is paid afterwards for a period is paid within the year after it
_SURE = 0.5  # certainty of a document's place below which a person has to confirm it


def match(
    rows: Iterable[ProvisionRow],
    infos: DocumentSet,
    profile: Profile,
    on: date,
    readings: Mapping[str, Reading] = MappingProxyType({}),
) -> Matched:
    """Hold one enterprise against measures.

    Measures of other places and measures that are not for enterprises are counted, not listed: nothing that the
    enterprise could say or do opens them.

    Args:
        rows: the measures.
        infos: all documents of the library: they tell which of them took another's place.
        on: the day of asking.
        readings: what a language model says of conditions, see `judging`.
    """
    successors = infos.superseded(on)
    titles = {info.id: info.metadata.title.value for info in infos}
    own = fields_of(profile.industry or ())
    places: dict[str, State] = {}
    found: list[Match] = []
    elsewhere = others = 0
    for row in rows:
        if not row.provision.grants:
            continue
        if row.info.id not in places:
            places[row.info.id] = _place(row.info, profile)
        if places[row.info.id] is State.NOT_MET:
            elsewhere += 1
        elif row.provision.recipients and Recipient.ENTERPRISE not in row.provision.recipients:
            others += 1
        else:
            found.append(_match(row, profile, on, successors, titles, places[row.info.id], own, readings))
    found.sort(key=lambda one: ranking.rank(one, on))
    return Matched(
        on=on,
        matches=tuple(found),
        elsewhere=elsewhere,
        others=others,
        asked=tuple(ranking.asked(found)),
        deadlines=tuple(sorted(_deadlines(found), key=_when)),
        steps=tuple(ranking.steps(found)),
    )


def _match(
    row: ProvisionRow,
    profile: Profile,
    on: date,
    successors: Mapping[str, str],
    titles: Mapping[str, str],
    place: State,
    own: frozenset[int],
    readings: Mapping[str, Reading],
) -> Match:
    info, provision = row.info, row.provision
    force = validity.force(info, on, successors)
    # what is repealed takes no applications, whatever its windows say
    dates = UNSTATED if force in _ENDED else dates_of(provision.windows, on, validity.last_day(info))
    conditions = judge(provision.conditions, profile, on, readings)
    sums = amounts.sums_of(provision.amounts, profile, on)
    doubts = tuple(_doubts(row, force, dates, on))
    verdict = _verdict(place, force, dates, conditions, sure=not doubts)
    if verdict is not Verdict.INELIGIBLE and _is_over(provision.term, dates, on - _TERM_KEPT):
        verdict = Verdict.EXPIRED
    successor = titles.get(successors.get(info.id, ""), "")
    return Match(
        row=row,
        verdict=verdict,
        conditions=conditions,
        relevance=relevance(row, own),
        place=place,
        force=force,
        successor=successor,
        dates=dates,
        sums=sums,
        amount=amounts.largest(sums),
        reasons=tuple(_reasons(row, profile, place, force, successor, dates, conditions, doubts)),
    )


def _place(info: DocumentInfo, profile: Profile) -> State:
    region = info.metadata.region
    if region is None:
        return State.CONFIRM
    state = within(profile.region or "", region.value)
    return State.CONFIRM if state is not State.MISSING and region.certainty < _SURE else state


def _doubts(row: ProvisionRow, force: Force, dates: Dates, on: date) -> Iterator[Reason]:
    """What keeps a measure from being sure, whatever the enterprise is."""
    if row.provision.doubtful:
        yield Reason(code="recipient.confirm")
    if not row.provision.conditions.items:
        yield Reason(code="conditions.none")
    begun = validity.begins_on(row.info)
    if force is Force.NO_TERM and begun and date.fromisoformat(begun) < on - _LIFE:
        yield Reason(code="force.old", values={"begun": begun})
    term = row.provision.term
    if term is not None and _is_over(term, dates, on):
        yield Reason(code="term.over", values={"closes": term.closes or ""}, part=term.part)


def _is_over(term: Window | None, dates: Dates, on: date) -> bool:
    """Whether the period that a clause names ended before a day, and no window is open all the same."""
    if term is None or term.closes is None or dates.opening in (Opening.OPEN, Opening.NOT_OPEN):
        return False
    return date.fromisoformat(term.closes) < on


def _verdict(place: State, force: Force, dates: Dates, conditions: JudgedGroup, *, sure: bool) -> Verdict:
    if force in _ENDED:
        return Verdict.EXPIRED
    if State.NOT_MET in (place, conditions.state):
        return Verdict.INELIGIBLE
    if dates.opening is Opening.CLOSED:
        return Verdict.EXPIRED
    if dates.opening is Opening.NOT_OPEN or force in (Force.NOT_YET, Force.DRAFT):
        return Verdict.NOT_OPEN
    return Verdict.ELIGIBLE if place is conditions.state is State.MET and sure else Verdict.POSSIBLE


def _reasons(
    row: ProvisionRow,
    profile: Profile,
    place: State,
    force: Force,
    successor: str,
    dates: Dates,
    conditions: JudgedGroup,
    doubts: Sequence[Reason],
) -> Iterator[Reason]:
    """Why the verdict is what it is, what weighs most first."""
    info = row.info
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
    yield from doubts
    for judged in undecided(conditions):
        code = "condition.missing" if judged.state is State.MISSING else "condition.confirm"
        yield Reason(code=code, values={"condition": judged.condition.part.text}, part=judged.condition.part)
    if place is conditions.state is State.MET and not doubts:
        yield Reason(code="conditions.met")


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
