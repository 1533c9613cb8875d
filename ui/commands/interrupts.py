"""Interrupts that wait for a good moment."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from types import FrameType, TracebackType
from typing import Any, Self


class Deferred:
    """While it is entered, a first interrupt is only remembered, and raised by `check`; a second one is raised at once.

    It stands for Ctrl-C, and for SIGTERM where the program handles that too. Outside the main thread, where Python
    knows no signals, it does nothing.

    Args:
        told: called when the first interrupt comes; that it cannot write just then is forgiven.
    """

    def __init__(self, told: Callable[[], None]) -> None:
        self._told = told
        self._before: dict[int, Any] = {}
        self._asked = False

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGINT, signal.SIGTERM):
                if callable(signal.getsignal(number)):
                    self._before[number] = signal.signal(number, self._remember)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def check(self) -> None:
        """A moment at which nothing is half done.

        Raises:
            KeyboardInterrupt: there was an interrupt.
        """
        if self._asked:
            raise KeyboardInterrupt

    def _remember(self, number: int, frame: FrameType | None) -> None:
        if self._asked:
            raise KeyboardInterrupt
        self._asked = True
        # A handler runs in the midst of whatever is done, a write to the same stream included, which Python refuses to
        # begin anew (RuntimeError). Then nobody is told; what is half done goes on as if nothing had happened.
        with suppress(RuntimeError, OSError):
            self._told()
