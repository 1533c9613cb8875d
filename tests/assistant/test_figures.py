"""The ledger's rows beside an answer: only those that are quoted and asked about."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from docs_store.types import Answer, Status


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("当涂县2023年新培育高新技术企业多少家?", ("47", "家", Status.ACTUAL, "2023")),
        ("当涂县2024年新培育高新技术企业的目标是多少?", ("20", "家", Status.TARGET, "2024")),
        ("洞头区2023年兑现科技政策资金多少万元?", ("416", "万元", Status.ACTUAL, "2023")),
    ],
)
def test_the_number_asked_for_is_given_with_its_meaning(
    ask: Callable[..., Answer], question: str, expected: tuple[str, str, Status, str]
) -> None:
    answer = ask(question)
    found = [(f.value, f.unit, f.status, f.period) for f in answer.figures]
    assert expected in found
    for figure in answer.figures:
        quote = answer.citations[figure.citation - 1].quote
        assert figure.value.strip(">≥<≤≈") in quote.replace("。", "."), "a number beside an answer stands in its quote"


def test_an_answer_from_a_policy_has_no_ledger_rows(ask: Callable[..., Answer]) -> None:
    assert ask("青禾县企业做数字化改造能补多少钱?").figures == ()
