"""Dates as Chinese documents write them, and how long a document is in force."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

_DIGITS = {c: str(n) for n, c in enumerate("〇一二三四五六七八九")} | {"零": "0", "○": "0", "O": "0"}
_Y = r"(?P<y>(?:19|20)\d{2}|二[〇零○O][〇零○O一二三四五六七八九]{2})"
_DATE = re.compile(
    _Y + r"\s*(?:年|[-./])\s*(?P<m>\d{1,2}|十?[一二三四五六七八九]|十)\s*(?:月|[-./])\s*"
    r"(?P<d>\d{1,2}|[二三]?十[一二三四五六七八九]?|[一二三四五六七八九])\s*日?(?!\d)"
)
_YEARS = r"(?P<n>\d{1,2}|[一二两三四五六七八九十])"


def dates(text: str) -> Iterator[tuple[date, int, int]]:
    """Dates in a text with their spans. Impossible ones (13月) are passed over."""
    for match in _DATE.finditer(text):
        try:
            year = int("".join(_DIGITS.get(c, c) for c in match["y"]))
            yield date(year, _number(match["m"]), _number(match["d"])), match.start(), match.end()
        except ValueError:
            continue


def first_date(text: str) -> date | None:
    """The first date in a text, or `None`."""
    return next((found for found, _, _ in dates(text)), None)


def effective(text: str, published: date | None) -> date | None:
    """When a document takes effect: `自2024年7月1日起施行`, `自发布之日起施行`."""
    for found, _, end in dates(text):
        if re.match(r"\s*(?:零时)?起\s*(?:正式)?(?:施行|实施|执行|生效|试行)", text[end:]):
            return found
    if re.search(r"自(?:发布|印发|公布|发文|下发|签发|通过)之日起\s*(?:正式)?(?:施行|实施|执行|生效|试行)?", text):
        return published
    return None


def expires(text: str, begins: date | None) -> date | None:
    """The last day in force: `有效期至2027年6月30日`, or `有效期3年` counted from `begins`."""
    for found, start, _ in dates(text):
        if re.search(r"(?:有效期|有效期限|执行期限?|施行期限?)[^。;,]{0,12}(?:至|到)\s*$", text[:start]):
            return found
    for found, start, _ in dates(text):
        if re.search(r"起(?:施行|实施|执行)[^。;]{0,8}(?:至|到)\s*$", text[:start]):
            return found
    match = re.search(rf"(?:有效期|有效期限|试行期|执行期)[为是:]?\s*{_YEARS}\s*年", text)
    if match and begins:
        years = _number("二" if match["n"] == "两" else match["n"])
        try:
            return begins.replace(year=begins.year + years) - timedelta(days=1)
        except ValueError:  # 29 February
            return date(begins.year + years, 2, 28)
    return None


def _number(text: str) -> int:
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.partition("十")
    value = int(_DIGITS[ones]) if ones else 0
    return value + (int(_DIGITS[tens]) if tens else 1) * 10 if ten else int(_DIGITS[tens])
