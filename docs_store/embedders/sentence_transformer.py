"""Any model that sentence-transformers can run, from a folder or from the model hub's cache on this machine.

sentence-transformers loads PyTorch, which takes seconds; so it is imported when an embedder is made, not before.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from docs_store.embedders.encodable import encodable
from docs_store.embedding import Vectors
from docs_store.errors import ModelError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Model = TypeVar("Model")

_CACHED_QUERIES = 256
_MODEL_SUFFIXES = {".json", ".txt", ".model", ".safetensors", ".bin"}
_SAMPLES = 32
_SAMPLE_BYTES = 1 << 16


class SentenceTransformerEmbedder:
    """A sentence-transformers model. Prompts for queries and passages are those of the model's own settings.

    Safe for use by many threads; they take turns, because fast tokenizers refuse two callers at once.

    Args:
        name_or_folder: a folder in sentence-transformers format, or a hub name such as `BAAI/bge-m3`.
        download: let the library bring a hub name that is not on this machine. Otherwise the network is not used.

    Raises:
        ModelError: sentence-transformers is not installed, or the model is not to be had or not to be loaded.
    """

    def __init__(self, name_or_folder: str, *, download: bool = False) -> None:
        self._name = name_or_folder
        self._model = _load(name_or_folder, download)
        folder = Path(name_or_folder)
        self._fingerprint = f"folder@{folder_digest(folder)}" if folder.is_dir() else revision(name_or_folder)
        self._dimensions = len(self._model.encode_query(""))
        self._turn = Lock()
        self._query_vector = lru_cache(maxsize=_CACHED_QUERIES)(self._embed_query)

    @property
    def name(self) -> str:
        """The folder or hub name as given."""
        return self._name

    @property
    def fingerprint(self) -> str:
        """Hub name and commit; for a folder a digest of its files, wherever the folder lies."""
        return self._fingerprint

    @property
    def dimensions(self) -> int:
        """Length of a vector."""
        return self._dimensions

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors of shape (len(texts), dimensions), in the order given. Texts past the model's limit are cut."""
        if not texts:
            return np.zeros((0, self._dimensions), np.float32)
        with self._turn:
            vectors = self._model.encode_document(
                [encodable(text) for text in texts], normalize_embeddings=True, show_progress_bar=False
            )
        return np.asarray(vectors, np.float32)

    def embed_query(self, text: str) -> Vectors:
        """Vector of shape (dimensions,); the last 256 different queries are remembered."""
        return self._query_vector(text).copy()

    def _embed_query(self, text: str) -> Vectors:
        with self._turn:
            vector = self._model.encode_query(encodable(text), normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(vector, np.float32)


def _load(name: str, download: bool) -> SentenceTransformer:
    def make() -> SentenceTransformer:
        from sentence_transformers import SentenceTransformer  # noqa: PLC0415  # seconds, and PyTorch with it

        return SentenceTransformer(name, local_files_only=not download)

    remedy = (
        f"Run `policy-assistant models pull {name}` (HF_ENDPOINT names a mirror), "
        "or give a folder that holds the model in sentence-transformers format."
    )
    return loaded(name, make, remedy)


def loaded(name: str, make: Callable[[], Model], remedy: str) -> Model:
    """What `make` loads with sentence-transformers.

    Raises:
        ModelError: that is not installed, or the model is not to be loaded; `remedy` says what to do then.
    """
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")  # read once, when huggingface_hub is first imported
    try:
        return make()
    except ImportError as error:
        raise ModelError(
            f"{name} needs {error.name}, which is not installed.", remedy="Run `pip install sentence-transformers`."
        ) from error
    except Exception as error:  # whatever PyTorch, safetensors, tokenizers and the hub's client raise
        raise ModelError(
            f"The model {name} cannot be loaded ({type(error).__name__}: {str(error)[:300]}).", remedy=remedy
        ) from error


def revision(name: str) -> str:
    """`name@commit` of a hub model in the cache."""
    from huggingface_hub import try_to_load_from_cache  # noqa: PLC0415  # comes with sentence-transformers

    cache = os.environ.get("SENTENCE_TRANSFORMERS_HOME")
    tries = (try_to_load_from_cache(name, file, cache_dir=cache) for file in ("modules.json", "config.json"))
    found = next((path for path in tries if isinstance(path, str)), None)
    if found is None:
        raise ModelError(f"The cached files of {name} do not tell their commit.", remedy="Give the model's folder.")
    return f"{name}@{Path(found).parent.name}"


def folder_digest(folder: Path) -> str:
    """Digest over name, size and evenly spread samples of every model file.

    Sizes alone would not tell a fine-tuned model from its parent; all bytes of a large model would take seconds at
    every start. Training changes every weight, so samples show it.
    """
    digest = sha256()
    for path in sorted(folder.rglob("*")):
        if path.suffix not in _MODEL_SUFFIXES or not path.is_file():
            continue
        size = path.stat().st_size
        digest.update(f"{path.relative_to(folder).as_posix()}\0{size}\0".encode())
        with path.open("rb") as stream:
            for start in range(0, size, max(_SAMPLE_BYTES, size // _SAMPLES)):
                stream.seek(start)
                digest.update(stream.read(_SAMPLE_BYTES))
    return digest.hexdigest()[:16]
