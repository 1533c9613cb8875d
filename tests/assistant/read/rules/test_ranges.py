"""Amounts that a question states, and the ranges that rules are for."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from assistant.read.rules.ranges import lies_in, stated
from docs_store.types import Answer


@pytest.mark.parametrize(
    ("text", "value"),
    [("营收8000万元的企业", {"8000万元": 80000000}), ("有600人", {"600人": 600}), ("8000万的", {"8000万": 80000000}),
     ("5000万元以下的企业", {}), ("2023年", {}), ("比例4%", {}), ("3项", {})],
)  # fmt: skip
def test_what_is_stated(text: str, value: dict[str, int]) -> None:
    assert stated(text) == {words: Decimal(number) for words, number in value.items()}


@pytest.mark.parametrize(
    ("value", "text", "lies"),
    [(8000, "0.5万以上、2万以下", True), (5000, "0.5万以上、2万以下", True), (20000, "0.5万以上、2万以下", False),
     (100, "不低于4%", None), (100, "100人以内", True)],
)  # fmt: skip
def test_a_range(value: int, text: str, lies: bool | None) -> None:
    assert lies_in(Decimal(value), text) is lies


@pytest.mark.parametrize(
    ("turnover", "most"),
    [("3000万元", "30万元"), ("5000万元", "60万元"), ("8000万", "60万元"), ("3亿元", "120万元"), ("20亿元", "200万元")],
)
def test_the_row_of_a_table_that_is_meant(ask: Callable[..., Answer], turnover: str, most: str) -> None:
    answer = ask(f"青禾县营业收入{turnover}的企业，研发投入后补助最高补助额是多少？")
    assert f"单个企业最高补助额：{most}" in answer.answer
    assert answer.answer.count("单个企业最高补助额") == 1
