"""The page that matches an enterprise to support measures, in a real browser over the sample library."""

from __future__ import annotations

import io
import json
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from assistant.matching import judging
from assistant.matching.results import Verdict
from docs_store.library import Library
from ingest.pipeline import ingest
from ingest.sources import find_sources
from tests.ui.web.helpers import Scripted, holds, serving
from ui.matching.form import AMOUNTS, FLAGS, NUMBERS, PATENTS
from ui.texts import Words as CommandWords
from ui.web import match_page
from ui.web.texts import words

TOLD = words("zh")
PART = CommandWords("zh")
GOLDEN = json.loads((Path(__file__).parents[2] / "golden" / "match" / "sample.json").read_text(encoding="utf-8"))
FIRST = next(case for case in GOLDEN["cases"] if case["id"] == "first-recognition")
LETTERS = dict(zip("EPNXI", Verdict, strict=True))


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory, examples: Path, embedder: Any) -> Iterator[Library]:
    """The sample library."""
    library = Library(tmp_path_factory.mktemp("match") / "library", embedder, create=True)
    ingest(library, find_sources([examples], recursive=False))
    yield library
    library.close()


@pytest.fixture(scope="module")
def address(shelf: Library, chromium: Any) -> Iterator[str]:
    """A server on the day of the golden enterprise."""

    class Day(date):
        @classmethod
        def today(cls) -> date:
            return date.fromisoformat(FIRST["on"])

    patch = pytest.MonkeyPatch()
    patch.setattr(match_page, "date", Day)
    with serving(shelf, Scripted()) as at:
        yield at
    patch.undo()


def golden_form() -> dict[str, Any]:
    """The golden enterprise as a person types it; money in 万元."""
    profile = GOLDEN["profile"] | FIRST["profile"]
    last, before = profile["years"]["2025"], profile["years"]["2024"]
    (title,) = profile["titles"]
    return {
        "name": "示例智能装备公司",
        "region": profile["region"],
        "industry": "、".join(profile["industry"]),
        "size": profile["size"],
        "founded": profile["founded"],
        "registered": profile["registered"],
        **{name: profile[name] for name in NUMBERS},
        "revenue": last["revenue"] // 10_000,
        "rd": last["rd_spending"] // 10_000,
        "rd_before": before["rd_spending"] // 10_000,
        "titles": f"{title['name']}，{title['until']}，首次",
        **{name: profile["patents"][name] for name in PATENTS},
        "flags": [*(name for name in FLAGS if profile.get(name)), "clean"],
    }


def to_form(page: Any) -> None:
    page.get_by_role("tab", name=TOLD["tab_match"]).click()
    page.locator("#pa-match-intro p").wait_for()
    for step in ("match_step2", "match_step3", "match_step4"):
        page.get_by_role("button", name=TOLD[step]).click()
    field(page, "confirmed").wait_for()


def field(page: Any, name: str) -> Any:
    return page.locator(f"#pa-match-{name.replace('_', '-')}").locator("input, textarea").first


def fill(page: Any, form: dict[str, Any]) -> None:
    for name, value in form.items():
        if name == "flags":
            for flag in value:
                page.get_by_label(TOLD[f"match_flag_{flag}"]).check()
        elif name == "size":
            field(page, name).click()
            page.get_by_role("option", name=value, exact=True).click()
        else:
            field(page, name).fill(str(value))


def run(page: Any) -> Any:
    page.locator("#pa-match-run").click()
    page.locator(".pa-match-measure").first.wait_for()
    return page.locator(".pa-match-measure")


def downloaded(page: Any, form: str) -> bytes:
    with page.expect_download() as saved:
        page.locator(f'[data-file="{form}"]').click()
    assert saved.value.suggested_filename == f"match.{form}"
    return Path(saved.value.path()).read_bytes()


