"""Exact nearest neighbours against brute force."""

from __future__ import annotations

import threading

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from docs_store.embedding import Vectors
from docs_store.matrix import ExactVectors

DIMENSIONS = 8
Part = tuple[list[str], Vectors]


def unit(rng: np.random.Generator, rows: int) -> NDArray[np.float32]:
    """Vectors as the catalog has them: at half precision."""
    made = rng.standard_normal((rows, DIMENSIONS)).astype(np.float32)
    return (made / np.linalg.norm(made, axis=1, keepdims=True)).astype(np.float16).astype(np.float32)


class Shelf:
    """Documents by id, and how often each was loaded."""

    def __init__(self, sizes: list[int], seed: int = 0) -> None:
        rng = np.random.default_rng(seed)
        self.parts: dict[str, Part] = {
            f"d{n:03}": ([f"d{n:03}-{row}" for row in range(size)], unit(rng, size)) for n, size in enumerate(sizes)
        }
        self.loaded: list[str] = []
        self.query = unit(rng, 1)[0]

    def load(self, document_id: str) -> Part | None:
        self.loaded.append(document_id)
        return self.parts.get(document_id)

    def expected(self, document_ids: set[str]) -> dict[str, float]:
        return {
            chunk_id: float(vector @ self.query)
            for document_id in document_ids & self.parts.keys()
            for chunk_id, vector in zip(*self.parts[document_id], strict=True)
        }


@given(
    sizes=st.lists(st.integers(0, 6), max_size=90),
    seed=st.integers(0, 1000),
    max_rows=st.integers(1, 400),
    data=st.data(),
)
def test_equals_brute_force(sizes: list[int], seed: int, max_rows: int, data: st.DataObject) -> None:
    shelf = Shelf(sizes, seed)
    exact = ExactVectors(shelf.load, max_rows=max_rows)
    names = [*shelf.parts, "unknown"]
    for _ in range(data.draw(st.integers(1, 4))):
        most = data.draw(st.booleans())
        wanted = set(data.draw(st.one_of(st.just(names), st.lists(st.sampled_from(names)))))
        ids, similarities = exact.similarities(shelf.query, wanted, most=most)
        expected = shelf.expected(wanted)
        assert similarities.shape == (len(ids),)
        assert sorted(ids) == sorted(expected)
        assert similarities.tolist() == pytest.approx([expected[chunk_id] for chunk_id in ids], abs=1e-5)
        kept = exact._kept
        assert sum(len(part[0]) for part in kept.values()) == exact._rows
        assert exact._rows <= max_rows or len(kept) == 1


def test_what_is_kept_is_not_loaded_again() -> None:
    shelf = Shelf([3, 3, 3])
    exact = ExactVectors(shelf.load, max_rows=6)
    exact.similarities(shelf.query, ["d000", "d001"], most=False)
    exact.similarities(shelf.query, ["d000"], most=False)
    assert shelf.loaded == ["d000", "d001"]
    exact.similarities(shelf.query, ["d002"], most=False)  # d001 was used longest ago and goes
    exact.similarities(shelf.query, ["d000", "d002"], most=False)
    assert shelf.loaded == ["d000", "d001", "d002"]
    exact.similarities(shelf.query, ["d001"], most=False)
    assert shelf.loaded[-1] == "d001"


def test_most_of_a_library_is_kept_as_one_matrix() -> None:
    shelf = Shelf([1] * 70)
    exact = ExactVectors(shelf.load, max_rows=10)
    for most, loaded in ((False, 70), (False, 140), (True, 210), (True, 210), (False, 210)):
        ids, similarities = exact.similarities(shelf.query, shelf.parts, most=most)
        found = dict(zip(ids, similarities.tolist(), strict=True))
        assert found == pytest.approx(shelf.expected(set(shelf.parts)), abs=1e-5)
        assert len(shelf.loaded) == loaded


def test_clearing_loads_anew() -> None:
    shelf = Shelf([2] * 70)
    exact = ExactVectors(shelf.load, max_rows=1000)
    exact.similarities(shelf.query, shelf.parts, most=True)
    shelf.parts["d000"] = (["new"], unit(np.random.default_rng(5), 1))
    exact.clear(max_rows=1000)
    ids, _ = exact.similarities(shelf.query, shelf.parts, most=True)
    assert "new" in ids and "d000-0" not in ids


def test_many_threads_get_what_one_gets() -> None:
    shelf = Shelf([5] * 100)
    exact = ExactVectors(shelf.load, max_rows=50)
    failures: list[object] = []

    def ask(n: int) -> None:
        wanted = {f"d{(n + step) % 100:03}" for step in range(0, 100, 1 + n % 3)}
        for _ in range(20):
            ids, similarities = exact.similarities(shelf.query, wanted, most=n % 2 == 0)
            expected = shelf.expected(wanted)
            if dict(zip(ids, similarities.tolist(), strict=True)) != pytest.approx(expected, abs=1e-5):
                failures.append(n)

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
