"""Word classes, and the words in which a class's characters mean nothing of the kind."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from docs_store.language.word_classes import WORDS, WordClass, class_words, has

_TABLE = Path(__file__).with_name("class_words.tsv")
_LINES = [line.split("\t") for line in _TABLE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
EXAMPLES = [(WordClass(name), word, is_one, is_none) for name, word, is_one, is_none in _LINES]


@pytest.mark.parametrize(("word_class", "word", "is_one"), [row[:3] for row in EXAMPLES])
def test_a_word_is_of_its_class(word_class: WordClass, word: str, is_one: str) -> None:
    assert word in [is_one[w.start : w.end] for w in class_words(is_one) if w.word_class is word_class]


@pytest.mark.parametrize(("word_class", "word", "is_none"), [(c, w, none) for c, w, _, none in EXAMPLES if none])
def test_a_word_inside_another_is_not(word_class: WordClass, word: str, is_none: str) -> None:
    assert word in is_none
    assert word not in [is_none[w.start : w.end] for w in class_words(is_none) if w.word_class is word_class]


def _alternatives(pattern: str) -> list[str]:
    """Top-level alternatives of a class, a set of characters and an optional last one taken apart."""
    found = [""]
    depth = 0
    for char in pattern:
        depth += (char == "(") - (char == ")")
        if char == "|" and not depth:
            found.append("")
        else:
            found[-1] += char
    plain = [re.sub(r"\(\?.*\)$", "", each) for each in found]
    words = [word for each in plain for word in (each[1:-1] if each.startswith("[") else [each])]
    return [word for each in words for word in ([each[:-2], each[:-1]] if each.endswith("?") else [each])]


@pytest.mark.parametrize("word_class", list(WordClass))
def test_every_word_has_an_example_and_every_example_a_word(word_class: WordClass) -> None:
    shown = [word for each, word, _, _ in EXAMPLES if each is word_class]
    assert sorted(shown) == sorted(_alternatives(WORDS[word_class]))


@pytest.mark.parametrize("text", ["相应材料", "已婚职工", "自己申请", "不超过50万元", "减免税款", "可持续发展"])
def test_what_only_looks_like_a_word_is_none(text: str) -> None:
    assert not has(text, *WordClass)
