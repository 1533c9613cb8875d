"""Computed numbers, computed again: a formula of quoted numbers, and whether a sentence's number is its result.

`60-47=13`, `(60-47)/47=27.66%`, `800万元*10%=80万元`. Each operand must be a number of a quote or of the question,
small whole numbers (a divisor, a count of years) and 100 excepted. The result is computed here; what the reader says it
is counts for nothing.
"""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Collection, Sequence
from decimal import Decimal, DivisionByZero, InvalidOperation

from docs_store import lazy_re
from docs_store.language.quantities import Quantity, quantities
from docs_store.textnorm import fold

_FREE = frozenset(map(Decimal, (*range(2, 13), 100)))  # a divisor or factor that no text gives
_OPERATORS = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv}
_SIGNS = str.maketrans(
    {"×": "*", "÷": "/", "＋": "+", "－": "-", "−": "-", "（": "(", "）": ")", "＝": "=", "—": "-", "–": "-"}
)
_TERM = lazy_re.compile(r"\d[\d,]*(?:\.\d+)?\s*(?:[%‰]|[\u4e00-\u9fffA-Za-z]+)?")
_FREE_NAME = "w"
_LONGEST = 200
_DIFFERENCE = lazy_re.compile("比.{1,40}?[多少高低快慢](?!少)|相差|差额|差了?\\d")
_SUM = lazy_re.compile("合计|总共|共计|一共|总和")
_MOST_TERMS = 24


def results(
    formula: str, held: Sequence[Quantity], asked: Sequence[Quantity], years: Collection[int] = ()
) -> list[Decimal]:
    """What a formula gives, in base units; empty where an operand is no known number or it cannot be computed.

    Args:
        formula: one or several, parted by `;`; what stands behind `=` is ignored.
        held: numbers of the quotes.
        asked: numbers of the question.
        years: years of the quotes and their documents (2023+3=2026).
    """
    values: list[Decimal] = []
    for single in re.split(r"[;；\n]", formula.translate(_SIGNS)[:_LONGEST]):
        value = _compute(fold(single).split("=")[0].strip(), held, asked, [*values, *map(Decimal, years)])
        if value is not None:
            values.append(value)
    return values


def is_result(said: Quantity, values: Sequence[Decimal]) -> bool:
    """Whether a number is one that was computed, as it is rounded in the sentence."""
    return any(_rounds_to(value, said) for value in values)


def _rounds_to(value: Decimal, said: Quantity) -> bool:
    digits = re.search(r"\d[\d,]*(?:\.(\d+))?", said.text)
    if digits is None:
        return abs(value) == abs(said.value)
    shown = Decimal(digits.group().replace(",", ""))
    factor = abs(said.value) / shown if shown else Decimal(1)
    step = factor.scaleb(-len(digits[1] or "")) if factor else Decimal(1)
    scales = (Decimal(1), Decimal(100)) if said.unit in ("%", "个百分点") else (Decimal(1),)
    near = step / 2 if said.comparator not in ("≈", "≲") else abs(said.value) / 20
    return any(abs(abs(value * scale) - abs(said.value)) <= near for scale in scales)


def is_misnamed(text: str, formula: str) -> bool:
    """Whether a sentence calls a sum a difference, or a difference a sum."""
    formula = formula.translate(_SIGNS).split("=")[0]
    plus, minus = "+" in formula, "-" in formula
    return bool((_DIFFERENCE.search(text) and plus and not minus) or (_SUM.search(text) and minus and not plus))


def _compute(
    formula: str, held: Sequence[Quantity], asked: Sequence[Quantity], before: Sequence[Decimal]
) -> Decimal | None:
    terms = list(_TERM.finditer(formula))
    if not 2 <= len(terms) <= _MOST_TERMS:
        return None
    known = [q.value for q in (*held, *asked)] + [q.upper for q in (*held, *asked) if q.upper is not None]
    names: dict[str, Decimal] = {}
    text, at = "", 0
    for i, term in enumerate(terms):
        value, is_free = _operand(term.group(), known, (*held, *asked), before)
        if value is None:
            return None
        name = f"{_FREE_NAME if is_free else 'v'}{i}"
        names[name] = value
        text += formula[at : term.start()] + name
        at = term.end()
    try:
        return _value(ast.parse(text + formula[at:], mode="eval").body, names)
    except (SyntaxError, ValueError, KeyError, InvalidOperation, DivisionByZero, RecursionError, MemoryError):
        return None


def _operand(
    term: str, known: Sequence[Decimal], every: Sequence[Quantity], before: Sequence[Decimal]
) -> tuple[Decimal | None, bool]:
    """Value of a term in base units, a rate as a fraction, `None` where nothing gives it; whether it is a free one."""
    read = quantities(term)
    if not read:
        return None, False
    quantity = read[0]
    raw = Decimal(re.match(r"[\d,]+(?:\.\d+)?", term.strip())[0].replace(",", ""))  # type: ignore[index]
    given = next((q for q in every if abs(q.value) == abs(quantity.value) and q.unit == quantity.unit), None)
    if given is None and not quantity.unit:  # written without its unit: the number as a text writes it, or in 万
        given = next((q for q in every if _raw(q) == raw), None)
        given = given or next((q for q in every if q.value == raw * 10**4), None)
        if given is not None:
            return (given.value / 100 if given.unit == "%" else given.value), False
    is_free = given is None and quantity.value not in known and quantity.value not in before
    if is_free and raw not in _FREE:
        return None, False
    return (quantity.value / 100 if quantity.unit == "%" else quantity.value), is_free


def _raw(quantity: Quantity) -> Decimal | None:
    match = re.match(r"\D*?(\d[\d,]*(?:\.\d+)?)", quantity.text)
    return Decimal(match[1].replace(",", "")) if match else None


def _value(node: ast.expr, names: dict[str, Decimal]) -> Decimal:
    if isinstance(node, ast.Name):
        return names[node.id]
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -_value(node.operand, names)
    if isinstance(node, ast.BinOp) and type(node.op) in _OPERATORS:
        sides = [side.id for side in (node.left, node.right) if isinstance(side, ast.Name)]
        if isinstance(node.op, ast.Add | ast.Sub) and any(name.startswith(_FREE_NAME) for name in sides):
            raise ValueError("a number that no text gives may multiply or divide only")
        result = _OPERATORS[type(node.op)](_value(node.left, names), _value(node.right, names))
        assert isinstance(result, Decimal)
        return result
    raise ValueError(ast.dump(node))
