"""Enough sentences, and no more."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from assistant.read.rules.evidence import Evidence
from assistant.read.rules.numbers import Measure, Quantity
from assistant.read.rules.question import Question
from assistant.read.rules.scope import Scope
from assistant.read.rules.select import select


@pytest.fixture
def chosen(
    scoped: Callable[[str], tuple[Question, list[Scope]]], evidence_for: Callable[[str], list[Evidence]]
) -> Callable[[str], list[str]]:
    """The sentences an answer says, as reading text."""

    def look(text: str) -> list[str]:
        question, _ = scoped(text)
        return [item.sentence.text for item in select(question, evidence_for(text))]

    return look


Chosen = Callable[[str], list[str]]


def test_a_figure_is_one_sentence(chosen: Chosen) -> None:
    (sentence,) = chosen("洞头区2023年兑现科技政策多少项？")
    assert "14项" in sentence


def test_two_quantities_asked_for_are_both_given(chosen: Chosen) -> None:
    said = "".join(chosen("青禾县知识产权质押贷款按多少比例贴息，最高多少钱？"))
    assert "70%" in said
    assert "45万元" in said


def _of(measure: Measure) -> Quantity:
    return Quantity(measure, None, "", 0, 1)


def test_a_sentence_is_added_for_the_quantity_still_missing(
    scoped: Callable[[str], tuple[Question, list[Scope]]], evidence_for: Callable[[str], list[Evidence]]
) -> None:
    text = "东丽区2023年登记技术合同多少项，技术合同成交额多少万元？"
    question, _ = scoped(text)
    first, *_ = evidence_for(text)
    subject = frozenset(word for word, _ in question.topic)
    money = replace(first, values=(_of(Measure.MONEY),), covered=subject)
    count = replace(money, values=(_of(Measure.COUNT),), score=0.9 * first.score)
    assert len(select(question, [money, count])) == 2
    assert len(select(question, [replace(money, values=tuple(map(_of, question.measures))), count])) == 1
    assert len(select(question, [money, replace(count, score=0.1 * first.score)])) == 1


def test_a_list_is_given_whole(chosen: Chosen) -> None:
    said = "".join(chosen("申领青禾县科技创新券要符合哪些条件？"))
    for condition in ("注册满一年", "500人", "2亿元", "关联关系"):
        assert condition in said


def test_a_list_under_its_heading_is_given_whole(chosen: Chosen) -> None:
    said = "".join(chosen("青禾县研发投入后补助需要什么材料？"))
    for paper in ("申请表", "纳税申报表", "审计报告", "信用承诺书"):
        assert paper in said


def test_of_a_list_only_the_item_asked_about(chosen: Chosen) -> None:
    said = "".join(chosen("青禾县拔尖人才的年龄要求是什么？"))
    assert "45周岁" in said
    assert "55周岁" not in said
    assert "35周岁" not in said


def test_reasons_are_said_without_their_heading(chosen: Chosen) -> None:
    said = chosen("洞头区高端人才为什么难引？")
    assert any("区位偏远" in sentence for sentence in said)
    assert not any(sentence.startswith("高端人才难引难留") for sentence in said)


def test_sentences_stand_in_the_order_of_the_document(
    scoped: Callable[[str], tuple[Question, list[Scope]]], evidence_for: Callable[[str], list[Evidence]]
) -> None:
    text = "申领青禾县科技创新券要符合哪些条件？"
    question, _ = scoped(text)
    starts = [item.sentence.start for item in select(question, evidence_for(text))]
    assert starts == sorted(starts)
