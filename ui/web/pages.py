"""Both pages in one Gradio application."""

from __future__ import annotations

from typing import Any

import gradio as gr

from docs_store.library import Library
from ui.web import render
from ui.web.chat import ChatPage, Talk
from ui.web.library_page import LibraryPage
from ui.web.nouns import Asker
from ui.web.parts import QUIET, html_part
from ui.web.texts import LANGUAGES, words

_WAITING = 100  # events that may wait for their turn


def build_pages(library: Library, assistant: Asker, language: str, *, delete_uploads_after: int) -> gr.Blocks:
    """The pages over one library.

    Args:
        language: the one that a visitor meets first.
        delete_uploads_after: seconds until an uploaded file, read by then, is deleted.
    """
    told = words(language)
    blocks = gr.Blocks(
        analytics_enabled=False,
        title=told["product"],
        delete_cache=(delete_uploads_after, delete_uploads_after),
    )
    with blocks:
        # Kept by the visitor's browser. The key is no secret: it only tells our values from another program's.
        remembered = gr.BrowserState(None, storage_key="policy-assistant-language", secret="policy-assistant")
        with gr.Row(elem_id="pa-head"):
            brand = html_part("pa-brand", render.brand(told))
            switch = gr.Radio(
                [(name, code) for code, name in LANGUAGES.items()], value=language, label=told["language"],
                elem_id="pa-language", scale=0, container=False,
            )  # fmt: skip
        with gr.Tabs(elem_id="pa-tabs"):
            with gr.Tab(told["tab_ask"], id="ask") as ask_tab:
                chat = ChatPage(library, assistant, switch)
            with gr.Tab(told["tab_library"], id="library") as library_tab:
                shelf = LibraryPage(library)

        def show(code: str, talk: Talk, region: str | None, year: str | None, find: str | None) -> list[Any]:
            told = words(code)
            return [
                render.brand(told),
                gr.update(label=told["language"]),
                gr.update(label=told["tab_ask"]),
                gr.update(label=told["tab_library"]),
                *chat.show(code, talk, region, year),
                *shelf.show(code, find),
            ]

        inputs = [switch, chat.talk, chat.region, chat.year, shelf.find]
        outputs = [brand, switch, ask_tab, library_tab, *chat.shown, *shelf.shown]
        refresh: dict[str, Any] = {"fn": show, "inputs": inputs, "outputs": outputs, **QUIET}

        blocks.load(lambda code: code if code in LANGUAGES else language, remembered, switch, **QUIET).then(**refresh)
        switch.input(lambda code: code, switch, remembered, **QUIET).then(**refresh).then(
            lambda: "",
            None,
            shelf.status,
            **QUIET,  # it is in the other language
        )
        ask_tab.select(**refresh)
        for event in shelf.connect(switch):
            event.then(**refresh)
    blocks.queue(max_size=_WAITING)
    return blocks
