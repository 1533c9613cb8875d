"""An answer worded by a language model, never worse than the extractive one.

The model is given the passages that the extractive answer cites and words them anew. Each of its sentences is checked
against them (`assistant.check`); what it left out or could not say right is said in the source's own words; and where
too little of it holds, or it does not answer in time, the extractive answer is given. Notes say which it was.
"""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace

from assistant import compose, wording
from assistant.check import Source, check_sentence, resolve
from assistant.check.answer import grounds
from assistant.check.coverage import says_all
from assistant.events import Done, Event, Found, Said
from assistant.llm import GenerationError, LanguageModel, pieces
from assistant.llm import said as saying
from assistant.llm.prompt import MOST_QUOTED, messages
from assistant.places import name_of
from docs_store.library import Library
from docs_store.types import Answer, AnswerSentence, Outcome

log = logging.getLogger(__name__)

_LEAST_OWN = 0.5  # share of the answer's sentences that the model must have said well


def worded(answer: Answer, library: Library, model: LanguageModel, *, started: float) -> Iterator[Event]:
    """Word an extractive answer with a language model.

    Args:
        answer: extractive. One that is no answer, is made of the ledger's figures or is too long is given as it is.
        started: `time.perf_counter()` at the question.
    """
    yield Found(answer)
    sources = _sources(answer, library) if answer.outcome is Outcome.ANSWERED else {}
    if not sources or any(check_sentence(sentence, sources) for sentence in answer.sentences):
        yield Done(answer)  # no answer, or one made of the ledger's figures, whose sentences are the assistant's own
        return
    quotes = [sources[citation.marker].quote for citation in answer.citations if citation.marker in sources]
    if len(quotes) < len(answer.citations) or sum(map(len, quotes)) > MOST_QUOTED:
        yield Done(_noted(answer, wording.TOO_LONG_FOR_MODEL, started))
        return
    asked = messages(answer.standalone_question, answer.citations, quotes)
    run = _Wording(answer, sources)
    first: float | None = None
    note = ""
    try:
        with closing(pieces(model, asked, most=400 + 3 * len(answer.answer))) as stream:
            for sentence in run.sentences(stream):
                first = first or time.perf_counter()
                yield Said(sentence, tuple(c for c in answer.citations if c.marker in sentence.citations))
    except GenerationError as error:
        log.warning("%s: %s", model.name, error)
        note = wording.model_late(model.seconds) if error.late else wording.MODEL_FAILED
    yield Done(_noted(run.whole(), note, started, first) if not note else _noted(answer, note, started))


def _sources(answer: Answer, library: Library) -> dict[int, Source]:
    found = grounds(answer.citations, library)
    return resolve(found.citations, found.chunks, found.texts)[0]


def _noted(answer: Answer, note: str, started: float, first: float | None = None) -> Answer:
    """The answer with one more note, and the time it took."""
    now = time.perf_counter()
    timings = answer.timings_ms | {
        "first_token": round(((first or now) - started) * 1000, 1),
        "total": round((now - started) * 1000, 1),
    }
    return replace(answer, notes=(*answer.notes, note) if note else answer.notes, timings_ms=timings)


class _Wording:
    """A model's sentences on their way to an answer."""

    def __init__(self, answer: Answer, sources: Mapping[int, Source]) -> None:
        self._answer = answer
        self._sources = sources
        self._kept: list[AnswerSentence] = []

    def sentences(self, stream: Iterator[str]) -> Iterator[AnswerSentence]:
        """The sentences that hold, each as soon as it has been said."""
        cutter = saying.Cutter()
        for piece in stream:
            yield from self._passed(cutter.add(piece))
        yield from self._passed(cutter.rest())

    def _passed(self, said: Sequence[saying.Said]) -> Iterator[AnswerSentence]:
        for sentence in said:
            kept = self._sourced(sentence)
            if kept is not None and all(kept.text != other.text for other in self._kept):
                self._kept.append(kept)
                yield kept

    def _sourced(self, said: saying.Said) -> AnswerSentence | None:
        """The sentence with the marker of a passage that holds it: the model's own, else whichever does."""
        own = [marker for marker in said.markers if marker in self._sources]
        for marker in (*own, *(marker for marker in self._sources if marker not in own)):
            sentence = AnswerSentence(text=said.text, citations=(marker,))
            if not check_sentence(sentence, self._sources):
                return sentence
        log.info("left out: %s", said.text)
        return None

    def whole(self) -> Answer:
        """The answer made of these sentences, completed; the extractive one where too few of them hold."""
        sentences: list[AnswerSentence] = []
        own = Counter[bool]()
        for marker in dict.fromkeys(m for sentence in self._answer.sentences for m in sentence.citations):
            extractive = [s for s in self._answer.sentences if s.citations[0] == marker]
            said = [s for s in self._kept if s.citations[0] == marker]
            prefix = self._prefix(marker)
            wanted = [s.text.removeprefix(prefix) for s in extractive]
            complete = bool(said) and says_all([s.text.removeprefix(prefix) for s in said], wanted)
            own[complete] += len(extractive)
            if complete and extractive and extractive[0].text.startswith(prefix):
                said = _with_prefix(said, prefix)
            sentences += said if complete else extractive
        if own[True] < _LEAST_OWN * own.total():
            return replace(self._answer, notes=(*self._answer.notes, wording.MODEL_UNFIT))
        notes = (*self._answer.notes, wording.own_words(own[False])) if own[False] else self._answer.notes
        return replace(
            self._answer,
            mode="generated",
            answer=compose.text_of(sentences),
            sentences=tuple(sentences),
            notes=notes,
        )

    def _prefix(self, marker: int) -> str:
        """`当涂县:`, as the composition of answers puts it before a sentence that does not name its place."""
        return f"{name_of(self._sources[marker].region)}\uff1a"


def _with_prefix(said: Sequence[AnswerSentence], prefix: str) -> list[AnswerSentence]:
    if any(prefix[:-1] in sentence.text for sentence in said):
        return list(said)
    return [replace(said[0], text=prefix + said[0].text), *said[1:]]
