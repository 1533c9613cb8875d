"""From which score something may be said."""

from __future__ import annotations

import math
import random

import pytest

from training.bounds import FALSE, Outcomes, chosen, lowest, report, upper


def outcome(best: float, right: bool, **known: object) -> Outcomes:
    settings: dict[str, object] = {
        "id": "", "lack": "", "asked": "", "is_there": right, "rules": None, "agreement": -math.inf, "three": right,
        "right": best if right else None,
    }  # fmt: skip
    return Outcomes(best=(best, right), **(settings | known))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("false", "questions", "end"), [(0, 100, 0.0295), (0, 300, 0.00994), (5, 500, 0.0209), (3, 3, 1.0)]
)
def test_the_upper_end_is_the_exact_interval_s(false: int, questions: int, end: float) -> None:
    assert upper(false, questions) == pytest.approx(end, abs=2e-4)


def test_the_lowest_score_is_the_last_before_too_many_are_false() -> None:
    scored = [(9.0, True), (8.0, True), (7.0, False), (6.0, True), (5.0, False), (4.0, True)]
    bound, false = lowest(scored, 300, 0.02)
    assert (bound, false) == (6.0, 1) and upper(1, 300) <= 0.02 < upper(2, 300)
    assert lowest(scored, 300, 0.02, before=1) == (8.0, 1)
    assert lowest(scored, 50, 0.02) == (math.inf, 0), "so few questions bear out no bound"


@pytest.mark.parametrize("seed", range(5))
def test_what_is_false_stays_below_what_is_allowed(seed: int) -> None:
    draw = random.Random(seed)
    outcomes = []
    for _ in range(800):
        right = draw.random() < 0.5
        known = {"rules": draw.random() < 0.7, "agreement": draw.gauss(0, 2)} if draw.random() < 0.3 else {}
        outcomes.append(outcome(draw.gauss(2.0 if right else -1.0, 1.5), right, **known))
    limits = chosen(outcomes, "x")
    found = report(outcomes, limits)
    stands = [o for o in outcomes if o.rules is not None and o.agreement >= limits.agrees]
    added = int(found["false"]) - sum(o.rules is False for o in stands)
    assert upper(added, 800) <= FALSE
    assert found["right_by_rules"] == sum(bool(o.rules) for o in outcomes), "no right answer of the rules is lost"
    assert found["right"] >= found["right_by_rules"] and found["right_or_shown"] >= found["right"]


def test_a_report_counts_each_question_once() -> None:
    outcomes = [outcome(5.0, True), outcome(-5.0, False), outcome(-5.0, True), outcome(4.0, False)]
    found = report(outcomes, chosen([outcome(5.0, True)] * 900, "x"))
    assert (found["right"], found["false"], found["right_or_shown"], found["refused_rightly"]) == (1, 0, 2, 2)
