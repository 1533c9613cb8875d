"""A library is for its owner's eyes, whatever the process gives new files."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from docs_store import permissions
from docs_store.embedders.hashing import HashingEmbedder
from docs_store.library import Library
from docs_store.workspace import Workspace
from ingest.pipeline import ingest
from ingest.sources import find_sources

_EXAMPLES = Path(__file__).parents[2] / "examples" / "library"

pytestmark = pytest.mark.skipif(os.name == "nt", reason="skipped: Windows knows no such modes")


@pytest.fixture(autouse=True)
def generous() -> Iterator[None]:
    """The process lets everybody read and write what it makes."""
    before = os.umask(0)
    yield
    os.umask(before)


def open_to_others(folder: Path) -> list[str]:
    """What in the folder, itself included, anybody but its owner may use, with its mode."""
    return [
        f"{path.relative_to(folder)} {stat.S_IMODE(path.lstat().st_mode):o}"
        for path in (folder, *folder.rglob("*"))
        if path.lstat().st_mode & 0o077
    ]


def fill(library: Library) -> None:
    reports = ingest(library, find_sources(sorted(_EXAMPLES.iterdir()), recursive=False))
    assert {report.status for report in reports} == {"added"}


def test_a_new_library_is_its_owners_alone_while_written_asked_and_changed(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "library"
    with closing(Library(folder, HashingEmbedder(), create=True)) as library, closing(Workspace(folder)) as workspace:
        workspace.add_opinion("somebody", good=True, reason="", question="问", answer="答")
        assert open_to_others(folder) == []
        fill(library)
        names = {path.name for path in folder.rglob("*")}
        assert {"originals", "chroma.sqlite3", "meta.json", "workspace.sqlite3-wal", "catalog.sqlite3-shm"} <= names
        assert open_to_others(folder) == []
        assert library.search("高新技术企业", limit=3)
        assert library.check() == []  # reads the vector index too, which makes Chroma write
        assert open_to_others(folder) == []
        with library.writer() as writer:
            writer.remove([library.infos()[0].id])
        library.rebuild()
        assert open_to_others(folder) == []
    assert open_to_others(folder) == []
    assert open_to_others(tmp_path / "new") != [], "the folder above is none of the library's"


def test_while_files_are_read_in_the_folder_keeps_others_out(tmp_path: Path) -> None:
    folder = tmp_path / "library"
    seen = []
    with closing(Library(folder, HashingEmbedder(), create=True)) as library:
        sources = find_sources(sorted(_EXAMPLES.iterdir())[:3], recursive=False)
        ingest(library, sources, report=lambda _: seen.append(stat.S_IMODE(folder.stat().st_mode)))
    assert seen == [0o700] * 3


def test_an_older_library_is_closed_to_others_when_it_is_next_written(tmp_path: Path) -> None:
    with closing(Library(tmp_path, HashingEmbedder(), create=True)) as library, closing(Workspace(tmp_path)):
        fill(library)
    for path in (tmp_path, *tmp_path.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    with closing(Library(tmp_path, HashingEmbedder())) as library:
        assert open_to_others(tmp_path) != [], "looking changes nothing"
        with library.writer():
            assert open_to_others(tmp_path) == []
    assert library.folder.stat().st_mode & 0o700 == 0o700


def test_a_workspace_alone_is_closed_to_others(tmp_path: Path) -> None:
    (tmp_path / "workspace.sqlite3").touch(0o644)
    with closing(Workspace(tmp_path)):
        assert [entry for entry in open_to_others(tmp_path) if entry.startswith("workspace")] == []


def test_links_are_neither_followed_nor_changed(tmp_path: Path) -> None:
    outside, folder = tmp_path / "outside", tmp_path / "library"
    (outside / "below").mkdir(parents=True)
    (outside / "file").touch(0o644)
    folder.mkdir()
    (folder / "to_file").symlink_to(outside / "file")
    (folder / "to_folder").symlink_to(outside)
    permissions.restrict_all(folder)
    assert stat.S_IMODE((outside / "file").stat().st_mode) == 0o644
    assert (outside / "below").stat().st_mode & 0o077


def test_only_others_lose_their_rights(tmp_path: Path) -> None:
    (tmp_path / "program").touch(0o755)
    (tmp_path / "fixed").touch(0o444)
    permissions.restrict_all(tmp_path)
    assert stat.S_IMODE((tmp_path / "program").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "fixed").stat().st_mode) == 0o400


def test_a_file_that_is_there_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Closing any descriptor of a file drops all locks that the process holds on it, SQLite's included."""
    path = tmp_path / "data.sqlite3"
    permissions.make_file(path)
    opened, original = [], os.open
    monkeypatch.setattr(os, "open", lambda *given: opened.append(original(*given)))
    permissions.make_file(path)
    assert opened == []
