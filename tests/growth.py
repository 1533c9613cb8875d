"""Measures how what a run costs grows with the length of its text.

Measured is the processor's time of this process. What costs little over thousands of characters may grow as it likes;
what does not is given more, until a run costs what no noise can, and then twice as much.
"""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Callable, Iterator
from time import process_time

import pytest

FLOOR = 0.05  # seconds; a run that costs less is not judged
MOST = 3.0  # times as much for twice the text; two would be in proportion, four is the square
LONGEST = 64_000  # characters; what costs less than the floor then may grow as it likes
_FIRST = 1000
_NOTHING = 60e-6  # seconds for `_FIRST` characters: were it the square, `LONGEST` would cost a quarter of a second
_PATIENCE = 5  # seconds for one run, which only endless ones need

Run = Callable[[int], object]
"""Does something with a text of a length in characters."""

needs_alarm = pytest.mark.skipif(not hasattr(signal, "SIGALRM"), reason="skipped: no alarm to end a run with")


class TooLongError(Exception):
    """One run took more than `_PATIENCE`."""


@contextlib.contextmanager
def patience() -> Iterator[None]:
    """Ends a run that would go on for hours. Not by a timer of processor time, which makes that clock coarse."""

    def stop(*_: object) -> None:
        raise TooLongError

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(_PATIENCE)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def growth(run: Run, length: int = _FIRST) -> float:
    """How many times as much twice the text costs; 0 where it costs too little to be judged.

    Raises:
        TooLongError: one run did not end.
    """
    cost = _seconds(run, length)
    while cost < FLOOR:
        length *= 2
        if length > LONGEST:
            return 0.0
        cost = _seconds(run, length)
    twice = _seconds(run, 2 * length)
    if twice < MOST * cost:  # nearly all
        return twice / cost
    return _seconds(run, 2 * length, 2) / _seconds(run, length, 3)


def is_suspect(run: Run) -> bool:
    """Whether a run may grow with the square: by two lengths, quickly."""
    if _seconds(run, 24) > 0.005:  # two to the power of the length
        return True
    cost = _seconds(run, _FIRST)
    if cost < _NOTHING:
        return False
    if cost > FLOOR:
        return cost > 6 * _seconds(run, _FIRST // 4)
    return _seconds(run, 4 * _FIRST) > 6 * cost and _seconds(run, 4 * _FIRST) > 6 * _seconds(run, _FIRST, 2)


def _seconds(run: Run, length: int, times: int = 1) -> float:
    """The least processor time of some runs over a text of a length."""
    least = float("inf")
    for _ in range(times):
        started = process_time()
        with patience():
            run(length)
        least = min(least, process_time() - started)
    return least
