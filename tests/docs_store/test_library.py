"""The library as a whole: what is added can be found, what is replaced or removed cannot, and damage is told."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from docs_store.catalog import FILE_NAME, Catalog
from docs_store.embedders.hashing import HashingEmbedder
from docs_store.embedding import Vectors
from docs_store.errors import (
    EmbedderMismatchError,
    LibraryDamagedError,
    LibraryError,
    LibraryLockedError,
    LibraryVersionError,
    ModelError,
    UsageError,
)
from docs_store.indexes import current, current_folder
from docs_store.library import Library
from docs_store.types import FileReport, FileStatus, Kind
from docs_store.vector_stores import EmbeddedStore
from ingest.pipeline import ingest
from ingest.sources import find_sources

_ROOT = Path(__file__).resolve().parents[2]
GRANT = "青禾县研发补助办法\n\n第一条 青禾县企业研发投入按百分之十给予补助。\n\n第二条 单个企业最高补助二十万元。\n"
GRANT_2 = "青禾县研发补助办法\n\n第一条 青禾县企业研发投入按百分之八给予补助。\n\n第二条 鲲鹏平台另行奖励。\n"
TALENT = "青禾县人才公寓管理办法\n\n第一条 硕士以上人才可申请租住公寓。\n\n第二条 租期不超过三年。\n"


class OtherEmbedder(HashingEmbedder):
    """Makes other vectors than its parent, of the same length."""

    NAME = "other"

    @property
    def fingerprint(self) -> str:
        return "other@1"

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        return super().embed_passages(texts)[:, ::-1]

    def embed_query(self, text: str) -> Vectors:
        return super().embed_query(text)[::-1]


class ShortEmbedder(OtherEmbedder):
    """Makes shorter vectors."""

    @property
    def fingerprint(self) -> str:
        return "short@1"

    @property
    def dimensions(self) -> int:
        return 128

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        made = HashingEmbedder().embed_passages(texts)[:, :128] + np.float32(1e-3)
        return made / np.linalg.norm(made, axis=1, keepdims=True)

    def embed_query(self, text: str) -> Vectors:
        return self.embed_passages([text])[0]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "files"
    made.mkdir()
    (made / "补助.txt").write_text(GRANT, encoding="utf-8")
    (made / "公寓.txt").write_text(TALENT, encoding="utf-8")
    return made


@pytest.fixture
def feed(library: Library) -> Iterator[Callable[..., list[FileReport]]]:
    """Ingests files or folders, then looks whether the library is sound."""

    def call(*paths: Path, into: Library = library, **settings: object) -> list[FileReport]:
        reports = ingest(into, find_sources(paths, recursive=True), settings=settings)
        assert into.check() == []
        return reports

    yield call
    assert library.check() == []


def statuses(reports: list[FileReport]) -> dict[str, str]:
    return {report.source: report.status.value for report in reports}


def found(library: Library, query: str) -> list[str]:
    return [passage.chunk.text for passage in library.search(query, limit=50)]


def everything(library: Library) -> dict[str, list[str]]:
    return {info.source: [chunk.text for chunk in library.chunks_of(info.id)] for info in library.infos()}


# --- adding and finding ----------------------------------------------------------------------------------------


def test_what_is_added_is_found(library: Library, folder: Path, feed: Callable[..., list[FileReport]]) -> None:
    assert library.search("补助", limit=5) == [] and not library.infos() and library.check() == []
    assert statuses(feed(folder)) == {"补助.txt": "added", "公寓.txt": "added"}
    best = library.search("单个企业最高补助多少", limit=3)[0]
    assert best.chunk.text == "第二条 单个企业最高补助二十万元。"
    assert set(best.found_by) == {"words", "bigrams", "vectors"}
    assert (best.title, best.region, best.kind, best.source) == (
        "青禾县研发补助办法",
        "青禾县",
        Kind.POLICY,
        "补助.txt",
    )
    assert best.similarity is not None and 0 < best.similarity <= 1
    for info in library.infos():
        document = library.document(info.id)
        assert document is not None
        for chunk in library.chunks_of(info.id):
            assert chunk.text == document.text[chunk.start : chunk.end]
    assert library.document("unknown") is None and library.chunks_of("unknown") == []


def test_search_keeps_to_the_documents_named(
    library: Library, folder: Path, feed: Callable[..., list[FileReport]]
) -> None:
    feed(folder)
    ids = {info.source: info.id for info in library.infos()}
    only = library.search("企业最高补助", limit=50, document_ids=[ids["公寓.txt"], "unknown"])
    assert {passage.source for passage in only} == {"公寓.txt"}
    assert library.search("补助", limit=50, document_ids=[]) == []
    assert library.search("补助", limit=50, document_ids=["unknown"]) == []
    assert library.search(" \n", limit=50) == [] and library.search("补助", limit=0) == []
    assert len(library.search("企业", limit=2)) == 2


@pytest.mark.parametrize("query", ["\0", "?!", "\ud800", '"补助" AND (', "补" * 20_000])
def test_any_query_will_do(library: Library, folder: Path, feed: Callable[..., list[FileReport]], query: str) -> None:
    feed(folder)
    library.search(query, limit=5)


def test_the_same_file_twice_adds_nothing(
    library: Library, folder: Path, feed: Callable[..., list[FileReport]]
) -> None:
    first = feed(folder)
    before, revision = everything(library), library.revision
    second = feed(folder)
    assert set(statuses(second).values()) == {"unchanged"}
    assert [report.document_ids for report in second] == [report.document_ids for report in first]
    assert everything(library) == before and library.revision == revision


def test_a_copy_adds_nothing_and_says_so(library: Library, folder: Path, feed: Callable[..., list[FileReport]]) -> None:
    feed(folder)
    before = everything(library)
    shutil.copy(folder / "补助.txt", folder / "副本.txt")
    (report,) = feed(folder / "副本.txt")
    assert report.status is FileStatus.UNCHANGED and report.error is None
    assert "补助.txt" in report.warnings[0]
    assert report.document_ids == tuple(info.id for info in library.infos() if info.source == "补助.txt")
    assert everything(library) == before
    library_after = statuses(feed(folder))
    assert set(library_after.values()) == {"unchanged"}


def test_a_changed_file_is_replaced_whole(
    library: Library, folder: Path, feed: Callable[..., list[FileReport]]
) -> None:
    feed(folder)
    old = next(info for info in library.infos() if info.source == "补助.txt")
    old_chunks = {chunk.id for chunk in library.chunks_of(old.id)}
    (folder / "补助.txt").write_text(GRANT_2, encoding="utf-8")
    assert statuses(feed(folder)) == {"补助.txt": "updated", "公寓.txt": "unchanged"}
    assert library.document(old.id) is None and library.chunks_of(old.id) == []
    assert not old_chunks & {passage.chunk.id for passage in library.search("单个企业最高补助二十万元", limit=50)}
    assert "二十万元" not in "".join(found(library, "最高补助二十万元"))
    assert found(library, "鲲鹏平台")[0] == "第二条 鲲鹏平台另行奖励。"
    generation = current(library.folder, library._catalog, EmbeddedStore(), writable=False)
    assert not old_chunks & generation.vectors.ids()
    assert old.id not in generation.keywords.document_ids()
    hits = generation.keywords.search("二十万元", field="bigrams", limit=50)
    assert not old_chunks & {hit.chunk_id for hit in hits}
    generation.close()


# --- correcting ------------------------------------------------------------------------------------------------


def test_a_correction_reaches_search_and_outlives_a_new_version(
    library: Library, folder: Path, feed: Callable[..., list[FileReport]]
) -> None:
    feed(folder)

    def by_words(query: str) -> set[str]:
        return {passage.source for passage in library.search(query, limit=50) if "words" in passage.found_by}

    assert by_words("蓬莱") == set()
    before = {p.chunk.id: p.similarity for p in library.search("山东省烟台市蓬莱区", limit=50)}
    (info,) = (info for info in library.infos() if info.source == "补助.txt")
    with library.writer() as writer:
        writer.correct([info.id], {"region": "山东省烟台市蓬莱区", "years": [2022]})
    assert library.check() == []

    def check() -> None:
        (mended,) = (info for info in library.infos() if info.source == "补助.txt")
        assert mended.metadata.region is not None and mended.metadata.years is not None
        assert (mended.metadata.region.value, mended.metadata.region.source) == ("山东省烟台市蓬莱区", "set by hand")
        assert mended.metadata.years.value == (2022,)
        assert by_words("蓬莱") == {"补助.txt"}
        (best, *_) = library.search("山东省烟台市蓬莱区2022年", limit=50)
        assert (best.source, best.region) == ("补助.txt", "山东省烟台市蓬莱区")

    check()
    after = {p.chunk.id: p.similarity for p in library.search("山东省烟台市蓬莱区", limit=50)}
    mended_ids = {chunk.id for chunk in library.chunks_of(info.id)}
    assert all((after[i] or 0) > (before[i] or 0) for i in mended_ids)
    (folder / "补助.txt").write_text(GRANT_2, encoding="utf-8")
    assert statuses(feed(folder))["补助.txt"] == "updated"
    check()
    library.rebuild()
    assert library.check() == []
    check()


@pytest.mark.parametrize(("field", "value"), [("kind", "poem"), ("colour", "red"), ("years", "2023")])
def test_a_correction_that_cannot_be_is_refused_whole(
    library: Library, folder: Path, feed: Callable[..., list[FileReport]], field: str, value: object
) -> None:
    feed(folder)
    before = library.infos()
    with library.writer() as writer, pytest.raises(UsageError):
        writer.correct([info.id for info in before], {"region": "天津市东丽区", field: value})
    assert library.infos() == before


# --- removing --------------------------------------------------------------------------------------------------


def test_what_is_removed_is_found_no_more(
    library: Library, folder: Path, feed: Callable[..., list[FileReport]]
) -> None:
    feed(folder)
    (gone,) = (info for info in library.infos() if info.source == "补助.txt")
    with library.writer() as writer:
        writer.remove([gone.id])
        assert {p.source for p in library.search("企业最高补助二十万元", limit=50)} == {"公寓.txt"}
    assert library.check() == []
    assert {p.source for p in library.search("企业最高补助二十万元", limit=50)} == {"公寓.txt"}
    assert library.source(gone.source_key) is None
    assert statuses(feed(folder)) == {"补助.txt": "added", "公寓.txt": "unchanged"}
    assert found(library, "最高补助")[0] == "第二条 单个企业最高补助二十万元。"


def test_an_emptied_library_is_sound_and_can_be_filled_again(
    library: Library, folder: Path, feed: Callable[..., list[FileReport]]
) -> None:
    feed(folder)
    with library.writer() as writer:
        writer.remove([info.id for info in library.infos()])
    assert library.check() == [] and not library.infos() and library.search("补助", limit=5) == []
    assert library.sources() == []
    feed(folder)
    assert found(library, "最高补助")[0] == "第二条 单个企业最高补助二十万元。"


def test_removing_what_is_not_there_changes_nothing(
    library: Library, folder: Path, feed: Callable[..., list[FileReport]]
) -> None:
    feed(folder)
    before = everything(library)
    with library.writer() as writer:
        writer.remove(["unknown"])
    assert library.check() == [] and everything(library) == before


def test_one_document_of_a_file_can_go(library: Library, tmp_path: Path, feed: Callable[..., list[FileReport]]) -> None:
    text = "".join(
        f"篇{n}\n\n{place}科技局2023年工作总结\n\n一、工作\n\n{place}工作顺利。\n\n"
        for n, place in enumerate(("甲县", "乙县", "丙县"), start=1)
    )
    path = tmp_path / "三篇.txt"
    path.write_text(text, encoding="utf-8")
    (report,) = feed(path)
    assert len(report.document_ids) == 3
    with library.writer() as writer:
        writer.remove([report.document_ids[1]])
    assert library.check() == []
    assert [info.position for info in library.infos()] == [1, 3]
    (again,) = feed(path)
    assert again.status is FileStatus.UNCHANGED
    assert [info.position for info in library.infos()] == [1, 3]


# --- models ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("other", [OtherEmbedder, ShortEmbedder])
def test_another_model_is_told_and_rebuild_mends_it(
    library: Library, folder: Path, feed: Callable[..., list[FileReport]], other: type[HashingEmbedder]
) -> None:
    feed(folder)
    with closing(Library(library.folder, other())) as changed:
        with pytest.raises(EmbedderMismatchError) as caught:
            changed.search("补助", limit=5)
        assert "rebuild" in caught.value.remedy and "hashing" in caught.value.message
        (folder / "新.txt").write_text(GRANT_2, encoding="utf-8")
        with pytest.raises(EmbedderMismatchError):
            ingest(changed, find_sources([folder / "新.txt"], recursive=False))
        with changed.writer() as writer, pytest.raises(EmbedderMismatchError):
            writer.correct([info.id for info in changed.infos()], {"region": "天津市东丽区"})
        assert changed.infos() == library.infos() and changed.check() == []
        assert len(changed.infos()) == 2
        seen: list[tuple[int, int]] = []
        changed.rebuild(lambda done, of: seen.append((done, of)))
        assert seen[-1] == (2, 2)
        assert changed.check() == []
        assert changed.search("单个企业最高补助", limit=5)[0].chunk.text == "第二条 单个企业最高补助二十万元。"
        with pytest.raises(EmbedderMismatchError):
            library.search("补助", limit=5)
        changed.embedder = library.embedder
        changed.rebuild()
    assert library.search("单个企业最高补助", limit=1)[0].similarity is not None


def test_vectors_put_together_otherwise_are_told_and_rebuild_mends_it(
    library: Library, folder: Path, feed: Callable[..., list[FileReport]], monkeypatch: pytest.MonkeyPatch
) -> None:
    feed(folder)
    monkeypatch.setattr("docs_store.chunk_vectors._AS", "as another version of the program does it")
    with pytest.raises(EmbedderMismatchError, match="by a version of the program that runs it otherwise"):
        library.search("补助", limit=5)
    library.rebuild()
    assert library.search("单个企业最高补助", limit=1)[0].similarity is not None


def test_a_rebuild_with_another_model_is_done_whole_or_not_at_all(
    library: Library, folder: Path, feed: Callable[..., list[FileReport]], monkeypatch: pytest.MonkeyPatch
) -> None:
    feed(folder)

    class Failing(OtherEmbedder):
        calls = 0

        def embed_passages(self, texts: Sequence[str]) -> Vectors:
            Failing.calls += 1
            if Failing.calls == 2:
                raise ModelError("out of order")
            return super().embed_passages(texts)

    before = library.search("最高补助", limit=50)
    with closing(Library(library.folder, Failing())) as changed, pytest.raises(ModelError):
        changed.rebuild()
    assert library.search("最高补助", limit=50) == before


def test_a_library_without_model_is_searched_by_keywords(tmp_path: Path, folder: Path) -> None:
    with closing(Library(tmp_path / "plain", None, create=True)) as plain:
        ingest(plain, find_sources([folder], recursive=False))
        assert plain.check() == [] and not plain.has_vectors() and plain.embedder_name() == ""
        (best, *_) = plain.search("单个企业最高补助", limit=5)
        assert best.similarity is None and set(best.found_by) == {"words", "bigrams"}
    with closing(Library(tmp_path / "plain", HashingEmbedder())) as later:
        assert later.search("单个企业最高补助", limit=1)[0].similarity is None
        (folder / "补助.txt").write_text(GRANT_2, encoding="utf-8")
        ingest(later, find_sources([folder], recursive=False))
        assert later.check() == []
        later.rebuild()
        assert later.check() == [] and later.has_vectors()
        assert later.search("鲲鹏平台", limit=1)[0].similarity is not None


def test_a_library_with_vectors_can_be_read_without_model(
    library: Library, folder: Path, feed: Callable[..., list[FileReport]]
) -> None:
    feed(folder)
    with closing(Library(library.folder, None)) as plain:
        assert plain.search("单个企业最高补助", limit=1)[0].similarity is None
        (folder / "新.txt").write_text(GRANT_2, encoding="utf-8")
        with pytest.raises(ModelError) as caught:
            ingest(plain, find_sources([folder / "新.txt"], recursive=False))
        assert "models pull" in caught.value.remedy
        (gone,) = (info for info in plain.infos() if info.source == "补助.txt")
        with plain.writer() as writer:  # taking away needs no model
            writer.remove([gone.id])
        assert plain.check() == [] and [info.source for info in plain.infos()] == ["公寓.txt"]
    assert library.check() == []
    assert library.search("公寓租期", limit=1)[0].similarity is not None


def test_a_writer_leaves_no_file_open(library: Library, folder: Path, feed: Callable[..., list[FileReport]]) -> None:
    if not Path("/proc/self/fd").is_dir():
        pytest.skip("skipped: there is no list of open files here")

    def opened() -> int:
        links = [path.readlink() for path in Path("/proc/self/fd").iterdir() if path.is_symlink()]
        return sum(link.name.startswith(FILE_NAME) for link in links)

    feed(folder)
    before = opened()
    for _ in range(8):
        with library.writer(), pytest.raises(LibraryLockedError):
            library.writer()
    assert opened() <= before + 2  # SQLite keeps the odd one for later while readers hold the file


# --- one writer, many readers ----------------------------------------------------------------------------------


def test_a_second_writer_is_refused(library: Library, folder: Path, feed: Callable[..., list[FileReport]]) -> None:
    feed(folder)
    with library.writer():
        with pytest.raises(LibraryLockedError) as caught:
            library.writer()
        assert caught.value.remedy
        with closing(Library(library.folder, HashingEmbedder(), create=True)) as other:
            with pytest.raises(LibraryLockedError):
                ingest(other, find_sources([folder], recursive=False))
            assert found(other, "最高补助")[0] == "第二条 单个企业最高补助二十万元。"
    with library.writer():
        pass


def test_a_second_writer_may_wait(library: Library, folder: Path, feed: Callable[..., list[FileReport]]) -> None:
    feed(folder)
    first = library.writer()
    with pytest.raises(LibraryLockedError):
        library.writer(wait_s=0.1)
    with ThreadPoolExecutor(1) as pool:
        second = pool.submit(library.writer, wait_s=60)
        first.close()
        second.result().close()


_READER = """
import json, sys
from contextlib import closing
from pathlib import Path
from docs_store.embedders.hashing import HashingEmbedder
from docs_store.library import Library

