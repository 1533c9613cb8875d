"""Models on disk: which ones are known, where they come from, and the folder that keeps them.

Importing this package loads no machine-learning library.
"""

from docs_store.models.registry import DEFAULT_MODEL, MODELS, EmbeddingModel, ModelFile
from docs_store.models.sources import FolderSource, HubSource, NpmSource, Source, default_sources
from docs_store.models.store import ModelState, ModelStore

__all__ = [
    "DEFAULT_MODEL",
    "MODELS",
    "EmbeddingModel",
    "FolderSource",
    "HubSource",
    "ModelFile",
    "ModelState",
    "ModelStore",
    "NpmSource",
    "Source",
    "default_sources",
]
