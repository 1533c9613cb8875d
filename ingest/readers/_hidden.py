"""What a sheet does not show: hidden rows and columns, whoever hid them (a person, a filter, a closed outline)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from ingest.readers._sheets import Merge, Sheet

_MOST_RANGES = 12  # named of one sheet; a filter hides thousands


def visible(sheet: Sheet) -> Sheet:
    """The sheet without what it hides: later rows and columns move up to close the gaps, as they stand on the screen.

    A merged cell stays while any part of it is shown, with its text.
    """
    if not (sheet.hidden_rows or sheet.hidden_columns):
        return sheet
    rows, columns = sorted(sheet.hidden_rows), sorted(sheet.hidden_columns)
    cells = {(_moved(rows, row), _moved(columns, column)): cell for (row, column), cell in sheet.cells.items()}
    merges = []
    for merge in sheet.merges:
        rest = _shown_part(merge, rows, columns)
        if rest is not None:
            merges.append(rest)
            anchor = sheet.covered.get((merge.top, merge.left))
            if anchor is not None:
                cells[rest.top, rest.left] = anchor
    return replace(sheet, cells=cells, merges=merges, covered={}, hidden_rows=set(), hidden_columns=set())


def left_out(sheets: Sequence[Sheet]) -> list[str]:
    """The warnings about rows and columns with words that `visible` leaves out: how many, and which of which sheet."""
    rows, columns = [], []
    for sheet in sheets:
        lost = sheet.covered.keys() - _anchors_shown(sheet)
        rows.append((sheet.name, {row for row, _ in lost if row in sheet.hidden_rows}))
        columns.append((sheet.name, {column for row, column in lost if row not in sheet.hidden_rows}))
    warnings = []
    if any(numbers for _, numbers in rows):
        count = sum(len(numbers) for _, numbers in rows)
        warnings.append(f"Hidden rows are left out: {count} ({_named(rows, letters=False)}).")
    if any(numbers for _, numbers in columns):
        count = sum(len(numbers) for _, numbers in columns)
        warnings.append(f"Hidden columns are left out: {count} ({_named(columns, letters=True)}).")
    return warnings


def _moved(hidden: Sequence[int], number: int) -> int:
    """The number of a row or column once those hidden before it are gone."""
    return number - bisect_left(hidden, number)


def _shown_part(merge: Merge, rows: Sequence[int], columns: Sequence[int]) -> Merge | None:
    """What is shown of a merged cell, moved to where it stands then; None if all of it is hidden."""
    top, left = _moved(rows, merge.top), _moved(columns, merge.left)
    bottom, right = _moved(rows, merge.bottom + 1) - 1, _moved(columns, merge.right + 1) - 1
    return None if top > bottom or left > right else Merge(top=top, bottom=bottom, left=left, right=right)


def _anchors_shown(sheet: Sheet) -> set[tuple[int, int]]:
    """Hidden cells whose words a merged cell shows elsewhere."""
    rows, columns = sorted(sheet.hidden_rows), sorted(sheet.hidden_columns)
    anchors = ((merge, (merge.top, merge.left)) for merge in sheet.merges)
    return {at for merge, at in anchors if at in sheet.covered and _shown_part(merge, rows, columns)}


def _named(numbers: Iterable[tuple[str, set[int]]], *, letters: bool) -> str:
    """`名单 4-6, 9; 项目 3`, or `名单 D-F` by the letters of columns."""
    return "; ".join(f"{name} {_ranges(found, letters)}".strip() for name, found in numbers if found)


def _ranges(numbers: set[int], letters: bool) -> str:
    ordered = sorted(numbers)
    breaks = [0, *(at for at, (one, other) in enumerate(pairwise(ordered), 1) if other > one + 1), len(ordered)]
    runs = [(ordered[start], ordered[end - 1]) for start, end in pairwise(breaks)]
    name = _letters if letters else lambda number: str(number + 1)
    shown = [name(first) if first == last else f"{name(first)}-{name(last)}" for first, last in runs[:_MOST_RANGES]]
    return ", ".join(shown + ["…"] * (len(runs) > _MOST_RANGES))


def _letters(column: int) -> str:
    """Letters of a 0-based column: 0 is `A`, 26 is `AA`."""
    text, rest = "", column + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        text = chr(ord("A") + letter) + text
    return text
