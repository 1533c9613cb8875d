"""Statements of a chunk as one short text, as chunks hold them and the catalog keeps them.

Most statements have nothing of their own but their span. A document's chunks are often loaded for a few of them, so a
chunk's statements are made only when they are asked for (`statements.of`): it saves half of what loading a chunk costs.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from docs_store.types import Role, Statement, Status


def pack(statements: Sequence[Statement], origin: int, section: Status) -> str:
    """Statements as JSON: of each where it begins and ends and, as far as it has them, its role, years, turns, status.

    Args:
        origin: where their chunk begins; offsets count from there.
        section: the chunk's status, which a statement has that says no other.
    """
    rows = []
    for statement in statements:
        turns = [[at - origin, status] for at, status in statement.turns]
        own = [statement.role, statement.years, turns, statement.status if statement.status is not section else None]
        while own and not own[-1]:
            own.pop()
        rows.append([statement.start - origin, statement.end - origin, *own])
    return json.dumps(rows, separators=(",", ":"))


@lru_cache(maxsize=1024)  # several times what one question looks at
def unpack(packed: str, origin: int, section: Status) -> tuple[Statement, ...]:
    """Inverse of `pack`."""
    return tuple(
        Statement(start=origin + start, end=origin + end, **_own(origin, section, *more))
        for start, end, *more in json.loads(packed)
    )


def _own(
    origin: int,
    section: Status,
    role: str | None = None,
    years: Sequence[int] = (),
    turns: Sequence[tuple[int, str]] = (),
    status: str | None = None,
) -> dict[str, Any]:
    return {
        "role": Role(role) if role else None,
        "status": Status(status) if status else section,
        "turns": tuple((origin + at, Status(told)) for at, told in turns),
        "years": tuple(years),
    }
