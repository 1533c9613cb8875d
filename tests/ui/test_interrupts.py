"""Interrupts that wait for a good moment, sent at a bad one."""

from __future__ import annotations

import io
import os
import signal
import threading
import time

import pytest

from ui.commands.interrupts import Deferred

pytestmark = pytest.mark.skipif(os.name != "posix", reason="skipped: signals are sent as on POSIX")


def test_the_first_interrupt_waits_and_the_second_does_not() -> None:
    told: list[str] = []
    with Deferred(lambda: told.append("told")) as interrupts:
        interrupts.check()
        signal.raise_signal(signal.SIGINT)
        assert told == ["told"]
        with pytest.raises(KeyboardInterrupt):
            interrupts.check()
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
    assert told == ["told"]


def test_an_interrupt_in_the_midst_of_writing_to_where_it_is_told_does_no_harm() -> None:
    reading, writing = os.pipe()
    stream = io.TextIOWrapper(os.fdopen(writing, "wb"), encoding="utf-8")
    text = "x" * 10_000_000  # far more than a pipe holds, so the write lasts until the other end has read
    heard: list[bytes] = []
    main = threading.main_thread().ident
    assert main is not None

    def interrupt_and_read() -> None:
        first = os.read(reading, 1)  # the write has begun
        signal.pthread_kill(main, signal.SIGINT)
        while not interrupts._asked:
            time.sleep(0.01)
        with os.fdopen(reading, "rb") as rest:
            heard.append(first + rest.read())

    with Deferred(lambda: print("told", file=stream, flush=True)) as interrupts:
        reader = threading.Thread(target=interrupt_and_read)
        reader.start()
        try:
            print(text, file=stream, flush=True)
        finally:
            stream.close()
            reader.join()
        with pytest.raises(KeyboardInterrupt):
            interrupts.check()
    assert heard == [text.encode() + b"\n"]
