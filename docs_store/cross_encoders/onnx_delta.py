"""A cross-encoder made of an embedding model's own file and a small difference to its weights.

What training changes of a matrix has low rank (Hu et al. 2021, LoRA): of each matrix W of the pinned file only A and B
are kept, and W + A B is put in its place when the model is loaded, as 8-bit numbers with one scale a column, as the
file has them. So the model weighs 3 MB beside an embedder that is installed anyway, and runs by the same graph.

    score(question, passage) = w . h + b      h: the first token's vector of `[CLS] question [SEP] passage [SEP]`
"""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from docs_store.embedders.encodable import encodable
from docs_store.embedders.onnx_graph import first_token_only
from docs_store.embedders.onnx_tensors import Array, read_tensors, with_tensors
from docs_store.embedders.onnx_wire import Node, read_steps
from docs_store.errors import ModelError, ModelIntegrityError
from docs_store.models import EmbeddingModel

if TYPE_CHECKING:
    import onnxruntime
    from tokenizers import Tokenizer

Weights = Mapping[str, NDArray[np.float32]]

QUESTION_TOKENS, ALL_TOKENS = 96, 256  # special tokens included; the end of what is longer is cut
_ERRORS_ONLY = 3
_HEAD, _BIAS = "head.weight", "head.bias"
_LEFT, _RIGHT = ".left", ".right"
_QUANTISED = "_quantized"
_LARGEST, _LARGEST_UNSIGNED = 127, 255  # of a byte
_TABLES = ("embeddings.position_embeddings.weight", "embeddings.token_type_embeddings.weight")
_TINY = float(np.finfo(np.float32).tiny)  # a column of zeros has a scale, too


class OnnxDeltaCrossEncoder:
    """See the module. Loading takes a third of a second; safe for use by many threads.

    Args:
        folder: the embedding model's files, as `ModelStore.installed` gives it.
        model: the registry's entry of these files.
        delta: the difference, as `save_delta` writes it.

    Raises:
        ModelError: onnxruntime or tokenizers is not installed.
        ModelIntegrityError: the difference is damaged, or made for other weights.
    """

    def __init__(self, folder: Path, model: EmbeddingModel, delta: Path) -> None:
        self._digest = sha256(delta.read_bytes()).hexdigest()[:16]
        weights = load_delta(delta)
        self._head, self._bias = weights[_HEAD], float(weights[_BIAS][0])
        try:
            changed = with_delta((folder / model.weights).read_bytes(), weights)
            graph = first_token_only(changed, model.heads, ())
        except (ValueError, KeyError, IndexError) as error:
            raise ModelIntegrityError(
                f"{delta.name} was not made for the weights of {model.name} ({error}).",
                remedy=f"Run `policy-assistant models pull {model.name}`, or install the program again.",
            ) from error
        self._session, self._tokenizer = _opened(graph, folder / model.tokenizer, model)
        self._workers = os.cpu_count() or 1
        self._turn = threading.Lock()

    @property
    def name(self) -> str:
        """What the program calls its own reader."""
        return "small-reader"

    @property
    def fingerprint(self) -> str:
        """Name and digest of the difference; it fits one file of weights alone."""
        return f"{self.name}@{self._digest}"

    def scores(self, question: str, passages: Sequence[str]) -> list[float]:
        """See `CrossEncoder`. Passages are read one by one, several side by side, as by `OnnxBgeEmbedder`."""
        asked = self._tokenizer.encode(encodable(question)).ids
        asked = [*asked[: QUESTION_TOKENS - 1], asked[-1]] if len(asked) > QUESTION_TOKENS else asked
        with ThreadPoolExecutor(self._workers, thread_name_prefix="read") as pool:
            return list(pool.map(lambda passage: self._score(asked, passage), passages))

    def _score(self, asked: Sequence[int], passage: str) -> float:
        told = self._tokenizer.encode(encodable(passage)).ids[1:][: ALL_TOKENS - len(asked)]
        ids = np.array([[*asked, *told]], np.int64)
        kinds = np.array([[0] * len(asked) + [1] * len(told)], np.int64)
        inputs = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": kinds}
        first_token = self._session.run(None, inputs)[0][0, 0]
        return float(first_token @ self._head) + self._bias


