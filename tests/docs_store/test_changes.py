"""The log of changes: nothing that is done to a library goes unnoted."""

from __future__ import annotations

import inspect
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from docs_store import changes
from docs_store.catalog import SourceRow
from docs_store.changes import REVIEW, WEB, Origin
from docs_store.embedders.hashing import HashingEmbedder
from docs_store.library import Library
from docs_store.types import FileError, FileStatus
from docs_store.writer import Writer
from ingest.pipeline import ingest
from ingest.sources import Source

_ROOT = Path(__file__).parents[2]
_VISITOR = Origin(actor=WEB, address="10.0.0.7", visitor="0123456789abcdef")


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with closing(Library(tmp_path / "library", HashingEmbedder(), create=True)) as made:
        yield made


def put(library: Library, name: str, amount: int, *, origin: Origin | None = None) -> str:
    """A small policy as a file of this name; its id."""
    path = library.folder.parent / name
    path.write_text(f"青禾县{name[:2]}奖补办法\n\n第一条 一次性奖励{amount}万元。\n", encoding="utf-8")
    (report,) = ingest(library, [Source(path=path, key=name, name=name)], origin=origin)
    return report.document_ids[0]


def lines(library: Library) -> list[dict[str, Any]]:
    found, broken = changes.read(library.folder)
    assert broken == 0
    return found


def seen(library: Library) -> list[tuple[str, str]]:
    return [(line["action"], line.get("document") or line.get("source", "")) for line in lines(library)]


def _row(name: str, status: FileStatus) -> SourceRow:
    error = FileError(code="damaged", message="broken") if status is FileStatus.FAILED else None
    return SourceRow(key=name, name=name, file_hash="", size=0, modified_ns=0, status=status, error=error)


# What each method of the writer that changes the library leaves in the log. `flush` and `close` make visible what
# `put` was given; `check_embedder` changes nothing that anybody could read.
def _put(library: Library) -> list[tuple[str, str]]:
    first = put(library, "甲类.txt", 1)
    second = put(library, "甲类.txt", 2)
    return [("added", first), ("updated", second)]


def _remove(library: Library) -> list[tuple[str, str]]:
    gone = put(library, "甲类.txt", 1)
    with library.writer() as writer:
        writer.remove([gone, "no such document"])
    return [("added", gone), ("removed", gone)]


def _correct(library: Library) -> list[tuple[str, str]]:
    changed = put(library, "甲类.txt", 1)
    with library.writer() as writer:
        writer.correct([changed], {"title": "改了的标题", "years": [2024]})
    assert lines(library)[-1]["fields"] == {"title": "改了的标题", "years": [2024]}
    return [("added", changed), ("corrected", changed)]


def _rebuild(library: Library) -> list[tuple[str, str]]:
    library.rebuild()
    return [("rebuilt", "")]


def _note_source(library: Library) -> list[tuple[str, str]]:
    with library.writer() as writer:
        writer.note_source(_row("坏.pdf", FileStatus.FAILED))
        writer.note_source(_row("又.txt", FileStatus.UNCHANGED))
    return [("refused", "坏.pdf"), ("copy", "又.txt")]


def _forget(library: Library) -> list[tuple[str, str]]:
    with library.writer() as writer:
        writer.note_source(_row("坏.pdf", FileStatus.FAILED))
        writer.forget("坏.pdf")
        writer.forget("坏.pdf")  # it is gone already
    return [("refused", "坏.pdf"), ("forgotten", "坏.pdf")]


def _note_watch(library: Library) -> list[tuple[str, str]]:
    with library.writer() as writer:
        writer.note_watch(["/srv/policies"])
    return [("watch", "/srv/policies")]


def _take_place(library: Library) -> list[tuple[str, str]]:
    old, new = put(library, "甲类.txt", 1), put(library, "乙类.txt", 2)
    with library.writer() as writer:
        writer.correct([old], {"region": "青禾县", "years": [2024]})
        writer.correct([new], {"region": "松林县"})
        writer.take_place("甲类.txt", "乙类.txt")
    *_, taken_on, _ = lines(library)
    assert taken_on["fields"] == {"years": [2024]}, "what was corrected there before stays"
    both = [("added", old), ("added", new)]
    return [*both, ("corrected", old), ("corrected", new), ("corrected", new), ("removed", old)]


