"""A library among the files that are read: its own files are no documents, and the writing process never opens them.

Closing any descriptor of a database drops the locks that the process holds on it. Another process that reads then takes
itself for the last one, and deletes the log in which the writer's transactions stand.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from docs_store.catalog import FILE_NAME
from docs_store.embedders.hashing import HashingEmbedder
from docs_store.library import Library
from docs_store.library_files import belongs_to_library
from docs_store.types import FileReport, FileStatus
from ingest.pipeline import ingest
from ingest.sources import Source, find_sources
from ingest.watch import FolderWatch

_ROOT = Path(__file__).resolve().parents[2]
_FILES = 6
# A reader that comes and goes, and prints the sources that it sees. It closes the last connection that it knows of.
_READER = """
import sys
from contextlib import closing
from pathlib import Path
from docs_store.embedders.hashing import HashingEmbedder
from docs_store.library import Library

with closing(Library(Path(sys.argv[1]), HashingEmbedder())) as library:
    library.search("补助", limit=5)
    print(*(info.source for info in library.infos()))
"""
# The writer, which lets a reader come and go after each file that is in. It prints what it reported as added, and which
# of that a reader missed at any time.
_WRITER = """
import json, subprocess, sys
from contextlib import closing
from pathlib import Path
from docs_store import writer
from docs_store.embedders.hashing import HashingEmbedder
from docs_store.library import Library
from ingest.pipeline import ingest
from ingest.sources import Source, find_sources

writer._BATCH_CHUNKS = 1  # each file is made visible before the next is read
folder, home, opened, reader = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:-1], sys.argv[-1]
added, missed = set(), set()

def told(report):
    if report.status == "added":
        added.add(report.source)
    seen = subprocess.run([sys.executable, "-c", reader, str(home)], stdout=subprocess.PIPE, text=True).stdout.split()
    missed.update(added.difference(seen))

def sources():
    for found in find_sources([folder], recursive=True):
        for path in opened:
            open(path, "rb").close()
        yield found

with closing(Library(home, HashingEmbedder())) as library:
    ingest(library, sources(), report=told)
print(json.dumps([sorted(added), sorted(missed)]))
"""


def text(n: int) -> str:
    return f"甲县第{n}号补助办法\n\n第一条 补助{n}万元。\n\n第二条 申请条件见附表{n}。\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Files to read, which sort behind a library called `library`."""
    made = tmp_path / "files"
    made.mkdir()
    for n in range(_FILES):
        (made / f"第{n}号.txt").write_text(text(n), encoding="utf-8")
    return made


@pytest.fixture
def inside(folder: Path) -> Path:
    """A library inside that folder, with one document of its own."""
    home = folder / "library"
    other = folder.parent / "早.txt"
    other.write_text(text(99), encoding="utf-8")
    with closing(Library(home, HashingEmbedder(), create=True)) as library:
        ingest(library, find_sources([other], recursive=False))
    return home


