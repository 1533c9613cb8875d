"""Computed numbers: the formulas, and that a computed figure can be computed again from its operands."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from assistant.check.computing import compute, holds
from docs_store.types import AnswerFigure, Aspect, Operation, Status


def figure(value: str, unit: str = "家", **more: object) -> AnswerFigure:
    plain = AnswerFigure(
        indicator="高新技术企业",
        value=value,
        unit=unit,
        status=Status.ACTUAL,
        region="当涂县",
        period="2023",
        citation=1,
    )
    return replace(plain, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("operation", "values", "made"),
    [
        (Operation.GROWTH, (40, 47), "17.5"),
        (Operation.GROWTH, (50, 40), "-20"),
        (Operation.GROWTH, (0, 40), None),
        (Operation.COMPLETION, (47, 20), "235"),
        (Operation.COMPLETION, (1, 3), "33.33"),
        (Operation.COMPLETION, (1, 0), None),
        (Operation.DIFFERENCE, (3, 5), "-2"),
        (Operation.SUM, (1, 2, 3), "6"),
    ],
)
def test_formulas(operation: Operation, values: tuple[int, ...], made: str | None) -> None:
    computed = compute(operation, [Decimal(value) for value in values])
    assert computed == (None if made is None else Decimal(made))


def test_a_computed_figure_holds_only_as_its_operands_say() -> None:
    stated = (figure("40"), figure("≥50"))
    grown = figure("25", "%", aspect=Aspect.GROWTH, operation=Operation.GROWTH, computed_from=(0, 1))
    assert holds(grown, (*stated, grown))
    assert not holds(replace(grown, value="26"), (*stated, grown))
    assert not holds(replace(grown, computed_from=(1, 0)), (*stated, grown))
    assert not holds(replace(grown, computed_from=(0, 7)), (*stated, grown))
    assert not holds(replace(grown, operation=None), (*stated, grown))
    assert not holds(replace(grown, computed_from=(0, 2)), (*stated, grown)), "an operand is itself computed"


def test_units_are_brought_to_one_scale_and_never_mixed() -> None:
    whole = figure("10500", "万元", operation=Operation.SUM, computed_from=(0, 1))
    assert holds(whole, (figure("1", "亿元"), figure("500", "万元"), whole))
    assert not holds(whole, (figure("1", "亿美元"), figure("500", "万元"), whole))
    assert not holds(whole, (figure("3—5", "亿元"), figure("500", "万元"), whole))
