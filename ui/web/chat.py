"""The question page: asking, and the answer as it comes in."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import gradio as gr

from assistant.bounds import MAX_QUESTION
from assistant.engine import Assistant
from assistant.events import Done, Said
from docs_store.types import Status
from ui.web import incoming, render, talks_html
from ui.web.conversations import Conversations
from ui.web.holdings import holdings, region_choices, year_choices
from ui.web.nouns import Exchange, failure, steps
from ui.web.parts import DRAWN, QUIET, Shop, html_part
from ui.web.rounds import Rounds
from ui.web.suggested import Suggestions
from ui.web.texts import Words, words
from ui.web.visitor import owner

Talk = tuple[Exchange, ...]
_PAUSE = 0.08  # seconds between two sentences of an answer that is already there
_LOOKS = 0.5  # seconds between two looks whether there are questions to offer
_ASKING = 8  # questions answered at the same time
_LONGEST_REASON = 400
# What the buttons inside the HTML do is in `static/ask.js`. Gradio looks for the names of the events in these strings.
_ON_TURNS = "window.policyAssistant.turns(element, trigger, ['earlier', 'opinion'])"
_ON_LIVE = _ON_TURNS + "; window.policyAssistant.asker(trigger, ['ask'])"
_ON_OFFERS = "window.policyAssistant.offers(element)"
_ON_TALKS = "window.policyAssistant.talks(element, trigger, ['open', 'rename', 'forget'])"


class ChatPage:
    """The components of the question page, and what happens in them. See `ui.web.parts.Page`."""

    name = "ask"

    def __init__(self, shop: Shop) -> None:
        self._library = shop.library
        self._assistant = shop.assistant
        self._workspace = shop.workspace
        self._conversations = Conversations(shop.library, shop.workspace)
        self._rounds = Rounds()
        self._stops = shop.stops
        self._suggestions = Suggestions(shop.library, Assistant(shop.library).ask)
        self.talk = gr.State(())
        self.talk_id = gr.State("")
        self.stopped = gr.Textbox("", visible="hidden", elem_id="pa-stopped")  # the question, where it was stopped
        with gr.Column(elem_id="pa-chat"):
            self.notice = html_part("pa-notice")
            with gr.Row(elem_id="pa-talk-bar"):
                self.talks = html_part("pa-talks", js_on_load=_ON_TALKS)
                self.new = gr.Button(elem_id="pa-new", scale=0)
            self.past = html_part("pa-past", js_on_load=_ON_TURNS)
            self.live = html_part("pa-live", js_on_load=_ON_LIVE)
            self.offers = html_part("pa-suggestions", js_on_load=_ON_OFFERS)
            with gr.Column(elem_id="pa-composer"):
                self.next = html_part("pa-next")
                with gr.Row(elem_id="pa-box"):
                    self.box = gr.Textbox(
                        "", lines=1, max_lines=5, max_length=MAX_QUESTION, show_label=False, container=False,
                        autofocus=True, elem_id="pa-question-box", scale=1,
                    )  # fmt: skip
                    self.stop = gr.Button(elem_id="pa-stop", scale=0)
                    self.send = gr.Button(variant="primary", elem_id="pa-send", scale=0)
                with gr.Row(elem_id="pa-filters"):
                    self.region = gr.Dropdown(filterable=True, container=False, elem_id="pa-region")
                    self.year = gr.Dropdown(filterable=True, container=False, elem_id="pa-year")
                    self.kind = gr.Dropdown(filterable=True, container=False, elem_id="pa-kind")
        self.side = html_part("pa-side")
        self._timer = gr.Timer(_LOOKS, active=False)
        self.shown = [
            self.notice, self.talks, self.new, self.past, self.live, self.offers, self.next, self.box, self.stop,
            self.send, self.region, self.year, self.kind, self.side, self._timer,
        ]  # fmt: skip
        self.kept = [self.talk, self.talk_id, self.region, self.year, self.kind]
        self._connect(shop.language)

    def show(
        self, language: str, talk: Talk, talk_id: str, region: str | None, year: str | None, kind: str | None,
        request: gr.Request,
    ) -> list[Any]:  # fmt: skip
        """The page in a language, over what the library holds now: one update for each of `shown`."""
        told = words(language)
        before = self._rounds.of(request)
        held = holdings(self._library)
        offers = () if talk or not held.documents else self._suggestions.ready()
        regions, years = region_choices(held, told), year_choices(held, told)
        kinds = [(told["all_kinds"], ""), *((told[name], name) for name in held.kinds)]
        live = render.turn(talk[-1], told, held) if talk else render.welcome(told, held)
        shown = [
            gr.update(value=render.notice(told, held)),
            gr.update(value=talks_html.talks(self._conversations.entries(owner(request)), talk_id, told)),
            gr.update(value=told["new_talk"], interactive=bool(talk)),
            gr.update(value=render.conversation(talk[:-1], told)),
            gr.update(value=live),
            gr.update(value=render.offers(offers, told)),
            gr.update(value=render.waits(told)),
            gr.update(placeholder=told["question_placeholder"], label=told["question_label"]),
            gr.update(value=told["stop"]),
            gr.update(value=told["send"]),
            gr.update(choices=regions, value=_kept(region, regions), label=told["region"]),
            gr.update(choices=years, value=_kept(year, years), label=told["year"]),
            gr.update(choices=kinds, value=_kept(kind, kinds), label=told["kind"]),
            gr.update(value=render.side(told, held)),
            gr.update(active=offers is None),
        ]
        if self._rounds.moved_on(request, before, len(talk)):  # what `talk` held is no longer what the page shows
            talk_parts = (self.talks, self.new, self.past, self.live, self.offers)
            return [gr.skip() if part in talk_parts else update for part, update in zip(self.shown, shown, strict=True)]
        return shown

    def _offer(self, language: str, talk: Talk) -> tuple[Any, Any]:
        """The questions that are offered, once they have been asked beforehand."""
        offers = None if talk else self._suggestions.ready()
        shown = gr.skip() if offers is None else render.offers(offers, words(language))
        return shown, gr.update(active=offers is None and not talk)

    def ask(
        self, region: str | None, year: str | None, kind: str | None, language: str, talk: Talk, talk_id: str,
        event: gr.EventData, request: gr.Request,
    ) -> Iterator[tuple[Any, ...]]:  # fmt: skip
        """Answer one question; yields updates of `outputs` in `_connect`.

        Args:
            event: with the `question`; without one it is the latest question again, for the `region`, `year` or
                `status` that the reader chose instead.
        """
        # one character more than is read, so that the assistant refuses a longer one and answers no part of it
        question = str(getattr(event, "question", "")).strip()[: MAX_QUESTION + 1]
        status: Status | None = None
        if not question and talk:
            question = talk[-1].question
            held = holdings(self._library)
            wanted_region, wanted_year = str(getattr(event, "region", "")), str(getattr(event, "year", ""))
            region = wanted_region if wanted_region in held.regions else region
            year = wanted_year if wanted_year in map(str, held.years) else year
            wanted_status = str(getattr(event, "status", ""))
            status = Status(wanted_status) if wanted_status in set(Status) else None
        idle = (gr.skip(),) * 5
        if not question:
            yield (*idle, talk, talk_id, "")
            return
        told = words(language)
        self._rounds.step(request)
        try:
            with self._stops.watched(request) as stopped:
                yield from self._answer(question, region, year, kind, status, told, talk, talk_id, request, stopped)
        finally:
            self._rounds.step(request)

    def _answer(
        self, question: str, region: str | None, year: str | None, kind: str | None, status: Status | None,
        told: Words, talk: Talk, talk_id: str, request: gr.Request, stopped: threading.Event,
    ) -> Iterator[tuple[Any, ...]]:  # fmt: skip
        idle = (gr.skip(),) * 5
        more = (*idle[2:], gr.skip(), gr.skip(), "")
        exchange = Exchange(number=len(talk) + 1, question=question)
        past = render.conversation(talk, told)
        waiting = render.turn(exchange, told)
        yield past, waiting, gr.update(interactive=False), gr.skip(), "", talk, talk_id, ""
        answer, streamed = failure(question, told["failed_unknown"], told["failed_remedy"]), False
        happening = incoming.events(
            self._assistant, question, talk, region=region, year=year, kind=kind, status=status, told=told,
            stopped=stopped,
        )  # fmt: skip
        with closing(happening):
            for happened in happening:
                if stopped.is_set():
                    break
                if isinstance(happened, Done):
                    answer = happened.answer
                elif isinstance(happened, Said):
                    streamed = True
                    exchange = incoming.with_sentence(exchange, happened)
                    yield gr.skip(), render.turn(exchange, told), *more
        if stopped.is_set():
            yield self._as_before(question, told, talk, talk_id)
            return
        exchange = Exchange(
            number=exchange.number, question=question, answer=answer, excerpts=self._conversations.excerpts(answer)
        )  # fmt: skip
        # kept before it is shown: who leaves in the middle finds it again
        who = owner(request)
        talk_id = self._conversations.add(who, talk_id, question, answer)
        for step in steps(exchange):
            if step.shown is not None and not streamed:
                yield gr.skip(), render.turn(step, told), *more
                stopped.wait(_PAUSE)  # whoever stops it now has read enough of it to be shown the rest at once
        live = render.turn(exchange, told, holdings(self._library))
        talks = talks_html.talks(self._conversations.entries(who), talk_id, told)
        self._rounds.holds(request, exchange.number)
        yield gr.skip(), live, gr.update(interactive=True), talks, "", (*talk, exchange), talk_id, ""

    def _as_before(self, question: str, told: Words, talk: Talk, talk_id: str) -> tuple[Any, ...]:
        """The page as it was before a question that was stopped; the question goes back into the box."""
        held = holdings(self._library)
        live = render.turn(talk[-1], told, held) if talk else render.welcome(told, held)
        offers = "" if talk else render.offers(self._suggestions.ready() or (), told)
        past = render.conversation(talk[:-1], told)
        return past, live, gr.update(interactive=bool(talk)), gr.skip(), offers, talk, talk_id, question

    def _open(self, language: str, event: gr.EventData, request: gr.Request) -> tuple[Talk, str]:
        talk_id = str(getattr(event, "talk_id", ""))
        talk = self._conversations.load(owner(request), talk_id)
        self._rounds.holds(request, len(talk))
        return talk, talk_id if talk else ""

    def _begin_anew(self, request: gr.Request) -> tuple[Talk, str]:
        self._rounds.holds(request, 0)
        return (), ""

    def _rename(self, language: str, talk_id: str, event: gr.EventData, request: gr.Request) -> Any:
        who = owner(request)
        self._conversations.rename(who, str(getattr(event, "talk_id", "")), str(getattr(event, "title", "")))
        return talks_html.talks(self._conversations.entries(who), talk_id, words(language))

    def _forget(self, talk: Talk, talk_id: str, event: gr.EventData, request: gr.Request) -> tuple[Talk, str]:
        gone = str(getattr(event, "talk_id", ""))
        self._conversations.forget(owner(request), gone)
        return self._begin_anew(request) if gone == talk_id else (talk, talk_id)

    def _opinion(self, talk: Talk, event: gr.EventData, request: gr.Request) -> None:
        number = getattr(event, "number", 0)
        told = next((turn for turn in talk if turn.number == number and turn.answer is not None), None)
        if told is not None and told.answer is not None:
            reason = str(getattr(event, "reason", ""))[:_LONGEST_REASON]
            self._workspace.add_opinion(
                owner(request),
                good=bool(getattr(event, "good", False)),
                reason=reason,
                question=told.question,
                answer=told.answer.answer,
            )

    def _connect(self, language: gr.Radio) -> None:
        asking = {**QUIET, "concurrency_limit": _ASKING, "concurrency_id": "ask"}
        talking = [self.talk, self.talk_id]
        outputs = [self.past, self.live, self.new, self.talks, self.offers, *talking, self.stopped]
        limits = [self.region, self.year, self.kind, language, *talking]
        draw: dict[str, Any] = {"fn": self.show, "inputs": [language, *self.kept], "outputs": self.shown, **DRAWN}
        # Gradio drops an event that comes while the same one is at work, and runs two different ones across each other.
        # So all questions are one event, and the browser holds the next one back until it is through.
        typed: dict[str, Any] = {"fn": None, "inputs": self.box, "outputs": self.box, **QUIET}
        gr.on([self.box.submit, self.send.click], js="window.policyAssistant.typed", **typed)
        answered = self.live.ask(self.ask, limits, outputs, **asking)
        answered.success(None, [self.box, self.stopped], self.box, js="window.policyAssistant.answered", **QUIET)
        answered.failure(js="window.policyAssistant.unanswered", **typed)
        self._timer.tick(self._offer, [language, self.talk], [self.offers, self._timer], **QUIET)
        self.stop.click(
            self._stops.stop, None, None, js="window.policyAssistant.stopping", concurrency_limit=None, **QUIET
        )
        self.new.click(self._begin_anew, None, talking, **QUIET).then(**draw)
        self.talks.open(self._open, language, talking, **DRAWN).then(**draw)
        self.talks.forget(self._forget, talking, talking, **QUIET).then(**draw)
        self.talks.rename(self._rename, [language, self.talk_id], self.talks, **DRAWN)
        self.past.earlier(
            lambda code, talk: render.conversation(talk[:-1], words(code), all_of_it=True), [language, self.talk],
            self.past, **QUIET,
        )  # fmt: skip
        for part in (self.past, self.live):
            part.opinion(self._opinion, self.talk, None, **DRAWN)


def _kept(value: str | None, choices: list[tuple[str, str]]) -> str:
    """The chosen value, or no limit where it is no longer among the choices."""
    return value if value in [choice for _, choice in choices] and value is not None else ""
