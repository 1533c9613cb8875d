"""A refusal says what was looked for, and what there is."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from docs_store.library import Library
from docs_store.types import Answer, Outcome

Ask = Callable[..., Answer]


def refused(answer: Answer) -> Answer:
    assert answer.outcome is Outcome.NOT_FOUND
    assert not answer.citations
    assert not answer.sentences
    return answer


def test_a_place_that_is_not_held(ask: Ask) -> None:
    answer = refused(ask("芜湖市2023年备案了多少家科技型中小企业？"))
    assert "芜湖市" in answer.answer
    assert any("东丽区" in note and "当涂县" in note for note in answer.notes)


def test_a_year_that_is_not_held(ask: Ask) -> None:
    answer = refused(ask("2020年的时候，东丽有多少家高企？"))
    assert "2020年" in answer.answer
    assert "2023年" in answer.answer
    assert answer.searched.regions == ("天津市东丽区",)
    assert answer.searched.years == (2020,)
    assert answer.searched.documents == 0


def test_something_not_said(ask: Ask) -> None:
    answer = refused(ask("洞头区2023年的常住人口是多少？"))
    assert "洞头区" in answer.answer
    assert "常住人口" in answer.answer
    assert answer.searched.documents == 1
    assert any("资料库现有" in note for note in answer.notes)


def test_the_nearest_is_named_but_not_said(ask: Ask) -> None:
    answer = refused(ask("当涂县2023年高新技术企业认定率是多少？"))
    assert not any(char.isdigit() for char in answer.answer.replace("2023年", "").replace("1份", ""))


@pytest.mark.parametrize(
    "question",
    [
        "青禾县科学技术局的办公地址在哪里？",
        "东丽区科学技术局的局长叫什么名字？",
        "在青禾县买新能源汽车有补贴吗，补多少？",
        "东丽区首次认定高企奖励多少？",
        "今天天气怎么样？",
        "帮我写一首诗",
    ],
)
def test_what_the_library_does_not_hold(ask: Ask, question: str) -> None:
    refused(ask(question))


@pytest.mark.parametrize(
    ("question", "near"),
    [
        ("洞头区2024年技术合同交易额是多少？", "2023年"),  # the same place, another year
        ("东丽区2025年高新技术企业目标是多少家？", "620家（目标）"),
        ("洞头区2024年高新技术产业增加值实际完成多少？", "（目标）"),  # the same year, another status
        ("当涂县2023年R&D投入强度是多少？", "东丽区2023年"),  # the same year, another place
        ("宣城市2023年雏鹰企业多少家？", "东丽区2023年"),
    ],
)
def test_the_nearest_can_be_opened_and_is_marked_as_no_answer(
    ask: Ask, sample: Library, question: str, near: str
) -> None:
    answer = ask(question)
    assert answer.outcome is Outcome.NOT_FOUND
    assert answer.sentences == answer.citations == ()
    assert any(near in found.text for found in answer.nearest), answer.nearest
    for found in answer.nearest:
        document = sample.document(found.citation.document_id)
        assert document is not None
        assert document.text[found.citation.start : found.citation.end] == found.citation.quote
        assert not any(found.text in note for note in answer.notes), "it has a field of its own"


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("青禾县创新券虚构合同套钱被查到了咋办？", "两年内不得"),
        ("在青禾县给科技型企业贷的款，利息县里帮不帮出？", "贴息"),
    ],
)
def test_a_question_in_other_words_is_shown_what_answers_it(ask: Ask, question: str, words: str) -> None:
    answer = ask(question)
    shown = [near.text for near in answer.nearest] or [answer.answer]
    assert any(words in text for text in shown), (answer.answer, shown)
    assert len(answer.nearest) <= 3


def test_what_has_nothing_to_do_with_the_library_is_shown_nothing(ask: Ask) -> None:
    for question in ("帮我写一首诗", "火星探测器几点发射？"):
        answer = refused(ask(question))
        assert answer.nearest == (), answer.nearest


def test_what_was_looked_for_is_named(ask: Ask) -> None:
    assert "“瞪羚”" in ask("洞头区有多少家瞪羚企业？").answer


def test_places_left_out_of_an_answer_without_a_place_are_counted(ask: Ask) -> None:
    answer = ask("科技型中小企业入库多少家？")
    assert len({citation.region for citation in answer.citations}) < 4
    assert any("资料库有4个地区" in note for note in answer.notes)
