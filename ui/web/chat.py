"""The question page: asking, and the answer as it comes in."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from typing import Any

import gradio as gr

from docs_store.errors import PolicyAssistantError
from docs_store.types import Answer
from ui.web import render
from ui.web.holdings import SUGGESTIONS, holdings, suggestions
from ui.web.nouns import Excerpt, Exchange, excerpt, failure, history, steps
from ui.web.parts import QUIET, Shop, html_part
from ui.web.texts import Words, error_text, words

log = logging.getLogger(__name__)

Talk = tuple[Exchange, ...]
_PAUSE = 0.08  # seconds between two sentences of an answer that is already there
_ASKING = 8  # questions answered at the same time


class ChatPage:
    """The components of the question page, and what happens in them. One for all visitors: it keeps nothing of theirs.

    See `ui.web.parts.Page`.
    """

    name = "ask"

    def __init__(self, shop: Shop) -> None:
        self._library = shop.library
        self._assistant = shop.assistant
        self.talk = gr.State(())
        with gr.Column(elem_id="pa-chat"):
            self.notice = html_part("pa-notice")
            self.past = html_part("pa-past")
            self.live = html_part("pa-live")
            with gr.Column(elem_id="pa-suggestions"):
                self.offers = [gr.Button(visible=False, elem_classes="pa-offer") for _ in range(SUGGESTIONS)]
            with gr.Column(elem_id="pa-composer"):
                with gr.Row(elem_id="pa-box"):
                    self.box = gr.Textbox(
                        "", lines=1, max_lines=5, max_length=2000, show_label=False, container=False, autofocus=True,
                        elem_id="pa-question-box", scale=1,
                    )  # fmt: skip
                    self.send = gr.Button(variant="primary", elem_id="pa-send", scale=0)
                with gr.Row(elem_id="pa-filters"):
                    self.region = gr.Dropdown(filterable=True, container=False, elem_id="pa-region")
                    self.year = gr.Dropdown(filterable=True, container=False, elem_id="pa-year")
                    self.new = gr.Button(elem_id="pa-new", scale=0)
        self.side = html_part("pa-side")
        self.shown = [
            self.notice, self.past, self.live, *self.offers, self.box, self.send, self.region, self.year, self.new,
            self.side,
        ]  # fmt: skip
        self.kept = [self.talk, self.region, self.year]
        self._connect(shop.language)

    def show(self, language: str, talk: Talk, region: str | None, year: str | None) -> list[Any]:
        """The page in a language, over what the library holds now: one update for each of `shown`."""
        told = words(language)
        held = holdings(self._library)
        offers = [] if talk else suggestions(self._library.infos(), told)
        regions = [(told["all_regions"], ""), *((name, name) for name in held.regions)]
        years = [(told["all_years"], ""), *((str(number), str(number)) for number in held.years)]
        past, live = _html(talk, told)
        return [
            gr.update(value=render.notice(told, held)),
            gr.update(value=past),
            gr.update(value=live if talk else render.welcome(told, held)),
            *_offered(offers),
            gr.update(placeholder=told["question_placeholder"], label=told["question_label"]),
            gr.update(value=told["send"]),
            gr.update(choices=regions, value=_kept(region, regions), label=told["region"]),
            gr.update(choices=years, value=_kept(year, years), label=told["year"]),
            gr.update(value=told["new_talk"], interactive=bool(talk)),
            gr.update(value=render.side(told, held)),
        ]

    def ask(
        self, question: str | None, region: str | None, year: str | None, language: str, talk: Talk
    ) -> Iterator[tuple[Any, ...]]:
        """Answer one question; yields updates of `past`, `live`, the box, the buttons, the offers and `talk`."""
        question = (question or "").strip()
        idle = (gr.skip(),) * (5 + SUGGESTIONS)
        if not question:
            yield (*idle, talk)
            return
        told = words(language)
        exchange = Exchange(number=len(talk) + 1, question=question)
        past = render.conversation(talk, told)
        yield past, render.turn(exchange, told), "", gr.update(interactive=False), gr.skip(), *_offered([]), talk
        answer = self._answer(exchange, talk, region, year, told)
        exchange = Exchange(
            number=exchange.number, question=question, answer=answer, excerpts=self._excerpts(answer)
        )  # fmt: skip
        for step in steps(exchange):
            live = render.turn(step, told)
            if step.shown is None:
                talk = (*talk, exchange)
                yield gr.skip(), live, gr.skip(), *(gr.update(interactive=True),) * 2, *idle[5:], talk
            else:
                yield gr.skip(), live, *idle[2:], gr.skip()
                time.sleep(_PAUSE)

    def _answer(self, asked: Exchange, talk: Talk, region: str | None, year: str | None, told: Words) -> Answer:
        try:
            return self._assistant.ask(
                asked.question, history=history(talk), region=region or None, year=int(year) if year else None
            )
        except PolicyAssistantError as error:
            log.warning("asking: %s", error)
            text = error_text(error.code, error.message, told)
            return failure(asked.question, text, error.remedy if text == error.message else "")
        except Exception:  # the page's one catch-all: a fault must show as one, whatever it is
            log.exception("asking")
            return failure(asked.question, told["failed_unknown"], told["failed_remedy"])

    def _excerpts(self, answer: Answer) -> tuple[Excerpt, ...]:
        texts: dict[str, str | None] = {}
        for citation in answer.citations:
            if citation.document_id not in texts:
                document = self._library.document(citation.document_id)
                texts[citation.document_id] = document.text if document else None
        return tuple(excerpt(texts[c.document_id], c.start, c.end, c.quote) for c in answer.citations)

    def _connect(self, language: gr.Radio) -> None:
        asking = {**QUIET, "concurrency_limit": _ASKING, "concurrency_id": "ask"}
        outputs = [self.past, self.live, self.box, self.send, self.new, *self.offers, self.talk]
        rest = [self.region, self.year, language, self.talk]
        gr.on([self.box.submit, self.send.click], self.ask, [self.box, *rest], outputs, **asking)
        for offer in self.offers:
            offer.click(self.ask, [offer, *rest], outputs, **asking)
        self.new.click(lambda: (), None, self.talk, **QUIET).then(
            self.show, [language, self.talk, self.region, self.year], self.shown, **QUIET
        )


def _html(talk: Talk, told: Words) -> tuple[str, str]:
    """The earlier exchanges, and the latest."""
    return render.conversation(talk[:-1], told), render.conversation(talk[-1:], told)


def _offered(questions: list[str]) -> list[Any]:
    """Updates that show these questions on the offers' buttons and hide the others."""
    padded = questions + [""] * (SUGGESTIONS - len(questions))
    return [gr.update(value=question, visible=bool(question)) for question in padded]


def _kept(value: str | None, choices: list[tuple[str, str]]) -> str:
    """The chosen value, or no limit where it is no longer among the choices."""
    return value if value in [choice for _, choice in choices] and value is not None else ""
