"""Quantities in Chinese numerals (十余家, 两千八百万元) and fractions in words (三成, 百分之五, 三分之一).

A numeral is a number only where it counts something: 一带一路 and 三农 count nothing, 千家万户 and 百亿级 say many.
"""

from __future__ import annotations

import re
from decimal import Decimal

from docs_store.numerals import NUMERAL, ONES, WORDED, value_of
from docs_store.units import DURATIONS, SCALES, UNIT, plain, unit_of
from ingest.figures.quantity import Form, Quantity, with_comparator

_CHINESE = re.compile(
    rf"(?P<numeral>[一二两三四五六七八九十百千万亿][{NUMERAL}]{{0,15}})(?P<more>余|多)?(?P<scale>万亿|万|亿)?(?P<more2>余"
    rf"|多)?(?P<unit>{UNIT})"
)
# 十, 百万, 千亿: by itself as often a way of saying many (千家万户); with 余 or after 超, 近, 达 it is a number.
_ROUND = re.compile("[十百千万亿]+")
_SAYS_NUMBER = re.compile("(?:超过|突破|超|逾|近|约|达到?|不少于|不低于|稳定在|保持在|至少)$")
_LIMITED = re.compile("(?:以上|左右)(?=[,。;、)]|$)")
_SAYS_COUNT = re.compile("(?:新增|新建|新认定|新培育|新获批|获批|新引进|达到?|增至|增加到|增加)$")
_FRACTION = re.compile(
    rf"百分之(?P<percent>{WORDED}|\d+(?:\.\d+)?)"
    r"|(?P<below>[二三四五六七八九十])分之(?P<above>[一二三四五六七八九])"
    r"|(?<![\d.])(?P<tenths>[一二两三四五六七八九1-9])成(?![为立果员功本长效就熟都])"
    r"|(?<![\d/.])(?P<part>[1-9])/(?P<whole>[2-9]|10)(?![\d/.年月])"
    r"|(?P<half>一半)(?=[,。;、)]|以上|左右|$)"
)


def numerals(text: str) -> list[Quantity]:
    """Quantities in Chinese numerals."""
    found = []
    for match in _CHINESE.finditer(text):
        numeral, start = match["numeral"], match.start()
        before = text[max(0, start - 4) : start]
        if before.endswith(("第", "数", "几", "每", "百分之", "分之", "这", "上")) or before[-1:].isdigit():
            continue
        more = match["more"] or match["more2"]
        scale = match["scale"] or ""
        while numeral[-1] in "万亿" and len(numeral) > 1:  # 两千八百万元 counts in 万元
            numeral, scale = numeral[:-1], numeral[-1] + scale
        if numeral in ("万", "亿"):  # 超亿元: more than 1 亿元
            numeral, scale = "一", numeral + scale
        value = value_of(numeral)
        said = _SAYS_NUMBER.search(before) is not None or _LIMITED.match(text, match.end()) is not None
        single = len(numeral) == 1 and numeral in ONES
        if value is None or scale not in SCALES or match["unit"] in DURATIONS:
            continue
        if single and not scale and not (_SAYS_COUNT.search(before) and numeral != "一"):
            continue
        if _ROUND.fullmatch(match["numeral"]) and not (more or said):
            continue
        end = match.end()
        q = Quantity(
            Form.NUMBER, value, None, unit_of(scale, match["unit"]), ">" if more else "", start, end, start, end, True
        )
        found.append(with_comparator(text, q))
    return found


def fractions(text: str) -> list[Quantity]:
    """Fractions in words, as percentages."""
    found = []
    for match in _FRACTION.finditer(text):
        comparator = ""
        if match["percent"]:
            value = value_of(match["percent"])
            if value is None:
                continue
            number = value
        elif match["tenths"]:
            number = (value_of(match["tenths"]) or Decimal(0)) * 10
        elif match["half"]:
            number = Decimal(50)
        else:
            below = value_of(match["whole"] or match["below"]) or Decimal(1)
            above = value_of(match["part"] or match["above"]) or Decimal(0)
            exact = above * 100 / below
            number = plain(round(exact, 2))
            comparator = "" if number == exact else "≈"
        start, end = match.span()
        q = Quantity(Form.FRACTION, number, None, unit_of("", "%"), comparator, start, end, start, end, True)
        found.append(with_comparator(text, q))
    return found
