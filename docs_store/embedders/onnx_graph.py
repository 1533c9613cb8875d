"""An exported BERT encoder, changed to compute what an embedding by the first token needs, and no more.

As it is exported, the last layer computes the vectors of all tokens, of which [CLS] alone is read; and each attention
is some forty small steps. Changed, the last layer asks one question only, that of [CLS] (keys and values are still
those of all tokens), and each attention is one step, `com.microsoft.MultiHeadAttention` of onnxruntime. That saves a
quarter of the processor's time (docs/performance.md). The weights stay bit for bit.

Only nodes are rewritten, and the weights are passed on as they lie in the file, so this reads protocol buffers by their
wire format (protobuf.dev/programming-guides/encoding) rather than with the `onnx` package, which is twice the size of
the model. Field numbers are those of `onnx.proto3`, which never change.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

_MODEL_GRAPH, _MODEL_OPSET = 7, 8
_GRAPH_NODE, _GRAPH_INITIALIZER, _GRAPH_OUTPUT = 1, 5, 12
_NODE_INPUT, _NODE_OUTPUT, _NODE_OP, _NODE_ATTRIBUTE, _NODE_DOMAIN = 1, 2, 4, 5, 7
_ATTRIBUTE_NAME, _ATTRIBUTE_INT, _ATTRIBUTE_TYPE, _INT = 1, 3, 20, 2
_TENSOR_DIMS, _TENSOR_TYPE, _TENSOR_INT64, _TENSOR_NAME, _INT64 = 1, 2, 7, 8, 7
_OPSET_DOMAIN, _OPSET_VERSION = 1, 2
_OUTPUT_NAME = 1

_VARINT, _BYTES = 0, 2
_FIXED = {1: 8, 5: 4}
_MICROSOFT = "com.microsoft"
_LAYER = re.compile(r"/encoder/layer\.(\d+)/")
_FIRST = "first_token_index"


class UnknownGraphError(ValueError):
    """The graph is not of the shape that is known here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Node:
    """One step of a graph. `rest`: its attributes and whatever else it has, as the file writes them."""

    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    op: str
    rest: bytes = b""

    @property
    def output(self) -> str:
        """Name of the first output."""
        return self.outputs[0] if self.outputs else ""

    def reading(self, old: str, new: str) -> _Node:
        """The step with another input in place of `old`."""
        if old not in self.inputs:
            raise UnknownGraphError(f"{self.outputs} does not read {old}")
        return replace(self, inputs=tuple(new if name == old else name for name in self.inputs))


def first_token_only(model: bytes, heads: int) -> bytes:
    """The model, computing `last_hidden_state` for the first token alone: shape (1, 1, dimensions) for one text.

    Args:
        model: an ONNX file of a BERT encoder as Hugging Face's exporter names its steps, quantised or not.
        heads: attention heads of a layer.

    Returns:
        The changed file. It does not look at the attention mask: it is for one text at a time, without padding.

    Raises:
        UnknownGraphError: it is no ONNX file, or its steps are named otherwise.
    """
    whole = memoryview(model)
    try:
        (graph,) = (whole[a:b] for number, _, a, b in _fields(whole) if number == _MODEL_GRAPH)
        nodes = [_parsed(graph[a:b]) for number, _, a, b in _fields(graph) if number == _GRAPH_NODE]
        outputs = [_text(graph[a:b], _OUTPUT_NAME) for number, _, a, b in _fields(graph) if number == _GRAPH_OUTPUT]
    except (ValueError, IndexError) as error:
        raise UnknownGraphError(f"no ONNX file: {error}") from error
    nodes = _needed(_shortened(_with_fused_attention(nodes, heads)), outputs)
    changed: list[bytes | memoryview] = [
        *(_field(_GRAPH_NODE, _written(node)) for node in nodes),
        *(graph[at:b] for number, at, _, b in _fields(graph) if number != _GRAPH_NODE),
        _field(_GRAPH_INITIALIZER, _index_zero()),
    ]
    opset = _field(_OPSET_DOMAIN, _MICROSOFT.encode()) + _number(_OPSET_VERSION, 1)
    parts: list[bytes | memoryview] = [
        *(whole[at:b] for number, at, _, b in _fields(whole) if number != _MODEL_GRAPH),
        _field(_MODEL_OPSET, opset),
        _head(_MODEL_GRAPH, sum(map(len, changed))),
        *changed,
    ]
    return b"".join(parts)  # the weights are copied here, and only here


# --- what is changed -------------------------------------------------------------------------------------------


def _with_fused_attention(nodes: Sequence[_Node], heads: int) -> list[_Node]:
    """Each layer's attention as one step from queries, keys and values to their context."""
    made = {output for node in nodes for output in node.outputs}
    changed = []
    for node in nodes:
        if node.output.endswith("/attention/self/Reshape_3_output_0"):
            layer = node.output.removesuffix("Reshape_3_output_0")
            inputs = tuple(f"{layer}{name}/Add_output_0" for name in ("query", "key", "value"))
            if not made.issuperset(inputs):
                raise UnknownGraphError(f"{layer} has no query, key and value")
            attributes = _attribute("num_heads", heads) + _field(_NODE_DOMAIN, _MICROSOFT.encode())
            node = _Node(inputs=inputs, outputs=node.outputs, op="MultiHeadAttention", rest=attributes)
        changed.append(node)
    return changed


