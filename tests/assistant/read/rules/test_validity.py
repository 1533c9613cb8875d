"""What is in force, and what is no longer."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from docs_store.types import Answer, Outcome

Ask = Callable[..., Answer]


@pytest.mark.parametrize(
    ("question", "now", "then"),
    [
        ("现在在青禾县第一次通过高企认定，能拿多少奖励？", "20万元", "10万元"),
        ("青禾县的高企证书到期后重新认定奖多少？", "12万元", "5万元"),
        ("整体迁入青禾县的高新技术企业奖励多少？", "30万元", "25万元"),
        ("青禾县高企奖补什么时候受理？", "9月1日", "3月1日"),
    ],
)
def test_a_repealed_amount_is_never_given_for_now(ask: Ask, question: str, now: str, then: str) -> None:
    answer = ask(question)
    assert now in answer.answer
    assert then not in answer.answer
    assert all("试行" not in citation.title for citation in answer.citations)


@pytest.mark.parametrize("question", ["青科〔2021〕9号还有效吗？", "青科[2021]9号废止了吗？"])
def test_a_repealed_document_by_number(ask: Ask, question: str) -> None:
    answer = ask(question)
    assert answer.outcome is Outcome.ANSWERED
    assert any("废止" in note for note in answer.notes)
    (citation,) = answer.citations
    assert "同时废止" in citation.quote
    assert citation.title == "青禾县高新技术企业培育奖补办法"


@pytest.mark.parametrize("question", ["青科〔2023〕15号还有效吗？", "《青禾县科技创新券管理办法》现在还有效吗？"])
def test_a_document_in_force_cites_its_own_clause(ask: Ask, question: str) -> None:
    answer = ask(question)
    assert "2023年10月1日" in answer.citations[0].quote
    assert any("2028-09-30" in note for note in answer.notes)


def test_the_old_amount_for_the_old_year(ask: Ask) -> None:
    answer = ask("青科〔2021〕9号规定首次认定奖多少？")
    assert "10万元" in answer.answer
    assert "20万元" not in answer.answer


def test_a_document_that_is_not_held(ask: Ask) -> None:
    assert ask("青科〔2019〕1号还有效吗？").outcome is Outcome.NOT_FOUND


def test_a_paper_is_known_by_part_of_its_title(ask: Ask) -> None:
    answer = ask("高企奖补办法什么时候失效？")
    assert "有效期3年" in answer.answer
    assert any("2027-06-30" in note for note in answer.notes)


def test_who_issued_a_paper(ask: Ask) -> None:
    answer = ask("《青禾县科技创新券管理办法》是哪个单位印发的？")
    assert "青禾县科学技术局" in answer.answer and "青禾县财政局" in answer.answer
    assert len(answer.citations) == 1
