"""Whether an amount that a question states lies in the range that a rule or a row of a table is for."""

from __future__ import annotations

import operator
import re
from decimal import Decimal

from docs_store import lazy_re
from docs_store.units import SCALE, SCALES

_AMOUNT = rf"(?<!\d)(?P<number>\d{{1,15}}(?:\.\d{{1,9}})?)\s*+(?P<scale>{SCALE})?+\s*+(?P<unit>元|人|家|平方米|%)?+"
_BOUND = lazy_re.compile(rf"{_AMOUNT}(?:\(含\))?(?P<bound>以上|以下|以内)")
_STATED = lazy_re.compile(rf"{_AMOUNT}(?!\d|\.|年|月|日|号|以上|以下|以内)")
_HOLDS = {"以上": operator.ge, "以下": operator.lt, "以内": operator.le}


def stated(text: str) -> dict[str, Decimal]:
    """Amounts of a folded question, as written → value in the unit itself: 8000万元 → 80000000."""
    return {
        match.group().strip(): _value(match)
        for match in _STATED.finditer(text)
        if (match["unit"] or match["scale"]) and match["unit"] != "%"
    }


def lies_in(value: Decimal, text: str) -> bool | None:
    """Whether a value keeps every bound of a folded text (5000万元以上、2亿元以下); `None` where it states none."""
    bounds = list(_BOUND.finditer(text))
    if not bounds:
        return None
    return all(_HOLDS[bound["bound"]](value, _value(bound)) for bound in bounds)


def _value(match: re.Match[str]) -> Decimal:
    return Decimal(match["number"]) * SCALES[match["scale"] or ""]