def with_delta(model: bytes, weights: Weights) -> bytes:
    """The ONNX file with a difference added to its weights.

    Args:
        weights: `NAME.left` (rows x rank) and `NAME.right` (rank x columns) for a matrix, else the weights themselves;
            of embeddings those of positions and of kinds of text.

    Raises:
        ValueError, KeyError, IndexError: the file has no such weights.
    """
    tensors = read_tensors(model)
    changed: dict[str, Array] = {}
    for name, stored in matrices(read_steps(model)[0]).items():
        if name + _LEFT not in weights:
            continue
        scale, matrix = tensors[f"{stored}_scale"], tensors[f"{stored}{_QUANTISED}"]
        full = matrix.astype(np.float32) * scale + weights[name + _LEFT] @ weights[name + _RIGHT]
        scale = (np.maximum(np.abs(full).max(axis=0), _TINY) / _LARGEST).astype(np.float32)
        changed[f"{stored}_scale"] = scale
        changed[f"{stored}{_QUANTISED}"] = np.rint(full / scale).astype(np.int8)
    for name, array in weights.items():
        if name in _TABLES:
            changed |= _quantised_table(name, array)
        elif not name.endswith((_LEFT, _RIGHT)) and name not in (_HEAD, _BIAS):
            changed[name] = array
    return with_tensors(model, changed)


def _quantised_table(name: str, array: NDArray[np.float32]) -> dict[str, Array]:
    """A table of embeddings as the file has it: unsigned bytes with one scale and one zero for all."""
    low, high = min(float(array.min()), 0.0), max(float(array.max()), 0.0)
    scale = np.float32(max(high - low, _TINY) / _LARGEST_UNSIGNED)
    zero = np.uint8(round(-low / float(scale)))
    numbers = np.clip(np.rint(array / scale) + zero, 0, _LARGEST_UNSIGNED).astype(np.uint8)
    stored = f"{name}{_QUANTISED}"
    return {stored: numbers, f"{name}_scale": np.array(scale), f"{name}_zero_point": np.array(zero)}


def matrices(steps: Sequence[Node]) -> dict[str, str]:
    """Each matrix of the layers, as BERT calls it (`encoder.layer.0.output.dense.weight`) → its name in the file.

    The file holds them as rows of inputs and columns of outputs.
    """
    found: dict[str, str] = {}
    for step in steps:
        if step.op == "MatMulInteger":
            path, _, _ = step.output.lstrip("/").partition("/MatMul_output")
            found[f"{path.replace('/', '.')}.weight"] = step.inputs[1].removesuffix(_QUANTISED)
    return found


def save_delta(path: Path, weights: Weights) -> None:
    """Write a difference: arrays by name, as 16-bit floats."""
    np.savez_compressed(path, allow_pickle=False, **{name: array.astype(np.float16) for name, array in weights.items()})


def load_delta(path: Path) -> dict[str, NDArray[np.float32]]:
    """Read a difference, as 32-bit floats.

    Raises:
        ModelIntegrityError: it is none.
    """
    try:
        with np.load(path, allow_pickle=False) as arrays:
            weights = {name: arrays[name].astype(np.float32) for name in arrays.files}
    except (OSError, ValueError, EOFError) as error:
        raise ModelIntegrityError(f"{path} cannot be read ({error}).", remedy="Install the program again.") from error
    if weights.keys() >= {_HEAD, _BIAS}:
        return weights
    raise ModelIntegrityError(f"{path} holds no reader's weights.", remedy="Install the program again.")


def _opened(graph: bytes, tokenizer: Path, model: EmbeddingModel) -> tuple[onnxruntime.InferenceSession, Tokenizer]:
    try:
        import onnxruntime  # noqa: PLC0415  # a light path must not load it
        from tokenizers import Tokenizer  # noqa: PLC0415
    except ImportError as error:
        raise ModelError(
            f"{model.name} needs {error.name}, which is not installed.",
            remedy="Run `pip install onnxruntime tokenizers`.",
        ) from error
    onnxruntime.disable_telemetry_events()
    onnxruntime.set_default_logger_severity(_ERRORS_ONLY)
    options = onnxruntime.SessionOptions()
    options.log_severity_level = _ERRORS_ONLY
    options.intra_op_num_threads = 1  # passages run side by side instead
    options.inter_op_num_threads = 1
    try:
        session = onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
        words = Tokenizer.from_file(str(tokenizer))
    except Exception as error:  # the libraries raise private exception types for a bad file
        raise ModelIntegrityError(
            f"{model.name} cannot be loaded as a reader ({error}).",
            remedy=f"Run `policy-assistant models pull {model.name}`.",
        ) from error
    words.no_truncation()
    words.no_padding()
    return session, words
