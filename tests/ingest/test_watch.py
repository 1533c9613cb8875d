"""What has become of the files in a folder."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from docs_store.catalog import SourceRow
from docs_store.types import FileStatus
from ingest.watch import Changes, FolderWatch


def watch(folder: Path, *known: Path, recursive: bool = False) -> FolderWatch:
    rows = [
        SourceRow(
            key=os.path.realpath(path), name=path.name, file_hash="", size=path.stat().st_size,
            modified_ns=path.stat().st_mtime_ns, status=FileStatus.ADDED,
        )
        for path in known
    ]  # fmt: skip
    return FolderWatch([folder], recursive=recursive, known=rows)


def told(watching: FolderWatch) -> tuple[list[str], list[str]]:
    """Names of changed and of removed files, as the second look tells."""
    watching.poll()
    changes = watching.poll()
    watching.done(changes)
    return sorted(source.name for source in changes.changed), sorted(Path(key).name for key in changes.removed)


def test_added_changed_removed(tmp_path: Path) -> None:
    first = tmp_path / "一.txt"
    first.write_text("一", encoding="utf-8")
    watching = watch(tmp_path)
    assert told(watching) == (["一.txt"], [])
    assert told(watching) == ([], [])
    (tmp_path / "二.txt").write_text("二", encoding="utf-8")
    first.write_text("一一", encoding="utf-8")
    assert told(watching) == (["一.txt", "二.txt"], [])
    first.unlink()
    assert told(watching) == ([], ["一.txt"])
    assert told(watching) == ([], [])


def test_a_file_still_being_written_is_waited_for(tmp_path: Path) -> None:
    watching = watch(tmp_path)
    path = tmp_path / "大.txt"
    for size in range(1, 5):
        path.write_text("字" * size, encoding="utf-8")
        assert not watching.poll()
    assert [source.name for source in watching.poll().changed] == ["大.txt"]


def test_what_was_not_dealt_with_is_told_again(tmp_path: Path) -> None:
    (tmp_path / "一.txt").write_text("一", encoding="utf-8")
    watching = watch(tmp_path)
    watching.poll()
    assert watching.poll().changed and watching.poll().changed
    watching.done(watching.poll())
    assert not watching.poll()


def test_a_file_replaced_at_one_stroke_is_changed_and_not_removed(tmp_path: Path) -> None:
    path = tmp_path / "一.txt"
    path.write_text("一", encoding="utf-8")
    watching = watch(tmp_path, path)
    path.unlink()
    watching.poll()
    path.write_text("一一", encoding="utf-8")
    assert told(watching) == (["一.txt"], [])


def test_what_the_library_knows_is_not_read_again(tmp_path: Path) -> None:
    path, gone = tmp_path / "一.txt", tmp_path / "走.txt"
    for each in (path, gone):
        each.write_text("一", encoding="utf-8")
    watching = watch(tmp_path, path, gone)
    gone.unlink()
    assert told(watching) == ([], ["走.txt"])


def test_files_elsewhere_and_below_are_left_alone(tmp_path: Path) -> None:
    folder, below = tmp_path / "a", tmp_path / "a" / "b"
    below.mkdir(parents=True)
    outside, inside = tmp_path / "外.txt", below / "内.txt"
    for each in (outside, inside):
        each.write_text("一", encoding="utf-8")
    flat, deep = watch(folder, outside, inside), watch(folder, outside, inside, recursive=True)
    outside.unlink()
    shutil.rmtree(below)
    assert told(flat) == ([], [])
    assert told(deep) == ([], ["内.txt"])


def test_a_folder_that_is_gone_removes_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "a"
    folder.mkdir()
    path = folder / "一.txt"
    path.write_text("一", encoding="utf-8")
    watching = watch(folder, path)
    folder.rename(tmp_path / "b")
    assert told(watching) == ([], [])
    (tmp_path / "b").rename(folder)
    assert told(watching) == ([], [])


def test_a_disk_that_is_not_mounted_removes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "一.txt"
    path.write_text("一", encoding="utf-8")
    watching = watch(tmp_path, path)
    path.unlink()  # the mount point is there, and empty
    monkeypatch.setattr("ingest.watch._device", lambda _: -1)
    assert told(watching) == ([], [])


@pytest.mark.parametrize("recursive", [False, True])
def test_what_an_archive_holds_is_there_as_long_as_the_archive(tmp_path: Path, recursive: bool) -> None:
    archive = tmp_path / "一.zip"
    archive.write_bytes(b"PK")
    member = SourceRow(
        key=f"{os.path.realpath(archive)}/内.txt", name="一.zip/内.txt", file_hash="", size=0, modified_ns=0,
        status=FileStatus.ADDED,
    )  # fmt: skip
    watching = FolderWatch([tmp_path], recursive=recursive, known=[member])
    assert told(watching) == (["一.zip"], [])
    archive.unlink()
    assert told(watching) == ([], ["一.zip", "内.txt"])


def test_nothing_to_do_is_false() -> None:
    assert not Changes() and Changes(removed=("k",))
