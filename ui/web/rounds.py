"""Which windows are being answered, so that a page drawn meanwhile does not draw over the answer.

Gradio runs a page's events side by side. A drawing that was asked for before a question may end after its answer is
shown, with what the conversation was before; on a busy machine it may even begin after it, with the same.
"""

from __future__ import annotations

import threading
from collections import OrderedDict

import gradio as gr

_MOST = 10_000  # windows remembered; of one forgotten a drawing is taken to be up to date


class Rounds:
    """Counts the beginnings and ends of answers of each window: an odd count means that one is under way.

    Keeps as well how many questions the conversation has that the window holds.
    """

    def __init__(self) -> None:
        self._counts: OrderedDict[str, int] = OrderedDict()
        self._lengths: OrderedDict[str, int] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, request: gr.Request) -> int:
        """The window's count, to be given to `moved_on` later."""
        with self._lock:
            return self._counts.get(request.session_hash or "", 0)

    def step(self, request: gr.Request) -> None:
        """An answer begins, or ends."""
        with self._lock:
            _keep(self._counts, request, self._counts.get(request.session_hash or "", 0) + 1)

    def holds(self, request: gr.Request, length: int) -> None:
        """The window's conversation has so many questions from now on."""
        with self._lock:
            _keep(self._lengths, request, length)

    def moved_on(self, request: gr.Request, before: int, length: int) -> bool:
        """Whether a drawing is out of date.

        Args:
            before: the count when it began: an answer began or ended since, or was under way then.
            length: of the conversation that it was given: the window holds a longer or shorter one.
        """
        with self._lock:
            held = self._lengths.get(request.session_hash or "", length)
        return before % 2 == 1 or self.of(request) != before or held != length


def _keep(numbers: OrderedDict[str, int], request: gr.Request, number: int) -> None:
    window = request.session_hash or ""
    numbers[window] = number
    numbers.move_to_end(window)
    while len(numbers) > _MOST:
        numbers.popitem(last=False)
