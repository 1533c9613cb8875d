"""The routes: what is said of the figures that a question asks for, and when nothing is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from assistant.find.ledger import last_year, of_aspect, region_of
from assistant.read.slots.rows import Reading, comparable, dated, reading
from assistant.read.slots.statements import Statements
from assistant.say import wording
from assistant.turn import Inquiry, Remark, Source
from assistant.understand.figures import Route, Wanted
from assistant.understand.places import Place, name_of
from docs_store.library import LedgerRow
from docs_store.types import Aspect, Operation, Status


def remarks(inquiry: Inquiry, part: int, sources: Sequence[Source]) -> list[Remark]:
    """What the ledger answers; empty where it is not surer than the sentences themselves.

    Args:
        part: 1-based number of the inquiry.
        sources: sources of a turn; those that are rows of the ledger count.
    """
    rows = [source.row for source in sources if source.row is not None]
    if inquiry.figures is None or not rows:
        return []
    said = Statements(sources, part)
    return said.remarks if _ROUTES[inquiry.figures.route](inquiry.figures, rows, said) else []


# --- routes: each says what it can and tells whether that is an answer ------------------------------


def _compare(asked: Wanted, rows: Sequence[LedgerRow], said: Statements) -> bool:
    """One figure for each place; what a place lacks is said."""
    rows = of_aspect(rows, asked.aspect)
    year = asked.years[0] if asked.years else None
    found = {place: reading(rows, place.path, year, asked.status) for place in asked.places}
    missing = [place.name for place, what in found.items() if what is None]
    if len(missing) == len(found) or (missing and len(found) < _SEVERAL):
        return False
    stated = [what for what in found.values() if what]
    for what in stated:
        _state(what, said)
    for name in missing:
        said.lacks(name)
    agreed = [what.agreed for what in stated if what.agreed]
    if asked.differs and len(stated) == len(agreed) == 2 and comparable(agreed[0].figure, agreed[1].figure):
        names = [name_of(region_of(row)) for row in agreed]
        said.compute(Operation.DIFFERENCE, agreed, wording.difference(names[0], names[1]))
    _same_periods(agreed, said)
    return True


def _years(asked: Wanted, rows: Sequence[LedgerRow], said: Statements) -> bool:
    """One figure for each year; results where there are any, else what was planned."""
    rows = of_aspect(rows, asked.aspect)
    place = asked.places[0]
    found = [what for year in asked.years if (what := _of_year(rows, place, year, asked.status))]
    if len(found) < len(asked.years):
        return False
    for what in found:
        _state(what, said)
    return True


def _of_year(rows: Sequence[LedgerRow], place: Place, year: int, status: Status) -> Reading | None:
    found = reading(rows, place.path, year, status)
    if found is None and status is Status.UNKNOWN:
        found = reading(rows, place.path, year, Status.TARGET)
    return found


def _growth(asked: Wanted, rows: Sequence[LedgerRow], said: Statements) -> bool:
    """The growth that the text tells, where it stands; else two years' figures and the growth computed from them."""
    place, (earlier, later) = asked.places[0], asked.years
    levels = of_aspect(rows, Aspect.LEVEL)
    old, new = _of_year(levels, place, earlier, Status.UNKNOWN), _of_year(levels, place, later, asked.status)
    told = _of_year(of_aspect(rows, Aspect.GROWTH), place, later, asked.status) if later == earlier + 1 else None
    if told is None and (old is None or new is None):
        return False
    for what in (told, old, new):
        if what is not None:
            _state(what, said)
    if old is None or new is None or told is not None:
        return True
    if old.agreed is None or new.agreed is None:
        said.note(wording.NOT_COMPUTED_CONFLICT)
    elif not comparable(old.agreed.figure, new.agreed.figure):
        said.note(wording.NOT_COMPUTED_SCOPE)
    elif asked.status is not Status.TARGET and Status.TARGET in _statuses((old.agreed, new.agreed)):
        said.note(wording.NOT_COMPUTED_SCOPE)  # against a result a target that nobody asked for would read as a fall
    else:
        pair = (old.agreed, new.agreed)
        sentence = wording.growth(name_of(place.path), later, earlier, old.agreed.figure.indicator)
        said.compute(Operation.GROWTH, pair, sentence)
        said.compute(Operation.DIFFERENCE, pair[::-1], wording.more_or_less(later, earlier))
        _approximate(pair, said)
    return True


