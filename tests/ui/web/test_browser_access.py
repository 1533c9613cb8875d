"""Signing in with a token, and what the pages show then, in a real browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from assistant.engine import Assistant
from docs_store.library import Library
from tests.ui.web.helpers import count, serving
from ui.web.tokens import Tokens

READ, CHANGE = "read-token-0123456789", "change-token-0123456789"


@pytest.fixture(scope="module")
def guarded(shelf: Library, chromium: Any) -> Iterator[str]:
    """A server that asks for a token."""
    with serving(shelf, Assistant(shelf), tokens=Tokens(read=READ, change=CHANGE)) as at:
        yield at


@pytest.fixture
def sign_in(visit: Callable[..., Any], guarded: str) -> Callable[..., Any]:
    """Opens the pages with a token."""

    def signed(token: str, **options: Any) -> Any:
        page = visit(guarded, ready="form", **options)
        page.get_by_label("访问令牌").fill(token)
        page.get_by_role("button", name="登录").click()
        page.locator("#pa-live").get_by_role("heading").first.wait_for()
        return page

    return signed


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844), (320, 568)])
def test_the_sign_in_page_fits_and_can_be_used_by_keyboard(
    visit: Callable[..., Any], guarded: str, width: int, height: int
) -> None:
    page = visit(guarded, ready="form", width=width, height=height)
    assert page.title() == "登录 · 政策问答助手"
    assert page.evaluate("document.activeElement.id") == "token"
    for language in ("zh", "en"):
        page.locator(f"nav a[lang={language}]").click()
        page.wait_for_selector("form")  # the page of the other language is a new document
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        button = page.locator(".enter").bounding_box()
        assert button["height"] >= 44 and button["y"] + button["height"] <= height
    assert page.locator("html").get_attribute("lang") == "en"
    page.locator("#token").fill("wrong")
    page.keyboard.press("Enter")
    alert = page.get_by_role("alert")
    assert "That is not the token" in alert.inner_text()
    assert page.locator("#token").get_attribute("aria-describedby") == alert.get_attribute("id")
    assert page.locator("#token").input_value() == ""
    page.locator("#token").fill("shown")
    page.get_by_role("button", name="Show").click()
    assert page.locator("#token").get_attribute("type") == "text"


def test_a_reader_sees_everything_and_no_way_to_change_it(sign_in: Callable[..., Any]) -> None:
    page = sign_in(READ)
    page.locator("#pa-session").get_by_text("只读").wait_for()
    page.get_by_role("tab", name="资料库").click()
    page.get_by_text("您是用查看用的令牌登录的").first.wait_for()
    titles = page.locator("#pa-documents .pa-title")
    count(titles, 2)
    count(page.locator("[data-remove]"), 0)
    assert not page.locator("#pa-upload").is_visible() and not page.locator("#pa-accept").is_visible()
    titles.first.click()
    page.locator(".pa-opened").get_by_text("资料信息").wait_for()
    count(page.locator("[data-correct]"), 0)
    page.get_by_role("tab", name="答复起草").click()
    page.locator("#pa-draft-paste textarea").fill("白溪县创新券每家企业每年最高多少万元？")
    page.get_by_role("button", name="开始起草").click()
    page.get_by_role("button", name="保存修改").wait_for()
    for name in ("通过并入库", "退回", "撤回入库"):
        assert not page.get_by_role("button", name=name, exact=True).is_visible()
    page.get_by_role("tab", name="关于").click()
    page.get_by_text("您已登录，可以查看。").wait_for()


def test_who_may_change_has_the_ways_to(sign_in: Callable[..., Any]) -> None:
    page = sign_in(CHANGE)
    page.get_by_role("tab", name="资料库").click()
    count(page.locator("[data-remove]"), 2)
    assert page.locator("#pa-upload").is_visible()
    assert not page.get_by_text("您是用查看用的令牌登录的").first.is_visible()


def test_signing_out_closes_the_pages(sign_in: Callable[..., Any], guarded: str) -> None:
    page = sign_in(READ)
    page.locator("#pa-session").get_by_role("button", name="退出").click()
    page.get_by_role("status").get_by_text("已退出").wait_for()
    page.goto(guarded)
    page.get_by_label("访问令牌").wait_for()


def test_on_a_phone_one_signs_out_on_the_page_about_the_program(sign_in: Callable[..., Any]) -> None:
    page = sign_in(READ, width=360, height=740)
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    page.get_by_role("tab", name="关于").click()
    page.locator("#pa-about").get_by_role("button", name="退出").click()
    page.get_by_role("status").get_by_text("已退出").wait_for()


def test_without_tokens_the_page_says_that_there_is_no_login(address: str, visit: Callable[..., Any]) -> None:
    page = visit(address)
    count(page.locator(".pa-session"), 0)
    page.get_by_role("tab", name="关于").click()
    page.get_by_text("这里没有登录").wait_for()
