"""Numbers with their units and the words that compare them, as clauses state limits."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from docs_store.language import comparators
from docs_store.numerals import DIGITS, value_of
from docs_store.provisions import Op
from docs_store.units import SCALE, SCALES

NUMBER = rf"(?P<number>{DIGITS}|[一二两三四五六七八九十]{{1,3}})"
# 满, 达到 and 控制在 limit what is asked of an applicant, and nowhere else.
_BEFORE = (
    rf"(?:(?P<least>{comparators.LEAST}|(?P<weak_least>达到?|满))|(?P<most>{comparators.MOST}|控制在)"
    rf"|(?P<above>{comparators.ABOVE})|(?P<below>{comparators.BELOW})|在|为)?"
)
_BOUND = r"\((?:含|不含)(?:本数)?\)"
_AFTER = rf"(?P<after>{_BOUND})?(?P<after2>及以上|以上|及以下|以下|以内|之内|以外)?(?P<after3>{_BOUND})?"
_OPS = {"least": Op.GE, "most": Op.LE, "above": Op.GT, "below": Op.LT}
# 民法典 1259: 以上, 以下, 以内 include the number, 超过 and 以外 do not. A document may say otherwise (不含本数).
_OPS_AFTER = {
    **dict.fromkeys(("及以上", "以上"), Op.GE),
    **dict.fromkeys(("及以下", "以下", "以内", "之内"), Op.LE),
    "以外": Op.GT,
}
_STRICT = {Op.GE: Op.GT, Op.LE: Op.LT}
_LOOSE = {Op.GT: Op.GE, Op.LT: Op.LE}


@dataclass(frozen=True, slots=True)
class Limit:
    """`≥ 4 %`: how, how much in the base unit (元, %, persons, years), and where it stands."""

    op: Op
    value: Decimal
    start: int
    end: int


def limit(unit: str) -> re.Pattern[str]:
    """Pattern of a number in one of the units (an alternation) with its comparing words."""
    return re.compile(rf"{_BEFORE}\s*{NUMBER}\s*(?P<scale>{SCALE})?\s*(?P<unit>{unit}){_AFTER}")


def limits(text: str, at: int, unit: str, *, default: Op | None = None) -> list[Limit]:
    """The limits that begin at `at`, one behind the other (`5000万元以上、2亿元以下`).

    Args:
        default: for a number without comparing words; without it such a number is no limit.
    """
    pattern = limit(unit)
    found: list[Limit] = []
    while True:
        match = pattern.match(text, at)
        if match is None:
            return found
        op, value = operator(match) or default, value_of(match["number"])
        if op is None or value is None:
            return found
        found.append(Limit(op, value * SCALES[match["scale"] or ""], match.start(), match.end()))
        joined = re.compile(r"\s*(?:、|,|且|至|到|并且|和)?\s*").match(text, match.end())
        at = joined.end() if joined else match.end()


def operator(match: re.Match[str]) -> Op | None:
    """The comparison a match of `limit` states, `None` where it states none."""
    after = match["after2"] or ""
    before = next((op for group, op in _OPS.items() if match[group]), None)
    op = _OPS_AFTER.get(after) or before
    if before and not match["weak_least"]:  # 不超过50万元以上的… is no more than that
        op = before
    bound = (match["after"] or "") + (match["after3"] or "")
    if op and "不含" in bound:
        return _STRICT.get(op, op)
    if op and "含" in bound:
        return _LOOSE.get(op, op)
    return op
