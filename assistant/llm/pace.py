"""How fast a model on this machine reads its prompts, measured by what it has read."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

# A model of 1.5 billion parameters in 4 bits on 2 cores reads 83 tokens a second, and a Chinese character is about one.
_START = 83.0
_FEWEST = 200  # characters from which a call tells of reading rather than of what else it takes


class Pace:
    """How much of a prompt a model can read, and in how long. Safe for many threads.

    A server keeps what it computed for the last prompt (prefix cache), so only what differs from its beginning counts
    as read.

    Args:
        most: characters that a prompt may have at all, by the model's context.
        clock: seconds from any moment on.
    """

    def __init__(self, *, most: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.most = most
        self._clock = clock
        self._lock = threading.Lock()
        self._speed = _START
        self._last: str | None = ""  # `None`: some part of a prompt, how much is not known

    @property
    def speed(self) -> float:
        """Characters of a prompt read in a second."""
        return self._speed

    def seconds_for(self, prompt: str) -> float:
        """How long the model will read a prompt before it says something."""
        with self._lock:
            return self._unread(prompt) / self._speed

    def begin(self, prompt: str) -> PromptReading:
        """The model is given a prompt now."""
        with self._lock:
            unread, is_exact = self._unread(prompt), self._last is not None
            self._last = prompt
        return PromptReading(pace=self, unread=unread, is_exact=is_exact, started=self._clock())

    def forget(self) -> None:
        """The model was started anew, and keeps nothing of the last prompt."""
        with self._lock:
            self._last = ""

    def _unread(self, prompt: str) -> int:
        last = self._last or ""
        kept = next((i for i, (one, other) in enumerate(zip(prompt, last, strict=False)) if one != other), len(last))
        return len(prompt) - min(kept, len(prompt))

    def over(self, reading: PromptReading, *, is_whole: bool) -> None:
        """A prompt has been read, or the model was broken off while it read. Only the first time counts."""
        with self._lock:
            if reading.is_over:
                return
            reading.is_over = True
            speed = reading.unread / max(self._clock() - reading.started, 1e-3)
            if not is_whole:
                self._last = None
            if reading.unread < _FEWEST:
                return
            if not is_whole:  # so long, and not read yet: the model is at least as slow as that
                self._speed = min(self._speed, speed)
            elif reading.is_exact or speed < self._speed:  # else more may have been kept than is known
                self._speed = (self._speed + speed) / 2


@dataclass(slots=True, kw_only=True)
class PromptReading:
    """One prompt on its way through the model.

    Attributes:
        unread: characters that the model had to read for it.
        is_exact: whether it is known what was kept of the prompt before.
        started: when it was given, on the pace's clock.
    """

    pace: Pace
    unread: int
    is_exact: bool
    started: float
    is_over: bool = False

    def first_piece(self) -> None:
        """The model has said something, so it has read the prompt."""
        self.pace.over(self, is_whole=True)

    def end(self) -> None:
        """Nobody waits any more; without a piece before, the prompt was not read to its end."""
        self.pace.over(self, is_whole=False)
