"""Tables on pages that are pictures: what recognition read, set as rows where it stands in columns.

A picture has no lines that could be asked for; its tables are those of `_pdf_alignment`, ruled or not. Decision 0019
says why no model of table structure is used.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from docs_store.types import TextBox
from ingest.readers._ocr_page import OcrPage
from ingest.readers._pdf_boxes import Letters, boxes_of, letters_of
from ingest.readers._pdf_tables import set_rows
from ingest.readers._pdfium import Box
from ingest.readers.base import TableSpan

_WORD_GAP = 0.3  # widths of a Chinese character: recognition puts words that stand together into one box


def laid_out(
    page: OcrPage, start: int, number: int, rulings: Sequence[Box] = ()
) -> tuple[str, list[TextBox], list[TableSpan]]:
    """The page's text, its boxes in the picture as it was given, and where its tables stand.

    Args:
        start: where the text will stand in the file's.
        number: of the page, 1-based.
        rulings: lines that the page is known to draw, in ten-thousandths of it.
    """
    text, boxes = page.level_layout(number)
    letters = _parted(letters_of(text, boxes))
    letters, tables = set_rows(letters, list(boxes_of(letters, number)), () if page.turn else rulings, _WORD_GAP)
    if tables:
        text, boxes = "".join(char for char, _ in letters), list(boxes_of(letters, number))
    tables = [
        replace(table, start=table.start + start, end=table.end + start, header_end=table.header_end + start)
        for table in tables
    ]
    return text, page.in_picture(boxes, text, start), tables


def _parted(letters: Letters) -> Letters:
    """Letters with no place for a space that recognition saw: it may part columns. In Latin words it says nothing."""
    text = "".join(char for char, _ in letters)
    return [
        (char, None if char == " " and not (text[i - 1 : i] + text[i + 1 : i + 2]).isascii() else box)
        for i, (char, box) in enumerate(letters)
    ]
