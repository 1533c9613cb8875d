"""Several questions in one message."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from assistant.understand.several import apart, joined, parted
from docs_store.types import (
    Answer,
    AnswerFigure,
    AnswerSentence,
    Citation,
    Completeness,
    Kind,
    Operation,
    Outcome,
    Status,
)

Ask = Callable[..., Answer]


@pytest.mark.parametrize(
    ("message", "parts"),
    [
        ("创新券能领多少？兑付比例是多少？", ["创新券能领多少？", "兑付比例是多少？"]),
        ("高企奖多少\n怎么申报", ["高企奖多少", "怎么申报"]),
        ("什么时候申报，归哪个部门受理？", ["什么时候申报", "归哪个部门受理？"]),
        ("成交额多少、登记了多少项？", ["成交额多少、登记了多少项？"]),
        ("2023年多少家，增长多少？", ["2023年多少家，增长多少？"]),
        ("我是高企。能拿多少补助？", ["我是高企。能拿多少补助？"]),
        ("创新券的支持对象和材料是什么？", ["创新券的支持对象是什么?", "创新券的材料有哪些?"]),
        ("贷款贴息的受理部门和电话", ["贷款贴息的受理部门是哪个部门?", "贷款贴息的电话是多少?"]),
        ("谁负责审核材料和标准？", ["谁负责审核材料和标准？"]),
    ],
)
def test_a_message_is_parted(message: str, parts: list[str]) -> None:
    assert parted(message) == parts


def test_each_is_answered_and_cited(ask: Ask) -> None:
    answer = ask("青禾县创新券一家企业一年能领多少？兑付比例是多少？")
    assert "20万元" in answer.answer
    assert "50%" in answer.answer
    markers = [citation.marker for citation in answer.citations]
    assert markers == list(range(1, len(markers) + 1))
    assert {marker for sentence in answer.sentences for marker in sentence.citations} == set(markers)
    assert len(answer.understood.parts) == 2


def test_what_is_not_found_is_named(ask: Ask) -> None:
    answer = ask("青禾县领军人才安家补助多少？青禾县科技局的办公地址在哪里？")
    assert "80万元" in answer.answer
    assert any("办公地址" in note for note in answer.notes)
    assert answer.completeness is Completeness.PARTIAL
    assert len(answer.missing) == 1 and "办公地址" in answer.missing[0]
    assert ask("青禾县创新券一家企业一年能领多少？兑付比例是多少？").completeness is None


def test_none_found(ask: Ask) -> None:
    answer = ask("苏州市高企奖多少？什么时候申报？")
    assert answer.outcome is Outcome.NOT_FOUND
    assert not answer.citations


def test_a_computed_number_still_names_what_it_is_made_of() -> None:
    citation = Citation(
        marker=1, document_id="d", chunk_id="c", title="t", region="", year=None, kind=Kind.OTHER, heading=(),
        page=None, source="s", quote="q", start=0, end=1,
    )  # fmt: skip
    stated = AnswerFigure(
        indicator="总值", value="8", unit="亿元", status=Status.ACTUAL, region="甲县", period="2023", citation=1
    )
    before = replace(stated, period="2022")
    made = replace(stated, value="0", operation=Operation.DIFFERENCE, computed_from=(0, 1))
    answer = Answer(
        question="", standalone_question="", outcome=Outcome.ANSWERED, mode="extractive", answer="a",
        sentences=(AnswerSentence(text="a", citations=(1,)),), citations=(citation,), figures=(before, stated, made),
    )  # fmt: skip
    elsewhere = replace(answer, citations=(replace(citation, start=5, end=6),))
    both = joined("?", ["?", "?"], [answer, elsewhere])
    assert [figure.computed_from for figure in both.figures if figure.operation] == [(0, 1), (3, 4)]
    assert [both.markers_of(figure) for figure in both.figures] == [(1,)] * 3 + [(2,)] * 3
    again = joined("?", ["?", "?"], [answer, answer])
    assert again.sentences == answer.sentences  # one sentence that answers both is said and cited once
    assert again.citations == answer.citations
    assert again.figures == answer.figures
    turned = replace(answer, figures=(stated, before, replace(made, computed_from=(1, 0))))
    assert joined("?", ["?", "?"], [turned, answer]).figures == turned.figures, "by what they are, not by their places"


def test_a_number_that_answers_two_parts_is_told_once(ask: Ask) -> None:
    answer = ask("东丽区2023年国家高新技术企业有多少家？增长多少？")
    assert [(figure.value, figure.unit) for figure in answer.figures] == [("600", "家"), ("9.69", "%")]


@pytest.mark.parametrize(
    ("question", "each"),
    [
        ("高企奖补和贷款贴息分别要什么材料？", ["高企奖补要什么材料?", "贷款贴息要什么材料?"]),
        ("创新券和贷款贴息的职工人数要求一样吗？", ["创新券的职工人数要求是什么?", "贷款贴息的职工人数要求是什么?"]),
        ("高企奖补要什么材料？", []),
        ("材料和条件", []),
    ],
)
def test_two_things_are_asked_about_apart(question: str, each: list[str]) -> None:
    assert apart(question) == each


def test_two_measures_that_no_passage_tells_together(ask: Ask) -> None:
    answer = ask("高企奖补和贷款贴息分别要什么材料？")
    assert "专项审计报告" in answer.answer and "付息清单" in answer.answer
    assert len({citation.document_id for citation in answer.citations}) == 2
