"""The check of a sentence that gives a computed number: it is the assistant's own, so its words are in no passage.

Each of its numbers stands in a cited passage or is computed, by the stated operation, from numbers that do; each place
and year is a cited passage's.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from assistant.check.computing import holds, number_of
from assistant.read.rules.check.source import Fault, FaultKind, Source
from assistant.read.rules.check.tokens import Token, TokenKind, tokenize
from assistant.say import wording
from docs_store.types import AnswerFigure, Operation

_FACTS = {
    TokenKind.NUMBER: FaultKind.NUMBER,
    TokenKind.DATE: FaultKind.DATE,
    TokenKind.DOC_NUMBER: FaultKind.DOC_NUMBER,
}
_Amount = tuple[object, str]  # value in base units, base unit


def is_said(text: str, cited: Sequence[Source], figures: Sequence[AnswerFigure]) -> bool:
    """Whether a sentence gives a number that a figure computes.

    One that a cited passage states as well (20家 more, and 20家 of something else) is taken for computed only where the
    sentence says so.
    """
    known = {_amount_of(figure) for figure in figures if figure.operation is not None}
    if not known:
        return False
    stated = _stated(cited)
    says_so = wording.COMPUTED in text
    return any(amount in known and (says_so or amount not in stated) for amount in map(_amount, _numbers(text)))


def check(
    text: str, cited: Sequence[Source], sources: Mapping[int, Source], figures: Sequence[AnswerFigure]
) -> list[Fault]:
    """What of such a sentence does not hold.

    Args:
        sources: all resolved citations, for the operands.
    """
    stated = _stated(cited)
    sound = {_amount_of(figure): figure for figure in figures if _is_sound(figure, figures, sources)}
    years = {t.key for source in cited for t in tokenize(source.quote) if t.kind is TokenKind.YEAR}
    years |= {("year", year) for source in cited for year in source.years}
    others = {t.key for source in cited for t in tokenize(source.quote)}
    periods = {("year", int(part[:4])) for f in figures for part in f.period.split("..") if part[:4].isdigit()}
    faults = []
    tokens = tokenize(text)
    for token in tokens:
        key: Any = token.key
        if token.kind is TokenKind.NUMBER:
            amount = _amount(token)
            fits = amount in stated or (amount in sound and _same_way(tokens, token, sound[amount]))
        elif token.kind is TokenKind.YEAR:
            fits = key in years or key in periods
        elif token.kind is TokenKind.PLACE:
            fits = key in others or any(source.lies_in(key[1]) for source in cited)
        else:
            fits = token.kind not in _FACTS or key in others
        if not fits:
            faults.append(Fault(_FACTS.get(token.kind, FaultKind(_other(token.kind))), token.text))
    return faults


def _other(kind: TokenKind) -> FaultKind:
    return FaultKind.YEAR if kind is TokenKind.YEAR else FaultKind.PLACE


def _is_sound(figure: AnswerFigure, figures: Sequence[AnswerFigure], sources: Mapping[int, Source]) -> bool:
    """Whether a computed figure holds, and each of its operands stands in the quote of its citation."""
    if not holds(figure, figures):
        return False
    operands = [figures[i] for i in figure.computed_from]
    return all(
        operand.citation in sources and _amount_of(operand) in _stated([sources[operand.citation]])
        for operand in operands
    )


def _same_way(tokens: Sequence[Token], number: Token, figure: AnswerFigure) -> bool:
    """Whether the words before a computed change say the way it goes: a fall is no 增长."""
    if figure.operation not in (Operation.GROWTH, Operation.DIFFERENCE):
        return True
    before: list[Any] = [t.key for t in tokens if t.clause == number.clause and t.end <= number.start]
    way = next((key[1] for key in reversed(before) if key in (("guard", "up"), ("guard", "down"))), None)
    falls = figure.value.startswith("-")
    return way is None or (way == "down") == falls or (falls and "-" in number.text)


def _stated(cited: Collection[Source]) -> set[_Amount]:
    return {_amount(token) for source in cited for token in _numbers(source.quote)}


def _numbers(text: str) -> list[Token]:
    return [token for token in tokenize(text) if token.kind is TokenKind.NUMBER]


def _amount(token: Token) -> _Amount:
    """Value without its sign, and unit: a fall of 5 % is said as 下降5%."""
    key: Any = token.key
    return (key[1], "") if key[0] == "code" else (abs(key[1]), key[3])


def _amount_of(figure: AnswerFigure) -> _Amount | None:
    number = number_of(figure)
    return (abs(number[0]).normalize(), number[1]) if number is not None else None
