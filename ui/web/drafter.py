"""Drafting that goes on when the page is closed: one thread for each list that has questions waiting."""

from __future__ import annotations

import json
import logging
import time
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
    """Works on the lists of a workspace, in any number of threads, one for a list.

    All that is done is in the workspace: after a restart a list goes on from its first waiting question as soon as
    somebody looks at it.
    """

    def __init__(self, library: Library, assistant: Any, workspace: Workspace) -> None:
        self._library = library
        self._assistant = assistant
        self._workspace = workspace
        self._running: dict[str, Thread] = {}
        self._lock = Lock()
        self._closed = False

    def ensure(self, list_id: str) -> None:
        """Have the waiting questions of a list worked on, if they are not already."""
        with self._lock:
            if self._closed or list_id in self._running or not self._workspace.waiting(list_id):
                return
            self._running[list_id] = Thread(target=self._work, args=(list_id,), daemon=True)
            self._running[list_id].start()

    def close(self) -> None:
        """Stop after the questions at hand, and wait a little for that.

        The lists go on when somebody looks at them again.
        """
        with self._lock:
            self._closed = True
            running = list(self._running.values())
        until = time.monotonic() + _PATIENCE
        for thread in running:
            thread.join(max(0.0, until - time.monotonic()))

    def _work(self, list_id: str) -> None:
        try:
            limits = json.loads(self._workspace.limits(list_id) or "{}")
            for number, question in self._workspace.waiting(list_id):
                if self._closed or self._workspace.limits(list_id) is None:
                    return  # or the list was removed
                for reply in desk.draft(self._assistant, self._library, [question], **limits):
                    self._workspace.put_reply(list_id, number, plain.to_json(replace(reply, number=number)))
        except (
            Exception
        ):  # of whatever kind: the thread has nobody to tell; the list goes on when it is looked at again
            log.exception("drafting the list %s", list_id)
        finally:
            with self._lock:
                self._running.pop(list_id, None)
