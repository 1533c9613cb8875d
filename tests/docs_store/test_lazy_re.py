"""Patterns that are compiled when they are first used."""

from __future__ import annotations

import re

import pytest

from docs_store import lazy_re


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Sources in the order in which they are compiled from now on."""
    sources: list[str] = []
    compile_ = re.compile

    def watched(pattern: str, flags: int = 0) -> re.Pattern[str]:
        sources.append(pattern)
        return compile_(pattern, flags)

    monkeypatch.setattr(re, "compile", watched)
    return sources


def test_a_pattern_is_compiled_once_and_with_its_first_use(compiled: list[str]) -> None:
    pattern = lazy_re.compile(r"(\d+)家")
    assert compiled == []
    assert [pattern.findall("47家, 12家"), pattern.search("无"), pattern.sub("n", "3家")] == [["47", "12"], None, "n"]
    assert compiled == [r"(\d+)家"]


def test_its_source_is_known_without_compiling_it(compiled: list[str]) -> None:
    assert lazy_re.compile(f"a{lazy_re.compile('b|c').pattern}").pattern == "ab|c"
    assert compiled == []


def test_flags_and_all_that_a_pattern_has_are_the_compiled_ones() -> None:
    pattern = lazy_re.compile("(?P<letter>[A-C])", re.IGNORECASE)
    plain = re.compile("(?P<letter>[A-C])", re.IGNORECASE)
    assert pattern.fullmatch("b") is not None
    assert (pattern.groups, pattern.flags, dict(pattern.groupindex)) == (1, plain.flags, {"letter": 1})
    assert [match.span() for match in pattern.finditer("xaB")] == [(1, 2), (2, 3)]


def test_a_faulty_pattern_is_an_error_of_its_first_use() -> None:
    pattern = lazy_re.compile("(")
    with pytest.raises(re.error):
        pattern.search("x")
