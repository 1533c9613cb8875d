"""Reading in a process of its own, which may crash, hang or ask for too much memory without harm to the caller.

Whatever is done with a file that somebody sent is done there, up to the documents that are made of its text: a rule
that takes an hour over a text that nobody foresaw then costs its sender the file, and nobody else anything.

The process is a fresh Python that imports what its tasks need and nothing else (`ingest.worker`): it inherits no
thread, lock or model of its parent, as a forked one would, and does not run the parent's main module again, as
multiprocessing's spawn does. It is used for many files, since it takes 0.2 s to start, and replaced when it dies or has
grown.
"""

from __future__ import annotations

import contextlib
import logging
import os
import pickle
import queue
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self, cast

from docs_store.errors import InputError, UnreadableFileError
from ingest.messages import OversizedError, RefusedError, receive
from ingest.readings import FileReading, Listing

log = logging.getLogger(__name__)

_HERE = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What one file may take.

    Attributes:
        seconds: for any file.
        seconds_per_mb: more for each started megabyte (10^6 bytes) of the file.
        seconds_per_page: more for each page that the reader reports as done (`readers.base.page_done`): a scan takes
            long by right, as long as it goes on.
        memory_mb: address space of the process in MiB, where the system has such a limit.
        answer_mb: what is made of the file, in MiB as it is sent: 8 to 15 bytes for each character of a document.
        retire_mb: the process is replaced when it holds more than this after a file.
    """

    seconds: float = 60.0
    seconds_per_mb: float = 10.0
    seconds_per_page: float = 30.0
    memory_mb: int = 4096
    answer_mb: int = 64
    retire_mb: int = 700


class WorkerGoneError(Exception):
    """The process ended, by itself or because it was ended, without an answer that could be taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """What reading a file took. `peak_mb` is the process's largest resident size meanwhile, 0 where it is not known."""

    seconds: float
    peak_mb: int


class ReaderProcess:
    """Reads files in a process of its own. To be used as a context, or closed; calls from several threads take turns.

    Args:
        bounds: what one file may take.
        module: what the process runs; another than `ingest.worker` is for tests.

    Attributes:
        usage: what the last file took; `None` before the first.
    """

    def __init__(self, bounds: Bounds | None = None, *, module: str = "ingest.worker") -> None:
        self._bounds = bounds or Bounds()
        self._module = module
        self._worker: _Worker | None = None
        self._turn = threading.Lock()
        self.usage: Usage | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the process; a later call starts another."""
        with self._turn:
            self._discard()

    def documents(self, path: Path, name: str, source_key: str, file_hash: str) -> FileReading:
        """`file_reading.documents_of`, elsewhere; errors as for `call`."""
        return cast(FileReading, self.call("documents", path, name, source_key, file_hash, path=path))

    def listing(self, path: Path) -> Listing:
        """`listing.listing_of`, elsewhere; errors as for `call`."""
        return cast(Listing, self.call("listing", path, path=path))

    def json(self, path: Path, most_bytes: int) -> object:
        """`plain_json.json_of`, elsewhere; errors as for `call`."""
        return self.call("json", path, most_bytes, path=path)

    def draw(self, path: Path, page: int, width: int) -> bytes:
        """`page_image.draw_page`, elsewhere; errors as for `call`."""
        return cast(bytes, self.call("draw", path, page, width, path=path))

    def call(self, task: str, *arguments: object, path: Path) -> Any:
        """Result of one of the worker's tasks (`worker.TASKS`), which reads the file at `path`.

        Raises:
            UnreadableFileError: as the task itself, and with code `timeout` (it took too long), `crashed` (the reader
                died) or `too_large` (it needed more memory than it may have, or more was made of the file than is
                taken).
            InputError: with code `internal`, for a fault of the reader.
        """
        with self._turn:
            worker = self._worker or _Worker(self._module, self._bounds)
            self._worker = worker
            try:
                answer = self._wait(worker, path, (task, *arguments))
            except WorkerGoneError as error:
                status = worker.end()
                if worker.oversized:
                    raise _oversized(path, self._bounds.answer_mb) from error
                raise _refused(path, worker.refused) if worker.refused else _crashed(path, status) from error
            except queue.Empty as error:
                raise _timed_out(path) from error
            finally:
                if worker.holds_mb is None or worker.holds_mb > self._bounds.retire_mb:
                    self._discard()
        return _unpacked(answer, path)

    def _wait(self, worker: _Worker, path: Path, request: tuple[object, ...]) -> tuple[object, ...]:
        """The worker's answer. A worker that gave none is left with `holds_mb` as `None`."""
        started = time.monotonic()
        deadline = started + self._bounds.seconds + self._bounds.seconds_per_mb * _megabytes(path)
        worker.ask(request)
        while True:
            kind, *rest = worker.hear(deadline - time.monotonic())
            if kind == "page":
                deadline += self._bounds.seconds_per_page
            else:
                *answer, holds_mb, peak_mb = rest
                worker.holds_mb = cast(int, holds_mb)
                self.usage = Usage(seconds=time.monotonic() - started, peak_mb=cast(int, peak_mb))
                return kind, *answer

    def _discard(self) -> None:
        if self._worker is not None:
            self._worker.end()
            self._worker = None


