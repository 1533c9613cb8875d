"""Sizes by the standard of 2011: both limits of a size must be reached."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assistant.matching.size_standard import SIZES, sizes

WAN = 10_000


@pytest.mark.parametrize(
    ("industry", "staff", "revenue", "expected"),
    [
        ("制造业", 1000, 40_000, "大型"),
        ("制造业", 1000, 39_999, "中型"),
        ("制造业", 299, 50_000, "小型"),
        ("制造业", 19, 50_000, "微型"),
        ("软件业", 100, 1000, "中型"),
        ("软件开发", 30, 800, "小型"),
        ("零售业", 49, 20_000, "小型"),
        ("农业", None, 499, "小型"),
    ],
)
def test_both_limits_decide(industry: str, staff: int | None, revenue: int, expected: str) -> None:
    persons = None if staff is None else Decimal(staff)
    assert sizes((industry,), persons, Decimal(revenue * WAN)) == {expected}


def test_what_is_not_told_may_be_anything() -> None:
    assert sizes((), None, None) == set(SIZES)
    assert sizes(("制造业",), Decimal(25), None) == {"小型", "微型"}
    assert sizes(("制造业",), None, Decimal(100 * WAN)) == {"微型"}
    assert sizes((), Decimal(85), Decimal(3000 * WAN)) == {"微型", "小型", "中型"}, "whatever its industry"
