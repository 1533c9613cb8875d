"""PDF through pypdf, page by page; what a page does not say of itself is read from its picture.

Text is taken in the order in which the file draws it (pypdf's plain mode). Layout mode was weighed on a 331-page policy
guide whose pages are two-column tables (2026-11, pypdf 7.1): it sets the row labels, which stand vertically centred,
into the middle of the sentences beside them; plain mode gives the label and then the whole cell. Lines stay broken as
they are on the page, and running heads and page numbers stay in: cleaning comes later.

A page whose text is missing or rubbish is found by measuring it (`_page_faults`). PDFium, which knows more fonts, is
asked for its text first; if that is no better, the page is drawn and read by text recognition. PDFium also tells where
the characters stand. Where it cannot open a file that pypdf reads, there are no boxes and no pictures.
"""

from __future__ import annotations

import logging
import re
import threading
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pypdf import PasswordType, PdfReader
from pypdf.errors import DependencyError, FileNotDecryptedError, LimitReachedError
from pypdfium2 import PdfiumError

from docs_store.errors import UnreadableFileError
from docs_store.types import PageFault, PageReading, PageSpan, ReadBy, TextBox
from ingest.readers import _pdfium, ocr
from ingest.readers._page_faults import fault_of, readable_share
from ingest.readers._pdf_boxes import boxes_of, placed
from ingest.readers._pdf_tables import set_rows
from ingest.readers._pictures import OBSCURED, doubt
from ingest.readers.base import RawText, TableSpan, no_access, page_done
from ingest.readers.text import storable

MAX_PAGES = 5_000
_BYTES = re.compile(r"(?:^| )(?:starting with )?b['\"].*")  # how pypdf shows them
_REMOVE_PASSWORD = "Remove the password and ingest the file again."
_MIN_CONFIDENCE = 0.85  # of text recognition; a clean scan has 0.99
_PAGES_PER_CALL = 25  # pages with text, between two requests for more time

# pypdf reads on over most faults and only logs them. Its log goes into the result's warnings and nowhere else. This is
# set once, not around each call: two threads restoring each other's settings would leave them anywhere.
_PYPDF_LOG = logging.getLogger("pypdf")
_PYPDF_LOG.addHandler(logging.NullHandler())
_PYPDF_LOG.propagate = False


