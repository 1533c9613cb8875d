"""Questions on what a measure gives, how it is paid, whether it goes with another, and until when one may apply."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from docs_store.types import Answer, Outcome

Ask = Callable[..., Answer]


def test_all_that_a_measure_gives_and_not_whom_it_is_for(ask: Ask) -> None:
    said = ask("专精特新企业有哪些支持？").answer
    assert all(part in said for part in ("60万元", "30%", "1000万元", "展位费"))
    assert "生产性服务业" not in said and "申请表" not in said


def test_what_one_part_of_a_measure_gives(ask: Ask) -> None:
    answer = ask("高企培育库企业有什么补助？")
    assert "15万元" in answer.answer
    assert "发明专利" not in answer.answer and "20万元" not in answer.answer


def test_a_standard_is_told_by_sums_and_rates(ask: Ask) -> None:
    said = ask("青禾县创新券的标准是什么？").answer
    assert "50%" in said and "20万元" in said and "软科学" not in said


def test_how_it_is_paid(ask: Ask) -> None:
    said = ask("安家补助怎么发？").answer
    assert "40%" in said and "每月" not in said


def test_the_next_step_of_a_rule_is_not_left_out(ask: Ask) -> None:
    assert all(sum_ in ask("采购本县产品有什么奖励？").answer for sum_ in ("10万元", "30万元"))


def test_stacking(ask: Ask) -> None:
    assert "不重复享受" in ask("高企和专精特新的奖励可以同时拿吗？").answer


def test_whether_one_still_may_apply_is_answered_by_when(ask: Ask) -> None:
    answer = ask("现在还能申报专精特新吗？")
    assert "12月31日" in answer.answer
    assert answer.verdict is None


def test_a_word_of_a_title_is_not_met_by_its_pieces(ask: Ask) -> None:
    answer = ask("青禾县科技创新券的工作站补助多少？")
    assert "35万元" not in answer.answer, "科技 and 创新 stand in many measures"


def test_two_measures_are_no_two_values_of_one(ask: Ask) -> None:
    assert not any("不一致" in note for note in ask("青禾县研发费用补助最高多少？").notes)


@pytest.mark.parametrize("question", ["研发费用加计扣除比例是多少？", "青禾县专利资助标准"])
def test_what_no_document_gives(ask: Ask, question: str) -> None:
    assert ask(question).outcome is Outcome.NOT_FOUND


def test_a_sum_of_a_condition_is_none_that_one_gets(ask: Ask) -> None:
    answer = ask("小公司一年能领多少创新券")
    assert "万元" in answer.answer and "2亿元" not in answer.answer


def test_what_holds_for_those_who_did_not(ask: Ask) -> None:
    answer = ask("青禾县科技计划项目没通过验收怎么办")
    assert "不再拨付余款" in answer.answer and "70%" not in answer.answer
