"""The page on the program: what it works with, and how it looks."""

from __future__ import annotations

from typing import Any

import gradio as gr

from ui.commands.parser import program_version
from ui.packages import licence, needed
from ui.web import about_html, access
from ui.web.holdings import holdings
from ui.web.parts import Shop, html_part
from ui.web.texts import words


class AboutPage:
    """Shows the state of the library and the program. See `ui.web.parts.Page`."""

    name = "about"

    def __init__(self, shop: Shop) -> None:
        self._library = shop.library
        self._model = shop.model
        with gr.Column(elem_id="pa-about"):
            self._facts = html_part("pa-about-facts")
        # Gradio takes a list for a single output as that output's value, hence a second one.
        self.shown: list[Any] = [self._facts, gr.State("")]
        self.kept: list[Any] = []

    def show(self, language: str, request: gr.Request) -> list[Any]:
        """The page in a language."""
        library = self._library
        infos = library.infos()
        facts = about_html.Facts(
            documents=len(infos),
            chunks=sum(info.chunks for info in infos),
            unread=sum(row.error is not None for row in library.sources()),
            folder=str(library.folder.absolute()),
            embedder=library.embedder.name if library.embedder else "",
            made_with=library.embedder_name(),
            model=self._model,
            version=program_version(),
            keywords_only=holdings(library).keywords_only,
            access=_access(request),
            packages=tuple((name, licence(name)) for name in needed()),
        )
        return [gr.update(value=about_html.page(facts, words(language))), self._library.revision]


def _access(request: gr.Request) -> str:
    if not access.entry_of(request).asked:
        return "open"
    return "change" if access.may_change(request) else "read"
