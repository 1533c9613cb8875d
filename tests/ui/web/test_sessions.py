"""Gradio's sessions: what is kept of them, and for how long."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant.engine import Assistant
from docs_store.library import Library
from docs_store.workspace import Workspace
from tests.ui.web.helpers import until
from ui.web.app import application
from ui.web.sessions import Sessions

QUESTION = "青禾县2023年新认定高新技术企业多少家？"


@pytest.fixture
def client(shelf: Library) -> Iterator[TestClient]:
    with (
        closing(Workspace(shelf.folder)) as workspace,
        TestClient(application(shelf, Assistant(shelf), workspace)) as client,
    ):
        yield client


@pytest.fixture
def sessions(client: TestClient) -> Sessions:
    app: Any = client.app
    holder: Sessions = app.routes[-1].app.state_holder
    assert holder is holder.blocks.state_holder
    return holder


def ask(client: TestClient, **named: str) -> dict[str, Any]:
    """One answer through the endpoint, as a program would ask."""
    posted = client.post("/gradio_api/call/ask", json={"data": [QUESTION, "", 0, ""], **named})
    told = client.get(f"/gradio_api/call/ask/{posted.raise_for_status().json()['event_id']}").text.splitlines()
    answer: dict[str, Any] = json.loads(told[told.index("event: complete") + 1].removeprefix("data: "))[0]
    return answer


def test_a_program_that_names_no_session_leaves_none(client: TestClient, sessions: Sessions) -> None:
    for _ in range(3):
        assert ask(client)["outcome"] == "answered"
    queue = sessions.blocks._queue
    until(lambda: not queue.event_ids_to_events)  # the answer is there a moment before its event has ended
    assert not sessions.session_data and not sessions.time_last_used
    sessions.delete_all_expired_state()
    assert not queue.pending_event_ids_session and not queue.pending_messages_per_session
    assert len(queue.event_analytics) <= 1


def test_an_answer_that_waits_to_be_fetched_is_kept(client: TestClient, sessions: Sessions) -> None:
    posted = client.post("/gradio_api/call/ask", json={"data": [QUESTION, "", 0, ""]}).json()
    until(lambda: not sessions.blocks._queue.event_ids_to_events)
    sessions.delete_all_expired_state()
    assert "event: complete" in client.get(f"/gradio_api/call/ask/{posted['event_id']}").text


def test_a_session_holds_what_was_changed_in_it_alone(client: TestClient, sessions: Sessions) -> None:
    sessions["window"]
    assert not sessions["window"].config_values
    switch = next(key for key, block in sessions.blocks.blocks.items() if block.elem_id == "pa-language")
    sessions["window"]._update_value_in_config(switch, "en")
    held = sessions["window"].config_values
    assert list(held) == [switch] and held[switch]["props"]["value"] == "en"
    assert not sessions["other"].config_values


def test_a_closed_window_is_forgotten_after_three_days(sessions: Sessions) -> None:
    for name, closed, hours in (("open", False, 100), ("over the weekend", True, 70), ("closed", True, 73)):
        sessions[name].is_closed = closed
        sessions.time_last_used[name] = datetime.now() - timedelta(hours=hours)
    sessions.delete_all_expired_state()
    assert sessions.session_data.keys() == sessions.time_last_used.keys() == {"open", "over the weekend"}
