"""What every reader returns, and what every reader is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from docs_store.errors import UnreadableFileError
from docs_store.types import PageReading, PageSpan, TextBox


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadingHint:
    """A line that the file itself marks as a heading (a Word style, say). `level` 0 is the document's title.

    Where it ends before its line does, the heading is run in: what follows on the line stands under it.
    """

    start: int
    end: int
    level: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TableSpan:
    """Lines of the text that are the rows of one table, cells joined by ` | `.

    Attributes:
        start, end: span of all rows.
        header_end: end of the header row; equals `start` when the table has no header row.
        header: the header row of a table that has none among its rows and whose header stands elsewhere, as on the page
            before.
    """

    start: int
    end: int
    header_end: int
    header: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RawText:
    """A file as text, before any cleaning.

    Attributes:
        text: everything the file says in reading order, one paragraph or line per `\\n`-ended line. Automatic list
            numbers that the file shows but does not store as characters are written out.
        pages: spans of the pages in order, covering the text; empty when the format has no pages.
        reader: short name of the reader.
        warnings: sentences about what could not be read, for the report.
        readings: how each of `pages` was read, in the same order; empty when the reader does not tell.
        boxes: where the text stands on the pages, in order and not overlapping; empty when the format shows no pages.
    """

    text: str
    reader: str
    pages: tuple[PageSpan, ...] = ()
    headings: tuple[HeadingHint, ...] = ()
    tables: tuple[TableSpan, ...] = ()
    warnings: tuple[str, ...] = ()
    readings: tuple[PageReading, ...] = ()
    boxes: tuple[TextBox, ...] = ()


on_page: ContextVar[Callable[[], None]] = ContextVar("on_page", default=lambda: None)
"""Called by `page_done`."""


def page_done() -> None:
    """To be called by a reader after each page (or picture, or sheet) that takes long: it buys the file more time."""
    on_page.get()()


class Reader(Protocol):
    """Reads one format.

    A reader raises `UnreadableFileError` with a code (`no_access`, `empty`, `encrypted`, `damaged`, `too_large`,
    `no_text`, `wrong_format`) for whatever is wrong with the file; it lets no other exception out.
    """

    def __call__(self, path: Path) -> RawText:
        """Read the file at `path`."""
        ...


def no_access(path: Path, error: OSError) -> UnreadableFileError:
    """The error for a file that the operating system does not let us open."""
    return UnreadableFileError(
        f"{path.name} cannot be opened: {error.strerror or error}.",
        remedy="Check that it is there and who may read it.",
        code="no_access",
    )


@contextmanager
def one_error(path: Path, remedy: str) -> Iterator[None]:
    """Whatever goes wrong inside is raised as an `UnreadableFileError`: `too_large`, `no_access` or `damaged`.

    Args:
        remedy: what to do about a damaged file.
    """
    try:
        yield
    except UnreadableFileError:
        raise
    except MemoryError as error:
        raise UnreadableFileError(
            f"{path.name} needs more memory than there is.", remedy="Split it.", code="too_large"
        ) from error
    except Exception as error:  # zipfile, zlib and lxml raise a dozen unrelated types on broken files
        if isinstance(error, OSError) and error.filename:  # from opening; seeking to a wrong offset names no file
            raise no_access(path, error) from error
        words = (" ".join(str(error).split())[:200] or type(error).__name__).rstrip(".")
        raise UnreadableFileError(f"{path.name} is damaged: {words}.", remedy=remedy, code="damaged") from error
