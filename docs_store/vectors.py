"""The vector index: a Chroma collection, in a folder of its own or on a Chroma server.

Only ids and vectors go in: texts stay in the catalog, so that a removed document leaves no text in Chroma's SQLite.
A collection is only ever added to. Deletes are carried out by writing a new folder (see `indexes.py`): Chroma 1.5.9
keeps deleted vectors in its graph file and may lose live records after deletes (chroma-core/chroma#7758).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, Self
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from docs_store import graph_files
from docs_store.embedding import Vectors
from docs_store.errors import (
    LibraryDamagedError,
    PolicyAssistantError,
    ServiceUnavailableError,
    StorageError,
    UsageError,
)

_COLLECTION = "chunks"
_ADD_BATCH = 1000
_IDS_PAGE = 10_000
# 16 neighbours find 0.979 of the nearest ten among 500,000 chunks with many copies, 32 all (docs/scaling.md)
_HNSW: Any = {"space": "cosine", "ef_search": 200, "ef_construction": 200, "max_neighbors": 32}


@dataclass(frozen=True, slots=True, kw_only=True)
class VectorHit:
    """A chunk near the query. `similarity` is the cosine in -1..1, higher is better."""

    chunk_id: str
    similarity: float


class VectorIndex(Protocol):
    """Approximate nearest neighbours over all chunks of one library generation."""

    def add(self, chunk_ids: Sequence[str], vectors: Vectors) -> None:
        """Add rows; durable when it returns. `vectors` has shape (len(chunk_ids), dimensions)."""
        ...

    def search(self, query: NDArray[np.float32], limit: int) -> list[VectorHit]:
        """Up to `limit` nearest chunks of `query`, shape (dimensions,), best first."""
        ...

    def ids(self) -> set[str]:
        """Ids of all chunks in the index."""
        ...

    def cut_short(self) -> list[str]:
        """Names of its files that are missing or shorter than they should be."""
        ...

    def close(self) -> None:
        """Release files and memory."""
        ...


class ChromaVectorIndex:
    """`VectorIndex` in one Chroma collection, in the process (`embedded`) or on a Chroma server (`on_server`).

    Raises:
        LibraryDamagedError: Chroma cannot open or read the collection.
        StorageError: the disk refuses to be written.
        ServiceUnavailableError: the server does not answer.
    """

    def __init__(self, client: Callable[[], Any], collection: str, *, writable: bool, folder: Path | None) -> None:
        self._folder = folder
        self._added = False
        self._blanked = False
        try:
            self._client = client()
            if writable:
                self._collection = self._client.get_or_create_collection(
                    collection, embedding_function=None, configuration={"hnsw": _HNSW}
                )
            else:  # a reader that is late must learn that its generation is gone, not make an empty one
                self._collection = self._client.get_collection(collection, embedding_function=None)
        except Exception as error:  # Chroma raises errors of many packages and of its Rust core
            raise _translate(error) from error

    @classmethod
    def embedded(cls, folder: Path, *, writable: bool = True) -> Self:
        """The index in a folder of its own.

        Args:
            writable: makes the folder where there is none; a reader's must be there.
        """
        if not writable and not folder.is_dir():
            raise _translate(FileNotFoundError(f"{folder} is not there"))
        if not graph_files.has_whole_headers(folder):  # searched all the same, it would end the process
            raise _translate(ValueError("a header of its graph is cut short"))

        def client() -> Any:
            folder.mkdir(parents=True, exist_ok=True)
            chromadb, settings = _chromadb()
            return chromadb.PersistentClient(str(folder), settings=settings)

        return cls(client, _COLLECTION, writable=writable, folder=folder)

    @classmethod
    def on_server(cls, url: str, collection: str, *, writable: bool = True) -> Self:
        """The index in a collection of the Chroma server at `url` (`http://host:port`)."""
        return cls(lambda: server_client(url), collection, writable=writable, folder=None)

    def add(self, chunk_ids: Sequence[str], vectors: Vectors) -> None:
        """See `VectorIndex.add`."""
        self._added = True
        try:
            for at in range(0, len(chunk_ids), _ADD_BATCH):
                self._collection.add(
                    ids=list(chunk_ids[at : at + _ADD_BATCH]), embeddings=vectors[at : at + _ADD_BATCH]
                )
        except Exception as error:
            raise _translate(error) from error

    def search(self, query: NDArray[np.float32], limit: int) -> list[VectorHit]:
        """See `VectorIndex.search`."""
        try:
            found = self._collection.query(query_embeddings=query[None, :], n_results=limit, include=["distances"])
        except Exception as error:
            raise _translate(error) from error
        self._blank_once()
        distances = found["distances"] or [[]]
        return [
            VectorHit(chunk_id=chunk_id, similarity=1.0 - float(distance))
            for chunk_id, distance in zip(found["ids"][0], distances[0], strict=True)
        ]

    def ids(self) -> set[str]:
        """See `VectorIndex.ids`."""
        found: set[str] = set()
        try:
            while page := self._collection.get(include=[], limit=_IDS_PAGE, offset=len(found))["ids"]:
                found.update(page)
        except Exception as error:
            raise _translate(error) from error
        self._blank_once()
        return found

    def cut_short(self) -> list[str]:
        """See `VectorIndex.cut_short`; a server's files are its own affair."""
        return [] if self._folder is None else graph_files.cut_short(self._folder)

    def close(self) -> None:
        """See `VectorIndex.close`."""
        self._client.close()
        if self._folder is not None and self._added:
            graph_files.blank_unused(self._folder)

    def _blank_once(self) -> None:
        """Reading, too, makes Chroma write the graph files, as long as the graph is small enough to live in its log."""
        if self._folder is not None and not self._blanked:
            self._blanked = True
            graph_files.blank_unused(self._folder, only_empty=True)


