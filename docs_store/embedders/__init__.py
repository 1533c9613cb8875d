"""The embedding models there are, by name.

Importing this package loads no machine-learning library; making an embedder does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from docs_store import lazy_re
from docs_store.embedders.hashing import HashingEmbedder
from docs_store.embedders.onnx_bge import OnnxBgeEmbedder
from docs_store.embedders.sentence_transformer import SentenceTransformerEmbedder
from docs_store.embedding import Embedder
from docs_store.errors import ModelError
from docs_store.models import EMBEDDING_MODELS, EmbeddingModel, ModelStore

__all__ = [
    "EMBEDDERS",
    "HashingEmbedder",
    "OnnxBgeEmbedder",
    "SentenceTransformerEmbedder",
    "load_embedder",
]

_HUB_NAME = lazy_re.compile(r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*")


def _onnx(model: EmbeddingModel) -> Callable[[ModelStore], Embedder]:
    def make(store: ModelStore) -> Embedder:
        folder = store.installed(model.name)
        if folder is None:
            raise ModelError(
                f"{model.name} is not installed.", remedy=f"Run `policy-assistant models pull {model.name}`."
            )
        return OnnxBgeEmbedder(folder, model)

    return make


EMBEDDERS: Mapping[str, Callable[[ModelStore], Embedder]] = {
    **{model.name: _onnx(model) for model in EMBEDDING_MODELS.values()},
    HashingEmbedder.NAME: lambda store: HashingEmbedder(),
}


def load_embedder(name: str, store: ModelStore | None = None, *, download: bool = False) -> Embedder:
    """The embedder called `name`: one of `EMBEDDERS`, a folder in sentence-transformers format, or a hub name.

    Args:
        name: a folder goes before a hub name, a known name before both.
        store: where known models are kept; the default store when not given.
        download: let sentence-transformers bring a hub name that is not on this machine. It is the only case that
            uses the network, and the environment's offline variables still forbid it.

    Raises:
        ModelError: not installed, not to be loaded, or an unknown name; the remedy says what to do.
        ModelIntegrityError: an installed model's files are damaged.
    """
    if name in EMBEDDERS:
        return EMBEDDERS[name](store or ModelStore())
    if (name and Path(name).is_dir()) or _HUB_NAME.fullmatch(name):
        return SentenceTransformerEmbedder(name, download=download)
    raise ModelError(
        f"There is no embedding model named {name!r}, and no folder of that name.",
        remedy=f"Known models: {', '.join(EMBEDDERS)}; or give a folder, or a hub name such as BAAI/bge-m3.",
    )
