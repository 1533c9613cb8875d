"""Work on lists that is stopped: it ends with the question at hand, and another server goes on with the rest."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from docs_store.library import Library
from docs_store.types import Answer, Outcome
from docs_store.workspace import Workspace
from ui.web import draft_html
from ui.web.draft_html import Row
from ui.web.drafter import Drafter
from ui.web.texts import LANGUAGES, words


class Slow:
    """Answers when it may."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.begun, self.may = threading.Event(), threading.Event()

    def ask(self, question: str, **limits: Any) -> Answer:
        self.asked.append(question)
        self.begun.set()
        assert self.may.wait(60)
        return Answer(
            question=question, standalone_question=question, outcome=Outcome.NOT_FOUND, mode="extractive", answer="无"
        )


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    made = Workspace(tmp_path)
    yield made
    made.close()


def test_closing_ends_with_the_question_at_hand_and_the_rest_waits(library: Library, workspace: Workspace) -> None:
    list_id = workspace.add_list("visitor", "名单", ["甲？", "乙？", "丙？"], json.dumps({}))
    slow = Slow()
    drafter = Drafter(library, slow, workspace)
    drafter.ensure(list_id)
    assert slow.begun.wait(60)
    closing = threading.Thread(target=drafter.close)
    closing.start()
    while not drafter._closed:
        time.sleep(0.01)
    slow.may.set()
    closing.join(60)
    waiting = [question for _, question in workspace.waiting(list_id)]
    assert slow.asked == ["甲？"] and waiting == ["乙？", "丙？"]
    drafter.ensure(list_id)
    assert slow.asked == ["甲？"], "a drafter that was closed takes up nothing"


def _wait_until(holds: Callable[[], bool]) -> None:
    until = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.01)


def test_lists_are_worked_on_in_order_by_one_thread(library: Library, workspace: Workspace) -> None:
    lists = [workspace.add_list(f"visitor {n}", "名单", [f"{n}甲？", f"{n}乙？"], json.dumps({})) for n in range(30)]
    slow = Slow()
    drafter = Drafter(library, slow, workspace)
    before = threading.active_count()
    for _ in range(2):
        for list_id in lists:
            drafter.ensure(list_id)
    assert slow.begun.wait(60)
    assert threading.active_count() == before + 1
    assert [drafter.ahead(list_id) for list_id in lists] == list(range(30))
    assert drafter.ahead("of nobody") == 0
    workspace.remove_list("visitor 1", lists[1])
    slow.may.set()
    _wait_until(lambda: not any(workspace.waiting(list_id) for list_id in lists))
    assert slow.asked == [f"{n}{question}" for n in range(30) if n != 1 for question in ("甲？", "乙？")]
    _wait_until(lambda: threading.active_count() == before)
    later = workspace.add_list("visitor", "名单", ["后来？"], json.dumps({}))
    drafter.ensure(later)
    _wait_until(lambda: not workspace.waiting(later))
    drafter.close()


def test_a_list_that_cannot_be_drafted_does_not_hold_up_the_next(library: Library, workspace: Workspace) -> None:
    faulty = workspace.add_list("visitor", "名单", ["甲？"], "no JSON")
    sound = workspace.add_list("visitor", "名单", ["乙？"], json.dumps({}))
    slow = Slow()
    slow.may.set()
    drafter = Drafter(library, slow, workspace)
    for list_id in (faulty, sound):
        drafter.ensure(list_id)
    _wait_until(lambda: not workspace.waiting(sound))
    _wait_until(lambda: drafter.ahead(sound) == 0)
    assert workspace.waiting(faulty)
    drafter.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_list_that_waits_shows_its_place(language: str) -> None:
    rows = [Row(number=1, question="甲？", state="waiting", reply=None)]
    told = words(language)
    assert told["draft_ahead"].format(n=7) in draft_html.progress(rows, "list", told, ahead=7)
    assert "7" not in draft_html.progress(rows, "list", told)


def test_closing_waits_a_moment_only_however_many_lists_there_are(
    library: Library, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.web.drafter._PATIENCE", 0.5)
    before = threading.active_count()
    slow = Slow()
    drafter = Drafter(library, slow, workspace)
    for n in range(8):
        drafter.ensure(workspace.add_list("visitor", f"名单{n}", ["甲？"], json.dumps({})))
    begun = time.monotonic()
    drafter.close()
    assert time.monotonic() - begun < 2, "eight lists took four seconds one by one"
    slow.may.set()
    _wait_until(lambda: threading.active_count() == before)
