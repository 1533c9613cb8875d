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


def document_of(chunk_id: str) -> str:
    """The document's part of a chunk id."""
    return chunk_id.rsplit("-", 1)[0]


class ExactVectors:
    """Vectors of documents by id, loaded when first needed and kept up to a bound. Safe for many threads.

    Args:
        load: gives a document's chunk ids in order and its vectors, shape (chunks, dimensions), or `None`.
        max_rows: how many rows are kept in memory; the documents used longest ago are dropped first.
    """

    def __init__(self, load: Callable[[str], tuple[list[str], Vectors] | None], *, max_rows: int) -> None:
        self._load = load
        self._max_rows = max_rows
        self._kept: dict[str, tuple[list[str], Vectors]] = {}
        self._rows = 0
        self._stack: tuple[frozenset[str], list[str], Vectors] | None = None
        self._lock = threading.Lock()

    def similarities(self, query: NDArray[np.float32], document_ids: Iterable[str]) -> ScoredRows:
        """Cosine of `query`, shape (dimensions,), with every chunk of the documents."""
        wanted = frozenset(document_ids)
        with self._lock:
            if self._stack is not None and self._stack[0] == wanted:
                return self._stack[1], self._stack[2] @ query
            parts = [part for part in map(self._document, sorted(wanted)) if part is not None]
            ids = [chunk_id for part in parts for chunk_id in part[0]]
            if not ids:
                return [], np.zeros(0, np.float32)
            if len(parts) < _STACK_FROM:
                return ids, np.concatenate([part[1] @ query for part in parts])
            self._stack = (wanted, ids, np.concatenate([part[1] for part in parts]))
            return ids, self._stack[2] @ query

    def of_chunks(self, query: NDArray[np.float32], chunk_ids: Iterable[str]) -> dict[str, float]:
        """Cosine of `query` with single chunks; chunks that are not there are left out."""
        by_document: dict[str, list[str]] = {}
        for chunk_id in chunk_ids:
            by_document.setdefault(document_of(chunk_id), []).append(chunk_id)
        found: dict[str, float] = {}
        with self._lock:
            for document_id, ids in by_document.items():
                part = self._document(document_id)
                rows = {chunk_id: row for row, chunk_id in enumerate(part[0])} if part else {}
                for chunk_id in ids:
                    if part and chunk_id in rows:
                        found[chunk_id] = float(part[1][rows[chunk_id]] @ query)
        return found

    def clear(self) -> None:
        """Forget everything: the library has changed."""
        with self._lock:
            self._kept.clear()
            self._rows = 0
            self._stack = None

    def _document(self, document_id: str) -> tuple[list[str], Vectors] | None:
        part = self._kept.pop(document_id, None)
        if part is None:
            part = self._load(document_id)
            if part is None:
                return None
            self._rows += len(part[0])
        self._kept[document_id] = part  # most recently used last
        while self._rows > self._max_rows and len(self._kept) > 1:
            self._rows -= len(self._kept.pop(next(iter(self._kept)))[0])
        return part
