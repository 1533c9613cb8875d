"""Work on lists that is stopped: it ends with the question at hand, and another server goes on with the rest."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from docs_store.library import Library
from docs_store.types import Answer, Outcome
from docs_store.workspace import Workspace
from ui.web.drafter import Drafter


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


def test_closing_waits_for_all_lists_together_not_for_one_after_the_other(
    library: Library, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.web.drafter._PATIENCE", 0.5)
    slow = Slow()
    drafter = Drafter(library, slow, workspace)
    for n in range(8):
        drafter.ensure(workspace.add_list("visitor", f"名单{n}", ["甲？"]))
    begun = time.monotonic()
    drafter.close()
    assert time.monotonic() - begun < 2, "eight lists took four seconds one by one"
    slow.may.set()
