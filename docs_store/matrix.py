"""Exact nearest neighbours over the vectors that the catalog keeps.

Most questions name a place or a year and so look at a few documents; a filter makes Chroma twenty times slower, while
a product with the whole matrix takes 2 ms at 50,000 chunks. So this serves filtered searches and small libraries, and
Chroma serves unfiltered searches of large ones.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable

import numpy as np
from numpy.typing import NDArray

from docs_store.embedding import Vectors

ScoredRows = tuple[list[str], NDArray[np.float32]]
"""Chunk ids and their cosines with the query, in the same order."""


_STACK_FROM = 64  # documents; below, one product per document costs less than stacking them
_Part = tuple[list[str], NDArray[np.float16]]


def document_of(chunk_id: str) -> str:
    """The document's part of a chunk id."""
    return chunk_id.rsplit("-", 1)[0]


class ExactVectors:
    """Vectors of documents by id, loaded when first needed and kept up to a bound. Safe for many threads.

    They are kept as the catalog has them, at half precision: a product with few documents costs little more for that,
    and they take half the memory.

    Args:
        load: gives a document's chunk ids in order and its vectors, shape (chunks, dimensions), or `None`.
        max_rows: how many rows are kept in memory; the documents used longest ago are dropped first.
    """

    def __init__(self, load: Callable[[str], tuple[list[str], Vectors] | None], *, max_rows: int) -> None:
        self._load = load
        self._max_rows = max_rows
        self._kept: dict[str, _Part] = {}
        self._rows = 0
        self._stack: tuple[frozenset[str], list[str], Vectors] | None = None
        self._lock = threading.Lock()

    def similarities(self, query: NDArray[np.float32], document_ids: Iterable[str], *, most: bool) -> ScoredRows:
        """Cosine of `query`, shape (dimensions,), with every chunk of the documents.

        Args:
            most: whether they are most of a library. Every question that names no place is about that set, so it is
                kept as one matrix, at full precision.
        """
        wanted = frozenset(document_ids)
        with self._lock:
            if self._stack is not None and self._stack[0] == wanted:
                return self._stack[1], self._stack[2] @ query
            parts = [part for part in map(self._document, sorted(wanted)) if part is not None]
            ids = [chunk_id for part in parts for chunk_id in part[0]]
            if not ids:
                return [], np.zeros(0, np.float32)
            if most and len(parts) >= _STACK_FROM:
                self._stack = (wanted, ids, np.concatenate([part[1] for part in parts]).astype(np.float32))
                return ids, self._stack[2] @ query
            return ids, np.concatenate([part[1].astype(np.float32) @ query for part in parts])

    def clear(self, *, max_rows: int) -> None:
        """Forget everything, since the library has changed, and keep up to `max_rows` rows from now on."""
        with self._lock:
            self._max_rows = max_rows
            self._kept.clear()
            self._rows = 0
            self._stack = None

    def _document(self, document_id: str) -> _Part | None:
        part = self._kept.pop(document_id, None)
        if part is None:
            loaded = self._load(document_id)
            if loaded is None:
                return None
            part = loaded[0], loaded[1].astype(np.float16)
            self._rows += len(part[0])
        self._kept[document_id] = part  # most recently used last
        while self._rows > self._max_rows and len(self._kept) > 1:
            self._rows -= len(self._kept.pop(next(iter(self._kept)))[0])
        return part
