"""Rows of a table in a source: a cell's row by its first cell, its column by its head."""

from __future__ import annotations

from assistant.check.quotes import Ground


def cell_of(ground: Ground, at: int) -> tuple[str, str]:
    """First cell of the row and head of the column of a cell; the head is empty for a first cell, which names its row.

    Args:
        at: offset of the cell's words in `ground.text`.
    """
    text = ground.text
    start = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at)
    row = text[start : end if end >= 0 else len(text)].split("|")
    column = text[start:at].count("|")
    source = ground.source
    rows = [*source.heading[-1:], *source.text[: ground.wide_start].split("\n"), *text[:start].split("\n")]
    head = next((cells for line in rows if len(cells := line.split("|")) == len(row) > 1), None)
    return row[0].strip(), head[column].strip() if head and column else ""
