"""The text that a reader writes: lines, and where its headings and tables stand in it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from docs_store.types import PageReading, PageSpan, TextBox
from ingest.readers._tables import Row, header_rows, is_caption, joined_header, repeat_merged, widen_groups
from ingest.readers.base import HeadingHint, RawText, TableSpan

_LINE_BREAKS = re.compile(r"[\t\r\n\v\f\u2028\u2029]+")
CELL_SEPARATOR = " | "


def one_line(text: str) -> str:
    """A cell's text without line breaks, and without the sign that parts cells."""
    return " ".join(_LINE_BREAKS.sub(" ", text).replace("|", "\uff5c").split(" ")).strip()


class TextWriter:
    """Appends to a text, counting offsets. Every line ends with `\\n`."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._headings: list[HeadingHint] = []
        self._tables: list[TableSpan] = []
        self._pages: list[PageSpan] = []
        self._boxes: list[TextBox] = []
        self._page_start = 0
        self.length = 0

    def line(self, text: str) -> tuple[int, int]:
        """Append a line; its span without the line's end."""
        start = self.length
        self._lines.append(text + "\n")
        self.length += len(text) + 1
        return start, start + len(text)

    def heading(self, text: str, level: int) -> None:
        """Append a line that the file marks as a heading; level 0 is the title."""
        start, end = self.line(text)
        self._headings.append(HeadingHint(start=start, end=end, level=level))

    def characters_since(self, start: int) -> int:
        """Characters of the lines from an offset on, at which a line starts; white space is not counted."""
        count, at = 0, self.length
        for line in reversed(self._lines):
            if at <= start:
                break
            at -= len(line)
            count += len("".join(line.split()))
        return count

    def include(self, raw: RawText) -> None:
        """Append what another reader read, with its headings and tables; pages and boxes are left behind."""
        shift = self.length
        if raw.text:
            self.line(raw.text.removesuffix("\n"))
        self._headings += [
            HeadingHint(start=one.start + shift, end=one.end + shift, level=one.level) for one in raw.headings
        ]
        self._tables += [
            TableSpan(start=one.start + shift, end=one.end + shift, header_end=one.header_end + shift)
            for one in raw.tables
        ]

    def end_page(self, number: int | None = None) -> None:
        """What was written since the last page's end is the next page, or that of a 1-based number."""
        number = len(self._pages) + 1 if number is None else number
        self._pages.append(PageSpan(number=number, start=self._page_start, end=self.length))
        self._page_start = self.length

    def box(self, box: TextBox) -> None:
        """Note where a run of what was written stands on its page."""
        if box.start < box.end:
            self._boxes.append(box)

    def table(self, table: TableSpan) -> None:
        """Note that some of the lines that were written are a table."""
        self._tables.append(table)

    def rows(self, rows: Sequence[Row]) -> None:
        """Append a table, each row with the cells that the file has for it."""
        repeat_merged(rows)
        kept = [row for row in rows if any(cell.text for cell in row.cells)]
        heads = header_rows(kept) if kept else 0
        self._table([CELL_SEPARATOR.join(cell.text for cell in row.cells) for row in kept], heads)

    def grid(self, rows: Sequence[Row], *, expect_header: bool = False) -> None:
        """Append a table with merged cells filled and its header in one row, so that each row has a cell per column.

        Rows of one text above the header are its title, those below the last row its notes: both are written as lines,
        and so are a table of one column, and a caption where a header is expected.

        Args:
            rows: rows with their cells on the grid.
            expect_header: as for `header_rows`.
        """
        repeat_merged(rows)
        kept = [row for row in rows if any(cell.text for cell in row.cells)]
        first, last = 0, len(kept)
        while first < last and (
            _single(kept[first]) or (expect_header and first + 1 < last and is_caption(kept[first], kept[first + 1]))
        ):
            first += 1
        while last > first and _single(kept[last - 1]):
            last -= 1
        for row in kept[:first]:
            self.line(_single(row) or "  ".join(cell.text for cell in row.cells))
        self._filled(kept[first:last], expect_header)
        for row in kept[last:]:
            self.line(_single(row))

    def _filled(self, rows: Sequence[Row], expect_header: bool) -> None:
        if expect_header:
            widen_groups(rows)
        heads = header_rows(rows, expected=expect_header) if rows else 0
        columns = sorted({column for row in rows for cell in row.cells if cell.text for column in cell.columns})
        cells = [[row.filled().get(column, "") for column in columns] for row in rows]
        if heads > 1:
            cells[:heads], heads = [joined_header(cells[:heads])], 1
            rows = rows[len(rows) - len(cells) :]
        self._table([_single(row) or CELL_SEPARATOR.join(line) for row, line in zip(rows, cells, strict=True)], heads)

    def _table(self, lines: Sequence[str], heads: int) -> None:
        if not lines:
            return
        spans = [self.line(line) for line in lines]
        header_end = spans[heads - 1][1] if heads else spans[0][0]
        self._tables.append(TableSpan(start=spans[0][0], end=spans[-1][1], header_end=header_end))

    def raw(self, reader: str, warnings: Sequence[str] = (), readings: Sequence[PageReading] = ()) -> RawText:
        """All that was written."""
        return RawText(
            text="".join(self._lines),
            reader=reader,
            pages=tuple(self._pages),
            headings=tuple(self._headings),
            tables=tuple(self._tables),
            warnings=tuple(warnings),
            readings=tuple(readings),
            boxes=tuple(self._boxes),
        )


def _single(row: Row) -> str:
    """The one text of a row that says nothing else; empty for other rows."""
    texts = {cell.text for cell in row.cells if cell.text}
    return next(iter(texts)) if len(texts) == 1 else ""
