"""Uploads of one name: the same content is the same document, another stands beside it until it is to replace it."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from docs_store.embedders.hashing import HashingEmbedder
from docs_store.library import Library
from docs_store.types import FileReport
from ingest.pipeline import ingest
from ingest.sources import Source
from ingest.uploads import namesakes, replace_namesakes, upload

Send = Callable[..., Source]
NAME = "通知.txt"


def text(n: int, place: str = "甲县") -> str:
    return f"{place}第{n}号通知\n\n第一条 补助{n}万元。\n\n第二条 {n}月{n}日截止。\n"


@pytest.fixture
def send(library: Library, tmp_path: Path) -> Send:
    """Uploads a file: its text, or the texts of an archive's files by name."""
    count = 0

    def call(content: str | dict[str, str], name: str = "", *, status: str | None = None) -> Source:
        nonlocal count
        count += 1
        name = name or (NAME if isinstance(content, str) else "资料.zip")
        path = tmp_path / f"upload{count}" / name
        path.parent.mkdir()
        if isinstance(content, str):
            path.write_text(content, encoding="utf-8")
        else:
            with zipfile.ZipFile(path, "w") as archive:
                for member, words in content.items():
                    archive.writestr(member, words)
        sources: list[Source] = []

        def uploaded() -> object:
            sources.append(upload(library, path, name))
            yield sources[-1]

        reports: list[FileReport] = ingest(library, uploaded())  # type: ignore[arg-type]
        assert library.check() == []
        if status is not None:
            assert {report.status.value for report in reports} == {status}
        return sources[0]

    return call


def held(library: Library) -> list[tuple[str, str]]:
    """Source and first article of each document, sorted."""
    return sorted((info.source, library.chunks_of(info.id)[0].text) for info in library.infos())


def replaced(library: Library, key: str) -> list[str]:
    with library.writer() as writer:
        return replace_namesakes(library, writer, key)


def test_another_file_of_the_same_name_stands_beside(library: Library, send: Send) -> None:
    first = send(text(1), status="added")
    second = send(text(2), status="added")
    third = send(text(3), status="added")
    assert (first.key, second.key, third.key) == (f"upload:{NAME}", f"upload-2:{NAME}", f"upload-3:{NAME}")
    assert len(held(library)) == 3
    assert namesakes(library, second.key) == [first.key, third.key]
    assert "补助1万元" in library.search("第1号通知补助", limit=1)[0].chunk.text


def test_the_same_content_is_the_same_document(library: Library, send: Send) -> None:
    keys = [send(text(n), status="added").key for n in (1, 2)]
    assert [send(text(n), status="unchanged").key for n in (1, 2)] == keys
    assert len(held(library)) == 2


def test_a_file_alone_has_no_namesakes(library: Library, send: Send) -> None:
    send(text(2), "别的.txt")
    send(text(3), f"{NAME}.txt")
    assert namesakes(library, send(text(1)).key) == []
    assert namesakes(library, "/folder/通知.txt") == []


def test_replacing_is_asked_for_and_keeps_corrections(library: Library, send: Send) -> None:
    send(text(1))
    with library.writer() as writer:
        writer.correct([info.id for info in library.infos()], {"title": "改过的标题", "issuer": "甲局"})
    second = send(text(2))
    with library.writer() as writer:
        writer.correct(library.ids_of_source(second.key), {"issuer": "乙局"})
    assert replaced(library, second.key) == [f"upload:{NAME}"]
    (info,) = library.infos()
    assert info.source_key == second.key and "补助2万元" in library.chunks_of(info.id)[1].text
    assert info.metadata.title.value == "改过的标题"
    assert info.metadata.issuer is not None and info.metadata.issuer.value == "乙局", "what is said of it itself"
    assert library.check() == []
    assert library.search("改过的标题", limit=1)[0].title == "改过的标题"
    with closing(Library(library.folder, HashingEmbedder())) as other:
        assert other.source(f"upload:{NAME}") is None
    third = send(text(3))
    assert third.key == f"upload:{NAME}", "the key that was given up is taken again"
    assert replaced(library, third.key) == [second.key]
    assert [info.metadata.title.value for info in library.infos()] == ["改过的标题"]


def test_a_file_that_could_not_be_read_makes_way(library: Library, send: Send) -> None:
    assert send("", status="failed").key == f"upload:{NAME}"
    assert send(text(1), status="added").key == f"upload:{NAME}"
    assert send("", status="failed").key == f"upload-2:{NAME}"
    assert len(held(library)) == 1


def test_an_archive_of_the_same_name_removes_nothing(library: Library, send: Send) -> None:
    first = send({"甲.txt": text(1), "乙.txt": text(2)}, status="added")
    second = send({"丙.txt": text(3)}, status="added")
    assert (first.key, second.key) == ("upload:资料.zip", "upload-2:资料.zip")
    assert [name for name, _ in held(library)] == ["资料.zip/丙.txt", "资料.zip/乙.txt", "资料.zip/甲.txt"]
    assert namesakes(library, second.key) == [first.key]


def test_the_same_archive_again_adds_nothing(library: Library, send: Send) -> None:
    files = {"甲.txt": text(1), "乙.txt": text(2)}
    send(files, status="added")
    before = held(library)
    for _ in range(3):
        again = send(files, status="unchanged")
        assert held(library) == before
    assert again.key == "upload-2:资料.zip", "its files are the first one's, so it holds nothing and is written over"


def test_a_later_archive_replaces_the_earlier_one_but_for_what_it_shares(library: Library, send: Send) -> None:
    send({"甲.txt": text(1), "乙.txt": text(2), "丙.txt": text(3)}, status="added")
    (second,) = [info for info in library.infos() if info.source.endswith("乙.txt")]
    with library.writer() as writer:
        writer.correct([second.id], {"title": "乙的标题"})
    later = send({"甲.txt": text(1), "乙.txt": text(22), "丁.txt": text(4)})
    assert len(held(library)) == 5
    assert sorted(replaced(library, later.key)) == ["upload:资料.zip/丙.txt", "upload:资料.zip/乙.txt"]
    assert [name for name, _ in held(library)] == ["资料.zip/丁.txt", "资料.zip/乙.txt", "资料.zip/甲.txt"]
    (second,) = [info for info in library.infos() if info.source.endswith("乙.txt")]
    assert second.metadata.title.value == "乙的标题"
    assert any("补助22万元" in chunk.text for chunk in library.chunks_of(second.id))
    assert library.check() == []


def test_nothing_but_an_upload_is_replaced(library: Library, send: Send, tmp_path: Path) -> None:
    send(text(1))
    path = tmp_path / NAME
    path.write_text(text(9), encoding="utf-8")
    ingest(library, [Source(path=path, key=str(path), name=NAME)])
    second = send(text(2))
    assert replaced(library, str(path)) == [] and replaced(library, f"{second.key}/x") == []
    assert replaced(library, second.key) == [f"upload:{NAME}"]
    assert library.ids_of_source(str(path))


def test_a_library_s_own_file_is_not_opened_for_its_name(library: Library, send: Send) -> None:
    send(text(1))
    path = library.folder / "catalog.sqlite3"
    (report,) = ingest(library, [upload(library, path, NAME)])
    assert report.error is not None and report.error.code == "library_file"
