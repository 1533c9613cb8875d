"""Where things stand on the pages, on a desk's screen and on a phone: nothing jumps, is hidden or out of line."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.ui.web.helpers import ask, count, until
from ui.web.texts import LANGUAGES, words

PHONE = {"width": 390, "height": 844}
QUESTION = "青禾县2023年新认定高新技术企业多少家？"


def to_language(page: Any, language: str) -> None:
    if language != "zh":
        page.locator("#pa-language").get_by_text(LANGUAGES[language]).click()
        page.get_by_role("tab", name=words(language)["tab_library"]).wait_for()


def to_tab(page: Any, name: str, language: str = "zh") -> None:
    page.get_by_role("tab", name=words(language)[f"tab_{name}"]).click()


def boxes(found: Any) -> list[dict[str, float]]:
    return [part.bounding_box() for part in found.all()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_tabs_stay_where_they_are_whichever_is_chosen(
    address: str, visit: Callable[..., Any], language: str
) -> None:
    page = visit(address)
    to_language(page, language)
    tabs = page.locator('#pa-tabs > .tab-wrapper [role="tab"]:visible')
    before = boxes(tabs)
    for tab in tabs.all():
        tab.click()
        page.wait_for_function("(tab) => tab.classList.contains('selected')", arg=tab.element_handle())
        assert boxes(tabs) == before


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_steps_of_matching_begin_in_one_line(address: str, visit: Callable[..., Any], language: str) -> None:
    page = visit(address, **PHONE)
    to_language(page, language)
    to_tab(page, "match", language)
    steps = page.locator("#pa-match .label-wrap")
    steps.last.wait_for()
    begin = "(step) => { const r = document.createRange(); r.selectNodeContents(step.firstElementChild);"

    def starts() -> list[float]:
        return [step.evaluate(f"{begin} return r.getBoundingClientRect().left }}") for step in steps.all()]

    until(lambda: min(starts()) > 0)  # the steps are laid out one after the other
    found = starts()
    assert len(found) == 4 and max(found) - min(found) < 1
    # the first is open, its arrow turned; the others turn at first
    arrows = page.locator("#pa-match .label-wrap .icon")
    page.wait_for_function("document.getAnimations().every((one) => one.playState === 'finished')")
    closed = boxes(arrows)[1:]
    assert max(arrow["x"] for arrow in closed) - min(arrow["x"] for arrow in closed) < 1


def test_a_box_to_tick_stands_clear_of_its_words(address: str, visit: Callable[..., Any]) -> None:
    page = visit(address)
    to_tab(page, "match")
    page.get_by_role("button", name=words("zh")["match_step4"]).click()
    for label in page.locator("#pa-match-flags label").all():
        box, text = label.locator("input").bounding_box(), label.locator("span").bounding_box()
        assert text["x"] - (box["x"] + box["width"]) >= 6


def test_what_is_wrong_with_an_answer_is_asked_in_sight(address: str, visit: Callable[..., Any]) -> None:
    page = visit(address, width=390, height=500)
    turn = ask(page, QUESTION)
    turn.locator('[data-opinion="bad"]').click()
    send = turn.locator("[data-send]")
    send.wait_for()
    page.wait_for_function(
        "([send, box]) => send.getBoundingClientRect().bottom <= box.getBoundingClientRect().top",
        arg=[send.element_handle(), page.locator("#pa-composer").element_handle()],
    )


def test_the_list_of_conversations_is_as_wide_as_the_page(address: str, visit: Callable[..., Any]) -> None:
    page = visit(address, **PHONE)
    ask(page, QUESTION)
    page.evaluate("scrollTo(0, 0)")
    new = page.locator("#pa-new").bounding_box()
    page.locator("#pa-talks summary").click()
    listed, column = page.locator(".pa-talks ul").bounding_box(), page.locator("#pa-box").bounding_box()
    assert abs(listed["width"] - column["width"]) < 2
    after = page.locator("#pa-new").bounding_box()
    assert (after["x"], after["width"]) == (new["x"], new["width"])
    assert listed["y"] >= after["y"] + after["height"], "the button does not cover it"


def test_other_conditions_close_the_sentence_of_a_figure(address: str, visit: Callable[..., Any]) -> None:
    page = visit(address)
    to_tab(page, "figures")
    page.locator(".pa-ledger tbody tr").first.click()
    page.locator(".pa-said").wait_for()
    page.locator('.pa-conditions [name="indicator"]').fill("没有这个指标")
    page.locator(".pa-conditions button").click()
    none = page.locator("#pa-figure-table .pa-none")
    none.wait_for()
    count(page.locator(".pa-said"), 0)
    form = page.locator(".pa-conditions").bounding_box()
    assert none.bounding_box()["y"] - (form["y"] + form["height"]) >= 12


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_ways_through_the_figures_stand_side_by_side(
    address: str, visit: Callable[..., Any], language: str
) -> None:
    page = visit(address, **PHONE)
    to_language(page, language)
    to_tab(page, "figures", language)
    page.locator(".pa-pager").wait_for()
    back, on = boxes(page.locator(".pa-pager button"))
    assert back["y"] == on["y"]


def test_buttons_that_remove_stand_under_each_other(address: str, visit: Callable[..., Any]) -> None:
    page = visit(address, **PHONE)
    to_tab(page, "library")
    page.locator(".pa-remove").first.wait_for()
    ends = [round(box["x"] + box["width"]) for box in boxes(page.locator("#pa-documents .pa-remove"))]
    assert len(ends) > 1 and len(set(ends)) == 1


def test_all_fields_of_a_document_end_in_one_line(address: str, visit: Callable[..., Any]) -> None:
    page = visit(address)
    to_tab(page, "library")
    page.locator("#pa-documents [data-open]").first.click()
    fields = page.locator(".pa-form input, .pa-form select")
    fields.first.wait_for()
    ends = [round(box["x"] + box["width"]) for box in boxes(fields)]
    assert len(ends) > 5 and len(set(ends)) == 1
