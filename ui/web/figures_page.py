"""The figures page: looking up the ledger, opening the sentence of a row, taking rows and charts away."""

from __future__ import annotations

from typing import Any

import gradio as gr

from assistant import figures
from ui.ledger import Conditions, Ledger
from ui.web import figures_html
from ui.web.parts import DRAWN, Shop, html_part
from ui.web.texts import words

_ON_TABLE = """
const open = (row) => trigger('open', {document_id: row.dataset.document, at: row.dataset.at});
element.addEventListener('submit', (event) => {
  event.preventDefault();
  trigger('look', {...Object.fromEntries(new FormData(event.target)), page: 0});
});
element.addEventListener('click', (event) => {
  const turn = event.target.closest('[data-page]');
  if (turn) {
    const form = element.querySelector('form');
    return trigger('look', {...Object.fromEntries(new FormData(form)), page: Number(turn.dataset.page)});
  }
  const row = event.target.closest('[data-document]');
  if (row) open(row);
});
element.addEventListener('keydown', (event) => {
  const row = event.target.closest('[data-document]');
  if (row && event.key === 'Enter') open(row);
});
"""
_ON_SENTENCE = """
element.addEventListener('click', (event) => { if (event.target.closest('[data-shut]')) trigger('shut', {}); });
new MutationObserver(() => {
  const section = element.querySelector('.pa-said');
  if (section && section.dataset.seen !== 'yes') {
    section.dataset.seen = 'yes';
    section.focus({preventScroll: true});
    section.scrollIntoView({block: 'nearest'});
  }
}).observe(element, {childList: true, subtree: true});
"""


class FiguresPage:
    """Shows the figure ledger. See `ui.web.parts.Page`."""

    name = "figures"

    def __init__(self, shop: Shop) -> None:
        self._library = shop.library
        self._ledger = Ledger(shop.library)
        with gr.Column(elem_id="pa-figures"):
            self._sentence = html_part("pa-figure-sentence", js_on_load=_ON_SENTENCE)
            self._table = html_part("pa-figure-table", js_on_load=_ON_TABLE)
            self._asked = gr.State({})
        self.shown: list[Any] = [self._table, self._sentence]
        self.kept: list[Any] = [self._asked]
        self._table.look(self._look, [shop.language], [self._table, self._asked, self._sentence], **DRAWN)
        self._table.open(self._open, [shop.language], self._sentence, **DRAWN)
        self._sentence.shut(lambda: "", None, self._sentence, **DRAWN)

    def show(self, language: str, asked: dict[str, str] | None = None, *_: Any) -> list[Any]:
        """The page in a language, with the visitor's conditions."""
        return [gr.update(value=self._drawn(Conditions(**(asked or {})), 0, language)), gr.update(value="")]

    def _drawn(self, asked: Conditions, at: int, language: str) -> str:
        rows = self._ledger.select(asked)
        return figures_html.page(rows, figures.held(self._ledger.rows()), asked, at, words(language))

    def _look(self, language: str, event: gr.EventData) -> tuple[str, dict[str, str], str]:
        """Other rows, the conditions that they meet, and no sentence: the opened one's row may not be among them."""
        names = Conditions.__dataclass_fields__
        asked = {name: str(getattr(event, name, "") or "")[:100] for name in names}
        page = str(getattr(event, "page", 0))
        return self._drawn(Conditions(**asked), int(page) if page.isdecimal() else 0, language), asked, ""

    def _open(self, language: str, event: gr.EventData) -> str:
        document = self._library.document(str(getattr(event, "document_id", "")))
        at = str(getattr(event, "at", ""))
        row = next(
            (
                row
                for row in self._ledger.rows()
                if document and row.info.id == document.id and str(row.figure.value_start) == at
            ),
            None,
        )
        return figures_html.opened(row, document, words(language)) if row and document else ""
