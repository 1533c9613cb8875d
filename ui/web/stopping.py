"""The server, and how it ends: what is under way may come to its end, for a few seconds.

Pages hold a connection for as long as they are open, so uvicorn's own way of stopping, which waits for connections and
then breaks off what serves them, leaves a trace of the stack for each.
"""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Callable, Collection

import uvicorn

PATIENCE = 5.0
"""Seconds until a question under way is given up."""

_TOLD = 0.3  # seconds for the last words of an answer to go out
_CLOSED = 3  # seconds for what served a connection to find it closed
_LAST = 1.0  # seconds for threads without work to end


class Server(uvicorn.Server):
    """Serves until SIGINT or SIGTERM, which it raises anew at its end. After a second SIGINT it waits for nothing.

    Args:
        busy: whether anything is under way that somebody waits for.
    """

    def __init__(self, config: uvicorn.Config, busy: Callable[[], bool]) -> None:
        config.timeout_graceful_shutdown = _CLOSED
        super().__init__(config)
        self._busy = busy

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let nobody in, wait a little for what is under way, and close the connections as their pages would."""
        for server in self.servers:
            server.close()
        until = time.monotonic() + PATIENCE
        waited = False
        while self._busy() and not self.force_exit and time.monotonic() < until:
            waited = True
            await asyncio.sleep(0.05)
        if waited and not self.force_exit:
            await asyncio.sleep(_TOLD)
        self.force_exit = False  # enough waited; uvicorn would leave the application no time to close what it has open
        for connection in list(self.server_state.connections):
            transport = getattr(connection, "transport", None)
            if transport is not None:
                transport.close()
        await super().shutdown(sockets)


def at_work(before: Collection[threading.Thread]) -> bool:
    """Whether a thread that was begun since is still at work, so that the interpreter would wait for it.

    It is at a question that was given up. What is to be kept is on the disk as soon as its step is done.

    Args:
        before: the threads that there were.
    """
    until = time.monotonic() + _LAST
    for thread in set(threading.enumerate()) - set(before):
        if not thread.daemon:
            thread.join(max(0.0, until - time.monotonic()))
            if thread.is_alive():
                return True
    return False