class _Faults(logging.Handler):
    """Counts what pypdf logs in this thread while it is used as a context, and keeps the latest message."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.count = 0
        self.latest = ""
        self._own_thread = threading.get_ident()

    def emit(self, record: logging.LogRecord) -> None:
        if record.thread == self._own_thread:
            self.count += 1
            self.latest = _words(record.getMessage())

    def __enter__(self) -> _Faults:
        _PYPDF_LOG.addHandler(self)
        return self

    def __exit__(self, *exc_info: object) -> None:
        _PYPDF_LOG.removeHandler(self)


def read_pdf(path: Path) -> RawText:
    """Read a PDF with a span per page; each span includes the `\n` that joins it to the next page.

    Raises:
        UnreadableFileError: `encrypted`, `damaged`, `too_large`, `no_text`.
    """
    try:
        with path.open("rb") as file, _Faults() as log:
            reader = PdfReader(file, strict=False)
            _unlock(reader, path)
            count = _count_pages(reader, path)
            warnings = [f"The file has faults, and pages may be missing ({log.latest})."] if log.count else []
            with _shown(path, count) as shown:
                pages = list(_read_pages(reader, count, shown, log))
    except UnreadableFileError:
        raise
    except FileNotDecryptedError as error:
        raise _locked(path) from error
    except (MemoryError, LimitReachedError) as error:
        raise UnreadableFileError(
            f"{path.name} needs more memory than is allowed: {_words(error)}.", remedy="Split it.", code="too_large"
        ) from error
    except Exception as error:  # pypdf says of itself that broken files may raise any exception
        if isinstance(error, OSError) and error.filename:  # from opening; seeking to a wrong offset names no file
            raise no_access(path, error) from error
        if _lacks_aes(error):
            raise UnreadableFileError(
                f"{path.name} is encrypted with AES, and the Python package that decrypts it is not installed.",
                remedy=f"Run `pip install cryptography`; if the file asks for a password: {_REMOVE_PASSWORD}",
                code="encrypted",
            ) from error
        raise _damaged(path, _words(error)) from error
    if not any(page.text.strip() for page in pages):
        raise _without_text(path, pages)
    return _join(pages, [*warnings, *_warnings(pages)])


@dataclass(frozen=True, slots=True)
class _Page:
    """One page as it was read. Offsets count from the start of its `text`; `trouble` is what pypdf said of it."""

    text: str
    reading: PageReading
    boxes: tuple[TextBox, ...] = ()
    tables: tuple[TableSpan, ...] = ()
    trouble: str = ""


def _unlock(reader: PdfReader, path: Path) -> None:
    """Open a file that is encrypted with an empty password, as many official PDFs are that merely forbid editing."""
    if reader.is_encrypted and reader.decrypt("") == PasswordType.NOT_DECRYPTED:
        raise _locked(path)


@contextmanager
def _shown(path: Path, count: int) -> Iterator[Any]:
    """The file as PDFium shows it; `None` where PDFium cannot open it or sees other pages than pypdf."""
    try:
        with _pdfium.opened(path) as document:
            yield document if len(document) == count else None
    except PdfiumError:
        yield None


def _read_pages(reader: PdfReader, count: int, shown: Any, log: _Faults) -> Iterator[_Page]:
    for number in range(1, count + 1):
        text, trouble, broken, known = "", "", False, log.count
        try:
            text = storable(reader.pages[number - 1].extract_text())
            trouble = log.latest if log.count > known else ""
        except Exception as error:  # see `read_pdf`
            if isinstance(error, MemoryError) or _lacks_aes(error):
                raise
            trouble, broken = _words(error), True
        yield _read_page(number, text, trouble, broken, shown)
        if number % _PAGES_PER_CALL == 0:
            page_done()


def _read_page(number: int, text: str, trouble: str, broken: bool, shown: Any) -> _Page:
    """A page from its text, and where that is not what the page shows, from its picture."""
    fault = PageFault.UNREADABLE if broken else None
    try:
        if shown is None:
            return _by_text(number, text, trouble, fault or _guess(text))
        content = _pdfium.content(shown, number - 1)
        fault = fault or fault_of(text, content)
        if fault is not None:
            other = storable(_pdfium.text(shown, number - 1))
            if other.strip() and fault_of(other, content) is None:
                text, fault = other, None
        letters = placed(text, _pdfium.characters(shown, number - 1))
    except PdfiumError as error:
        return _by_text(number, text, trouble or _words(error), fault or _guess(text))
    if fault is not None:
        return _by_picture(_by_text(number, text, trouble, fault, boxes_of(letters, number)), shown)
    letters, tables = set_rows(letters, content.rulings)
    text = "".join(char for char, _ in letters)
    return replace(_by_text(number, text, trouble, fault, boxes_of(letters, number)), tables=tuple(tables))


def _guess(text: str) -> PageFault | None:
    """What is wrong with a page's text, where nothing is known of what it draws."""
    return fault_of(text, _pdfium.PageContent(picture_share=0.0, paths=0, objects=1))


def _by_text(number: int, text: str, trouble: str, fault: PageFault | None, boxes: Iterable[TextBox] = ()) -> _Page:
    reading = PageReading(
        number=number,
        characters=_count(text),
        by=ReadBy.TEXT if text.strip() else ReadBy.NOTHING,
        confidence=round(readable_share(text), 4),
        fault=fault,
    )
    return _Page(text=text, reading=reading, boxes=tuple(boxes), trouble=trouble)


def _by_picture(page: _Page, shown: Any) -> _Page:
    """A suspect page read by text recognition; the page as it is where that is not to be had or finds no more."""
    number = page.reading.number
    if not ocr.available():
        return page
    try:
        picture = _pdfium.render(shown, number - 1, longer_side=ocr.WORK_SIDE)
        seen = ocr.recognize(picture, f"Page {number}")
    except (PdfiumError, UnreadableFileError) as error:
        return replace(page, trouble=page.trouble or _words(error))
    finally:
        page_done()
    text, boxes = seen.layout(0, number)
    if _same_letters(text, page.text):
        return replace(page, reading=replace(page.reading, fault=None))
    if not text and page.reading.fault is not PageFault.NO_TEXT:
        return page
    reading = PageReading(
        number=number,
        characters=_count(text),
        by=ReadBy.OCR,
        confidence=round(seen.confidence, 4),
        fault=doubt(seen, _MIN_CONFIDENCE),
    )
    return _Page(text=text, reading=reading, boxes=tuple(boxes), trouble=page.trouble)


def _same_letters(seen: str, told: str) -> bool:
    """Whether a page says of itself what its picture shows, so that its own text, which is exact, is the better one."""
    a, b = Counter("".join(seen.split())), Counter("".join(told.split()))
    return bool(a) and (a & b).total() >= 0.85 * a.total()