def _completion(asked: Wanted, rows: Sequence[LedgerRow], said: Statements) -> bool:
    """What was planned for a year and what was done in it; how much of it, computed."""
    rows = of_aspect(rows, asked.aspect)
    place, year = asked.places[0], asked.years[0]
    planned = reading(rows, place.path, year, Status.TARGET)
    done = reading(rows, place.path, year, Status.ACTUAL)
    if planned is None or done is None:
        return False
    _state(planned, said)
    _state(done, said)
    if planned.agreed is None or done.agreed is None:
        said.note(wording.NOT_COMPUTED_CONFLICT)
    elif not comparable(planned.agreed.figure, done.agreed.figure):
        said.note(wording.NOT_COMPUTED_SCOPE)
    else:
        pair = (done.agreed, planned.agreed)
        sentence = wording.completion(name_of(place.path), year, planned.agreed.figure.indicator)
        said.compute(Operation.COMPLETION, pair, sentence)
        _approximate(pair, said)
    return True


def _ranking(asked: Wanted, rows: Sequence[LedgerRow], said: Statements) -> bool:
    """All places that give the figure, in order."""
    rows = of_aspect(rows, asked.aspect)
    held = dict.fromkeys(filter(None, map(region_of, rows)))
    regions = [place.path for place in asked.places] or [path for path in held if _is_of_level(path, asked.level)]
    year = asked.years[0] if asked.years else max((last_year(row.figure) for row in rows), default=0)
    found = [what.agreed for region in regions if (what := reading(rows, region, year, asked.status)) and what.agreed]
    units = [row.figure.base_unit for row in found]
    unit = max(units, key=units.count, default="")
    ranked = [row for row in found if row.figure.base_unit == unit]
    if len(ranked) < 2:
        return False
    first_is_best = asked.aspect is Aspect.RANK
    ranked.sort(key=lambda row: row.figure.base_value, reverse=not (asked.lowest or first_is_best))
    _same_periods(ranked, said)
    for row in ranked[: asked.most or _LISTED]:
        said.state(row)
    said.note(wording.ranked(len(ranked), lowest=asked.lowest))
    return True


def _sum(asked: Wanted, rows: Sequence[LedgerRow], said: Statements) -> bool:
    """The sum over places or years, where the figures can be added; else they are given, and why there is none."""
    rows = of_aspect(rows, asked.aspect)
    years: Sequence[int | None] = asked.years or (None,)
    found = [reading(rows, place.path, year, asked.status) for place in asked.places for year in years]
    stated = [what for what in found if what is not None]
    if len(stated) < len(found):
        return False
    for what in stated:
        _state(what, said)
    agreed = [what.agreed for what in stated if what.agreed]
    over_years = len(asked.years) > 1
    inside = any(_is_inside(a.path, b.path) for a in asked.places for b in asked.places if a is not b)
    if len(agreed) < len(stated):
        said.note(wording.NOT_COMPUTED_CONFLICT)
    elif (
        any(not comparable(agreed[0].figure, row.figure) for row in agreed)
        or len({r.figure.status for r in agreed}) > 1
    ):
        said.note(wording.NOT_COMPUTED_SCOPE)
    elif agreed[0].figure.base_unit in ("%", "个百分点") or agreed[0].figure.unit == "":
        said.note(wording.NO_SUM_OF_RATES)
    elif over_years and not asked.name.gained and agreed[0].figure.base_unit != "元":
        said.note(wording.NO_SUM_OF_STOCKS)
    elif inside:
        said.note(wording.NO_SUM_OF_PARTS)
    else:
        said.compute(Operation.SUM, agreed, wording.total(asked.name.core))
        _approximate(agreed, said)
    return True


