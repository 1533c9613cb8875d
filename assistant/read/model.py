"""A language model as a reader: any chat model that LangChain speaks to, at a server or on this machine."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from threading import Event

from assistant.llm import GenerationError, LanguageModel, pieces
from assistant.llm.streaming import Message, prompt_of
from assistant.read import lines, prompts
from assistant.read.reader import ReadingError
from assistant.turn import Material, Plan, Remark

log = logging.getLogger(__name__)

_MOST = 6000  # characters of a reading; what goes on longer is rubbish
_MOST_SHORT = 1500  # characters of a plan or a second reading
_JUDGED = re.compile(r"(?m)^[^\S\n]*(\d{1,3})\s{0,9}[.、:：)）]{0,9}\s{0,9}(是|否)")
_CALLS = 2.0  # how many times the time of one call all calls of a question may take together
_SHARE = 0.5  # of a call's time for the prompt; the rest is for the answer
_PLAN_SHARE = 0.25  # the plan is only the way to the reading
_FEWEST = 3  # sources; with fewer a reading is not worth its time


class ModelReader:
    """A language model behind the seam of readers, for one question: its time begins when it is made.

    A model with a pace is given what it can read in about half of a call's time, and as its context holds.

    Args:
        model: see `LanguageModel`; its `seconds` bound each call, and twice as many all calls together.
        stopped: see `assistant.llm.pieces`; every call raises `Stopped` once it is set.
    """

    mode = "generated"

    def __init__(self, model: LanguageModel, stopped: Event | None = None) -> None:
        self._model = model
        self._stopped = stopped
        self._until = time.monotonic() + _CALLS * model.seconds

    @property
    def name(self) -> str:
        """See `Reader`."""
        return self._model.name

    def read(self, material: Material) -> Iterator[Remark]:
        """See `Reader`. Mending (`material.rejected`) that the model has no time to read for is not begun."""
        messages = self._reading(material)
        if material.rejected and not self._fits(messages):
            raise ReadingError("no time left to read again", late=True)
        with closing(self._pieces(messages, _MOST)) as text:
            yield from lines.remarks(text)

    def says(self, pairs: Sequence[tuple[str, str]], plan: Plan) -> list[bool]:
        """See `Reader`. A pair without a judgement counts as not said."""
        judging = list(pairs)
        while judging and not self._fits(prompts.second(judging, plan)):
            judging.pop()
        if not judging:
            return [False] * len(pairs)
        with closing(self._pieces(prompts.second(judging, plan), _MOST_SHORT)) as text:
            judged = {int(number): word == "是" for number, word in _JUDGED.findall("".join(text))}
        return [judged.get(i, False) and i <= len(judging) for i in range(1, len(pairs) + 1)]

    def plan(self, message: str, history: Sequence[tuple[str, str]]) -> str:
        """The model's own reading of a message, as `assistant.understand` takes it apart; empty where it is too slow.

        Raises:
            ReadingError: the model is at fault otherwise.
        """
        messages = prompts.plan(message, history)
        if not self._fits(messages, share=_PLAN_SHARE):
            return ""
        try:
            with closing(self._pieces(messages, _MOST_SHORT)) as text:
                return "".join(text)
        except ReadingError as error:
            if not error.late:
                raise
            return ""

    def _reading(self, material: Material) -> list[Message]:
        """What asks for a reading: the likeliest sources, as many as fit."""
        messages = prompts.reading(material)
        fewest = max(_FEWEST, len(material.plan.inquiries))  # the sources of several questions come by turns
        while len(material.sources) > 1 and not (
            self._fits(messages) or (len(material.sources) <= fewest and self._holds(messages))
        ):
            material = replace(material, sources=material.sources[:-1])
            messages = prompts.reading(material)
        return messages

    def _fits(self, messages: Sequence[Message], *, share: float = _SHARE) -> bool:
        """Whether the model can read a prompt in its share of a call's time."""
        pace = self._model.pace
        return pace is None or (
            self._holds(messages) and pace.seconds_for(prompt_of(messages)) <= share * self._seconds_left()
        )

    def _holds(self, messages: Sequence[Message]) -> bool:
        """Whether the model's context has room for a prompt."""
        pace = self._model.pace
        return pace is None or len(prompt_of(messages)) <= pace.most

    def _seconds_left(self) -> float:
        """How long the next call may take."""
        return min(self._model.seconds, self._until - time.monotonic())

    def _pieces(self, messages: Sequence[Message], most: int) -> Generator[str, None, None]:
        seconds = self._seconds_left()
        if seconds <= 0:
            raise ReadingError("the question's time is over", late=True)
        try:
            stream_of = pieces(self._model, messages, most=most, seconds=seconds, stopped=self._stopped)
            with closing(stream_of) as stream:
                yield from stream
        except GenerationError as error:
            log.warning("%s: %s", self._model.name, error)
            raise ReadingError(str(error), late=error.late) from error
