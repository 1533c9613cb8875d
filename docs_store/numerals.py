"""Values of numerals as official texts write them: in digits, in Chinese characters, digit by digit in years."""

from __future__ import annotations

from decimal import Decimal

NUMERAL = "零〇一二两三四五六七八九十百千万亿"
ONES = {char: i for i, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_DIGITS = str.maketrans({char: str(i) for char, i in ONES.items()} | {"○": "0", "O": "0"})

DIGITS = r"\d{1,3}(?:,\d{3})+(?![\d,])(?:\.\d+)?|\d+(?:\.\d+)?"
"""Pattern of a number in digits, with or without groups of three and a point."""
WORDED = rf"[{NUMERAL}]{{1,20}}(?:点[零〇一二三四五六七八九]{{1,9}})?"
"""Pattern of a number in Chinese characters: `三十`, `三十点五`."""
SMALL = r"\d{1,2}|[一二两三四五六七八九十]{1,3}"
"""Pattern of a number below a hundred, as terms and lists have them."""


def value_of(numeral: str) -> Decimal | None:
    """Value of a numeral (`1,434.3`, `两千八百万`, `三十点五`); `None` when it is not well formed."""
    if not numeral or numeral[0].isdigit():
        digits = numeral.replace(",", "")
        return Decimal(digits) if digits.replace(".", "", 1).isdecimal() else None
    numeral, _, decimals = numeral.partition("点")
    total = section = digit = 0
    last_digit = False
    for char in numeral:
        if char in ONES:
            if last_digit and digit:
                return None  # 二三 is two or three
            digit, last_digit = ONES[char], True
            continue
        last_digit = False
        if char in _TENS:
            section += (digit or 1) * _TENS[char]
        elif char in "万亿":
            total = (total + section + digit or 1) * (10**4 if char == "万" else 10**8)
            section = 0
        else:
            return None
        digit = 0
    value = Decimal(total + section + digit)
    return value + Decimal(f"0.{in_digits(decimals)}") if decimals else value


def whole(numeral: str) -> int:
    """Value of a whole number (`12`, `十二`, `两`).

    Raises:
        ValueError: it is none.
    """
    value = value_of(numeral)
    if value is None or value != value.to_integral_value():
        raise ValueError(numeral)
    return int(value)


def in_digits(text: str) -> str:
    """A text with each Chinese digit made an Arabic one, as years are written: `二〇二四` → `2024`."""
    return text.translate(_DIGITS)
