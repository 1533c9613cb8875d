"""Passages stay within the place, years and status that the query names."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from assistant.find.retrieval import search
from docs_store.embedders.hashing import HashingEmbedder
from docs_store.library import Library
from docs_store.types import Passage, Status
from ingest.pipeline import ingest
from ingest.sources import Source

TODAY = date(2026, 7, 1)


def _search(library: Library, query: str) -> Sequence[Passage]:
    return search(library, query, limit=6, today=TODAY)


@pytest.mark.parametrize(
    ("query", "region"),
    [("洞头区高新技术企业", "浙江省温州市洞头区"), ("当涂2023年技术合同", "安徽省马鞍山市当涂县")],
)
def test_only_the_place_named(sample: Library, query: str, region: str) -> None:
    assert {passage.region for passage in _search(sample, query)} == {region}


def test_only_the_year_named(sample: Library) -> None:
    found = _search(sample, "东丽区2024年瞪羚企业")
    assert found
    assert all(2024 in chunk.years or "2024年" in chunk.text for chunk in (passage.chunk for passage in found))
    assert _search(sample, "东丽区2019年瞪羚企业") == []


def test_no_result_where_a_target_is_asked_for(sample: Library) -> None:
    found = _search(sample, "东丽区2024年高新技术企业目标")
    assert found and {passage.chunk.status for passage in found} == {Status.TARGET}


def test_a_query_without_place_or_year_looks_everywhere(sample: Library) -> None:
    assert len({passage.region for passage in search(sample, "高新技术企业", limit=40, today=TODAY)}) > 1


def test_texts_that_speak_for_no_place_are_always_looked_into(tmp_path: Path, embedder: HashingEmbedder) -> None:
    path = tmp_path / "note.txt"
    path.write_text("跑跑卡丁车在南京市举办过比赛,玩家以水枪泡封对手。", encoding="utf-8")
    library = Library(tmp_path / "library", embedder, create=True)
    ingest(library, [Source(path=path, key="note", name="note.txt")])
    assert _search(library, "北京市2024年玩家用什么泡封对手")
    library.close()
