"""Questions on the whole of what a place has or plans."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from docs_store.types import Answer, Outcome

Ask = Callable[..., Answer]


def test_policies_are_named_by_their_own_title_lines(ask: Ask) -> None:
    answer = ask("青禾县有哪些支持企业的政策？")
    named = [citation.quote.replace("\n", "") for citation in answer.citations]
    assert "青禾县科技创新券管理办法" in named
    assert "青禾县高新技术企业培育奖补办法" in named
    assert not any("试行" in title for title in named), "what is repealed is no policy that a place has"
    assert all(citation.region.endswith("青禾县") for citation in answer.citations)


def test_policies_of_a_subject(ask: Ask) -> None:
    assert [c.quote for c in ask("青禾县有什么人才政策").citations] == ["青禾县科技人才引育支持办法"]


def test_a_plan_is_told_by_the_points_of_its_own_year(ask: Ask) -> None:
    answer = ask("洞头区2024年有哪些工作打算？")
    assert answer.outcome is Outcome.ANSWERED
    assert all(citation.heading and "2024" in citation.heading[0] for citation in answer.citations)
    assert "2.5%" in answer.answer and "150.6" not in answer.answer, "the index of 2023 is no plan"


@pytest.mark.parametrize("question", ["青禾县有哪些种植大户的政策？", "洞头区2031年有什么计划？"])
def test_what_is_not_there_is_not_listed(ask: Ask, question: str) -> None:
    assert ask(question).outcome is Outcome.NOT_FOUND
