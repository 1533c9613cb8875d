"""The head, the tabs and the visitor's settings, in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ui.web.pages import PAGES
from ui.web.texts import words

TABS = [words("zh")[f"tab_{page.name}"] for page in PAGES]


def test_every_page_opens_by_keyboard_and_by_touch(address: str, visit: Callable[..., Any]) -> None:
    page = visit(address, width=360, height=740, has_touch=True, is_mobile=True)
    tabs = page.get_by_role("tab")
    assert tabs.all_inner_texts() == TABS
    boxes = [tabs.nth(n).bounding_box() for n in range(len(TABS))]
    assert boxes[0]["x"] >= 0 and boxes[-1]["x"] + boxes[-1]["width"] <= 360
    assert len({box["y"] for box in boxes}) == 1, "one line of tabs"
    for name in TABS:
        page.get_by_role("tab", name=name).tap()
        page.locator('[role="tab"][aria-selected="true"]', has_text=name).wait_for()
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, name
    tabs.first.focus()
    for name in TABS[1:]:
        page.keyboard.press("ArrowRight")
        page.locator('[role="tab"][aria-selected="true"]', has_text=name).wait_for()
        assert page.evaluate("document.activeElement.textContent.trim()") == name


def test_the_page_says_what_it_works_with(address: str, visit: Callable[..., Any]) -> None:
    page = visit(address)
    page.get_by_role("tab", name="关于·设置").click()
    facts = page.locator("#pa-about-facts")
    facts.get_by_text("hashing").first.wait_for()
    assert "MIT" in facts.inner_text()


def test_the_look_is_chosen_and_kept(address: str, visit: Callable[..., Any]) -> None:
    page = visit(address)
    dark = "document.body.classList.contains('dark')"
    assert not page.evaluate(dark)
    page.get_by_role("tab", name="关于·设置").click()
    page.locator('[data-look="dark"]').click()
    assert page.evaluate(dark)
    page.reload()
    page.wait_for_function(dark)
    page.get_by_role("tab", name="关于·设置").click()
    page.locator('[data-look="dark"][aria-pressed="true"]').wait_for()
    page.locator('[data-look="light"]').click()
    assert not page.evaluate(dark)
