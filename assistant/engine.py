"""The assistant: a question in, a cited answer out.

A message is mended, parted into its questions, and each made to stand by itself; `assistant.read.rules.run` answers it.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from assistant import bounds
from assistant.events import Done, Event, Found
from assistant.find import retrieval
from assistant.matching import asked
from assistant.read.rules.kinds import Asked, asked_kind
from assistant.read.rules.run import PASSAGES, Limits, Run
from assistant.say import wording
from assistant.understand import places
from assistant.understand.followup import readings, speaks_of
from assistant.understand.several import apart, joined, parted
from assistant.understand.spelling import Mended, mend, simplified
from docs_store.errors import LibraryError
from docs_store.library import Library
from docs_store.textnorm import clean_chunk, fold
from docs_store.types import (
    Answer,
    Kind,
    Outcome,
    Passage,
    Status,
    Turn,
)

if TYPE_CHECKING:
    from assistant.llm import LanguageModel
    from assistant.read.learnt.answers import SmallReader
    from assistant.turn import Plan

_TRIES = 4  # how often a question is answered anew because the library changed while it was


class Assistant:
    """Answers questions from one library. Safe for many threads: it keeps no state between questions.

    Args:
        today: what day it is, for 今年 and for what is in force.
        model: words the answers; without one they are the sources' own sentences.
        reader: reads where no language model does; without one rules alone decide.
    """

    def __init__(
        self,
        library: Library,
        *,
        today: Callable[[], date] = date.today,
        model: LanguageModel | None = None,
        reader: SmallReader | None = None,
    ) -> None:
        self._library = library
        self._today = today
        self._model = model
        self._reader = reader

    def ask(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        region: str | None = None,
        year: int | None = None,
        kind: Kind | None = None,
        status: Status | None = None,
    ) -> Answer:
        """Answer one question; the answer that `stream` ends with.

        Raises: see `stream`.
        """
        answer: Answer | None = None
        for event in self.stream(question, history=history, region=region, year=year, kind=kind, status=status):
            if isinstance(event, Done):
                answer = event.answer
        assert answer is not None, "every stream ends with Done"
        return answer

    def stream(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        region: str | None = None,
        year: int | None = None,
        kind: Kind | None = None,
        status: Status | None = None,
        stopped: threading.Event | None = None,
    ) -> Iterator[Event]:
        """Answer one question step by step; the last event is `Done`.

        Args:
            history: earlier messages of the conversation, oldest first.
            region: limit the answer to this place, whatever the question names.
            year: limit the answer to this year.
            kind: limit the answer to documents of this kind.
            status: limit the answer to results, forecasts or targets, whatever the question says; `UNKNOWN` lifts
                what it says.
            stopped: set, from any thread, as soon as nobody wants the answer any more: the work of a language model
                then ends, which may otherwise go on for as long as it has until its next sentence.

        Raises:
            Stopped: `stopped` was set while a language model was at work.
            UsageError: the question is empty, too long, or about too many places and years; see `assistant.bounds`.
            LibraryError, ModelError: the library or a model is at fault; never for a missing answer.
        """
        started = time.perf_counter()
        bounds.check_question(question)
        bounds.check_place(region or "")
        today = self._today()
        limits = Limits(region=region, year=year, kind=kind, status=status)

        def run(text: str, reading: str) -> Answer:
            return Run(self._library, text, reading, limits, today, started).answer()

        def found() -> Answer:
            mended = self._mended(question)
            turns = [replace(turn, content=simplified(turn.content)) for turn in bounds.recent(history)]
            said = asked.told(mended.text, turns)
            own = Run(self._library, question, mended.text, limits, today, started)
            matched = own.matched(said) if said else None
            answer = matched or self._answered(mended.text, turns, run)
            if self._reader and not matched:
                answer = self._reader.settled(self._plan(mended.text, turns, limits, today), answer, kind)
                until = round((time.perf_counter() - started) * 1000, 1)
                answer = replace(answer, timings_ms=answer.timings_ms | {"first_token": until, "total": until})
            return replace(
                answer,
                question=question,
                notes=(*([wording.corrected(mended.corrections)] if mended.corrections else []), *answer.notes),
                understood=replace(answer.understood, corrections=mended.corrections),
            )

        if self._model is None or not self._library.infos() or asked_kind(fold(question)) is Asked.GREETING:
            answer = self._of_one_revision(found)
            yield from (Found(answer), Done(answer))
            return
        from assistant.reading import read  # noqa: PLC0415 - for who has a language model

        yield from read(
            question, history, self._library, self._model,
            offline=lambda: self._of_one_revision(found), limits=limits, today=today, started=started,
            stopped=stopped,
        )  # fmt: skip

    def _plan(self, question: str, history: Sequence[Turn], limits: Limits, today: date) -> Plan:
        from assistant.understand.plan import limited, understand  # noqa: PLC0415 - for who reads

        return limited(understand(question, history, self._library.infos(), today), limits, self._library)

    def _of_one_revision(self, found: Callable[[], Answer]) -> Answer:
        """An answer all of whose steps saw the same library: found again where that changed meanwhile.

        Else an answer on two places could tell of one as it was before a change, and of the other as it is after it.
        """
        for left in reversed(range(_TRIES)):
            revision = self._library.revision
            try:
                answer = found()
            except Exception as error:  # a step may trip over whatever was removed since the one before
                if self._library.revision == revision:
                    raise
                if not left:
                    raise LibraryError(
                        "The library changed again and again while the question was answered.", remedy="Ask once more."
                    ) from error
            else:
                if self._library.revision == revision or not left:
                    break
        return answer

    def _mended(self, question: str) -> Mended:
        """The question in simplified characters, typing errors mended by the library's own words."""
        text = simplified(question)
        infos = self._library.infos()

        def nearest(text: str) -> str:
            return "".join(clean_chunk(p.chunk).text for p in self._library.search(text, limit=PASSAGES))

        return mend(text, sorted(places.names_of(infos)), bool(places.find(text, infos)), nearest)

    def _answered(self, question: str, history: Sequence[Turn], run: Callable[[str, str], Answer]) -> Answer:
        """The answer in the sources' own words; to each of several questions, where a message asks them."""
        parts = parted(question)
        if len(parts) == 1:
            answer = self._likeliest(parts[0], history, run)
            if answer.outcome is Outcome.ANSWERED or not (parts := apart(question)):
                return answer
        answers: list[Answer] = []
        before = list(history)
        for part in parts[: bounds.MAX_PARTS]:
            if sum(bounds.scopes_of(answer.searched) for answer in answers) > bounds.MAX_SCOPES:
                break
            answers.append(self._likeliest(part, before, run))
            before.append(Turn(role="user", content=part))
        return joined(question, parts, answers)

    def _likeliest(self, question: str, history: Sequence[Turn], run: Callable[[str, str], Answer]) -> Answer:
        """The answer in the first reading of the question that has one; that in the likeliest when none has."""
        infos = self._library.infos()
        found = []
        for reading in readings(question, history, infos):
            answer = run(question, reading)
            if answer.outcome is Outcome.ANSWERED and (reading == question or speaks_of(question, answer, infos)):
                return answer
            found.append(answer)
            if sum(bounds.scopes_of(answer.searched) for answer in found) > bounds.MAX_SCOPES:
                break
        missed = [answer for answer in found if answer.outcome is not Outcome.ANSWERED]
        return missed[0] if missed else run(question, question)

    def search(self, query: str, *, limit: int) -> list[Passage]:
        """Passages only, best first, within the place, years and status that the query names.

        Raises:
            UsageError: as for a question.
        """
        return retrieval.search(self._library, query, limit=limit, today=self._today())
