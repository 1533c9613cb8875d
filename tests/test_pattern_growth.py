"""What a regular expression costs grows with the text, and not with the square of it, whatever the text repeats."""

from __future__ import annotations

import contextlib
import re
from functools import partial

import pytest

from tests.growth import MOST, TooLongError, growth, is_suspect, needs_alarm
from tests.pattern_traps import END, Expression, expressions

pytestmark = needs_alarm


def run_over(expression: Expression, compiled: re.Pattern[str], head: str, piece: str, length: int) -> None:
    expression.run(compiled, head + piece * max(1, length // len(piece)) + END)


@pytest.mark.parametrize(
    ("pattern", "piece", "square"), [(r"\s*$", " ", True), (r"(?<!\s)\s*$", " ", False), (r"(?:a|aa)+$", "a", True)]
)
def test_the_measure_tells_the_square(pattern: str, piece: str, square: bool) -> None:
    one = Expression("one", pattern, 0, frozenset({"search"}))
    assert ("", piece) in one.traps()
    run = partial(run_over, one, re.compile(pattern), "", piece)
    assert is_suspect(run) == square
    with contextlib.suppress(TooLongError):
        assert (growth(run) > MOST) == square


def test_how_expressions_are_called_is_known() -> None:
    by_name = {expression.name: expression.methods for expression in expressions()}
    assert by_name["ingest.noise._PAGE_NUMBER"] == {"fullmatch"}
    assert by_name["ingest.provisions.money.GRANTS"] == {"search"}  # by other modules too
    assert len(by_name["ui.texts_warnings_zh.WARNINGS"]) > 5  # in a table: however it may be called


def test_no_expression_grows_with_the_square() -> None:
    found = expressions()
    assert len(found) > 700
    wrong = []
    for expression in found:
        compiled = re.compile(expression.pattern, expression.flags)
        for head, piece in expression.traps():
            run = partial(run_over, expression, compiled, head, piece)
            try:
                grown = growth(run) if is_suspect(run) else 0.0
            except TooLongError:
                grown = float("inf")
            if grown >= MOST:
                wrong.append(f"{expression.name}: {head!r} {piece!r} {grown:.1f}")
                break
    assert not wrong, "\n".join(wrong)
