"""An embedder that needs no model: character bigrams, hashed into a fixed number of counters.

It finds texts that share wording, not meaning. Tests use it, and it is there for a machine that can have no model.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from docs_store.embedding import Vectors

_FIRST_WEIGHT = np.uint32(0x9E3779B1)
_SECOND_WEIGHT = np.uint32(0x85EBCA6B)
_DIMENSIONS = 256
_TO_DIMENSION = np.uint32(24)  # the top 8 of 32 bits are the best mixed ones, and number 256 counters


class HashingEmbedder:
    """Feature hashing (Weinberger et al. 2009, without signs) of character bigrams; the same on every machine.

    Counts are never negative, so a cosine lies between 0 and 1. Queries and passages are treated alike.
    """

    NAME: ClassVar[str] = "hashing"

    @property
    def name(self) -> str:
        """Always `hashing`."""
        return self.NAME

    @property
    def fingerprint(self) -> str:
        """Names the formula; it changes with the formula."""
        return f"{self.NAME}@bigrams-{_DIMENSIONS}-1"

    @property
    def dimensions(self) -> int:
        """256."""
        return _DIMENSIONS

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors of shape (len(texts), 256)."""
        vectors = np.zeros((len(texts), _DIMENSIONS), np.float32)
        for row, text in zip(vectors, texts, strict=True):
            row[:] = self.embed_query(text)
        return vectors

    def embed_query(self, text: str) -> Vectors:
        """Vector of shape (256,)."""
        # The marks at both ends give an empty text a bigram too, so that no vector is zero.
        points = np.frombuffer(f"\x02{text}\x03".encode("utf-32-le", "surrogatepass"), np.dtype("<u4"))
        first, second = points[:-1].astype(np.uint32), points[1:].astype(np.uint32)
        buckets: NDArray[np.uint32] = (first * _FIRST_WEIGHT + second * _SECOND_WEIGHT) >> _TO_DIMENSION
        counts = np.bincount(buckets, minlength=_DIMENSIONS)
        return (counts / np.linalg.norm(counts)).astype(np.float32)
