"""Tables of a PDF page, set as rows with their cells.

A PDF knows no tables; it draws lines and letters. Where lines make a grid of cells (`_pdf_grid`), or words stand in
columns under a header (`_pdf_alignment`), the letters in each cell are put together and the rows written as every
reader writes them. Forms and pages that are set in boxes, whose cells hold paragraphs, stay running text.
"""

from __future__ import annotations

from collections.abc import Sequence

from docs_store.types import TextBox
from ingest.readers._pdf_alignment import WORD_GAP, aligned
from ingest.readers._pdf_boxes import Letters
from ingest.readers._pdf_cells import fill, rows_of, written
from ingest.readers._pdf_grid import ruled
from ingest.readers._pdfium import Box
from ingest.readers._tables import Row, header_rows, repeat_merged, title_rows
from ingest.readers.base import TableSpan

_LONGEST_CELL = 300  # characters; longer ones are paragraphs in a box
_WIDE_ROWS = 0.6  # share of rows of three cells and more


def set_rows(
    letters: Letters, runs: Sequence[TextBox], rulings: Sequence[Box], word_gap: float = WORD_GAP
) -> tuple[Letters, list[TableSpan]]:
    """A page's letters with those of each table set as rows, and where the tables then stand.

    Args:
        letters: the page's text.
        runs: its boxes (`boxes_of`).
        rulings: areas of what the page draws apart from letters and pictures, in the unit of the letters' boxes.
        word_gap: as for `aligned`.
    """
    tables: dict[int, tuple[Letters, int, int]] = {}  # by the table's first letter
    taken: set[int] = set()
    for cells in ruled(rulings):
        fill(cells, letters)
        inside = {i for cell in cells for i in cell.letters}
        rows = rows_of(cells, letters)
        repeat_merged(rows)
        if inside and not inside & taken and _is_table(rows):
            taken |= inside
            titles = title_rows(rows)
            tables[min(inside)] = written(cells, letters, titles, header_rows(rows[titles:]))
    for cells, heads in aligned(letters, [run for run in runs if run.start not in taken], word_gap):
        inside = {i for cell in cells for i in cell.letters}
        taken |= inside
        tables[min(inside)] = written(cells, letters, 0, heads)
    return _replaced(letters, tables, taken) if tables else (letters, [])


def _replaced(
    letters: Letters, tables: dict[int, tuple[Letters, int, int]], taken: set[int]
) -> tuple[Letters, list[TableSpan]]:
    result: Letters = []
    spans: list[TableSpan] = []
    after_table = False
    for i, letter in enumerate(letters):
        if i in tables:
            rows, start, header = tables[i]
            if result and result[-1][0] != "\n":
                result.append(("\n", None))
            at = len(result)
            spans.append(TableSpan(start=at + start, end=at + len(rows), header_end=at + header))
            result += [*rows, ("\n", None)]
            after_table = True
        elif i not in taken and not (after_table and letter[0].isspace()):
            result.append(letter)
            after_table = False
    return result, spans


def _is_table(rows: Sequence[Row]) -> bool:
    """Whether cells hold facts, not paragraphs set in boxes."""
    texts = [cell.text for row in rows for cell in row.cells]
    if not any(texts) or max(map(len, texts)) > _LONGEST_CELL:
        return False
    if len(rows) < 2:  # one that a page's end parts from the others, if all of it is there
        return len(texts) >= 3 and all(texts)
    wide = sum(len(row.cells) >= 3 for row in rows)
    # Two columns are mostly a form, each row a label and its value; a header makes them a table.
    headed = all(len(row.cells) == 2 for row in rows) and header_rows(rows) > 0
    return wide >= _WIDE_ROWS * len(rows) or headed
