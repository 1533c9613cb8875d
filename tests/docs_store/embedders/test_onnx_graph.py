import math
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from docs_store.embedders import OnnxBgeEmbedder
from docs_store.embedders.onnx_graph import ALWAYS_KEPT, UnknownGraphError, first_token_only
from docs_store.embedders.onnx_wire import Node, attribute, read_steps, with_steps
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
    first = _run(first_token_only(published, MODEL.heads, ()), ids)
    assert whole.shape == (1, 62, MODEL.dimensions)
    assert first.shape == (1, 1, MODEL.dimensions)
    a, b = whole[0, 0], first[0, 0]
    # The dynamic quantisation of the published graph moves as much with onnxruntime's level of optimisation.
    assert a @ b / np.linalg.norm(a) / np.linalg.norm(b) > 0.995


@pytest.mark.parametrize("tokens", [2, 3, 200, 512])
def test_where_activations_are_not_quantised_the_first_token_is_the_same(published: bytes, tokens: int) -> None:
    ids = np.array([[101, *range(3000, 2998 + tokens), 102]], np.int64)
    in_float = _with_float_activations(published)
    whole, first = _run(in_float, ids), _run(first_token_only(in_float, MODEL.heads, ()), ids)
    assert np.abs(whole[0, 0] - first[0, 0]).max() < 1e-4, "of numbers up to 2"


@pytest.mark.parametrize("tokens", [2, 3, 64, 65, 66, 98, 99, 201, 512])
def test_the_layers_before_the_last_compute_a_part_of_the_tokens(published: bytes, tokens: int) -> None:
    ids = np.array([[101, *range(3000, 2998 + tokens), 102]], np.int64)
    in_float = _with_float_activations(published)
    fewer = first_token_only(in_float, MODEL.heads, (Fraction(2, 3), Fraction(3, 4)))
    whole, of_fewer = _run(in_float, ids)[0, 0], _run(fewer, ids)[0, 0]
    assert whole @ of_fewer / np.linalg.norm(whole) / np.linalg.norm(of_fewer) > 0.93
    hidden = "/encoder/layer.{}/intermediate/dense/Add_output_0"
    computed = [_run(fewer, ids, hidden.format(layer)).shape[1] for layer in range(4)]
    two_thirds = min(tokens, 1 + max(ALWAYS_KEPT, math.ceil((tokens - 1) * 2 / 3)))
    assert computed == [tokens, two_thirds, min(tokens, 1 + max(ALWAYS_KEPT, math.ceil((two_thirds - 1) * 3 / 4))), 1]


@pytest.mark.parametrize("layers", [1, 2])
def test_the_tokens_attended_to_most_go_on(published: bytes, layers: int) -> None:
    ids = np.array([[101, *range(3000, 3400), 102]], np.int64)
    in_float = _with_float_activations(published)
    whole = _run(in_float, ids)[0, 0]
    near = [
        whole @ vector / np.linalg.norm(whole) / np.linalg.norm(vector)
        for part in (Fraction(1, 10), Fraction(1, 2), Fraction(9, 10))
        for vector in [_run(first_token_only(in_float, MODEL.heads, [part] * layers), ids)[0, 0]]
    ]
    assert near == sorted(near)
    assert near[-1] > 0.99


def test_more_layers_with_fewer_tokens_than_there_are_is_told(published: bytes) -> None:
    with pytest.raises(UnknownGraphError, match="4 layers of an encoder, where 5 are the least"):
        first_token_only(published, MODEL.heads, [Fraction(1, 2)] * 3)


def test_the_last_layer_computes_no_keys_and_values(published: bytes) -> None:
    nodes, outputs = read_steps(first_token_only(published, MODEL.heads))
    products = [node.output for node in nodes if node.op == "MatMulInteger"]
    assert sum("/attention/self/key/" in name for name in products) == 3, "of four layers"
    assert sum("/attention/self/value/" in name for name in products) == 3
    assert sum("/attention/self/query/" in name for name in products) == 4
    assert outputs == ["last_hidden_state"]


def test_the_weights_are_not_touched(published: bytes) -> None:
    changed = first_token_only(published, MODEL.heads)
    word_embeddings = 21128 * 512
    start = published.index(b"embeddings.word_embeddings.weight_quantized") - word_embeddings
    assert published[start : start + 4096] in changed
    assert len(changed) < len(published)


@pytest.mark.parametrize(
    ("known", "other"),
    [
        (b"/encoder/layer", b"/decoder/layer"),
        (b"/attention/self/query", b"/attention/self/other"),
        (b"/attention/self/Div_output", b"/attention/self/Mul_output"),
        (b"/value/MatMul_quant_scales_mul", b"/value/MatMul_other_scales_mul"),
        (b"layer.3/attention/output/Add", b"layer.3/attention/output/Sum"),
    ],
)
def test_a_graph_whose_steps_are_named_otherwise_is_told_apart(published: bytes, known: bytes, other: bytes) -> None:
    assert len(known) == len(other)
    with pytest.raises(UnknownGraphError):
        first_token_only(published.replace(known, other), MODEL.heads)


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


def _with_float_activations(model: bytes) -> bytes:
    """The quantised model with the same weights and activations that are not quantised."""
    nodes, _ = read_steps(model)
    made = {output: node for node in nodes for output in node.outputs}
    changed: list[Node] = []
    weights: list[Node] = []
    for node in nodes:
        product = made.get(f"{node.output}_output_quantized")
        if product is None:
            changed.append(node)
            continue
        quantised, matrix, _, zero = product.inputs
        scale = made[node.inputs[1]].inputs[1]
        a, b, c, d = (f"{node.output}_{letter}" for letter in "abcd")
        to_float = attribute("to", 1)
        weights += (
            Node(inputs=(matrix,), outputs=(a,), op="Cast", rest=to_float),
            Node(inputs=(zero,), outputs=(b,), op="Cast", rest=to_float),
            Node(inputs=(a, b), outputs=(c,), op="Sub"),
            Node(inputs=(c, scale), outputs=(d,), op="Mul"),
        )
        changed.append(Node(inputs=(made[quantised].inputs[0], d), outputs=node.outputs, op="MatMul"))
    assert weights
    return with_steps(model, [*weights, *changed], {})


def _run(model: bytes, ids: np.ndarray[Any, Any], output: str = "") -> np.ndarray[Any, Any]:
    """The model's result, or what another of its steps makes."""
    import onnxruntime

    if output:  # graph (7) { output (12) { name (1) } }: what is appended to a message is added to its lists
        model += b"\x3a" + bytes([len(output) + 4, 0x62, len(output) + 2, 0x0A, len(output)]) + output.encode()
    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    inputs = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
    result: np.ndarray[Any, Any] = session.run([output] if output else None, inputs)[0]
    return result
