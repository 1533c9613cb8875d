"""Weights of an ONNX file are read as they are, and exchanged for others of the same kind alone."""

from __future__ import annotations

import numpy as np
import pytest

from docs_store.embedders.onnx_tensors import read_tensors, with_tensors
from docs_store.models import DEFAULT_MODEL, EMBEDDING_MODELS, ModelStore


@pytest.fixture(scope="module")
def published() -> bytes:
    folder = ModelStore().installed(DEFAULT_MODEL)
    if folder is None:
        pytest.skip(f"skipped: {DEFAULT_MODEL} is not installed; run `policy-assistant models pull`")
    return (folder / EMBEDDING_MODELS[DEFAULT_MODEL].weights).read_bytes()


def test_floats_and_bytes_are_read_with_their_shapes(published: bytes) -> None:
    tensors = read_tensors(published)
    words = tensors["embeddings.word_embeddings.weight_quantized"]
    assert (words.dtype, words.shape) == (np.uint8, (21128, 512))
    norm = tensors["embeddings.LayerNorm.weight"]
    assert (norm.dtype, norm.shape) == (np.float32, (512,))
    assert np.isfinite(norm).all() and (norm > 0).all()


def test_what_is_exchanged_is_read_back_and_the_rest_stays(published: bytes) -> None:
    before = read_tensors(published)
    name = "encoder.layer.0.output.dense.bias"
    changed = read_tensors(with_tensors(published, {name: before[name] + 1}))
    assert np.array_equal(changed[name], before[name] + 1)
    assert all(np.array_equal(changed[other], array) for other, array in before.items() if other != name)


@pytest.mark.parametrize(
    "array", [np.zeros(511, np.float32), np.zeros(512, np.int8), np.zeros((512, 1), np.float32)], ids=str
)
def test_weights_of_another_kind_are_refused(published: bytes, array: np.ndarray) -> None:
    with pytest.raises(ValueError, match=r"encoder\.layer\.0"):
        with_tensors(published, {"encoder.layer.0.output.dense.bias": array})


def test_a_name_that_is_not_there_is_refused(published: bytes) -> None:
    with pytest.raises(ValueError, match="nowhere"):
        with_tensors(published, {"nowhere": np.zeros(1, np.float32)})


@pytest.mark.parametrize("content", [b"", b"no model at all", b"\x3a\xff\xff"], ids=str)
def test_no_onnx_file_is_an_error(content: bytes) -> None:
    with pytest.raises((ValueError, IndexError)):
        read_tensors(content)
