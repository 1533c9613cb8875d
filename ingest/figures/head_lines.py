"""Which lines of a table are its head, and one head per column made of them.

`第一季度` over `总量` and `增速` becomes 第一季度总量 and 第一季度增速, whether the file says how wide the upper cell
is, or leaves gaps beside it, or nothing at all.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.figures.cells import Cell, number

_LONGEST_HEAD = 24  # characters
_MOST_HEAD_LINES = 3


def count(rows: Sequence[Sequence[Cell]], marked: str) -> int:
    """How many rows at the top of a table are its head.

    Args:
        rows: the table's rows.
        marked: the head that the reader marked, its lines joined; empty where it marked none.
    """
    if marked:
        plain = _plain(marked)
        lines = next(
            (k for k in range(1, min(len(rows), _MOST_HEAD_LINES) + 1) if _plain(_lines_of(rows[:k])) == plain), 0
        )
        if lines == 0:
            return 0
    else:
        lines = 1 if rows and heads_only(rows[0]) else 0
        if lines == 0:
            return 0
    while lines < min(len(rows) - 1, _MOST_HEAD_LINES) and _goes_on(rows[0], rows[lines], rows[lines + 1]):
        lines += 1
    return lines


def _lines_of(rows: Sequence[Sequence[Cell]]) -> str:
    return "".join(cell.text for row in rows for cell in row)


def _plain(text: str) -> str:
    return re.sub(r"[\s|]", "", text)


def heads_only(row: Sequence[Cell]) -> bool:
    """Whether a row can be a head: words, years and gaps, but no amounts."""
    filled = [cell for cell in row if cell.text]
    return len(filled) > 1 and not any(_is_amount(cell) or "。" in cell.text for cell in filled)


def _is_amount(cell: Cell) -> bool:
    is_year = re.fullmatch(r"(?:19|20)\d{2}", cell.text) is not None
    return number(cell) is not None and not is_year


def _goes_on(first: Sequence[Cell], row: Sequence[Cell], below: Sequence[Cell]) -> bool:
    """Whether a row goes on with the head: nothing but short words, under wide cells or gaps of the first line."""
    if not row or not heads_only(row) or any(len(cell.text) > _LONGEST_HEAD for cell in row):
        return False
    if len(row) > len(first) and len(below) == len(row) and len(row) % len(first) == 0 and not heads_only(below):
        return True  # 收入 and 支出 over 项目, 金额, 项目, 金额
    gaps = any(not cell.text for cell in first) or len(row) > len(first)
    same = bool(first) and row[0].text == first[0].text
    return (row[0].text == "" or same) and (gaps or same)


def joined(levels: Sequence[Sequence[str]]) -> list[str]:
    """One head of several lines. A line with fewer cells has wide ones over the line below it."""
    if len(levels) < 2:
        return list(levels[0]) if levels else []
    width = max(map(len, levels))
    below = list(next(level for level in reversed(levels) if len(level) == width))
    spread = [_spread(level, below) for level in levels]
    return ["".join(dict.fromkeys(text for text in column if text)) for column in zip(*spread, strict=True)]


def _spread(level: Sequence[str], below: Sequence[str]) -> list[str]:
    """A line of a head with a text for each column below it."""
    if len(level) == len(below):
        texts = list(level)
        if texts != list(below):
            for i in range(1, len(texts)):  # gaps where a cell goes across
                if not texts[i] and below[i]:
                    texts[i] = texts[i - 1]
        return texts
    lead = next((i for i, text in enumerate(level) if text != below[i]), len(level))
    trail = 0
    while trail < len(level) - lead and level[-1 - trail] == below[-1 - trail]:
        trail += 1
    wide = list(level[lead : len(level) - trail])
    columns = len(below) - lead - trail
    if not wide or columns % len(wide):
        return [*level, *[""] * (len(below) - len(level))]
    each = columns // len(wide)
    middle = [text for text in wide for _ in range(each)]
    return [*level[:lead], *middle, *level[len(level) - trail :]]
