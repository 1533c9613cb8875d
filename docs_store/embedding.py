"""The seam of embedding models."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
"""Shape (n, dimensions), float32, rows of Euclidean length 1, so that a dot product is a cosine."""


class Embedder(Protocol):
    """Turns text into vectors. Queries and passages are two verbs, because models treat them differently.

    Attributes:
        name: what the person calls the model (`bge-small-zh-v1.5`, a hub name, a folder).
        fingerprint: changes whenever vectors would: name and digest of the weights. The library records it.
        dimensions: length of each vector.
    """

    @property
    def name(self) -> str:
        """See the class."""
        ...

    @property
    def fingerprint(self) -> str:
        """See the class."""
        ...

    @property
    def dimensions(self) -> int:
        """See the class."""
        ...

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors of shape (len(texts), dimensions), in the order given. Texts past the model's limit are cut."""
        ...

    def embed_query(self, text: str) -> Vectors:
        """Vector of shape (dimensions,)."""
        ...
