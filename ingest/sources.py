"""What is to be read: the files that paths name."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from docs_store.errors import InputError, UnreadableFileError
from docs_store.library_files import is_library, is_own
from docs_store.types import FileError, FileReport, FileStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A file to ingest.

    Attributes:
        path: where it is now.
        key: what identifies it across runs.
        name: what people know it by.
        error: why it cannot be read, where that is known already.
    """

    path: Path
    key: str
    name: str
    error: InputError | None = None


def find_sources(paths: Sequence[Path], *, recursive: bool) -> Iterator[Source | FileReport]:
    """The files that paths name, in order; a report in place of what cannot be looked into.

    A folder gives its own files, and those of folders below it when `recursive`. Hidden files are passed over; links
    are followed to files, not to folders. A library below is passed over; in a folder that is named only the library's
    own files are, so that documents may lie beside it.
    """
    for path in paths:
        if os.path.isdir(path):  # noqa: PTH112  Path.is_dir raises where a folder above may not be entered
            yield from _in_folder(path, recursive)
        else:
            yield _source(path)


def _in_folder(folder: Path, recursive: bool) -> Iterator[Source | FileReport]:
    try:
        entries = sorted(folder.iterdir())
    except OSError as error:
        reason = FileError(code="no_access", message=f"The folder cannot be read: {error.strerror}. Check its rights.")
        yield FileReport(source=folder.name, status=FileStatus.FAILED, error=reason)
        return
    holds_library = is_library(folder)
    for entry in entries:
        if entry.name.startswith((".", "~$")) or (holds_library and is_own(entry.name)):
            continue
        if os.path.isdir(entry):  # noqa: PTH112  see above
            if recursive and not os.path.islink(entry) and not is_library(entry):  # noqa: PTH114
                yield from _in_folder(entry, recursive)
        else:
            yield _source(entry)


def _source(path: Path) -> Source:
    # Path.resolve raises on links that lead to themselves. Names may hold bytes that are no UTF-8, which the catalog
    # cannot: they are written out.
    real = os.fsencode(os.path.realpath(path))
    return Source(
        path=path,
        key=real.decode("utf-8", "backslashreplace"),
        name=os.fsencode(path.name).decode("utf-8", "backslashreplace"),
    )


def content_hash(path: Path) -> str:
    """SHA-256 of a file's content. Not for a library's own files: see `docs_store.library_files`.

    Raises:
        UnreadableFileError: there is no such file, or it cannot be read.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # opening a named pipe would wait for its writer
            raise UnreadableFileError(f"{path.name} is not a regular file.", remedy="Name a file.", code="not_a_file")
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        raise UnreadableFileError(f"There is no file {path.name}.", remedy="Check its name.", code="missing") from None
    except OSError as error:
        raise UnreadableFileError(
            f"The file {path.name} cannot be read: {error.strerror}.", remedy="Check its rights.", code="no_access"
        ) from error
