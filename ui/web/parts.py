"""What all pages build with, and what a page is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import gradio as gr

from assistant.matching.judging import ConditionReader
from docs_store.library import Library
from docs_store.workspace import Workspace
from ingest.proposals import Proposer
from ui.web.drafter import Drafter
from ui.web.nouns import Asker
from ui.web.stops import Stops
from ui.web.uploads import Uploads

# For events that answer at once: no spinner over the page, and no entry in a public interface. Gradio drops one that
# comes while the same is still at work, as a second touch of a button that begins something.
QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
# For what may be asked for quicker than it is done, such as one document after another: all are done, in order.
DRAWN: dict[str, Any] = {**QUIET, "trigger_mode": "multiple"}
# For what follows a person's typing: the last is always done.
LATEST: dict[str, Any] = {**QUIET, "trigger_mode": "always_last"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shop:
    """What every page is given.

    Attributes:
        model: name of the language model that words the answers; empty without one.
        workspace: what visitors keep; see `ui.web.visitor.owner` for whose it is.
        language: the component that holds the visitor's language.
        stops: which answers are to end before they are whole.
        conditions: the language model that judges conditions of measures, if any.
        proposer: the language model that is asked about uploads that reading is unsure of, if any.
    """

    library: Library
    assistant: Asker
    workspace: Workspace
    drafter: Drafter
    model: str
    language: gr.Radio
    uploads: Uploads
    stops: Stops = field(default_factory=Stops)
    proposer: Proposer | None = None
    conditions: ConditionReader | None = None


class Page(Protocol):
    """One tab. A page serves all visitors and keeps nothing of theirs; it is made inside its `gr.Tab`, of a `Shop`.

    A new tab is one such class, one line in `ui.web.pages.PAGES`, and its words: `tab_NAME` is the tab's label.

    Attributes:
        name: the tab's id.
        shown: the components that `show` updates.
        kept: the components whose values `show` is given after the language.
    """

    name: str

    def __init__(self, shop: Shop) -> None: ...

    @property
    def shown(self) -> Sequence[Any]: ...  # noqa: D102
    @property
    def kept(self) -> Sequence[Any]: ...  # noqa: D102

    def show(self, *args: Any, **kwargs: Any) -> list[Any]:
        """The page in a language, over what the library holds now: one update for each of `shown`.

        It takes the language and the values of `kept`. Called when the tab is chosen and when the language changes, and
        on loading for the first tab.
        """
        ...


def html_part(elem_id: str, value: str = "", js_on_load: str | None = None) -> gr.HTML:
    """A part of the page that is drawn by one of the `*_html` modules or `ui.web.render`, and styled in `static`."""
    return gr.HTML(value, elem_id=elem_id, apply_default_css=False, js_on_load=js_on_load)