rounds, faults, enough, stop = 0, [], Path(sys.argv[2]), Path(sys.argv[3])
with closing(Library(Path(sys.argv[1]), HashingEmbedder())) as library:
    print("ready", flush=True)
    while not stop.exists():
        try:
            texts = [p.chunk.text for p in library.search("固定内容公寓租期", limit=5)]
            if "第二条 租期不超过三年。" not in texts:
                faults.append(f"lost: {texts}")
            for info in library.infos():
                chunks = library.chunks_of(info.id)
                document = library.document(info.id)
                if document and any(document.text[c.start:c.end] != c.text for c in chunks):
                    faults.append("text")
            rounds += 1
        except Exception as error:
            faults.append(repr(error))
        if rounds == 10 or faults:
            enough.touch()
print(json.dumps([rounds, faults[:5]]))
"""


def test_readers_go_on_while_one_writes(
    library: Library, folder: Path, feed: Callable[..., list[FileReport]], tmp_path: Path
) -> None:
    feed(folder)
    enough, end = tmp_path / "enough", tmp_path / "end"
    process = subprocess.Popen(
        [sys.executable, "-c", _READER, str(library.folder), str(enough), str(end)],
        cwd=_ROOT, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None and process.stdout.readline() == "ready\n"
    stop = threading.Event()
    faults: list[str] = []
    rounds = 0

    def read() -> None:
        nonlocal rounds
        while not stop.is_set():
            try:
                texts = found(library, "公寓租期不超过几年")
                if "第二条 租期不超过三年。" not in texts:
                    faults.append(f"lost: {texts}")
                library.infos()
                rounds += 1
            except Exception as error:
                faults.append(repr(error))

    thread = threading.Thread(target=read)
    thread.start()
    writes = 0
    try:
        while writes < 5 or (not (faults or (rounds >= 10 and enough.exists())) and writes < 500):
            writes += 1
            text = GRANT.replace("二十", f"{writes}")
            (folder / "补助.txt").write_text(text, encoding="utf-8")
            (folder / f"新{writes}.txt").write_text(
                f"新办法{writes}\n\n第一条 编号{writes}的办法。\n", encoding="utf-8"
            )
            ingest(library, find_sources([folder], recursive=False))
            with library.writer() as writer:
                writer.remove([info.id for info in library.infos() if info.source.startswith("新")])
            (folder / f"新{writes}.txt").unlink()
    finally:
        stop.set()
        end.touch()
    thread.join()
    output, _ = process.communicate(timeout=60)
    other_rounds, other_faults = json.loads(output)
    assert faults == [] and other_faults == []
    assert rounds >= 10 and other_rounds >= 10


def test_a_reader_sees_what_another_library_object_wrote(
    library: Library, folder: Path, feed: Callable[..., list[FileReport]]
) -> None:
    with closing(Library(library.folder, HashingEmbedder())) as reader:
        assert reader.search("补助", limit=5) == []
        feed(folder)
        assert found(reader, "单个企业最高补助")[0] == "第二条 单个企业最高补助二十万元。"
        with library.writer() as writer:
            writer.remove([info.id for info in library.infos()])
        assert reader.search("补助", limit=5) == [] and not reader.infos()


# --- what cannot be opened -------------------------------------------------------------------------------------


def test_no_library_is_told_and_not_made(tmp_path: Path) -> None:
    for missing in (tmp_path / "none", tmp_path):
        with pytest.raises(LibraryError) as caught:
            Library(missing, None)
        assert "ingest" in caught.value.remedy and caught.value.exit_code == 3
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(LibraryError) as caught:
        Library(tmp_path / "file" / "library", None, create=True)
    assert caught.value.remedy


@pytest.mark.parametrize("create", [True, False])
def test_a_damaged_catalog_is_told(
    library: Library, folder: Path, feed: Callable[..., list[FileReport]], create: bool
) -> None:
    feed(folder)
    broken = folder.parent / "broken"
    broken.mkdir()
    (broken / FILE_NAME).write_bytes(b"\0rubbish" * 4096)
    with pytest.raises(LibraryDamagedError) as caught:
        Library(broken, HashingEmbedder(), create=create)
    assert caught.value.remedy and caught.value.exit_code == 3


def test_another_layout_is_told(library: Library, folder: Path, feed: Callable[..., list[FileReport]]) -> None:
    feed(folder)
    folder = library.folder
    catalog = Catalog(folder, writable=True)
    catalog.set_meta("schema_version", "2")
    catalog.close()
    for create in (True, False):
        with pytest.raises(LibraryVersionError):
            Library(folder, HashingEmbedder(), create=create)


def _lose_all(index: Path) -> None:
    shutil.rmtree(index)


def _lose_keywords(index: Path) -> None:
    shutil.rmtree(index / "keywords")


def _garble_keywords(index: Path) -> None:
    for path in (index / "keywords").iterdir():
        path.write_bytes(b"\xa5" * 100)


def _truncate_keywords(index: Path) -> None:
    for path in (index / "keywords").iterdir():
        if path.suffix in (".idx", ".term", ".store", ".fast", ".fieldnorm"):
            path.write_bytes(path.read_bytes()[:10])


@pytest.mark.parametrize("harm", [_lose_all, _lose_keywords, _garble_keywords, _truncate_keywords])
def test_a_damaged_keyword_index_is_told_and_rebuild_mends_it(
    library: Library, folder: Path, feed: Callable[..., list[FileReport]], harm: Callable[[Path], None]
) -> None:
    feed(folder)
    before = library.search("最高补助", limit=50)
    harm(current_folder(library.folder, library._catalog))
    with closing(Library(library.folder, HashingEmbedder())) as damaged:
        with pytest.raises(LibraryDamagedError) as caught:
            damaged.search("最高补助", limit=5)
        assert "library rebuild" in caught.value.remedy
        assert damaged.check() != []
        damaged.rebuild()
        assert damaged.check() == []
        assert damaged.search("最高补助", limit=50) == before


def _lose_vectors(index: Path) -> None:
    shutil.rmtree(index / "vectors")


def _garble_vectors(index: Path) -> None:
    (index / "vectors" / "chroma.sqlite3").write_bytes(b"\xa5" * 8192)


@pytest.mark.parametrize("harm", [_lose_vectors, _garble_vectors])
def test_a_damaged_vector_index_is_found_by_check_and_rebuild_mends_it(
    library: Library, folder: Path, feed: Callable[..., list[FileReport]], harm: Callable[[Path], None]
) -> None:
    feed(folder)
    before = library.search("最高补助", limit=50)
    harm(current_folder(library.folder, library._catalog))
    code = (
        "import sys; from pathlib import Path; from docs_store.library import Library\n"
        "from docs_store.embedders.hashing import HashingEmbedder\n"
        "library = Library(Path(sys.argv[1]), HashingEmbedder())\n"
        "assert library.check() != []; library.rebuild(); assert library.check() == []"
    )
    # In a process of its own: the damaged files are still open in this one.
    subprocess.run([sys.executable, "-c", code, str(library.folder)], cwd=_ROOT, check=True, timeout=60)
    assert library.search("最高补助", limit=50) == before


def test_reading_leaves_the_folder_as_it_is(
    library: Library, folder: Path, feed: Callable[..., list[FileReport]]
) -> None:
    feed(folder)

    def listed() -> dict[str, bytes]:
        return {
            str(path.relative_to(library.folder)): path.read_bytes()
            for path in library.folder.rglob("*")
            if path.is_file() and not path.name.endswith(("-shm", "-wal"))
        }

    before = listed()
    with closing(Library(library.folder, HashingEmbedder())) as reader:
        reader.search("最高补助", limit=5)
        reader.infos()
    assert listed() == before


def test_vectors_in_memory_follow_the_catalog(
    library: Library, folder: Path, feed: Callable[..., list[FileReport]], monkeypatch: pytest.MonkeyPatch
) -> None:
    feed(folder)
    ids = {info.source: info.id for info in library.infos()}
    loaded: list[str] = []
    vectors_of = Catalog.vectors_of

    def counted(self: Catalog, document_id: str, dimensions: int) -> Vectors | None:
        loaded.append(document_id)
        return vectors_of(self, document_id, dimensions)

    with closing(Library(library.folder, HashingEmbedder())) as reader:

        def as_a_new_reader_finds_it() -> bool:
            found = reader.search("单个企业最高补助", limit=50)
            with closing(Library(library.folder, HashingEmbedder())) as other:
                return found == other.search("单个企业最高补助", limit=50)

        assert as_a_new_reader_finds_it()
        with library.writer() as writer:
            writer.correct([ids["补助.txt"]], {"title": "单个企业最高补助"})  # its vectors are made anew
        assert as_a_new_reader_finds_it()
        (folder / "公寓.txt").write_text(TALENT.replace("硕士", "博士"), encoding="utf-8")
        feed(folder)
        monkeypatch.setattr(Catalog, "vectors_of", counted)
        reader.search("单个企业最高补助", limit=50)
        (new,) = [info.id for info in library.infos() if info.source == "公寓.txt"]
        assert loaded == [new], "what stayed as it was is not read again"
        monkeypatch.undo()
        assert as_a_new_reader_finds_it()
        with library.writer() as writer:
            writer.remove([new])
        assert as_a_new_reader_finds_it()


def test_vectors_of_another_model_do_not_stay_in_memory(
    library: Library, folder: Path, feed: Callable[..., list[FileReport]]
) -> None:
    feed(folder)
    library.search("单个企业最高补助", limit=50)
    library.embedder = OtherEmbedder()
    library.rebuild()
    with closing(Library(library.folder, OtherEmbedder())) as other:
        assert library.search("单个企业最高补助", limit=50) == other.search("单个企业最高补助", limit=50)


def test_large_libraries_are_searched_by_the_vector_index(
    library: Library, folder: Path, feed: Callable[..., list[FileReport]], monkeypatch: pytest.MonkeyPatch
) -> None:
    feed(folder)
    exact = library.search("单个企业最高补助", limit=50)
    ids = [info.id for info in library.infos() if info.source == "公寓.txt"]
    exact_one = library.search("单个企业最高补助", limit=50, document_ids=ids)
    monkeypatch.setattr("docs_store.vector_stores.EmbeddedStore.exact_rows", 1)
    for before, after in (
        (exact, library.search("单个企业最高补助", limit=50)),
        (exact_one, library.search("单个企业最高补助", limit=50, document_ids=ids)),
    ):
        assert [p.chunk.id for p in after] == [p.chunk.id for p in before]
        assert [p.similarity for p in after] == pytest.approx([p.similarity for p in before], abs=1e-2)
