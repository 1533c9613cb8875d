"""Files and folders into the library: one report each, whatever the files are."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from docs_store.errors import LibraryDamagedError, UnreadableFileError
from docs_store.library import Library
from docs_store.types import FileReport, FileStatus
from ingest.file_reading import documents_of
from ingest.pipeline import ingest
from ingest.readings import READING_VERSION, FileReading
from ingest.sources import Source, find_sources

Feed = Callable[..., list[FileReport]]


def text(name: str) -> str:
    return f"{name}办法\n\n第一条 {name}适用于企业。\n\n第二条 {name}自发布之日起施行。\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "files"
    made.mkdir()
    for name in ("甲", "乙", "丙"):
        (made / f"{name}.txt").write_text(text(name), encoding="utf-8")
    return made


@pytest.fixture
def feed(library: Library) -> Feed:
    def call(*paths: Path, recursive: bool = False, **settings: object) -> list[FileReport]:
        told: list[FileReport] = []
        reports = ingest(library, find_sources(paths, recursive=recursive), settings=settings, report=told.append)
        assert sorted(map(repr, told)) == sorted(map(repr, reports)), "each report is told once"
        assert library.check() == []
        for report in reports:
            assert (report.error is not None) == (report.status in (FileStatus.FAILED, FileStatus.QUARANTINED))
            assert all(library.document(id_) for id_ in report.document_ids)
        return reports

    return call


def statuses(reports: list[FileReport]) -> list[tuple[str, str]]:
    return [(report.source, report.status.value) for report in reports]


def code(report: FileReport) -> str:
    assert report.status is FileStatus.FAILED and report.error is not None and report.error.message
    return report.error.code


# --- statuses --------------------------------------------------------------------------------------------------


def test_reports_come_in_the_order_of_the_files(folder: Path, feed: Feed, library: Library) -> None:
    (folder / "丁.txt").write_bytes(b"")
    names = sorted(path.name for path in folder.iterdir())
    reports = feed(folder)
    assert [report.source for report in reports] == names
    for report in reports:
        if report.source != "丁.txt":
            assert report.chunks == sum(len(library.chunks_of(id_)) for id_ in report.document_ids) > 0
            assert report.seconds >= 0 and report.warnings == ()
    again = [folder / "乙.txt", folder / "甲.txt"]
    assert statuses(feed(*again)) == [("乙.txt", "unchanged"), ("甲.txt", "unchanged")]


def test_added_unchanged_updated(folder: Path, feed: Feed, library: Library) -> None:
    path = folder / "甲.txt"
    assert statuses(feed(path)) == [("甲.txt", "added")]
    os.utime(path, (1, 1))
    assert statuses(feed(path)) == [("甲.txt", "unchanged")]
    path.write_text(text("甲二"), encoding="utf-8")
    assert statuses(feed(path)) == [("甲.txt", "updated")]
    path.write_text(text("甲"), encoding="utf-8")
    assert statuses(feed(path)) == [("甲.txt", "updated")]
    assert len(library.infos()) == 1


def test_new_reading_rules_read_unchanged_files_again(
    folder: Path, feed: Feed, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    (first,) = feed(folder / "甲.txt")
    for module in ("ingest.reading", "ingest.pipeline"):
        monkeypatch.setattr(f"{module}.READING_VERSION", READING_VERSION + 1)
    (second,) = ingest(library, find_sources([folder / "甲.txt"], recursive=False), read=documents_of)
    assert second.status is FileStatus.UPDATED and set(second.document_ids).isdisjoint(first.document_ids)
    assert len(library.infos()) == 1
    assert statuses(feed(folder / "甲.txt")) == [("甲.txt", "unchanged")]


def test_an_empty_run(feed: Feed, tmp_path: Path) -> None:
    (tmp_path / "nothing").mkdir()
    assert feed(tmp_path / "nothing") == []


# --- the same content more than once ---------------------------------------------------------------------------


def test_the_same_path_twice_in_one_run(folder: Path, feed: Feed, library: Library) -> None:
    path = folder / "甲.txt"
    assert statuses(feed(path, path, folder / ".." / "files" / "甲.txt")) == [
        ("甲.txt", "added"), ("甲.txt", "unchanged"), ("甲.txt", "unchanged")
    ]  # fmt: skip
    assert len(library.infos()) == 1


def test_copies_in_one_run(folder: Path, feed: Feed, library: Library) -> None:
    shutil.copy(folder / "甲.txt", folder / "甲的副本.txt")
    reports = {report.source: report for report in feed(folder)}
    assert reports["甲.txt"].status is FileStatus.ADDED
    assert reports["甲的副本.txt"].status is FileStatus.UNCHANGED
    assert "甲.txt" in reports["甲的副本.txt"].warnings[0]
    assert reports["甲的副本.txt"].document_ids == reports["甲.txt"].document_ids
    assert len(library.infos()) == 3


def test_a_copy_is_kept_when_the_original_changes_in_the_same_run(folder: Path, feed: Feed, library: Library) -> None:
    path, copy = folder / "甲.txt", folder / "a.txt"  # the copy comes first
    feed(path)
    shutil.copy(path, copy)
    path.write_text(text("甲二"), encoding="utf-8")
    assert statuses(feed(folder))[0] == ("a.txt", "added")
    texts = {info.source: library.document(info.id).text for info in library.infos()}  # type: ignore[union-attr]
    assert texts["a.txt"] == text("甲") and texts["甲.txt"] == text("甲二")


def test_two_files_that_change_places(folder: Path, feed: Feed, library: Library) -> None:
    feed(folder)
    (folder / "甲.txt").write_text(text("乙"), encoding="utf-8")
    (folder / "乙.txt").write_text(text("甲"), encoding="utf-8")
    feed(folder)
    assert {library.document(info.id).text for info in library.infos()} == {  # type: ignore[union-attr]
        text("甲"), text("乙"), text("丙")
    }  # fmt: skip


def test_a_file_that_becomes_a_copy_gives_up_its_documents(folder: Path, feed: Feed, library: Library) -> None:
    feed(folder)
    shutil.copy(folder / "甲.txt", folder / "乙.txt")
    assert dict(statuses(feed(folder)))["乙.txt"] == "unchanged"
    assert sorted(info.source for info in library.infos()) == sorted(["甲.txt", "丙.txt"])
    assert not [p for p in library.search("乙适用于企业", limit=50) if "乙适用" in p.chunk.text]


def test_a_copy_takes_over_when_the_original_is_removed(folder: Path, feed: Feed, library: Library) -> None:
    feed(folder / "甲.txt")
    (folder / "甲.txt").rename(folder / "新名.txt")
    assert statuses(feed(folder / "新名.txt")) == [("新名.txt", "unchanged")]
    with library.writer() as writer:
        writer.remove([info.id for info in library.infos()])
    assert statuses(feed(folder / "新名.txt")) == [("新名.txt", "added")]


# --- files that cannot be read ---------------------------------------------------------------------------------


def test_what_fails_never_blocks_the_others(folder: Path, feed: Feed, library: Library) -> None:
    (folder / "丁.pdf").write_bytes(b"%PDF-1.7\nrubbish")
    (folder / "戊.docx").write_bytes(b"PK\x03\x04rubbish")
    (folder / "己.txt").write_bytes(b"")
    (folder / "庚.txt").write_text(" \n\u3000\n", encoding="utf-8")
    (folder / "辛.xyz").write_bytes(b"\x00\x01\x02")
    reports = {report.source: report for report in feed(folder, folder / "无.txt")}
    assert {name for name, report in reports.items() if report.status is FileStatus.ADDED} == {
        "甲.txt", "乙.txt", "丙.txt"
    }  # fmt: skip
    assert (code(reports["无.txt"]), code(reports["己.txt"]), code(reports["庚.txt"])) == (
        "missing",
        "empty",
        "no_text",
    )
    assert code(reports["辛.xyz"]) == "unsupported"
    assert code(reports["丁.pdf"]) and code(reports["戊.docx"])
    remembered = {row.name: row.status for row in library.sources()}
    assert remembered["丁.pdf"] is FileStatus.FAILED and remembered["甲.txt"] is FileStatus.ADDED


def test_a_fault_in_a_reader_fails_that_file_alone(
    folder: Path, library: Library, caplog: pytest.LogCaptureFixture
) -> None:
    def faulty(path: Path, name: str, source_key: str, file_hash: str) -> FileReading:
        if path.name == "乙.txt":
            raise RecursionError("too deep")
        if path.name == "丙.txt":
            raise UnreadableFileError("It has a password.", code="encrypted", page=3)
        return documents_of(path, name, source_key, file_hash)

    found = ingest(library, find_sources([folder], recursive=False), read=faulty)
    reports = {report.source: report for report in found}
    assert reports["甲.txt"].status is FileStatus.ADDED
    assert code(reports["乙.txt"]) == "internal" and "too deep" in str(reports["乙.txt"].error)
    assert "乙.txt" in caplog.text
    assert code(reports["丙.txt"]) == "encrypted" and reports["丙.txt"].error.page == 3  # type: ignore[union-attr]


def test_a_fault_of_the_library_ends_the_run(folder: Path, library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise LibraryDamagedError("broken")

    monkeypatch.setattr("docs_store.indexes.Generation.add", broken)
    with pytest.raises(LibraryDamagedError):
        ingest(library, find_sources([folder], recursive=False))
    monkeypatch.undo()
    with library.writer():
        pass
    assert library.check() == [] and not library.infos()


def test_a_file_that_can_no_longer_be_read_keeps_its_old_version(folder: Path, feed: Feed, library: Library) -> None:
    path = folder / "甲.txt"
    feed(path)
    path.write_bytes(b"")
    assert code(feed(path)[0]) == "empty"
    assert library.search("甲适用于企业", limit=1)[0].source == "甲.txt"
    path.write_text(text("甲"), encoding="utf-8")
    assert statuses(feed(path)) == [("甲.txt", "unchanged")]


def test_a_failed_file_that_was_mended_is_added(folder: Path, feed: Feed, library: Library) -> None:
    path = folder / "丁.txt"
    path.write_bytes(b"")
    assert code(feed(path)[0]) == "empty"
    path.write_text(text("丁"), encoding="utf-8")
    assert statuses(feed(path)) == [("丁.txt", "added")]
    (row,) = library.sources()
    assert row.status is FileStatus.ADDED and row.error is None


# --- folders and odd names -------------------------------------------------------------------------------------


def sources(*paths: Path, recursive: bool = False) -> list[str]:
    return [found.name for found in find_sources(paths, recursive=recursive) if isinstance(found, Source)]


def test_folders_are_looked_into(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", ".hidden", "~$a.docx", "in/c.txt", "in/deep/d.txt", ".git/e.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_text("x")
    (tmp_path / "link.txt").symlink_to(tmp_path / "a.txt")
    (tmp_path / "loop").symlink_to(tmp_path)
    assert sources(tmp_path) == ["a.txt", "b.txt", "link.txt"]
    assert sources(tmp_path, recursive=True) == ["a.txt", "b.txt", "c.txt", "d.txt", "link.txt"]
    assert sources(tmp_path / "in" / "c.txt", tmp_path / ".hidden", tmp_path / "none") == ["c.txt", ".hidden", "none"]


@pytest.mark.parametrize(
    "name", ["第\n一行\r.txt", "a\tb.txt", " 空 格 .txt", "%s{}.txt", "'; DROP TABLE.txt", "长" * 80 + ".txt"]
)
def test_odd_names(tmp_path: Path, feed: Feed, library: Library, name: str) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / name).write_text(text("甲"), encoding="utf-8")
    assert statuses(feed(tmp_path / "in")) == [(name, "added")]
    assert statuses(feed(tmp_path / "in")) == [(name, "unchanged")]
    assert [info.source for info in library.infos()] == [name]


def test_a_name_that_is_no_utf8(tmp_path: Path, feed: Feed, library: Library) -> None:
    (tmp_path / "in").mkdir()
    path = tmp_path / "in" / os.fsdecode("办法".encode("gbk") + b".txt")
    try:
        path.write_text(text("甲"), encoding="utf-8")
    except OSError:
        pytest.skip("skipped: this file system takes UTF-8 names only")
    (tmp_path / "in" / "乙.txt").write_text(text("乙"), encoding="utf-8")
    assert sorted(status for _, status in statuses(feed(tmp_path / "in"))) == ["added", "added"]
    assert sorted(status for _, status in statuses(feed(tmp_path / "in"))) == ["unchanged", "unchanged"]
    for info in library.infos():
        info.source.encode("utf-8")


def test_a_folder_that_cannot_be_read(folder: Path, feed: Feed, monkeypatch: pytest.MonkeyPatch) -> None:
    closed = folder / "关"
    closed.mkdir()
    real = Path.iterdir

    def iterdir(self: Path) -> object:
        if self.name == "关":
            raise PermissionError(13, "Permission denied", str(self))
        return real(self)

    monkeypatch.setattr(Path, "iterdir", iterdir)
    reports = feed(folder, recursive=True)
    assert [report.source for report in reports if report.status is FileStatus.FAILED] == ["关"]
    assert code(next(report for report in reports if report.source == "关")) == "no_access"
    assert len([report for report in reports if report.status is FileStatus.ADDED]) == 3


def test_links_that_lead_to_themselves_or_nowhere(folder: Path, feed: Feed) -> None:
    (folder / "环.txt").symlink_to(folder / "环.txt")
    (folder / "断.txt").symlink_to(folder / "没有.txt")
    reports = {report.source: report for report in feed(folder)}
    assert {name for name, report in reports.items() if report.status is FileStatus.FAILED} == {"环.txt", "断.txt"}
    assert code(reports["断.txt"]) == "missing"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="skipped: there are no named pipes here")
def test_a_named_pipe_is_not_waited_for(folder: Path, feed: Feed) -> None:
    os.mkfifo(folder / "管.txt")
    reports = {report.source: report for report in feed(folder)}
    assert code(reports["管.txt"]) == "not_a_file"
    assert reports["甲.txt"].status is FileStatus.ADDED


# --- settings --------------------------------------------------------------------------------------------------


def test_settings_are_corrections_from_the_first_ingest(folder: Path, feed: Feed, library: Library) -> None:
    feed(folder / "甲.txt", region="天津市东丽区", years=[2020])
    (info,) = library.infos()
    assert info.metadata.region and info.metadata.years
    assert (info.metadata.region.value, info.metadata.region.source) == ("天津市东丽区", "set by hand")
    assert info.metadata.years.value == (2020,)
    assert "words" in library.search("东丽", limit=1)[0].found_by
    (folder / "甲.txt").write_text(text("甲二"), encoding="utf-8")
    feed(folder / "甲.txt")
    (info,) = library.infos()
    assert info.metadata.region and info.metadata.region.value == "天津市东丽区"


def test_settings_on_unchanged_files(folder: Path, feed: Feed, library: Library) -> None:
    feed(folder)
    assert {status for _, status in statuses(feed(folder, issuer="甲县科技局", kind="guide", years=[2021]))} == {
        "updated"
    }
    for info in library.infos():
        assert info.metadata.issuer and info.metadata.issuer.value == "甲县科技局"
        assert info.metadata.kind.value == "guide" and info.metadata.years and info.metadata.years.value == (2021,)
    assert {status for _, status in statuses(feed(folder, issuer="甲县科技局", years=[2021]))} == {"unchanged"}
    assert {status for _, status in statuses(feed(folder))} == {"unchanged"}


def test_a_setting_that_cannot_be_fails_the_files_and_changes_nothing(
    folder: Path, feed: Feed, library: Library
) -> None:
    feed(folder / "甲.txt")
    before = library.infos()
    reports = feed(folder, kind="poem")
    assert {code(report) for report in reports} == {"usage"}
    assert library.infos() == before
