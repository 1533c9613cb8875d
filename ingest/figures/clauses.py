"""A sentence cut at its commas, with bracketed remarks that hold numbers as clauses of their own."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

_BOUNDARY = re.compile(r"“[^“”\n]{0,60}”|《[^》\n]{0,80}》|\([^()\n]*\)|[,;:。!?\n]|——")

_LABEL = re.compile(
    r"\s*(?:[①-⑳]|[(](?:[一二三四五六七八九十]{1,3}|\d{1,2})[)]|[一二三四五六七八九十]{1,3}(?:是|、)|\d{1,2}(?:、"
    r"|\.(?!\d)))"
)


FAR = 300
"""Characters; what a clause says farther than so from a number is not said of it. Real clauses are shorter."""


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause; `inside` is the depth of brackets it stands in."""

    start: int
    end: int
    inside: bool


def split(text: str, start: int, end: int, numbers: Sequence[int]) -> list[Clause]:
    """Clauses of `text[start:end]`.

    Args:
        numbers: where the quantities of the text start, ascending. A bracket without one is part of the words.
    """
    clauses: list[Clause] = []
    at = start
    for match in _BOUNDARY.finditer(text, start, end):
        first = match.group()[0]
        if first in "“《":
            continue
        if first == "(":
            i = bisect_left(numbers, match.start())
            if i == len(numbers) or numbers[i] >= match.end():
                continue
            if text[match.end() - 2 : match.end()] in ("套)", "间)"):
                continue
            _append(clauses, text, at, match.start(), inside=False)
            begin = match.start() + 1
            for inner in re.finditer("[,;:。]", text[begin : match.end() - 1]):
                _append(clauses, text, begin, match.start() + 1 + inner.start(), inside=True)
                begin = match.start() + 2 + inner.start()
            _append(clauses, text, begin, match.end() - 1, inside=True)
        else:
            _append(clauses, text, at, match.start(), inside=False)
        at = match.end()
    _append(clauses, text, at, end, inside=False)
    return clauses


def _append(clauses: list[Clause], text: str, start: int, end: int, *, inside: bool) -> None:
    if label := _LABEL.match(text, start, end):
        start = label.end()
    if start < end and text[start:end].strip():
        clauses.append(Clause(start, end, inside))
