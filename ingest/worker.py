"""The process that reads files for `ingest.isolation`; run as `python -m ingest.worker MEMORY_MB`.

It takes pickled requests `(task, *arguments)` from standard input until that ends, and answers on standard output with
messages (`ingest.messages`): any number of `("page",)`, then one of

    ("result", value, holds_mb, peak_mb)
    ("unreadable", message, remedy, code, page, holds_mb, peak_mb)
    ("fault", words, trace, holds_mb, peak_mb)
"""

from __future__ import annotations

import contextlib
import importlib
import os
import pickle
import queue
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO, cast

from docs_store.errors import UnreadableFileError
from ingest.messages import packed, send
from ingest.readers.base import on_page

TASKS: Mapping[str, str] = MappingProxyType(
    {
        "documents": "ingest.file_reading:documents_of",
        "draw": "ingest.page_image:draw_page",
        "json": "ingest.plain_json:json_of",
        "listing": "ingest.listing:listing_of",
        "read": "ingest.readers:read_file",
        "unpack": "ingest.unpacking:unpack",
    }
)
"""Name of a task to the `module:function` that does it; loaded when it is first asked for."""


def main() -> None:
    """Answer requests until there are no more."""
    _limit_memory(int(sys.argv[1]))
    requests, answers = _own_streams()
    waiting: queue.SimpleQueue[tuple[object, ...]] = queue.SimpleQueue()
    threading.Thread(target=_receive, args=(requests, waiting), daemon=True).start()

    on_page.set(lambda: send(answers, packed(("page",))))
    while True:
        task, *arguments = waiting.get()
        _forget_peak()
        send(answers, _packed_answer(str(task), arguments))


def function_of(task: str) -> Callable[..., object]:
    """What does a task."""
    module, _, name = TASKS[task].partition(":")
    return cast(Callable[..., object], getattr(importlib.import_module(module), name))


def _packed_answer(task: str, arguments: list[object]) -> bytes:
    try:
        return packed((*_answer(task, arguments), *_memory_mb()))
    except Exception as error:  # the parent tells of it and goes on with the next file
        return packed((*_trouble(error, arguments), *_memory_mb()))


def _answer(task: str, arguments: list[object]) -> tuple[object, ...]:
    return "result", function_of(task)(*arguments)


def _trouble(error: Exception, arguments: list[object]) -> tuple[object, ...]:
    if isinstance(error, UnreadableFileError):
        return "unreadable", error.message, error.remedy, error.code, error.page
    if isinstance(error, MemoryError):
        named = next((argument.name for argument in arguments if isinstance(argument, Path)), "The file")
        return (
            "unreadable",
            f"{named} needs more memory to be read than a file may have.",
            "Split it, or remove its pictures.",
            "too_large",
            None,
        )
    return "fault", repr(error), "".join(traceback.format_exception(error))


def _own_streams() -> tuple[BinaryIO, BinaryIO]:
    """Standard input and output for the parent alone: what a library prints goes to standard error."""
    requests = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    return requests, answers


def _receive(requests: BinaryIO, waiting: queue.SimpleQueue[tuple[object, ...]]) -> None:
    """Take requests. When there are no more the parent is gone, and what is being read is read for nobody."""
    with contextlib.suppress(EOFError, pickle.UnpicklingError, OSError):
        while True:
            waiting.put(pickle.load(requests))
    if hasattr(os, "killpg") and os.getpgrp() == os.getpid():
        os.killpg(os.getpid(), signal.SIGKILL)  # with the programs that a reader started
    os._exit(0)


def _limit_memory(megabytes: int) -> None:
    try:
        import resource  # noqa: PLC0415  not on every system
    except ImportError:
        return
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    wanted = megabytes << 20
    with contextlib.suppress(ValueError, OSError):  # a system that knows the limit but does not let it be set
        resource.setrlimit(resource.RLIMIT_AS, (wanted if most == resource.RLIM_INFINITY else min(wanted, most), most))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _forget_peak() -> None:
    with contextlib.suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # Linux: VmHWM starts anew


def _memory_mb() -> tuple[int, int]:
    """Resident size now and at its highest since the last request, in MiB; zeros where the system does not tell."""
    sizes = {"VmRSS": 0, "VmHWM": 0}
    with contextlib.suppress(OSError), open("/proc/self/status", encoding="ascii", errors="replace") as lines:  # noqa: PTH123
        for line in lines:
            name, _, rest = line.partition(":")
            if name in sizes:
                sizes[name] = int(rest.split()[0]) >> 10
    return sizes["VmRSS"], sizes["VmHWM"]


if __name__ == "__main__":
    main()
