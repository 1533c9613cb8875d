"""An exported BERT encoder, changed to compute what an embedding by the first token needs, and no more.

As it is exported, the last layer computes the vectors of all tokens, of which [CLS] alone is read; and each attention
is some forty small steps. Changed, each attention but the last is one step, `com.microsoft.MultiHeadAttention` of
onnxruntime, and in the last layer [CLS] alone asks. With one question, no token's key or value need be computed. Of the
layer's input X (tokens x width), each head's key and value matrices K and V (width x head) and its question q:

    scores  = (X K) q = X (K q)                    the key's bias adds the same to each score, so softmax drops it
    context = shares (X V + b) = (shares X) V + b  the shares, softmax of the scores, sum to 1

so two products of all tokens become four of one row for each head, which are computed in float. Together that saves a
quarter of the processor's time (docs/performance.md). The weights stay bit for bit.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from docs_store.embedders.onnx_wire import Node, attribute, of_onnxruntime, read_steps, with_steps

_LAYER = re.compile(r"/encoder/layer\.(\d+)/")
_FLOAT = 1  # TensorProto.FLOAT
_ADDED = "first_token"
_INDEX, _COLUMNS, _ROWS, _ROW = (f"{_ADDED}/{name}" for name in ("index", "columns", "rows", "row"))


class UnknownGraphError(ValueError):
    """The graph is not of the shape that is known here."""


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
    try:
        nodes, outputs = read_steps(model)
    except (ValueError, IndexError) as error:
        raise UnknownGraphError(f"no ONNX file: {error}") from error
    layers = {int(match[1]) for node in nodes for output in node.outputs if (match := _LAYER.match(output))}
    if len(layers) < 2:
        raise UnknownGraphError("no layers of an encoder")
    last = f"/encoder/layer.{max(layers)}/attention"
    before = f"/encoder/layer.{max(layers) - 1}/output/LayerNorm/Add_1_output_0"
    made = {output: node for node in nodes for output in node.outputs}
    try:
        question = _one_question(made, last, before)
        nodes = _of_first_token(_with_fused_attention(nodes, made, heads), last, before, question)
    except (KeyError, IndexError, ValueError) as error:
        raise UnknownGraphError(f"steps of {last} are not as they are known: {error!r}") from error
    constants = {_INDEX: (0,), _COLUMNS: (0, heads, -1), _ROWS: (heads, 1, -1), _ROW: (1, 1, -1)}
    return with_steps(model, _needed(nodes, outputs), constants)


def _with_fused_attention(nodes: Sequence[Node], made: Mapping[str, Node], heads: int) -> list[Node]:
    """Each layer's attention as one step from queries, keys and values to their context."""
    changed = []
    for node in nodes:
        if node.output.endswith("/attention/self/Reshape_3_output_0"):
            layer = node.output.removesuffix("Reshape_3_output_0")
            inputs = tuple(made[f"{layer}{name}/Add_output_0"].output for name in ("query", "key", "value"))
            attributes = attribute("num_heads", heads) + of_onnxruntime()
            node = Node(inputs=inputs, outputs=node.outputs, op="MultiHeadAttention", rest=attributes)
        changed.append(node)
    return changed


def _of_first_token(nodes: Sequence[Node], last: str, before: str, question: Sequence[Node]) -> list[Node]:
    """The last layer for the first token: its input, but for what the question reads, is that of this token alone."""
    first = f"{before}_first"
    changed: list[Node] = []
    for node in nodes:
        if node.output == question[-1].output:
            changed += question
        elif before in node.inputs:
            changed.append(replace(node, inputs=tuple(first if name == before else name for name in node.inputs)))
        else:
            changed.append(node)
            if before in node.outputs:
                gather = Node(inputs=(before, _INDEX), outputs=(first,), op="Gather", rest=attribute("axis", 1))
                changed.append(gather)
    if not any(node.output == f"{last}/output/Add_output_0" and first in node.inputs for node in changed):
        raise ValueError("its input is not added to its output")
    return changed


def _one_question(made: Mapping[str, Node], last: str, before: str) -> list[Node]:
    """Steps from the first token's query to its context, (1, 1, width), in the place of the last layer's attention."""
    steps: list[Node] = []

    def step(op: str, *inputs: str, **attributes: int | Sequence[int]) -> str:
        output = f"{_ADDED}/{op}_{len(steps)}"
        rest = b"".join(attribute(name, value) for name, value in attributes.items())
        steps.append(Node(inputs=inputs, outputs=(output,), op=op, rest=rest))
        return output

    def weights(name: str, order: Sequence[int]) -> str:
        """A matrix in float, (width, heads, head) in another order; onnxruntime computes it when it loads the model."""
        product, factors = f"{last}/self/{name}/MatMul_output_0", f"{last}/self/{name}/MatMul_quant_scales_mul:0"
        if (whole := made[product]).op == "MatMul":
            matrix = whole.inputs[1]
        else:
            _, quantised, _, zero = made[f"{product}_output_quantized"].inputs
            above_zero = step("Sub", step("Cast", quantised, to=_FLOAT), step("Cast", zero, to=_FLOAT))
            matrix = step("Mul", above_zero, made[factors].inputs[1])
        return step("Transpose", step("Reshape", matrix, _COLUMNS), perm=order)

    query = step("Reshape", made[f"{last}/self/query/Add_output_0"].output, _ROWS)  # (heads, 1, head)
    asked = step("Transpose", step("MatMul", query, weights("key", (1, 2, 0))), perm=(1, 0, 2))  # (1, heads, width)
    scores = step("MatMul", asked, step("Transpose", before, perm=(0, 2, 1)))  # (1, heads, tokens)
    shares = step("Softmax", step("Div", scores, made[f"{last}/self/Div_output_0"].inputs[1]), axis=2)
    mean = step("Transpose", step("MatMul", shares, before), perm=(1, 0, 2))  # (heads, 1, width)
    context = step("Reshape", step("MatMul", mean, weights("value", (1, 0, 2))), _ROW)
    with_bias = made[f"{last}/self/value/Add_output_0"]
    inputs = tuple(context if name.endswith("/MatMul_output_0") else name for name in with_bias.inputs)
    steps.append(replace(with_bias, inputs=inputs, outputs=made[f"{last}/self/Reshape_3_output_0"].outputs))
    return steps


def _needed(nodes: Sequence[Node], outputs: Sequence[str]) -> list[Node]:
    """The steps that something still reads, in order."""
    wanted = set(outputs)
    kept: list[Node] = []
    for node in reversed(nodes):  # a graph's steps stand in the order in which they can be computed
        if not wanted.isdisjoint(node.outputs):
            wanted.update(node.inputs)
            kept.append(node)
    return kept[::-1]
