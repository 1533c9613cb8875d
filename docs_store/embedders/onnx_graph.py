"""An exported BERT encoder, changed to compute what an embedding by the first token needs, and little more.

As it is exported, the last layer computes the vectors of all tokens, of which [CLS] alone is read; and each attention
is some forty small steps. Changed, each attention but the last is one step, `com.microsoft.MultiHeadAttention` of
onnxruntime, and in the last layer [CLS] alone asks. With one question, no token's key or value need be computed. Of the
layer's input X (tokens x width), each head's key and value matrices K and V (width x head) and its question q:

    scores  = (X K) q = X (K q)                    the key's bias adds the same to each score, so softmax drops it
    context = shares (X V + b) = (shares X) V + b  the shares, softmax of the scores, sum to 1

so two products of all tokens become four of one row for each head, which are computed in float.

What the last layer takes from a token is its share, and most tokens have a small one. So each of the two layers before
it computes fewer tokens than it is given: those that will have a large share, as far as can be told. The last layer's
question is asked of that layer's input too, and the tokens with the largest shares there, a mean over the heads, go
on. They still look at all that the layer is given. Leaving out, layer by layer, the tokens that are attended to least
is what PoWER-BERT does (Goyal et al., 2020), which learns how many; here the parts are fixed, and nothing is learned.

Together that saves two fifths of the processor's time (docs/performance.md). The weights stay bit for bit.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from docs_store.embedders.onnx_wire import Node, attribute, of_onnxruntime, read_steps, with_steps

ALWAYS_KEPT = 64  # tokens: a short text costs little, and each of its words tells much
KEPT = (Fraction(2, 3), Fraction(3, 4))  # docs/decisions/0015 has what other parts do to finding

_LAYER = re.compile(r"/encoder/layer\.(\d+)/")
_FLOAT, _INT64 = 1, 7  # of TensorProto.DataType
_MANY = 2**31 - 1  # past the last token
_RESULT = "output/LayerNorm/Add_1_output_0"  # of a layer
_ADDED = "first_token"


class UnknownGraphError(ValueError):
    """The graph is not of the shape that is known here."""


def first_token_only(model: bytes, heads: int, kept: Sequence[Fraction] = KEPT) -> bytes:
    """The model, computing `last_hidden_state` for the first token alone: shape (1, 1, dimensions) for one text.

    Args:
        model: an ONNX file of a BERT encoder as Hugging Face's exporter names its steps, quantised or not.
        heads: attention heads of a layer.
        kept: for each of the layers right before the last, in order, the part of the tokens it is given whose vectors
            it computes, rounded up: at least 64, and the first token. Empty, the result is that of the file but for
            rounding.

    Returns:
        The changed file. It does not look at the attention mask: it is for one text at a time, without padding.

    Raises:
        UnknownGraphError: it is no ONNX file, its steps are named otherwise, or it has fewer layers than that takes.
    """
    try:
        nodes, outputs = read_steps(model)
    except (ValueError, IndexError) as error:
        raise UnknownGraphError(f"no ONNX file: {error}") from error
    layers = {int(match[1]) for node in nodes for output in node.outputs if (match := _LAYER.match(output))}
    if len(layers) < len(kept) + 2:
        raise UnknownGraphError(f"{len(layers)} layers of an encoder, where {len(kept) + 2} are the least")
    last = max(layers)
    steps = _Steps({output: node for node in nodes for output in node.outputs}, _name(last, "attention"), heads)
    try:
        nodes = _with_fused_attention(nodes, steps.made, heads)
        for layer, part in enumerate(kept, start=last - len(kept)):
            nodes = _with_telling_tokens(nodes, steps, layer, part)
        nodes = _of_first_token(nodes, steps, _name(last - 1, _RESULT))
    except (KeyError, IndexError, ValueError) as error:
        raise UnknownGraphError(f"steps of layer {last} are not as they are known: {error!r}") from error
    return with_steps(model, _needed(nodes, outputs), steps.numbers)


def _name(layer: int, step: str) -> str:
    return f"/encoder/layer.{layer}/{step}"


class _Steps:
    """Steps that are added to a graph, each under a name of its own, about the attention of its last layer.

    Args:
        made: the step that makes each output of the graph.
        last: what the names of that attention's steps begin with.
        heads: of an attention.

    Attributes:
        numbers: constants that the added steps read, by name.
    """

    def __init__(self, made: Mapping[str, Node], last: str, heads: int) -> None:
        self.made = made
        self.last = last
        self.heads = heads
        self.numbers: dict[str, tuple[int, ...]] = {}
        self._taken: list[Node] = []
        self._weights: dict[tuple[str, Sequence[int]], str] = {}
        self._count = 0

    def take(self) -> list[Node]:
        """The steps that were made since."""
        taken, self._taken = self._taken, []
        return taken

    def number(self, *numbers: int) -> str:
        """A constant vector; returns its name."""
        name = f"{_ADDED}/{'_'.join(map(str, numbers))}"
        self.numbers[name] = numbers
        return name

    def step(self, op: str, *inputs: str, outputs: int = 1, **attributes: int | Sequence[int]) -> str:
        """One more step; returns the name of its last output."""
        self._count += 1
        names = tuple(f"{_ADDED}/{op}_{self._count}_{number}" for number in range(outputs))
        rest = b"".join(attribute(name, value) for name, value in attributes.items())
        self._taken.append(Node(inputs=inputs, outputs=names, op=op, rest=rest))
        return names[-1]

    def first(self, tokens: str) -> str:
        """The first of (1, tokens, width) alone: (1, 1, width)."""
        return self.step("Gather", tokens, self.number(0), axis=1)

    def weights(self, name: str, order: Sequence[int]) -> str:
        """A matrix in float, (width, heads, head) in another order; onnxruntime computes it when it loads the model."""
        if (name, order) in self._weights:
            return self._weights[name, order]
        product = f"{self.last}/self/{name}/MatMul_output_0"
        factors = f"{self.last}/self/{name}/MatMul_quant_scales_mul:0"
        if (whole := self.made[product]).op == "MatMul":
            matrix = whole.inputs[1]
        else:
            _, quantised, _, zero = self.made[f"{product}_output_quantized"].inputs
            above_zero = self.step("Sub", self.step("Cast", quantised, to=_FLOAT), self.step("Cast", zero, to=_FLOAT))
            matrix = self.step("Mul", above_zero, self.made[factors].inputs[1])
        made = self.step("Transpose", self.step("Reshape", matrix, self.number(0, self.heads, -1)), perm=order)
        self._weights[name, order] = made
        return made

    def shares(self, question: str, tokens: str) -> str:
        """What each token of (1, tokens, width) is attended to by a question (heads, 1, head): (1, heads, tokens)."""
        asked = self.step("Transpose", self.step("MatMul", question, self.weights("key", (1, 2, 0))), perm=(1, 0, 2))
        scores = self.step("MatMul", asked, self.step("Transpose", tokens, perm=(0, 2, 1)))
        divisor = self.made[f"{self.last}/self/Div_output_0"].inputs[1]
        return self.step("Softmax", self.step("Div", scores, divisor), axis=2)


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


def _with_telling_tokens(nodes: Sequence[Node], steps: _Steps, layer: int, part: Fraction) -> list[Node]:
    """A layer for the tokens that the last layer's question, asked of this layer's input, attends to most."""
    given = _name(layer - 1, _RESULT)
    kept = _kept_tokens(steps, given, part)
    chosen, choosing = steps.step("Gather", given, kept, axis=1), steps.take()
    product = _name(layer, "attention/self/query/MatMul_output_0")
    if steps.made[product].op != "MatMul":
        product = f"{product}_output_quantized"
    residual = _name(layer, "attention/output/Add_output_0")
    changed: list[Node] = []
    for node in nodes:
        if node.output == product:
            asking = steps.step("Gather", node.inputs[0], kept, axis=1)
            changed += steps.take()
            node = replace(node, inputs=(asking, *node.inputs[1:]))
        elif node.output == residual:
            if given not in node.inputs:
                raise ValueError(f"the input of layer {layer} is not added to its output")
            node = replace(node, inputs=tuple(chosen if name == given else name for name in node.inputs))
        changed.append(node)
        if given in node.outputs:
            changed += choosing
    return changed


def _kept_tokens(steps: _Steps, given: str, part: Fraction) -> str:
    """Numbers of the tokens that go on: the first one first, the others by their mean share over the heads."""
    with_bias = steps.made[f"{steps.last}/self/query/Add_output_0"]
    (bias,) = (name for name in with_bias.inputs if not name.endswith("/MatMul_output_0"))
    query = steps.step("MatMul", steps.first(given), steps.weights("query", (1, 0, 2)))  # (heads, 1, head)
    question = steps.step("Add", query, steps.step("Reshape", bias, steps.number(steps.heads, 1, -1)))
    share = steps.step("ReduceMean", steps.shares(question, given), axes=(1,), keepdims=0)  # (1, tokens)
    one, all_of_them = steps.number(1), steps.number(_MANY)
    others = steps.step("Slice", share, one, all_of_them, one)
    count = steps.step("Gather", steps.step("Shape", others), one, axis=0)
    above = steps.step(
        "Add", steps.step("Mul", count, steps.number(part.numerator)), steps.number(part.denominator - 1)
    )
    rounded_up = steps.step("Div", above, steps.number(part.denominator))
    number = steps.step("Cast", count, to=_FLOAT)  # of whole numbers Min and Max are not defined in this opset
    least = steps.step("Min", number, steps.step("Cast", steps.number(ALWAYS_KEPT), to=_FLOAT))
    wanted = steps.step("Max", steps.step("Cast", rounded_up, to=_FLOAT), least)
    best = steps.step("TopK", others, steps.step("Cast", wanted, to=_INT64), outputs=2, axis=1)
    going_on = steps.step("Reshape", steps.step("Add", best, one), steps.number(-1))
    return steps.step("Concat", steps.number(0), going_on, axis=0)


def _of_first_token(nodes: Sequence[Node], steps: _Steps, before: str) -> list[Node]:
    """The last layer for the first token: its input, but for what the question reads, is that of this token alone."""
    first, first_alone = steps.first(before), steps.take()
    question = _one_question(steps, before)
    changed: list[Node] = []
    for node in nodes:
        if node.output == question[-1].output:
            changed += question
        elif before in node.inputs:
            changed.append(replace(node, inputs=tuple(first if name == before else name for name in node.inputs)))
        else:
            changed.append(node)
            if before in node.outputs:
                changed += first_alone
    if not any(node.output == f"{steps.last}/output/Add_output_0" and first in node.inputs for node in changed):
        raise ValueError("its input is not added to its output")
    return changed


def _one_question(steps: _Steps, before: str) -> list[Node]:
    """Steps from the first token's query to its context, (1, 1, width), in the place of the last layer's attention."""
    made, last = steps.made, steps.last
    query = steps.step(
        "Reshape", made[f"{last}/self/query/Add_output_0"].output, steps.number(steps.heads, 1, -1)
    )  # (heads, 1, head)
    shares = steps.shares(query, before)
    mean = steps.step("Transpose", steps.step("MatMul", shares, before), perm=(1, 0, 2))  # (heads, 1, width)
    context = steps.step(
        "Reshape", steps.step("MatMul", mean, steps.weights("value", (1, 0, 2))), steps.number(1, 1, -1)
    )
    with_bias = made[f"{last}/self/value/Add_output_0"]
    inputs = tuple(context if name.endswith("/MatMul_output_0") else name for name in with_bias.inputs)
    return [*steps.take(), replace(with_bias, inputs=inputs, outputs=made[f"{last}/self/Reshape_3_output_0"].outputs)]


def _needed(nodes: Sequence[Node], outputs: Sequence[str]) -> list[Node]:
    """The steps that something still reads, in order."""
    wanted = set(outputs)
    kept: list[Node] = []
    for node in reversed(nodes):  # a graph's steps stand in the order in which they can be computed
        if not wanted.isdisjoint(node.outputs):
            wanted.update(node.inputs)
            kept.append(node)
    return kept[::-1]
