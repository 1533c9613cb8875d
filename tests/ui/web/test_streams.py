"""The connection on which a page hears of its events, closed while another event is on its way."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from docs_store.library import Library
from tests.ui.web.helpers import WAIT, Scripted, listening, serving, until
from ui.web import streams
from ui.web.streams import Streams

_CLOSE = b'data: {"msg":"close_stream","event_id":null}\n\n'


class Late:
    """A network that brings the page the news that its connection is closed later than what is sent after it."""

    def __init__(self) -> None:
        self.held = 0
        self.let_through = True
        self._app: Any = None

    def before(self, app: Any) -> Late:
        self._app = app
        return self

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        async def late(message: Any) -> None:
            if message.get("body", b"").startswith(b'data: {"msg":"close_stream"'):
                self.held += 1
                end = time.monotonic() + WAIT
                while not self.let_through and time.monotonic() < end:
                    await asyncio.sleep(0.02)
            await send(message)

        await self._app(scope, receive, late)


def test_a_question_sent_while_the_connection_closes_is_answered(
    shelf: Library, chromium: Any, visit: Callable[..., Any]
) -> None:
    late, script = Late(), Scripted()
    late.let_through = False
    with serving(shelf, script, between=late.before) as at:
        page = visit(at)
        until(lambda: late.held)  # the page is drawn; that this was all is on its way to it
        page.locator("#pa-question-box textarea").fill("甲")
        page.locator("#pa-send").click()
        until(lambda: script.asked)
        late.let_through = True
        page.locator('#pa-live [data-turn="1"] .pa-reply[aria-busy="false"]').wait_for()
        page.goto("about:blank")


class Endless:
    """A page, and at another address a connection on which nothing ends."""

    def __init__(self) -> None:
        self.opened = 0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        listens = scope["path"].endswith("/queue/data")
        self.opened += listens
        kind = b"text/event-stream" if listens else b"text/html"
        headers = [(b"content-type", kind), (b"cache-control", b"max-age=60")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"data: {}\n\n", "more_body": listens})
        while listens and (await receive())["type"] != "http.disconnect":
            pass


def test_the_browser_asks_once_for_the_connection_that_follows_another(
    chromium: Any, visit: Callable[..., Any]
) -> None:
    """While Chromium held the first in its cache, it took that for the next, or asked twice and listened once."""
    endless = Endless()
    with listening(Streams(endless)) as at:
        page = visit(at, ready="body")
        opened = page.evaluate(
            """async () => {
                const open = async (control) => {
                    const answer = await fetch("/queue/data?session_hash=one", {signal: control.signal});
                    await answer.body.getReader().read();
                };
                const first = new AbortController(), second = new AbortController();
                await open(first);
                const next = open(second);
                first.abort();
                await next;
                second.abort();
                return "both";
            }"""
        )
    assert (opened, endless.opened) == ("both", 2)


async def gradio(scope: Any, receive: Any, send: Any) -> None:
    """Says that the connection is closed and tidies up, or takes an event."""
    listens = scope["path"].endswith("/data")
    while not listens and (await receive()).get("more_body"):
        pass
    await send({"type": "http.response.start", "status": 200, "headers": []})
    if listens:
        await send({"type": "http.response.body", "body": _CLOSE, "more_body": True})
        scope["tidied"].append(True)
    await send({"type": "http.response.body", "body": b"end"})


class Client:
    """Two requests of one window, or of two, and what comes back of them."""

    def __init__(self) -> None:
        self._app = Streams(gradio)
        self.let_go = asyncio.Event()
        self.heard: dict[str, list[bytes]] = {}
        self.tidied: list[bool] = []
        self.tasks: list[asyncio.Future[None]] = []

    async def open(self, window: str) -> None:
        async def receive() -> Any:
            await self.let_go.wait()
            return {"type": "http.disconnect"}

        await self._ask("data", {"path": "/q/queue/data", "query_string": b"session_hash=" + window.encode()}, receive)

    async def join(self, name: str, said: bytes) -> None:
        parts = [said[:5], said[5:]]

        async def receive() -> Any:
            return {"type": "http.request", "body": parts.pop(0), "more_body": bool(parts)}

        await self._ask(name, {"path": "/q/queue/join"}, receive)

    async def _ask(self, name: str, scope: dict[str, Any], receive: Any) -> None:
        heard = self.heard.setdefault(name, [])

        async def send(message: Any) -> None:
            heard.append(message.get("body", b""))

        self.tasks.append(
            asyncio.ensure_future(self._app(scope | {"type": "http", "tidied": self.tidied}, receive, send))
        )
        for _ in range(20):  # all that can go on without the other side does
            await asyncio.sleep(0)


def run(story: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """In a thread of its own: the browser that other tests of this process drive has a loop in this one."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(lambda: asyncio.run(story())).result()


def said(window: Any) -> bytes:
    return json.dumps({"data": [], "session_hash": window}).encode()


def test_only_events_of_the_window_whose_connection_closes_wait() -> None:
    async def story() -> None:
        client = Client()
        await client.join("early", said("one"))
        await client.open("one")
        await client.join("late", said("one"))
        await client.join("other", said("two"))
        await client.join("broken", b"no JSON")
        await client.join("odd", b"[1, 2, 3]")
        assert client.heard == {
            "early": [b"", b"end"], "data": [b"", _CLOSE], "late": [],
            "other": [b"", b"end"], "broken": [b"", b"end"], "odd": [b"", b"end"],
        }  # fmt: skip
        assert client.tidied == [True], "Gradio is not kept from it, whoever still holds the connection"
        client.let_go.set()
        await asyncio.gather(*client.tasks)
        assert client.heard["late"] == client.heard["early"]
        await client.join("later", said("one"))
        assert client.heard["later"] == client.heard["early"]

    run(story)


def test_a_connection_that_seems_never_to_be_let_go_of_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "_PATIENCE", 0.05)

    async def story() -> None:
        client = Client()
        await client.open("one")
        await client.join("late", said("one"))
        assert client.heard["late"] == []
        await asyncio.gather(*client.tasks)
        assert client.heard == {"data": [b"", _CLOSE, b"end"], "late": [b"", b"end"]}

    run(story)
