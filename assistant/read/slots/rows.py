"""Which rows of the ledger give one figure of one place and year, and whether they agree."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.find.ledger import last_year, region_of
from assistant.understand.indicators import name_of
from docs_store.catalog import DocumentInfo
from docs_store.library import LedgerRow
from docs_store.types import Aspect, Figure, Status
from docs_store.validity import begins_on


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What the ledger says of one figure: one row for each different value, the plainest first; never empty."""

    rows: tuple[LedgerRow, ...]

    @property
    def agreed(self) -> LedgerRow | None:
        """The row, where all sources say the same."""
        return self.rows[0] if len(self.rows) == 1 else None


def reading(rows: Sequence[LedgerRow], region: str, year: int | None, status: Status) -> Reading | None:
    """What rows of one indicator say of a place and year; `None` where they say nothing.

    Args:
        region: full path; only the place's own documents speak for it.
        year: `None` for the latest that there is.
        status: a forecast stands in for a result where there is none; a target never does, nor a result for a target.
    """
    here = [row for row in rows if region_of(row) == region]
    for wanted in (status, Status.EXPECTED) if status in (Status.ACTUAL, Status.UNKNOWN) else (status,):
        found = [row for row in here if _status_fits(row.figure.status, wanted)]
        if year is None and found:
            year = max(map(last_year, (row.figure for row in found)))
        of_year = [row for row in found if last_year(row.figure) == year]
        whole = [row for row in of_year if is_whole_year(row.figure)]
        if chosen := whole or of_year:
            return Reading(rows=tuple(_different(chosen)))
    return None


def _status_fits(found: Status, wanted: Status) -> bool:
    return found is (Status.ACTUAL if wanted is Status.UNKNOWN else wanted)


def dated(info: DocumentInfo) -> tuple[str, str]:
    """A document's title and its day, else the last year it covers (`2023年`); empty where neither is known."""
    years = info.metadata.years.value if info.metadata.years else ()
    return info.metadata.title.value, begins_on(info) or (f"{max(years)}年" if years else "")


def is_whole_year(figure: Figure) -> bool:
    """Whether a figure speaks of a year or of all up to its end, not of some months or several years."""
    return len(figure.period.removeprefix("..")) == len("2023")


def _different(rows: Sequence[LedgerRow]) -> list[LedgerRow]:
    """One row for each value, exact ones first; one that says only 超 or 约 goes where an exact one bears it out."""
    exact: dict[tuple[Decimal, str], LedgerRow] = {}
    loose: dict[tuple[Decimal, str], LedgerRow] = {}
    for row in rows:
        key = row.figure.base_value, row.figure.base_unit
        (loose if row.figure.comparator else exact).setdefault(key, row)
    kept = list(exact.values())
    kept += [
        row for (value, unit), row in loose.items()
        if not any(unit == other and bears_out(row.figure.comparator, value, known) for known, other in exact)
    ]  # fmt: skip
    return kept


def bears_out(comparator: str, value: Decimal, exact: Decimal) -> bool:
    """Whether an exact value is one that a number with a limiting word leaves open: 165 where 超160 is said."""
    if comparator == "≈":
        return abs(exact - value) <= abs(value) / 20
    return exact >= value if comparator in (">", "≥") else exact <= value


def comparable(first: Figure, second: Figure) -> bool:
    """Whether two figures can be set against each other: one unit, alike periods, and both of what is new or of all."""
    alone, other = name_of(first.indicator), name_of(second.indicator)
    return (
        first.base_unit == second.base_unit
        and first.aspect is second.aspect is Aspect.LEVEL
        and _shape(first.period) == _shape(second.period)
        and alone.gained == other.gained
    )


def _shape(period: str) -> str:
    """A period without its years: the first nine months of two years are alike, and two whole years."""
    return re.sub(r"\d{4}", "", period).removeprefix("..")
