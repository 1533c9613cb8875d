"""Blocks of a page's tree (lxml) to lines, its tables to rows, whatever the tree was read for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ingest.readers._html_article import BLOCKS, squeezed, words_of
from ingest.readers._tables import Row
from ingest.readers._writer import TextWriter

MAX_COLUMNS = 200
_SPACES = re.compile(r"[ \t\r\n\f\u200b\ufeff]+")
_HEADINGS = {f"h{level}": level for level in range(1, 7)}


class Blocks:
    """Writes blocks.

    Args:
        out: what they are appended to.
        expect_header: whether tables open with a header as a rule, whatever their cells look like.
        title: it stands there already: it is not written as the first line, nor as a heading below buttons.

    Attributes:
        has_text: whether anything was written.
        beyond: how many cells with words stood beyond the columns that are read.
    """

    def __init__(self, out: TextWriter, title: str = "", *, expect_header: bool = False) -> None:
        self.out = out
        self._expect_header = expect_header
        self.title = squeezed(title)
        self.has_text = False
        self.beyond = 0

    def block(self, block: Any) -> None:
        """A block's own text line by line, and the blocks inside it, in order."""
        parts: list[str] = [block.text or ""]
        self._inline(block, parts)
        self._flush(block, parts)

    def _inline(self, element: Any, parts: list[str]) -> None:
        for child in element:
            if not isinstance(child.tag, str):
                pass
            elif child.tag == "table":
                self._flush(element, parts)
                self.table(child)
            elif child.tag in BLOCKS:
                self._flush(element, parts)
                self.block(child)
            else:
                parts.append(child.text or "")
                self._inline(child, parts)
            parts.append(child.tail or "")

    def _flush(self, block: Any, parts: list[str]) -> None:
        words = _SPACES.sub(" ", "".join(parts)).strip(" \xa0")
        parts.clear()
        if not words:
            return
        level = next((_HEADINGS[at.tag] for at in (block, *block.iterancestors()) if at.tag in _HEADINGS), None)
        if squeezed(words) == self.title and (level is not None or not self.has_text):
            return  # the title again
        self.has_text = True
        if level is None or len(words) > 100:
            self.out.line(words)
        else:
            self.out.heading(words, level)

    def table(self, table: Any) -> None:
        """A table's rows. One that only places things on the page is read as what is in its cells."""
        rows = [element for element in table.iter("tr") if _table_of(element) is table]
        cells = [[cell for cell in row if cell.tag in ("td", "th")] for row in rows]
        nested = any(True for inner in table.iter("table") if inner is not table)
        if nested or all(len(row) <= 1 for row in cells):  # it places things on the page
            for row in cells:
                for cell in row:
                    self.block(cell)
            return
        caption = table.find("caption")
        if caption is not None and (words := words_of(caption)):
            self.out.line(words)
        self.out.grid(list(self._rows(cells)), expect_header=self._expect_header)
        self.has_text = True

    def _rows(self, cells: list[list[Any]]) -> Iterator[Row]:
        """Rows on the table's grid. A cell over several rows is a cell that each later row continues."""
        open_down: dict[int, tuple[int, int]] = {}  # column → rows still to come, width
        for row in cells:
            found = Row(is_header=bool(row) and all(cell.tag == "th" for cell in row))
            column = 0
            still_open: dict[int, tuple[int, int]] = {}
            waiting = list(row)
            while waiting or any(at >= column for at in open_down):
                if column in open_down:
                    left, width = open_down.pop(column)
                    found.add("", column=column, width=width, continues=True, is_bold=False)
                    if left > 1:
                        still_open[column] = (left - 1, width)
                elif waiting:
                    cell = waiting.pop(0)
                    width = _span(cell, "colspan", MAX_COLUMNS)
                    bold = cell.tag == "th" or cell.find(".//b") is not None or cell.find(".//strong") is not None
                    found.add(words_of(cell), column=column, width=width, continues=False, is_bold=bold)
                    if (down := _span(cell, "rowspan", len(cells))) > 1:
                        still_open[column] = (down - 1, width)
                else:
                    column = min(at for at in open_down if at >= column)
                    continue
                column += width
                if column >= MAX_COLUMNS:
                    self.beyond += sum(bool(words_of(cell)) for cell in waiting)
                    break
            open_down = still_open
            yield found


def _span(cell: Any, name: str, most: int) -> int:
    try:
        return min(max(1, int(cell.get(name) or 1)), max(1, most))
    except ValueError:
        return 1


def _table_of(row: Any) -> Any:
    return next(row.iterancestors("table"), None)
