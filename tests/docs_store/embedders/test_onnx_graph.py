from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from docs_store.embedders import OnnxBgeEmbedder
from docs_store.embedders.onnx_graph import UnknownGraphError, first_token_only
from docs_store.models import DEFAULT_MODEL, EMBEDDING_MODELS, ModelStore

MODEL = EMBEDDING_MODELS[DEFAULT_MODEL]


@pytest.fixture(scope="module")
def published() -> bytes:
    folder = ModelStore().installed(DEFAULT_MODEL)
    if folder is None:
        pytest.skip(f"skipped: {DEFAULT_MODEL} is not installed; run `policy-assistant models pull`")
    return (folder / MODEL.weights).read_bytes()


def test_the_first_token_stays_the_same_and_no_other_is_computed(published: bytes) -> None:
    ids = np.array([[101, *range(3000, 3060), 102]], np.int64)
    whole = _run(published, ids)
    first = _run(first_token_only(published, MODEL.heads), ids)
    assert whole.shape == (1, 62, MODEL.dimensions)
    assert first.shape == (1, 1, MODEL.dimensions)
    a, b = whole[0, 0], first[0, 0]
    # The dynamic quantisation of the published graph moves as much with onnxruntime's level of optimisation.
    assert a @ b / np.linalg.norm(a) / np.linalg.norm(b) > 0.995


def test_the_weights_are_not_touched(published: bytes) -> None:
    changed = first_token_only(published, MODEL.heads)
    word_embeddings = 21128 * 512
    start = published.index(b"embeddings.word_embeddings.weight_quantized") - word_embeddings
    assert published[start : start + 4096] in changed
    assert len(changed) < len(published)


def test_a_graph_whose_steps_are_named_otherwise_is_run_as_it_is(published: bytes) -> None:
    renamed = published.replace(b"/attention/self/query", b"/attention/self/other")
    with pytest.raises(UnknownGraphError):
        first_token_only(renamed, MODEL.heads)


def test_the_embedder_runs_such_a_graph_as_it_is(
    published: bytes, tmp_path: Path, bge_embedder: OnnxBgeEmbedder
) -> None:
    folder = ModelStore().installed(DEFAULT_MODEL)
    assert folder is not None
    (tmp_path / MODEL.weights).write_bytes(published.replace(b"/attention/self/query", b"/attention/self/other"))
    (tmp_path / MODEL.tokenizer).write_bytes((folder / MODEL.tokenizer).read_bytes())
    (slow,) = OnnxBgeEmbedder(tmp_path).embed_passages(["高新技术企业培育奖励"])
    (fast,) = bge_embedder.embed_passages(["高新技术企业培育奖励"])
    assert slow @ fast > 0.99


@given(st.binary(max_size=200))
def test_anything_else_is_told_apart(content: bytes) -> None:
    with pytest.raises(UnknownGraphError):
        first_token_only(content, 8)


def _run(model: bytes, ids: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    import onnxruntime

    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    inputs = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
    result: np.ndarray[Any, Any] = session.run(None, inputs)[0]
    return result
