"""Files that visitors uploaded and that are not read yet: whose each is, how much room they take, how long they stay.

A browser is given no path of this machine but a reference, `TOKEN/NAME`, that is good for its own visitor alone.
"""

from __future__ import annotations

import os
import secrets
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from docs_store.errors import InputError

MAX_REQUEST = 1 << 30
"""Bytes of all files that are uploaded at once, and of all of one visitor's that are not read yet."""

_MAX_ALL = 4 << 30  # bytes of all visitors' files
_SPARE = 512 << 20  # bytes that stay free on the disk
_MAX_FILES = 1000  # of one visitor
_MAX_ALL_FILES = 10_000
_KEPT = 3600.0  # seconds that a file waits to be sent with a form
_QUEUED = 24 * 3600.0  # seconds that one waits for its turn to be read
_SWEEP = 60.0  # seconds between two looks at what is old


@dataclass(slots=True)
class _Upload:
    owner: str
    path: Path
    size: int
    until: float


class Uploads:
    """The upload folder. Safe for many threads.

    Args:
        folder: made where it is missing; all in it is this object's to delete.
        clock: seconds since the epoch.
    """

    def __init__(self, folder: Path, clock: Callable[[], float] = time.time) -> None:
        self.folder = Path(os.path.realpath(folder))  # as Gradio compares paths, so that no link leads out of it
        self._clock = clock
        self._held: dict[str, _Upload] = {}  # by token
        self._coming: dict[str, int] = {}  # bytes that are being received, by visitor
        self._lock = threading.Lock()
        self._closed = threading.Event()

    @contextmanager
    def receiving(self, who: str, size: int) -> Iterator[None]:
        """Keeps room while so many bytes of a visitor come in.

        Raises:
            InputError: they are too many (`too_large`), or there is no room for them now (`uploads_full`).
        """
        self.sweep()
        with self._lock:
            mine = [upload for upload in self._held.values() if upload.owner == who]
            coming = sum(self._coming.values())
            waiting = sum(upload.size for upload in mine) + self._coming.get(who, 0)
            if size + waiting > MAX_REQUEST or len(mine) >= _MAX_FILES:
                raise InputError(
                    f"With your uploads that are not read yet, the files have more than {MAX_REQUEST >> 20} MB.",
                    remedy="Upload fewer at once, after those before have been read.",
                    code="too_large",
                )
            self.folder.mkdir(parents=True, exist_ok=True)
            full = sum(upload.size for upload in self._held.values()) + coming + size > _MAX_ALL
            if full or len(self._held) >= _MAX_ALL_FILES or self._free() - coming - size < _SPARE:
                raise InputError(
                    "There is no room for uploads at the moment.",
                    remedy="Try again in a while; files that nobody sends off go within an hour.",
                    code="uploads_full",
                )
            self._coming[who] = self._coming.get(who, 0) + size
        try:
            yield
        finally:
            with self._lock:
                self._coming[who] -= size
                if not self._coming[who]:
                    del self._coming[who]

    def add(self, who: str, received: Path, name: str) -> str:
        """Take over a file that lies in the folder; returns its reference.

        Args:
            name: what the visitor calls it, without folders.
        """
        token = secrets.token_urlsafe(24)
        path = self.folder / token / name
        path.parent.mkdir()
        received.rename(path)
        with self._lock:
            self._held[token] = _Upload(who, path, path.stat().st_size, self._clock() + _KEPT)
        return f"{token}/{name}"

    def path(self, who: str, reference: str) -> Path:
        """Where the file of a reference lies; it is kept from now on until it has had its turn to be read.

        Raises:
            InputError: the visitor has uploaded no such file, or it is gone (`not_uploaded`).
        """
        token, _, name = reference.partition("/")
        with self._lock:
            upload = self._held.get(token)
            if upload is None or upload.owner != who or upload.path.name != name:
                raise _not_uploaded(name)
            upload.until = self._clock() + _QUEUED
            return upload.path

    def check(self, who: str, path: Path) -> Path:
        """The same path, where it is that of a file that the visitor uploaded.

        Raises:
            InputError: it is not (`not_uploaded`).
        """
        if path.parent.parent != self.folder:
            raise _not_uploaded(path.name)
        return self.path(who, f"{path.parent.name}/{path.name}")

    def discard(self, path: Path) -> None:
        """Delete a file that has been read; nothing happens where it is gone."""
        with self._lock:
            upload = self._held.pop(path.parent.name, None)
        if upload is not None:
            shutil.rmtree(upload.path.parent, ignore_errors=True)

    def sweep(self) -> None:
        """Delete files that waited too long, and what broken uploads left."""
        now = self._clock()
        with self._lock:
            old = [token for token, upload in self._held.items() if upload.until <= now]
            for token in old:
                del self._held[token]
            held = {*self._held}
        for entry in self.folder.iterdir() if self.folder.is_dir() else ():
            try:
                stale = entry.lstat().st_mtime + _KEPT <= now
            except OSError:  # gone meanwhile
                continue
            if entry.name in old or (stale and entry.name not in held):
                _remove(entry)

    def watch(self) -> None:
        """Sweep from time to time, until `close`."""
        threading.Thread(target=self._watch, daemon=True).start()

    def close(self) -> None:
        """End what `watch` began."""
        self._closed.set()

    def _watch(self) -> None:
        while not self._closed.wait(_SWEEP):
            self.sweep()

    def _free(self) -> int:
        return shutil.disk_usage(self.folder).free


def _remove(entry: Path) -> None:
    if entry.is_dir() and not entry.is_symlink():
        shutil.rmtree(entry, ignore_errors=True)
    else:
        entry.unlink(missing_ok=True)


def _not_uploaded(name: str) -> InputError:
    return InputError(
        f"{name[:100]} is no file that you uploaded, or it lay too long.", remedy="Upload it.", code="not_uploaded"
    )
