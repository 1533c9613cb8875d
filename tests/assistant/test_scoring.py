"""The rules by which an answer is right."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from assistant.engine import Assistant
from assistant.scoring import judge, scored, summary
from docs_store.library import Library
from docs_store.types import Answer

Ask = Callable[..., Answer]


@pytest.fixture
def answer(ask: Ask) -> Answer:
    return ask("当涂县2023年科技创新券实际兑付了多少？")


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ({"must": [["72.5万"]]}, ""),
        ({"must": [["72。5万元", "9家"]]}, ""),
        ({"must": [["2.5万"]]}, "lacks 2.5万"),
        ({"must": [["72.5万"], ["99家"]]}, "lacks 99家"),
        ({"must_not": ["72.5万"]}, "has 72.5万"),
        ({"evidence": ["兑付72.5万元"]}, ""),
        ({"evidence": ["不在文件里的话"]}, "not cited: 不在文件里的话"),
        ({"refuse": True}, "outcome answered"),
    ],
)
def test_labels(answer: Answer, row: dict[str, object], why: str) -> None:
    assert judge(row, answer) == why


def test_citations_count(answer: Answer) -> None:
    assert judge({}, replace(answer, citations=())) == "no citation, or an empty quote"
    assert judge({}, replace(answer, answer=answer.answer.replace("[1]", ""))) == "no marker"
    assert judge({}, replace(answer, answer=answer.answer + "[7]")) == "a marker without a citation"
    empty = tuple(replace(citation, quote="") for citation in answer.citations)
    assert judge({}, replace(answer, citations=empty)) == "no citation, or an empty quote"


def test_a_refusal(ask: Ask) -> None:
    assert judge({"refuse": True}, ask("青禾县企业上市奖励多少？")) == ""
    assert judge({}, ask("青禾县企业上市奖励多少？")) == "outcome not_found"


def test_a_set_in_figures(assistant: Assistant, sample: Library) -> None:
    rows = [
        {"id": "a", "type": "x", "question": "青禾县领军人才安家补助多少？", "must": [["80万元"]]},
        {"id": "b", "type": "x", "question": "青禾县领军人才安家补助多少？", "must": [["1万元"]]},
        {"question": "青禾县企业上市奖励多少？", "refuse": True},
    ]
    results = list(scored(rows, assistant, sample))
    assert [result.why for result in results] == ["", "lacks 1万元", ""]
    found = summary(results)
    assert (found["questions"], found["right"], found["citation_precision"]) == (3, 2, 1.0)
    assert found["by_type"] == {"all": {"questions": 1, "right": 1}, "x": {"questions": 2, "right": 1}}
    assert summary([])["score"] == 0.0
