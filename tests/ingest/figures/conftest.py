"""Figures of a text that stands under given headings."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from docs_store.types import Chunk, Figure, Kind, Status
from ingest.figures import extract

Read = Callable[..., list[Figure]]


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
    ) -> list[Figure]:
        spoken = years[-1:] if status is Status.TARGET else years[:1]
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
        return extract([chunk], years=years, kind=kind)

    return figures
