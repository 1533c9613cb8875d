"""The pages in a real browser, with an assistant that does as the test says."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from docs_store.library import Library
from docs_store.types import Turn
from tests.ui.web.helpers import WAIT, Scripted, ask, count, holds, serving, until
from ui.web import chat


def send(page: Any, question: str) -> None:
    """Ask, and wait for nothing."""
    box = page.locator("#pa-question-box textarea")
    box.fill(question)
    box.press("Enter")


def sentences(page: Any, turn: int, count: int) -> None:
    """Wait for so many sentences of an answer."""
    page.wait_for_function(f"document.querySelectorAll('[data-turn=\"{turn}\"] .pa-answer p').length === {count}")


def test_a_follow_up_goes_with_what_was_said(
    scripted_address: str, visit: Callable[..., Any], script: Scripted
) -> None:
    page = visit(scripted_address)
    ask(page, "甲")
    ask(page, "乙")
    first, second = script.asked
    assert first["history"] == []
    assert second["history"] == [
        Turn(role="user", content="甲"),
        Turn(role="assistant", content=second["history"][1].content),
    ]
    assert second["history"][1].content.startswith("甲的第1句话")


def test_a_new_question_stands_at_the_top_until_the_reader_scrolls(
    scripted_address: str, visit: Callable[..., Any], script: Scripted
) -> None:
    script.sentences = 12
    page = visit(scripted_address, width=360, height=740)
    for question in ("甲", "乙" * 1900, "丙"):
        turn = ask(page, question)
    assert page.locator(".pa-turn[data-turn='2'] h2").bounding_box()["height"] < 300
    top = "document.querySelector('[data-turn=\"3\"]').getBoundingClientRect().top"
    page.wait_for_function(
        f"Math.abs({top} - parseFloat(getComputedStyle({top.split('.get')[0]}).scrollMarginTop)) < 12"
    )
    turn.hover()
    page.mouse.wheel(0, -300)
    page.wait_for_function(f"{top} > 200")
    page.evaluate("() => { document.querySelector('#pa-past').style.paddingBottom = '100px'; }")
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert page.evaluate(top) > 200


def test_filters_go_with_the_question(scripted_address: str, visit: Callable[..., Any], script: Scripted) -> None:
    page = visit(scripted_address)
    ask(page, "甲")
    for name, choice in (("pa-region", "青禾县"), ("pa-year", "2024")):
        page.locator(f"#{name} input").click()
        page.get_by_role("option", name=choice).click()
    ask(page, "乙")
    assert (script.asked[0]["region"], script.asked[0]["year"]) == (None, None)
    assert (script.asked[1]["region"], script.asked[1]["year"]) == ("青禾县", 2024)


def test_a_fault_looks_like_a_fault(scripted_address: str, visit: Callable[..., Any], script: Scripted) -> None:
    page = visit(scripted_address)
    turn = ask(page, "故障")
    told = turn.inner_text()
    assert "这次没有完成" in told and "secret" not in told
    assert turn.locator('.pa-failed[role="alert"]').count() == 1
    assert turn.locator(".pa-not_found").count() == 0
    assert "甲的第3句话" in ask(page, "甲").inner_text()


def test_a_question_typed_while_another_is_answered_is_asked_next(
    scripted_address: str, visit: Callable[..., Any], script: Scripted
) -> None:
    script.hold()
    page = visit(scripted_address)
    box, told = page.locator("#pa-question-box textarea"), page.locator(".pa-waits")
    send(page, "故障")
    page.locator('[data-turn="1"] .pa-reply[aria-busy="true"]').wait_for()
    assert box.input_value() == ""
    send(page, "乙")
    told.get_by_text("答完").wait_for()
    assert box.input_value() == "乙"
    box.fill("丙")
    page.locator("#pa-send").click()
    script.go()
    page.locator('#pa-live [data-turn="2"]').wait_for()
    assert box.input_value() == "" and not told.inner_text()
    script.go()
    page.locator('#pa-live [data-turn="2"] .pa-reply[aria-busy="false"]').wait_for()
    assert [asked["question"] for asked in script.asked] == ["故障", "丙"], "what stood in the box, once"
    assert "这次没有完成" in page.locator('#pa-past [data-turn="1"]').inner_text()


def test_a_limit_touched_while_an_answer_comes_in_is_not_lost(
    scripted_address: str, visit: Callable[..., Any], script: Scripted
) -> None:
    page = visit(scripted_address)
    ask(page, "甲")
    script.hold()
    page.evaluate("window.policyAssistant.touched({ year: '2024' })")
    page.locator('#pa-live [data-turn="2"] .pa-reply[aria-busy="true"]').wait_for()
    page.evaluate("window.policyAssistant.touched({ year: '2023' })")
    send(page, "乙")
    script.go(3)
    page.locator('#pa-live [data-turn="4"] .pa-reply[aria-busy="false"]').wait_for()
    assert [(asked["question"], asked["year"]) for asked in script.asked] == [
        ("甲", None), ("甲", 2024), ("甲", 2023), ("乙", None),
    ]  # fmt: skip


def test_visitors_do_not_see_each_other(scripted_address: str, visit: Callable[..., Any], script: Scripted) -> None:
    one, other = visit(scripted_address), visit(scripted_address)
    ask(one, "甲的秘密")
    ask(other, "乙的秘密")
    ask(one, "丙")
    assert "乙的秘密" not in one.locator("body").inner_text()
    assert "甲的秘密" not in other.locator("body").inner_text()
    assert [turn.content for turn in script.asked[2]["history"] if turn.role == "user"] == ["甲的秘密"]


def test_nothing_moves_while_an_answer_comes_in(
    scripted_address: str, visit: Callable[..., Any], script: Scripted
) -> None:
    script.sentences, script.worded = 6, True
    page = visit(scripted_address)
    ask(page, "甲")
    script.hold()
    send(page, "乙")
    script.go(2)
    sentences(page, 2, 1)
    page.evaluate(
        "window.moved = 0; new PerformanceObserver((list) => { for (const e of list.getEntries())"
        " window.moved += e.value; }).observe({type: 'layout-shift', buffered: false})"
    )
    for number in range(2, 7):
        script.go()
        sentences(page, 2, number)
    page.locator('[data-turn="2"] .pa-reply[aria-busy="false"]').wait_for()
    assert page.evaluate("window.moved") < 0.01


def test_leaving_in_the_middle_leaves_the_server_well(
    scripted_address: str, visit: Callable[..., Any], script: Scripted
) -> None:
    script.worded = True
    script.hold()
    page = visit(scripted_address)
    send(page, "甲")
    script.go(2)
    sentences(page, 1, 1)
    page.reload()
    page.locator(".pa-offer").first.wait_for()
    assert page.locator(".pa-turn").count() == 0
    script.let_go()
    assert "乙的第3句话" in ask(page, "乙").inner_text()


def test_an_answer_that_is_stopped_leaves_nothing(
    scripted_address: str, visit: Callable[..., Any], script: Scripted
) -> None:
    script.worded = True
    page = visit(scripted_address)
    box, stop = page.locator("#pa-question-box textarea"), page.locator("#pa-stop")
    page.locator(".pa-offer").first.wait_for()
    assert not stop.is_visible() and page.locator("#pa-send").is_visible()
    script.hold()
    send(page, "甲")
    script.go(2)
    sentences(page, 1, 1)
    assert stop.is_visible() and not page.locator("#pa-send").is_visible()
    stop.click()
    page.locator(".pa-welcome").wait_for()
    holds(box, "甲")
    assert script.left == ["甲"] and not stop.is_visible()
    page.locator(".pa-offer").first.wait_for()
    count(page.locator(".pa-talks"), 0)
    script.let_go()
    ask(page, "乙")
    assert script.asked[-1]["history"] == []
    script.hold()
    send(page, "丙")
    page.locator('[data-turn="2"] .pa-reply[aria-busy="true"]').wait_for()
    send(page, "丁")
    assert page.locator("#pa-send").is_visible(), "what was typed meanwhile can be sent"
    page.locator(".pa-waits").get_by_text("答完").wait_for()
    stop.click()
    page.locator('#pa-live [data-turn="1"] .pa-reply[aria-busy="false"]').wait_for()
    holds(box, "丁")
    assert script.left == ["甲", "丙"] and script.asked[-1]["question"] == "丙", "what waited is not asked"
    script.let_go()
    assert "戊的第3句话" in ask(page, "戊").inner_text()


def test_closing_the_page_ends_the_work(scripted_address: str, visit: Callable[..., Any], script: Scripted) -> None:
    script.worded = True
    script.hold()
    page = visit(scripted_address)
    send(page, "甲")
    until(lambda: script.asked)
    page.close()
    until(lambda: script.left)
    assert script.left == ["甲"]


def test_an_empty_library_says_what_to_do(chromium: Any, visit: Callable[..., Any], tmp_path: Path) -> None:
    library = Library(tmp_path / "library", None, create=True)
    with serving(library, Scripted()) as address:
        page = visit(address)
        assert "资料库还是空的" in page.locator(".pa-welcome").inner_text()
        notice = page.locator("#pa-notice").inner_text()
        assert "检索精度受限" in notice and "models pull" not in notice
        assert page.locator(".pa-offer").count() == 0
        page.get_by_role("tab", name="关于·设置").click()
        page.locator("#pa-about-facts").get_by_text("policy-assistant models pull").wait_for()
    library.close()


def test_a_worded_answer_comes_in_as_it_is_worded(
    scripted_address: str, visit: Callable[..., Any], script: Scripted
) -> None:
    script.sentences, script.worded = 4, True
    script.hold()
    page = visit(scripted_address)
    send(page, "甲")
    script.go()
    for number in range(1, 5):
        script.go()
        sentences(page, 1, number)
    page.locator('[data-turn="1"] .pa-reply[aria-busy="false"]').wait_for()
    sentences(page, 1, 4)


def test_a_question_survives_the_server(shelf: Library, visit: Callable[..., Any]) -> None:
    with serving(shelf, Scripted()) as at:
        port = int(at.rstrip("/").rpartition(":")[2])
        page = visit(at)
    send(page, "甲")
    page.get_by_text("与服务器的连接断开了").wait_for()
    page.evaluate("window.before = true")
    with serving(shelf, Scripted(), port=port):
        page.wait_for_function("!window.before", timeout=60_000)  # it loads itself anew
        page.locator(".pa-offer").first.wait_for()
        holds(page.locator("#pa-question-box textarea"), "甲")
        page.locator("#pa-send").click()
        page.locator('#pa-live .pa-turn .pa-reply[aria-busy="false"]').wait_for()
        page.goto("about:blank")


@pytest.mark.parametrize("named", ["holdings", "words"], ids=["begun before", "begun after"])
def test_a_page_drawn_late_does_not_draw_over_an_answer(
    scripted_address: str, visit: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, named: str
) -> None:
    """The drawing takes long, or was given the conversation as it was and then waited long for its turn."""
    page = visit(scripted_address)
    begun, gate = Event(), Event()
    real = {name: getattr(chat, name) for name in ("holdings", "words")}

    def late(name: str, *given: Any) -> Any:
        first = name == named and not begun.is_set()
        if first:
            begun.set()
            gate.wait(WAIT)
        found = real[name](*given)
        return {**found, "question_placeholder": "画过了"} if name == "words" else found

    for name in real:
        monkeypatch.setattr(chat, name, partial(late, name))
    page.get_by_role("tab", name="关于").click()
    page.get_by_role("tab", name="问答").click()  # draws the page anew
    assert begun.wait(WAIT)
    turn = ask(page, "甲")
    gate.set()
    page.get_by_placeholder("画过了").wait_for()
    assert "甲的第3句话" in turn.inner_text()


def test_a_question_sent_before_the_page_is_all_there_is_asked_then(
    scripted_address: str, visit: Callable[..., Any], script: Scripted
) -> None:
    page = visit(scripted_address)
    page.add_init_script(
        """
        let own;
        Object.defineProperty(window, 'policyAssistant', {
          get: () => own,
          set: (parts) => { own = { ...parts, asker: (trigger) => { window.rest = () => parts.asker(trigger); } }; },
        });
        """
    )
    page.reload()
    before = len(script.asked)
    page.wait_for_function("window.rest !== undefined")
    send(page, "甲")
    page.wait_for_function("document.querySelector('.pa-waits')?.textContent")
    assert len(script.asked) == before
    page.evaluate("window.rest()")
    sentences(page, 1, 3)
    holds(page.locator("#pa-question-box textarea"), "")
