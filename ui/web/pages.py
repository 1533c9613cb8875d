"""All pages in one Gradio application: the head, the tabs, and the visitor's language."""

from __future__ import annotations

from typing import Any

import gradio as gr

from assistant.matching.judging import ConditionReader
from docs_store.library import Library
from docs_store.workspace import Workspace
from ingest.proposals import Proposer
from ui.web import access, api, render, sign_in
from ui.web.about_page import AboutPage
from ui.web.chat import ChatPage
from ui.web.draft_page import DraftPage
from ui.web.drafter import Drafter
from ui.web.figures_page import FiguresPage
from ui.web.guard import GuardedBlocks
from ui.web.library_page import LibraryPage
from ui.web.match_page import MatchPage
from ui.web.nouns import Asker
from ui.web.parts import DRAWN, QUIET, Page, Shop, html_part
from ui.web.texts import LANGUAGES, words
from ui.web.uploads import Uploads

PAGES: tuple[type[Page], ...] = (ChatPage, FiguresPage, MatchPage, DraftPage, LibraryPage, AboutPage)
"""The tabs from left to right; the first is the one that a visitor meets."""

_WAITING = 100  # events that may wait for their turn


def build_pages(
    library: Library,
    assistant: Asker,
    workspace: Workspace,
    drafter: Drafter,
    uploads: Uploads,
    language: str,
    *,
    model: str,
    proposer: Proposer | None = None,
    conditions: ConditionReader | None = None,
) -> gr.Blocks:
    """The pages over one library.

    Args:
        language: the one that a visitor meets first.
        model: name of the language model that words the answers; empty without one.
        proposer: the language model that is asked about uploads that reading is unsure of, if any.
        conditions: the language model that judges conditions of measures, if any.
    """
    told = words(language)
    blocks = GuardedBlocks(analytics_enabled=False, title=told["product"])
    with blocks:
        # Kept by the visitor's browser. The key is no secret: it only tells our values from another program's.
        remembered = gr.BrowserState(None, storage_key="policy-assistant-language", secret="policy-assistant")
        with gr.Row(elem_id="pa-head"):
            brand = html_part("pa-brand", render.brand(told))
            session = html_part("pa-session")
            switch = gr.Radio(
                [(name, code) for code, name in LANGUAGES.items()], value=language, label=told["language"],
                elem_id="pa-language", scale=0, container=False,
            )  # fmt: skip
        shop = Shop(
            library=library, assistant=assistant, workspace=workspace, drafter=drafter, uploads=uploads, model=model,
            language=switch, proposer=proposer, conditions=conditions,
        )  # fmt: skip
        api.publish(shop)  # first, so that no event of a page takes an endpoint's name
        tabs, pages = [], []
        with gr.Tabs(elem_id="pa-tabs", overflow_behavior="wrap"):
            for kind in PAGES:
                with gr.Tab(told[f"tab_{kind.name}"], id=kind.name) as tab:
                    pages.append(kind(shop))
                tabs.append(tab)

        def loaded_language(code: str | None) -> str:
            return code if code is not None and code in LANGUAGES else language

        def head(code: str, request: gr.Request) -> list[Any]:
            told = words(code)
            labels = [gr.update(label=told[f"tab_{page.name}"]) for page in pages]
            right = "right_change" if access.may_change(request) else "right_read"
            who = sign_in.session_html(right, told) if access.entry_of(request).signed_in else ""
            return [render.brand(told), who, gr.update(label=told["language"]), *labels]

        def draw(page: Page) -> dict[str, Any]:
            return {"fn": page.show, "inputs": [switch, *page.kept], "outputs": list(page.shown), **DRAWN}

        blocks.unload(shop.stops.stop)
        top: dict[str, Any] = {"fn": head, "inputs": switch, "outputs": [brand, session, switch, *tabs], **DRAWN}
        loaded = blocks.load(loaded_language, remembered, switch, **QUIET)
        loaded.then(**top)
        loaded.then(**draw(pages[0]))
        changed = switch.input(lambda code: code, switch, remembered, **DRAWN)
        changed.then(**top)
        for tab, page in zip(tabs, pages, strict=True):
            changed.then(**draw(page))
            tab.select(**draw(page))
    blocks.queue(max_size=_WAITING)
    return blocks
