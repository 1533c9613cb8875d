"""ONNX files read and written by the wire format of protocol buffers: a graph's steps, and its weights as they lie.

What rewrites a graph (`onnx_graph.py`) passes its weights on; `onnx_tensors.py` reads and exchanges them. So the `onnx`
package, which is twice the size of the model, is not needed (protobuf.dev/programming-guides/encoding). Field numbers
are those of `onnx.proto3`, which never change.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

_MODEL_GRAPH, _MODEL_OPSET = 7, 8
_GRAPH_NODE, _GRAPH_INITIALIZER, _GRAPH_OUTPUT = 1, 5, 12
_NODE_INPUT, _NODE_OUTPUT, _NODE_OP, _NODE_ATTRIBUTE, _NODE_DOMAIN = 1, 2, 4, 5, 7
_ATTRIBUTE_NAME, _ATTRIBUTE_INT, _ATTRIBUTE_INTS, _ATTRIBUTE_TYPE, _INT, _INTS = 1, 3, 8, 20, 2, 7
_TENSOR_DIMS, _TENSOR_TYPE, _TENSOR_NAME, _TENSOR_RAW, _INT64 = 1, 2, 8, 9, 7
_OPSET_DOMAIN, _OPSET_VERSION = 1, 2
_OUTPUT_NAME = 1

_VARINT, _BYTES = 0, 2
_FIXED = {1: 8, 5: 4}
_MICROSOFT = "com.microsoft"


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One step of a graph. `rest`: its attributes and whatever else it has, as the file writes them."""

    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    op: str
    rest: bytes = b""

    @property
    def output(self) -> str:
        """Name of the first output."""
        return self.outputs[0] if self.outputs else ""


def read_steps(model: bytes) -> tuple[list[Node], list[str]]:
    """The steps of an ONNX file, in the order in which they can be computed, and the names of its results.

    Raises:
        ValueError, IndexError: it is no ONNX file.
    """
    whole = memoryview(model)
    (graph,) = (whole[a:b] for number, _, a, b in fields(whole) if number == _MODEL_GRAPH)
    nodes = [_parsed(graph[a:b]) for number, _, a, b in fields(graph) if number == _GRAPH_NODE]
    return nodes, [_text(graph[a:b], _OUTPUT_NAME) for number, _, a, b in fields(graph) if number == _GRAPH_OUTPUT]


def with_steps(model: bytes, nodes: Sequence[Node], constants: Mapping[str, Sequence[int]]) -> bytes:
    """The ONNX file with other steps and further constants, each a vector of 64-bit numbers.

    Steps may be onnxruntime's own; its operators are declared.
    """
    whole = memoryview(model)
    (graph,) = (whole[a:b] for number, _, a, b in fields(whole) if number == _MODEL_GRAPH)
    changed: list[bytes | memoryview] = [
        *(_field(_GRAPH_NODE, _written(node)) for node in nodes),
        *(graph[at:b] for number, at, _, b in fields(graph) if number != _GRAPH_NODE),
        *(_field(_GRAPH_INITIALIZER, _tensor(name, numbers)) for name, numbers in constants.items()),
    ]
    opset = _field(_OPSET_DOMAIN, _MICROSOFT.encode()) + _number(_OPSET_VERSION, 1)
    parts: list[bytes | memoryview] = [
        *(whole[at:b] for number, at, _, b in fields(whole) if number != _MODEL_GRAPH),
        _field(_MODEL_OPSET, opset),
        _head(_MODEL_GRAPH, sum(map(len, changed))),
        *changed,
    ]
    return b"".join(parts)  # the weights are copied here, and only here


def attribute(name: str, value: int | Sequence[int]) -> bytes:
    """An attribute of a step: a number, or a list of them, none below zero."""
    if isinstance(value, int):
        content = _number(_ATTRIBUTE_INT, value) + _number(_ATTRIBUTE_TYPE, _INT)
    else:
        content = b"".join(_number(_ATTRIBUTE_INTS, each) for each in value) + _number(_ATTRIBUTE_TYPE, _INTS)
    return _field(_NODE_ATTRIBUTE, _field(_ATTRIBUTE_NAME, name.encode()) + content)


