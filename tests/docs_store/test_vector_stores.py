"""A library over each place that may keep its vector index: the same life, the same answers, nothing left behind."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from docs_store.embedders.hashing import HashingEmbedder
from docs_store.errors import ServiceUnavailableError, UsageError, VectorStoreMismatchError
from docs_store.indexes import Generation
from docs_store.library import Library
from docs_store.vector_stores import EMBEDDED, ChromaServerStore, EmbeddedStore, VectorStore, vector_store
from docs_store.vectors import server_client
from ingest.pipeline import ingest
from ingest.sources import find_sources

GRANT = "青禾县研发补助办法\n\n第一条 青禾县企业研发投入按百分之十给予补助。\n\n第二条 单个企业最高补助二十万元。\n"
TALENT = "青禾县人才公寓管理办法\n\n第一条 硕士以上人才可申请租住公寓。\n\n第二条 租期不超过三年。\n"

Open = Callable[[VectorStore], Library]


@pytest.fixture(params=[EMBEDDED, "server"])
def store(request: pytest.FixtureRequest) -> VectorStore:
    return vector_store(EMBEDDED if request.param == EMBEDDED else request.getfixturevalue("chroma_server"))


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Open]:
    """Opens the one library of the test; its vector index answers however small it is."""
    for kind in (EmbeddedStore, ChromaServerStore):
        monkeypatch.setattr(kind, "exact_rows", 0)
    made: list[Library] = []

    def call(store: VectorStore) -> Library:
        made.append(Library(tmp_path / "library", HashingEmbedder(), create=True, store=store))
        return made[-1]

    yield call
    for library in made:
        library.close()


@pytest.fixture
def files(tmp_path: Path) -> Path:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "补助.txt").write_text(GRANT, encoding="utf-8")
    (folder / "公寓.txt").write_text(TALENT, encoding="utf-8")
    return folder


def feed(library: Library, folder: Path) -> None:
    ingest(library, find_sources([folder], recursive=False))


def nearest(library: Library, query: str) -> str:
    """The first passage, which the vector index must have found among others."""
    passage = library.search(query, limit=5)[0]
    assert "vectors" in passage.found_by and passage.similarity is not None
    return passage.chunk.text


def collections(url: str, library: Library) -> list[str]:
    names = [found.name for found in server_client(url).list_collections()]
    return [name for name in names if library._catalog.library_id in name]


def test_a_life(store: VectorStore, opened: Open, files: Path) -> None:
    library = opened(store)
    feed(library, files)
    assert library.check() == []
    assert "硕士" in nearest(library, "硕士以上人才可申请租住公寓")
    (files / "公寓.txt").write_text(TALENT.replace("硕士", "博士"), encoding="utf-8")
    feed(library, files)
    assert "博士" in nearest(library, "硕士以上人才可申请租住公寓") and library.check() == []
    with library.writer() as writer:
        writer.remove([info.id for info in library.infos() if info.source == "公寓.txt"])
    assert {passage.source for passage in library.search("人才公寓", limit=50)} <= {"补助.txt"}
    assert library.check() == []
    library.rebuild()
    assert library.check() == [] and "补助" in nearest(library, "研发补助")


def test_a_reader_follows_a_writer_elsewhere(store: VectorStore, opened: Open, files: Path) -> None:
    writing = opened(store)
    feed(writing, files)
    reading = opened(store)
    assert "公寓" in nearest(reading, "人才公寓")
    writing.rebuild()  # drops the generation that the reader has open
    assert "公寓" in nearest(reading, "人才公寓")
    with writing.writer() as writer:
        writer.remove([info.id for info in writing.infos() if info.source == "公寓.txt"])
    assert {passage.source for passage in reading.search("人才公寓", limit=50)} <= {"补助.txt"}


def test_what_was_cut_short_is_made_up_for(
    store: VectorStore, opened: Open, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = opened(store)

    def cut(self: Generation) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, suppress(KeyboardInterrupt):
        patch.setattr(Generation, "commit", cut)
        feed(library, files)
    assert not library.infos()
    feed(library, files)
    assert len(library.infos()) == 2 and library.check() == []


def test_two_libraries_on_one_server(chroma_server: str, opened: Open, files: Path, tmp_path: Path) -> None:
    store = vector_store(chroma_server)
    library = opened(store)
    feed(library, files)
    with closing(Library(tmp_path / "other", HashingEmbedder(), create=True, store=store)) as other:
        assert other.search("人才公寓", limit=5) == []
        feed(other, files)
        other.rebuild()
    assert library.check() == []
    assert len(collections(chroma_server, library)) == 1


def test_nothing_is_left_on_the_server(chroma_server: str, opened: Open, files: Path) -> None:
    library = opened(vector_store(chroma_server))
    feed(library, files)
    for _ in range(2):
        library.rebuild()
    (name,) = collections(chroma_server, library)
    assert name.endswith("index-0002")
    assert not list(library.folder.glob("index-*/vectors"))


def test_another_place_is_named_and_a_rebuild_moves_there(chroma_server: str, opened: Open, files: Path) -> None:
    here, there = vector_store(EMBEDDED), vector_store(chroma_server)
    feed(opened(here), files)
    moved = opened(there)
    with pytest.raises(VectorStoreMismatchError) as caught:
        moved.search("人才公寓", limit=5)
    assert chroma_server in caught.value.message and "library rebuild" in caught.value.remedy
    with pytest.raises(VectorStoreMismatchError):
        moved.check()
    (files / "新.txt").write_text(GRANT.replace("青禾", "长溪"), encoding="utf-8")
    with pytest.raises(VectorStoreMismatchError):
        feed(moved, files)
    moved.rebuild()
    feed(moved, files)
    assert len(moved.infos()) == 3 and moved.check() == []
    with pytest.raises(VectorStoreMismatchError):
        opened(here).search("人才公寓", limit=5)


@pytest.mark.parametrize("address", ["localhost:8000", "ftp://localhost", "http://"])
def test_what_is_no_address_is_told(address: str, opened: Open, files: Path) -> None:
    with pytest.raises(UsageError, match="no address"):
        feed(opened(vector_store(address)), files)


def test_a_server_that_does_not_answer_is_told(opened: Open, files: Path) -> None:
    with pytest.raises(ServiceUnavailableError) as caught:
        feed(opened(vector_store("http://127.0.0.1:9")), files)
    assert caught.value.exit_code == 4 and "POLICY_ASSISTANT_VECTORS" in caught.value.remedy
