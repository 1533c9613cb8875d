"""Numbers that an answer computes from those its sources state: one formula each, and the check of a given one.

A computed number is an `AnswerFigure` with an `operation` and the indices of its operands, so that it can be computed
again from figures that stand in their citations.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from docs_store.types import AnswerFigure, Figure, Operation
from docs_store.units import read

_OPERANDS = 2  # of all operations but sums
_FORMULAS = {
    Operation.GROWTH: "({1}-{0})/{0}",
    Operation.COMPLETION: "{0}/{1}",
    Operation.DIFFERENCE: "{0}-{1}",
}
_STEP = Decimal("0.01")  # computed percentages are given to two places


def compute(operation: Operation, values: Sequence[Decimal]) -> Decimal | None:
    """The number that an operation makes of its operands; `None` where it makes none.

    Args:
        values: operands in one unit. GROWTH: earlier, later. COMPLETION: done, planned. DIFFERENCE: first less second.
            SUM: all that are added.
    """
    match operation:
        case Operation.GROWTH:
            earlier, later = values
            return _percent(later - earlier, earlier) if earlier > 0 else None
        case Operation.COMPLETION:
            done, planned = values
            return _percent(done, planned) if planned > 0 else None
        case Operation.DIFFERENCE:
            first, second = values
            return first - second
        case Operation.SUM:
            return sum(values, Decimal(0))


def operands(figures: Sequence[Figure]) -> tuple[str, list[Decimal]]:
    """Figures in one unit: their own where they share it, else their base unit. The unit and the values."""
    if len({figure.unit for figure in figures}) == 1:
        return figures[0].unit, [figure.value for figure in figures]
    return figures[0].base_unit, [figure.base_value for figure in figures]


def formula_of(operation: Operation, terms: Sequence[str]) -> str:
    """How an operation is written out over its operands, each with its unit; empty for a wrong number of them."""
    if operation is Operation.SUM:
        return "+".join(terms)
    return _FORMULAS[operation].format(*terms) if len(terms) == _OPERANDS else ""


def unit_of(operation: Operation, unit: str) -> str:
    """Unit of what an operation makes of operands in `unit`."""
    return "%" if operation in (Operation.GROWTH, Operation.COMPLETION) else unit


def _percent(part: Decimal, whole: Decimal) -> Decimal:
    exact = (part * 100 / whole).quantize(_STEP, rounding=ROUND_HALF_UP)
    return exact.to_integral_value() if exact == exact.to_integral_value() else exact.normalize()


def holds(figure: AnswerFigure, figures: Sequence[AnswerFigure]) -> bool:
    """Whether a computed figure is what its operation makes of its operands, and these stand in citations themselves.

    Args:
        figures: all figures of the answer.
    """
    if figure.operation is None or not figure.computed_from:
        return False
    if not all(0 <= i < len(figures) for i in figure.computed_from):
        return False
    operands = [figures[i] for i in figure.computed_from]
    if any(operand.operation is not None for operand in operands):
        return False
    numbers = [number_of(operand) for operand in operands]
    stated = number_of(figure)
    values = [number[0] for number in numbers if number is not None]
    if stated is None or len(values) < len(operands) or len({number[1] for number in numbers if number}) != 1:
        return False
    return compute(figure.operation, values) == stated[0]


def number_of(figure: AnswerFigure) -> tuple[Decimal, str] | None:
    """Value in base units (`1.02`, `亿元` → 102000000, `元`); `None` for a range."""
    unit = read(figure.unit)
    try:
        return Decimal(figure.value.lstrip("><≥≤≈")) * unit.factor, unit.base
    except InvalidOperation:
        return None
