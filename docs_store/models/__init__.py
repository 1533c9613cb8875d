"""Models on disk: which ones are known, where they come from, and the folder that keeps them.

Importing this package loads no machine-learning library, and nothing that fetches models (`docs_store.models.sources`).
"""

from docs_store.models.registry import (
    DEFAULT_LANGUAGE_MODEL,
    DEFAULT_MODEL,
    EMBEDDING_MODELS,
    LANGUAGE_MODELS,
    MODELS,
    EmbeddingModel,
    LanguageModel,
    Model,
    ModelFile,
)
from docs_store.models.store import ModelState, ModelStore

__all__ = [
    "DEFAULT_LANGUAGE_MODEL",
    "DEFAULT_MODEL",
    "EMBEDDING_MODELS",
    "LANGUAGE_MODELS",
    "MODELS",
    "EmbeddingModel",
    "LanguageModel",
    "Model",
    "ModelFile",
    "ModelState",
    "ModelStore",
]
