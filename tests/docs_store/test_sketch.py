"""How alike texts are, by their sketches."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docs_store.sketch import KEYS, SHINGLE, SIZE, similarity, sketch

_RANDOM = random.Random(7)
TEXT = "".join(
    _RANDOM.choice("科技创新企业高新技术补助资金申报条件支持标准县市区管理办法年月日万元") for _ in range(4000)
)


def shingles(text: str) -> set[str]:
    return {text[at : at + SHINGLE] for at in range(len(text) - SHINGLE + 1)}


def test_the_same_text_is_alike_whatever_its_punctuation_and_breaks() -> None:
    broken = "\n".join(TEXT[at : at + 37] + "\uff0c 。" for at in range(0, len(TEXT), 37))
    assert sketch(broken) == sketch(TEXT)
    assert similarity(sketch(TEXT), sketch(broken)) == 1.0
    assert len(sketch(TEXT)) == SIZE and list(sketch(TEXT)) == sorted(sketch(TEXT))


@pytest.mark.parametrize("kept", [0.95, 0.8, 0.5, 0.2])
def test_the_estimate_is_near_the_true_share(kept: float) -> None:
    other = TEXT[: int(len(TEXT) * kept)]
    true = len(shingles(TEXT) & shingles(other)) / len(shingles(TEXT) | shingles(other))
    assert similarity(sketch(TEXT), sketch(other)) == pytest.approx(true, abs=0.13)  # three standard errors


def test_other_texts_are_not_alike() -> None:
    other = "".join(reversed(TEXT))
    assert similarity(sketch(TEXT), sketch(other)) < 0.05


def test_short_texts_have_none() -> None:
    assert sketch("") == sketch("甲县通知") == sketch("。" * 5000) == ()
    assert similarity((), sketch(TEXT)) == 0.0


def test_a_misread_character_in_fifty_leaves_a_reprint_recognisable() -> None:
    misread = "".join("囗" if at % 50 == 0 else char for at, char in enumerate(TEXT))
    assert similarity(sketch(TEXT), sketch(misread)) > 0.7
    assert len({*sketch(TEXT)[:KEYS]} & {*sketch(misread)[:KEYS]}) >= KEYS // 4


@given(st.text(max_size=400))
def test_any_text_can_be_sketched(text: str) -> None:
    found = sketch(text)
    assert found == sketch(text)
    assert all(-(2**63) <= value < 2**63 for value in found)
