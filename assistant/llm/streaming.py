"""What a model says, piece by piece, for a limited time.

The model is read in a thread of its own: a model that hangs then costs the thread, not the answer.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Generator, Sequence
from typing import Any

from assistant.events import Stopped
from assistant.llm.model import LanguageModel
from assistant.llm.pace import PromptReading

log = logging.getLogger(__name__)

Message = tuple[str, str]
"""Role (`system`, `human`) and text, as LangChain takes them."""

_END = object()


_TICK = 0.2  # seconds between two looks whether anybody still waits for the answer


class GenerationError(Exception):
    """A model said nothing, stopped half-way, took too long, or went on too long.

    Args:
        late: it took too long.
    """

    def __init__(self, reason: str, *, late: bool = False) -> None:
        super().__init__(reason)
        self.late = late


def prompt_of(messages: Sequence[Message]) -> str:
    """All that a model reads of a conversation, as one text."""
    return "\n".join(text for _, text in messages)


def pieces(
    model: LanguageModel,
    messages: Sequence[Message],
    *,
    most: int,
    seconds: float | None = None,
    stopped: threading.Event | None = None,
) -> Generator[str, None, None]:
    """The text that a model answers, in the pieces it comes in.

    Args:
        most: characters after which it is taken for rubbish and stopped.
        seconds: how long the answer may take; `model.seconds` when not given.
        stopped: set as soon as nobody wants the answer any more, from any thread.

    Raises:
        GenerationError: for whatever reason there is no whole answer in that time.
        Stopped: `stopped` was set.
    """
    seconds = model.seconds if seconds is None else seconds
    until = time.monotonic() + seconds
    said: queue.Queue[object] = queue.Queue(maxsize=64)
    stop = threading.Event()
    reader = threading.Thread(
        target=_read, args=(model, list(messages), said, stop), name="language model", daemon=True
    )
    reader.start()
    reading: PromptReading | None = None
    length = 0
    try:
        while True:
            if stopped is not None and stopped.is_set():
                raise Stopped
            left = max(0.0, until - time.monotonic())
            try:
                piece = said.get(timeout=min(left, _TICK))
            except queue.Empty:
                if left > _TICK:
                    continue
                raise GenerationError(f"no whole answer within {seconds:.3g} s", late=True) from None
            if isinstance(piece, PromptReading):
                reading = piece
                continue
            if piece is _END:
                return
            if isinstance(piece, BaseException):
                raise GenerationError(f"{type(piece).__name__}: {piece}") from piece
            length += len(str(piece))
            if length > most:
                raise GenerationError(f"more than {most} characters")
            yield str(piece)
    finally:  # also when the caller has heard enough
        stop.set()
        if reading is not None:
            reading.end()


def _read(model: LanguageModel, messages: list[Message], said: queue.Queue[object], stop: threading.Event) -> None:
    """Ask, and put every piece into the queue; then `_END`, or the exception that ended it.

    Before them the measure of its reading, for a model with a pace.
    """
    last: object = _END
    try:
        chat = model.chat_model()
        reading = model.pace.begin(prompt_of(messages)) if model.pace is not None else None
        if reading is not None:
            _put(said, reading, stop)
        stream = chat.stream(messages)
        try:
            for chunk in stream:
                text = _text(chunk.content)
                if text and reading is not None:
                    reading.first_piece()
                if not _put(said, text, stop):
                    return
        finally:
            close = getattr(stream, "close", None)  # a generator; ends the request behind it
            if close is not None:
                close()
    except Exception as error:  # any vendor's fault must leave the extractive answer standing
        log.warning("%s: %s", model.name, error)
        last = error
    _put(said, last, stop)


def _put(said: queue.Queue[object], piece: object, stop: threading.Event) -> bool:
    """Whether the piece went into the queue before somebody stopped waiting for it."""
    while not stop.is_set():
        try:
            said.put(piece, timeout=0.2)
        except queue.Full:
            continue
        return True
    return False


def _text(content: Any) -> str:
    """The text of a chunk: a string, or a list of blocks of which some are text."""
    if isinstance(content, str):
        return content
    blocks = content if isinstance(content, list) else []
    return "".join(
        block if isinstance(block, str) else str(block.get("text", ""))
        for block in blocks
        if isinstance(block, str | dict)
    )
