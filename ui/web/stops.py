"""Which answers are to end before they are whole: the reader stopped them, or closed the page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Lock

import gradio as gr


class Stops:
    """The answer that is under way in each window; a window has one at a time."""

    def __init__(self) -> None:
        self._under_way: dict[str, Event] = {}
        self._lock = Lock()

    @contextmanager
    def watched(self, request: gr.Request) -> Iterator[Event]:
        """While an answer is under way: an event that is set as soon as nobody wants the answer any more."""
        window, stopped = request.session_hash or "", Event()
        with self._lock:
            self._under_way[window] = stopped
        try:
            yield stopped
        finally:
            with self._lock:
                if self._under_way.get(window) is stopped:
                    del self._under_way[window]

    def stop(self, request: gr.Request) -> None:
        """Nobody wants the answer any more that is under way in this window, if there is one."""
        with self._lock:
            stopped = self._under_way.get(request.session_hash or "")
        if stopped is not None:
            stopped.set()
