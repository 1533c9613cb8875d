"""What a chart shows: from rows of the ledger to series of one indicator."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.understand.places import name_of
from docs_store.library import LedgerRow
from docs_store.types import Aspect, Status

MOST_SERIES = 6
MOST_PLACES = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One line or one colour of bars.

    Attributes:
        values: one for each label of the chart; `None` where there is none.
        planned: targets or forecasts, drawn paler and named so: they are no results.
    """

    name: str
    values: tuple[Decimal | None, ...]
    planned: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """One indicator.

    Attributes:
        lines: years run along the bottom; else places do, as bars.
        differing: how many points have several values in the ledger; the first is drawn.
        left_out: how many places or series found no room.
    """

    title: str
    unit: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    lines: bool
    differing: int = 0
    left_out: int = 0


def chart_of(rows: Sequence[LedgerRow], words: dict[Status, str]) -> Chart | None:
    """A chart of the indicator that most of the rows give; `None` where no row gives a year's figure.

    Args:
        words: what a status is called.
    """
    usable = [row for row in rows if row.figure.upper is None and _year(row) and row.info.metadata.region]
    if not usable:
        return None
    key, _ = Counter(map(_key, usable)).most_common(1)[0]
    chosen = [row for row in usable if _key(row) == key]
    points: dict[tuple[str, str, Status], list[Decimal]] = {}
    for row in chosen:
        place = name_of(row.info.metadata.region.value) if row.info.metadata.region else ""
        points.setdefault((place, _year(row), row.figure.status), []).append(_value(row, key[1]))
    years = sorted({year for _, year, _ in points})
    places = list(dict.fromkeys(place for place, _, _ in points))
    statuses = [
        status for status in (Status.ACTUAL, Status.EXPECTED, Status.TARGET) if any(status is s for *_, s in points)
    ]
    several_years = len(years) > 1
    shown = places[:MOST_SERIES] if several_years else places[:MOST_PLACES]
    series = []
    if several_years:
        for place in shown:
            for status in statuses:
                values = tuple(_first(points.get((place, year, status))) for year in years)
                if any(value is not None for value in values):
                    name = place if status is Status.ACTUAL else f"{place}({words[status]})"
                    series.append(Series(name=name, values=values, planned=status is not Status.ACTUAL))
    else:
        best = {p: max(v[0] for (q, _, _), v in points.items() if q == p) for p in shown}
        shown = sorted(shown, key=lambda place: best[place], reverse=True)
        for status in statuses:
            values = tuple(_first(points.get((place, years[0], status))) for place in shown)
            series.append(Series(name=words[status], values=values, planned=status is not Status.ACTUAL))
    indicator = chosen[0].figure.canonical or chosen[0].figure.indicator
    return Chart(
        title=indicator if several_years else f"{indicator} {years[0]}",
        unit=key[1],
        labels=tuple(years if several_years else shown),
        series=tuple(series),
        lines=several_years,
        differing=sum(len(set(values)) > 1 for values in points.values()),
        left_out=len(places) - len(shown),
    )


def _key(row: LedgerRow) -> tuple[str, str, Aspect]:
    """Indicator, unit and aspect; figures that differ in one of them stand in no chart together."""
    figure = row.figure
    return figure.canonical, figure.base_unit, figure.aspect


def _value(row: LedgerRow, unit: str) -> Decimal:
    return row.figure.base_value if unit == row.figure.base_unit else row.figure.value


def _first(values: Sequence[Decimal] | None) -> Decimal | None:
    return values[0] if values else None


def _year(row: LedgerRow) -> str:
    """The year of a whole year's figure; empty for other periods."""
    period = row.figure.period.removeprefix("..")
    return period if len(period) == len("2023") else ""
