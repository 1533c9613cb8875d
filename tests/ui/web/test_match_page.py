"""The matching page: what a form says, and that nothing of a document or person reaches the page unescaped."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assistant.matching.match import match
from assistant.matching.profile import from_json
from docs_store.errors import UsageError
from docs_store.library import Library
from ingest.pipeline import ingest
from ingest.sources import find_sources
from ui.matching.form import FIELDS, profile_json, unreadable
from ui.texts import Words as CommandWords
from ui.web import match_html
from ui.web.texts import LANGUAGES, words

TODAY = date(2026, 11, 24)


def test_an_empty_form_says_nothing() -> None:
    empty: dict[str, Any] = dict.fromkeys(FIELDS)
    assert profile_json(empty, TODAY) == {}


def test_an_amount_is_read_as_people_type_it() -> None:
    typed = {
        "staff": " 1，200 ",
        "revenue": "８０００",
        "rd": "400.5",
        "invention": "0",
        "utility": "",
        "software": None,
    }
    profile = from_json(profile_json(typed, TODAY))
    assert profile.staff == 1200
    assert profile.years == {2025: {"revenue": 80_000_000, "rd_spending": 4_005_000}}
    assert profile.patents == {"invention": 0}, "nothing typed is nothing known, and no zero"


def test_a_filled_form_is_a_profile() -> None:
    profile = from_json(
        profile_json(
            {
                "name": "示例公司",
                "region": "青禾县",
                "industry": "制造业、软件业",
                "size": "小型",
                "founded": "2019-03-01",
                "staff": 100,
                "revenue": 8000,
                "rd": 400.5,
                "rd_before": 300,
                "titles": "高新技术企业，2028-11-19，首次\n省级专精特新中小企业",
                "invention": 0,
                "projects": "数字化改造，150",
                "flags": ["legal_person", "clean"],
                "confirmed": "会计核算健全",
            },
            TODAY,
        )
    )
    assert profile.years == {2025: {"revenue": 80_000_000, "rd_spending": 4_005_000}, 2024: {"rd_spending": 3_000_000}}
    assert profile.titles is not None
    assert [(t.level, t.name, t.first) for t in profile.titles] == [
        ("", "高新技术企业", True),
        ("省级", "专精特新中小企业", None),
    ]
    assert profile.projects is not None
    assert profile.projects[0].investment == 1_500_000
    assert profile.records["safety"] == ()
    assert profile.confirmed == {"会计核算健全": True}
    assert profile.patents == {"invention": 0}


@pytest.mark.parametrize(
    "form",
    [
        {"titles": "高企，昨天"},
        {"projects": "改造，很多"},
        {"founded": "去年"},
        {"staff": "-1"},
        {"utility": "几件"},
        {"rd": "不少"},
    ],
)
def test_what_cannot_be_read_is_an_error_of_its_field(form: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        from_json(profile_json(form, TODAY))
    assert unreadable({"name": "示例公司", "region": "青禾县", "revenue": "8,000"} | form, TODAY) == list(form)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_result_is_escaped(library: Library, tmp_path: Path, language: str) -> None:
    path = tmp_path / "示例县奖励办法.txt"
    path.write_text(
        "示例县<script>alert(1)</script>奖励办法\n\n一、申报条件\n（一）有<img src=x onerror=alert(1)>许可证。\n\n"
        "二、支持标准\n（一）认定<b>奖励</b>。一次性奖励20万元。\n",
        encoding="utf-8",
    )
    ingest(library, find_sources([path], recursive=False))
    assert library.provisions()
    profile = from_json({"region": "<i>某县</i>"})
    matched = match(library.provisions(), library.infos(), profile, TODAY)
    html = match_html.ResultHtml(matched, "<b>某</b>", CommandWords(language), words(language)).whole()
    assert "许可证" in html
    assert "<details" in html
    for tag in ("<script", "<img", "<b>奖励", "<i>某", "<b>某"):
        assert tag not in html
