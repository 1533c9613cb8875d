"""When two quantities are one amount, and when what limits them agrees."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.check.bindings import Bound, bound_quantities
from assistant.check.cells import cell_of
from assistant.check.quotes import Ground
from assistant.turn import Source
from docs_store.language.quantities import Quantity
from docs_store.textnorm import fold
from docs_store.types import Kind

_ALIKE_UNITS = (frozenset("家户个所"), frozenset("项件个条类种"), frozenset(("人", "个")), frozenset(("年", "周年")))
_MONTHS = {"个月": 1, "年": 12, "周年": 12}
# What is said of a case that fails a limit (未满一年, 超过15万元), by the limit; 满一年 has no limiting word.
FAILING = frozenset({("<", "≥"), ("<", ""), (">", "≤"), (">", ""), ("≤", ">"), ("≥", "<")})
_LIMIT_WORDS = {
    "≤": "最高|最多|上限|限额|不超过|以内|以下",
    "≥": "最低|下限|至少|不低于|不少于|以上",
    ">": "(?<!不)超过",
    "<": "不足|低于",
}


def bounds(ground: Ground) -> tuple[Bound, ...]:
    """Numbers of the sentences around a quote, with what they are bound to."""
    return bound_quantities(ground.text, anchor(ground.source))


def anchor(source: Source) -> int | None:
    """The year that 今年 means in a report: the only one its section speaks of. In a rule it means any year."""
    if source.kind is not Kind.WORK_SUMMARY:
        return None
    years = source.own_years or source.years
    return years[0] if len(years) == 1 else None


def same_amount(said: Quantity, held: Quantity, ground: Ground) -> bool:
    """Whether two quantities are one amount; one end of a range counts where a limit says which."""
    if same_length(said, held):
        return True
    if same_unit(said.unit, held.unit):
        if said.value == held.value and said.upper == held.upper:
            return True
        if held.upper is not None and said.upper is None:
            return said.value in (held.value, held.upper)
        return abs(said.value) == abs(held.value) and said.upper == held.upper and said.unit == "%"
    if said.unit and not held.unit:  # a cell of a table, its unit in the head or title
        written = said.text.lstrip("0123456789.,-—~至到 ")
        around = ground.source.around + ground.source.text
        return _digits(said.text) == _digits(held.text) and bool(written) and written in fold(around)
    return not said.unit and held.unit != "%" and said.value == held.value and held.unit != "元"


def _digits(text: str) -> str:
    return re.sub(r"[^\d.]", "", text)


def same_unit(one: str, other: str) -> bool:
    """Whether two base units count alike (家 and 户, 项 and 件)."""
    if one == other:
        return True
    one, other = one.replace("个工作日", "工作日"), other.replace("个工作日", "工作日")
    return one == other or any(one in group and other in group for group in _ALIKE_UNITS)


def same_length(one: Quantity, other: Quantity) -> bool:
    """Whether two lengths of time are one, in years and in months (一年, 12个月)."""
    if one.unit == other.unit or not {one.unit, other.unit} <= _MONTHS.keys() or one.upper or other.upper:
        return False
    return one.value * _MONTHS[one.unit] == other.value * _MONTHS[other.unit]


def is_rival(one: Quantity, other: Quantity) -> bool:
    """Whether two quantities count alike but are another amount."""
    return same_unit(one.unit, other.unit) and (one.value, one.upper) != (other.value, other.upper)


def limits_agree(said: Bound, other: Bound, ground: Ground, every: Sequence[tuple[Ground, Bound]]) -> bool:
    """Whether what limits a number (不超过, 以上, 约) is the same in a sentence and its passage.

    One limiting word may stand for the numbers behind it too, in either.

    Args:
        every: all numbers of the quotes, for the greatest or least of them.
    """
    readings = [said.quantity, *([replace(said.quantity, comparator=said.shared_limit)] if said.shared_limit else [])]
    shared = replace(other.quantity, comparator=other.shared_limit) if other.shared_limit else None
    of_other = [other, *([replace(other, quantity=shared)] if shared else [])]
    return any(_limit_agrees(one, two, ground, every) for one in readings for two in of_other)


def _limit_agrees(said: Quantity, other: Bound, ground: Ground, every: Sequence[tuple[Ground, Bound]]) -> bool:
    held = other.quantity
    if held.upper is not None and said.upper is None:  # one end of a range
        wanted = "≤" if said.value == held.upper else "≥"
        return said.comparator in (wanted, "<" if wanted == "≤" else ">")
    if said.comparator == held.comparator:
        # 最高补助额 at the head of a column limits each of its cells
        return bool(held.comparator) or not _limit_word("≤", cell_of(ground, held.start)[1], "最高|上限")
    if not said.comparator:
        return False
    if not held.comparator:
        head = f"{cell_of(ground, held.start)[1]} {' '.join(ground.source.heading)}" if "|" in ground.text else ""
        if _limit_word(said.comparator, head):
            return True
        same = [b.quantity.value for _, b in every if same_unit(b.quantity.unit, said.unit)]
        return len(set(same)) > 1 and (
            (said.comparator == "≤" and said.value == max(same)) or (said.comparator == "≥" and said.value == min(same))
        )
    return {said.comparator, held.comparator} <= {"≈", "≲"}


def _limit_word(comparator: str, text: str, words: str = "") -> bool:
    words = words or _LIMIT_WORDS.get(comparator, "(?!)")
    return re.search(words, fold(text)) is not None
