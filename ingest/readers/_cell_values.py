"""A cell's value as a person sees it: by its number format, as far as documents of offices use them.

Formats are those of ECMA-376 part 1, 18.8.31. What is read of one: percent, decimals, thousands, literal text around
the number, and for dates which parts are shown. A format beyond that shows the plain number, which is never wrong,
only less pretty.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from ingest.readers._number_formats import elapsed, is_elapsed, is_moment, moment

_LITERAL = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|!(.)')
_CONDITION = re.compile(r"\[[^\[\]]*\]")
_NUMBER = re.compile(r"(?<![#0?,])[#0?,]*[#0?](?:\.[#0?]*)?|\.[#0?]+")
_MINUTES = re.compile(r"h[^a-z]{0,8}m{1,2}|m{1,2}[^a-z]{0,8}s")  # an `m` beside hours or seconds is no month
_MOST_DECIMALS = 10


def shown_number(value: float, number_format: str, *, from_1904: bool = False) -> str:
    """Text of a number as files store it: under a format of days or times it is the moment that it stands for."""
    if not is_moment(number_format):
        return shown(value, number_format)
    if is_elapsed(number_format):
        return elapsed(value) if abs(value) < 1e9 else plain(value)
    at = moment(value, from_1904=from_1904)
    return plain(value) if at is None else shown(at, number_format)


def shown(value: object, number_format: str) -> str:
    """Text of a value: `0.153` under `0.0%` is `15.3%`, a day under `yyyy年m月` is `2024年3月`."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime | date | time):
        return _moment(value, number_format)
    if isinstance(value, int | float):
        return _number(value, number_format)
    return str(value)


def _number(value: float, number_format: str) -> str:
    sections = _sections(number_format)
    section = sections[1] if value < 0 and len(sections) > 1 else sections[0]
    if section.strip().lower() in ("general", "g/通用格式", "@", ""):
        return plain(value)
    literals: list[str] = []

    def keep(match: re.Match[str]) -> str:
        literals.append(match[1] or match[2] or match[3] or "")
        return "\0"

    pattern = _LITERAL.sub(keep, _CONDITION.sub("", section))
    number = _NUMBER.search(pattern)
    if number is None or "\0" in pattern[number.start() : number.end()] or re.search("[eE/]", pattern):
        return plain(value)
    before, digits, after = pattern[: number.start()], number.group(), pattern[number.end() :]
    if after.startswith(",") or digits.endswith(",") or "\0" in _between(pattern, number):
        return plain(value)  # shown in thousands or ten thousands: the plain number keeps its unit
    percent = "%" in pattern
    decimals = len(digits.partition(".")[2])
    amount = _decimal(abs(value) if len(sections) > 1 else value)
    if amount is None or decimals > _MOST_DECIMALS:
        return plain(value)
    rounded = (amount * 100 if percent else amount).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    minimum = digits.partition(".")[0].replace(",", "").count("0")
    text = f"{rounded:,f}" if "," in digits else f"{rounded:f}"
    if minimum > 1 and "," not in digits:
        whole, point, rest = text.partition(".")
        text = whole.zfill(minimum) + point + rest
    found = iter(literals)
    head = re.sub("\0", lambda _: next(found), before)
    tail = re.sub("\0", lambda _: next(found), after)
    if value < 0 and len(sections) > 1 and not (head + tail).strip(" ()（）-"):
        return f"-{text}"  # red, or in brackets: the sign says it in plain text
    return f"{head}{text}{tail}".strip()


def _between(pattern: str, number: re.Match[str]) -> str:
    """What stands between the first and last digit sign of a pattern, beyond the number that was found."""
    signs = [at for at, char in enumerate(pattern) if char in "#0?"]
    return pattern[number.end() : signs[-1]] if signs and signs[-1] >= number.end() else ""


def plain(value: float) -> str:
    """A number with up to 12 significant digits, without exponent; whole numbers without a point."""
    amount = _decimal(value)
    if amount is None:
        return str(value)
    if amount == amount.to_integral_value() and abs(amount) < Decimal(10) ** 15:
        return f"{amount.to_integral_value():f}"
    text = f"{Decimal(f'{value:.12g}'):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _decimal(value: float) -> Decimal | None:
    try:
        found = Decimal(repr(value))
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def _sections(number_format: str) -> list[str]:
    """The parts for positive numbers, negative numbers, zero and text; `;` inside quotes parts nothing."""
    return re.split(r';(?=(?:[^"]*"[^"]*")*[^"]*$)', number_format or "General")


def _moment(value: datetime | date | time, number_format: str) -> str:
    if isinstance(value, time):
        return f"{value:%H:%M}" if not value.second else f"{value:%H:%M:%S}"
    codes = _LITERAL.sub("", _CONDITION.sub("", _sections(number_format)[0])).lower()
    has_year, has_day = "y" in codes or "e" in codes, "d" in codes
    has_month = "m" in _MINUTES.sub("", codes)
    chinese = "年" in number_format or "月" in number_format
    if isinstance(value, datetime) and "h" in codes and not (has_year or has_month or has_day):
        return _moment(value.time(), number_format)
    if has_year and not (has_month or has_day):
        return f"{value.year}年" if chinese else f"{value.year}"
    if not has_day and has_year:
        return f"{value.year}年{value.month}月" if chinese else f"{value:%Y-%m}"
    if not has_year and has_day and chinese:
        return f"{value.month}月{value.day}日"
    day = f"{value.year}年{value.month}月{value.day}日" if chinese else f"{value:%Y-%m-%d}"
    if isinstance(value, datetime) and (value.hour or value.minute):
        return f"{day} {value:%H:%M}"
    return day
