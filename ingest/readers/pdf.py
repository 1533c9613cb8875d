"""PDF through pypdf, page by page.

Text is taken in the order in which the file draws it (pypdf's plain mode). Layout mode was weighed on a 331-page policy
guide whose pages are two-column tables (2026-11, pypdf 7.1): it sets the row labels, which stand vertically centred,
into the middle of the sentences beside them; plain mode gives the label and then the whole cell. Lines stay broken as
they are on the page, and running heads and page numbers stay in: cleaning comes later.
"""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Sequence
from pathlib import Path

from pypdf import PageObject, PasswordType, PdfReader
from pypdf.errors import DependencyError, FileNotDecryptedError, LimitReachedError

from docs_store.errors import UnreadableFileError
from docs_store.types import PageSpan
from ingest.readers.base import RawText, no_access
from ingest.readers.text import storable

MAX_PAGES = 5_000
_REMOVE_PASSWORD = "Remove the password and ingest the file again."
_RUBBISH = re.compile("[\ufffd\ue000-\uf8ff\x01-\x08\x0e-\x1f]")
_MAX_RUBBISH = 0.1  # share of characters

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
    """Read a PDF's text with a span per page; each span includes the `\\n` that joins it to the next page.

    Raises:
        UnreadableFileError: `encrypted`, `damaged`, `too_large`, `no_text` (probably a scan).
    """
    try:
        with path.open("rb") as file, _Faults() as log:
            reader = PdfReader(file, strict=False)
            _unlock(reader, path)
            return _join(*_extract(reader, path, log))
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


def _unlock(reader: PdfReader, path: Path) -> None:
    """Open a file that is encrypted with an empty password, as many official PDFs are that merely forbid editing."""
    if reader.is_encrypted and reader.decrypt("") == PasswordType.NOT_DECRYPTED:
        raise _locked(path)


def _extract(reader: PdfReader, path: Path, log: _Faults) -> tuple[list[str], list[str]]:
    """Text of each page, and warnings; a page that cannot be read is left empty and named in a warning."""
    count = _count_pages(reader, path)
    warnings = [f"The file has faults, and pages may be missing ({log.latest})."] if log.count else []
    texts: list[str] = []
    broken: dict[int, str] = {}
    faulty: dict[int, str] = {}
    scanned: dict[int, str] = {}
    for number in range(1, count + 1):
        text, known = "", log.count
        try:
            page = reader.pages[number - 1]
            text = storable(page.extract_text())
            if not text.strip() and _has_picture(page):
                scanned[number] = "no text but a picture"
            if log.count > known:
                faulty[number] = log.latest
        except Exception as error:
            if isinstance(error, MemoryError) or _lacks_aes(error):
                raise
            broken[number] = _words(error)
        texts.append(text)
    if not any(text.strip() for text in texts):
        raise _without_text(path, count, broken)
    for words, pages in (
        ("Pages that cannot be read and are left out", broken),
        ("Pages with faults, whose text may be incomplete", faulty),
        ("Pages without text, probably scanned", scanned),
    ):
        if pages:
            warnings.append(f"{words}: {_ranges(list(pages))} ({next(iter(pages.values()))}).")
    return texts, warnings


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


def _without_text(path: Path, count: int, broken: dict[int, str]) -> UnreadableFileError:
    for page, words in broken.items():
        return _damaged(path, words, page=page)
    return UnreadableFileError(
        f"{path.name} has {count} pages and no text on any: it is probably a scan.",
        remedy="Run it through text recognition (OCR) first, or ingest the original file.",
        code="no_text",
    )


def _join(texts: Sequence[str], warnings: list[str]) -> RawText:
    pages: list[PageSpan] = []
    at = 0
    for number, text in enumerate(texts, start=1):
        end = at + len(text) + (number < len(texts))
        pages.append(PageSpan(number=number, start=at, end=end))
        at = end
    whole = "\n".join(texts)
    if len(_RUBBISH.findall(whole)) > _MAX_RUBBISH * len("".join(whole.split())):
        warnings.append("Much of the text is rubbish: the fonts do not say which characters they show.")
    return RawText(text=whole, reader="pdf", pages=tuple(pages), warnings=tuple(warnings))


def _has_picture(page: PageObject) -> bool:
    """Whether a page draws a picture directly (no picture is decoded)."""
    resources = page.get("/Resources")
    drawn = resources.get_object().get("/XObject") if resources is not None else None
    if drawn is None:
        return False
    return any(item.get_object().get("/Subtype") == "/Image" for item in drawn.get_object().values())


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
    """An error's own words, or a message, on one short line; the error's type if it has no words."""
    return (" ".join(str(told).split())[:200] or type(told).__name__).rstrip(".")
