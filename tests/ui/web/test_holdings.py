"""What the question page says that the library holds."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from docs_store.library import Library
from ingest.pipeline import ingest
from ingest.sources import Source, find_sources
from ui.web.holdings import holdings


@pytest.mark.parametrize(
    ("today", "years"),
    [
        (date(2026, 5, 1), (2026, 2025, 2024, 2023, 2027, 2028)),
        (date(2024, 5, 1), (2024, 2023, 2025, 2026, 2027, 2028)),
        (date(2030, 5, 1), (2028, 2027, 2026, 2025, 2024, 2023)),
    ],
)
def test_years_that_only_plans_reach_to_come_last(
    library: Library, tmp_path: Path, today: date, years: tuple[int, ...]
) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    plan = "青禾县科技创新三年行动计划（2026—2028年）\n\n第一条 为加快创新，制定本计划。\n"
    report = "青禾县科学技术局2023年工作总结\n\n2023年新培育高新技术企业47家。\n"
    later = "青禾县科学技术局2024年工作总结和2025年工作计划\n\n一、2024年工作总结\n新培育高新技术企业50家。\n"
    for name, text in (("plan.txt", plan), ("report.txt", report), ("later.txt", later)):
        (folder / name).write_text(text, encoding="utf-8")
    ingest(library, [found for found in find_sources([folder], recursive=False) if isinstance(found, Source)])
    assert holdings(library, today).years == years
