"""The named endpoints, called as a program would."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from gradio_client import Client

from assistant.bounds import MAX_QUESTION
from assistant.engine import Assistant
from docs_store.library import Library
from tests.ui.web.helpers import WAIT, serving


@pytest.fixture(scope="module")
def client(shelf: Library) -> Iterator[Any]:
    with serving(shelf, Assistant(shelf)) as at:
        yield Client(at, verbose=False, analytics_enabled=False, httpx_kwargs={"timeout": WAIT})


def test_the_endpoints_have_names(client: Any) -> None:
    named = client.view_api(return_format="dict")["named_endpoints"]
    assert {"/ask", "/search", "/figures", "/match", "/draft"} <= named.keys()
    assert all(name.count("/") == 1 and "lambda" not in name for name in named), "nothing of the pages is public"


def test_ask(client: Any) -> None:
    answer = client.predict("青禾县2023年新认定高新技术企业多少家？", api_name="/ask")
    assert answer["outcome"] == "answered" and "31家" in answer["answer"]
    assert answer["citations"][0]["quote"]
    limited = client.predict("新认定高新技术企业多少家？", region="青禾县", year=2024, api_name="/ask")
    assert "36家" in limited["answer"]
    planned = client.predict("青禾县新认定高新技术企业多少家？", status="target", api_name="/ask")
    assert "36家" in planned["answer"] and planned["understood"]["status"] == "target"
    assert client.predict("多少家？", status="wish", api_name="/ask")["error"]["code"] == "usage"
    assert client.predict("", api_name="/ask")["error"]["code"] == "usage"


def test_search(client: Any) -> None:
    passages = client.predict("创新券", limit=2, api_name="/search")["passages"]
    assert 1 <= len(passages) <= 2 and "创新券" in passages[0]["text"]


@pytest.mark.parametrize("name", ["/ask", "/search"])
def test_a_question_has_as_many_characters_as_on_the_page(client: Any, name: str) -> None:
    longest, longer = ("创" * (MAX_QUESTION + more) for more in (0, 1))
    for question, refused in ((longest, False), (longer, True)):
        answer = client.predict(question, api_name=name)
        assert ("error" in answer) is refused
    assert answer["error"]["code"] == "question_too_long" and str(MAX_QUESTION) in str(answer["error"])


def test_figures(client: Any) -> None:
    found = client.predict(region="青禾县", indicator="高企", status="target", api_name="/figures")
    assert found["rows"] == len(found["figures"]) >= 1
    assert all(row["status"] == "target" for row in found["figures"])
    assert "error" in client.predict(status="nonsense", api_name="/figures")


def test_match(client: Any) -> None:
    enterprise = {"name": "甲公司", "region": "白溪县", "size": "小型"}
    found = client.predict(enterprise, on="2026-03-10", api_name="/match")
    assert "error" not in found and "matches" in found
    assert "error" in client.predict({"no such field": 1}, api_name="/match")
    assert "error" in client.predict({}, on="gestern", api_name="/match")


def test_draft(client: Any) -> None:
    asked = ["青禾县2023年新认定高新技术企业多少家？", " ", "火星探测器什么时候发射？"]
    replies = client.predict(asked, api_name="/draft")["replies"]
    assert [reply["outcome"] for reply in replies] == ["answered", "not_found"]
    assert replies[1]["checks"] == ["not_found"]
    assert "error" in client.predict([], api_name="/draft")


def test_what_is_too_long_is_refused_at_every_endpoint(client: Any) -> None:
    long = "企" * (MAX_QUESTION + 1)
    for endpoint in ("/ask", "/search"):
        assert client.predict(long, api_name=endpoint)["error"]["code"] == "question_too_long"
    replies = client.predict([long, "青禾县2023年新认定高新技术企业多少家？"], api_name="/draft")["replies"]
    assert [reply["outcome"] for reply in replies] == ["failed", "answered"]
    assert str(MAX_QUESTION) in replies[0]["notes"][0]
