"""Replies to questions: drafted one by one, each with its sources and what to check in it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from assistant.drafting.checks import Check, checks
from docs_store.errors import PolicyAssistantError
from docs_store.library import Library
from docs_store.types import Answer, Citation, Nearest, Outcome

log = logging.getLogger(__name__)


class Asker(Protocol):
    """What drafting needs of the assistant."""

    def ask(self, question: str, *, region: str | None = None, year: int | None = None) -> Answer:
        """Answer one question; see `assistant.engine.Assistant.ask`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One drafted reply.

    Attributes:
        number: 1-based place in the list of questions.
        text: what is to be sent; `[n]` after a sentence stands for the source with marker n.
        sources: what the reply rests on.
        checks: why a person has to look, gravest first.
        notes: the assistant's own remarks, for the person who checks; no part of the reply.
        missing: parts of the question that no document answers.
        nearest: what comes nearest to a question that nothing answers; no part of the reply either.
    """

    number: int
    question: str
    outcome: Outcome
    text: str
    sources: tuple[Citation, ...] = ()
    checks: tuple[Check, ...] = ()
    notes: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    nearest: tuple[Nearest, ...] = ()


def draft(
    asker: Asker,
    library: Library,
    questions: Sequence[str],
    *,
    region: str | None = None,
    year: int | None = None,
    today: Callable[[], date] = date.today,
) -> Iterator[Reply]:
    """A reply to each question, in order, each as soon as it is there. One that fails does not stop the others.

    Args:
        region, year: limit all answers to this place and year, whatever the questions name.
    """
    for number, question in enumerate(questions, start=1):
        try:
            answer = asker.ask(question, region=region, year=year)
        except PolicyAssistantError as error:
            yield _failed(number, question, str(error))
        except Exception as error:  # one question's fault must not take the replies to the others
            log.exception("drafting reply %d", number)
            yield _failed(number, question, f"{type(error).__name__}: {error}")
        else:
            yield reply(answer, number, library, today())


def reply(answer: Answer, number: int, library: Library, today: date) -> Reply:
    """The reply that an answer makes."""
    infos = library.infos()
    return Reply(
        number=number,
        question=answer.question,
        outcome=answer.outcome,
        text=answer.answer,
        sources=answer.citations,
        checks=tuple(checks(answer, infos.by_id, infos.superseded(today), today)),
        notes=answer.notes,
        missing=answer.missing,
        nearest=answer.nearest,
    )


def _failed(number: int, question: str, reason: str) -> Reply:
    return Reply(
        number=number, question=question, outcome=Outcome.FAILED, text="", checks=(Check.FAILED,), notes=(reason,)
    )
