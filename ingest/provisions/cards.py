"""A guide that holds many policies, a card of fields each: where one card ends and the next begins."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from docs_store.textnorm import fold
from docs_store.types import Role
from ingest import markers
from ingest.provisions.lines import Line

_LONGEST_TITLE = 60
_LEAST = 3  # cards; fewer fields of origin are one document's own head


@dataclass(frozen=True, slots=True)
class Card:
    """One policy's lines and its title."""

    title: str
    lines: list[Line]


def split(lines: Sequence[Line], title: str) -> list[Card]:
    """The cards of a document; the whole document as one where it is no collection.

    A card opens with fields that tell its origin (依据文件, 发文机构, 发文字号), under its title.
    """
    starts = [
        n
        for n, line in enumerate(lines)
        if Role.META in line.roles and (n == 0 or Role.META not in lines[n - 1].roles) and not _goes_on(lines, n)
    ]
    if len(starts) < _LEAST:
        return [Card(title, list(lines))]
    cards = []
    for order, start in enumerate(starts):
        end = starts[order + 1] if order + 1 < len(starts) else len(lines)
        inside = list(lines[start:end])
        if order + 1 < len(starts) and _is_title(inside[-1], lines[end]):
            inside = inside[:-1]
        cards.append(Card(_title(lines, start), _without_next_title(inside) if end < len(lines) else inside))
    return cards


def _without_next_title(lines: list[Line]) -> list[Line]:
    """A card's lines up to its last telephone number: what follows it is the title of the next."""
    for n in range(len(lines) - 1, max(len(lines) - 5, 0), -1):
        if Role.OFFICE in lines[n].roles and re.search(r"\d{5}", lines[n].text):
            return lines[: n + 1]
    return lines


def _goes_on(lines: Sequence[Line], at: int) -> bool:
    """Whether fields of origin right above, with another field between, are this card's too."""
    return any(Role.META in line.roles for line in lines[max(0, at - 3) : at]) and not any(
        line.roles[:1] in ((Role.AMOUNT,), (Role.CONDITION,), (Role.OFFICE,), (Role.WINDOW,))
        for line in lines[max(0, at - 3) : at]
    )


def _is_title(line: Line, following: Line) -> bool:
    """Whether the line right above a card's first field is its title, and no part of the card before."""
    return line.clause == following.clause and not line.label and len(line.text) <= _LONGEST_TITLE


def _title(lines: Sequence[Line], start: int) -> str:
    clause = lines[start].clause
    heading = clause[-1] if clause else ""
    marker = markers.parse(fold(heading)) if heading else None
    if marker is not None and marker.rank >= markers.RANK_DIGIT:
        return heading[marker.end :].strip()
    above = lines[start - 1].text.strip() if start else ""
    return above if 0 < len(above) <= _LONGEST_TITLE else heading
