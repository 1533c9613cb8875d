"""Headers of tables that stand apart from their rows: above the ruled lines, or on the page before.

A table that goes on on the next page has its header once, and a page may end right below a header. Which words head
which column is told by where they stand.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from docs_store.types import TextBox
from ingest.readers._pdf_page import Page
from ingest.readers._tables import Row, header_rows
from ingest.readers._writer import CELL_SEPARATOR
from ingest.readers.base import TableSpan

_PAGE_NUMBER = re.compile(r"[\s\-—–·_|/第页共\d]{1,24}")
_MOST_LINES = 3  # of a header whose cells wrap
_NEAR = 0.5  # of a letter's height, between two lines of one cell
_MIN_OVER = 0.7  # share of a word's width that stands over its column

_Span = tuple[int, int]
_Stretch = tuple[int, int]  # from, to, across the page


@dataclass(frozen=True, slots=True)
class _Piece:
    """Words of a line that stand together."""

    text: str
    across: _Stretch


def with_headers(pages: Sequence[Page]) -> list[Page]:
    """Pages in order, each table without a header of its own given the one that stands above it."""
    if not any(page.tables for page in pages):
        return list(pages)
    repeated = Counter(_masked(page.text[a:b]) for page in pages for a, b in _edges(_lines(page)))
    result: list[Page] = []
    for page in pages:
        tables = list(page.tables)
        for n, table in enumerate(tables):
            if table.header_end > table.start:
                continue
            before = replace(page, tables=tuple(tables[:n]))
            above = [line for line in _lines(page) if line[1] <= table.start]
            header = _above(before, above, table, page, same_page=True)
            if not header and result and not _body(before, above, repeated):
                last = _lines(result[-1])
                for lines in (last, _body(result[-1], last, repeated)):
                    header = header or _above(result[-1], lines, table, page, same_page=False)
            tables[n] = replace(table, header=header)
        result.append(replace(page, tables=tuple(tables)))
    return result


def with_rows(text: str, tables: Sequence[TableSpan]) -> list[TableSpan]:
    """Tables in order, none of which is only the header of the next one: a page ended below that.

    Where nothing stands between the two they are one table. Where the foot and head of pages do, the header is a line
    of text, as one that is not ruled.
    """
    result: list[TableSpan] = []
    for table in tables:
        lone = result[-1] if result else None
        if lone is not None and table.header and table.header == text[lone.start : lone.end]:
            result.pop()
            if not text[lone.end : table.start].strip():
                table = TableSpan(start=lone.start, end=table.end, header_end=lone.end)
        result.append(table)
    return result


def _lines(page: Page) -> list[_Span]:
    """Lines with words, without page numbers."""
    spans = []
    at = 0
    for line in page.text.split("\n"):
        if line.strip() and (_in_table(page, at) or not _PAGE_NUMBER.fullmatch(line)):
            spans.append((at, at + len(line)))
        at += len(line) + 1
    return spans


def _edges(lines: Sequence[_Span]) -> list[_Span]:
    """The first and the last line of a page."""
    return list(dict.fromkeys((*lines[:1], *lines[-1:])))


def _masked(text: str) -> str:
    return re.sub(r"\d+", "0", "".join(text.split()))


def _body(page: Page, lines: Sequence[_Span], repeated: Counter[str]) -> list[_Span]:
    """Lines without running heads, which other pages begin or end with as well."""
    heads = {
        line
        for line in _edges(lines)
        if not _in_table(page, line[0]) and repeated[_masked(page.text[slice(*line)])] > 1
    }
    return [line for line in lines if line not in heads]


def _in_table(page: Page, at: int) -> bool:
    return any(table.start <= at < table.end for table in page.tables)


def _above(page: Page, lines: Sequence[_Span], table: TableSpan, own: Page, *, same_page: bool) -> str:
    """The header for a table in the last lines above it; empty where they are none.

    Args:
        page: where the lines are.
        own: the page that the table is on; `same_page`: it is that one.
    """
    if not lines:
        return ""
    rows = _rows(own, table)
    held = next((other for other in page.tables if other.start <= lines[-1][0] < other.end), None)
    if held is not None:
        header = held.header or page.text[held.start : held.header_end]
        if header:
            width = header.partition("\n")[0].count(CELL_SEPARATOR) + 1
            goes_on = not same_page and width == len(rows[0])
            return header if goes_on else ""
        lines = [line for line in lines if held.start <= line[0]][-1:] if "\n" not in _text(page, held) else []
    columns = _columns(own, rows)
    block = _block(page, lines)
    while block:
        cells = _matched([piece for line in block for piece in _pieces(page, *line)], columns)
        if cells and _heads(cells, own, rows):
            return CELL_SEPARATOR.join(cells)
        block = block[1:]
    return ""


def _block(page: Page, lines: Sequence[_Span]) -> Sequence[_Span]:
    """The last lines, as far as they stand close together: cells whose words wrap."""
    count, top = 0, 0
    for line in reversed(lines[-_MOST_LINES:]):
        boxes = _boxes(page, *line)
        if not boxes:
            break
        lower = max(box.y1 for box in boxes)
        if count and top - lower > _NEAR * max(box.y1 - box.y0 for box in boxes):
            break
        top = min(top, *(box.y0 for box in boxes)) if count else min(box.y0 for box in boxes)
        count += 1
    return lines[len(lines) - count :]


def _text(page: Page, table: TableSpan) -> str:
    return page.text[table.start : table.end]


def _rows(page: Page, table: TableSpan) -> list[list[_Span]]:
    """The cells of a table's rows."""
    rows = []
    at = table.start
    for line in _text(page, table).split("\n"):
        cells = []
        for cell in line.split(CELL_SEPARATOR):
            cells.append((at, at + len(cell)))
            at += len(cell) + len(CELL_SEPARATOR)
        at += 1 - len(CELL_SEPARATOR)
        rows.append(cells)
    return rows


