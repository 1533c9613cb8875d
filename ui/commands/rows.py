"""Lines of a file of questions: what `ask --batch` and `eval` read alike."""

from __future__ import annotations

import json
from typing import Any

from assistant import bounds
from docs_store.errors import UsageError
from docs_store.types import Turn
from ui.texts import Words

_ROLES = frozenset({"user", "assistant"})


def row_of(text: str, number: int, words: Words) -> dict[str, Any]:
    """The object of one line of JSONL; `number` is the line's, for what is said of it."""
    try:
        row = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UsageError(words("batch.not_json", line=number, reason=str(error))) from error
    if not isinstance(row, dict):
        raise UsageError(words("batch.not_json", line=number, reason=type(row).__name__))
    return row


def history_of(history: object, number: int, words: Words) -> tuple[Turn, ...]:
    """The turns of a line's `history`."""
    if history is None:
        return ()
    turns: list[Any] = history if isinstance(history, list) else [history]
    for turn in turns:
        well_formed = isinstance(turn, dict) and turn.get("role") in _ROLES and isinstance(turn.get("content"), str)
        if not well_formed:
            raise UsageError(words("batch.history", line=number))
    return tuple(Turn(role=turn["role"], content=turn["content"]) for turn in turns)


def check_question(question: str, words: Words) -> None:
    """Refuse a question that is empty or too long, before anything slow is done."""
    if not question.strip():
        raise UsageError(words("usage.empty_question"))
    bounds.check_question(question)
