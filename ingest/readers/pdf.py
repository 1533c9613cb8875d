"""PDF through pypdf, page by page; what a page does not say of itself is read from its picture.

Text is taken in the order in which the file draws it (pypdf's plain mode). Layout mode was weighed on a 331-page policy
guide whose pages are two-column tables (2026-11, pypdf 7.1): it sets the row labels, which stand vertically centred,
into the middle of the sentences beside them; plain mode gives the label and then the whole cell. Lines stay broken as
they are on the page, and running heads and page numbers stay in: cleaning comes later.

A page whose text is missing or rubbish is found by measuring it (`_page_faults`). PDFium, which knows more fonts, is
asked for its text first; if that is no better, the page is drawn and read by text recognition. PDFium also tells where
the characters stand. Where it cannot open a file that pypdf reads, there are no boxes and no pictures.

The radicals and marks of vertical writing that printers of PDF write for ordinary characters are read as those.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from pypdf import PasswordType, PdfReader
from pypdf.errors import DependencyError, FileNotDecryptedError, LimitReachedError

from docs_store.errors import UnreadableFileError
from docs_store.ideographs import ordinary
from docs_store.types import PageFault, PageSpan, ReadBy, TextBox
from ingest.readers import _pdfium, ocr
from ingest.readers._pdf_headers import with_headers, with_rows
from ingest.readers._pdf_page import Page, read_page, words_of
from ingest.readers._pictures import OBSCURED
from ingest.readers.base import RawText, TableSpan, no_access, page_done
from ingest.readers.text import storable

MAX_PAGES = 5_000
_REMOVE_PASSWORD = "Remove the password and ingest the file again."
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
            self.latest = words_of(record.getMessage())

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
            f"{path.name} needs more memory than is allowed: {words_of(error)}.", remedy="Split it.", code="too_large"
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
        raise _damaged(path, words_of(error)) from error
    if not any(page.text.strip() for page in pages):
        raise _without_text(path, pages)
    return _join(with_headers(pages), [*warnings, *_warnings(pages)])


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
    except _pdfium.PdfiumError:
        yield None


def _read_pages(reader: PdfReader, count: int, shown: Any, log: _Faults) -> Iterator[Page]:
    for number in range(1, count + 1):
        text, trouble, broken, known = "", "", False, log.count
        try:
            text = ordinary(storable(reader.pages[number - 1].extract_text()))
            trouble = log.latest if log.count > known else ""
        except Exception as error:  # see `read_pdf`
            if isinstance(error, MemoryError) or _lacks_aes(error):
                raise
            trouble, broken = words_of(error), True
        yield read_page(number, text, trouble, broken, shown)
        if number % _PAGES_PER_CALL == 0:
            page_done()


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


def _without_text(path: Path, pages: Sequence[Page]) -> UnreadableFileError:
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


def _warnings(pages: Sequence[Page]) -> Iterator[str]:
    """Sentences for the report, one for each kind of trouble, naming the pages."""
    missing = "" if ocr.available() else f" Text recognition is not installed. {ocr.INSTALL}"
    for fault, by, words, more in (
        (PageFault.UNREADABLE, None, "Pages that cannot be read and are left out", ""),
        (PageFault.NO_TEXT, None, "Pages without text, probably scanned", missing),
        (
            PageFault.RUBBISH,
            None,
            "Pages whose text is rubbish: their fonts do not say which characters they show",
            missing,
        ),
        (PageFault.PICTURE, None, "Pages of which only a line or two are text and the rest is a picture", missing),
        (PageFault.HIDDEN, ReadBy.TEXT, "Pages that are pictures, read by a text layer that nobody sees", missing),
        (PageFault.HIDDEN, ReadBy.OCR, "Pages whose picture was read, as the text layer under it says otherwise", ""),
        (PageFault.UNSURE, None, "Pages read by text recognition with little confidence", ""),
        (PageFault.OBSCURED, None, OBSCURED, ""),
    ):
        these = [page for page in pages if page.reading.fault is fault and by in (None, page.reading.by)]
        if these:
            numbers = [page.reading.number for page in these]
            trouble = next((page.trouble for page in these if page.trouble), "")
            yield f"{words}: {_ranges(numbers)}{f' ({trouble})' if trouble else ''}.{more}"
    faulty = [page for page in pages if page.trouble and page.reading.fault is None]
    if faulty:
        numbers = [page.reading.number for page in faulty]
        yield f"Pages with faults, whose text may be incomplete: {_ranges(numbers)} ({faulty[0].trouble})."


def _join(pages: Sequence[Page], warnings: Sequence[str]) -> RawText:
    spans: list[PageSpan] = []
    boxes: list[TextBox] = []
    tables: list[TableSpan] = []
    at = 0
    for number, page in enumerate(pages, start=1):
        end = at + len(page.text) + (number < len(pages))
        spans.append(PageSpan(number=number, start=at, end=end))
        boxes += [replace(box, start=box.start + at, end=box.end + at) for box in page.boxes]
        tables += [
            replace(table, start=table.start + at, end=table.end + at, header_end=table.header_end + at)
            for table in page.tables
        ]
        at = end
    text = "\n".join(page.text for page in pages)
    return RawText(
        text=text,
        reader="pdf",
        pages=tuple(spans),
        tables=tuple(with_rows(text, tables)),
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