def _count(text: str) -> int:
    return len("".join(text.split()))


def _count_pages(reader: PdfReader, path: Path) -> int:
    count = len(reader.pages)
    if count > MAX_PAGES:
        raise UnreadableFileError(
            f"{path.name} has {count} pages; files over {MAX_PAGES} pages are not read.",
            remedy="Split it into one file per document.",
            code="too_large",
        )
    if count == 0:
        raise _damaged(path, "it has no pages")
    return count


def _without_text(path: Path, pages: Sequence[_Page]) -> UnreadableFileError:
    for page in pages:
        if page.reading.fault is PageFault.UNREADABLE:
            return _damaged(path, page.trouble, page=page.reading.number)
    blank = all(page.reading.fault is None for page in pages)
    lacking = "" if blank or ocr.available() else ": it is probably a scan, and text recognition is not installed"
    return UnreadableFileError(
        f"{path.name} has {len(pages)} pages and no text on any{lacking}.",
        remedy=ocr.INSTALL if lacking else "Check that it is the right file.",
        code="no_text",
    )


def _warnings(pages: Sequence[_Page]) -> Iterator[str]:
    """Sentences for the report, one for each kind of trouble, naming the pages."""
    missing = "" if ocr.available() else f" Text recognition is not installed. {ocr.INSTALL}"
    for fault, words, more in (
        (PageFault.UNREADABLE, "Pages that cannot be read and are left out", ""),
        (PageFault.NO_TEXT, "Pages without text, probably scanned", missing),
        (PageFault.RUBBISH, "Pages whose text is rubbish: their fonts do not say which characters they show", missing),
        (PageFault.PICTURE, "Pages of which only a line or two are text and the rest is a picture", missing),
        (PageFault.UNSURE, "Pages read by text recognition with little confidence", ""),
        (PageFault.OBSCURED, OBSCURED, ""),
    ):
        numbers = [page.reading.number for page in pages if page.reading.fault is fault]
        if numbers:
            trouble = next((page.trouble for page in pages if page.reading.fault is fault and page.trouble), "")
            yield f"{words}: {_ranges(numbers)}{f' ({trouble})' if trouble else ''}.{more}"
    faulty = [page for page in pages if page.trouble and page.reading.fault is None]
    if faulty:
        numbers = [page.reading.number for page in faulty]
        yield f"Pages with faults, whose text may be incomplete: {_ranges(numbers)} ({faulty[0].trouble})."


def _join(pages: Sequence[_Page], warnings: Sequence[str]) -> RawText:
    spans: list[PageSpan] = []
    boxes: list[TextBox] = []
    tables: list[TableSpan] = []
    at = 0
    for number, page in enumerate(pages, start=1):
        end = at + len(page.text) + (number < len(pages))
        spans.append(PageSpan(number=number, start=at, end=end))
        boxes += [replace(box, start=box.start + at, end=box.end + at) for box in page.boxes]
        tables += [
            TableSpan(start=table.start + at, end=table.end + at, header_end=table.header_end + at)
            for table in page.tables
        ]
        at = end
    return RawText(
        text="\n".join(page.text for page in pages),
        reader="pdf",
        pages=tuple(spans),
        tables=tuple(tables),
        warnings=tuple(warnings),
        readings=tuple(page.reading for page in pages),
        boxes=tuple(boxes),
    )


def _ranges(numbers: Sequence[int]) -> str:
    """`[1, 2, 3, 7]` as `1-3, 7`."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in runs)


def _lacks_aes(error: Exception) -> bool:
    """Whether pypdf lacks the package that decrypts AES (RC4 it does by itself)."""
    return isinstance(error, DependencyError) and "AES" in str(error)


def _locked(path: Path) -> UnreadableFileError:
    return UnreadableFileError(f"{path.name} is protected by a password.", remedy=_REMOVE_PASSWORD, code="encrypted")


def _damaged(path: Path, words: str, page: int | None = None) -> UnreadableFileError:
    where = f" on page {page}" if page else ""
    return UnreadableFileError(
        f"{path.name} is damaged{where}: {words}.",
        remedy="Download it again, or open it in a PDF viewer and print it to a new PDF.",
        code="damaged",
        page=page,
    )


def _words(told: Exception | str) -> str:
    """An error's own words, or a message, on one short line, without the bytes that pypdf shows of the file.

    The error's type if it has no words.
    """
    words = _BYTES.sub("", " ".join(str(told).split()))[:200]
    return (words or type(told).__name__).rstrip(".")
