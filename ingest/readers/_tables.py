"""What is worked out about a table once its cells are text: merged cells, and which rows are its header."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

_HEADER_WORDS = re.compile("序号|编号|项目|指标|名称|类别|类型|单位|地区|年份|年度|时间|内容|部门|事项")
_AMOUNT = re.compile(r"[-+≥≤<>约]?\s*[\d０-９][\d０-９,，.．]*\s*[%％\w]{0,4}")
_PERIOD = re.compile(r"(?:19|20)\d{2}\s*年?(?:\d{1,2}(?:-\d{1,2})?月)?|\d{1,2}(?:-\d{1,2})?月|[一二三四1-4]季度")
_FIELD = re.compile(r"[^：:]{1,12}[：:].{0,60}|(?:19|20)\d{2}\s?[年./-].{0,12}", re.DOTALL)
_LONGEST_HEADER = 20
_LONGEST_EXPECTED = 40
_MOST_HEADER_ROWS = 4


@dataclass(slots=True)
class Cell:
    """One cell. `column` and `width` count grid columns; `continues`: it carries on the merged cell above it."""

    text: str
    column: int
    width: int
    continues: bool
    is_bold: bool

    @property
    def columns(self) -> range:
        """Grid columns that it covers."""
        return range(self.column, self.column + self.width)


@dataclass(slots=True)
class Row:
    """One row. `is_header`: the file marks it as a header row."""

    is_header: bool
    cells: list[Cell] = field(default_factory=list)

    def add(self, text: str, *, column: int, width: int, continues: bool, is_bold: bool) -> None:
        self.cells.append(Cell(text, column, width, continues, is_bold))

    def filled(self) -> dict[int, str]:
        """Text by grid column, a cell across several columns in each of them."""
        return {column: cell.text for cell in self.cells for column in cell.columns}


def beyond(cells: int, most: int) -> list[str]:
    """The warning about so many cells with words beyond the `most` columns that are read; none where there are none."""
    warnings = [f"{cells} cells beyond column {most} are left out."] if cells else []
    return warnings  # noqa: RET504  by this name a test finds what is said of files


def repeat_merged(rows: Sequence[Row]) -> None:
    """Give cells that continue a vertically merged cell its text, so that each row stands by itself."""
    above: dict[int, str] = {}
    for row in rows:
        for cell in row.cells:
            if cell.continues:
                cell.text = above.get(cell.column, "")
        above = {cell.column: cell.text for cell in row.cells}


def header_rows(rows: Sequence[Row], *, expected: bool = False) -> int:
    """Number of rows at the top that are the header: those the file marks, else what looks like one, else 0.

    Args:
        rows: rows with merged cells repeated.
        expected: whether tables of this format open with a header as a rule, as in spreadsheets; then a first row of
            different short words is one.
    """
    marked = 0
    while marked < len(rows) and rows[marked].is_header:
        marked += 1
    if marked:
        return marked if marked < len(rows) else 0
    first = 1 if len(rows[0].cells) == 1 else 0  # a title across the whole table
    if first + 1 >= len(rows) or not _looks_like_header(rows[first], rows[first + 1 :], expected):
        return 0
    last = first
    for below in rows[first + 1 : min(len(rows) - 1, first + _MOST_HEADER_ROWS)]:
        if not _continues(rows[first], rows[last], below):
            break
        last += 1
    return last + 1


def is_caption(row: Row, below: Row) -> bool:
    """Whether a row above a table's header says what holds for all of it: `填报单位：… | 2024年6月 | 单位：万元`."""
    texts = [cell.text for cell in row.cells]
    return any("：" in text or ":" in text for text in texts) and (
        all(_FIELD.fullmatch(text) for text in texts) and len(below.cells) > max(2, len(texts))
    )


def title_rows(rows: Sequence[Row]) -> int:
    """How many rows at the top stand above a table's header: its title, its units, who filled it in.

    Where no header follows there are none: a table that goes on from the page before may open with the name of a group.
    """
    first = 0
    while first + 2 < len(rows) and (len(rows[first].cells) == 1 or is_caption(rows[first], rows[first + 1])):
        first += 1
    return first if header_rows(rows[first:]) else 0


