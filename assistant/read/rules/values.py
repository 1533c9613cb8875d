"""Numbers with their limiting words: whether two can be true of one thing, and which true values one leaves open."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Self

from assistant.read.rules.numbers import Measure
from assistant.read.rules.question import ALIKE
from assistant.read.slots.rows import bears_out
from docs_store.language.quantities import quantities
from docs_store.textnorm import fold

if TYPE_CHECKING:
    from assistant.read.rules.evidence import Evidence

_LOOSE = frozenset("><≈≲")  # 超100家 says less than is known; 最高100万元 is the limit itself
_BOUNDS = frozenset("><≥≤")
_NEAR = Decimal("0.1")  # how far, of the number, 约 leaves the true value open
_SHORT_OF = Decimal("0.1")  # how far below the number 近 and 接近 do
_ENDLESS = Decimal("Infinity")


@dataclass(frozen=True, slots=True)
class Value:
    """A number in base units with its limiting word; `upper` and `comparator` as the lexer gives them."""

    number: Decimal
    upper: Decimal | None
    base: str
    comparator: str


@dataclass(frozen=True, slots=True)
class Span:
    """The true values that a number with its limiting word leaves open; an end may be open itself."""

    low: Decimal
    high: Decimal
    low_open: bool = False
    high_open: bool = False

    @classmethod
    def of(cls, number: Decimal, comparator: str) -> Self:
        """The span of a number with one of `> ≥ < ≤ ≈ ≲`, or none of them."""
        match comparator:
            case ">":
                return cls(number, _ENDLESS, low_open=True)
            case "≥":
                return cls(number, _ENDLESS)
            case "<":
                return cls(-_ENDLESS, number, high_open=True)
            case "≤":
                return cls(-_ENDLESS, number)
            case "≈":
                return cls(number - abs(number) * _NEAR, number + abs(number) * _NEAR)
            case "≲":
                return cls(number - abs(number) * _SHORT_OF, number)
        return cls(number, number)

    def within(self, other: Self) -> bool:
        """Whether every value of this span is one of the other's."""
        above = self.low > other.low or (self.low == other.low and (self.low_open or not other.low_open))
        below = self.high < other.high or (self.high == other.high and (self.high_open or not other.high_open))
        return above and below

    def apart_from(self, other: Self) -> bool:
        """Whether no value is in both."""
        first, second = (self, other) if self.low <= other.low else (other, self)
        return first.high < second.low or (first.high == second.low and (first.high_open or second.low_open))


def values_in(text: str) -> list[tuple[Value, int, int]]:
    """Numbers of a folded text with their spans in it; those in words without a value are left out."""
    return [(Value(q.value, q.upper, q.unit, q.comparator), q.start, q.end) for q in quantities(text)]


def values_of(evidence: Evidence, measure: Measure) -> list[Value]:
    """The quantities of one kind that a sentence gives, by value and unit."""
    spans = [(q.start, q.end) for q in evidence.values if q.measure is measure]
    return [
        value
        for value, start, end in values_in(fold(evidence.sentence.text))
        if any(a < end and start < b for a, b in spans)
    ]


def is_one_unit(first: Value, second: Value) -> bool:
    """Whether two numbers count the same kind of thing."""
    return first.base == second.base or second.base in ALIKE.get(first.base, ())


def agree(first: Value, second: Value) -> bool:
    """Whether both can be true of one thing: equal, or one within what the other's limiting word leaves open."""
    same = first.number == second.number and first.upper == second.upper
    if same or first.upper is not None or second.upper is not None:
        return same
    if first.comparator == second.comparator:
        return first.comparator in _LOOSE
    exact, loose = (first, second) if not first.comparator else (second, first)
    if exact.comparator:
        return True  # 超100家 and 约110家 leave each other open
    comparator = loose.comparator if loose.comparator in _BOUNDS else "≈"
    return bears_out(comparator, loose.number, exact.number)
