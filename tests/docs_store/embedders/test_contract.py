"""What every embedder promises, whatever the model."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from docs_store.embedding import Embedder, Vectors

TEXTS = [
    "2023年，当涂县新培育高新技术企业47家。",
    "对首次认定的高新技术企业给予10万元奖励。",
    "幼儿园招生方案",
    "A",
    "研发费用加计扣除政策问答：" + "企业应当留存备查资料。" * 40,
    "technology enterprise 2024",
]
ODD = [
    "",
    " \n\t\u3000",
    "\0",
    "\ud800 lone surrogate \udfff",
    "👩‍🔬🇨🇳 e\u0301 \u202e反\u202c",
    "𠮷野家 㐂 ﷽",
    "\ufeff\u200b\u200d",
    "½①ｆｕｌｌｗｉｄｔｈ",
]


def assert_unit_rows(vectors: Vectors, count: int, dimensions: int) -> None:
    assert vectors.shape == (count, dimensions)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_passages(embedder: Embedder) -> None:
    assert_unit_rows(embedder.embed_passages(TEXTS), len(TEXTS), embedder.dimensions)


def test_query(embedder: Embedder) -> None:
    vector = embedder.embed_query("培育了多少家高新技术企业？")
    assert_unit_rows(vector[None], 1, embedder.dimensions)


def test_no_passages(embedder: Embedder) -> None:
    vectors = embedder.embed_passages([])
    assert vectors.shape == (0, embedder.dimensions)
    assert vectors.dtype == np.float32


def test_order_is_kept_and_neighbours_do_not_matter(embedder: Embedder) -> None:
    together = embedder.embed_passages(TEXTS)
    backwards = embedder.embed_passages(TEXTS[::-1])[::-1]
    alone = np.vstack([embedder.embed_passages([text]) for text in TEXTS])
    assert np.allclose(together, backwards, atol=1e-5)
    assert np.allclose(together, alone, atol=1e-5)


def test_same_text_same_vector(embedder: Embedder) -> None:
    assert np.array_equal(embedder.embed_passages(TEXTS), embedder.embed_passages(TEXTS))
    assert np.array_equal(embedder.embed_query(TEXTS[0]), embedder.embed_query(TEXTS[0]))


def test_different_texts_differ(embedder: Embedder) -> None:
    vectors = embedder.embed_passages(TEXTS[:3])
    assert np.abs(vectors[0] - vectors[1]).max() > 0.01
    assert np.abs(vectors[0] - vectors[2]).max() > 0.01


def test_a_caller_may_change_what_it_got(embedder: Embedder) -> None:
    first = embedder.embed_query("高新技术企业")
    kept = first.copy()
    first[:] = 0
    assert np.array_equal(embedder.embed_query("高新技术企业"), kept)


@pytest.mark.parametrize("text", ODD)
def test_odd_text(embedder: Embedder, text: str) -> None:
    assert_unit_rows(embedder.embed_passages([text, TEXTS[0]]), 2, embedder.dimensions)
    assert_unit_rows(embedder.embed_query(text)[None], 1, embedder.dimensions)


def test_very_long_text(embedder: Embedder) -> None:
    text = "支持企业建设研发机构，" * 10_000
    assert len(text) > 100_000
    assert_unit_rows(embedder.embed_passages([text]), 1, embedder.dimensions)
    assert_unit_rows(embedder.embed_query(text)[None], 1, embedder.dimensions)


def test_many_threads_get_what_one_gets(embedder: Embedder) -> None:
    passages, query = embedder.embed_passages(TEXTS), embedder.embed_query("高新技术企业")

    def both(number: int) -> tuple[Vectors, Vectors]:
        embedder.embed_query(f"第{number}问")
        return embedder.embed_passages(TEXTS), embedder.embed_query("高新技术企业")

    with ThreadPoolExecutor(8) as pool:
        for some_passages, some_query in pool.map(both, range(24)):
            assert np.allclose(some_passages, passages, atol=1e-5)
            assert np.allclose(some_query, query, atol=1e-5)


def test_names(embedder: Embedder) -> None:
    assert embedder.name
    assert embedder.fingerprint
    assert embedder.dimensions > 0
