"""What a line is: a paragraph, item or row, the clause it stands in and the role its headings give it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from docs_store.provisions import Part
from docs_store.textnorm import CleanText
from docs_store.types import Role

HAS_AMOUNT = re.compile(r"\d\s*(?:万|亿|千|百)?元|\d%")
"""A sum or a percentage."""


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph, item or table row, its numbering and headings taken off.

    Attributes:
        text: folded reading text; patterns match on it.
        clean: the same as written, with origins in the document.
        start: where `text` begins in `clean.text`.
        clause: headings above it, with the document's numbering; an article's number is the last.
        label: its own numbering, or empty.
        rank: depth of that numbering (`ingest.markers`), `None` without.
        roles: what the nearest heading with a role says; several for 支持对象和申报条件.
        lead: the lead-in above it (`应当具备下列条件之一`), folded, or empty.
        cells: cells of a table row.
        header: cells of the table's header row.
        block: number of its block.
    """

    text: str
    clean: CleanText
    start: int
    clause: tuple[str, ...]
    label: str
    rank: int | None
    roles: tuple[Role, ...]
    lead: str
    block: int
    source: str
    origin: int
    cells: tuple[str, ...] = ()
    header: tuple[str, ...] = ()

    def part(self, start: int = 0, end: int | None = None) -> Part:
        """The part of the clause that is `text[start:end]`, without white space around it."""
        stop = len(self.text) if end is None else end
        while start < stop and self.text[start].isspace():
            start += 1
        while start < stop and self.text[stop - 1].isspace():
            stop -= 1
        if start >= stop:
            start, stop = 0, max(len(self.text), 1)
        a, b = self.clean.source_span(self.start + start, self.start + stop)
        clause = self.clause if not self.label or self.clause[-1:] == (self.label,) else (*self.clause, self.label)
        return Part(
            text=self.clean.text[self.start + start : self.start + stop],
            quote=self.source[a - self.origin : b - self.origin],
            clause=clause,
            start=a - self.origin,
            end=b - self.origin,
        )
