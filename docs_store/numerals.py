"""Values of Chinese numerals."""

from __future__ import annotations

from decimal import Decimal

NUMERAL = "零〇一二两三四五六七八九十百千万亿"
ONES = {char: i for i, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}


def value_of(numeral: str) -> Decimal | None:
    """Value of a Chinese numeral (`两千八百万`); `None` when it is not well formed."""
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
        else:
            total = (total + section + digit or 1) * (10**4 if char == "万" else 10**8)
            section = 0
        digit = 0
    return Decimal(total + section + digit)
