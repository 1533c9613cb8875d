"""Rows of tables that came out of a file as lines of words (a PDF's), put back into cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from docs_store.textnorm import fold
from ingest.provisions.lines import HAS_AMOUNT, Line

_GAP = re.compile(r"\s+")


def with_tables(lines: Sequence[Line]) -> list[Line]:
    """The lines, with rows of words put back into cells.

    Rows are consecutive plain lines under one heading that part into equally many words, the first without any amount
    and the others with one.
    """
    result: list[Line] = []
    i = 0
    while i < len(lines):
        rows = _table_at(lines, i)
        if rows < 3:  # a header and two rows; fewer may be chance
            result.append(lines[i])
            i += 1
            continue
        header = tuple(_words(lines[i]))
        for line in lines[i + 1 : i + rows]:
            result.append(replace(line, cells=tuple(_words(line)), header=header))
        i += rows
    return result


def _table_at(lines: Sequence[Line], first: int) -> int:
    def cells(line: Line) -> list[str]:
        plain = line.rank is None and not line.cells and not line.label
        return _words(line) if plain else []

    head = cells(lines[first])
    if len(head) < 2 or any(re.search(r"\d|[。;:,]", cell) for cell in head):
        return 0
    count = 1
    for line in lines[first + 1 :]:
        row = cells(line)
        if line.clause != lines[first].clause or len(row) != len(head) or not HAS_AMOUNT.search(line.text):
            break
        count += 1
    return count


def _words(line: Line) -> list[str]:
    """Words as the file spaces them; reading text has closed the gaps."""
    return _GAP.split(fold(line.part().quote).strip()) if line.text.strip() else []
