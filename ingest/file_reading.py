"""A file into the documents that a library takes in: its text is read, understood and measured.

All of it runs in the process that reads files (`ingest.isolation`), so that the bounds on time and memory hold for what
is made of a file's text as they do for the text.
"""

from __future__ import annotations

from pathlib import Path

from ingest import quality
from ingest.readers import read_file
from ingest.reading import read_documents
from ingest.readings import FileReading


def documents_of(path: Path, name: str, source_key: str, file_hash: str) -> FileReading:
    """Read a file, and understand what it says.

    Args:
        path: the file.
        name: its name, for metadata and display.
        source_key: what identifies it in the library.
        file_hash: SHA-256 of it, hex.

    Raises:
        UnreadableFileError: as `readers.read_file`.
    """
    raw = read_file(path)
    contents = tuple(read_documents(raw, name=name, source_key=source_key, file_hash=file_hash))
    report = quality.measure(raw, contents)
    return FileReading(
        contents=contents,
        report=report,
        fault=quality.verdict(report),
        warnings=raw.warnings,
        shows_pages=bool(raw.boxes),
    )
