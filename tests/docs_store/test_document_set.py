"""What a library's documents tell together: once for a revision and a day, and never of an earlier revision."""

from __future__ import annotations

import subprocess
import sys
import threading
from datetime import date, timedelta
from pathlib import Path

import pytest

from docs_store import document_set, validity
from docs_store.catalog import DocumentInfo
from docs_store.document_set import DocumentSet
from docs_store.library import Library
from docs_store.types import Kind, Standing
from ingest.pipeline import ingest
from ingest.sources import find_sources
from tests.docs_store.test_validity import NEW, NOW, OLD, VERSIONS, paper

_ROOT = Path(__file__).resolve().parents[2]
_RULE = (
    "青禾县创新券办法\n\n第一条 青禾县企业可以申领创新券。\n\n第二条 本办法自{begins}起施行。\n\n"
    "青禾县科技局\n{published}\n"
)
_ADD = """
import sys
from pathlib import Path
from docs_store.embedders.hashing import HashingEmbedder
from docs_store.library import Library
from ingest.pipeline import ingest
from ingest.sources import find_sources
library = Library(Path(sys.argv[1]), HashingEmbedder())
ingest(library, find_sources([Path(sys.argv[2])], recursive=False))
"""


def test_it_tells_what_the_rules_of_validity_tell() -> None:
    draft = paper("draft", "乙办法", standing=Standing.DRAFT)
    ended = paper("ended", "丙办法", expires="2025-12-31")
    void = paper("void", "丁办法", standing=Standing.REPEALED)
    report = paper("report", "甲市2025年工作总结", kind=Kind.WORK_SUMMARY, region="甲省甲市", years=(2025, 2026))
    infos = DocumentSet([*VERSIONS, draft, ended, void, report])
    for day in (date(2021, 1, 1), date(2024, 12, 31), NOW):
        assert infos.superseded(day) == validity.superseded(infos, day)
        others = infos.superseded(day).keys() | infos.not_yet(day) | {"draft", "void"}
        assert infos.in_force(day) == infos.by_id.keys() - others - ({"ended"} if day == NOW else set())
    assert infos.not_yet(date(2024, 12, 1)) == {"new"}
    assert infos.regions == {"甲省甲市"} and infos.years == (2025, 2026)
    assert infos.by_region == {"甲省甲市": (NEW, OLD, VERSIONS[2], report), "": (draft, ended, void)}
    assert infos.titles["report"] == "甲市2025年工作总结"


def test_an_empty_one_tells_nothing() -> None:
    infos = DocumentSet()
    assert not infos and not infos.regions and not infos.years and not infos.superseded(NOW) and not infos.in_force(NOW)


def test_a_day_is_worked_out_once_whoever_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    worked: list[date] = []
    plain = validity.superseded

    def counted(infos: DocumentSet, on: date) -> dict[str, str]:
        worked.append(on)
        return plain(infos, on)

    monkeypatch.setattr(validity, "superseded", counted)
    infos = DocumentSet(VERSIONS)
    found: list[object] = []
    threads = [threading.Thread(target=lambda: found.append(infos.in_force(NOW))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [{"new"}] * 8
    assert sorted(worked) == [NOW, date.max]


def test_days_long_not_asked_for_are_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document_set, "_DAYS", 3)
    infos = DocumentSet(VERSIONS)
    for n in range(10):
        infos.superseded(NOW)
        infos.superseded(NOW + timedelta(days=n))
    assert len(infos._days) == 3 and NOW in infos._days


# --- the library's -----------------------------------------------------------------------------------------------


def _sources(infos: DocumentSet, ids: frozenset[str]) -> set[str]:
    return {info.source for info in infos if info.id in ids}


def _one(library: Library, source: str) -> DocumentInfo:
    return next(info for info in library.infos() if info.source == source)


def test_every_change_of_the_library_shows_at_once(library: Library, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()

    def add(name: str, begins: str, published: str) -> None:
        (folder / name).write_text(_RULE.format(begins=begins, published=published), encoding="utf-8")
        ingest(library, find_sources([folder], recursive=False))

    add("旧.txt", "2020年1月1日", "2019年12月1日")
    before = library.infos()
    assert library.infos() is before, "one set for one revision"
    assert _sources(before, before.in_force(NOW)) == {"旧.txt"}
    add("新.txt", "2025年1月1日", "2024年12月1日")
    added = library.infos()
    assert _sources(added, added.in_force(NOW)) == {"新.txt"}
    assert added.superseded(NOW) == {_one(library, "旧.txt").id: _one(library, "新.txt").id}
    add("新.txt", "2030年1月1日", "2024年12月1日")
    changed = library.infos()
    assert _sources(changed, changed.in_force(NOW)) == {"旧.txt"} and changed.not_yet(NOW)
    with library.writer() as writer:
        writer.correct([_one(library, "旧.txt").id], {"region": "天津市东丽区"})
    assert "天津市东丽区" in library.infos().regions
    with library.writer() as writer:
        writer.remove([_one(library, "新.txt").id])
    removed = library.infos()
    assert _sources(removed, removed.in_force(NOW)) == {"旧.txt"} and not removed.not_yet(NOW)
    assert _sources(before, before.in_force(NOW)) == {"旧.txt"}, "an earlier set stays as it was"


def test_what_another_process_adds_shows_too(library: Library, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "旧.txt").write_text(_RULE.format(begins="2020年1月1日", published="2019年12月1日"), encoding="utf-8")
    ingest(library, find_sources([folder], recursive=False))
    assert _sources(library.infos(), library.infos().in_force(NOW)) == {"旧.txt"}
    (folder / "新.txt").write_text(_RULE.format(begins="2025年1月1日", published="2024年12月1日"), encoding="utf-8")
    subprocess.run([sys.executable, "-c", _ADD, str(library.folder), str(folder)], cwd=_ROOT, check=True, timeout=300)
    assert _sources(library.infos(), library.infos().in_force(NOW)) == {"新.txt"}