def test_a_filled_form_gives_verdicts_reasons_and_files(
    address: str, visit: Callable[..., Any], shelf: Library
) -> None:
    page = visit(address)
    to_form(page)
    fill(page, golden_form())
    measures = run(page)
    expected = [LETTERS[letter] for letter in FIRST["verdicts"]]
    shown = [measure.get_attribute("data-verdict") for measure in measures.all()]
    assert len(shown) == len(expected)
    assert shown.count(Verdict.ELIGIBLE) == expected.count(Verdict.ELIGIBLE) == 1
    assert shown.count(Verdict.NOT_OPEN) == expected.count(Verdict.NOT_OPEN)
    assert shown[0] == Verdict.ELIGIBLE, "what can be had now comes first"
    assert "[符合] 首次通过高新技术企业认定" in measures.first.locator("h4").inner_text()
    assert "200,000" in measures.first.locator("h4").inner_text()

    page.locator(".pa-match-part > summary", has_text=PART("match.part.refused")).click()
    refused = page.locator(f'[data-verdict="{Verdict.INELIGIBLE}"]', has_text="重新通过认定").first
    clause = refused.locator("blockquote", has_text="重新通过").first
    assert not clause.is_visible()
    refused.locator("summary", has_text=TOLD["match_why"]).click()
    assert clause.is_visible()
    assert "不满足" in refused.inner_text()
    rows = [row for row in shelf.provisions() if "重新通过认定" in row.provision.measure]
    texts = ["".join(document.text.split()) for row in rows if (document := shelf.document(row.info.id))]
    quote = "".join(clause.inner_text().split()).rpartition("条")[2].lstrip("第一二三四五六七八九十项款（）")
    assert len(quote) > 5
    assert any(quote in text for text in texts), "the clause stands in the document word for word"

    book = openpyxl.load_workbook(io.BytesIO(downloaded(page, "xlsx")))
    rows_of_book = list(book.worksheets[0].iter_rows(min_row=2, values_only=True))
    assert len(rows_of_book) == len(expected)
    assert rows_of_book[0][:3] == ("符合", "首次通过高新技术企业认定", 200_000)
    assert book.worksheets[1].max_row > len(expected), "condition by condition"
    letter = docx.Document(io.BytesIO(downloaded(page, "docx")))
    told = "\n".join(paragraph.text for paragraph in letter.paragraphs)
    assert "示例智能装备公司" in told
    assert FIRST["on"] in told
    assert "1. 首次通过高新技术企业认定" in [p.text for p in letter.paragraphs if p.style.name == "Heading 2"]
    assert letter.tables[0].rows[1].cells[1].text == "首次通过高新技术企业认定"
    assert letter.sections[0].page_width.cm == pytest.approx(21.0, abs=0.01), "A4"
    calendar = downloaded(page, "ics").decode()
    assert calendar.startswith("BEGIN:VCALENDAR\r\n")
    assert "DTSTART;VALUE=DATE:20261031" in calendar, "the last day of the award that can be had now"


def test_an_amount_that_nobody_typed_is_no_zero(address: str, visit: Callable[..., Any]) -> None:
    page = visit(address)
    to_form(page)
    for name in AMOUNTS:
        assert field(page, name).input_value() == "", name
        block = page.locator(f"#pa-match-{name.replace('_', '-')}").bounding_box()
        shown = field(page, name).bounding_box()
        assert block["y"] <= shown["y"] and shown["y"] + shown["height"] <= block["y"] + block["height"] + 1, name
    assert field(page, "staff").get_attribute("inputmode") == "decimal"
    fill(page, {"region": "青禾县", "invention": 0})
    page.locator("#pa-match-save").click()
    page.locator("#pa-match-message", has_text=TOLD["match_saved"]).wait_for()
    page.reload()
    to_form(page)
    holds(field(page, "invention"), "0")
    assert field(page, "staff").input_value() == ""


def test_a_profile_is_kept_on_request_only_and_for_its_own_browser(address: str, visit: Callable[..., Any]) -> None:
    one, other = visit(address), visit(address)
    to_form(one)
    fill(one, {"name": "甲方的秘密公司", "region": "青禾县", "revenue": 4321})
    run(one)
    one.reload()
    to_form(one)
    assert field(one, "name").input_value() == "", "not kept without being asked to"
    assert one.locator(".pa-match-measure").count() == 0

    fill(one, {"name": "甲方的秘密公司", "region": "青禾县", "revenue": 4321})
    one.locator("#pa-match-save").click()
    one.locator("#pa-match-message", has_text=TOLD["match_saved"]).wait_for()
    one.reload()
    to_form(one)
    for name, kept in (("name", "甲方的秘密公司"), ("region", "青禾县"), ("revenue", "4321")):
        holds(field(one, name), kept)

    to_form(other)
    assert field(other, "name").input_value() == ""
    assert "甲方的秘密" not in other.content()

    one.locator("#pa-match-forget").click()
    one.locator("#pa-match-message", has_text=TOLD["match_forgotten"]).wait_for()
    one.reload()
    to_form(one)
    holds(field(one, "name"), "")