def write(folder: Path, home: Path, opened: Sequence[Path] = ()) -> tuple[set[str], set[str]]:
    """Read the folder while a reader comes and goes; what was reported, and what of it a reader did not see.

    Args:
        opened: files that the writing process opens and closes before each source.
    """
    done = subprocess.run(
        [sys.executable, "-c", _WRITER, str(folder), str(home), *map(str, opened), _READER],
        cwd=_ROOT, env=os.environ | {"PYTHONPATH": str(_ROOT)}, capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    reported, missed = json.loads(done.stdout)
    return set(reported), set(missed)


def sound(home: Path) -> bool:
    with closing(Library(home, HashingEmbedder())) as library:
        return {info.source for info in library.infos()} == NAMES | {"早.txt"} and library.check() == []


NAMES = {f"第{n}号.txt" for n in range(_FILES)}


def test_nothing_is_lost_when_the_library_lies_inside(folder: Path, inside: Path) -> None:
    assert write(folder, inside) == (NAMES, set())
    assert sound(inside)


def test_nothing_is_lost_when_links_lead_to_the_catalog(folder: Path, inside: Path) -> None:
    (folder / "一.txt").symlink_to(inside / FILE_NAME)
    try:
        (folder / "二.txt").hardlink_to(inside / FILE_NAME)
    except OSError:
        pytest.skip("skipped: there are no hard links here")
    assert write(folder, inside) == (NAMES, set())
    assert sound(inside)


@pytest.mark.skipif(sys.platform != "linux", reason="skipped: locks are those of POSIX")
def test_opening_the_catalog_does_lose_documents(folder: Path, inside: Path) -> None:
    """The control: without it the two tests above might pass for want of a reader that does harm."""
    reported, missed = write(folder, inside, [inside / FILE_NAME])
    assert reported and missed


# --- what is passed over ---------------------------------------------------------------------------------------


def names(*paths: Path, recursive: bool = True) -> set[str]:
    return {found.name for found in find_sources(paths, recursive=recursive) if isinstance(found, Source)}


def test_a_library_below_is_passed_over(folder: Path, inside: Path) -> None:
    (inside / "别的.txt").write_text("x", encoding="utf-8")
    assert names(folder) == NAMES
    assert names(folder.parent) == NAMES | {"早.txt"}


def test_a_library_below_is_passed_over_by_any_path(folder: Path, inside: Path, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(folder)
    assert names(link) == NAMES


def test_documents_beside_a_library_in_the_folder_that_is_named_are_read(folder: Path) -> None:
    with closing(Library(folder, HashingEmbedder(), create=True)) as library:
        reports = ingest(library, find_sources([folder], recursive=True))
        assert (
            {report.source for report in reports if report.status is FileStatus.ADDED}
            == NAMES
            == {report.source for report in reports}
        )
        again = ingest(library, find_sources([folder], recursive=True))
        assert {report.source for report in again} == NAMES


def test_a_followed_folder_tells_nothing_of_the_library(folder: Path, inside: Path) -> None:
    watch = FolderWatch([folder], recursive=True, known=())
    watch.poll()
    assert {source.name for source in watch.poll().changed} == NAMES


def _named(home: Path) -> Path:
    return home / FILE_NAME


def _symlink(home: Path) -> Path:
    link = home.parent / "通知.txt"
    link.symlink_to(home / FILE_NAME)
    return link


def _hard_link(home: Path) -> Path:
    link = home.parent / "通知.txt"
    link.hardlink_to(home / FILE_NAME)
    return link


def _through_a_folder(home: Path) -> Path:
    link = home.parent / "link"
    link.symlink_to(home)
    return link / "index-0000" / ".." / "workspace.sqlite3-wal"


def _vectors(home: Path) -> Path:
    (found,) = home.glob("index-*/vectors/chroma.sqlite3")
    return found


@pytest.mark.parametrize("named", [_named, _symlink, _hard_link, _through_a_folder, _vectors])
def test_a_library_s_own_file_is_refused_unopened(
    inside: Path, named: Callable[[Path], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = named(inside)
    opened: list[str] = []
    real = Path.open

    def watched(self: Path, *args: object, **more: object) -> object:
        opened.append(str(self))
        return real(self, *args, **more)  # type: ignore[call-overload]

    with closing(Library(inside, HashingEmbedder())) as library:
        monkeypatch.setattr(Path, "open", watched)
        (report,) = ingest(library, [Source(path=path, key=str(path), name=path.name)])
        monkeypatch.undo()
    assert report.error is not None and report.error.code == "library_file"
    assert str(path) not in opened


def test_other_files_belong_to_no_library(folder: Path, inside: Path) -> None:
    def reports(library: Library) -> list[FileReport]:
        return ingest(library, find_sources([folder / "第0号.txt", folder / "没有.txt"], recursive=False))

    assert not belongs_to_library(folder / "第0号.txt", inside)
    assert not belongs_to_library(folder / "没有.txt", inside)
    assert not belongs_to_library(folder / "index-0001" / FILE_NAME, inside), "a name alone makes no library"
    with closing(Library(inside, HashingEmbedder())) as library:
        assert [report.status.value for report in reports(library)] == ["added", "failed"]
