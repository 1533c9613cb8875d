"""Which files are a library's own, so that no library is read as if it were documents.

The process that writes must never open its databases by other means than SQLite: POSIX drops all locks that a process
holds on a file when it closes any descriptor of it (https://www.sqlite.org/howtocorrupt.html, section 2.2), and another
process then deletes the log that committed transactions still stand in. So nothing here opens a file.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from docs_store.catalog import FILE_NAME

# Databases with what SQLite keeps beside them, the lock, the log of changes, the indexes' generations, the kept files.
_OWN = re.compile(r".+\.sqlite3(-wal|-shm|-journal)?|write\.lock|changes(\.\d+)?\.log|index-\d+|originals")
_DATABASES = ("*.sqlite3*", "index-*/vectors/*.sqlite3*")


def is_library(folder: Path) -> bool:
    """Whether there is a library in the folder, this program's or any other's."""
    return os.path.isfile(folder / FILE_NAME)  # noqa: PTH113  Path.is_file raises where a folder may not be entered


def is_own(name: str) -> bool:
    """Whether an entry of a library's folder belongs to the library, by its name."""
    return _OWN.fullmatch(name) is not None


def belongs_to_library(file: Path, library: Path) -> bool:
    """Whether a file is part of a library, by whatever path or link it is named.

    Args:
        file: it need not exist.
        library: the folder of the library in use, whose databases are known by hard links too.
    """
    real = Path(os.path.realpath(file))
    below = real
    for folder in real.parents:
        if is_own(below.name) and is_library(folder):
            return True
        below = folder
    try:
        found = real.stat()
    except OSError:
        return False
    return (found.st_dev, found.st_ino) in _identities(library)


def _identities(library: Path) -> set[tuple[int, int]]:
    """Device and inode of each of a library's databases."""
    found = set()
    for pattern in _DATABASES:
        for path in library.glob(pattern):
            try:
                entry = path.stat()
            except OSError:  # gone meanwhile, as a log goes when its database is closed
                continue
            found.add((entry.st_dev, entry.st_ino))
    return found