def test_what_a_person_types_never_becomes_markup(address: str, visit: Callable[..., Any]) -> None:
    page = visit(address)
    to_form(page)
    evil = '<img src=x onerror="window.hacked=1">'
    fill(page, {"region": "青禾县", "name": evil, "industry": evil, "titles": evil, "founded": evil})
    page.locator("#pa-match-run").click()
    page.locator("#pa-match-message p").wait_for()
    message = page.locator("#pa-match-message").inner_text()
    assert f"{TOLD['match_founded']}：<img src=x onerror" in message, "what could not be read is named"
    assert TOLD["match_region"] not in message and "profile" not in message
    fill(page, {"founded": "2019-03-01"})
    run(page)
    assert page.evaluate("window.hacked") is None
    assert page.locator("#pa-match-result img").count() == 0


def test_what_a_person_tells_fills_the_form(address: str, visit: Callable[..., Any]) -> None:
    page = visit(address)
    to_form(page)
    told = "我们在青禾县，2018年成立，做智能装备的，去年营收8000万，研发投入400万，员工100人，是高企"
    page.locator("#pa-match-told textarea").fill(told)
    page.locator("#pa-match-read").click()
    page.locator("#pa-match-message p").wait_for()
    for name, value in (
        ("region", "青禾县"),
        ("founded", "2018"),
        ("revenue", "8000"),
        ("rd", "400"),
        ("staff", "100"),
    ):
        holds(field(page, name), value)
    assert field(page, "titles").input_value() == "高新技术企业"
    assert run(page).count() > 10
    page.locator("#pa-match-told textarea").fill("你好")
    page.locator("#pa-match-read").click()
    page.locator("#pa-match-message", has_text=TOLD["match_not_understood"]).wait_for()
    holds(field(page, "revenue"), "8000")


def test_a_profile_goes_down_and_up_again(address: str, visit: Callable[..., Any], tmp_path: Path) -> None:
    page = visit(address)
    to_form(page)
    fill(page, golden_form())
    before = run(page).count()
    profile = json.loads(downloaded(page, "json"))
    assert profile["name"] == "示例智能装备公司"
    path = tmp_path / "profile.json"
    path.write_text(json.dumps(profile | {"name": "另一家公司"}, ensure_ascii=False), encoding="utf-8")
    page.reload()
    to_form(page)
    page.locator("#pa-match-given input[type=file]").set_input_files(path)
    page.locator("#pa-match-given .file-preview").wait_for()
    page.locator("#pa-match-read").click()
    holds(field(page, "name"), "另一家公司")
    holds(field(page, "rd_before"), str(golden_form()["rd_before"]))
    assert run(page).count() == before, "all that the form holds came back"


def test_a_list_of_enterprises_is_held_against_all_measures(
    address: str, visit: Callable[..., Any], tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    for row in (["企业名称", "注册地", "职工总数"], ["<b>甲</b>公司", "青禾县", 30], ["乙公司", "红石县", 9]):
        book.active.append(row)
    path = tmp_path / "list.xlsx"
    book.save(path)
    page = visit(address)
    to_form(page)
    page.locator("#pa-match-given input[type=file]").set_input_files(path)
    page.locator("#pa-match-given .file-preview").wait_for()
    page.locator("#pa-match-read").click()
    page.locator(".pa-match-part summary", has_text="乙公司").wait_for()
    assert page.locator(".pa-match-part").count() == 2
    assert "<b>甲</b>公司" in page.locator(".pa-match-part summary").first.inner_text()
    with page.expect_download() as saved:
        page.locator("a.pa-match-export").click()
    saved.value.save_as(tmp_path / "out.xlsx")
    rows = list(openpyxl.load_workbook(tmp_path / "out.xlsx").active.iter_rows(min_row=2, values_only=True))
    assert {row[0] for row in rows} == {"<b>甲</b>公司"}


def test_a_second_run_while_one_is_at_work_is_done(
    address: str, visit: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    page = visit(address)
    to_form(page)
    matching = judging.match

    def slow(*args: Any) -> Any:
        time.sleep(1.5)
        return matching(*args)

    monkeypatch.setattr(judging, "match", slow)
    fill(page, {"region": "红石县"})
    page.locator("#pa-match-run").click()
    fill(page, {"region": "青禾县"})
    page.locator("#pa-match-run").click()
    page.locator(".pa-match-measure").first.wait_for()
