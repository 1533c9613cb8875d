"""Statements of a document's chunks, with the roles that its lines have by their headings and labels."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from docs_store import statements
from docs_store.statement_codec import pack
from docs_store.types import Chunk, Role, Statement
from ingest.provisions.lines import Line


def kept(chunks: Sequence[Chunk], lines: Sequence[Line]) -> list[Chunk]:
    """The chunks with what they say.

    Args:
        lines: the document's, where it may be one of provisions. What they say of roles counts before headings do: a
            label (申报材料:) opens a part of its own.
    """
    spans = sorted(
        (part.start, part.end, line.roles[:1]) for line in lines if line.text.strip() and (part := line.part())
    )
    ends = [end for _, end, _ in spans]
    made = []
    for chunk in chunks:
        found = tuple(_with_role(statement, spans, ends) for statement in statements.read(chunk))
        made.append(replace(chunk, statements=pack(found, chunk.start, chunk.status)))
    return made


def _with_role(
    statement: Statement, spans: Sequence[tuple[int, int, tuple[Role, ...]]], ends: Sequence[int]
) -> Statement:
    at = bisect_left(ends, statement.start + 1)
    if at == len(spans) or spans[at][0] >= statement.end:
        return statement
    return replace(statement, role=next(iter(spans[at][2]), None))
