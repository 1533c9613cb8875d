"""The folder for what a server writes only for a while, and what killed servers left of theirs."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

_PREFIX = "policy-assistant-serve-"
_LOCK = "in-use"
_NEW = 60.0  # seconds in which a folder may not be locked yet


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """A folder for all temporary files of this process; gone at the end.

    Folders of servers that were killed are deleted. A server holds a lock in its folder, which the operating system
    takes away when the process ends, however it ends.
    """
    sweep(Path(tempfile.gettempdir()))
    with tempfile.TemporaryDirectory(prefix=_PREFIX, ignore_cleanup_errors=True) as name:
        folder = Path(name)
        before = tempfile.tempdir
        with FileLock(folder / _LOCK):
            tempfile.tempdir = name
            try:
                yield folder
            finally:
                tempfile.tempdir = before


def sweep(around: Path) -> None:
    """Delete the folders of servers that are no more."""
    for folder in around.glob(f"{_PREFIX}*"):
        with suppress(OSError, Timeout):  # another's, or one that another server is deleting just now
            if not folder.is_dir() or folder.is_symlink():
                continue
            if not (folder / _LOCK).exists():
                if folder.stat().st_mtime + _NEW > time.time():
                    continue
            else:
                FileLock(folder / _LOCK, timeout=0).acquire().lock.release()
            shutil.rmtree(folder)