def widen_groups(rows: Sequence[Row]) -> None:
    """Give a header cell the empty columns right of it that the row below parts, as if it were merged over them.

    For sheets where `2023年` stands over `产值` and `增速` without being merged. What the row below has is not data:
    short words under empty cells of the header, and nothing in the first column, where the next row has a cell.
    """
    if len(rows) < 3 or any(cell.continues for cell in rows[1].cells):
        return
    header, parts, data = rows[0], rows[1].filled(), rows[2].filled()
    names = header.filled()
    first = min(names)
    empty = [column for column in parts if column not in names]
    if not empty or first in parts or first not in data or min(parts) < first:
        return
    if not all(0 < len(text) <= _LONGEST_HEADER and not is_amount(text) for text in parts.values()):
        return
    starts = [cell.column for cell in header.cells]
    for cell, end in zip(header.cells, [*starts[1:], max(parts) + 1], strict=True):
        if cell.column in parts and any(cell.column < column < end for column in empty):
            cell.width = max(column for column in parts if column < end) - cell.column + 1


def joined_header(rows: Sequence[Sequence[str]]) -> list[str]:
    """One header row of several: each column's words from the top, without what is said twice (`2023年 产值`)."""
    return [" ".join(dict.fromkeys(text for text in column if text)) for column in zip(*rows, strict=True)]


def _looks_like_header(row: Row, below: Sequence[Row], expected: bool) -> bool:
    """Several short, different, wordy cells, and a sign: bold, a usual header word, or numbers below the words."""
    texts = [cell.text for cell in row.cells]
    if len(texts) < 2 or len(set(texts)) < len(texts):
        return False
    if not all(0 < len(text) <= (_LONGEST_EXPECTED if expected else _LONGEST_HEADER) for text in texts):
        return False
    if any("。" in text or is_amount(text) for text in texts):
        return False
    if expected and 2 * _named_columns(row, below[0]) > max(len(other.cells) for other in below):
        return True
    if all(cell.is_bold for cell in row.cells) and not all(cell.is_bold for cell in below[-1].cells):
        return True
    columns = {cell.column for cell in row.cells}
    under = [cell for other in below for cell in other.cells if cell.column in columns]
    numeric = any(_AMOUNT.fullmatch(cell.text) for cell in under)
    # In a form (企业名称 | 某公司) every first cell is a label, so one header word alone proves nothing there.
    words = sum(1 for text in texts if _HEADER_WORDS.search(text))
    return words >= 2 or texts[0] in ("序号", "编号") or (numeric and (len(texts) > 2 or words > 0))


def _named_columns(row: Row, below: Row) -> int:
    """How many columns a row names. A cell merged across names all of its own beside one that is merged downwards."""
    columns = {cell.column for cell in row.cells}
    if any(cell.continues and cell.column in columns for cell in below.cells):
        return sum(cell.width for cell in row.cells)
    return len(row.cells)


def _continues(header: Row, above: Row, row: Row) -> bool:
    """Whether a row goes on with the header: under a cell merged downwards from it, or parting cells merged across.

    Only cells of the row right above are parted: what stands below their parts is data, though it may be words.
    """
    columns = {cell.column for cell in header.cells}
    if any(cell.continues and cell.column in columns for cell in row.cells):
        return True
    wide = [cell for cell in above.cells if cell.width > 1]
    parts = [cell for cell in row.cells if any(cell.column in over.columns for over in wide)]
    return len(parts) > len(wide) > 0 and all(
        0 < len(cell.text) <= _LONGEST_HEADER and not is_amount(cell.text) for cell in parts
    )


def is_amount(text: str) -> bool:
    """Whether a cell is a number, and no year or month that heads a column."""
    return _AMOUNT.fullmatch(text) is not None and not _PERIOD.fullmatch(text)
