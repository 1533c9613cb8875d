"""The check of a sentence made of a row of the figure ledger: `当涂县2024年高新技术企业总量超过185家（目标）。`

Such a sentence is the assistant's wording, so it is not laid beside the quote. Each word of it must be the row's: its
place, period, indicator, status and way; and the row's number, with its limit (超过, 约), must stand in the quote.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from assistant.check.computing import number_of
from assistant.read.rules.check.source import Source
from assistant.read.rules.check.tokens import Token, TokenKind, tokenize
from assistant.understand.places import name_of
from docs_store import lazy_re, regions
from docs_store.textnorm import fold
from docs_store.types import AnswerFigure, Status

# The ledger's own wording (`assistant.say.wording.figure`) around a row's words.
_AROUND_ROW = lazy_re.compile("年|月|截至|居第|占比|完成率")
_STATUS = {Status.EXPECTED: "expected", Status.TARGET: "target"}
_LIMITS = "><≥≤≈"


def holds(text: str, source: Source, figures: Sequence[AnswerFigure]) -> bool:
    """Whether a sentence says one row, and the row's number stands in the quote."""
    stated = {_limited(token) for token in tokenize(source.quote) if token.kind is TokenKind.NUMBER}
    tokens = tokenize(text.removeprefix(f"据《{source.title}》\uff0c"))  # as `wording.of_source` puts it
    return any(
        figure.operation is None
        and figure.citation == source.marker
        and (key := _key(figure)) in stated
        and _says(tokens, figure, key, source)
        for figure in figures
    )


def _key(figure: AnswerFigure) -> object:
    number = number_of(figure)
    if number is None:
        return None
    limit = figure.value[0] if figure.value[:1] in _LIMITS else ""
    return abs(number[0]).normalize(), number[1], limit


def _limited(token: Token) -> object:
    key: Any = token.key
    return (key[1], "", "") if key[0] == "code" else (abs(key[1]), key[3], key[4].replace("≲", "≈"))


def _says(tokens: Sequence[Token], figure: AnswerFigure, key: object, source: Source) -> bool:
    own = fold(figure.indicator)
    mine = [token for token in tokens if token.kind is not TokenKind.WORD]
    inside = {token.key for token in tokenize(own)}
    said_status = False
    numbers = 0
    for token in mine:
        what: Any = token.key
        if what in inside:
            continue
        if token.kind is TokenKind.NUMBER:
            numbers += 1
            fits = _limited(token) == key
        elif token.kind is TokenKind.YEAR:
            fits = str(what[1]) in figure.period
        elif token.kind is TokenKind.DATE:
            fits = all(f"-{month:02}" in figure.period for month in what[1:3] if month)
        elif token.kind is TokenKind.PLACE:
            fits = bool(figure.region) and regions.is_same_or_within(figure.region, what[1])
        elif what[1] in ("up", "down"):
            fits = (what[1] == "down") == figure.value.lstrip(_LIMITS).startswith("-")
        else:
            fits = what[1] == _STATUS.get(figure.status)
            said_status = said_status or fits
        if not fits:
            return False
    if numbers != 1 or said_status != (figure.status in _STATUS):
        return False
    words = "".join(token.text if token.kind is TokenKind.WORD else "\n" for token in tokens)
    allowed = (own, name_of(figure.region) if figure.region else "", fold(source.around))
    return all(
        not (left := _AROUND_ROW.sub("", run)) or any(left in text for text in allowed) for run in words.split("\n")
    )
