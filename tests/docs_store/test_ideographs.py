"""Radicals, strokes, compatibility ideographs and vertical marks are read as the ordinary characters."""

from __future__ import annotations

import unicodedata

import pytest

from docs_store.ideographs import ordinary
from docs_store.textnorm import clean, fold

RANGES = ((0x2E80, 0x2FE0), (0xF900, 0xFB00), (0xFE10, 0xFE1A), (0xFE30, 0xFE49))


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("⾦额⻓期⼈⺠⻋⻔⻢⻰⻩", "金额长期人民车门马龙黄"),
        ("⼾籍⽤⼾", "户籍用户"),
        ("\uf92c\uf9e1\uf907", "郎李龜"),
        ("㇐次", "一次"),
        ("︐︑︒︓︔︕︖︵︶﹁﹂︽︾", "，、。：；！？（）「」《》"),
        ("普通的字，和 ABC 123", "普通的字，和 ABC 123"),
    ],
)
def test_what_stands_in_for_an_ordinary_character(printed: str, meant: str) -> None:
    assert ordinary(printed) == meant
    assert fold(printed) == fold(meant)
    assert clean(printed).text == clean(meant).text


def test_each_is_one_character_and_an_ordinary_one_at_once() -> None:
    left = []
    for char in (chr(code) for start, end in RANGES for code in range(start, end)):
        one = ordinary(char)
        assert len(one) == 1 and ordinary(one) == one
        if one == char and unicodedata.category(char) != "Cn" and unicodedata.normalize("NFKC", char) != char:
            left.append(char)
    assert left == []


def test_every_radical_of_the_supplement_has_its_character() -> None:
    radicals = [chr(code) for code in range(0x2E80, 0x2EF4) if unicodedata.category(chr(code)) != "Cn"]
    assert [char for char in radicals if ordinary(char) == char] == ["⺀"]  # a part of characters, and none itself
