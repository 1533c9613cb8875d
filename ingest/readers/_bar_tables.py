"""Tables that a plain text draws with bars between the cells: `项目 | 标准`, a row a line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.readers._tables import Row, header_rows
from ingest.readers.base import TableSpan

_BAR = re.compile("[|\uff5c│┃]")
_RULE = re.compile(r"[\s|\uff5c│┃+:=_\-—─┼├┤]{3,400}")  # what parts the header from the rows
_LEAST_ROWS = 2
_MOST_CELLS = 60
_LONGEST_CELL = 300  # characters; a longer one is prose with a bar in it


def find(text: str) -> Iterator[TableSpan]:
    """Tables in order: lines with none but empty ones between that bars part into equally many cells, two at least."""
    rows: list[tuple[int, int, list[str]]] = []
    at = 0
    for line in text.split("\n"):
        cells = _cells(line)
        parts = line.strip() and not _RULE.fullmatch(line)
        if rows and parts and len(cells) != len(rows[-1][2]):
            yield from _table(rows)
            rows = []
        if len(cells) > 1:
            rows.append((at, at + len(line), cells))
        at += len(line) + 1
    yield from _table(rows)


def _cells(line: str) -> list[str]:
    if not _BAR.search(line) or _RULE.fullmatch(line):
        return []
    inner = line.strip()
    inner = inner[1:] if _BAR.match(inner) else inner
    inner = inner[:-1] if inner and _BAR.match(inner[-1]) else inner
    cells = [cell.strip() for cell in _BAR.split(inner)]
    return cells if len(cells) <= _MOST_CELLS and max(map(len, cells)) <= _LONGEST_CELL else []


def _table(rows: list[tuple[int, int, list[str]]]) -> Iterator[TableSpan]:
    filled = sum(bool(cell) for _, _, cells in rows for cell in cells)
    if len(rows) < _LEAST_ROWS or 2 * filled < sum(len(cells) for _, _, cells in rows):
        return
    heads = header_rows([_row(cells) for _, _, cells in rows])
    yield TableSpan(start=rows[0][0], end=rows[-1][1], header_end=rows[heads - 1][1] if heads else rows[0][0])


def _row(cells: list[str]) -> Row:
    row = Row(is_header=False)
    for column, cell in enumerate(cells):
        row.add(cell, column=column, width=1, continues=False, is_bold=False)
    return row
