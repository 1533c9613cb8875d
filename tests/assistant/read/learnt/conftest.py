"""A cross-encoder whose scores are told."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from assistant.read.learnt import answers, reading
from assistant.read.learnt.reading import Bounds


class Told:
    """Scores a passage by what it says, and keeps what it was asked."""

    name = fingerprint = "told"

    def __init__(self, score: Callable[[str], float]) -> None:
        self._score = score
        self.read: list[str] = []

    def scores(self, question: str, passages: Sequence[str]) -> list[float]:
        self.read += passages
        return [self._score(passage) for passage in passages]


def holding(*words: str, right: float = 5.0, wrong: float = -5.0) -> Told:
    """Sure of passages that hold all these words, and sure of no other."""
    return Told(lambda passage: right if all(word in passage for word in words) else wrong)


@pytest.fixture
def at_zero(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything is decided at even odds."""
    for module in (reading, answers):
        monkeypatch.setattr(
            module, "bounds", lambda fingerprint: Bounds(fingerprint=fingerprint, answers=0.0, agrees=0.0, shown=-1.0)
        )
