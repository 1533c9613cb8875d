"""Exact nearest neighbours against brute force."""

from __future__ import annotations

import threading

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from docs_store import matrix
from docs_store.embedding import Vectors
from docs_store.matrix import ExactVectors

DIMENSIONS = 8
NEAR = 5e-5  # half a step of each of eight coordinates; of 512 smaller ones it is 0.00001
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

    def exact(self, *, max_rows: int | None = None) -> ExactVectors:
        return ExactVectors(self.load, max_rows=max_rows)

    def load(self, document_id: str) -> Part | None:
        self.loaded.append(document_id)
        return self.parts.get(document_id)

    def change(self, document_id: str) -> None:
        """Give a document other vectors."""
        if document_id in self.parts:
            ids, vectors = self.parts[document_id]
            self.parts[document_id] = ids, unit(np.random.default_rng(len(self.loaded)), len(vectors))

    def expected(self, document_ids: set[str]) -> dict[str, float]:
        return {
            chunk_id: float(vector @ self.query)
            for document_id in document_ids & self.parts.keys()
            for chunk_id, vector in zip(*self.parts[document_id], strict=True)
        }


def rows_in_memory(exact: ExactVectors) -> int:
    return sum(len(block.ids) for block in exact._blocks.values())


@pytest.fixture(autouse=True)
def _small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matrix, "_BLOCK_ROWS", 4)


@given(
    sizes=st.lists(st.integers(0, 9), max_size=40),
    seed=st.integers(0, 1000),
    max_rows=st.one_of(st.none(), st.integers(1, 200)),
    data=st.data(),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_equals_brute_force(sizes: list[int], seed: int, max_rows: int | None, data: st.DataObject) -> None:
    shelf = Shelf(sizes, seed)
    exact = shelf.exact(max_rows=max_rows)
    names = [*shelf.parts, "unknown"]
    for _ in range(data.draw(st.integers(1, 5))):
        wanted = set(data.draw(st.one_of(st.just(names), st.lists(st.sampled_from(names)))))
        limit = data.draw(st.integers(0, 400))
        found = exact.nearest(shelf.query, wanted, limit)
        expected = shelf.expected(wanted)
        assert len(found) == min(limit, len(expected))
        assert found == pytest.approx({chunk_id: expected[chunk_id] for chunk_id in found}, abs=NEAR)
        best = sorted(expected.values(), reverse=True)[: len(found)]
        assert list(found.values()) == pytest.approx(best, abs=NEAR)
        if max_rows is not None:
            assert rows_in_memory(exact) <= max_rows + matrix._BLOCK_ROWS
        if data.draw(st.booleans()):
            left = set(data.draw(st.lists(st.sampled_from(names))))
            for document_id in shelf.parts.keys() - left:
                shelf.change(document_id)
            exact.keep_only(left, max_rows=max_rows)


def test_what_is_kept_is_not_loaded_again() -> None:
    shelf = Shelf([4, 4, 4])
    exact = shelf.exact(max_rows=7)  # two blocks of four
    exact.nearest(shelf.query, ["d000", "d001", "unknown"], 9)
    exact.nearest(shelf.query, ["d000", "unknown"], 9)
    assert shelf.loaded == ["d000", "d001", "unknown"]
    exact.nearest(shelf.query, ["d002"], 9)  # d000 was loaded first and goes
    exact.nearest(shelf.query, ["d001", "d002"], 9)
    assert shelf.loaded == ["d000", "d001", "unknown", "d002"]
    exact.nearest(shelf.query, ["d000"], 9)
    assert shelf.loaded[-1] == "d000"


def test_more_than_is_kept_is_searched_all_the_same() -> None:
    shelf = Shelf([3] * 30)
    exact = shelf.exact(max_rows=8)
    for _ in range(2):
        assert exact.nearest(shelf.query, shelf.parts, 400) == pytest.approx(shelf.expected(set(shelf.parts)), abs=NEAR)
    assert rows_in_memory(exact) <= 12 and exact._plan is None, "nothing holds on to what was dropped"


def test_a_change_loads_what_changed() -> None:
    shelf = Shelf([2] * 20)
    exact = shelf.exact()
    exact.nearest(shelf.query, shelf.parts, 40)
    shelf.loaded.clear()
    shelf.change("d003")
    del shelf.parts["d007"]
    exact.keep_only(shelf.parts.keys() - {"d003"}, max_rows=None)
    found = exact.nearest(shelf.query, shelf.parts, 40)
    assert found == pytest.approx(shelf.expected(set(shelf.parts)), abs=NEAR) and len(found) == 38
    assert shelf.loaded == ["d003"]


def test_rows_of_no_use_do_not_pile_up() -> None:
    shelf = Shelf([2] * 20)
    exact = shelf.exact()
    for number in range(200):
        changed = f"d{number % 20:03}"
        shelf.change(changed)
        exact.keep_only(shelf.parts.keys() - {changed}, max_rows=None)
        found = exact.nearest(shelf.query, shelf.parts, 40)
        assert found == pytest.approx(shelf.expected(set(shelf.parts)), abs=NEAR)
        assert rows_in_memory(exact) <= 40 / matrix._LIVING + 2 * matrix._BLOCK_ROWS
    assert len(shelf.loaded) < 20 + 200 + 20 * 30, "most changes load one document, not all"


def test_cosines_of_others_are_given_as_far_as_they_are_in_memory() -> None:
    shelf = Shelf([9, 4, 4])
    exact = shelf.exact()
    exact.nearest(shelf.query, ["d000", "d001"], 1)
    asked = ["d000-0", "d000-8", "d001-3", "d000-9", "d002-0", "unknown"]
    found = exact.nearest(shelf.query, ["d001"], 1, also=asked)
    expected = {**shelf.expected({"d000"}), **shelf.expected({"d001"})}
    assert found.keys() - {next(iter(found))} == {"d000-0", "d000-8", "d001-3"} - {next(iter(found))}
    assert found == pytest.approx({chunk_id: expected[chunk_id] for chunk_id in found}, abs=NEAR)
    assert shelf.loaded == ["d000", "d001"]
    assert exact.nearest(shelf.query, [], 5, also=["d000-1"]).keys() == {"d000-1"}


def test_a_vector_of_zeros_is_near_nothing() -> None:
    shelf = Shelf([3])
    shelf.parts["d000"][1][1] = 0
    assert shelf.exact().nearest(shelf.query, ["d000"], 3)["d000-1"] == 0


def test_many_threads_get_what_one_gets() -> None:
    shelf = Shelf([5] * 100)
    exact = shelf.exact(max_rows=50)
    failures: list[object] = []

    def ask(n: int) -> None:
        wanted = {f"d{(n + step) % 100:03}" for step in range(0, 100, 1 + n % 3)}
        expected = shelf.expected(wanted)
        for _ in range(20):
            if exact.nearest(shelf.query, wanted, 500) != pytest.approx(expected, abs=NEAR):
                failures.append(n)
            if n == 0:
                exact.keep_only(wanted, max_rows=50)

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
