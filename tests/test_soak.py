"""The judge of the soak (`bench/soak.py`): it must be able to say no."""

from __future__ import annotations

import pytest

from bench.soak import Asked, Change, State, amounts, is_consistent

A, B = "含山县", "休宁县"
CHANGES = [
    Change(kind=kind, began=began, ended=ended, state=state, memory_mb=0)
    for kind, began, ended, state in (
        ("start", 0.0, 0.0, {A: 10, B: 10}),
        ("put_several", 1.0, 2.0, {A: 11, B: 11}),
        ("remove", 3.0, 4.0, {B: 11}),
        ("put", 5.0, 6.0, {A: 14, B: 11}),
    )
]


@pytest.mark.parametrize(
    ("began", "ended", "said", "consistent"),
    [
        (0.2, 0.8, {A: 10, B: 10}, True),
        (0.2, 0.8, {A: 11, B: 11}, False),  # not yet so
        (1.2, 1.8, {A: 10, B: 10}, True),  # during a change either state may be in force
        (1.2, 1.8, {A: 11, B: 11}, True),
        (1.2, 1.8, {A: 10, B: 11}, False),  # two states in one answer
        (2.2, 2.8, {A: 10, B: 10}, False),  # no longer so
        (3.5, 5.5, {B: 11}, True),  # over two changes any state between
        (3.5, 5.5, {A: 14, B: 11}, True),
        (6.5, 7.0, {B: 11}, False),
        (6.5, 7.0, {}, False),  # nothing found, or no answer at all
    ],
)
def test_an_answer_must_be_of_one_state_of_its_time(began: float, ended: float, said: State, consistent: bool) -> None:
    assert is_consistent(Asked(began=began, ended=ended, places=[A, B], said=said), CHANGES) is consistent


def test_amounts_go_by_the_sources() -> None:
    answer = {
        "outcome": "answered",
        "citations": [{"marker": 1, "title": f"{B}人才奖励办法"}, {"marker": 2, "title": f"{A}人才奖励办法"}],
        "sentences": [{"text": "奖励11万元。[1]", "citations": [1]}, {"text": "奖励14万元。[2]", "citations": [2]}],
    }
    assert amounts(answer) == {B: 11, A: 14}
    assert amounts({**answer, "outcome": "failed"}) == amounts({}) == {}
