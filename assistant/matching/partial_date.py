"""A date as people tell it: a day, a month, or only a year (the reduced forms of ISO 8601: `2021`, `2021-03`)."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

_FORM = re.compile(r"((?:19|20)\d{2})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A year, a month or a day. What is decided by it must hold for each of its days."""

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def earliest(self) -> date:
        """The first day it can be."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def latest(self) -> date:
        """The last day it can be."""
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def __str__(self) -> str:
        parts = [f"{self.year:04d}", *(f"{part:02d}" for part in (self.month, self.day) if part is not None)]
        return "-".join(parts)


def parse(text: str) -> PartialDate:
    """A date from `2021`, `2021-03` or `2021-03-05`.

    Raises:
        ValueError: it is none of these, or no day of the calendar.
    """
    match = _FORM.fullmatch(text)
    if match is None:
        raise ValueError(text)
    year, month, day = (None if part is None else int(part) for part in match.groups())
    assert year is not None
    date(year, month or 1, day or 1)
    return PartialDate(year, month, day)