def of_onnxruntime() -> bytes:
    """What marks a step as one of onnxruntime's own operators."""
    return _field(_NODE_DOMAIN, _MICROSOFT.encode())


def read_weights(model: bytes) -> list[memoryview]:
    """The weights of an ONNX file, each as the file writes it (`TensorProto`).

    Raises:
        ValueError, IndexError: it is no ONNX file.
    """
    whole = memoryview(model)
    (graph,) = (whole[a:b] for number, _, a, b in fields(whole) if number == _MODEL_GRAPH)
    return [graph[a:b] for number, _, a, b in fields(graph) if number == _GRAPH_INITIALIZER]


def with_weights(model: bytes, weights: Mapping[str, bytes]) -> bytes:
    """The ONNX file with other weights under the same names, each as the file writes it."""
    whole = memoryview(model)
    (graph,) = (whole[a:b] for number, _, a, b in fields(whole) if number == _MODEL_GRAPH)
    changed: list[bytes | memoryview] = []
    for number, at, a, b in fields(graph):
        new = weights.get(_text(graph[a:b], _TENSOR_NAME)) if number == _GRAPH_INITIALIZER else None
        changed.append(graph[at:b] if new is None else _field(_GRAPH_INITIALIZER, new))
    rest = [whole[at:b] for number, at, _, b in fields(whole) if number != _MODEL_GRAPH]
    return b"".join([*rest, _head(_MODEL_GRAPH, sum(map(len, changed))), *changed])


def as_field(number: int, content: int | bytes) -> bytes:
    """One field of a message: a number, or bytes with their length."""
    return _number(number, content) if isinstance(content, int) else _field(number, content)


def fields(message: memoryview) -> Iterator[tuple[int, int, int, int]]:
    """Fields of a message in order: number, where the field begins, where its value begins, where it ends."""
    at = 0
    while at < len(message):
        key, value = varint(message, at)
        wire = key & 7
        if wire == _VARINT:
            _, end = varint(message, value)
        elif wire == _BYTES:
            length, value = varint(message, value)
            end = value + length
        elif wire in _FIXED:
            end = value + _FIXED[wire]
        else:
            raise ValueError(f"wire type {wire}")
        if end > len(message):
            raise ValueError("a field runs past its message")
        yield key >> 3, at, value, end
        at = end


def varint(message: memoryview, at: int) -> tuple[int, int]:
    """The number that begins at an offset, and where it ends."""
    result = shift = 0
    while True:
        byte = message[at]
        at += 1
        result |= (byte & 0x7F) << shift
        if byte < 0x80:
            return result, at
        shift += 7


def _parsed(message: memoryview) -> Node:
    inputs, outputs, rest, op = [], [], b"", ""
    for number, at, value, end in fields(message):
        if number == _NODE_INPUT:
            inputs.append(str(message[value:end], "utf-8"))
        elif number == _NODE_OUTPUT:
            outputs.append(str(message[value:end], "utf-8"))
        elif number == _NODE_OP:
            op = str(message[value:end], "ascii")
        else:
            rest += message[at:end]
    return Node(inputs=tuple(inputs), outputs=tuple(outputs), op=op, rest=rest)


def _text(message: memoryview, wanted: int) -> str:
    (found,) = (str(message[a:b], "utf-8") for number, _, a, b in fields(message) if number == wanted)
    return found


def _written(node: Node) -> bytes:
    names = [*((_NODE_INPUT, name) for name in node.inputs), *((_NODE_OUTPUT, name) for name in node.outputs)]
    return b"".join(_field(number, text.encode()) for number, text in [*names, (_NODE_OP, node.op)]) + node.rest


def _tensor(name: str, numbers: Sequence[int]) -> bytes:
    shape = _number(_TENSOR_DIMS, len(numbers)) + _number(_TENSOR_TYPE, _INT64)
    return shape + _field(_TENSOR_NAME, name.encode()) + _field(_TENSOR_RAW, struct.pack(f"<{len(numbers)}q", *numbers))


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
