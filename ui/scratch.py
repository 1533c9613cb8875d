"""The folder for what a process writes only for a while, and what killed processes left of theirs."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from docs_store.errors import StorageError

_PREFIX = "policy-assistant-scratch-"
_VARIABLE = "TMPDIR"  # the first one that Python looks at, on every system
_LOCK = "in-use"
_NEW = 60.0  # seconds in which a folder may not be locked yet


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """A folder for all temporary files of this process and of those that it starts; gone at the end.

    Folders of processes that were killed are deleted. A process holds a lock in its folder, which the operating system
    takes away when the process ends, however it ends.

    Raises:
        StorageError: there is no place for it.
    """
    try:
        sweep(Path(tempfile.gettempdir()))
        made = tempfile.TemporaryDirectory(prefix=_PREFIX, ignore_cleanup_errors=True)
    except OSError as error:
        raise StorageError(
            f"A temporary folder cannot be made: {error.strerror}.",
            remedy=f"Check the free space, or name a folder that can be written in {_VARIABLE}.",
        ) from error
    with made as name:
        folder = Path(name)
        before, named = tempfile.tempdir, os.environ.get(_VARIABLE)
        with FileLock(folder / _LOCK):
            tempfile.tempdir = os.environ[_VARIABLE] = name
            try:
                yield folder
            finally:
                tempfile.tempdir = before
                if named is None:
                    del os.environ[_VARIABLE]
                else:
                    os.environ[_VARIABLE] = named


def sweep(around: Path) -> None:
    """Delete the folders of processes that are no more."""
    for folder in around.glob(f"{_PREFIX}*"):
        with suppress(OSError, Timeout):  # another's, or one that another process is deleting just now
            if not folder.is_dir() or folder.is_symlink():
                continue
            if not (folder / _LOCK).exists():
                if folder.stat().st_mtime + _NEW > time.time():
                    continue
            else:
                FileLock(folder / _LOCK, timeout=0).acquire().lock.release()
            shutil.rmtree(folder)
