"""Fusing scores."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docs_store.hybrid import WEIGHTS, fuse

SCORE = st.floats(-100, 100, allow_nan=False).map(lambda x: round(x, 3))
FOUND = st.dictionaries(st.sampled_from([f"c{n}" for n in range(30)]), SCORE, max_size=25)
SCORES = st.fixed_dictionaries({}, optional={"words": FOUND, "bigrams": FOUND, "vectors": FOUND})


def floor(name: str, found: dict[str, float]) -> float:
    return min(found.values(), default=0.0) if name == "vectors" else 0.0


@given(SCORES)
def test_all_candidates_come_back_once_best_first(scores: dict[str, dict[str, float]]) -> None:
    fused = fuse(scores)
    ids = [one.chunk_id for one in fused]
    assert sorted(ids) == sorted({chunk_id for found in scores.values() for chunk_id in found})
    assert [one.score for one in fused] == sorted((one.score for one in fused), reverse=True)
    for one in fused:
        assert one.similarity == scores.get("vectors", {}).get(one.chunk_id)
        assert set(one.found_by) <= {name for name in scores if one.chunk_id in scores[name]}


@given(SCORES)
def test_who_is_as_good_everywhere_does_not_rank_below(scores: dict[str, dict[str, float]]) -> None:
    fused = fuse(scores)

    def seen(chunk_id: str) -> list[float]:
        return [found.get(chunk_id, floor(name, found)) for name, found in scores.items() if found]

    for above, below in itertools.pairwise(fused):
        better = all(b >= a for a, b in zip(seen(above.chunk_id), seen(below.chunk_id), strict=True))
        assert not better or below.score == pytest.approx(above.score, abs=1e-9)


@given(FOUND, st.sampled_from(sorted(WEIGHTS)))
def test_one_retriever_alone_keeps_its_order(found: dict[str, float], name: str) -> None:
    fused = [found[one.chunk_id] for one in fuse({name: found})]
    assert all(a >= b - 1e-6 for a, b in itertools.pairwise(fused))


@given(SCORES)
def test_the_order_of_what_comes_in_changes_nothing(scores: dict[str, dict[str, float]]) -> None:
    turned = {name: dict(reversed(found.items())) for name, found in scores.items()}
    assert [(one.chunk_id, one.score) for one in fuse(turned)] == [(one.chunk_id, one.score) for one in fuse(scores)]


def test_nothing_found() -> None:
    assert fuse({}) == []
    assert fuse({"words": {}, "bigrams": {}, "vectors": {}}) == []


def test_a_retriever_that_found_nothing_or_is_missing_changes_nothing() -> None:
    alone = {"vectors": {"a": 0.9, "b": 0.5}}
    assert fuse({"words": {}, "bigrams": {}, **alone}) == fuse(alone)


def test_one_candidate() -> None:
    (one,) = fuse({"words": {"a": 3.0}, "bigrams": {"a": 2.0}, "vectors": {"a": 0.4}})
    assert (one.chunk_id, one.score, one.similarity) == ("a", 0.0, 0.4)
    assert one.found_by == ("words", "bigrams", "vectors")


def test_equal_scores_rank_by_id() -> None:
    found = dict.fromkeys(("c", "a", "d", "b"), 1.0)
    fused = fuse({"words": found, "bigrams": dict(reversed(found.items())), "vectors": found})
    assert [one.chunk_id for one in fused] == ["a", "b", "c", "d"]
    assert {one.score for one in fused} == {0.0}


def test_a_candidate_without_keywords_counts_as_zero_there_and_without_vector_as_the_worst() -> None:
    fused = fuse({"words": {"a": 5.0}, "vectors": {"b": 0.9, "c": 0.1}})
    assert [one.chunk_id for one in fused] == ["b", "a", "c"]
    assert [one.found_by for one in fused] == [("vectors",), ("words",), ("vectors",)]


def test_only_the_first_ten_of_a_retriever_count_as_found() -> None:
    fused = fuse({"words": {f"c{n:02}": 20.0 - n for n in range(20)}})
    assert [one.chunk_id for one in fused if one.found_by] == [f"c{n:02}" for n in range(10)]


def test_by_how_much_counts() -> None:
    words = {"a": 3.0, "b": 2.9, "c": 0.0, "d": 0.0}
    vectors = {"a": 0.50, "b": 0.95, "c": 0.45, "d": 0.40}
    assert [one.chunk_id for one in fuse({"words": words, "vectors": vectors})][:2] == ["b", "a"]
