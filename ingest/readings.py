"""What comes out of the process that reads files: all that its parent knows of reading.

The modules that do the reading are for that process (`ingest.worker`). The parent imports none of them, which
`tests/test_architecture.py` sees to.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from docs_store.reading_report import ReadingReport
from docs_store.types import DocumentContent, FileError

READING_VERSION = 6
"""Raised whenever the rules of reading change what comes out, so that unchanged files are read again."""

Table = tuple[tuple[str, ...], ...]
"""Rows of cells."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileReading:
    """What a file says.

    Attributes:
        contents: its documents, in order; none where it holds no text.
        report: how well it was read.
        fault: why it must not be searched as it was read (`quality.verdict`).
        warnings: sentences about what could not be read.
        shows_pages: whether it is known where on its pages the words stand.
    """

    contents: tuple[DocumentContent, ...]
    report: ReadingReport
    fault: FileError | None = None
    warnings: tuple[str, ...] = ()
    shows_pages: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What a file of a list holds: the lines outside its tables, and its tables, each in order."""

    lines: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One file of an archive: where it was unpacked, or why it was not (`reason` is message, remedy and code)."""

    name: str
    path: Path | None = None
    reason: tuple[str, str, str] | None = None
