"""Answers by a language model, never less than without one.

The model reads (`assistant.flow`). Where it is late, dead, cut off, or nothing of what it claims passes the check, the
answer is the one given without a model, with a note that says so.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from assistant.events import Done, Event, Found
from assistant.find.sources import Scope, find
from assistant.flow import Flow, Unfit
from assistant.read.model import ModelReader
from assistant.read.reader import ReadingError
from assistant.say import texts
from assistant.understand.plan import limited, understand
from docs_store.types import Answer, Turn

if TYPE_CHECKING:
    from assistant.llm import LanguageModel
    from assistant.read.rules.run import Limits
    from docs_store.library import Library


def read(
    question: str,
    history: Sequence[Turn],
    library: Library,
    model: LanguageModel,
    *,
    offline: Callable[[], Answer],
    limits: Limits,
    today: date,
    started: float,
    readable: frozenset[str] | None = None,
    stopped: threading.Event | None = None,
) -> Iterator[Event]:
    """Answer a question with a language model, step by step; the last event is `Done`.

    Args:
        offline: the answer without a model; asked for only where the model fails.
        readable: ids of documents that the asker may read; `None` for all.
        stopped: set as soon as nobody wants the answer any more.
        started: `time.perf_counter()` at the question.

    Raises:
        Stopped: `stopped` was set.
    """
    reader = ModelReader(model, stopped)
    note = texts.MODEL_UNFIT
    revision = library.revision
    try:
        plan = limited(understand(question, history, library.infos(), today, reader.plan), limits, library)
        scope = Scope(readable=readable, kind=limits.kind)
        flow = Flow(library, reader, plan, lambda plan, also: find(plan, library, scope, also=also), started)
        for event in flow.run():
            if isinstance(event, Answer):
                if library.revision != revision and not _stands(event, library):
                    note = texts.LIBRARY_CHANGED
                    break
                yield Done(event)
                return
            if not isinstance(event, Unfit):
                yield event
    except ReadingError as error:
        note = texts.model_late(model.seconds) if error.late else texts.MODEL_FAILED
    answer = offline()
    timings = answer.timings_ms | {"total": round((time.perf_counter() - started) * 1000, 1)}
    answer = replace(answer, notes=(*answer.notes, note), timings_ms=timings)
    yield from (Found(answer), Done(answer))


def _stands(answer: Answer, library: Library) -> bool:
    """Whether all that an answer cites is still in the library, which changed meanwhile."""
    for citation in answer.citations:
        document = library.document(citation.document_id)
        if document is None or document.text[citation.start : citation.end] != citation.quote:
            return False
    return True
