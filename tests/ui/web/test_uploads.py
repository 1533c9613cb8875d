"""Uploads before they are read: whose they are, how much room they take, how long they stay."""

from __future__ import annotations

import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

from docs_store.errors import InputError
from tests.clock import Clock
from ui.web import uploads as module
from ui.web.uploads import MAX_REQUEST, Uploads

HOUR = 3600.0


@pytest.fixture
def uploads(tmp_path: Path, clock: Clock) -> Uploads:
    return Uploads(tmp_path / "uploads", clock)


def add(uploads: Uploads, who: str, name: str = "a.txt", size: int = 3) -> str:
    uploads.folder.mkdir(exist_ok=True)
    received = uploads.folder / "tmpreceived"
    received.write_bytes(b"x" * size)
    return uploads.add(who, received, name)


def test_a_file_is_its_visitors_alone(uploads: Uploads, tmp_path: Path) -> None:
    mine, theirs = add(uploads, "me"), add(uploads, "them")
    path = uploads.path("me", mine)
    assert path.read_bytes() == b"xxx" and uploads.check("me", path) == path
    outside = tmp_path / "outside.txt"
    outside.write_text("x")
    for reference in (theirs, f"{mine}x", mine.replace("a.txt", "../a.txt"), "", "/etc/hostname", str(path)):
        with pytest.raises(InputError) as error:
            uploads.path("me", reference)
        assert error.value.code == "not_uploaded"
    for wrong in (outside, uploads.path("them", theirs), path.parent / ".." / path.parent.name / "a.txt", path.parent):
        with pytest.raises(InputError):
            uploads.check("me", wrong)


def test_a_file_that_has_been_read_is_gone(uploads: Uploads) -> None:
    path = uploads.path("me", add(uploads, "me"))
    uploads.discard(path)
    uploads.discard(path)
    assert not list(uploads.folder.iterdir())
    with pytest.raises(InputError):
        uploads.check("me", path)


def test_files_that_nobody_sends_off_go_and_those_in_the_queue_stay(uploads: Uploads, clock: Clock) -> None:
    unsent, queued = add(uploads, "me"), add(uploads, "me")
    path = uploads.path("me", queued)
    clock.now += HOUR - 1
    uploads.sweep()
    assert len(list(uploads.folder.iterdir())) == 2
    clock.now += 2
    uploads.sweep()
    assert [entry.name for entry in uploads.folder.iterdir()] == [path.parent.name]
    with pytest.raises(InputError):
        uploads.path("me", unsent)
    clock.now += 24 * HOUR
    uploads.sweep()
    assert not list(uploads.folder.iterdir())


def test_what_broken_uploads_left_is_swept(uploads: Uploads, clock: Clock) -> None:
    held = uploads.path("me", add(uploads, "me"))
    (uploads.folder / "tmpbroken").write_bytes(b"x")
    clock.now = (uploads.folder / "tmpbroken").stat().st_mtime + HOUR - 5
    uploads.path("me", f"{held.parent.name}/{held.name}")
    uploads.sweep()
    assert len(list(uploads.folder.iterdir())) == 2, "it may still be on its way"
    clock.now += 10
    uploads.sweep()
    assert [entry.name for entry in uploads.folder.iterdir()] == [held.parent.name]


def test_a_visitor_has_a_quota_until_files_are_read(uploads: Uploads, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_REQUEST", 1000)
    references = [add(uploads, "me", size=400) for _ in range(2)]
    with uploads.receiving("me", 200), uploads.receiving("them", 1000):
        with pytest.raises(InputError) as error, uploads.receiving("me", 1):
            pass
        assert error.value.code == "too_large"
    with uploads.receiving("me", 200):  # what was received before is added by `add` alone
        pass
    uploads.discard(uploads.path("me", references[0]))
    with uploads.receiving("me", 600):
        pass


def test_all_visitors_together_have_one(uploads: Uploads, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MAX_ALL", 1000)
    add(uploads, "one", size=600)
    with uploads.receiving("two", 300):
        with pytest.raises(InputError) as error, uploads.receiving("three", 200):
            pass
        assert error.value.code == "uploads_full"
    clock.now += HOUR
    with uploads.receiving("three", 1000):
        pass


@pytest.mark.parametrize(("name", "most"), [("_MAX_FILES", 2), ("_MAX_ALL_FILES", 2)])
def test_files_are_counted(uploads: Uploads, monkeypatch: pytest.MonkeyPatch, name: str, most: int) -> None:
    monkeypatch.setattr(module, name, most)
    for _ in range(most):
        with uploads.receiving("me", 1):
            add(uploads, "me")
    with pytest.raises(InputError), uploads.receiving("me", 1):
        pass


def test_the_disk_is_not_filled(uploads: Uploads, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=(512 << 20) + 100))
    with uploads.receiving("me", 100):
        with pytest.raises(InputError) as error, uploads.receiving("them", 1):
            pass
        assert error.value.code == "uploads_full"


def test_an_upload_that_breaks_off_leaves_its_room(uploads: Uploads) -> None:
    for _ in range(3):
        with pytest.raises(OSError), uploads.receiving("me", MAX_REQUEST):
            raise OSError
    with uploads.receiving("me", MAX_REQUEST):
        pass
