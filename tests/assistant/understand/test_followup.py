"""Follow-ups made to stand by themselves."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.understand.followup import readings, standalone
from docs_store.document_set import DocumentSet
from docs_store.types import Answer, Outcome, Turn


@pytest.mark.parametrize(
    ("earlier", "question", "whole"),
    [
        ("东丽区2023年国家高新技术企业有多少家？", "那2024年的目标呢？", "东丽区2024年国家高新技术企业的目标呢?"),
        ("东丽区2023年入库国家科技型中小企业多少家？", "洞头区呢？", "洞头区2023年入库国家科技型中小企业多少家?"),
        ("东丽区2023年技术合同成交额多少？", "2024年呢？", "东丽区2024年技术合同成交额多少?"),
        ("青禾县研发投入后补助有哪些条件？", "需要什么材料？", "青禾县研发投入后补助需要什么材料?"),
        ("青禾县知识产权质押贷款怎么贴息？", "最高多少？", "青禾县知识产权质押贷款贴息最高多少?"),
        ("青禾县科技人才引育支持什么时候申报？", "电话呢？", "青禾县科技人才引育支持电话呢?"),
        ("青禾县企业做数字化改造能补多少钱？", "有什么条件？", "青禾县企业做数字化改造有什么条件?"),
    ],
)
def test_what_is_left_out_comes_from_the_question_before(
    infos: DocumentSet, earlier: str, question: str, whole: str
) -> None:
    assert standalone(question, [Turn(role="user", content=earlier)], infos) == whole


def test_it_reaches_back_over_several_questions(infos: DocumentSet) -> None:
    history = [Turn(role="user", content=words) for words in ("青禾县创新券最多能领多少？", "什么时候申请？")]
    assert standalone("需要什么材料？", history, infos) == "青禾县创新券需要什么材料?"


def test_how_a_follow_up_was_understood_is_told_in_chinese_marks(ask: Callable[..., Answer]) -> None:
    answer = ask("那2024年的目标呢?", "东丽区2023年高新技术企业多少家？")
    (note,) = [note for note in answer.notes if note.startswith("按上文理解为")]
    assert "?" not in note and note.endswith("？")


@pytest.mark.parametrize("question", ["青禾县领军人才安家补助多少？", "当涂县的双清零任务完成得怎么样？", "谢谢"])
def test_a_subject_of_its_own_takes_nothing_over(infos: DocumentSet, question: str) -> None:
    history = [Turn(role="user", content="东丽区2023年瞪羚企业多少家？")]
    assert standalone(question, history, infos) == question


def test_a_year_next_to_the_one_spoken_of(infos: DocumentSet) -> None:
    history = [Turn(role="user", content="洞头区2024年研发投入强度目标是多少？")]
    assert standalone("上一年实际是多少？", history, infos) == "洞头区2023年研发投入强度实际是多少?"


def test_readings_that_go_on_come_before_those_that_begin_anew(infos: DocumentSet) -> None:
    history = [Turn(role="user", content="青禾县创新券可以买哪些服务？")]
    found = readings("领军人才安家补助多少？", history, infos)
    assert len(found) == 3
    assert "创新券" in found[0]
    assert found[1:] == ["青禾县领军人才安家补助多少?", "领军人才安家补助多少？"]


@pytest.mark.parametrize("question", ["今天天气怎么样？", "科创板上市奖多少？"])
def test_no_answer_on_the_old_subject_to_a_question_on_another(ask: Callable[..., Answer], question: str) -> None:
    answer = ask(question, "青禾县科技型中小企业知识产权质押贷款贴息最高多少？")
    assert answer.outcome is Outcome.NOT_FOUND, answer.answer


def test_without_history_a_question_stays_as_it_is(infos: DocumentSet) -> None:
    assert standalone(" 需要什么材料？ ", [], infos) == "需要什么材料？"


def test_only_the_persons_own_words_are_read(infos: DocumentSet) -> None:
    history = [Turn(role="assistant", content="东丽区2023年瞪羚企业23家。")]
    assert standalone("2024年的目标呢？", history, infos) == "2024年的目标呢？"