def server_client(url: str) -> Any:
    """A client of the Chroma server at `url`.

    Raises:
        UsageError: it is no such address.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise UsageError(f"{url!r} is no address of a Chroma server.", remedy="Write it as http://host:port.")
    secure = parts.scheme == "https"
    chromadb, settings = _chromadb()
    return chromadb.HttpClient(parts.hostname, parts.port or (443 if secure else 8000), ssl=secure, settings=settings)


def drop_collections(url: str, prefix: str, keep: str) -> None:
    """Delete the collections of a server whose names begin with `prefix`, but for `keep`."""
    try:
        client = server_client(url)
        names = [found.name for found in client.list_collections()]
        for name in names:
            if name.startswith(prefix) and name != keep:
                client.delete_collection(name)
    except Exception as error:
        raise _translate(error) from error


def _chromadb() -> tuple[Any, Any]:
    """The package, loaded only here: it takes a second, and questions over small libraries never need it."""
    os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
    import chromadb  # noqa: PLC0415
    from chromadb.config import Settings  # noqa: PLC0415

    return chromadb, Settings(anonymized_telemetry=False)


def _translate(error: Exception) -> PolicyAssistantError:
    words = str(error)
    if isinstance(error, PolicyAssistantError):
        return error
    if type(error).__module__.partition(".")[0] in ("httpx", "httpcore") or "Could not connect" in words:
        return ServiceUnavailableError(
            f"The Chroma server does not answer: {words or type(error).__name__}.",
            remedy="Start it, or correct its address in POLICY_ASSISTANT_VECTORS.",
        )
    gone = isinstance(error, FileNotFoundError)
    if (isinstance(error, OSError) and not gone) or "full" in words or "No space" in words or "readonly" in words:
        return StorageError(
            f"The vector index cannot be written: {words}.", remedy="Free some space or check the folder's rights."
        )
    return LibraryDamagedError(
        f"The vector index cannot be used: {words}.", remedy="Run `policy-assistant library rebuild`."
    )
