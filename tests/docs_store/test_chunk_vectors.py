"""A chunk's vector from its text and its context."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from docs_store.chunk_vectors import chunk_vectors, parts_of
from docs_store.context import placed
from docs_store.embedders.hashing import HashingEmbedder
from docs_store.embedding import Vectors
from docs_store.types import Chunk, Inferred, Kind, Metadata

KIND = Inferred(value=Kind.POLICY, source="title", certainty=0.9)
METADATA = Metadata(
    title=Inferred(value="青禾县科技企业奖补办法", source="first lines", certainty=0.9),
    kind=KIND,
    region=Inferred(value="青禾县", source="title", certainty=0.9),
    years=Inferred(value=(2024,), source="title", certainty=0.9),
)


class Counting(HashingEmbedder):
    """Remembers what it was asked to embed."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        self.texts += texts
        return super().embed_passages(texts)


def chunk(number: int, text: str, *heading: str) -> Chunk:
    return Chunk(
        id=f"d-{number:05}",
        document_id="d",
        ordinal=number,
        text=text,
        heading=heading,
        start=0,
        end=len(text),
        page=None,
    )


def test_it_is_the_sum_of_text_and_context_at_length_one() -> None:
    embedder = HashingEmbedder()
    one = chunk(1, "给予20万元奖励。", "三、奖励标准")
    part = placed(METADATA, one)
    body, context = embedder.embed_passages([part.body, part.context])
    (vector,) = chunk_vectors(embedder, METADATA, [one])
    assert vector == pytest.approx((body + context) / np.linalg.norm(body + context), abs=1e-6)


def test_no_text_and_no_context_is_embedded_twice() -> None:
    embedder = Counting()
    chunks = [
        chunk(n, text, "三、奖励标准") for n, text in enumerate(["给予20万元奖励。", "每年一次。", "给予20万元奖励。"])
    ]
    vectors = chunk_vectors(embedder, METADATA, chunks)
    assert len(embedder.texts) == len(set(embedder.texts)) == 3
    assert vectors[0].tolist() == vectors[2].tolist() != vectors[1].tolist()


def test_chunks_of_the_same_words_are_told_apart_by_where_they_stand() -> None:
    embedder = HashingEmbedder()
    same = [chunk(1, "给予20万元奖励。", "三、高新技术企业"), chunk(2, "给予20万元奖励。", "四、众创空间")]
    first, second = chunk_vectors(embedder, METADATA, same)
    query = embedder.embed_query("高新技术企业奖励")
    assert first @ query > second @ query


def test_what_has_neither_text_nor_context_is_far_from_everything() -> None:
    bare = Metadata(title=Inferred(value="scan0012", source="file name", certainty=0.3), kind=KIND)
    vectors = chunk_vectors(HashingEmbedder(), bare, [chunk(1, ""), chunk(2, "给予20万元奖励。")])
    assert not vectors[0].any()
    assert np.linalg.norm(vectors[1]) == pytest.approx(1)
    assert chunk_vectors(HashingEmbedder(), bare, []).shape == (0, HashingEmbedder().dimensions)


def test_a_long_text_is_the_sum_of_its_parts_by_their_lengths() -> None:
    embedder = Counting()
    first, second = "对新认定的高新技术企业给予奖励。" * 8, "对众创空间按照服务面积给予补助。" * 8
    assert parts_of(first + second) == [first, second]
    bare = Metadata(title=Inferred(value="scan0012", source="file name", certainty=0.3), kind=KIND)
    (vector,) = chunk_vectors(embedder, bare, [chunk(1, first + second)])
    assert embedder.texts == [first, second]
    a, b = HashingEmbedder().embed_passages([first, second])
    wanted = len(first) * a + len(second) * b
    assert vector == pytest.approx(wanted / np.linalg.norm(wanted), abs=1e-6)


@given(st.text(alphabet="科技奖补。；！？\n a", max_size=900))
def test_parts_are_the_text_and_cut_at_ends_of_sentences(text: str) -> None:
    parts = parts_of(text)
    assert "".join(parts) == text
    assert len(text) > 208 or parts == [text]
    assert all(part and part[-1] in "。；！？\n" for part in parts[:-1])
