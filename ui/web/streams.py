"""The connection on which Gradio tells a page what its events bring, closed so that no event is left unheard.

Gradio 6.31 closes a window's connection when nothing is under way in it: the server writes `close_stream`, and the page
opens another one with its next event, unless it believes the old one to be open still. An event that is sent while
`close_stream` travels is taken by the server after it closed and by the page before it knows: the page then waits
without end for an answer that has no way to it. A question asked at the moment at which the page has just been drawn
was lost so, about once in ten runs of the browser tests on a busy machine.

Here the server holds back what it says to such an event until the page has let go of the old connection.

And nothing of it is for a cache. All connections of a window have one address: while its cache still held the one that
was let go of, Chromium asked for the next, threw both away and asked again. The server answered the request that nobody
listened to, and all that the page waited for was lost, about once in a hundred times that a page was loaded again.
"""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from urllib.parse import parse_qs

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_STREAM, _JOIN = "/queue/data", "/queue/join"
_CLOSING = b'data: {"msg":"close_stream"'
_UNCACHED = (b"cache-control", b"no-store")
_PATIENCE = 5.0  # seconds; for a proxy between that does not tell that the page has let go


class Streams:
    """Lets a window's events be answered after the connection that is being closed is closed."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._closing: dict[str, asyncio.Event] = {}  # by window; set once the page has let go

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        path = scope.get("path", "") if scope["type"] == "http" else ""
        if path.endswith(_STREAM):
            query = parse_qs(scope.get("query_string", b"").decode("latin-1"))
            await self._stream(query.get("session_hash", [""])[0], scope, receive, send)
        elif path.endswith(_JOIN):
            await self._join(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _stream(self, window: str, scope: Scope, receive: Receive, send: Send) -> None:
        gone: asyncio.Event | None = None

        async def watched(message: Message) -> None:
            nonlocal gone
            if message["type"] == "http.response.start":
                others = (pair for pair in message.get("headers", ()) if pair[0].lower() != _UNCACHED[0])
                message["headers"] = [*others, _UNCACHED]
            elif message.get("body", b"").startswith(_CLOSING):
                # Between Gradio's finding that nothing is under way and here no other request can have had its turn.
                gone = self._closing[window] = asyncio.Event()
            elif gone is not None:  # the end, which comes when Gradio is through with the connection
                with suppress(TimeoutError):
                    await asyncio.wait_for(_let_go(receive), _PATIENCE)
            await send(message)

        try:
            await self._app(scope, receive, watched)
        finally:
            if gone is not None:
                gone.set()
                if self._closing.get(window) is gone:
                    del self._closing[window]

    async def _join(self, scope: Scope, receive: Receive, send: Send) -> None:
        body: list[bytes] = []

        async def noted() -> Message:
            message = await receive()
            body.append(message.get("body", b""))
            return message

        async def in_turn(message: Message) -> None:
            closing = self._closing.get(_window(b"".join(body))) if message["type"] == "http.response.start" else None
            if closing is not None:
                await closing.wait()
            await send(message)

        await self._app(scope, noted, in_turn)


async def _let_go(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _window(body: bytes) -> str:
    """Which window an event comes from; empty where it does not say."""
    try:
        said = json.loads(body)
    except ValueError:
        return ""
    return str(said.get("session_hash", "")) if isinstance(said, dict) else ""
