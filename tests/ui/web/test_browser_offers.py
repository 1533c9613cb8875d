"""The questions offered on the first page: their heading is never empty, and nothing moves when they come in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from docs_store.library import Library
from tests.ui.web.helpers import Scripted, count, serving
from ui.web import chat

HEADING, COMING = "可以从这些问题开始", "正在准备可以直接点选的问题"
QUESTIONS = tuple(f"《青禾县第{n}批科技创新与企业培育奖补资金管理办法（试行）》的申报条件是什么？" for n in range(4))
# What the browser itself counts as having moved without the reader's doing.
WATCH = (
    "window.moved = []; new PerformanceObserver((list) => window.moved.push(...list.getEntries().map((entry) =>"
    " entry.sources.map((source) => source.node && source.node.className).join()))).observe({type: 'layout-shift'})"
)


class Held:
    """Questions that are known when the test says so. Stands where `Suggestions` does."""

    questions: tuple[str, ...] | None = None

    def __init__(self, *_: object) -> None:
        pass

    def ready(self) -> tuple[str, ...] | None:
        return type(self).questions


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> type[Held]:
    monkeypatch.setattr(chat, "Suggestions", Held)
    monkeypatch.setattr(Held, "questions", None)
    return Held


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)])
@pytest.mark.parametrize("questions", [QUESTIONS, ()])
def test_late_questions_move_nothing_and_leave_no_empty_heading(
    shelf: Library, visit: Callable[..., Any], held: type[Held], questions: tuple[str, ...], width: int, height: int
) -> None:
    with serving(shelf, Scripted()) as address:
        page = visit(address, width=width, height=height)
        coming = page.get_by_text(COMING)
        coming.wait_for()
        assert HEADING not in page.locator("#pa-chat").inner_text()
        steady = [page.locator(part) for part in (".pa-welcome h2", ".pa-welcome p", "#pa-box", "#pa-filters")]
        before, at = [part.bounding_box() for part in steady], coming.bounding_box()
        page.evaluate(WATCH)
        held.questions = questions
        coming.wait_for(state="detached")
        count(page.locator(".pa-offer:visible"), len(questions))
        assert page.get_by_text(HEADING).count() == bool(questions)
        assert [part.bounding_box() for part in steady] == before
        assert page.evaluate("window.moved") == []
        if questions:
            assert page.get_by_text(HEADING).bounding_box()["y"] == at["y"]
            page.locator("#pa-language").get_by_text("English").click()
            page.get_by_text("You could start with one of these").wait_for()
            count(page.locator(".pa-offer:visible"), len(questions))


def test_the_line_that_they_come_is_in_the_page_s_language(
    shelf: Library, visit: Callable[..., Any], held: type[Held]
) -> None:
    with serving(shelf, Scripted()) as address:
        page = visit(address)
        page.get_by_text(COMING).wait_for()
        page.locator("#pa-language").get_by_text("English").click()
        page.get_by_text("Preparing questions to start with").wait_for()
        held.questions = QUESTIONS
        page.get_by_text("You could start with one of these").wait_for()
