"""Dates as Chinese documents write them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from docs_store import lazy_re
from docs_store.numerals import in_digits, whole

_Y = r"(?P<y>(?:19|20)\d{2}|二[〇零○O][〇零○O一二三四五六七八九]{2})"
_DATE = lazy_re.compile(
    _Y + r"\s*(?:年|[-./])\s*(?P<m>\d{1,2}|十?[一二三四五六七八九]|十)\s*(?:月|[-./])\s*"
    r"(?P<d>\d{1,2}|[二三]?十[一二三四五六七八九]?|[一二三四五六七八九])\s*日?(?!\d)"
)


def dates(text: str) -> Iterator[tuple[date, int, int]]:
    """Dates in a folded text with their spans. Impossible ones (13月) are passed over."""
    for match in _DATE.finditer(text):
        try:
            year = int(in_digits(match["y"]))
            yield date(year, whole(match["m"]), whole(match["d"])), match.start(), match.end()
        except ValueError:
            continue


def first_date(text: str) -> date | None:
    """The first date in a text, or `None`."""
    return next((found for found, _, _ in dates(text)), None)
