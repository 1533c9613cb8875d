"""How far an ingest has come: a bar at the foot of a terminal, and nothing elsewhere."""

from __future__ import annotations

import sys
import time
from collections import deque
from collections.abc import Iterator, Sequence

from docs_store.types import FileReport
from ingest.sources import Source
from ui.texts import Words, safe, width

_BAR = 20
_NAME = 30  # columns
_WINDOW = 30.0  # seconds that the rate is measured over: files known already go by fast and tell nothing of the rest
_SETTLED = 2.0  # seconds before a remaining time is worth telling


class IngestProgress:
    """A bar with the file being read, the rate and the time that remains; it counts files, and weighs them by size.

    Lines of results are printed above it: whoever prints calls `clear` first.

    Args:
        found: all that is to be read.
    """

    def __init__(self, found: Sequence[Source | FileReport], words: Words) -> None:
        self._words = words
        self._shown = sys.stderr.isatty()
        self._files = len(found)
        self._sizes = [_size(one) for one in found] if self._shown else []
        self._total = sum(self._sizes)
        self._samples: deque[tuple[float, int, int]] = deque()

    def through(self, found: Sequence[Source | FileReport]) -> Iterator[Source | FileReport]:
        """The same files, with the bar moved on at each."""
        weight = 0
        for number, one in enumerate(found):
            if self._shown:
                self._show(number, weight, one.name if isinstance(one, Source) else one.source)
                weight += self._sizes[number]
            yield one

    def clear(self) -> None:
        """Take the bar off, so that a line can be printed in its place."""
        if self._shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)

    def _show(self, files: int, weight: int, name: str) -> None:
        now = time.monotonic()
        self._samples.append((now, files, weight))
        while now - self._samples[0][0] > _WINDOW:
            self._samples.popleft()
        since, first_files, first_weight = self._samples[0]
        share = weight / self._total if self._total else 0.0
        full = int(share * _BAR)
        text = f"[{'#' * full}{'.' * (_BAR - full)}] {files}/{self._files}"
        if now - since >= _SETTLED and weight > first_weight:
            rate = (files - first_files) / (now - since)
            left = (self._total - weight) * (now - since) / (weight - first_weight)
            text += "  " + self._words("ingest.rate", rate=rate, left=_clock(left))
        print(f"\r{text}  {_cut(safe(name))}\x1b[K", end="", file=sys.stderr, flush=True)


def _size(one: Source | FileReport) -> int:
    try:
        return 1 + one.path.stat().st_size if isinstance(one, Source) else 1
    except OSError:
        return 1


def _clock(seconds: float) -> str:
    """`0:42`, `12:05`, `3:00:00`."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def _cut(name: str) -> str:
    while width(name) > _NAME:
        name = name[: len(name) - 1]
    return name
