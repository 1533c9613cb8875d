"""What Gradio remembers of each session, kept small.

Gradio 6.31 copies the settings of all components for each session: 0.2 MB, and 9 ms of the processor. A window is one
session, and so is each call of a program that names none; none is let go of until there are 10,000.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import gradio as gr
from fastapi import FastAPI
from gradio.state_holder import SessionState, StateHolder

# A window counts as closed from the first time its connection breaks, as over night. The lists that it chooses from
# stand in its session: without them its next question is refused until the page is loaded again.
_CLOSED_KEPT = timedelta(days=3)


class Sessions(StateHolder):
    """Gradio's sessions, without copies of what is the same for all, and without those that nobody comes back to.

    A window's session goes three days after its last use, once the window was closed. A call that names no session gets
    one for itself, under the id of its event, and takes it along when it ends.
    """

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._visitors: dict[str, str] = {}  # by session

    def set_blocks(self, blocks: gr.Blocks) -> None:
        """See `StateHolder`."""
        super().set_blocks(blocks)
        # Of the settings a session needs those that were changed in it; Gradio adds these by itself.
        self._made_of: Any = SimpleNamespace(default_config=blocks.default_config, blocks={})

    def admits(self, session_id: Any, visitor: str) -> bool:
        """Whether a session is this visitor's: it is the first one's who uses it.

        The name of a session stands in addresses, which proxies write down; so it must open nothing by itself.

        Args:
            session_id: as sent; what is no name is nobody's.
            visitor: see `ui.web.visitor.mark`.
        """
        if not isinstance(session_id, str) or not session_id:
            return True
        return self._visitors.setdefault(session_id, visitor) == visitor

    def __getitem__(self, session_id: str) -> SessionState:
        if session_id in self.session_data:
            return super().__getitem__(session_id)
        state = SessionState(self._made_of)
        if session_id in self.blocks._queue.event_ids_to_events:
            return state
        self.session_data[session_id] = state
        return super().__getitem__(session_id)

    def delete_all_expired_state(self) -> None:
        """See `StateHolder`; Gradio calls it every second."""
        super().delete_all_expired_state()  # type: ignore[no-untyped-call]
        until = datetime.now() - _CLOSED_KEPT
        for session_id, state in list(self.session_data.items()):
            if state.is_closed and self.time_last_used.get(session_id, until) <= until:
                self.session_data.pop(session_id, None)
                self.time_last_used.pop(session_id, None)
        queue = self.blocks._queue
        for session_id, waiting in list(queue.pending_event_ids_session.items()):
            told = not waiting or session_id not in queue.pending_messages_per_session
            if told and session_id not in self.session_data:
                del queue.pending_event_ids_session[session_id]
                queue.pending_messages_per_session.pop(session_id, None)
        for session_id in list(self._visitors):
            if session_id not in self.session_data and session_id not in queue.pending_messages_per_session:
                del self._visitors[session_id]  # nothing is kept under this name any longer


def keep_little(app: FastAPI, blocks: gr.Blocks, sessions: Sessions) -> None:
    """Let the application that the blocks were just mounted on keep its sessions in `sessions`."""
    sessions.set_blocks(blocks)
    mounted: Any = app.routes[-1]
    mounted.app.state_holder = sessions
