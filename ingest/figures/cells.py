"""Cells of a line of a table, and the one number that a cell is."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from docs_store.language.word_classes import FALLING, RISING
from docs_store.units import Unit, unit_of
from ingest.figures.numbers import Form, Quantity, lex

_BARE = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_FALLS = rf"(?:(?:同比|环比)?(?:{FALLING}|降|减|跌)|[-−–—﹣]|负|[↓▼])"
_RISES = rf"(?:(?:同比|环比)?(?:{RISING}|增(?!加值)|升|涨)|[+]|[↑▲])"
_LEAD = re.compile(rf"(?:(?P<falls>{_FALLS})|{_RISES})\s?")
_IN_BRACKETS = re.compile(r"[(]([^()]{1,20})[)]")
_FOOTNOTE = re.compile(r"(?:[①-⑳*※]|\[\d{1,2}\])$")
_PLACE = re.compile(r"第\s?(\d{1,3})[位名]?")
_RULE = re.compile(r"[\s|:\-—]*")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell; `start` is its offset in the text."""

    text: str
    start: int

    @property
    def end(self) -> int:
        """Offset behind its last character."""
        return self.start + len(self.text)


def is_row(line: str) -> bool:
    """Whether a line is cells with signs between them."""
    return " | " in line or (line.lstrip().startswith("|") and line.count("|") > 1)


def cells_of(line: str, start: int, *, framed: bool = False) -> list[Cell]:
    """Cells of a line, empty ones too; none of a rule between head and rows (`| --- | --- |`).

    Args:
        start: offset of the line in the text.
        framed: whether the table's lines begin with the sign that parts cells, as Markdown has them; elsewhere that is
            an empty first cell.
    """
    if _RULE.fullmatch(line):
        return []
    first, last = 0, len(line)
    if framed and (begin := line.find("|")) >= 0:
        first = begin + 1
        last = line.rindex("|") if line.rstrip().endswith("|") and line.rindex("|") > begin else last
    cells = []
    at = first
    for piece in line[first:last].split("|"):
        lead = len(piece) - len(piece.lstrip())
        cells.append(Cell(piece.strip(), start + at + lead))
        at += len(piece) + 1
    return cells


def number(cell: Cell, *, bracket_falls: bool = False) -> Quantity | None:
    """The number that a cell is, with its sign and its own unit, placed in the text; `None` where it is none.

    A number in brackets is one only where the table says what brackets mean.

    Args:
        bracket_falls: whether brackets mean that a number is below zero.
    """
    text, at, falls = _FOOTNOTE.sub("", cell.text).rstrip(), 0, False
    if enclosed := _IN_BRACKETS.fullmatch(text):
        if not bracket_falls:
            return None
        text, at, falls = enclosed[1], 1, True
    if place := _PLACE.fullmatch(text):
        rank = Quantity(Form.RANK, Decimal(place[1]), None, unit_of("", "位"), "", 0, 0, 0, 0)
        return replace(rank, start=cell.start, end=cell.start + len(text), left=cell.start, right=cell.end)
    signed = at
    if lead := _LEAD.match(text):
        at, falls, text = at + lead.end(), falls or lead["falls"] is not None, text[lead.end() :]
        signed = signed if lead.end() == len(lead.group().strip()) == 1 and lead.group() != "负" else at
    q = _alone(text)
    if q is None:
        return None
    value, upper = (-q.value, None if q.upper is None else -q.upper) if falls else (q.value, q.upper)
    begin = signed if falls and q.left == q.start == 0 else at + q.start
    return replace(
        q, value=value, upper=upper, start=cell.start + begin, end=cell.start + at + q.end, left=cell.start,
        right=cell.end,
    )  # fmt: skip


def changes(cell: Cell) -> bool:
    """Whether a cell says in words that its number is by how much something changed (`下降3.5`)."""
    lead = _LEAD.match(cell.text)
    return lead is not None and re.search("[\u4e00-\u9fff]", lead.group()) is not None and "负" not in lead.group()


def _alone(text: str) -> Quantity | None:
    """The only number of a text that is hardly anything else."""
    if _BARE.fullmatch(text):  # 2023 in a column of counts
        value = Decimal(text.replace(",", ""))
        return Quantity(Form.NUMBER, value, None, unit_of("", ""), "", 0, len(text), 0, len(text))
    quantities = lex(text)
    if len(quantities) != 1:
        return None
    q = quantities[0]
    return q if not text[: q.left].strip() and not text[q.right :].strip() else None


def with_unit(q: Quantity, unit: Unit | None) -> Quantity:
    """A number with the unit of its column or row, where it has none of its own."""
    return q if q.unit.text or unit is None else replace(q, unit=unit)
