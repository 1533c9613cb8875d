"""BGE models in ONNX form, run with onnxruntime and tokenizers alone: no PyTorch, a twentieth of a second to load."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache, partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from docs_store.embedders.encodable import encodable
from docs_store.embedding import Vectors
from docs_store.errors import ModelError, ModelIntegrityError
from docs_store.models import DEFAULT_MODEL, EMBEDDING_MODELS, EmbeddingModel

if TYPE_CHECKING:
    import onnxruntime
    from tokenizers import Tokenizer

_CACHED_QUERIES = 256
_CACHED_PASSAGES = 8192  # 2 KB of vector and some 0.5 KB of text each, so 20 MB
_ERRORS_ONLY = 3
# Named anew when another rewriting of the graph gives other vectors.
_RUN_AS = "first token asks alone, of the tokens before it two thirds and three quarters of these"


class OnnxBgeEmbedder:
    """Vector of the first token ([CLS]), scaled to length 1, as the publisher of BGE prescribes.

    Passages are run without most of what only other tokens' vectors would need (`onnx_graph.py`): two fifths less work.
    Queries are run by the graph as it is published: rewriting it takes 20 ms, which a command that asks one question
    would feel. Cosine to the vectors of the same weights with float activations: 0.997 on average by the published
    graph, 0.981 to 0.988 by the tokens that go on.

    Each text runs through the model alone, several texts side by side in threads. The weights are quantised
    dynamically: a batch shares one scale, so that in a batch a text's vector depends on its neighbours (cosine to the
    text alone 0.98 at worst and 0.994 on average, seen in November 2026 with onnxruntime 1.32), and a document embedded
    again among others would not come out the same. Alone it does. It costs nothing: texts one by one took
    less of the processor's time than batches of 4, 8 or 16 texts of like length (docs/performance.md).

    Safe for use by many threads at once.

    Args:
        folder: the model's files, as `ModelStore.installed` gives it.
        model: the registry's entry of these files.

    Raises:
        ModelError: onnxruntime or tokenizers is not installed.
        ModelIntegrityError: the files cannot be loaded.
    """

    def __init__(self, folder: Path, model: EmbeddingModel = EMBEDDING_MODELS[DEFAULT_MODEL]) -> None:
        self._folder = folder
        self._model = model
        self._tokenizer = _tokenizer(folder, model)
        self._passage_vector: Callable[[str], Vectors] | None = None
        self._lock = threading.Lock()
        self._workers = os.cpu_count() or 1
        self._query_vector = lru_cache(maxsize=_CACHED_QUERIES)(partial(self._vector, _session(folder, model)))

    @property
    def name(self) -> str:
        """The registry's name."""
        return self._model.name

    @property
    def fingerprint(self) -> str:
        """Name, and a digest of the pinned digests of weights and tokenizer and of how the graph is run."""
        digests = "".join([*(file.sha256 for file in self._model.files), _RUN_AS])
        return f"{self._model.name}@{sha256(digests.encode()).hexdigest()[:16]}"

    @property
    def dimensions(self) -> int:
        """Length of a vector."""
        return self._model.dimensions

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors of shape (len(texts), dimensions), in the order given. Texts past 512 tokens are cut.

        The last 8,192 different texts are remembered: what is reprinted, what rules of many places share, and what a
        changed file still holds is not embedded again.
        """
        vectors = np.zeros((len(texts), self.dimensions), np.float32)
        with self._lock:
            if self._passage_vector is None:
                session = _session(self._folder, self._model, first_token=True)
                self._passage_vector = lru_cache(maxsize=_CACHED_PASSAGES)(partial(self._vector, session))
        with ThreadPoolExecutor(self._workers, thread_name_prefix="embed") as pool:
            for row, vector in zip(vectors, pool.map(self._passage_vector, texts), strict=True):
                row[:] = vector
        return vectors

    def embed_query(self, text: str) -> Vectors:
        """Vector of shape (dimensions,); the last 256 different queries are remembered."""
        return self._query_vector(self._model.query_prefix + text).copy()

    def _vector(self, session: onnxruntime.InferenceSession, text: str) -> Vectors:
        encoding = self._tokenizer.encode(encodable(text))
        ids = np.array([encoding.ids], np.int64)
        inputs = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        first_token: Vectors = session.run(None, inputs)[0][0, 0]
        return first_token / np.linalg.norm(first_token)


def _tokenizer(folder: Path, model: EmbeddingModel) -> Tokenizer:
    try:
        from tokenizers import Tokenizer  # noqa: PLC0415  # a light path must not load it
    except ImportError as error:
        raise _not_installed(model, error) from error
    try:
        tokenizer = Tokenizer.from_file(str(folder / model.tokenizer))
    except Exception as error:  # the library raises bare exceptions for a bad file
        raise _damaged(folder, model, error) from error
    tokenizer.enable_truncation(model.max_tokens)
    tokenizer.no_padding()
    return tokenizer


def _session(folder: Path, model: EmbeddingModel, *, first_token: bool = False) -> onnxruntime.InferenceSession:
    """The model ready to run, as it is published or for the first token alone."""
    try:
        import onnxruntime  # noqa: PLC0415  # a light path must not load it
    except ImportError as error:
        raise _not_installed(model, error) from error
    onnxruntime.disable_telemetry_events()
    onnxruntime.set_default_logger_severity(_ERRORS_ONLY)
    options = onnxruntime.SessionOptions()
    options.log_severity_level = _ERRORS_ONLY
    options.intra_op_num_threads = 1  # texts run side by side instead, see the class
    options.inter_op_num_threads = 1
    weights = folder / model.weights
    try:
        graph = _first_token_only(weights, model.heads) if first_token else str(weights)
        return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # the library raises private exception types for a bad file
        raise _damaged(folder, model, error) from error


def _first_token_only(weights: Path, heads: int) -> bytes:
    """The rewritten graph; the published one where its steps are not known, which gives the same vectors, slower."""
    from docs_store.embedders.onnx_graph import UnknownGraphError, first_token_only  # noqa: PLC0415  # passages alone

    published = weights.read_bytes()
    try:
        return first_token_only(published, heads)
    except UnknownGraphError:
        return published


def _not_installed(model: EmbeddingModel, error: ImportError) -> ModelError:
    return ModelError(
        f"{model.name} needs {error.name}, which is not installed.",
        remedy="Run `pip install onnxruntime tokenizers`.",
    )


def _damaged(folder: Path, model: EmbeddingModel, error: Exception) -> ModelIntegrityError:
    return ModelIntegrityError(
        f"The files of {model.name} in {folder} cannot be loaded ({error}).",
        remedy=f"Run `policy-assistant models pull {model.name}`.",
    )
