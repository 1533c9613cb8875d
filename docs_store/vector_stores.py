"""Where the vector indexes of a library's generations are kept: the seam behind which one machine can become several.

A generation of the indexes (see `indexes.py`) has one vector index. Where it lives is chosen by settings alone; the
catalog remembers where, so that another place is a named error and not an empty index.
"""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from docs_store.vectors import ChromaVectorIndex, VectorIndex, drop_collections

EMBEDDED = "embedded"


class VectorStore(Protocol):
    """Opens and drops the vector indexes of one library's generations.

    Attributes:
        name: what the catalog records: equal names mean the same place.
        exact_rows: chunks up to which a library is better searched by exact products in the asking process.
    """

    @property
    def name(self) -> str:
        """See the class."""
        ...

    @property
    def exact_rows(self) -> int:
        """See the class."""
        ...

    def open(self, library_id: str, generation: Path, *, writable: bool) -> VectorIndex:
        """The index of a generation.

        Args:
            library_id: tells the library from others in the same place.
            generation: the generation's folder; its name tells it from the library's others.
            writable: makes the index where there is none.

        Raises:
            LibraryDamagedError: a reader's generation is not there (any more).
            ServiceUnavailableError: the place does not answer.
        """
        ...

    def keep_only(self, library_id: str, generation: Path) -> None:
        """Drop what this library's other generations left here. Folders of generations are not this seam's."""
        ...


class EmbeddedStore:
    """`VectorStore` inside the generation's own folder, where it goes with the folder. The default."""

    exact_rows = 200_000  # Chroma's graph would take this process 3 KB a chunk, the vectors alone take 1 KB

    @property
    def name(self) -> str:
        """See `VectorStore`."""
        return EMBEDDED

    def open(self, library_id: str, generation: Path, *, writable: bool) -> VectorIndex:
        """See `VectorStore.open`."""
        return ChromaVectorIndex.embedded(generation / "vectors", writable=writable)

    def keep_only(self, library_id: str, generation: Path) -> None:
        """See `VectorStore.keep_only`: the folders are swept by their owner."""


class ChromaServerStore:
    """`VectorStore` on a Chroma server, one collection for each generation.

    Args:
        url: `http://host:port`.

    Raises:
        UsageError: it is no such address (when first used).
    """

    exact_rows = 50_000  # the graph is in the server's memory, and this many vectors are as fast

    def __init__(self, url: str) -> None:
        self._url = url.rstrip("/")

    @property
    def name(self) -> str:
        """See `VectorStore`."""
        return self._url

    def open(self, library_id: str, generation: Path, *, writable: bool) -> VectorIndex:
        """See `VectorStore.open`."""
        return ChromaVectorIndex.on_server(self._url, _collection(library_id, generation), writable=writable)

    def keep_only(self, library_id: str, generation: Path) -> None:
        """See `VectorStore.keep_only`."""
        drop_collections(self._url, _prefix(library_id), keep=_collection(library_id, generation))


def vector_store(setting: str) -> VectorStore:
    """The store that a setting names: `embedded` (or nothing), or the address of a Chroma server."""
    return EmbeddedStore() if setting in ("", EMBEDDED) else ChromaServerStore(setting)


def _prefix(library_id: str) -> str:
    return f"policy-assistant-{library_id}-"


def _collection(library_id: str, generation: Path) -> str:
    return f"{_prefix(library_id)}{generation.name}"
