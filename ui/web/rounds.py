"""Which windows are being answered, so that a page drawn meanwhile does not draw over the answer.

Gradio runs a page's events side by side. A drawing that began before a question was asked may end after its answer is
shown, with what the conversation was before.
"""

from __future__ import annotations

import threading
from collections import OrderedDict

import gradio as gr

_MOST = 10_000  # windows remembered; of one forgotten a drawing is taken to be up to date


class Rounds:
    """Counts the beginnings and ends of answers of each window: an odd count means that one is under way."""

    def __init__(self) -> None:
        self._counts: OrderedDict[str, int] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, request: gr.Request) -> int:
        """The window's count, to be given to `moved_on` later."""
        with self._lock:
            return self._counts.get(request.session_hash or "", 0)

    def step(self, request: gr.Request) -> None:
        """An answer begins, or ends."""
        with self._lock:
            window = request.session_hash or ""
            self._counts[window] = self._counts.pop(window, 0) + 1
            while len(self._counts) > _MOST:
                self._counts.popitem(last=False)

    def moved_on(self, request: gr.Request, before: int) -> bool:
        """Whether an answer began or ended since `before` was taken, or was under way then."""
        return before % 2 == 1 or self.of(request) != before
