"""When applications are taken: windows of a measure as dates around one day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from assistant.matching.results import Dates, Opening
from docs_store.provisions import Window

UNSTATED = Dates(opening=Opening.UNSTATED)


def dates_of(windows: Sequence[Window], on: date, last_day: date | None) -> Dates:
    """The window that is open, else the next one, else the last.

    Args:
        last_day: last day on which the document is in force; a yearly window after it does not come.
    """
    found = [_dates(window, on, last_day) for window in windows]
    for opening in (Opening.OPEN, Opening.ALWAYS, Opening.NOT_OPEN, Opening.CLOSED):
        alike = [one for one in found if one.opening is opening]
        if not alike:
            continue
        if opening is Opening.NOT_OPEN:
            return min(alike, key=lambda one: one.opens or date.max)
        if opening is Opening.CLOSED:
            return max(alike, key=lambda one: one.closes or date.min)
        return min(alike, key=lambda one: one.closes or date.max)
    return found[0] if found else UNSTATED


def _dates(window: Window, on: date, last_day: date | None) -> Dates:
    if window.always:
        return Dates(opening=Opening.ALWAYS, part=window.part)
    if window.opens and window.opens.startswith("--"):
        return _yearly(window, on, last_day)
    opens = date.fromisoformat(window.opens) if window.opens else None
    closes = date.fromisoformat(window.closes) if window.closes else None
    if opens is None and closes is None:
        opening = Opening.UNSTATED
    elif closes is not None and closes < on:
        opening = Opening.CLOSED
    elif opens is not None and opens > on:
        opening = Opening.NOT_OPEN
    else:
        opening = Opening.OPEN
    return Dates(opening=opening, opens=opens, closes=closes, part=window.part, later=window.open_ended)


def _yearly(window: Window, on: date, last_day: date | None) -> Dates:
    assert window.opens and window.closes
    for year in (on.year - 1, on.year, on.year + 1):
        opens = _on(year, window.opens)
        closes = _on(year + (window.closes < window.opens), window.closes)
        if closes < on:
            continue
        if last_day is not None and opens > last_day:
            break
        opening = Opening.OPEN if opens <= on else Opening.NOT_OPEN
        return Dates(opening=opening, opens=opens, closes=closes, part=window.part)
    year = on.year if _on(on.year, window.closes) < on else on.year - 1
    return Dates(
        opening=Opening.CLOSED, opens=_on(year, window.opens), closes=_on(year, window.closes), part=window.part
    )


def _on(year: int, day: str) -> date:
    """`--02-29` in a common year is the 28th."""
    month, number = int(day[2:4]), int(day[5:7])
    try:
        return date(year, month, number)
    except ValueError:
        return date(year, month, 28)
