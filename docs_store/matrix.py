"""Exact nearest neighbours over the vectors that the catalog keeps.

Most questions name a place or a year and so look at a few documents; a filter makes Chroma twenty times slower, while
a product with all vectors takes 8 ms for 100,000. So this serves filtered searches and all but the largest libraries,
and Chroma serves unfiltered searches of those. Figures are in decision 0003.
"""

from __future__ import annotations

import threading
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import accumulate
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from docs_store.embedding import Vectors

_BLOCK_ROWS = 1024  # rows that are turned into floats at a time: 2 MB at 512 dimensions
_STEPS = 32_767  # of a coordinate between 0 and the row's largest
_LIVING = 0.75  # share of the rows in memory that must be of some use, in all blocks but one; else all are loaded anew


def document_of(chunk_id: str) -> str:
    """The document's part of a chunk id."""
    return chunk_id.rsplit("-", 1)[0]


@dataclass(slots=True, eq=False)
class _Block:
    """Up to `_BLOCK_ROWS` rows. What is in it stays as it is: rows are only put behind those that are there.

    Attributes:
        codes: shape (room, dimensions), int16.
        scales: shape (room,), float32; a row's coordinates are its codes times its scale.
        ids: chunk id of each row.
    """

    codes: NDArray[np.int16]
    scales: NDArray[np.float32]
    ids: list[str] = field(default_factory=list)


class _Run(NamedTuple):
    """Rows `start` to `stop` of a block; `number` tells blocks apart and puts them in order."""

    number: int
    start: int
    stop: int


class _Plan(NamedTuple):
    """The rows of some documents: runs, and the block of each."""

    document_ids: frozenset[str]
    runs: Sequence[_Run]
    blocks: Sequence[_Block]


