"""One generation of the indexes: what is added together, and when."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from docs_store import indexes
from docs_store.embedding import Vectors
from docs_store.indexes import Generation
from docs_store.types import Chunk, Inferred, Kind, Metadata
from docs_store.vector_stores import EmbeddedStore
from docs_store.vectors import ChromaVectorIndex

METADATA = Metadata(
    title=Inferred(value="青禾县科技企业奖补办法", source="first lines", certainty=0.9),
    kind=Inferred(value=Kind.POLICY, source="title", certainty=0.9),
)


def chunks(document: str, count: int) -> list[Chunk]:
    return [
        Chunk(
            id=f"{document}-{n:05}",
            document_id=document,
            ordinal=n,
            text=f"给予{n}万元奖励。",
            heading=(),
            start=0,
            end=9,
            page=None,
        )
        for n in range(1, count + 1)
    ]


def unit_vectors(count: int, first: int = 0) -> Vectors:
    return np.eye(8, dtype=np.float32)[first : first + count]


@pytest.fixture
def added(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Chunk ids of each call that adds to Chroma."""
    calls: list[list[str]] = []
    real = ChromaVectorIndex.add

    def add(self: ChromaVectorIndex, chunk_ids: Sequence[str], vectors: Vectors) -> None:
        calls.append(list(chunk_ids))
        real(self, chunk_ids, vectors)

    monkeypatch.setattr(ChromaVectorIndex, "add", add)
    return calls


def test_vectors_of_several_documents_are_added_at_once(tmp_path: Path, added: list[list[str]]) -> None:
    generation = Generation(tmp_path, "library", EmbeddedStore(), writable=True)
    generation.add(METADATA, chunks("a", 2), unit_vectors(2))
    generation.add(METADATA, chunks("b", 1), unit_vectors(1, first=2))
    assert added == []
    generation.commit()
    assert added == [["a-00001", "a-00002", "b-00001"]]
    assert generation.vectors.search(unit_vectors(1, first=2)[0], 1)[0].chunk_id == "b-00001"
    generation.commit()
    assert len(added) == 1
    generation.close()


def test_no_more_vectors_are_held_than_may_be(
    tmp_path: Path, added: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexes, "_VECTORS_AT_ONCE", 3)
    generation = Generation(tmp_path, "library", EmbeddedStore(), writable=True)
    for document in "abc":
        generation.add(METADATA, chunks(document, 2), unit_vectors(2))
    assert [len(ids) for ids in added] == [4]
    generation.commit()
    assert [len(ids) for ids in added] == [4, 2]
    assert len(generation.vectors.ids()) == 6
    generation.close()
