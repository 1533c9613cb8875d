"""Support measures in the library: they come, change and go with their document."""

from __future__ import annotations

from pathlib import Path

from docs_store.library import Library
from ingest.pipeline import ingest
from ingest.sources import find_sources

_POLICY = (
    "示例县奖励办法\n\n一、申报条件\n（一）在示例县注册满一年。\n\n二、支持标准\n（一）认定奖励。一次性奖励{}万元。\n"
)


def _put(library: Library, folder: Path, amount: int) -> int:
    path = folder / "示例县奖励办法.txt"
    path.write_text(_POLICY.format(amount), encoding="utf-8")
    return ingest(library, find_sources([path], recursive=False))[0].provisions


def _sums(library: Library) -> list[str]:
    return [str(row.provision.amounts[0].rules[0].fixed) for row in library.provisions()]


def test_they_follow_their_document(library: Library, tmp_path: Path) -> None:
    assert _put(library, tmp_path, 5) == 1
    assert _sums(library) == ["50000"]
    assert _put(library, tmp_path, 8) == 1
    assert _sums(library) == ["80000"]
    library.rebuild()
    assert _sums(library) == ["80000"]
    with library.writer() as writer:
        writer.remove([library.provisions()[0].info.id])
    assert library.provisions() == []


def test_only_those_of_the_documents_asked_for(library: Library, tmp_path: Path) -> None:
    _put(library, tmp_path, 5)
    known = library.infos()[0].id
    assert [row.info.id for row in library.provisions([known, "unknown"])] == [known]
    assert library.provisions(["unknown"]) == []
