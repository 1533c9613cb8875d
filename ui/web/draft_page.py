"""The page for drafting replies: a list of questions in, replies to review, approved ones into the library.

Everything is in the workspace at once; the page only draws it. So it can be closed at any time, and opened elsewhere in
the same browser.
"""

from __future__ import annotations

import json
import logging
from dataclasses import replace
from pathlib import Path
from typing import Any

import gradio as gr

from assistant.drafting.desk import Reply
from assistant.drafting.questions import MAX_QUESTIONS, Questions
from docs_store import plain
from docs_store.errors import PolicyAssistantError
from docs_store.workspace import APPROVED, DRAFTED, REJECTED, WAITING, ReplyRow
from ui.drafts import reviewed
from ui.drafts.reading import from_text, read_questions
from ui.texts import Words as CommandWords
from ui.web import draft_html, library_html
from ui.web.access import may_change
from ui.web.draft_html import Row
from ui.web.holdings import holdings, place_name, region_choices, year_choices
from ui.web.parts import DRAWN, QUIET, Shop, html_part
from ui.web.texts import Words, error_text, words
from ui.web.visitor import origin, owner

log = logging.getLogger(__name__)

_LOOKS = 0.7  # seconds between two looks at a list that is being drafted
_FILES = [".txt", ".md", ".csv", ".tsv", ".xlsx", ".docx", ".pdf"]
# What the buttons inside the HTML do is in `static/draft.js`. Gradio looks for the names of the events in here.
_ON_PICK = "window.policyAssistant.picks(element, trigger, ['pick'])"
_ON_REMOVE = "window.policyAssistant.removes(element, trigger, ['remove'])"


