"""An answer as it comes in: what happens while a question is answered, and the exchange that it makes so far."""

from __future__ import annotations

import logging
import threading
from collections.abc import Generator, Sequence
from dataclasses import replace

from assistant.events import Done, Event, Said, Stopped
from docs_store.errors import PolicyAssistantError
from docs_store.types import Answer, Kind, Outcome, Status
from ui.web.nouns import Asker, Exchange, failure, history
from ui.web.texts import Words, error_text

log = logging.getLogger(__name__)


def events(
    assistant: Asker,
    question: str,
    talk: Sequence[Exchange],
    *,
    region: str | None,
    year: str | None,
    kind: str | None,
    status: Status | None,
    told: Words,
    stopped: threading.Event,
) -> Generator[Event, None, None]:
    """What happens while a question is answered; a fault ends it as an answer that says so.

    Args:
        talk: the conversation before it.
        region, year, kind: what the reader limits it to, as the page's boxes have it; empty for none.
        stopped: set as soon as nobody wants the answer any more; then there is none.
    """
    try:
        yield from assistant.stream(
            question,
            history=history(talk),
            region=region or None,
            year=int(year) if year else None,
            kind=Kind(kind) if kind else None,
            status=status,
            stopped=stopped,
        )
    except Stopped:
        return
    except PolicyAssistantError as error:
        log.warning("asking: %s", error)
        text = error_text(error.code, error.message, told)
        yield Done(failure(question, text, error.remedy if text == error.message else ""))
    except Exception:  # the page's one catch-all: a fault must show as one, whatever it is
        log.exception("asking")
        yield Done(failure(question, told["failed_unknown"], told["failed_remedy"]))


def with_sentence(exchange: Exchange, said: Said) -> Exchange:
    """The exchange with one more sentence of the answer that is coming in; its sources come with the whole."""
    before = exchange.answer
    sentences = (*(before.sentences if before else ()), said.sentence)
    cited = {source.marker: source for source in (*(before.citations if before else ()), *said.citations)}
    answer = Answer(
        question=exchange.question, standalone_question=exchange.question, outcome=Outcome.ANSWERED, mode="generated",
        answer="", sentences=sentences, citations=tuple(cited.values()),
    )  # fmt: skip
    return replace(exchange, answer=answer, shown=len(sentences))