_CHANGING: dict[str, Callable[[Library], list[tuple[str, str]]]] = {
    "put": _put,
    "remove": _remove,
    "take_place": _take_place,
    "correct": _correct,
    "rebuild": _rebuild,
    "note_source": _note_source,
    "forget": _forget,
    "note_watch": _note_watch,
}
_OTHERS = {"flush", "close", "check_embedder"}


def test_every_method_of_the_writer_is_known_here() -> None:
    public = {name for name, _ in inspect.getmembers(Writer, inspect.isfunction) if not name.startswith("_")}
    assert public == _CHANGING.keys() | _OTHERS


@pytest.mark.parametrize("name", sorted(_CHANGING))
def test_each_changing_method_leaves_its_line(library: Library, name: str) -> None:
    before = datetime.now(UTC) - timedelta(seconds=1)
    expected = _CHANGING[name](library)
    assert seen(library) == expected
    assert [line["n"] for line in lines(library)] == list(range(1, len(expected) + 1))
    for line in lines(library):
        at = datetime.fromisoformat(line["at"])
        assert before < at <= datetime.now(UTC) and at.utcoffset() == timedelta(0)
        assert line["actor"] == "command" and line["user"]


def test_a_line_says_which_document_and_from_where(library: Library) -> None:
    added = put(library, "甲类.txt", 1, origin=_VISITOR)
    (line,) = lines(library)
    del line["at"]
    assert line == {
        "n": 1, "action": "added", "document": added, "title": "青禾县甲类奖补办法", "source": "甲类.txt",
        "actor": "web", "address": "10.0.0.7", "visitor": "0123456789abcdef",
    }  # fmt: skip


def test_a_library_that_has_an_origin_gives_it_to_changes_that_name_none(tmp_path: Path) -> None:
    with closing(Library(tmp_path / "l", HashingEmbedder(), create=True, origin=Origin(actor=WEB))) as library:
        library.rebuild()
        (line,) = lines(library)
    assert line["actor"] == "web" and "user" not in line


def test_approved_replies_are_told_from_uploads(library: Library) -> None:
    review = replace(_VISITOR, via=REVIEW)
    first = put(library, "答复.txt", 1, origin=review)
    second = put(library, "答复.txt", 2, origin=review)
    with library.writer(origin=review) as writer:
        writer.remove([second])
    assert seen(library) == [("approved", first), ("approved", second), ("withdrawn", second)]


def test_documents_that_a_new_version_no_longer_holds_are_removed(library: Library) -> None:
    path = library.folder.parent / "二.txt"
    one = "{}县科技局2023年工作总结\n一、工作情况\n新建平台{}个。\n二、下步打算\n继续努力。\n"
    path.write_text(one.format("甲", 1) + one.format("乙", 2), encoding="utf-8")
    source = Source(path=path, key="二", name="二.txt")
    (before,) = ingest(library, [source])
    assert len(before.document_ids) == 2
    path.write_text(one.format("甲", 3), encoding="utf-8")
    (after,) = ingest(library, [source])
    assert seen(library)[2:] == [("updated", after.document_ids[0]), ("removed", before.document_ids[1])]
    assert lines(library)[3]["title"] == "乙县科技局2023年工作总结"


def test_a_file_that_is_read_again_because_it_was_altered_is_updated(library: Library) -> None:
    """Its documents have the ids that they had before."""
    path = library.folder.parent / "二.txt"
    one = "{}县科技局2023年工作总结\n一、工作情况\n新建平台{}个。\n二、下步打算\n继续努力。\n"
    path.write_text(one.format("甲", 1) + one.format("乙", 2), encoding="utf-8")
    source = Source(path=path, key="二", name="二.txt")
    first, second = ingest(library, [source])[0].document_ids
    with closing(sqlite3.connect(library.folder / "catalog.sqlite3")) as connection, connection:
        connection.execute("UPDATE documents SET text = replace(text, '1个', '9个')")
    assert ingest(library, [source])[0].document_ids == (first, second)
    assert seen(library)[2:] == [("updated", first), ("updated", second)]


