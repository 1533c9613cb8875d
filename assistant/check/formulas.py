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
from contextlib import suppress
from decimal import Decimal, DivisionByZero, InvalidOperation
from itertools import islice, product
from typing import NamedTuple

from docs_store import lazy_re
from docs_store.language.quantities import Quantity, quantities
from docs_store.numerals import value_of
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
_HALF = lazy_re.compile(
    "(?P<n>\\d{1,3}|[一二两三四五六七八九十]{1,3})(?:年|个月|天|小时)半(?![年月天日])|(?<![上下前后])半(?:年|个月|天|小时)"
)
_SUM = lazy_re.compile("合计|总共|共计|一共|总和")
_MOST_TERMS = 24
_MOST_ALIKE = 4  # numbers that one operand without a unit may be
_MOST_READINGS = 32


class _Operand(NamedTuple):
    """One number of a formula; a free one is given by no text."""

    value: Decimal
    is_free: bool


def results(
    formula: str, held: Sequence[Quantity], asked: Sequence[Quantity], known: Collection[int | Decimal] = ()
) -> list[Decimal]:
    """What a formula gives, in base units; empty where an operand is no known number or it cannot be computed.

    Args:
        formula: one or several, parted by `;`; what stands behind `=` is ignored.
        held: numbers of the quotes.
        asked: numbers of the question.
        known: years of the quotes and their documents (2023+3=2026), and other numbers that no quantity is.
    """
    values: list[Decimal] = []
    for single in re.split(r"[;；\n]", formula.translate(_SIGNS)[:_LONGEST]):
        values += _compute(fold(single).split("=")[0].strip(), held, asked, [*values, *map(Decimal, known)])
    return values


def halves(text: str) -> list[Decimal]:
    """Numbers with a half, which are no quantities of the lexer: 6.5 of 6年半, 0.5 of 每满半年."""
    found = []
    for match in _HALF.finditer(fold(text)):
        whole = value_of(match["n"] or "0")
        found += [whole + Decimal("0.5")] if whole is not None else []
    return found


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
) -> list[Decimal]:
    """What a formula gives; several where an operand written without its unit may be one of several numbers."""
    terms = list(_TERM.finditer(formula))
    if not 2 <= len(terms) <= _MOST_TERMS:
        return []
    choices = [_operands(term.group(), (*held, *asked), before) for term in terms]
    if not all(choices):
        return []
    found: list[Decimal] = []
    for chosen in islice(product(*choices), _MOST_READINGS):
        names: dict[str, Decimal] = {}
        text, at = "", 0
        for i, (term, operand) in enumerate(zip(terms, chosen, strict=True)):
            name = f"{_FREE_NAME if operand.is_free else 'v'}{i}"
            names[name] = operand.value
            text += formula[at : term.start()] + name
            at = term.end()
        with suppress(SyntaxError, ValueError, KeyError, InvalidOperation, DivisionByZero, RecursionError, MemoryError):
            found.append(_value(ast.parse(text + formula[at:], mode="eval").body, names))
    return found


def _operands(term: str, every: Sequence[Quantity], before: Sequence[Decimal]) -> list[_Operand]:
    """What a term may stand for, in base units, a rate as a fraction; empty where nothing gives it."""
    read = quantities(term)
    if not read:
        return []
    quantity = read[0]
    raw = Decimal(re.match(r"[\d,]+(?:\.\d+)?", term.strip())[0].replace(",", ""))  # type: ignore[index]
    if not quantity.unit:  # written without its unit: the number as a text writes it, or in 万
        same = [q for q in every if _raw(q) == raw] or [q for q in every if q.value == raw * 10**4]
        values = dict.fromkeys(q.value / 100 if q.unit == "%" else q.value for q in same)
        if values:
            return [_Operand(value, is_free=False) for value in list(values)[:_MOST_ALIKE]]
    given = any(abs(q.value) == abs(quantity.value) for q in every) or quantity.value in before
    if not given and raw not in _FREE:
        return []
    return [_Operand(quantity.value / 100 if quantity.unit == "%" else quantity.value, is_free=not given)]


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
