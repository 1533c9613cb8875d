"""Conversations that are kept, sources that are stepped through, and what a reader does with an answer."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import docx

from assistant.engine import Assistant
from docs_store.embedders.hashing import HashingEmbedder
from docs_store.library import Library
from docs_store.workspace import Workspace
from ingest.pipeline import ingest
from ingest.sources import Source
from tests.ui.web.helpers import Scripted, ask, count, serving, until
from ui.web.visitor import COOKIE, owner

QUESTION = "青禾县2023年新认定高新技术企业多少家？"
BOTH = "青禾县2023年新认定高新技术企业多少家？新建市级工程技术研究中心几家？"


def talks(page: Any) -> Any:
    """The list of conversations, opened."""
    page.locator(".pa-talks").wait_for()
    if not page.locator(".pa-talks[open]").count():
        page.locator(".pa-talks summary").click()
    page.locator(".pa-talks[open]").wait_for()
    return page.locator(".pa-talks li")


def test_conversations_are_kept_renamed_exported_and_forgotten(address: str, visit: Callable[..., Any]) -> None:
    page = visit(address)
    ask(page, QUESTION)
    page.locator("#pa-new").click()
    page.locator(".pa-welcome").wait_for()
    ask(page, "白溪县创新券每家企业每年最高多少万元？")
    page.reload()
    page.locator(".pa-welcome").wait_for()
    entries = talks(page)
    count(entries, 2)
    first = entries.filter(has_text="青禾县")
    first.locator("[data-open]").click()
    turn = page.locator('#pa-live .pa-turn[data-turn="1"]')
    turn.wait_for()
    assert "31家" in turn.locator(".pa-answer").inner_text()
    turn.locator(".pa-cite").first.click()
    assert "新认定高新技术企业31家" in page.locator(".pa-source:visible mark").inner_text()
    follow = ask(page, "那2024年计划多少家？")
    assert "36家" in follow.inner_text() and follow.get_attribute("data-turn") == "2"

    first = talks(page).filter(has_text="青禾县")
    first.locator("[data-rename]").click()
    page.locator(".pa-rename").fill("高企<b>数</b>")
    page.locator(".pa-rename").press("Enter")
    page.locator(".pa-talk", has_text="高企<b>数</b>").wait_for()
    named = talks(page).filter(has_text="高企<b>数</b>")
    with page.expect_download() as saved:
        named.locator("a").click()
    letter = docx.Document(io.BytesIO(Path(saved.value.path()).read_bytes()))
    assert letter.paragraphs[0].text == "高企<b>数</b>"
    assert any("31家" in paragraph.text for paragraph in letter.paragraphs)
    stranger = visit(address)
    assert stranger.request.get(address + named.locator("a").get_attribute("href")).status == 404
    assert stranger.locator(".pa-talks").count() == 0
    named.locator("[data-forget]").click()
    page.keyboard.press("Escape")
    named.locator("[data-forget]").click()
    assert talks(page).count() == 2, "one touch deletes nothing"
    named.locator("[data-forget]").click()
    page.locator(".pa-welcome").wait_for()
    count(talks(page), 1)


def test_sources_are_stepped_through(address: str, visit: Callable[..., Any]) -> None:
    page = visit(address)
    turn = ask(page, "青禾县和白溪县有哪些支持？青禾县2023年新认定高新技术企业多少家，2024年计划多少家？")
    markers = turn.locator(".pa-source")
    if markers.count() < 2:
        turn = ask(page, "2023年青禾县兑付科技奖补多少，白溪县创新券最高多少？")
    assert turn.locator(".pa-source").count() >= 2
    turn.locator(".pa-cite").first.click()
    first = page.locator(".pa-source:visible").get_attribute("id")
    page.locator('.pa-source:visible [data-step="1"]').click()
    second = page.locator(".pa-source:visible").get_attribute("id")
    assert second != first and page.locator(".pa-source:visible").count() == 1
    page.keyboard.press("Enter")
    assert page.locator(".pa-source:visible").get_attribute("id") != second
    page.keyboard.press("Escape")
    assert page.locator(".pa-source:visible").count() == 0


def test_what_was_understood_is_shown_and_changed(address: str, visit: Callable[..., Any]) -> None:
    page = visit(address)
    turn = ask(page, "青禾县2023年新认定高新技术企业多少家？")
    understood = turn.locator(".pa-understood")
    assert understood.locator('[data-change="region"] option:checked').inner_text() == "青禾县"
    assert understood.locator('[data-change="year"] option:checked').inner_text() == "2023年"
    understood.locator('[data-change="region"]').select_option(label="白溪县")
    again = page.locator('#pa-live .pa-turn[data-turn="2"]')
    again.locator('.pa-reply[aria-busy="false"]').wait_for()
    assert again.locator(".pa-not_found").count() == 1, (
        "31家 is the other county's, named at most as what comes nearest"
    )
    assert "白溪县" in again.locator(".pa-understood").inner_text()


def test_a_target_is_asked_for_in_place_of_a_result(address: str, visit: Callable[..., Any]) -> None:
    page = visit(address)
    turn = ask(page, "青禾县新认定高新技术企业多少家？")
    assert "31家" in turn.locator(".pa-answer").inner_text()
    status = turn.get_by_label("数据口径")
    assert status.locator("option:checked").inner_text() == "数据口径：全部（完成数／预计数／目标数）"
    status.select_option(label="目标")
    again = page.locator('#pa-live .pa-turn[data-turn="2"]')
    again.locator('.pa-reply[aria-busy="false"]').wait_for()
    assert "36家" in again.locator(".pa-answer").inner_text()
    assert "31家" not in again.locator(".pa-answer").inner_text()
    assert again.locator('[data-change="status"] option:checked').inner_text() == "目标"
    again.locator('[data-change="year"]').select_option(label="2023年")
    third = page.locator('#pa-live .pa-turn[data-turn="3"]')
    third.locator('.pa-reply[aria-busy="false"]').wait_for()
    assert third.locator(".pa-not_found").count() == 1, "the target stays asked for when the year is changed"


def test_an_answer_is_copied_with_its_sources(address: str, visit: Callable[..., Any]) -> None:
    page = visit(address, permissions=["clipboard-read", "clipboard-write"])
    turn = ask(page, QUESTION)
    copy = turn.locator("[data-copy]")
    copy.evaluate(
        "(button) => { window.told = []; new MutationObserver(() => window.told.push(button.textContent))"
        ".observe(button, {childList: true}) }"
    )
    copy.click()
    page.wait_for_function("window.told.length === 2")
    assert page.evaluate("window.told") == ["已复制", "复制答案和出处"]
    copied = page.evaluate("navigator.clipboard.readText()")
    assert QUESTION in copied and "31家" in copied and "《青禾县科学技术局" in copied and "qinghe_2023.txt" in copied


def test_an_opinion_is_kept_for_the_staff(address: str, visit: Callable[..., Any], shelf: Library) -> None:
    page = visit(address)
    turn = ask(page, QUESTION)
    turn.locator('[data-opinion="bad"]').click()
    turn.locator("[data-reason]").nth(1).click()
    turn.locator(".pa-reasons input").fill("年份应是2022 <script>")
    turn.locator("[data-send]").click()
    turn.get_by_text("感谢反馈，已记录。").wait_for()
    desk = Workspace(shelf.folder)
    until(desk.opinions)
    (opinion,) = desk.opinions()
    desk.close()
    assert not opinion.good and opinion.question == QUESTION and "31家" in opinion.answer
    assert opinion.reason == "地区或年份不对; 年份应是2022 <script>"


def test_a_long_conversation_stays_quick(
    scripted_address: str, visit: Callable[..., Any], script: Scripted, shelf: Library
) -> None:
    script.sentences = 2
    page = visit(scripted_address)
    ask(page, "第1问")
    secret = next(cookie for cookie in page.context.cookies() if cookie["name"] == COOKIE)["value"]

    desk = Workspace(shelf.folder)
    who = owner(SimpleNamespace(cookies={COOKIE: secret}))
    (talk,) = desk.talks(who)
    (content,) = desk.turns(who, talk.id)
    for _ in range(199):
        desk.add_turn(who, talk.id, content, "")
    desk.close()
    page.reload()
    page.locator(".pa-welcome").wait_for()
    talks(page).first.locator("[data-open]").click()
    page.locator('#pa-live .pa-turn[data-turn="200"]').wait_for()
    count(page.locator(".pa-turn"), 21)
    assert ask(page, "第201问").get_attribute("data-turn") == "201"
    page.locator("[data-earlier]").click()
    page.locator('#pa-past .pa-turn[data-turn="1"]').wait_for()
    count(page.locator(".pa-turn"), 201)


def test_an_answer_that_nobody_waited_for_is_found_again(
    scripted_address: str, visit: Callable[..., Any], script: Scripted
) -> None:
    script.sentences = 40
    page = visit(scripted_address)
    page.locator("#pa-question-box textarea").fill("半路离开")
    page.locator("#pa-question-box textarea").press("Enter")
    page.locator(".pa-answer p").first.wait_for()
    page.reload()
    page.locator(".pa-welcome").wait_for()
    talks(page).first.locator("[data-open]").click()
    turn = page.locator("#pa-live .pa-turn")
    turn.get_by_text("第40句话").first.wait_for()


def test_a_quote_of_a_pdf_is_marked_on_its_page(
    chromium: Any, visit: Callable[..., Any], examples: Path, tmp_path: Path
) -> None:
    library = Library(tmp_path / "library", HashingEmbedder(), create=True)
    (policy,) = examples.glob("*创新券*.pdf")
    ingest(library, [Source(path=policy, key="k", name=policy.name)])
    with serving(library, Assistant(library)) as address:
        page = visit(address)
        turn = ask(page, "青禾县创新券单份合同兑付金额最高不超过多少万元？")
        turn.locator(".pa-cite").first.click()
        source = page.locator(".pa-source:visible")
        source.locator('[data-view="page"]').click()
        picture = source.locator(".pa-pages img").first
        picture.evaluate("(image) => image.decode()")
        assert picture.evaluate("(image) => image.naturalWidth") >= 800
        box = source.locator(".pa-pages rect").first.bounding_box()
        frame = picture.bounding_box()
        assert frame["x"] <= box["x"] and box["x"] + box["width"] <= frame["x"] + frame["width"] + 1
        assert frame["y"] <= box["y"] <= frame["y"] + frame["height"]
        source.locator('[data-view="text"]').click()
        assert source.locator("mark").is_visible()
        assert page.request.get(f"{address}pages/nothing/1.png").status == 404
    library.close()
