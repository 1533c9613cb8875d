"""The files kept for showing pages: there as long as their documents, whatever happens meanwhile."""

from __future__ import annotations

import hashlib
import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from fpdf import FPDF

from docs_store import originals
from docs_store.errors import InputError, StorageError
from docs_store.library import Library
from ingest.file_reading import documents_of
from ingest.pipeline import ingest
from ingest.sources import find_sources

_ROOT = Path(__file__).resolve().parents[2]


def pdf(path: Path, *lines: str) -> Path:
    made = FPDF(format="A4")
    made.set_font("helvetica", size=12)
    made.add_page()
    for row, line in enumerate(lines):
        made.text(20, 20 + 8 * row, line)
    made.output(str(path))
    return path


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def kept(folder: Path) -> set[str]:
    place = folder / "originals"
    return {path.name for path in place.iterdir()} if place.is_dir() else set()


def feed(library: Library, *paths: Path) -> list[str]:
    reports = ingest(library, find_sources(paths, recursive=False), read=documents_of)
    assert [report.error for report in reports] == [None] * len(reports)
    return [id_ for report in reports for id_ in report.document_ids]


# --- the folder ------------------------------------------------------------------------------------------------


def test_a_file_is_kept_and_swept(tmp_path: Path) -> None:
    file = pdf(tmp_path / "a.pdf", "Notice")
    name = sha256(file)
    assert originals.keep(tmp_path, file, name) == file.stat().st_size
    assert originals.path_of(tmp_path, name).read_bytes() == file.read_bytes()
    assert originals.problems(tmp_path, {name: file.stat().st_size}) == []
    (tmp_path / "originals" / "left.part").write_bytes(b"half")
    originals.sweep(tmp_path, [name])
    assert kept(tmp_path) == {name}
    originals.sweep(tmp_path, [])
    assert not (tmp_path / "originals").exists()


def test_a_file_that_changed_meanwhile_is_not_kept(tmp_path: Path) -> None:
    file = pdf(tmp_path / "a.pdf", "Notice")
    with pytest.raises(InputError) as caught:
        originals.keep(tmp_path, file, "0" * 64)
    assert caught.value.code == "changed" and kept(tmp_path) == set()
    with pytest.raises(InputError):
        originals.keep(tmp_path, tmp_path / "gone.pdf", "0" * 64)


def test_a_disk_that_refuses_is_told(tmp_path: Path) -> None:
    (tmp_path / "originals").write_text("in the way")
    file = pdf(tmp_path / "a.pdf", "Notice")
    with pytest.raises(StorageError):
        originals.keep(tmp_path, file, sha256(file))


@pytest.mark.parametrize("damage", ["missing", "shorter", "changed"])
def test_what_is_missing_or_damaged_is_told(tmp_path: Path, damage: str) -> None:
    file = pdf(tmp_path / "a.pdf", "Notice")
    name, data = sha256(file), file.read_bytes()
    originals.keep(tmp_path, file, name)
    place = originals.path_of(tmp_path, name)
    if damage == "missing":
        place.unlink()
    else:
        place.write_bytes(data[:-1] if damage == "shorter" else b"x" + data[1:])
    (problem,) = originals.problems(tmp_path, {name: len(data)})
    assert name in problem


# --- with the library ------------------------------------------------------------------------------------------


def test_a_pdf_is_kept_with_its_boxes_and_goes_with_its_document(library: Library, tmp_path: Path) -> None:
    file = pdf(tmp_path / "a.pdf", "Measures of 2024", "Subsidies up to 500000 yuan")
    note = tmp_path / "b.txt"
    note.write_text("通知\n\n自发布之日起施行。\n", encoding="utf-8")
    id_, other = feed(library, file, note)
    place = library.original(id_)
    assert place is not None and place.read_bytes() == file.read_bytes()
    assert library.original(other) is None and library.areas(other, 0, 5) == []
    document = library.document(id_)
    assert document is not None
    at = document.text.index("500000")
    (area,) = library.areas(id_, at, at + 6)
    assert (area.page, area.start, area.end) == (1, at, at + 6) and 0 < area.x0 < area.x1 < 10_000
    assert library.check() == []
    with library.writer() as writer:
        writer.remove([id_])
    assert kept(library.folder) == set() and library.original(id_) is None and library.check() == []


def test_a_new_version_takes_the_place_of_the_old(library: Library, tmp_path: Path) -> None:
    file = pdf(tmp_path / "a.pdf", "Measures of 2024")
    feed(library, file)
    pdf(file, "Measures of 2025")
    feed(library, file)
    assert kept(library.folder) == {sha256(file)}
    assert library.check() == []


def test_check_finds_a_kept_file_that_is_gone(library: Library, tmp_path: Path) -> None:
    (id_,) = feed(library, pdf(tmp_path / "a.pdf", "Measures of 2024"))
    place = library.original(id_)
    assert place is not None
    place.unlink()
    assert any("kept copy" in problem for problem in library.check())


_CHILD = """
import os, signal, sys
from contextlib import closing
from pathlib import Path
from docs_store import originals
from docs_store.catalog import Catalog
from docs_store.library import Library
from ingest.file_reading import documents_of
from ingest.pipeline import ingest
from ingest.sources import find_sources

library_folder, files, owner, name, when, call = sys.argv[1:]
owner = {"originals": originals, "Catalog": Catalog}[owner]
real, left = getattr(owner, name), int(call)

def wrapped(*args, **kwargs):
    global left
    left -= 1
    if left == 0 and when == "before":
        os.kill(os.getpid(), signal.SIGKILL)
    result = real(*args, **kwargs)
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return result

setattr(owner, name, wrapped)
with closing(Library(Path(library_folder), None)) as library:
    ingest(library, find_sources([Path(files)], recursive=False), read=documents_of)
    with library.writer() as writer:
        writer.remove([info.id for info in library.infos() if info.source == "1.pdf"])
"""


@pytest.mark.skipif(sys.platform == "win32", reason="skipped: no SIGKILL there")
@pytest.mark.parametrize(
    ("owner", "name", "when", "call"),
    [
        ("originals", "keep", "before", 2),
        ("Catalog", "put_original", "after", 2),
        ("Catalog", "show", "after", 1),
        ("Catalog", "delete_documents", "after", 1),
        ("Catalog", "delete_documents", "after", 2),
        ("originals", "sweep", "before", 2),
        ("originals", "sweep", "after", 2),
    ],
)
def test_a_kill_leaves_the_files_of_the_documents_and_no_others(
    tmp_path: Path, owner: str, name: str, when: str, call: int
) -> None:
    folder, files = tmp_path / "library", tmp_path / "files"
    files.mkdir()
    for n in (1, 2, 3):
        pdf(files / f"{n}.pdf", f"Measures number {n}")
    Library(folder, None, create=True).close()
    arguments = [str(folder), str(files), owner, name, when, str(call)]
    child = subprocess.run([sys.executable, "-c", _CHILD, *arguments], cwd=_ROOT, check=False)
    assert child.returncode == -signal.SIGKILL
    with closing(Library(folder, None)) as library:
        library.writer().close()
        assert library.check() == []
        assert kept(folder) == {info.file_hash for info in library.infos()}
        feed(library, files)
        assert library.check() == []
        assert kept(folder) == {sha256(files / f"{n}.pdf") for n in (1, 2, 3)}
