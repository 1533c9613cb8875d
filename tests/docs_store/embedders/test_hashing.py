import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from docs_store.embedders import HashingEmbedder

ANY_TEXT = st.text(st.characters(codec=None), max_size=60)  # lone surrogates too


@given(ANY_TEXT)
def test_every_text_has_a_unit_vector(text: str) -> None:
    vector = HashingEmbedder().embed_query(text)
    assert abs(float(np.linalg.norm(vector)) - 1) < 1e-5
    assert vector.min() >= 0


@given(st.lists(ANY_TEXT, max_size=5))
def test_rows_are_the_texts_own_vectors(texts: list[str]) -> None:
    embedder = HashingEmbedder()
    for row, text in zip(embedder.embed_passages(texts), texts, strict=True):
        assert np.array_equal(row, embedder.embed_query(text))


def test_shared_wording_is_near() -> None:
    embedder = HashingEmbedder()
    near, far = embedder.embed_passages(["高新技术企业认定奖励办法", "幼儿园招生方案"])
    query = embedder.embed_query("高新技术企业奖励")
    assert query @ near > query @ far + 0.3


def test_the_formula_has_not_changed_under_the_same_fingerprint() -> None:
    embedder = HashingEmbedder()
    assert embedder.fingerprint == "hashing@bigrams-256-1"
    assert np.flatnonzero(embedder.embed_query("高企")).tolist() == [19, 39, 78]