def test_a_kill_between_a_change_and_its_line_loses_no_line(library: Library) -> None:
    gone = put(library, "甲类.txt", 1)
    code = (
        "import os, signal, sys; from pathlib import Path; from docs_store.library import Library\n"
        "from docs_store.changes import ChangeLog; from docs_store.embedders.hashing import HashingEmbedder\n"
        "ChangeLog._append = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n"
        "Library(Path(sys.argv[1]), HashingEmbedder()).writer().remove([sys.argv[2]])"
    )
    killed = subprocess.run([sys.executable, "-c", code, str(library.folder), gone], cwd=_ROOT, timeout=60)
    assert killed.returncode == -9
    assert library.document(gone) is None
    assert seen(library) == [("added", gone)]
    with library.writer():
        pass
    assert seen(library) == [("added", gone), ("removed", gone)]


def test_what_a_crash_left_half_written_is_passed_over_and_written_anew(library: Library) -> None:
    first = put(library, "甲类.txt", 1)
    with library.writer() as writer:
        writer.remove([first])
    path = library.folder / changes.FILE_NAME
    whole = path.read_bytes()
    for cut in range(whole.index(b"\n") + 2, len(whole)):  # the second line, after any of its bytes
        path.write_bytes(whole[:cut])
        found, broken = changes.read(library.folder)
        assert found[:1] == [json.loads(whole.split(b"\n")[0])]
        assert (len(found), broken) in ((1, 1), (2, 0))  # the last byte is the end of the line
    path.write_bytes(whole[: len(whole) // 2 + 40])
    second = put(library, "乙类.txt", 1)
    found, broken = changes.read(library.folder)
    assert broken == 1, "what was torn stays as it was"
    assert found[-1]["document"] == second


def test_a_disk_that_refuses_delays_lines_and_undoes_nothing(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(changes.ChangeLog, "_append", full)
        first = put(library, "甲类.txt", 1)
        second = put(library, "乙类.txt", 1)
    assert {info.id for info in library.infos()} == {first, second}
    assert lines(library) == []
    third = put(library, "丙类.txt", 1)
    assert seen(library) == [("added", first), ("added", second), ("added", third)]


def test_a_log_that_has_grown_too_long_is_renamed_and_the_oldest_goes(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changes, "_MOST_BYTES", 300)
    with library.writer() as writer:
        for n in range(20):
            writer.note_watch([f"/srv/{n}"])
    files = sorted(path.name for path in library.folder.glob("changes*"))
    assert files == ["changes.1.log", "changes.2.log", "changes.3.log", "changes.4.log", "changes.log"]
    assert all(path.stat().st_size < 600 for path in library.folder.glob("changes*"))
    kept = [line["n"] for line in lines(library)]
    assert kept == list(range(kept[0], 21)) and len(kept) >= 10
    with library.writer() as writer:
        writer.note_watch(["/srv/again"])
    assert lines(library)[-1]["n"] == 21


def test_numbers_go_on_where_the_log_is_when_the_catalog_was_put_back(library: Library) -> None:
    put(library, "甲类.txt", 1)
    catalog = library.folder / "catalog.sqlite3"
    library.close()
    copy = catalog.read_bytes()
    with closing(Library(library.folder, HashingEmbedder())) as later:
        put(later, "乙类.txt", 1)
    catalog.write_bytes(copy)
    with closing(Library(library.folder, HashingEmbedder())) as restored:
        third = put(restored, "丙类.txt", 1)
        assert [line["n"] for line in lines(restored)] == [1, 2, 3]
        assert seen(restored)[-1] == ("added", third)


def test_long_and_odd_words_make_one_short_line(library: Library) -> None:
    odd = "\u2028长\n" * 5000 + "\udc80"
    with library.writer() as writer:
        writer.note_watch([odd])
    content = (library.folder / changes.FILE_NAME).read_bytes()
    assert content.count(b"\n") == 1 and len(content) < 2000
    assert lines(library)[0]["source"].startswith("\u2028长\n")


@pytest.mark.skipif(os.name == "nt", reason="skipped: Windows knows no such modes")
def test_the_log_is_its_owners_alone(library: Library) -> None:
    library.rebuild()
    assert (library.folder / changes.FILE_NAME).stat().st_mode & 0o777 == 0o600
