"""Terms of texts: what a question and a passage are compared by."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docs_store.tokenize import bigrams, words, words_and_bigrams


def test_words_hold_the_shorter_words_inside_a_long_one() -> None:
    assert words("新增47家高新技术企业") == ["新增", "47", "家", "高新", "技术", "高新技术", "企业"]


def test_bigrams_overlap_and_do_not_cross_numbers() -> None:
    assert bigrams("新增47家高新技术企业") == ["新增", "47", "家高", "高新", "新技", "技术", "术企", "企业"]


@pytest.mark.parametrize("split", [words, bigrams])
@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("", []),
        ("，。！ \n…“”", []),
        ("一", ["一"]),
        ("72.5", ["72.5"]),
        ("７２．５％", ["72.5"]),
        ("1,434.3", ["1434.3"]),
        ("2023，100", ["2023", "100"]),
        ("2024.12.1", ["2024", "12", "1"]),
        ("GDP 5G ISO9001", ["gdp", "5g", "iso9001"]),
        ("R&D、GB/T", ["r", "d", "gb", "t"]),
        ("ＡＢＣ①㎡", ["abc1m2"]),
        ("增长9.69%", ["增长", "9.69"]),
    ],
)
def test_both_treat_numbers_and_letters_alike(split: object, text: str, terms: list[str]) -> None:
    assert callable(split)
    assert split(text) == terms


@given(st.text())
def test_terms_hold_no_white_space_and_are_never_empty(text: str) -> None:
    for term in words(text) + bigrams(text):
        assert term
        assert not any(char.isspace() for char in term)


@given(st.text() | st.text(alphabet="高新技术企业2024.12,，。、Gd 〇\u3006\ua015"))
def test_both_at_once_are_the_same(text: str) -> None:
    assert words_and_bigrams(text) == (words(text), bigrams(text))


@given(st.text(alphabet="高新技术企业马鞍山市当涂县的一二", max_size=30))
def test_every_chinese_character_is_in_some_term(text: str) -> None:
    assert set("".join(words(text))) == set(text)
    assert set("".join(bigrams(text))) == set(text)


@given(st.text(alphabet="高新技术企业", min_size=2, max_size=30))
def test_bigrams_of_a_stretch_are_bigrams_of_the_whole(text: str) -> None:
    assert set(bigrams(text)) <= set(bigrams("马鞍山" + text + "当涂"))


def test_importing_reads_no_dictionary() -> None:
    code = "import sys, docs_store.tokenize; sys.exit('rjieba' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
