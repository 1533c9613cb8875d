"""Figures of a text that stands under given headings."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from docs_store.types import Chunk, Figure, Kind, Status
from ingest.figures import extract

Read = Callable[..., list[Figure]]
ReadTable = Callable[..., list[Figure]]


@pytest.fixture
def read() -> Read:
    def figures(
        text: str,
        *,
        status: Status = Status.ACTUAL,
        years: tuple[int, ...] = (2023, 2024),
        heading: tuple[str, ...] = (),
        kind: Kind = Kind.WORK_SUMMARY,
        start: int = 0,
        removed: tuple[tuple[int, int], ...] = (),
        title: str = "",
    ) -> list[Figure]:
        spoken = () if kind is Kind.OTHER else years[-1:] if status is Status.TARGET else years[:1]
        chunk = Chunk(
            id="d-1-00001",
            document_id="d-1",
            ordinal=1,
            text=text,
            heading=heading,
            start=start,
            end=start + len(text),
            page=None,
            removed=removed,
            years=spoken,
            status=status,
        )
        return extract([chunk], years=years, kind=kind, title=title)

    return figures


@pytest.fixture
def read_table() -> ReadTable:
    """Figures of a table under the lines above it, as readers leave it: its head is the last heading of its chunks."""

    def figures(
        rows: str,
        *,
        above: str = "",
        heading: tuple[str, ...] = (),
        marked: int = 1,
        years: tuple[int, ...] = (2024,),
        kind: Kind = Kind.OTHER,
        status: Status = Status.UNKNOWN,
        cut: int = 0,
        title: str = "",
    ) -> list[Figure]:
        lines = rows.split("\n")
        path = (*heading, " ".join(lines[:marked])) if marked else heading
        pieces = ["\n".join(lines[:cut]), "\n".join(lines[cut:])] if cut else [rows]
        chunks: list[Chunk] = []
        at = 0
        for text, headings in [*([(above, heading)] if above else []), *((piece, path) for piece in pieces)]:
            chunks.append(
                Chunk(
                    id=f"d-1-{len(chunks) + 1:05d}",
                    document_id="d-1",
                    ordinal=len(chunks) + 1,
                    text=text,
                    heading=headings,
                    start=at,
                    end=at + len(text),
                    page=None,
                    removed=(),
                    years=(),
                    status=status,
                )
            )
            at += len(text) + 1
        return extract(chunks, years=years, kind=kind, title=title)

    return figures