class ExactVectors:
    """Vectors of documents by id, loaded when first needed and kept up to a bound. Safe for many threads.

    They are kept with 16 bits a coordinate, as the catalog has them, but as whole numbers with a scale for each row:
    NumPy turns those into floats ten times as fast as half-precision floats, and cosines come out the same to 0.00001.

    Args:
        load: gives a document's chunk ids in order and its vectors, shape (chunks, dimensions), or `None`.
        max_rows: how many rows are kept in memory, give or take a block; all when `None`. The blocks loaded first are
            dropped first.
    """

    def __init__(self, load: Callable[[str], tuple[list[str], Vectors] | None], *, max_rows: int | None) -> None:
        self._load = load
        self._max_rows = max_rows
        self._blocks: dict[int, _Block] = {}
        self._kept: dict[str, list[_Run]] = {}
        self._opened = 0  # blocks so far
        self._plan: _Plan | None = None
        self._lock = threading.Lock()

    def nearest(
        self, query: NDArray[np.float32], document_ids: Iterable[str], limit: int, *, also: Iterable[str] = ()
    ) -> dict[str, float]:
        """Chunk id → cosine with `query`, shape (dimensions,), of the documents' `limit` nearest chunks, best first.

        Args:
            also: ids of chunks whose cosines are given too, as far as their documents are in memory.
        """
        with self._lock:
            plan = self._planned(frozenset(document_ids))
            others = list(self._rows_of(also))
        ends = list(accumulate(run.stop - run.start for run in plan.runs))
        cosines = np.empty(ends[-1] if ends else 0, np.float32)
        floats = np.empty((_BLOCK_ROWS, len(query)), np.float32)
        for (_, start, stop), block, end in zip(plan.runs, plan.blocks, ends, strict=True):
            rows, found = floats[: stop - start], cosines[end - (stop - start) : end]
            rows[...] = block.codes[start:stop]
            np.dot(rows, query, out=found)
            found *= block.scales[start:stop]
        nearest: dict[str, float] = {}
        for at in _largest(cosines, limit):
            number = bisect_right(ends, at)
            run, block = plan.runs[number], plan.blocks[number]
            nearest[block.ids[run.stop - (ends[number] - at)]] = float(cosines[at])
        for block, row in others:
            if block.ids[row] not in nearest:
                nearest[block.ids[row]] = float(block.codes[row].astype(np.float32) @ query * block.scales[row])
        return nearest

    def keep_only(self, document_ids: Collection[str], *, max_rows: int | None) -> None:
        """Forget all documents but these, since the library has changed, and keep up to `max_rows` rows from now on."""
        with self._lock:
            self._max_rows = max_rows
            self._plan = None
            self._kept = {document_id: runs for document_id, runs in self._kept.items() if document_id in document_ids}
            every = sum(len(block.ids) for block in self._blocks.values())
            living = sum(run.stop - run.start for runs in self._kept.values() for run in runs)
            if living < min(_LIVING * every, every - _BLOCK_ROWS):
                self._kept.clear()
            used = {run.number for runs in self._kept.values() for run in runs}
            self._blocks = {number: block for number, block in self._blocks.items() if number in used}
            self._drop_oldest()

    # --- inside, all under the lock --------------------------------------------------------------------------------

    def _planned(self, wanted: frozenset[str]) -> _Plan:
        """The rows of the documents; kept for the next question, which may well be about the same ones."""
        if self._plan is not None and self._plan.document_ids == wanted:
            return self._plan
        pieces: list[tuple[_Run, _Block]] = []
        for document_id in sorted(wanted):
            if document_id not in self._kept:
                self._add(document_id)
            pieces += [(run, self._blocks[run.number]) for run in self._kept[document_id]]
            self._drop_oldest()  # the pieces hold what they need of it
        pieces.sort(key=lambda piece: piece[0])
        runs: list[_Run] = []
        blocks: list[_Block] = []
        for run, block in pieces:
            if runs and (runs[-1].number, runs[-1].stop) == (run.number, run.start):
                runs[-1] = runs[-1]._replace(stop=run.stop)
            else:
                runs.append(run)
                blocks.append(block)
        plan = _Plan(wanted, runs, blocks)
        if self._kept.keys() >= wanted:  # else it would hold on to what was dropped
            self._plan = plan
        return plan

    def _rows_of(self, chunk_ids: Iterable[str]) -> Iterator[tuple[_Block, int]]:
        """Where these chunks stand, as far as their documents are kept."""
        for chunk_id in chunk_ids:
            for number, start, stop in self._kept.get(document_of(chunk_id), ()):
                block = self._blocks[number]
                with suppress(ValueError):  # of the document's other chunks
                    yield block, block.ids.index(chunk_id, start, stop)

    def _add(self, document_id: str) -> None:
        loaded = self._load(document_id)
        runs = self._kept[document_id] = list[_Run]()  # not before: one that cannot be loaded is not taken for empty
        if loaded is None:
            return
        ids, vectors = loaded
        largest = np.abs(vectors).max(axis=1, initial=0)
        scales = np.where(largest > 0, largest, 1) / np.float32(_STEPS)
        codes = np.rint(vectors / scales[:, None]).astype(np.int16)
        done = 0
        while done < len(ids):
            block = self._blocks.get(self._opened)
            if block is None or len(block.ids) == _BLOCK_ROWS:
                self._opened += 1
                room = np.empty((_BLOCK_ROWS, vectors.shape[1]), np.int16)
                block = self._blocks[self._opened] = _Block(room, np.empty(_BLOCK_ROWS, np.float32))
            start = len(block.ids)
            stop = min(_BLOCK_ROWS, start + len(ids) - done)
            rows = slice(done, done + stop - start)
            block.codes[start:stop] = codes[rows]
            block.scales[start:stop] = scales[rows]
            block.ids += ids[rows]
            runs.append(_Run(self._opened, start, stop))
            done = rows.stop

    def _drop_oldest(self) -> None:
        while self._max_rows is not None and len(self._blocks) > 1 + self._max_rows // _BLOCK_ROWS:
            oldest = next(iter(self._blocks))
            del self._blocks[oldest]
            for document_id in [i for i, runs in self._kept.items() if any(run.number == oldest for run in runs)]:
                del self._kept[document_id]


def _largest(values: NDArray[np.float32], count: int) -> list[int]:
    """Where the `count` largest values stand, largest first."""
    if count >= len(values):
        places = np.arange(len(values))
    else:
        places = np.argpartition(values, len(values) - count)[-count:] if count else np.empty(0, np.intp)
    order: list[int] = places[np.argsort(-values[places], kind="stable")].tolist()
    return order
