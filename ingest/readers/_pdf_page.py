"""One page of a PDF: its own text where that says what the page shows, and what recognition reads where not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from docs_store.errors import UnreadableFileError
from docs_store.types import PageFault, PageReading, ReadBy, TextBox
from ingest.readers import _pdfium, ocr
from ingest.readers._ocr_tables import laid_out
from ingest.readers._page_faults import fault_of, names_glyphs, readable_share
from ingest.readers._pdf_boxes import Letters, boxes_of, placed
from ingest.readers._pdf_layers import filled_in, same_letters, same_words
from ingest.readers._pdf_spacing import close_up
from ingest.readers._pdf_tables import set_rows
from ingest.readers._pdf_vertical import set_columns
from ingest.readers._pictures import doubt
from ingest.readers.base import TableSpan, page_done
from ingest.readers.text import storable

_BYTES = re.compile(r"(?:^| )(?:starting with )?b['\"].*")  # how pypdf shows them
_MIN_CONFIDENCE = 0.85  # of text recognition; a clean scan has 0.99


@dataclass(frozen=True, slots=True)
class Page:
    """One page as it was read. Offsets count from the start of its `text`; `trouble` is what pypdf said of it."""

    text: str
    reading: PageReading
    boxes: tuple[TextBox, ...] = ()
    tables: tuple[TableSpan, ...] = ()
    trouble: str = ""


def read_page(number: int, text: str, trouble: str, broken: bool, shown: Any) -> Page:
    """A page from its text, and where that is not what the page shows, from its picture.

    Args:
        number: 1-based.
        text: as pypdf gives it; empty where the page is `broken`.
        trouble: what pypdf said of the page.
        shown: the file as PDFium shows it; `None` where it does not.
    """
    fault = PageFault.UNREADABLE if broken else None
    try:
        if shown is None:
            return _by_text(number, text, trouble, fault or _guess(text))
        content = _pdfium.content(shown, number - 1)
        fault = fault or fault_of(text, content)
        if fault not in (None, PageFault.HIDDEN) and not names_glyphs(text):  # PDFium makes other letters of those
            other = storable(_pdfium.text(shown, number - 1))
            fault_of_other = fault_of(other, content)
            if other.strip() and fault_of_other in (None, PageFault.HIDDEN):
                text, fault = other, fault_of_other
        letters = close_up(set_columns(placed(text, _pdfium.characters(shown, number - 1))))
    except _pdfium.PdfiumError as error:
        return _by_text(number, text, trouble or words_of(error), fault or _guess(text))
    page = _by_text(number, text, trouble, fault)
    if fault is not None:
        boxes = tuple(boxes_of(letters, number))
        page = _by_picture(replace(page, text=_text(letters), boxes=boxes), shown, content.rulings)
        if page.reading.by is not ReadBy.TEXT or page.reading.fault not in (None, PageFault.HIDDEN):
            return page
        letters = [(char, box) for char, (_, box) in zip(page.text, letters, strict=True)]
    return _set(page, letters, content.rulings)


def words_of(told: Exception | str) -> str:
    """An error's own words, or a message, on one short line, without the bytes that pypdf shows of the file.

    The error's type if it has no words.
    """
    words = _BYTES.sub("", " ".join(str(told).split()))[:200]
    return (words or type(told).__name__).rstrip(".")


def _set(page: Page, letters: Letters, rulings: Sequence[_pdfium.Box]) -> Page:
    """The page with its letters, in rows where they are tables, and their boxes."""
    runs = list(boxes_of(letters, page.reading.number))
    rows, tables = set_rows(letters, runs, rulings)
    boxes = boxes_of(rows, page.reading.number) if tables else runs
    return replace(page, text=_text(rows), boxes=tuple(boxes), tables=tuple(tables))


def _text(letters: Letters) -> str:
    return "".join(char for char, _ in letters)


def _guess(text: str) -> PageFault | None:
    """What is wrong with a page's text, where nothing is known of what it draws."""
    return fault_of(text, _pdfium.PageContent(picture_share=0.0, paths=0, objects=1))


def _by_text(number: int, text: str, trouble: str, fault: PageFault | None) -> Page:
    reading = PageReading(
        number=number,
        characters=_count(text),
        by=ReadBy.TEXT if text.strip() else ReadBy.NOTHING,
        confidence=round(readable_share(text), 4),
        fault=fault,
    )
    return Page(text=text, reading=reading, trouble=trouble)


def _by_picture(page: Page, shown: Any, rulings: Sequence[_pdfium.Box]) -> Page:
    """A suspect page read by text recognition; the page as it is where that is not to be had or finds no more.

    Where it draws the lines of tables, their rows are set as those of any page.
    """
    number, fault = page.reading.number, page.reading.fault
    if not ocr.available():
        return page
    try:
        picture = _pdfium.render(shown, number - 1, longer_side=ocr.WORK_SIDE)
        seen = ocr.recognize(picture, f"Page {number}")
    except (_pdfium.PdfiumError, UnreadableFileError) as error:
        return replace(page, trouble=page.trouble or words_of(error))
    finally:
        page_done()
    text, _ = seen.layout(0, number)
    sure = seen.confidence >= _MIN_CONFIDENCE
    if fault is PageFault.HIDDEN:
        if not text or not sure or same_words(text, page.text):
            return page
    elif own := _own(page, text):
        return own
    elif not text and fault is not PageFault.NO_TEXT:
        return page
    else:
        fault = doubt(seen, _MIN_CONFIDENCE)
    text, boxes, tables = laid_out(seen, 0, number, rulings)
    reading = PageReading(
        number=number, characters=_count(text), by=ReadBy.OCR, confidence=round(seen.confidence, 4), fault=fault
    )
    return Page(text=text, reading=reading, boxes=tuple(boxes), tables=tuple(tables), trouble=page.trouble)


def _own(page: Page, seen: str) -> Page | None:
    """The page by its own text, which is exact, if its picture shows the same; what is lost in it is filled in."""
    if not same_letters(seen, page.text):
        return None
    text = filled_in(page.text, seen)
    return None if text is None else replace(page, text=text, reading=replace(page.reading, fault=None))


def _count(text: str) -> int:
    return len("".join(text.split()))
