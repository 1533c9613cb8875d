"""What the pages show: a question with its answer, and what stands around each quote."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from assistant.events import Event
from docs_store.types import Answer, FileReport, Kind, Outcome, Passage, Status, TextBox, Turn

AROUND = 400  # characters of the document shown on each side of a quote
_REMEMBERED = 10  # exchanges that go with a follow-up question


class Asker(Protocol):
    """What the pages need of the assistant."""

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
        """Answer one question; see `assistant.engine.Assistant.ask`."""

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
        """Answer one question step by step; see `assistant.engine.Assistant.stream`."""

    def search(self, query: str, *, limit: int) -> list[Passage]:
        """Passages only; see `assistant.engine.Assistant.search`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """A quote with its surroundings, verbatim.

    Attributes:
        before, after: up to `AROUND` characters of the document on each side.
        cut_before, cut_after: whether the document goes on there.
        faithful: the document still has these words at this place.
        force: whether the document is in force, as `docs_store.validity.Force`; empty where that is no question.
        doc_number, issuer, published: of the document as the library has it now; empty where that is not known.
        areas: where the quote stands on the pages, where there are pictures of them; see `Library.areas`.
    """

    before: str
    quote: str
    after: str
    cut_before: bool = False
    cut_after: bool = False
    faithful: bool = True
    force: str = ""
    doc_number: str = ""
    issuer: str = ""
    published: str = ""
    areas: tuple[TextBox, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One question and its answer.

    Attributes:
        number: 1-based place in the conversation; ids on the page are made with it.
        answer: `None` while it is being looked for.
        excerpts: one for each of the answer's `ui.answers.sources`, in the same order.
        shown: so many sentences are on the page yet; `None` means the whole answer.
    """

    number: int
    question: str
    answer: Answer | None = None
    excerpts: tuple[Excerpt, ...] = ()
    shown: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How far one uploaded file has got.

    Attributes:
        state: `waiting`, `reading`, `storing`, `same_name`, `not_read` or, with a report, `done`.
    """

    name: str
    state: str = "waiting"
    report: FileReport | None = None


def excerpt(text: str | None, start: int, end: int, quote: str, force: str = "") -> Excerpt:
    """What stands around `text[start:end]`; the bare quote where the document no longer has it there.

    Args:
        text: the document's text; `None` when the document is gone.
    """
    if text is None or text[start:end] != quote:
        return Excerpt(before="", quote=quote, after="", faithful=False, force=force)
    first, last = max(0, start - AROUND), min(len(text), end + AROUND)
    return Excerpt(
        before=text[first:start],
        quote=text[start:end],
        after=text[end:last],
        cut_before=first > 0,
        cut_after=last < len(text),
        force=force,
    )


def failure(question: str, message: str, remedy: str) -> Answer:
    """The answer to a question that met a fault."""
    notes = (remedy,) if remedy else ()
    return Answer(
        question=question,
        standalone_question=question,
        outcome=Outcome.FAILED,
        mode="extractive",
        answer=message,
        notes=notes,
    )


def history(talk: Sequence[Exchange]) -> list[Turn]:
    """The conversation so far as the assistant takes it, without what failed; the latest exchanges only."""
    turns = []
    for exchange in talk[-_REMEMBERED:]:
        if exchange.answer is not None and exchange.answer.outcome is not Outcome.FAILED:
            turns.append(Turn(role="user", content=exchange.question))
            turns.append(Turn(role="assistant", content=exchange.answer.answer))
    return turns


def steps(exchange: Exchange) -> list[Exchange]:
    """An answered exchange as it grows on the page, sentence by sentence; the last one is whole."""
    count = len(exchange.answer.sentences) if exchange.answer else 0
    return [replace(exchange, shown=shown) for shown in range(1, count)] + [exchange]
