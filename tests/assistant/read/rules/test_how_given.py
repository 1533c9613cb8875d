"""怎么补贴: by the rule that gives the money, not by the conditions for it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assistant.engine import Assistant
from docs_store.embedders.hashing import HashingEmbedder
from docs_store.library import Library
from ingest.pipeline import ingest
from ingest.sources import Source, find_sources

CONDITIONS = "（一）申请早期科技投资补贴的投资机构需要符合以下条件：\n1.在本县注册。\n2.单笔投资在500万元以上。\n"


@pytest.mark.parametrize(
    "rule",
    [
        "对开展早期科技投资的投资机构，按照实际投资额的20%给予补贴，单笔补贴不超过200万元。",
        "对开展早期科技投资的投资机构，采取后补助方式给予补贴。",
    ],
)
def test_by_the_rule_that_gives_the_money(tmp_path: Path, embedder: HashingEmbedder, rule: str) -> None:
    text = (
        f"青禾县投资机构补贴办法\n\n一、申请条件\n{CONDITIONS}二、补贴方式\n{rule}\n三、本办法自2024年1月1日起施行。\n"
    )
    (tmp_path / "办法.txt").write_text(text, encoding="utf-8")
    library = Library(tmp_path / "library", embedder, create=True)
    try:
        ingest(library, [found for found in find_sources([tmp_path], recursive=False) if isinstance(found, Source)])
        answer = Assistant(library, today=lambda: date(2026, 7, 1)).ask("青禾县对投资机构开展早期科技投资怎么补贴？")
    finally:
        library.close()
    assert rule in answer.answer
    assert "500万元" not in answer.answer
