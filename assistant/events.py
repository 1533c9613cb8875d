"""What happens while a question is answered, for whoever shows it as it comes.

A `Found`, then a `Said` for each sentence that a language model worded and the check let pass, then one `Done`. The
answer of `Done` is the one that holds; it may give some sentences in the source's own words instead.
"""

from __future__ import annotations

from dataclasses import dataclass

from docs_store.types import Answer, AnswerSentence, Citation


@dataclass(frozen=True, slots=True)
class Found:
    """The passages that the answer will stand on, and how the question was understood.

    Attributes:
        answer: the extractive answer, complete.
    """

    answer: Answer


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence that passed the check, with the citations it carries."""

    sentence: AnswerSentence
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Done:
    """The whole answer."""

    answer: Answer


Event = Found | Said | Done


class Stopped(Exception):  # noqa: N818 - no fault
    """Whoever asked wants no answer any more. No fault: nothing is shown or kept of what was under way."""
