"""Sources cut into windows, and which of these are read."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date

import pytest

from assistant.read.learnt import windows
from assistant.turn import Inquiry, Plan, Source, Stretch
from docs_store.types import Kind, Status
from docs_store.validity import Force

RULE = "青禾县对首次认定的企业奖励20万元。"


def source(text: str, number: int = 1, **known: object) -> Source:
    made = Source(
        number=number,
        document_id=f"d{number}",
        title="青禾县科技奖励办法",
        file="a.txt",
        kind=Kind.POLICY,
        text=text,
        origins=tuple(range(100, 100 + len(text))),
        stretches=(Stretch(chunk_id="c", start=0, end=len(text)),),
        region="甲省/青禾县",
    )
    return replace(made, **known)  # type: ignore[arg-type]


@pytest.mark.parametrize("count", [1, 3, 17, 60])
def test_each_sentence_is_in_a_window_and_none_is_cut(count: int) -> None:
    sentences = [f"第{i}类企业按规定补助{i}万元。" for i in range(count)]
    found = windows.of_source(source("".join(sentences)))
    for sentence in sentences:
        assert any(sentence in window.text for window in found)
    assert all(window.text.startswith("第") and window.text.endswith("。") for window in found)
    assert all(len(window.text) <= windows.LONGEST for window in found)


def test_windows_overlap_by_a_short_sentence() -> None:
    found = windows.of_source(source("".join(f"第{i}类企业按规定补助{i}万元。" for i in range(40))))
    assert len(found) > 1
    assert all(one.spans[-1] == other.spans[0] for one, other in itertools.pairwise(found))


def test_a_sentence_longer_than_a_window_is_one() -> None:
    (window,) = windows.of_source(source("甲" * 900 + "。"))
    assert len(window.text) == 901


def test_a_source_without_sentences_has_no_window() -> None:
    assert windows.of_source(source("")) == []


def test_a_window_is_told_under_what_it_stands() -> None:
    (window,) = windows.of_source(
        source(RULE, years=(2024,), status=Status.TARGET, heading=("第二章 奖励",), force=Force.REPEALED)
    )
    told = windows.told(window)
    for part in ("青禾县科技奖励办法", "甲省青禾县", "2024", "目标", "已废止", "第二章 奖励"):
        assert part in told.removesuffix(RULE)
    assert told.endswith(RULE)


def plan(*inquiries: Inquiry) -> Plan:
    return Plan(message="", inquiries=inquiries, today=date(2026, 7, 1))


def test_years_that_a_question_implies_are_named() -> None:
    assert windows.asked(plan(Inquiry(text="去年完成多少？", years=(2025,)))) == "去年完成多少？（2025年）"
    assert windows.asked(plan(Inquiry(text="2025年完成多少？", years=(2025,)))) == "2025年完成多少？"


def test_all_questions_of_a_message_are_asked_together() -> None:
    """A question that was taken out of its message often says too little: 谁先接？"""
    assert (
        windows.asked(plan(Inquiry(text="两个部门都不接怎么办？"), Inquiry(text="谁先接？")))
        == "两个部门都不接怎么办？\n谁先接？"
    )


def test_what_shares_the_question_s_rare_words_is_read_first() -> None:
    sources = [source("本办法由县科技局负责解释。", 1), source(RULE, 2), source("县科技局负责组织实施。", 3)]
    first = windows.likeliest("首次认定的企业奖励多少", sources, 2)
    assert first[0].text == RULE and len(first) == 2


def test_among_equals_the_search_s_order_decides() -> None:
    sources = [source(RULE, 1), replace(source(RULE, 2), document_id="e")]
    assert [w.source.number for w in windows.likeliest("奖励多少", sources, 2)] == [1, 2]


@pytest.mark.parametrize(
    ("span", "holds"), [((100, 103), True), ((118, 120), False), ((90, 100), False), ((90, 101), True)]
)
def test_overlap_is_of_the_document_s_offsets(span: tuple[int, int], holds: bool) -> None:
    (window,) = windows.of_source(source(RULE))
    assert window.end == 18
    assert windows.overlap(window, [span]) is holds
