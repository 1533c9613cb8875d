"""The vector index against brute force, and what it says when its files are no good."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import numpy as np
import pytest
from numpy.typing import NDArray

from docs_store.errors import LibraryDamagedError
from docs_store.vector_stores import EMBEDDED, vector_store
from docs_store.vectors import ChromaVectorIndex, VectorIndex

_ROOT = Path(__file__).resolve().parents[2]
IDS = [f"a-1-{n:05}" for n in range(300)]


def unit(rows: int, seed: int) -> NDArray[np.float32]:
    made = np.random.default_rng(seed).standard_normal((rows, 32)).astype(np.float32)
    return made / np.linalg.norm(made, axis=1, keepdims=True)


@pytest.fixture(params=["embedded", "server"])
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], VectorIndex]]:
    """Opens the index in one place; each implementation of the seam takes its turn."""
    made: list[VectorIndex] = []
    store = vector_store(EMBEDDED if request.param == EMBEDDED else request.getfixturevalue("chroma_server"))
    library_id = uuid4().hex

    def open_it() -> VectorIndex:
        made.append(store.open(library_id, tmp_path / "index-0001", writable=True))
        return made[-1]

    yield open_it
    for index in made:
        index.close()


def check(index: VectorIndex, vectors: NDArray[np.float32]) -> None:
    for query in unit(10, seed=9):
        cosines = vectors @ query
        best = np.argsort(-cosines)[:10]
        hits = index.search(query, 10)
        assert [hit.chunk_id for hit in hits] == [IDS[n] for n in best]
        assert [hit.similarity for hit in hits] == pytest.approx(cosines[best].tolist(), abs=1e-4)


def test_equals_brute_force(opened: Callable[[], VectorIndex]) -> None:
    vectors = unit(300, seed=1)
    index = opened()
    index.add(IDS[:120], vectors[:120])
    index.add(IDS[120:], vectors[120:])
    check(index, vectors)
    assert index.ids() == set(IDS)
    index.close()
    again = opened()
    check(again, vectors)
    assert again.ids() == set(IDS)


def test_an_empty_index_finds_nothing(opened: Callable[[], VectorIndex]) -> None:
    index = opened()
    assert index.ids() == set()
    assert index.search(unit(1, seed=1)[0], 5) == []


def test_fewer_than_asked_for(opened: Callable[[], VectorIndex]) -> None:
    index = opened()
    index.add(IDS[:3], unit(3, seed=1))
    assert len(index.search(unit(1, seed=1)[0], 50)) == 3


def test_a_row_finds_itself(opened: Callable[[], VectorIndex]) -> None:
    vectors = unit(50, seed=2)
    index = opened()
    index.add(IDS[:50], vectors)
    for n in (0, 17, 49):
        (hit,) = index.search(vectors[n], 1)
        assert (hit.chunk_id, hit.similarity) == (IDS[n], pytest.approx(1.0, abs=1e-5))


def test_what_was_added_outlives_a_kill(tmp_path: Path) -> None:
    code = (
        "import os, signal, sys; from pathlib import Path; import numpy as np\n"
        "from docs_store.vectors import ChromaVectorIndex\n"
        "index = ChromaVectorIndex.embedded(Path(sys.argv[1]))\n"
        "index.add(['a', 'b'], np.eye(2, 32, dtype=np.float32))\n"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path / "v")], cwd=_ROOT, check=False, timeout=60)
    index = ChromaVectorIndex.embedded(tmp_path / "v")
    assert index.ids() == {"a", "b"}
    assert [hit.chunk_id for hit in index.search(np.eye(2, 32, dtype=np.float32)[1], 1)] == ["b"]
    index.close()


def test_room_to_grow_holds_nothing_from_memory(tmp_path: Path) -> None:
    rubbish = [np.full(29_000, 7.25, np.float32) for _ in range(50)]  # as large as the room Chroma makes
    needle = rubbish[0][:40].tobytes()
    del rubbish
    vectors = unit(300, seed=3)
    index = ChromaVectorIndex.embedded(tmp_path / "v")
    index.add(IDS, vectors)
    index.close()
    for path in tmp_path.rglob("*.bin"):
        assert needle not in path.read_bytes()
    again = ChromaVectorIndex.embedded(tmp_path / "v")
    check(again, vectors)
    again.close()


def test_many_rows_outlive_closing(tmp_path: Path) -> None:
    vectors = unit(2500, seed=4)
    ids = [f"b-1-{n:05}" for n in range(2500)]
    for part in (slice(0, 1300), slice(1300, 2500)):
        index = ChromaVectorIndex.embedded(tmp_path / "v")
        index.add(ids[part], vectors[part])
        index.close()
    index = ChromaVectorIndex.embedded(tmp_path / "v")
    assert index.ids() == set(ids)
    for n in range(0, 2500, 250):
        (hit,) = index.search(vectors[n], 1)
        assert (hit.chunk_id, hit.similarity) == (ids[n], pytest.approx(1.0, abs=1e-5))
    index.close()


def test_damage_is_told_with_a_remedy(tmp_path: Path) -> None:
    (tmp_path / "chroma.sqlite3").write_bytes(b"no database at all" * 100)
    with pytest.raises(LibraryDamagedError) as caught:
        ChromaVectorIndex.embedded(tmp_path)
    assert "library rebuild" in caught.value.remedy


def test_vectors_of_another_length_are_told(tmp_path: Path) -> None:
    index = ChromaVectorIndex.embedded(tmp_path / "v")
    index.add(["a"], unit(1, seed=1))
    with pytest.raises(LibraryDamagedError):
        index.search(np.ones(8, np.float32), 1)
    index.close()
