"""Periods of the ledger in words."""

from __future__ import annotations

import pytest

from assistant.say import wording


@pytest.mark.parametrize(
    ("period", "words"),
    [
        ("2023", "2023年"),
        ("2023-04", "2023年4月"),
        ("2023-01..2023-09", "2023年1—9月"),
        ("2023-04-05", "2023年4月5日"),
        ("..2023-04-05", "截至2023年4月5日"),
        ("", ""),
    ],
)
def test_periods_in_words(period: str, words: str) -> None:
    assert wording.period(period) == words
