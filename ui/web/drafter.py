"""Drafting that goes on when the page is closed: one thread for all lists, one list after the other."""

from __future__ import annotations

import json
import logging
from dataclasses import replace
from threading import Lock, Thread
from typing import Any

from assistant.drafting import desk
from docs_store import plain
from docs_store.library import Library
from docs_store.workspace import Workspace

log = logging.getLogger(__name__)

_PATIENCE = (
    5  # seconds for all lists together; a reply that a slow model is still wording then is worded again next time
)


class Drafter:
    """Works on the lists of a workspace, in the order in which they came.

    One thread for all of them: with one for each, thirty lists would leave a visitor's question a thirtieth of the
    processor.

    All that is done is in the workspace: after a restart a list goes on from its first waiting question as soon as
    somebody looks at it.
    """

    def __init__(self, library: Library, assistant: Any, workspace: Workspace) -> None:
        self._library = library
        self._assistant = assistant
        self._workspace = workspace
        self._queue: list[str] = []  # the first one is being worked on
        self._thread: Thread | None = None
        self._lock = Lock()
        self._closed = False

    def ensure(self, list_id: str) -> None:
        """Have the waiting questions of a list worked on after those of the lists before it, if they are not yet."""
        with self._lock:
            if self._closed or list_id in self._queue or not self._workspace.waiting(list_id):
                return
            self._queue.append(list_id)
            if self._thread is None:
                self._thread = Thread(target=self._work, name="drafting", daemon=True)
                self._thread.start()

    def ahead(self, list_id: str) -> int:
        """How many lists are worked on before this one; 0 where it is its turn, or it has nothing waiting."""
        with self._lock:
            return self._queue.index(list_id) if list_id in self._queue else 0

    def close(self) -> None:
        """Stop after the question at hand, and wait a little for that.

        The lists go on when somebody looks at them again.
        """
        with self._lock:
            self._closed = True
            thread = self._thread
        if thread is not None:
            thread.join(_PATIENCE)

    def _work(self) -> None:
        while (list_id := self._next()) is not None:
            try:
                self._draft(list_id)
            except (
                Exception
            ):  # of whatever kind: the thread has nobody to tell; the list goes on when it is looked at again
                log.exception("drafting the list %s", list_id)
            with self._lock:
                self._queue.remove(list_id)

    def _next(self) -> str | None:
        """The list whose turn it is; `None` where there is none, and then the thread ends."""
        with self._lock:
            if self._closed or not self._queue:
                self._thread = None
                return None
            return self._queue[0]

    def _draft(self, list_id: str) -> None:
        limits = json.loads(self._workspace.limits(list_id) or "{}")
        for number, question in self._workspace.waiting(list_id):
            if self._closed or self._workspace.limits(list_id) is None:
                return  # or the list was removed
            for reply in desk.draft(self._assistant, self._library, [question], **limits):
                self._workspace.put_reply(list_id, number, plain.to_json(replace(reply, number=number)))
