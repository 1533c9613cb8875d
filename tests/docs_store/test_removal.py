"""What is removed is gone from the disk, not only from the results.

The marker is a string that stands nowhere else. After it is taken out in any way, no file under the library folder may
hold it, its terms, the ids of its chunks, or its vectors. Only the log of changes, which tells of the removal, keeps
its id, its title and the name of its file.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
import tantivy

from docs_store.changes import FILE_NAME as LOG
from docs_store.chunk_vectors import chunk_vectors
from docs_store.embedders.hashing import HashingEmbedder
from docs_store.library import Library
from docs_store.tokenize import bigrams, words
from docs_store.types import Chunk, FileReport
from ingest.pipeline import ingest
from ingest.sources import find_sources

_ROOT = Path(__file__).resolve().parents[2]
MARKER = "龘靐齉"  # 龘靐 and 靐齉 are bigrams of no other text
LATIN = "qzxvjkwy7391"
SECRET = f"机密{MARKER}办法\n\n第一条 {MARKER}项目编号{LATIN}不得外传。\n\n第二条 {LATIN}之外的{MARKER}另行规定。\n"


def harmless(n: int) -> str:
    return f"第{n}号普通办法\n\n第一条 普通企业可申请补助{n}万元。\n\n第二条 普通补助每年发放{n}次。\n" * (1 + n % 3)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "files"
    made.mkdir()
    for n in range(12):
        (made / f"普通{n}.txt").write_text(harmless(n), encoding="utf-8")
    (made / f"{LATIN}.txt").write_text(SECRET, encoding="utf-8")
    return made


_PIECE = 60


def feed(library: Library, *paths: Path, **settings: object) -> list[FileReport]:
    return ingest(library, find_sources(paths, recursive=False), settings=settings)


class Traces:
    """All byte strings by which a document could be known on the disk."""

    def __init__(self, library: Library, source: str) -> None:
        self.library = library
        (self.info,) = (info for info in library.infos() if info.source == source)
        chunks = library.chunks_of(self.info.id)
        self.terms = {
            (field, term)
            for chunk in chunks
            for field, split in (("words", words), ("bigrams", bigrams))
            for term in split(chunk.text)
            if set(term) & set(MARKER) or term == LATIN
        } | {("chunk_id", chunk.id) for chunk in chunks}
        assert len(self.terms) > 5
        self.needles = {
            f"{kind} {text!r}": text.encode()
            for kind, texts in (
                ("text", [MARKER, LATIN]),
                ("id", [self.info.id, *(chunk.id for chunk in chunks)]),
                ("hash", [self.info.file_hash]),
            )
            for text in texts
        }
        self.needles |= {f"text {code}": MARKER.encode(code) for code in ("utf-16-le", "utf-16-be", "gbk", "gb18030")
                         if _can(code)}  # fmt: skip
        self.needles["escaped"] = MARKER.encode("unicode_escape")
        self._add_vectors(library, chunks)

    def _add_vectors(self, library: Library, chunks: Sequence[Chunk]) -> None:
        assert library.embedder is not None
        part = library._load_vectors(self.info.id)
        assert part is not None and len(part[1]) == len(chunks) > 0
        made = chunk_vectors(library.embedder, self.info.metadata, chunks)
        for n, vector in enumerate((*part[1], *made)):  # as the catalog keeps them, and as the model made them
            told = np.convolve(vector != 0, np.ones(_PIECE), "valid")
            most = int(np.argmax(told))  # a piece is enough to know it by, where most of it is not 0
            for kind in (np.float16, np.float32):
                self.needles[f"vector {kind.__name__} {n}"] = vector.astype(kind).tobytes()
                self.needles[f"piece {kind.__name__} {n}"] = vector[most : most + _PIECE].astype(kind).tobytes()

    def left(self) -> list[str]:
        """Where something is left: file and what."""
        files = [path for path in sorted(self.library.folder.rglob("*")) if path.is_file() and path.name != LOG]
        return [
            f"{path.relative_to(self.library.folder)}: {what}"
            for path in files
            for data in [path.read_bytes()]
            for what, needle in self.needles.items()
            if needle in data or needle in path.name.encode()
        ] + [
            f"keywords: term {term}"  # packed there; the dictionaries name what deleted entries held too
            for path in files
            if path.name == "meta.json"
            for searcher in [tantivy.Index.open(str(path.parent)).searcher()]
            for field, term in self.terms
            if searcher.doc_freq(field, term)
        ]


def _can(code: str) -> bool:
    try:
        MARKER.encode(code)
    except UnicodeEncodeError:
        return False
    return True


def check_gone(library: Library, traces: Traces) -> None:
    assert traces.left() == []
    assert library.check() == []
    for query in (MARKER, LATIN, SECRET):
        assert all(passage.chunk.document_id != traces.info.id for passage in library.search(query, limit=100))
    assert library.search(LATIN, limit=100) == [] or all(
        passage.found_by in ((), ("vectors",)) for passage in library.search(LATIN, limit=100)
    )
    assert traces.info.id not in {info.id for info in library.infos()}


def remove(library: Library, folder: Path, traces: Traces) -> None:
    with library.writer() as writer:
        writer.remove([traces.info.id])


def replace(library: Library, folder: Path, traces: Traces) -> None:
    (folder / f"{LATIN}.txt").rename(folder / "改.txt")
    with library.writer() as writer:
        writer.remove([traces.info.id])
    (folder / "改.txt").write_text(harmless(99), encoding="utf-8")
    feed(library, folder)


def remove_elsewhere(library: Library, folder: Path, traces: Traces) -> None:
    code = (
        "import sys; from pathlib import Path; from docs_store.library import Library\n"
        "from docs_store.embedders.hashing import HashingEmbedder\n"
        "library = Library(Path(sys.argv[1]), HashingEmbedder())\n"
        "with library.writer() as writer: writer.remove([sys.argv[2]])\n"
        "library.close()"
    )
    subprocess.run([sys.executable, "-c", code, str(library.folder), traces.info.id], cwd=_ROOT, check=True, timeout=60)


def remove_and_be_killed(library: Library, folder: Path, traces: Traces) -> None:
    """The writer dies right after the removal; the next writer finishes it."""
    code = (
        "import os, signal, sys; from pathlib import Path; from docs_store.library import Library\n"
        "from docs_store.embedders.hashing import HashingEmbedder\n"
        "writer = Library(Path(sys.argv[1]), HashingEmbedder()).writer()\n"
        "writer.remove([sys.argv[2]])\n"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    subprocess.run(
        [sys.executable, "-c", code, str(library.folder), traces.info.id], cwd=_ROOT, check=False, timeout=60
    )
    with library.writer():
        pass


def correct_then_remove(library: Library, folder: Path, traces: Traces) -> None:
    with library.writer() as writer:
        writer.correct([traces.info.id], {"title": f"又名{MARKER}", "issuer": f"{MARKER}局", "region": f"{MARKER}县"})
    remove(library, folder, traces)


def grow_then_remove(library: Library, folder: Path, traces: Traces) -> None:
    """Enough goes in afterwards that the catalog's pages are split and balanced."""
    for round_ in range(3):
        for n in range(25):
            text = harmless(1000 + round_ * 100 + n) + f"第三条 附加说明{n}。\n" * 40
            (folder / f"另{round_}-{n}.txt").write_text(text, encoding="utf-8")
        feed(library, folder)
    remove(library, folder, traces)