def _shortened(nodes: Sequence[_Node]) -> list[_Node]:
    """The last layer's queries, and what is added to their context, for the first token alone."""
    layers = [int(match[1]) for node in nodes for output in node.outputs if (match := _LAYER.match(output))]
    if len(set(layers)) < 2:
        raise UnknownGraphError("no layers of an encoder")
    last = f"/encoder/layer.{max(layers)}/attention"
    before = f"/encoder/layer.{max(layers) - 1}/output/LayerNorm/Add_1_output_0"
    readers = (f"{last}/self/query/MatMul", f"{last}/output/Add_output_0")
    changed: list[_Node] = []
    found = 0
    for node in nodes:
        is_query = node.output.startswith(readers[0]) and node.op in ("MatMul", "MatMulInteger")
        if is_query or node.output == readers[1]:
            whole = next((name for name in node.inputs if name in (before, f"{before}_quantized")), before)
            first = f"{whole}_first"
            gather = _Node(inputs=(whole, _FIRST), outputs=(first,), op="Gather", rest=_attribute("axis", 1))
            changed += gather, node.reading(whole, first)
            found += 1
        else:
            changed.append(node)
    if found != len(readers):
        raise UnknownGraphError(f"{last} has no query or no output")
    return changed


def _needed(nodes: Sequence[_Node], outputs: Sequence[str]) -> list[_Node]:
    """The steps that something still reads, in order."""
    wanted = set(outputs)
    kept: list[_Node] = []
    for node in reversed(nodes):  # a graph's steps stand in the order in which they can be computed
        if not wanted.isdisjoint(node.outputs):
            wanted.update(node.inputs)
            kept.append(node)
    return kept[::-1]


def _index_zero() -> bytes:
    """The index of the first token, as a tensor of shape (1,)."""
    zero = _number(_TENSOR_DIMS, 1) + _number(_TENSOR_TYPE, _INT64) + _field(_TENSOR_INT64, b"\0")
    return zero + _field(_TENSOR_NAME, _FIRST.encode())


# --- the wire format -------------------------------------------------------------------------------------------


def _fields(message: memoryview) -> Iterator[tuple[int, int, int, int]]:
    """Fields of a message in order: number, where the field begins, where its value begins, where it ends."""
    at = 0
    while at < len(message):
        key, value = _varint(message, at)
        wire = key & 7
        if wire == _VARINT:
            _, end = _varint(message, value)
        elif wire == _BYTES:
            length, value = _varint(message, value)
            end = value + length
        elif wire in _FIXED:
            end = value + _FIXED[wire]
        else:
            raise ValueError(f"wire type {wire}")
        if end > len(message):
            raise ValueError("a field runs past its message")
        yield key >> 3, at, value, end
        at = end


def _varint(message: memoryview, at: int) -> tuple[int, int]:
    """A number and where it ends."""
    result = shift = 0
    while True:
        byte = message[at]
        at += 1
        result |= (byte & 0x7F) << shift
        if byte < 0x80:
            return result, at
        shift += 7


def _parsed(message: memoryview) -> _Node:
    inputs, outputs, rest, op = [], [], b"", ""
    for number, at, value, end in _fields(message):
        if number == _NODE_INPUT:
            inputs.append(str(message[value:end], "utf-8"))
        elif number == _NODE_OUTPUT:
            outputs.append(str(message[value:end], "utf-8"))
        elif number == _NODE_OP:
            op = str(message[value:end], "ascii")
        else:
            rest += message[at:end]
    return _Node(inputs=tuple(inputs), outputs=tuple(outputs), op=op, rest=rest)


def _text(message: memoryview, wanted: int) -> str:
    (found,) = (str(message[a:b], "utf-8") for number, _, a, b in _fields(message) if number == wanted)
    return found


def _written(node: _Node) -> bytes:
    names = [*((_NODE_INPUT, name) for name in node.inputs), *((_NODE_OUTPUT, name) for name in node.outputs)]
    return b"".join(_field(number, text.encode()) for number, text in [*names, (_NODE_OP, node.op)]) + node.rest


def _attribute(name: str, value: int) -> bytes:
    content = _field(_ATTRIBUTE_NAME, name.encode()) + _number(_ATTRIBUTE_INT, value) + _number(_ATTRIBUTE_TYPE, _INT)
    return _field(_NODE_ATTRIBUTE, content)


def _field(number: int, content: bytes) -> bytes:
    return _head(number, len(content)) + content


def _head(number: int, length: int) -> bytes:
    return bytes(_as_varint(number << 3 | _BYTES)) + bytes(_as_varint(length))


def _number(number: int, value: int) -> bytes:
    return bytes(_as_varint(number << 3 | _VARINT)) + bytes(_as_varint(value))


def _as_varint(value: int) -> Iterable[int]:
    while value >= 0x80:
        yield value & 0x7F | 0x80
        value >>= 7
    yield value