def _columns(page: Page, rows: Sequence[Sequence[_Span]]) -> list[_Stretch]:
    """Where each column's words stand across the page; empty where that is not known of all."""
    widths = {len(row) for row in rows}
    if len(widths) != 1:
        return []
    columns = [_across(page, [row[n] for row in rows]) for n in range(widths.pop())]
    known = [column for column in columns if column is not None]
    return known if len(known) == len(columns) else []


def _boxes(page: Page, start: int, end: int) -> Sequence[TextBox]:
    """Boxes of a span of the text."""
    first = bisect_left(page.boxes, start, key=lambda box: box.start)
    return page.boxes[first : bisect_left(page.boxes, end, key=lambda box: box.start)]


def _across(page: Page, spans: Sequence[_Span]) -> _Stretch | None:
    boxes = [box for span in spans for box in _boxes(page, *span)]
    return (min(box.x0 for box in boxes), max(box.x1 for box in boxes)) if boxes else None


def _pieces(page: Page, start: int, end: int) -> list[_Piece]:
    """The words of a line that stand together."""
    pieces: list[_Piece] = []
    last: TextBox | None = None
    for box in _boxes(page, start, end):
        text = page.text[box.start : box.end]
        if last is not None and last.end == box.start and _goes_on(last, box):
            before = pieces.pop()
            pieces.append(_Piece(before.text + text, (before.across[0], box.x1)))
        else:
            pieces.append(_Piece(text, (box.x0, box.x1)))
        last = box
    return pieces


def _goes_on(a: TextBox, b: TextBox) -> bool:
    height = min(a.y1 - a.y0, b.y1 - b.y0)
    return abs(b.x0 - a.x1) <= height and 2 * (min(a.y1, b.y1) - max(a.y0, b.y0)) >= height


def _matched(pieces: Sequence[_Piece], columns: Sequence[_Stretch]) -> list[str]:
    """What stands over each column; empty where something stands over none or nothing over one."""
    edges = [0, *((a[1] + b[0]) // 2 for a, b in pairwise(columns)), 1 << 30]
    cells = [""] * len(columns)
    for piece in pieces:
        left, right = piece.across
        shares = [min(right, b) - max(left, a) for a, b in pairwise(edges)]
        best = max(range(len(columns)), key=shares.__getitem__, default=0)
        if not columns or shares[best] < _MIN_OVER * (right - left):
            return []
        cells[best] += piece.text
    return cells if all(cells) else []


def _heads(cells: Sequence[str], page: Page, rows: Sequence[Sequence[_Span]]) -> bool:
    """Whether words look like the header of a table's rows."""
    table = [_row(cells), *(_row([page.text[a:b] for a, b in row]) for row in rows)]
    return header_rows(table) == 1


def _row(cells: Sequence[str]) -> Row:
    row = Row(is_header=False)
    for column, text in enumerate(cells):
        row.add(text, column=column, width=1, continues=False, is_bold=False)
    return row
