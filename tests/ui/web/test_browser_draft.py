"""The page for drafting replies, in a real browser."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from lxml import etree

from docs_store.library import Library
from tests.ui.web.helpers import Scripted, ask, count, holds, serving

ASKED = "青禾县2023年新认定高新技术企业多少家？"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def to_desk(page: Any) -> None:
    page.bring_to_front()
    page.get_by_role("tab", name="答复起草").click()
    page.locator("#pa-draft-head h2").wait_for()


def draft(page: Any, *questions: str) -> None:
    """Paste questions and wait for all replies."""
    page.locator("#pa-draft-paste textarea").fill("\n".join(questions))
    page.locator("#pa-draft-start").click()
    page.locator(".pa-exports").wait_for()
    page.locator("#pa-draft-text textarea").wait_for()


def choose(page: Any, path: Path) -> None:
    """Give the desk a file, and wait until it has it."""
    page.locator('#pa-draft-file input[type="file"]').set_input_files(str(path))
    page.locator("#pa-draft-file .file-preview", has_text=path.stem).wait_for()


def pick(page: Any, number: int) -> None:
    page.locator(f'[data-pick="{number}"]').click()
    page.locator("#pa-draft-question", has_text=f"{number}. ").wait_for()


def state(page: Any, number: int, word: str) -> None:
    page.locator(f'[data-pick="{number}"] .pa-state', has_text=word).wait_for()


def test_twenty_questions_become_a_letter_with_footnotes(
    address: str, visit: Callable[..., Any], tmp_path: Path
) -> None:
    page = visit(address)
    to_desk(page)
    book = openpyxl.Workbook()
    book.active.append(["序号", "企业", "问题"])
    for n in range(19):
        book.active.append([n + 1, f"企业{n}", f"{n + 1}、白溪县创新券每家企业每年最高多少万元？（{n + 1}号企业咨询）"])
    book.active.append([20, "企业", ASKED])
    book.save(tmp_path / "清单.xlsx")
    choose(page, tmp_path / "清单.xlsx")
    page.locator("#pa-draft-start").click()
    page.locator(".pa-exports").wait_for()
    count(page.locator("[data-pick]"), 20)
    assert "没有当作问题的行（1）" in page.locator("#pa-draft-message").inner_text()
    pick(page, 20)
    assert "31家" in page.locator("#pa-draft-text textarea").input_value()
    assert "新认定高新技术企业31家" in page.locator(".pa-grounds blockquote").first.inner_text()
    with page.expect_download() as saved:
        page.locator(".pa-export", has_text="DOCX").click()
    letter = docx.Document(io.BytesIO(Path(saved.value.path()).read_bytes()))
    assert sum(p.style.name == "Heading 1" for p in letter.paragraphs) == 20
    part = next(p for p in letter.part.package.iter_parts() if p.partname == "/word/footnotes.xml")
    notes = ["".join(note.itertext()) for note in etree.fromstring(part.blob).iter(f"{W}footnote")]
    assert any("新认定高新技术企业31家" in note for note in notes)


def test_a_reply_is_changed_approved_found_and_taken_back(address: str, visit: Callable[..., Any]) -> None:
    page = visit(address)
    to_desk(page)
    wanted = "青禾县科普馆周末开放吗？"
    draft(page, "清单", f"1. {wanted}", f"2. {ASKED}")
    assert "资料库里没有依据" in page.locator("#pa-draft-checks").inner_text()
    page.locator("#pa-draft-text textarea").fill("青禾县科普馆周末照常开放，上午9点到下午5点。")
    page.locator("#pa-draft-approve").click()
    state(page, 1, "已通过")
    page.get_by_role("tab", name="问答").click()
    turn = ask(page, wanted)
    assert "周末照常开放" in turn.locator(".pa-answer").inner_text()
    turn.locator(".pa-cite").first.click()
    assert "已审核答复" in page.locator(".pa-source:visible").inner_text()
    to_desk(page)
    page.reload()
    to_desk(page)
    holds(page.locator("#pa-draft-text textarea"), "青禾县科普馆周末照常开放，上午9点到下午5点。")
    count(page.locator("#pa-draft-text textarea[disabled]"), 1)
    page.locator("#pa-draft-back").click()
    state(page, 1, "待审")
    page.locator("#pa-draft-reject").click()
    state(page, 1, "已退回")
    page.get_by_role("tab", name="问答").click()
    assert "没有找到答案" in ask(page, wanted).inner_text()


def test_an_edit_that_is_left_is_kept(address: str, visit: Callable[..., Any]) -> None:
    page = visit(address)
    to_desk(page)
    draft(page, f"1. {ASKED}", "2. 白溪县创新券每家企业每年最高多少万元？")
    text = page.locator("#pa-draft-text textarea")
    text.fill("另有说明。")
    pick(page, 2)
    pick(page, 1)
    holds(text, "另有说明。")
    text.fill("再改一次。")
    page.get_by_role("tab", name="问答").click()
    page.locator("#pa-draft-kept p").wait_for(state="attached")
    to_desk(page)
    holds(text, "再改一次。")
    text.fill("没有离开。")
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.reload()
    assert asked == ["beforeunload"]
    to_desk(page)
    pick(page, 2)
    page.reload()
    assert len(asked) == 1, "nothing is unsaved"


def test_a_list_is_limited_to_a_place_and_a_year(
    scripted_address: str, visit: Callable[..., Any], script: Scripted
) -> None:
    page = visit(scripted_address)
    to_desk(page)
    for name, choice in (("region", "青禾县"), ("year", "2024")):
        page.locator(f"#pa-draft-{name} input").click()
        page.get_by_role("option", name=choice).click()
    draft(page, "新认定多少家？", "新建几家？")
    assert [(asked["region"], asked["year"]) for asked in script.asked] == [("青禾县", 2024)] * 2
    assert page.locator("#pa-draft-lists input").input_value().endswith("青禾县 · 2024年")


def test_nobody_meets_anothers_list(address: str, visit: Callable[..., Any]) -> None:
    one = visit(address)
    to_desk(one)
    draft(one, "甲方的秘密是什么？", ASKED)
    other = visit(address)
    link = one.locator(".pa-export").first.get_attribute("href")
    assert one.request.get(address + link).status == 200
    assert other.request.get(address + link).status == 404
    to_desk(other)
    other.locator("#pa-draft-paste textarea").wait_for()
    assert "甲方的秘密" not in other.locator("body").inner_text()
    assert other.locator("[data-pick]").count() == 0


def test_bad_lists_are_told(address: str, visit: Callable[..., Any], tmp_path: Path) -> None:
    page = visit(address)
    to_desk(page)
    page.locator("#pa-draft-start").click()
    page.locator("#pa-draft-message .pa-failed", has_text="没有找到问题").wait_for()
    page.locator("#pa-draft-paste textarea").fill("\n".join(f"{n}号文件规定了什么？" for n in range(201)))
    page.locator("#pa-draft-start").click()
    page.locator("#pa-draft-message .pa-failed", has_text="201").wait_for()
    (tmp_path / "broken.xlsx").write_bytes(b"PK\x03\x04 nothing")
    choose(page, tmp_path / "broken.xlsx")
    page.locator("#pa-draft-start").click()
    page.locator("#pa-draft-message .pa-failed", has_text="已损坏").wait_for()


def test_what_a_list_says_never_becomes_markup(address: str, visit: Callable[..., Any]) -> None:
    page = visit(address)
    to_desk(page)
    evil = '<img src=x onerror="window.hacked=1"><script>window.hacked=2</script>'
    draft(page, f"1. 第一个{evil}？", f"2. 第二个{evil}？")
    assert evil in page.locator("#pa-draft-questions").inner_text()
    assert page.evaluate("window.hacked") is None
    assert page.locator("#pa-draft img, #pa-draft script").count() == 0


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")  # the thread that is stopped
def test_work_goes_on_after_a_restart_of_the_server(chromium: Any, visit: Callable[..., Any], shelf: Library) -> None:
    script = Scripted()
    script.hold()
    with serving(shelf, script) as at:
        port = int(at.rstrip("/").rpartition(":")[2])
        page = visit(at)
        to_desk(page)
        page.locator("#pa-draft-paste textarea").fill("\n".join(f"{n}. 第{n}件事怎么办？" for n in range(1, 9)))
        page.locator("#pa-draft-start").click()
        script.go(2)
        page.locator('.pa-progress progress[value="2"]').wait_for()
        page.goto("about:blank")  # a page left open would load itself anew when the server is back, across ours
        script.stop()
    assert len(script.asked) == 3
    again = Scripted()
    with serving(shelf, again, port=port) as at:
        page.goto(at)
        page.locator("#pa-live").get_by_role("heading").first.wait_for()
        to_desk(page)
        page.locator(".pa-exports").wait_for()
        count(page.locator("[data-pick]"), 8)
        assert [asked["question"] for asked in again.asked] == [f"第{n}件事怎么办？" for n in range(3, 9)]
