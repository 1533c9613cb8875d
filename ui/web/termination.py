"""SIGTERM, as service managers send it, ends the server as an interrupt does: what it opened is closed first."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class _Terminated(BaseException):
    """Unwinds what is entered."""


@contextmanager
def ended_by_sigterm() -> Iterator[None]:
    """Within it, SIGTERM leaves every context, and ends the process only then; with the signal, as without this.

    Outside the main thread, where Python knows no signals, it does nothing.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, _unwind)
    try:
        yield
    except _Terminated:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.raise_signal(signal.SIGTERM)
    finally:
        signal.signal(signal.SIGTERM, before)


def _unwind(number: int, frame: FrameType | None) -> None:
    raise _Terminated
