"""A language model as a reader: any chat model that LangChain speaks to, at a server or on this machine."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing

from assistant.llm import GenerationError, LanguageModel, pieces
from assistant.llm.streaming import Message
from assistant.read import lines, prompts
from assistant.read.reader import ReadingError
from assistant.turn import Material, Plan, Remark

log = logging.getLogger(__name__)

_MOST = 6000  # characters of a reading; what goes on longer is rubbish
_MOST_SHORT = 1500  # characters of a plan or a second reading
_JUDGED = re.compile(r"(?m)^\s*(\d{1,3})\s*[.、:：)）]*\s*(是|否)")
_CALLS = 2.0  # how many times the time of one call all calls of a question may take together


class ModelReader:
    """A language model behind the seam of readers, for one question: its time begins when it is made.

    Args:
        model: see `LanguageModel`; its `seconds` bound each call, and twice as many all calls together.
    """

    def __init__(self, model: LanguageModel) -> None:
        self._model = model
        self._until = time.monotonic() + _CALLS * model.seconds

    @property
    def name(self) -> str:
        """See `Reader`."""
        return self._model.name

    def read(self, material: Material) -> Iterator[Remark]:
        """See `Reader`."""
        with closing(self._pieces(prompts.reading(material), _MOST)) as text:
            yield from lines.remarks(text)

    def says(self, pairs: Sequence[tuple[str, str]], plan: Plan) -> list[bool]:
        """See `Reader`. A pair without a judgement counts as not said."""
        if not pairs:
            return []
        with closing(self._pieces(prompts.second(pairs, plan), _MOST_SHORT)) as text:
            judged = {int(number): word == "是" for number, word in _JUDGED.findall("".join(text))}
        return [judged.get(i, False) for i in range(1, len(pairs) + 1)]

    def plan(self, message: str, history: Sequence[tuple[str, str]]) -> str:
        """The model's own reading of a message, as `assistant.understand` takes it apart; empty where it is too slow.

        Raises:
            ReadingError: the model is at fault otherwise.
        """
        try:
            with closing(self._pieces(prompts.plan(message, history), _MOST_SHORT)) as text:
                return "".join(text)
        except ReadingError as error:
            if not error.late:
                raise
            return ""

    def _seconds_left(self) -> float:
        """How long the next call may take."""
        return min(self._model.seconds, self._until - time.monotonic())

    def _pieces(self, messages: Sequence[Message], most: int) -> Generator[str, None, None]:
        seconds = self._seconds_left()
        if seconds <= 0:
            raise ReadingError("the question's time is over", late=True)
        try:
            with closing(pieces(self._model, messages, most=most, seconds=seconds)) as stream:
                yield from stream
        except GenerationError as error:
            log.warning("%s: %s", self._model.name, error)
            raise ReadingError(str(error), late=error.late) from error
