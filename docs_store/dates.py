"""Dates and small numbers as Chinese documents write them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from docs_store import lazy_re

_DIGITS = {c: str(n) for n, c in enumerate("〇一二三四五六七八九")} | {"零": "0", "○": "0", "O": "0", "两": "2"}
_Y = r"(?P<y>(?:19|20)\d{2}|二[〇零○O][〇零○O一二三四五六七八九]{2})"
_DATE = lazy_re.compile(
    _Y + r"\s*(?:年|[-./])\s*(?P<m>\d{1,2}|十?[一二三四五六七八九]|十)\s*(?:月|[-./])\s*"
    r"(?P<d>\d{1,2}|[二三]?十[一二三四五六七八九]?|[一二三四五六七八九])\s*日?(?!\d)"
)


def dates(text: str) -> Iterator[tuple[date, int, int]]:
    """Dates in a folded text with their spans. Impossible ones (13月) are passed over."""
    for match in _DATE.finditer(text):
        try:
            year = int("".join(_DIGITS.get(c, c) for c in match["y"]))
            yield date(year, number(match["m"]), number(match["d"])), match.start(), match.end()
        except ValueError:
            continue


def first_date(text: str) -> date | None:
    """The first date in a text, or `None`."""
    return next((found for found, _, _ in dates(text)), None)


def number(text: str) -> int:
    """A number up to 99 in digits or Chinese characters (`12`, `十二`, `两`)."""
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.partition("十")
    value = int(_DIGITS[ones]) if ones else 0
    return value + (int(_DIGITS[tens]) if tens else 1) * 10 if ten else int(_DIGITS[tens])
