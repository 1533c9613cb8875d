"""How much of a message is read: the same for every way in, so that no text costs more than a question is worth.

A message beyond these bounds is refused or read in part, and the person is told which.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from docs_store.errors import UsageError
from docs_store.types import Searched, Turn

MAX_QUESTION = 2000
"""Characters of a question or a search; nobody reads an answer to more."""
MAX_PLACE = 100
"""Characters of a place given as a limit; the longest path of the table of divisions has 30."""
MAX_PARTS = 10
"""Questions of one message that are answered."""
MAX_TURNS = 10
"""Earlier messages of the person that a question is read with."""
MAX_SCOPES = 34
"""Places times years that one question may ask about, each of which is searched for by itself: all provinces."""

QUESTION_TOO_LONG = "question_too_long"
TOO_MANY_PLACES = "too_many_places"


def check_question(text: str) -> None:
    """Refuse what is empty or too long to be a question or a search.

    Raises:
        UsageError: it is; with the code `QUESTION_TOO_LONG` where it has more than `MAX_QUESTION` characters.
    """
    if not text.strip():
        raise UsageError("The question is empty.", remedy="Type a question.")
    if len(text) > MAX_QUESTION:
        raise UsageError(
            f"The question has {len(text)} characters; at most {MAX_QUESTION} are read.",
            remedy="Shorten it, or split it into several questions.",
            code=QUESTION_TOO_LONG,
        )


def check_place(text: str) -> None:
    """Refuse what is too long to be the name of a place.

    Raises:
        UsageError: it has more than `MAX_PLACE` characters.
    """
    if len(text) > MAX_PLACE:
        raise UsageError(
            f"The place has {len(text)} characters; no place has more than {MAX_PLACE}.",
            remedy="Name one province, city or county.",
        )


def check_scopes(places: int, years: int) -> None:
    """Refuse a question about too many places and years: part of a comparison would pass for the whole.

    Raises:
        UsageError: there are more than `MAX_SCOPES` of them; with the code `TOO_MANY_PLACES`.
    """
    asked = max(places, 1) * max(years, 1)
    if asked > MAX_SCOPES:
        raise UsageError(
            f"The question names {places} places and {years} years, which makes {asked} searches; at most"
            f" {MAX_SCOPES} are made for one question.",
            remedy="Ask about fewer places or years at once.",
            code=TOO_MANY_PLACES,
        )


def scopes_of(searched: Searched) -> int:
    """How many places times years were searched for an answer."""
    return max(len(searched.regions), 1) * max(len(searched.years), 1)


def recent(history: Sequence[Turn]) -> list[Turn]:
    """The latest messages of the person, oldest first, each as far as a question is read."""
    said = [turn for turn in history if turn.role == "user" and turn.content.strip()][-MAX_TURNS:]
    return [replace(turn, content=turn.content[:MAX_QUESTION]) for turn in said]