def remove_with_everything(library: Library, folder: Path, traces: Traces) -> None:
    with library.writer() as writer:
        writer.remove([info.id for info in library.infos()])


@pytest.mark.parametrize(
    "take_out",
    [remove, replace, remove_elsewhere, remove_and_be_killed, correct_then_remove, grow_then_remove,
     remove_with_everything],
)  # fmt: skip
def test_nothing_of_it_is_left(
    library: Library, folder: Path, take_out: Callable[[Library, Path, Traces], None]
) -> None:
    feed(library, folder)
    traces = Traces(library, f"{LATIN}.txt")
    there = traces.left()
    for file, what in (
        ("catalog", "text"), ("catalog", "id"), ("catalog", "vector float16"), ("keywords", "term"),
        ("chroma.sqlite3", "id"), ("vectors", "vector float32"),
    ):  # fmt: skip
        assert any(file in entry and what in entry for entry in there), f"the test would not see {what} in {file}"
    library.search(MARKER, limit=5)
    take_out(library, folder, traces)
    check_gone(library, traces)


def test_the_log_of_changes_keeps_no_more_than_what_names_it(library: Library, folder: Path) -> None:
    feed(library, folder)
    traces = Traces(library, f"{LATIN}.txt")
    remove(library, folder, traces)
    log = (library.folder / LOG).read_text(encoding="utf-8")
    removed = log.splitlines()[-1]
    assert f'"removed", "document": "{traces.info.id}"' in removed and f'"{LATIN}.txt"' in removed
    assert "不得外传" not in log and "另行规定" not in log and traces.info.file_hash not in log


def test_a_changed_file_leaves_nothing_of_its_old_text(library: Library, folder: Path) -> None:
    path = folder / "秘.txt"
    path.write_text(SECRET.replace(LATIN, "qzxvjkwy7392"), encoding="utf-8")
    feed(library, *sorted(folder.glob("[普秘]*.txt")))
    (old,) = (info for info in library.infos() if info.source == "秘.txt")
    traces = Traces(library, "秘.txt")
    traces.needles = {what: data for what, data in traces.needles.items() if LATIN not in what}
    path.write_text(harmless(50), encoding="utf-8")
    (report,) = feed(library, path)
    assert report.status == "updated" and old.id not in report.document_ids
    check_gone(library, traces)


def test_a_reader_that_has_the_library_open_keeps_nothing_alive(library: Library, folder: Path) -> None:
    feed(library, folder)
    traces = Traces(library, f"{LATIN}.txt")
    with closing(Library(library.folder, HashingEmbedder())) as reader:
        assert reader.search(MARKER, limit=1)[0].source == f"{LATIN}.txt"
        remove(library, folder, traces)
        assert traces.left() == []
        check_gone(reader, traces)
    check_gone(library, traces)
