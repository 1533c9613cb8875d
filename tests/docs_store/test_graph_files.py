"""Files of a vector index's graph that are cut short."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from docs_store import graph_files
from docs_store.errors import LibraryDamagedError
from docs_store.vectors import ChromaVectorIndex


def graph(folder: Path, rows: int, *, parts: int = 1) -> None:
    """An index of so many rows, written in so many sittings."""
    made = np.random.default_rng(0).normal(size=(rows, 16)).astype(np.float32)
    made /= np.linalg.norm(made, axis=1)[:, None]
    for part in np.array_split(np.arange(rows), parts):
        index = ChromaVectorIndex.embedded(folder)
        index.add([f"d-{n:06}" for n in part], made[part])
        index.ids()
        index.close()


@pytest.mark.parametrize(
    ("rows", "parts"), [(1, 1), (60, 1), (60, 5), (999, 1), (1001, 1), (1500, 3), (2500, 1), (4200, 7)]
)
def test_sound_files_are_not_called_cut(tmp_path: Path, rows: int, parts: int) -> None:
    graph(tmp_path, rows, parts=parts)
    assert list(tmp_path.glob("*/header.bin"))
    assert graph_files.cut_short(tmp_path) == []
    index = ChromaVectorIndex.embedded(tmp_path, writable=False)
    index.search(np.ones(16, np.float32), 5)
    index.close()
    assert graph_files.cut_short(tmp_path) == []


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index whose graph is in its files."""
    folder = tmp_path_factory.mktemp("graph")
    graph(folder, 1500)
    return folder


_GRAPH = ("header.bin", "data_level0.bin", "length.bin", "link_lists.bin", "index_metadata.pickle")


@pytest.mark.parametrize("name", _GRAPH)
def test_each_file_of_the_graph_that_is_cut_or_gone_is_named(large: Path, name: str) -> None:
    (path,) = large.glob(f"*/{name}")
    whole = path.read_bytes()
    try:
        for length in (0, 1, len(whole) // 2, len(whole) - 1):
            path.write_bytes(whole[:length])
            assert graph_files.cut_short(large) == [path.relative_to(large).as_posix()], length
        path.unlink()
        assert graph_files.cut_short(large) == [path.relative_to(large).as_posix()]
    finally:
        path.write_bytes(whole)
    assert graph_files.cut_short(large) == []


@pytest.mark.parametrize("length", [0, 1, 50])
def test_a_header_that_is_cut_does_not_end_the_process(tmp_path: Path, length: int) -> None:
    graph(tmp_path, 1500)
    (header,) = tmp_path.glob("*/header.bin")
    header.write_bytes(header.read_bytes()[:length])
    for writable in (False, True):
        with pytest.raises(LibraryDamagedError, match="rebuild"):
            ChromaVectorIndex.embedded(tmp_path, writable=writable)
