"""The pages in a real browser, with the real assistant."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from docs_store.library import Library
from tests.ui.web.helpers import WAIT, ask, count

QUESTION = "青禾县2023年新认定高新技术企业多少家？"
SUBSIDY = "青禾县2023年兑付科技奖补多少万元？"


def to_library(page: Any) -> None:
    page.get_by_role("tab", name="资料库").click()
    page.locator("#pa-documents .pa-documents").wait_for()


def upload(page: Any, *paths: Path) -> None:
    page.locator('#pa-upload input[type="file"]').set_input_files([str(path) for path in paths])


def widest(page: Any) -> int:
    """How far the page reaches beyond the window, in pixels."""
    return int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))


def test_an_answer_comes_with_a_source_one_touch_away(address: str, visit: Callable[..., Any], shelf: Library) -> None:
    page = visit(address)
    turn = ask(page, QUESTION)
    assert "31家" in turn.locator(".pa-answer").inner_text()
    assert turn.locator(".pa-source:visible").count() == 0
    cite = turn.locator(".pa-cite").first
    cite.click()
    source = page.locator(".pa-source:visible")
    mark = source.locator("mark").inner_text()
    assert "新认定高新技术企业31家" in mark
    assert mark in next(text.text for info in shelf.infos() if (text := shelf.document(info.id)) and mark in text.text)
    told = source.inner_text()
    assert all(word in told for word in ("青禾县", "2023", "工作总结", "企业培育", "qinghe_2023.txt"))
    assert source.locator("mark").evaluate(
        "(mark) => { const m = mark.getBoundingClientRect(), b = mark.parentElement.getBoundingClientRect();"
        " return m.top >= b.top && m.top < b.bottom }"
    )
    left, right = turn.locator(".pa-answer").bounding_box(), source.bounding_box()
    assert right["x"] >= left["x"] + left["width"]
    assert cite.get_attribute("aria-expanded") == "true"
    source.locator(".pa-close").click()
    assert page.locator(".pa-source:visible").count() == 0


def test_a_source_opens_and_closes_by_keyboard(address: str, visit: Callable[..., Any]) -> None:
    page = visit(address)
    cite = ask(page, QUESTION).locator(".pa-cite").first
    cite.focus()
    page.keyboard.press("Enter")
    page.locator(".pa-source:visible").wait_for()
    assert page.evaluate("document.activeElement.className") == "pa-source"
    page.keyboard.press("Escape")
    assert page.locator(".pa-source:visible").count() == 0
    assert page.evaluate("document.activeElement.className") == "pa-cite"


def test_a_misprint_is_quoted_as_it_stands(address: str, visit: Callable[..., Any]) -> None:
    page = visit(address)
    ask(page, SUBSIDY).locator(".pa-cite").first.click()
    assert "652。4万元" in page.locator(".pa-source:visible mark").inner_text()


def test_no_answer_looks_like_no_answer(address: str, visit: Callable[..., Any]) -> None:
    page = visit(address)
    turn = ask(page, "火星探测器什么时候发射？")
    assert "资料库里没有找到答案" in turn.locator(".pa-not_found").inner_text()
    assert turn.locator(".pa-answer, .pa-failed").count() == 0


def test_suggestions_ask_about_what_is_there(address: str, visit: Callable[..., Any]) -> None:
    page = visit(address)
    offers = page.locator(".pa-offer")
    offers.first.wait_for()
    assert any("青禾县2023年" in text for text in offers.all_inner_texts())
    offers.first.click()
    page.locator('#pa-live .pa-turn .pa-reply[aria-busy="false"]').wait_for()
    count(offers, 0)
    page.locator("#pa-new").click()
    offers.first.wait_for()
    count(page.locator(".pa-turn"), 0)


def test_an_uploaded_file_can_be_asked_about(address: str, visit: Callable[..., Any], tmp_path: Path) -> None:
    page = visit(address)
    to_library(page)
    good = tmp_path / "石桥镇通知(2026).txt"
    good.write_text(
        "石桥县关于征集2026年科普讲师的通知\n\n报名截止日期为2026年5月18日，报名电话0000-1234567。\n", "utf-8"
    )
    bad = tmp_path / "broken.pdf"
    bad.write_bytes(b"%PDF-1.4\nnothing")
    upload(page, good, bad)
    page.locator(".pa-state-added").wait_for()
    page.locator("#pa-status .pa-state-failed").wait_for()
    told = page.locator("#pa-status").inner_text()
    assert good.name in told and "broken.pdf" in told and "已加入" in told and "文件已损坏" in told
    page.locator("#pa-documents", has_text="征集2026年科普讲师").wait_for()
    assert "未能读取的文件" in page.locator("#pa-documents").inner_text()
    page.get_by_role("tab", name="问答").click()
    turn = ask(page, "石桥县科普讲师的报名截止日期是哪天？")
    assert "5月18日" in turn.inner_text()

    to_library(page)
    row = page.locator(".pa-documents tbody tr", has_text="科普讲师")
    remove = row.locator(".pa-remove")
    words = remove.inner_text()
    for _ in range(2):  # one touch removes nothing
        remove.click()
        assert remove.inner_text() == "确定移除" != words
        page.locator("#pa-find textarea, #pa-find input").focus()
        assert remove.inner_text() == words
    assert page.locator(".pa-done").count() == 0
    remove.click()
    remove.click()
    page.locator(".pa-done", has_text="已移除").wait_for()
    page.locator("#pa-documents", has_text="科普讲师").wait_for(state="detached")


def test_an_upload_waits_for_another_writer(
    address: str, visit: Callable[..., Any], shelf: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = visit(address)
    to_library(page)
    late = tmp_path / "late.txt"
    late.write_text("白溪县科普日活动通知\n\n活动于2026年9月举行。\n", "utf-8")
    with shelf.writer(wait_s=WAIT):
        upload(page, late)
        page.locator("#pa-status", has_text="正在等它结束，最多等 60 秒").wait_for()
    page.locator("#pa-status .pa-state-added").wait_for()
    row = page.locator(".pa-documents tbody tr", has_text="科普日活动")
    row.wait_for()
    with shelf.writer(wait_s=WAIT):
        for _ in range(2):
            row.locator(".pa-remove").click()
        page.locator("#pa-status", has_text="正在等它结束").wait_for()
        assert row.count() == 1
    page.locator("#pa-status", has_text="已移除").wait_for()
    row.wait_for(state="detached")
    monkeypatch.setattr("ui.web.library_page._WAIT_S", 0.2)
    with shelf.writer(wait_s=WAIT):
        upload(page, late)
        page.locator("#pa-status .pa-failed", has_text="正在写资料库").wait_for()
    assert page.locator("#pa-status .pa-state-not_read").count() == 1


def _archive(path: Path, **texts: str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in texts.items():
            archive.writestr(f"{name}.txt", text)
    return path


def test_the_list_is_narrowed_by_what_an_input_method_or_a_paste_brings(
    address: str, visit: Callable[..., Any]
) -> None:
    page = visit(address)
    to_library(page)
    rows = page.locator("#pa-documents .pa-title")
    all_of_them = rows.count()
    find = page.locator("#pa-find textarea, #pa-find input")
    find.focus()
    page.keyboard.insert_text("白溪县")  # as an input method does: text without keys
    count(rows, 1)
    assert "创新券" in rows.inner_text()
    find.press("ControlOrMeta+A")
    find.press("Delete")
    count(rows, all_of_them)


def test_uploads_of_one_name_stand_beside_each_other(
    address: str, visit: Callable[..., Any], shelf: Library, tmp_path: Path
) -> None:
    page = visit(address)
    to_library(page)
    listed = page.locator(".pa-documents tbody tr")
    file = tmp_path / "同名.txt"
    status = page.locator("#pa-status")
    for place in ("松林县", "竹林县"):
        file.write_text(f"{place}夏令营通知\n\n报名电话0000-7654321。\n", "utf-8")
        upload(page, file)
        status.locator(".pa-state-added").wait_for()
        listed.filter(has_text=place).wait_for()
    beside = status.locator(".pa-beside", has_text="已有同名的“同名.txt”，内容不同，所以两份都在")
    beside.wait_for()
    count(listed.filter(has_text="夏令营通知"), 2)
    upload(page, file)  # the same again is no third one
    status.locator(".pa-state-unchanged").wait_for()
    count(listed.filter(has_text="夏令营通知"), 2)
    button = beside.get_by_role("button")
    button.click()
    assert button.inner_text() == "确定替换"
    count(listed.filter(has_text="夏令营通知"), 2)
    button.click()
    status.locator(".pa-done", has_text="移除了 1 个旧文件").wait_for()
    count(listed.filter(has_text="松林县"), 0)
    count(listed.filter(has_text="竹林县"), 1)

    texts = [f"{place}冬令营通知\n\n报名电话0000-1111111。\n" for place in ("杉林县", "柏林县", "桦林县")]
    upload(page, _archive(tmp_path / "打包.zip", 甲=texts[0], 乙=texts[1]))
    count(status.locator(".pa-state-added"), 2)
    count(listed.filter(has_text="冬令营通知"), 2)
    upload(page, _archive(tmp_path / "打包.zip", 丙=texts[2]))
    status.locator(".pa-beside", has_text="打包.zip").wait_for()
    count(status.locator(".pa-state-added"), 1)
    count(listed.filter(has_text="冬令营通知"), 3)
    with shelf.writer(wait_s=WAIT) as writer:
        writer.remove([info.id for info in shelf.infos() if "令营" in info.metadata.title.value])


def test_what_a_document_says_never_becomes_markup(
    address: str, visit: Callable[..., Any], shelf: Library, tmp_path: Path
) -> None:
    script = "<script>window.hacked=1</script>"
    image = '<img src=x onerror="window.hacked=2">'
    evil = script + image + "{{constructor}} ${window.hacked=3} `javascript:window.hacked=4`</mark></div>"
    file = tmp_path / "hostile'&x.txt"
    file.write_text(f"黑石县管理办法\n\n第一条 黑石县补助标准为每家77万元{evil}。\n", "utf-8")
    page = visit(address)
    to_library(page)
    upload(page, file)
    page.locator(".pa-state-added").wait_for()
    with shelf.writer(wait_s=WAIT) as writer:  # the page says that a document is in a moment before its writer is gone
        writer.correct([info.id for info in shelf.infos() if "hostile" in info.source], {"title": f"办法{evil}"})
    page.reload()
    to_library(page)
    page.locator("#pa-documents", has_text=evil).wait_for()
    page.get_by_role("tab", name="问答").click()
    turn = ask(page, f"黑石县的补助标准是每家多少万元？{image}")
    turn.locator(".pa-cite").first.click()
    source = page.locator(".pa-source:visible")
    assert evil in source.locator("mark").inner_text()
    assert source.get_by_role("heading").inner_text() == f"办法{evil}"
    assert image in turn.locator(".pa-question").inner_text()
    assert page.evaluate("window.hacked") is None
    assert page.locator("#pa-chat img, #pa-chat script, #pa-library img, #pa-library script").count() == 0


def test_phone_width_has_no_sideways_scroll(address: str, visit: Callable[..., Any]) -> None:
    page = visit(address, width=360, height=740, has_touch=True, is_mobile=True)
    assert widest(page) <= 0
    turn = ask(page, QUESTION)
    assert widest(page) <= 0
    turn.locator(".pa-cite").first.tap()
    source = page.locator(".pa-source:visible")
    assert widest(page) <= 0
    answer, opened = turn.locator(".pa-answer").bounding_box(), source.bounding_box()
    assert opened["y"] >= answer["y"] + answer["height"]
    assert opened["x"] >= 0 and opened["x"] + opened["width"] <= 360
    to_library(page)
    assert widest(page) <= 0


def test_the_language_is_kept(address: str, visit: Callable[..., Any]) -> None:
    page = visit(address)
    ask(page, QUESTION)
    page.get_by_text("English", exact=True).click()
    page.get_by_role("button", name="Ask", exact=True).wait_for()
    assert page.locator(".pa-turn").count() == 1, "the conversation stays"
    page.reload()
    page.get_by_role("tab", name="Library").wait_for()
    assert page.evaluate("document.documentElement.lang") == "en"


def test_the_browser_is_told_to_reach_nothing_else(address: str, visit: Callable[..., Any]) -> None:
    response = visit(address).request.get(address)
    assert "default-src 'self'" in response.headers["content-security-policy"]


def test_a_document_is_opened_and_corrected(address: str, visit: Callable[..., Any], tmp_path: Path) -> None:
    page = visit(address)
    to_library(page)
    long = "".join(f"第{n}条 黄泥县第{n}项补助标准为每家{n}万元。\n" for n in range(1, 2001))
    file = tmp_path / "黄泥办法.txt"
    file.write_text(f"黄泥县补助管理办法\n\n{long}", "utf-8")
    upload(page, file)
    page.locator(".pa-state-added").wait_for()
    page.locator("[data-open]", has_text="黄泥县补助管理办法").click()
    opened = page.locator(".pa-opened")
    opened.wait_for()
    assert "读取情况" in opened.inner_text()
    opened.locator('input[name="year"]').fill("二零二三")
    opened.locator('form [type="submit"]').click()
    page.locator("#pa-status .pa-failed").wait_for()
    opened.locator('input[name="year"]').fill("2023")
    opened.locator('input[name="issuer"]').fill("黄泥县<b>科技局</b>")
    opened.locator('select[name="kind"]').select_option("notice")
    opened.locator('form [type="submit"]').click()
    page.locator("#pa-status .pa-done", has_text="已更正").wait_for()
    count(opened.locator(".pa-origin", has_text="人工更正"), 3)
    assert opened.locator('input[name="issuer"]').input_value() == "黄泥县<b>科技局</b>"
    row = page.locator(".pa-documents tbody tr", has_text="黄泥县补助管理办法")
    row.get_by_text("2023").wait_for()
    opened.locator(".pa-fulltext summary").click()
    opened.locator(".pa-fulltext-body p").first.wait_for()
    assert "第2000条" in opened.locator(".pa-fulltext-body").text_content()  # not drawn before it is scrolled to
    link = opened.locator(".pa-fulltext a").get_attribute("href")
    assert page.request.get(address + link).text().count("补助标准") == 2000
    opened.locator("[data-shut]").click()
    opened.wait_for(state="detached")