class DraftPage:
    """The components of the page, and what happens in them. See `ui.web.parts.Page`."""

    name = "draft"

    def __init__(self, shop: Shop) -> None:
        self._library = shop.library
        self._workspace = shop.workspace
        self._drafter = shop.drafter
        self._uploads = shop.uploads
        # Of the reply that is open; negative while it is still awaited. In the page, so that it goes with the text that
        # it is the number of, however long an event waits for its turn.
        self.number = gr.Number(0, precision=0, visible="hidden", elem_id="pa-draft-number")
        with gr.Column(elem_id="pa-draft"):
            self.head = html_part("pa-draft-head")
            with gr.Row(elem_id="pa-draft-bar"):
                self.lists = gr.Dropdown(elem_id="pa-draft-lists", scale=1)
                self.new = gr.Button(elem_id="pa-draft-new", scale=0)
            with gr.Column(elem_id="pa-draft-form") as self.form:
                self.paste = gr.Textbox("", lines=6, max_lines=14, elem_id="pa-draft-paste", max_length=200_000)
                self.file = gr.File(
                    file_count="single", file_types=_FILES, elem_id="pa-draft-file", elem_classes="pa-drop", height=90
                )
                with gr.Row(elem_id="pa-draft-limits"):
                    self.region = gr.Dropdown([("", "")], value="", filterable=True, elem_id="pa-draft-region")
                    self.year = gr.Dropdown([("", "")], value="", filterable=True, elem_id="pa-draft-year")
                self.start = gr.Button(variant="primary", elem_id="pa-draft-start")
            self.message = html_part("pa-draft-message")
            self.progress = html_part("pa-draft-progress", js_on_load=_ON_REMOVE)
            with gr.Row(elem_id="pa-draft-work"):
                self.questions = html_part("pa-draft-questions", js_on_load=_ON_PICK)
                with gr.Column(elem_id="pa-draft-reply", visible=False) as self.detail:
                    self.question = html_part("pa-draft-question")
                    self.checks = html_part("pa-draft-checks")
                    self.text = gr.Textbox("", lines=6, max_lines=20, elem_id="pa-draft-text", max_length=20_000)
                    self.kept_note = html_part("pa-draft-kept")
                    with gr.Row(elem_id="pa-draft-buttons"):
                        self.approve = gr.Button(variant="primary", elem_id="pa-draft-approve")
                        self.save = gr.Button(elem_id="pa-draft-save")
                        self.reject = gr.Button(elem_id="pa-draft-reject")
                        self.back = gr.Button(elem_id="pa-draft-back", visible=False)
                        self.previous = gr.Button(elem_id="pa-draft-previous")
                        self.next = gr.Button(elem_id="pa-draft-next")
                    self.sources = html_part("pa-draft-sources")
        self._timer = gr.Timer(_LOOKS, active=False)
        self.shown = [
            self.head, self.lists, self.new, self.form, self.paste, self.file, self.region, self.year, self.start,
            self.message, self.progress, self.questions, self.detail, self.question, self.checks, self.text,
            self.kept_note, self.approve, self.save, self.reject, self.back, self.previous, self.next, self.sources,
            self._timer, self.number,
        ]  # fmt: skip
        self.kept = [self.lists, self.number]
        self._connect(shop.language)

    # --- drawing -----------------------------------------------------------------------------------------------

    def show(self, language: str, list_id: str | None, number: int, request: gr.Request) -> list[Any]:
        """The page in a language: one update for each of `shown`."""
        return self._draw(request, language, list_id, number)

    def _draw(
        self, request: gr.Request, language: str, list_id: str | None, number: int, message: str = "",
        *, new: bool = False,
    ) -> list[Any]:  # fmt: skip
        who, told, changes = owner(request), words(language), may_change(request)
        held = holdings(self._library)
        lists = self._workspace.lists(who)
        known = [entry.id for entry in lists]
        chosen = "" if new else (list_id if list_id in known else (known[0] if known else ""))
        rows = self._rows(who, chosen)
        if any(row.state == WAITING for row in rows):
            self._drafter.ensure(chosen)
        row = _chosen(rows, number)
        reply = row.reply if row else None
        settled = row is not None and row.state == APPROVED
        return [
            gr.update(value=draft_html.head(told, lists=len(lists), changes=changes)),
            gr.update(
                choices=[(entry.title, entry.id) for entry in lists], value=chosen or None, label=told["draft_lists"],
                visible=bool(lists),
            ),
            gr.update(value=told["draft_new"], visible=bool(chosen)),
            gr.update(visible=not chosen),
            gr.update(label=told["draft_paste"], placeholder=told["draft_placeholder"]),
            gr.update(label=told["draft_file"]),
            gr.update(choices=region_choices(held, told), label=told["draft_region"]),
            gr.update(choices=year_choices(held, told), label=told["draft_year"]),
            gr.update(value=told["draft_start"]),
            gr.update(value=message),
            gr.update(value=draft_html.progress(rows, chosen, told, ahead=self._drafter.ahead(chosen))),
            gr.update(value=draft_html.questions(rows, row.number if row else 0, told)),
            gr.update(visible=reply is not None),
            gr.update(value=draft_html.question(row)),
            gr.update(value=draft_html.checks(row, told)),
            gr.update(value=reply.text if reply else "", label=told["draft_reply"], interactive=not settled),
            gr.update(value=""),
            gr.update(value=told["draft_approve"], visible=changes and not settled),
            gr.update(value=told["draft_save"], visible=not settled),
            gr.update(value=told["draft_reject"], visible=changes and not settled),
            gr.update(value=told["draft_take_back"], visible=changes and settled),
            gr.update(value=told["draft_previous"]),
            gr.update(value=told["draft_next"]),
            gr.update(value=draft_html.sources(row, told)),
            gr.update(active=any(row.state == WAITING for row in rows)),
            (row.number if reply else -row.number) if row else 0,
        ]  # fmt: skip

    def _rows(self, who: str, list_id: str) -> list[Row]:
        return [_row(row) for row in self._workspace.replies(who, list_id)] if list_id else []

    def _look(self, language: str, list_id: str | None, number: int, request: gr.Request) -> tuple[Any, ...]:
        """How a list that is being drafted has got on; what is open stays as it is."""
        told = words(language)
        rows = self._rows(owner(request), list_id or "")
        awaited = _chosen(rows, number)
        if list_id and number <= 0 and awaited is not None and awaited.reply is not None:
            drawn = zip(self.shown, self._draw(request, language, list_id, number), strict=True)
            return tuple(gr.skip() if component is self.message else update for component, update in drawn)
        updates: dict[Any, Any] = {
            self.progress: gr.update(
                value=draft_html.progress(rows, list_id or "", told, ahead=self._drafter.ahead(list_id or ""))
            ),
            self.questions: gr.update(value=draft_html.questions(rows, abs(number), told)),
            self._timer: gr.update(active=any(row.state == WAITING for row in rows)),
        }
        return tuple(updates.get(component, gr.skip()) for component in self.shown)

    # --- doing -------------------------------------------------------------------------------------------------

    def _start(
        self, pasted: str | None, path: str | None, region: str | None, year: str | None, language: str,
        request: gr.Request,
    ) -> list[Any]:  # fmt: skip
        who, told = owner(request), words(language)
        try:
            file = self._uploads.check(who, Path(path)) if path else None
            listed = read_questions(file) if file else from_text(pasted or "")
            trouble = _trouble(listed, told)
        except PolicyAssistantError as error:
            trouble = error_text(error.code, error.message, told)
        if trouble:
            return self._draw(request, language, None, 0, library_html.message(trouble, told=told), new=True) + _same(2)
        title = told["draft_list_title"].format(first=listed.questions[0][:24], n=len(listed.questions))
        limits = {"region": region or None, "year": int(year) if year else None}
        shown = [place_name(region) if region else "", told["year_n"].format(n=year) if year else ""]
        title = " · ".join([title, *filter(None, shown)])
        list_id = self._workspace.add_list(who, title, listed.questions, json.dumps(limits))
        self._drafter.ensure(list_id)
        if file is not None:
            self._uploads.discard(file)
        return [*self._draw(request, language, list_id, 0, draft_html.left_out(listed.skipped, told)), "", None]

    def _remove(self, language: str, event: gr.EventData, request: gr.Request) -> list[Any]:
        who, told, list_id = owner(request), words(language), str(getattr(event, "list_id", ""))
        rows = self._workspace.replies(who, list_id)
        if not may_change(request) and reviewed.left(self._library, list_id, rows):
            message = library_html.message(told["read_only"], told=told)
            return self._draw(request, language, list_id, 0, message)
        try:
            reviewed.forget(self._library, list_id, rows, origin(request))
        except PolicyAssistantError as error:
            return self._draw(request, language, list_id, 0, _told_of(error, told))
        self._workspace.remove_list(who, list_id)
        return self._draw(request, language, None, 0, library_html.done(told["draft_removed"]))

    def _keep(self, language: str, list_id: str | None, number: int, text: str | None, request: gr.Request) -> str:
        """Keep the text of the open reply as soon as it is left, so that going elsewhere loses nothing."""
        who = owner(request)
        row = next((row for row in self._workspace.replies(who, list_id or "") if row.number == number), None)
        if row is None or row.content is None or row.state == APPROVED:
            return ""
        drafted = plain.from_json(Reply, row.content).text
        if text is None or text == (drafted if row.text is None else row.text):
            return ""
        self._workspace.keep_text(who, list_id or "", number, text if text != drafted else None)
        return draft_html.kept(words(language))

    def _save(
        self, language: str, list_id: str | None, number: int, text: str | None, request: gr.Request
    ) -> list[Any]:
        """Keep the text of the open reply, which waits for a decision again; of an approved one, nothing."""
        who, told = owner(request), words(language)
        row = next((row for row in self._workspace.replies(who, list_id or "") if row.number == number), None)
        if row is None or row.content is None or row.state == APPROVED or list_id is None:
            return self._draw(request, language, list_id, number)
        if may_change(request):
            return self._settle(DRAFTED, language, list_id, number, text, request)
        drafted = plain.from_json(Reply, row.content).text
        kept = text if text is not None and text != drafted else None
        self._workspace.change_reply(who, list_id, number, state=DRAFTED, text=kept)
        return self._draw(request, language, list_id, number, library_html.done(told["draft_saved"]))

    def _settle(
        self, state: str, language: str, list_id: str | None, number: int, text: str | None, request: gr.Request
    ) -> list[Any]:
        """Approve, reject, save or take back the open reply, and say what became of it."""
        who, told = owner(request), words(language)
        before = next((row for row in self._workspace.replies(who, list_id or "") if row.number == number), None)
        if before is None or before.content is None or list_id is None:
            return self._draw(request, language, list_id, number)
        said = plain.from_json(Reply, before.content).text if text is None else text
        if state == APPROVED and not said.strip():
            message = library_html.message(told["draft_nothing_to_add"], told=told)
            return self._draw(request, language, list_id, number, message)
        try:
            taken_back = reviewed.settle(
                self._library, self._workspace, who, list_id, before,
                state=state, text=said, words=CommandWords("zh"), origin=origin(request),
            )  # fmt: skip
        except PolicyAssistantError as error:
            return self._draw(request, language, list_id, number, _told_of(error, told))
        note = {
            APPROVED: "draft_approved_note",
            REJECTED: "draft_rejected_note",
            DRAFTED: "draft_taken_back" if taken_back or before.state == APPROVED else "draft_saved",
        }[state]
        return self._draw(request, language, list_id, number, library_html.done(told[note]))

    def _connect(self, language: gr.Radio) -> None:
        at = [language, self.lists, self.number]
        draw: dict[str, Any] = {"outputs": self.shown, **DRAWN}
        act: dict[str, Any] = {"outputs": self.shown, **QUIET}
        self.start.click(
            self._start,
            [self.paste, self.file, self.region, self.year, language],
            [*self.shown, self.paste, self.file],
            **QUIET,
        )
        self.lists.input(self._first, [language, self.lists], **draw)
        self.new.click(self._new, language, **draw)
        self.questions.pick(self._pick, [language, self.lists], **draw)
        self.progress.remove(self._remove, language, **act)
        for button, step in ((self.previous, -1), (self.next, 1)):
            button.click(self._step(step), at, **draw)
        for button, state in (
            (self.approve, APPROVED), (self.reject, REJECTED), (self.back, DRAFTED)
        ):  # fmt: skip
            button.click(self._settling(state), [*at, self.text], concurrency_limit=1, concurrency_id="write", **act)
        self.save.click(self._save, [*at, self.text], **act)
        left = self.text.blur(self._keep, [*at, self.text], self.kept_note, **DRAWN)
        left.success(js="window.policyAssistant.kept", **QUIET)
        self._timer.tick(self._look, at, **act)

    def _first(self, language: str, list_id: str | None, request: gr.Request) -> list[Any]:
        return self._draw(request, language, list_id, 1)

    def _new(self, language: str, request: gr.Request) -> list[Any]:
        return self._draw(request, language, None, 0, new=True)

    def _pick(self, language: str, list_id: str | None, event: gr.EventData, request: gr.Request) -> list[Any]:
        number = getattr(event, "number", 0)
        return self._draw(request, language, list_id, number if isinstance(number, int) else 0)

    def _step(self, step: int) -> Any:
        def stepped(language: str, list_id: str | None, number: int, request: gr.Request) -> list[Any]:
            return self._draw(request, language, list_id, max(1, abs(number) + step))

        return stepped

    def _settling(self, state: str) -> Any:
        def settled(language: str, list_id: str | None, number: int, text: str, request: gr.Request) -> list[Any]:
            return self._settle(state, language, list_id, number, text, request)

        return settled


def _row(kept: ReplyRow) -> Row:
    reply = plain.from_json(Reply, kept.content) if kept.content is not None else None
    if reply is not None and kept.text is not None:
        reply = replace(reply, text=kept.text)
    return Row(number=kept.number, question=kept.question, state=kept.state, reply=reply)


def _chosen(rows: list[Row], number: int) -> Row | None:
    """The row that is open: the one chosen, else the last before it."""
    return next((row for row in reversed(rows) if row.number <= abs(number)), rows[0] if rows else None)


def _trouble(listed: Questions, told: Words) -> str:
    count = len(listed.questions)
    if not count:
        return told["draft_none"]
    return told["draft_many"].format(n=count, most=MAX_QUESTIONS) if count > MAX_QUESTIONS else ""


def _told_of(error: PolicyAssistantError, told: Words) -> str:
    return library_html.message(error_text(error.code, error.message, told), str(error), told=told)


def _same(count: int) -> list[Any]:
    return [gr.skip()] * count