def _sources(asked: Wanted, rows: Sequence[LedgerRow], said: Statements) -> bool:
    """One figure that two documents give differently: both, each with its source; else it is answered as ever.

    A target of which only the growth is planned is told as that.
    """
    place, year = asked.places[0].path, asked.years[0]
    growth = of_aspect(rows, Aspect.GROWTH)
    rows = of_aspect(rows, asked.aspect)
    if (
        asked.status is Status.TARGET
        and asked.aspect is Aspect.LEVEL
        and reading(rows, place, year, asked.status) is None
    ):
        planned = reading(growth, place, year, asked.status)
        if planned is not None:
            _state(planned, said)
            said.note(wording.PLANNED_AS_GROWTH)
        return planned is not None
    found = reading(rows, place, year, asked.status)
    if found is None or asked.status is Status.EXPECTED:
        return False
    forecast = reading(rows, place, year, Status.EXPECTED)
    values = {row.figure.base_value for row in found.rows}
    others = [row for row in forecast.rows if row.figure.base_value not in values] if forecast else []
    both = Reading(rows=(*found.rows, *others))
    if asked.status is Status.TARGET or len({row.info.id for row in both.rows}) < 2:
        return False
    _state(both, said)
    return True


def _value(asked: Wanted, rows: Sequence[LedgerRow], said: Statements) -> bool:
    """One figure of a place and year, for a question that no sentence answered."""
    found = reading(of_aspect(rows, asked.aspect), asked.places[0].path, asked.years[0], asked.status)
    if found is None:
        return False
    _state(found, said)
    return True


_SEVERAL = 3  # places of a comparison, of which one may be missing
_LISTED = 40  # places of a ranking that are given
_ROUTES: Mapping[Route, Callable[[Wanted, Sequence[LedgerRow], Statements], bool]] = MappingProxyType(
    {
        Route.COMPARE: _compare,
        Route.YEARS: _years,
        Route.GROWTH: _growth,
        Route.COMPLETION: _completion,
        Route.RANKING: _ranking,
        Route.SUM: _sum,
        Route.SOURCES: _sources,
        Route.VALUE: _value,
    }
)


def _state(what: Reading, said: Statements) -> None:
    """Say a figure, or each of its differing values with its source."""
    if what.agreed is None:
        said.note(_disagreement(what.rows))
    for row in what.rows:
        said.state(row, by_title=what.agreed is None)


def _disagreement(rows: Sequence[LedgerRow]) -> str:
    """Which documents differ; one that gives two values itself, or a forecast beside a result, is no such case."""
    documents = {row.info.id: row.info for row in rows}
    if len(documents) < len(rows) or len(_statuses(rows)) > 1:
        return wording.CONFLICT
    return wording.disagree([dated(info) for info in documents.values()])


def _is_of_level(path: str, level: str) -> bool:
    """Whether a place is a province (省, and what ranks with it) or a county (县), where the question says which."""
    is_province = name_of(path) == path and path.endswith(("省", "市", "自治区"))
    return not level or is_province == (level == "省")


def _same_periods(rows: Sequence[LedgerRow], said: Statements) -> None:
    """Say so where figures set side by side speak of different times."""
    if len({row.figure.period.removeprefix("..") for row in rows}) > 1:
        said.note(wording.PERIODS_DIFFER)


def _statuses(rows: Sequence[LedgerRow]) -> set[Status]:
    return {row.figure.status for row in rows}


def _approximate(rows: Sequence[LedgerRow], said: Statements) -> None:
    if any(row.figure.comparator for row in rows):
        said.note(wording.COMPUTED_FROM_BOUNDS)


def _is_inside(inner: str, outer: str) -> bool:
    return inner != outer and inner.startswith(outer)
