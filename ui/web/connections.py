"""Connections on which a request comes in slowly, or never whole, bounded so that they keep no other visitor out.

uvicorn waits without end for the rest of a request. Each such connection holds a file descriptor of the process, and
when these are used up nobody is answered.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from typing import Any

from uvicorn.protocols.http.auto import AutoHTTPProtocol

_GRACE = 20.0  # seconds for the head of a request, or to begin sending its body
_RATE = 4000.0  # bytes for which there is one more second
_MOST = 100  # unfinished requests at once; one more, and that which was silent the longest goes
_TIMED_OUT = b"HTTP/1.1 408 Request Timeout\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"

_Base: Any = AutoHTTPProtocol


def bounded(grace: float = _GRACE, rate: float = _RATE, most: int = _MOST) -> type[asyncio.Protocol]:
    """The protocol for one server (`http` of `uvicorn.Config`).

    Args:
        grace: seconds that every request has to come in.
        rate: bytes for which it has a second more.
        most: requests that may be on their way at the same time.
    """
    unfinished: OrderedDict[Any, None] = OrderedDict()

    class Bounded(_Base):  # type: ignore[misc]
        """Ends connections whose request takes too long to come in, from the first byte to the last."""

        _coming = False  # a request is awaited or on its way
        _begun = 0.0
        _bytes = 0
        _seen: Any = None  # the latest request that came in whole
        _timer: asyncio.TimerHandle | None = None

        def connection_made(self, transport: asyncio.Transport) -> None:
            super().connection_made(transport)
            self._begin()

        def data_received(self, data: bytes) -> None:
            if not self._coming:
                self._begin()
            self._bytes += len(data)
            super().data_received(data)
            # uvicorn makes one `cycle` for each request, once its head is there.
            if self.cycle is not None and self.cycle is not self._seen and not self.cycle.more_body:
                self._seen = self.cycle
                self._end()
            elif self._coming:
                unfinished.move_to_end(self)

        def connection_lost(self, exc: Exception | None) -> None:
            self._end()
            super().connection_lost(exc)

        def _begin(self) -> None:
            self._coming, self._begun, self._bytes = True, self.loop.time(), 0
            unfinished[self] = None
            self._timer = self.loop.call_later(grace, self._look)
            if len(unfinished) > most:
                next(iter(unfinished))._give_up()

        def _end(self) -> None:
            self._coming = False
            unfinished.pop(self, None)
            if self._timer is not None:
                self._timer.cancel()
                self._timer = None

        def _look(self) -> None:
            left = self._begun + grace + self._bytes / rate - self.loop.time()
            if self.flow.read_paused:  # the server is slow, not the visitor
                left = grace
            if left > 0:
                self._timer = self.loop.call_later(left, self._look)
            else:
                self._give_up()

        def _give_up(self) -> None:
            self._end()
            if not self.transport.is_closing():
                if self.cycle is None or self.cycle is self._seen:  # not even its head is there
                    self.transport.write(_TIMED_OUT)
                self.transport.close()

    return Bounded