class _Worker:
    """One process.

    Attributes:
        holds_mb: its resident size after the last answer; `None` while it owes one.
        refused: what it named that is not taken; its answers are not read any further then.
        oversized: whether its answer was too large to be taken; it is not read then either.
    """

    def __init__(self, module: str, bounds: Bounds) -> None:
        self.holds_mb: int | None = 0
        self.refused = ""
        self.oversized = False
        self._most_bytes = bounds.answer_mb << 20
        # -P: no module is taken from the folder that the user happens to stand in.
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", module, str(bounds.memory_mb)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join([str(_HERE), *filter(None, sys.path)])},
            start_new_session=True,  # an interrupt from the keyboard is the parent's to handle
        )
        self._heard: queue.SimpleQueue[tuple[object, ...] | None] = queue.SimpleQueue()
        self._listener = threading.Thread(target=self._listen, name="reader-process", daemon=True)
        self._listener.start()

    def ask(self, request: tuple[object, ...]) -> None:
        """Send a request.

        Raises:
            WorkerGoneError: the process is gone.
        """
        self.holds_mb = None
        assert self._process.stdin is not None
        try:
            pickle.dump(request, self._process.stdin)
            self._process.stdin.flush()
        except OSError as error:
            raise WorkerGoneError from error

    def hear(self, seconds: float) -> tuple[object, ...]:
        """The next message.

        Raises:
            WorkerGoneError: the process is gone.
            queue.Empty: there was none for so long.
        """
        message = self._heard.get(timeout=max(0.0, seconds))
        if message is None:
            raise WorkerGoneError
        return message

    def end(self) -> int:
        """End the process and all that it started; its exit status, negative for a signal."""
        died = self._process.poll() is not None or self._gone_soon()
        with contextlib.suppress(OSError):
            if hasattr(os, "killpg"):
                os.killpg(self._process.pid, signal.SIGKILL)
            elif not died:
                self._process.kill()
        status = self._process.wait()
        self._listener.join()
        for stream in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(OSError):
                if stream is not None:
                    stream.close()
        return status

    def _gone_soon(self) -> bool:
        """Whether a process whose output has ended is about to be gone by itself, with a status that tells why."""
        if self._listener.is_alive():
            return False
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(1)
            return True
        return False

    def _listen(self) -> None:
        stream = cast(BinaryIO, self._process.stdout)
        try:
            while True:
                self._heard.put(receive(stream, self._most_bytes))
        except RefusedError as error:
            self.refused = str(error)
            self._heard.put(None)
        except OversizedError:
            self.oversized = True
            self._heard.put(None)
        except Exception:  # whatever a dying process leaves half-written; that it is gone is all there is to know
            self._heard.put(None)


def _unpacked(answer: tuple[object, ...], path: Path) -> object:
    kind, *rest = answer
    if kind == "result":
        return rest[0]
    if kind == "unreadable":
        message, remedy, code, page = cast(tuple[str, str, str, int | None], tuple(rest))
        raise UnreadableFileError(message, remedy=remedy, code=code, page=page)
    words, trace = rest
    log.error("reading %s\n%s", path.name, trace)
    raise InputError(f"Reading failed: {words}.", code="internal")


def _megabytes(path: Path) -> int:
    try:
        return 1 + path.stat().st_size // 1_000_000
    except OSError:
        return 1  # the reader will say what is wrong with it


def _timed_out(path: Path) -> UnreadableFileError:
    return UnreadableFileError(
        f"Reading {path.name} took too long and was ended.",
        remedy="Open it in the program it was made with and save it anew, or split it.",
        code="timeout",
    )


def _refused(path: Path, named: str) -> UnreadableFileError:
    return UnreadableFileError(
        f"What the reader made of {path.name} was not taken: it names {named}, and a reader may only name our nouns.",
        remedy="Do not open the file; if you trust where it comes from, report this.",
        code="crashed",
    )


def _oversized(path: Path, most_mb: int) -> UnreadableFileError:
    return UnreadableFileError(
        f"What {path.name} says is more than {most_mb} MB of documents.",
        remedy="Split it.",
        code="too_large",
    )


def _crashed(path: Path, status: int) -> UnreadableFileError:
    how = signal.Signals(-status).name if -status in {*signal.Signals} else f"exit status {status}"
    return UnreadableFileError(
        f"The reader of {path.name} broke down over it ({how}).",
        remedy="Open it in the program it was made with and save it anew.",
        code="crashed",
    )
