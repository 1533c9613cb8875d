"""Where quoted words stand in a text, whatever became of width, spaces and line breaks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docs_store.quoting import comparable, locate

TEXT = "石桥县 科学技术局\n关于印发《创新券办法》的通知\n石科〔2025〕7号\n奖励４７万元。奖励7万元。"


@pytest.mark.parametrize(
    ("words", "quote"),
    [
        ("石桥县科学技术局关于印发", "石桥县 科学技术局\n关于印发"),
        ("石科[2025]7号", "石科〔2025〕7号"),
        ("奖励47万元", "奖励４７万元"),
        ("“创新券办法”", "创新券办法"),  # marks around a quote are not its own
        ("7万元", "7万元"),  # not the end of 47万元
        ("奖励900万元", ""),
        ("县", ""),
    ],
)
def test_the_span_of_a_quote(words: str, quote: str) -> None:
    span = locate(words, comparable(TEXT))
    assert (TEXT[slice(*span)] if span else "") == quote


def test_a_quote_behind_an_offset() -> None:
    first = locate("奖励", comparable(TEXT))
    assert first is not None
    second = locate("奖励", comparable(TEXT), first[1])
    assert second is not None and second[0] > first[1]
    assert locate("奖励", comparable(TEXT), len(TEXT)) is None


@given(st.text(max_size=60), st.text(max_size=20))
def test_a_span_always_reads_as_the_words(text: str, words: str) -> None:
    span = locate(words, comparable(text))
    if span:
        assert comparable(text[slice(*span)]).kept in comparable(words).kept
