"""Requests that come in slowly or never whole, on real connections."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import uvicorn
from uvicorn.protocols.http import auto, h11_impl, httptools_impl

from tests.ui.web.helpers import WAIT, until
from ui.web import connections

HALVES = (
    b"",
    b"GET / HT",
    b"GET / HTTP/1.1\r\nHost: a\r\n",
    b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n1234",
    b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n1234\r\n",
)
WHOLE = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\n1234"


class App:
    """Answers with the size of the body, and counts who went away before it was there."""

    def __init__(self) -> None:
        self.left = 0
        self.hold = threading.Event()
        self.hold.set()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        size, more = 0, True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                self.left += 1
                return
            size, more = size + len(message["body"]), message["more_body"]
        while not self.hold.is_set():
            await asyncio.sleep(0.02)
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"4")]})
        await send({"type": "http.response.body", "body": b"%04d" % size})


@contextmanager
def serving(app: App, protocol: Any) -> Iterator[int]:
    config = uvicorn.Config(app, http=protocol, ws="none", lifespan="off", log_level="critical")
    server = uvicorn.Server(config)
    listener = socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    yield listener.getsockname()[1]
    server.should_exit = True
    thread.join(WAIT)


@pytest.fixture(params=[h11_impl.H11Protocol, httptools_impl.HttpToolsProtocol], ids=["h11", "httptools"])
def bounded(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(connections, "_Base", request.param)
    assert issubclass(connections.bounded(), request.param)
    return connections.bounded


def begin(port: int, said: bytes) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", port), timeout=WAIT)
    connection.sendall(said)
    return connection


def rest(connection: socket.socket) -> bytes:
    """All that comes until the server closes the connection."""
    heard = b""
    while part := connection.recv(1000):
        heard += part
    return heard


def answer(connection: socket.socket) -> bytes:
    heard = b""
    while not heard.endswith((b"0004", b"0009")):
        part = connection.recv(1000)
        assert part, heard
        heard += part
    return heard


@pytest.mark.parametrize("said", HALVES)
def test_a_request_that_never_comes_whole_is_ended(bounded: Any, said: bytes) -> None:
    app = App()
    with serving(app, bounded(grace=0.3)) as port:
        begun = time.monotonic()
        heard = rest(begin(port, said))
        assert 0.2 < time.monotonic() - begun < WAIT / 2
        assert heard.startswith(b"HTTP/1.1 408 ") or said.startswith(b"POST")
        until(lambda: app.left == said.startswith(b"POST"))
        assert answer(begin(port, WHOLE)).endswith(b"0004")


def test_a_byte_now_and_then_does_not_keep_it_open(bounded: Any) -> None:
    with serving(App(), bounded(grace=0.4)) as port:
        connection = begin(port, b"GET / HTTP/1.1\r\nHost: a\r\nX: ")
        begun = time.monotonic()
        with pytest.raises(OSError):
            while time.monotonic() - begun < WAIT / 2:
                connection.sendall(b"x")
                time.sleep(0.05)
        assert time.monotonic() - begun < WAIT / 4


def test_a_large_body_has_the_time_it_needs(bounded: Any) -> None:
    with serving(App(), bounded(grace=0.3, rate=1000)) as port:
        connection = begin(port, b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3000\r\n\r\n")
        for _ in range(6):
            connection.sendall(b"x" * 500)
            time.sleep(0.2)
        assert connection.recv(1000).endswith(b"3000")


def test_an_answer_that_takes_long_is_waited_for_and_a_connection_used_again(bounded: Any) -> None:
    app = App()
    app.hold.clear()
    with serving(app, bounded(grace=0.2)) as port:
        connection = begin(port, WHOLE)
        time.sleep(0.6)
        app.hold.set()
        assert answer(connection).endswith(b"0004")
        time.sleep(0.1)
        connection.sendall(WHOLE)
        assert answer(connection).endswith(b"0004")
        connection.sendall(WHOLE[:-2])
        assert rest(connection) == b""


def test_of_too_many_the_one_that_was_silent_longest_goes(bounded: Any) -> None:
    app = App()
    with serving(app, bounded(grace=WAIT, most=5)) as port:
        halves = [begin(port, HALVES[3]) for _ in range(5)]
        time.sleep(0.2)
        halves[0].sendall(b"5")
        time.sleep(0.2)
        for _ in range(3):
            assert answer(begin(port, WHOLE)).endswith(b"0004"), "whole ones are answered meanwhile"
        assert rest(halves[1]) == b""
        halves[0].sendall(b"6789")
        assert answer(halves[0]).endswith(b"0009"), "and so is one that went on meanwhile"
        more = [begin(port, HALVES[2]) for _ in range(200)]
        assert answer(begin(port, WHOLE)).endswith(b"0004")
        until(lambda: app.left == 4)
        assert len(more) == 200


def test_the_server_of_the_pages_has_these_bounds() -> None:
    from ui.web.hosting import server

    protocol = server(App()).config.http
    assert isinstance(protocol, type) and issubclass(protocol, auto.AutoHTTPProtocol)
    assert protocol is not auto.AutoHTTPProtocol
