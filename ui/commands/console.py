"""Where commands write: results on standard output, everything else on standard error."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping

from ui.texts import Words, safe


class Console:
    """Standard output and standard error of one command.

    Args:
        words: what to say, in the language chosen.
        as_json: results are JSON objects; then `line` must not be used.

    Attributes:
        emitted: whether a JSON object was written.
    """

    def __init__(self, words: Words, *, as_json: bool) -> None:
        self.words = words
        self.as_json = as_json
        self.emitted = False

    def line(self, text: str = "") -> None:
        """One line, or several, of a result for people. Texts from outside must have gone through `safe`."""
        print(text, flush=True)

    def emit(self, result: Mapping[str, object]) -> None:
        """One JSON object on a line of its own."""
        from ui import jsonout  # noqa: PLC0415  loads every noun, and most commands for people write no JSON

        self.emitted = True
        print(jsonout.to_json(result), flush=True)

    def note(self, text: str) -> None:
        """A line beside the results: a hint, a warning, an error."""
        print(text, file=sys.stderr, flush=True)

    def waiting(self, seconds: float) -> Callable[[], None]:
        """Says that another process is writing, and for how long that is waited for; see `Library.writer`."""
        return lambda: self.note(self.words("library.waiting", seconds=seconds))


class Progress:
    """One line on standard error that tells how far something has got.

    On a terminal the line is written over; elsewhere a new one is written at each quarter and at new words.
    """

    _BAR = 24

    def __init__(self) -> None:
        self._terminal = sys.stderr.isatty()
        self._last: tuple[str, int] | None = None

    def __call__(self, done: int, total: int | None, words: str) -> None:
        """Show that `done` of `total` (`None` when unknown) is reached; `words` say of what."""
        share = min(1.0, done / total) if total else 0.0
        step = (words, int(share * (100 if self._terminal else 4)))
        if step == self._last:
            return
        if self._terminal and self._last is not None and self._last[0] != words:
            print(file=sys.stderr)
        self._last = step
        percent = f" {share:4.0%}" if total else ""
        if self._terminal:
            full = int(share * self._BAR)
            bar = f"[{'#' * full}{'.' * (self._BAR - full)}] " if total else ""
            print(f"\r{bar}{safe(words)}{percent}\x1b[K", end="", file=sys.stderr, flush=True)
        else:
            print(f"{safe(words)}{percent}", file=sys.stderr, flush=True)

    def end(self) -> None:
        """Go on below the line."""
        if self._terminal and self._last is not None:
            print(file=sys.stderr)
        self._last = None
