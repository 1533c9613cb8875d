"""Words of short texts without the whole dictionary: the same as with it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import rjieba
from hypothesis import given
from hypothesis import strategies as st

from docs_store import segmentation
from docs_store.segmentation import OCCURRENCES, WORDS, _dictionary, _of_words_in

ROOT = Path(__file__).resolve().parents[2]
LINES = [tuple(line.split("\t")) for line in WORDS.read_text(encoding="utf-8").splitlines()]
ENTRIES = {word: (word, int(frequency), part_of_speech) for word, frequency, part_of_speech in LINES}

some_words = st.sampled_from(sorted(ENTRIES))
texts = st.lists(st.one_of(some_words, st.text(max_size=4)), max_size=12).map("".join)


@pytest.fixture
def loads() -> Callable[[str], bool]:
    """Whether a new process that cuts texts has read the whole dictionary; the code finds `cut` in reach."""

    def run(code: str) -> bool:
        told = f"import sys; from docs_store.segmentation import cut; {code}; print('rjieba' in sys.modules)"
        ran = subprocess.run([sys.executable, "-c", told], cwd=ROOT, capture_output=True, text=True, check=True)
        return ran.stdout == "True\n"

    return run


def test_the_file_is_the_dictionary_of_rjieba() -> None:
    assert len(LINES) == len(ENTRIES) == 349_045
    assert sum(frequency for _, frequency, _ in ENTRIES.values()) == OCCURRENCES
    for word, frequency, part_of_speech in ENTRIES.values():
        assert rjieba.has_word(word)
        if rjieba.cut(word, False) == [word]:  # then its frequency, or one more by rounding, is what keeps it whole
            assert rjieba.suggest_freq(word) - frequency in (0, 1), word
            assert rjieba.tag(word) == [(word, part_of_speech)]


def test_the_file_is_sorted_by_its_bytes() -> None:
    words = [word.encode() for word, _, _ in LINES]
    assert words == sorted(words)


@given(texts)
def test_a_text_is_cut_as_with_the_whole_dictionary(text: str) -> None:
    segmenter = _of_words_in(text)
    assert segmenter.cut(text, False) == rjieba.cut(text, False)
    assert segmenter.cut_for_search(text) == rjieba.cut_for_search(text)
    assert segmenter.tag(text) == rjieba.tag(text)


@given(texts)
def test_all_words_of_a_text_are_found_and_no_others(text: str) -> None:
    inside = {text[start:end] for start in range(len(text)) for end in range(start + 1, len(text) + 1)}
    assert _dictionary().words_in(text) == {ENTRIES[word] for word in inside & ENTRIES.keys()}


@pytest.mark.parametrize("word", [LINES[0][0], LINES[-1][0]])
def test_the_ends_of_the_file_are_reached(word: str) -> None:
    assert word in {found for found, _, _ in _dictionary().words_in(f"的{word}。")}


def test_the_first_short_texts_do_without_the_whole_dictionary(loads: Callable[[str], bool]) -> None:
    assert not loads("[cut('新增高新技术企业') for _ in range(50)]")
    assert loads("[cut('新增高新技术企业') for _ in range(51)]")


def test_a_long_text_reads_the_whole_dictionary(loads: Callable[[str], bool]) -> None:
    assert not loads("cut('企' * 100)")
    assert loads("cut('企' * 101)")


def test_both_ways_share_the_compiled_part(loads: Callable[[str], bool]) -> None:
    assert loads("cut('企业'); import rjieba; assert rjieba.Jieba is sys.modules['rjieba.rjieba'].Jieba")


def test_many_threads_may_begin_at_once(loads: Callable[[str], bool]) -> None:
    begin = "from concurrent.futures import ThreadPoolExecutor; from threading import Barrier; barrier = Barrier(16)"
    cut = "found = ThreadPoolExecutor(16).map(lambda _: (barrier.wait(), cut('高新技术企业'))[1], range(16))"
    assert not loads(f"{begin}; {cut}; assert list(found) == [['高新技术', '企业']] * 16")


def test_words_by_their_kinds() -> None:
    assert segmentation.cut("新增企业") == ["新增", "企业"]
    assert segmentation.cut_for_search("高新技术企业") == ["高新", "技术", "高新技术", "企业"]
    assert segmentation.tag("企业") == [("企业", "n")]
