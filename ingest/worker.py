"""The process that reads files for `ingest.isolation`; run as `python -m ingest.worker MEMORY_MB`.

It takes pickled requests `(task, *arguments)` from standard input until that ends, and answers on standard output with
pickled tuples: any number of `("page",)`, then one of

    ("result", value, holds_mb, peak_mb)
    ("unreadable", message, remedy, code, page, holds_mb, peak_mb)
    ("fault", words, trace, holds_mb, peak_mb)
"""

from __future__ import annotations

import contextlib
import enum
import os
import pickle
import queue
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from docs_store.errors import UnreadableFileError
from ingest.page_image import draw_page
from ingest.readers import read_file
from ingest.readers.base import on_page
from ingest.unpacking import unpack

TASKS: Mapping[str, Callable[..., object]] = {"read": read_file, "draw": draw_page, "unpack": unpack}


def main() -> None:
    """Answer requests until there are no more."""
    _limit_memory(int(sys.argv[1]))
    requests, answers = _own_streams()
    waiting: queue.SimpleQueue[tuple[object, ...]] = queue.SimpleQueue()
    threading.Thread(target=_receive, args=(requests, waiting), daemon=True).start()

    def send(message: tuple[object, ...]) -> None:
        _Pickler(answers).dump(message)
        answers.flush()

    on_page.set(lambda: send(("page",)))
    while True:
        task, *arguments = waiting.get()
        _forget_peak()
        send((*_answer(str(task), arguments), *_memory_mb()))


class _Pickler(pickle.Pickler):
    """Writes the member of an enumeration as its class and value, in every Python.

    Python 3.11.0 to 3.11.3 write it as a call of `getattr`, which the parent rightly takes from no reader.
    """

    def reducer_override(self, obj: object) -> Any:
        return (type(obj), (obj.value,)) if isinstance(obj, enum.Enum) else NotImplemented


def _answer(task: str, arguments: list[object]) -> tuple[object, ...]:
    try:
        return "result", TASKS[task](*arguments)
    except UnreadableFileError as error:
        return "unreadable", error.message, error.remedy, error.code, error.page
    except MemoryError:
        named = next((argument.name for argument in arguments if isinstance(argument, Path)), "The file")
        return (
            "unreadable",
            f"{named} needs more memory to be read than a file may have.",
            "Split it, or remove its pictures.",
            "too_large",
            None,
        )
    except Exception as error:  # the parent tells of it and goes on with the next file
        return "fault", repr(error), traceback.format_exc()


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
