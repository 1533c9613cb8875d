"""The page that holds an enterprise against the library's support measures.

Nothing of a visitor stays on the server: the form is read when it is sent, and kept only where the visitor asks for it,
in the visitor's own browser.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import gradio as gr

from assistant.matching import judging, spoken
from assistant.matching.match import match
from assistant.matching.profile import SIZES, Profile, from_json, to_json
from assistant.matching.results import Matched
from assistant.understand.spelling import simplified
from docs_store.errors import PolicyAssistantError
from ui.matching import workbook
from ui.matching.exports import FORMS
from ui.matching.form import AMOUNTS, FIELDS, FLAGS, MONEY, NUMBERS, PATENTS, filled, profile_json, unreadable
from ui.matching.profiles import read_profiles
from ui.matching.told import Export, field_name
from ui.texts import Words as CommandWords
from ui.web import match_html
from ui.web.parts import LATEST, QUIET, Shop, html_part
from ui.web.texts import error_text, words
from ui.web.visitor import owner

_STEPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("match_step1", ("name", "region", "industry", "size", "founded", "registered")),
    ("match_step2", (*NUMBERS, *MONEY)),
    ("match_step3", ("titles", *PATENTS, "projects")),
    ("match_step4", ("flags", "confirmed")),
)
# Buttons stand in HTML; this tells the server which file is wanted, and takes it when it is there.
_ON_RESULT = """
element.addEventListener('click', (event) => {
  const button = event.target.closest('[data-file]');
  if (button) trigger('file', {form: button.dataset.file});
});
"""
_TO_RESULT = "() => document.querySelector('.pa-match-head')?.scrollIntoView({block: 'start', behavior: 'smooth'})"
_TAKE_FILE = "() => { const link = document.querySelector('#pa-match-file a'); if (link) link.click(); }"
FILES = (".json", ".jsonl", ".xlsx", ".csv", ".txt")
_PROFILE = "json"
_LONGEST_NAMED = 40  # characters shown of what cannot be read
_LONG = frozenset({"titles", "projects", "confirmed"})


class MatchPage:
    """The components of the page, and what happens in them. See `ui.web.parts.Page`."""

    name = "match"

    def __init__(self, shop: Shop) -> None:
        self._library = shop.library
        self._uploads = shop.uploads
        self._conditions = shop.conditions
        self._saved = gr.BrowserState(None, storage_key="policy-assistant-profile", secret="policy-assistant")
        made: dict[str, Any] = {}
        self._steps = []
        with gr.Column(elem_id="pa-match"):
            self._intro = html_part("pa-match-intro")
            self._told = gr.Textbox("", lines=3, max_length=2_000, elem_id="pa-match-told")
            self._given = gr.File(
                file_count="single", file_types=list(FILES), elem_id="pa-match-given", elem_classes="pa-drop", height=90
            )
            self._read = gr.Button(elem_id="pa-match-read")
            for number, (_, names) in enumerate(_STEPS):
                with gr.Accordion(open=number == 0) as step, gr.Row():
                    made |= {name: _component(name) for name in names}
                self._steps.append(step)
            with gr.Row():
                self._run = gr.Button(variant="primary", elem_id="pa-match-run")
                self._save = gr.Button(elem_id="pa-match-save")
                self._forget = gr.Button(elem_id="pa-match-forget")
            self._message = html_part("pa-match-message")
            self._result = html_part("pa-match-result", js_on_load=_ON_RESULT)
            self._file = html_part("pa-match-file")
        self._form = [made[name] for name in FIELDS]
        self.shown: list[Any] = [
            self._intro, self._told, self._given, self._read, *self._steps, *self._form, self._run, self._save,
            self._forget,
        ]  # fmt: skip
        self.kept: list[Any] = [self._saved]
        self._connect(shop.language)

    def show(self, language: str, saved: dict[str, Any] | None, *_: Any) -> list[Any]:
        """The page in a language; the form as the visitor's browser kept it."""
        told = words(language)
        held = saved if isinstance(saved, dict) else {}
        return [
            gr.update(value=f"<p>{told['match_intro']}</p>"),
            gr.update(label=told["match_told"], placeholder=told["match_told_hint"]),
            gr.update(label=told["match_upload"]),
            gr.update(value=told["match_read"]),
            *(gr.update(label=told[title]) for title, _ in _STEPS),
            *(self._field(name, held, language) for name in FIELDS),
            gr.update(value=told["match_run"]),
            gr.update(value=told["match_save"]),
            gr.update(value=told["match_forget"]),
        ]

    def _field(self, name: str, held: dict[str, Any], language: str) -> Any:
        told = words(language)
        update: dict[str, Any] = {"label": told[f"match_{name}"]}
        if name == "flags":
            update["choices"] = [(told[f"match_flag_{flag}"], flag) for flag in FLAGS]
        return gr.update(**update | ({"value": held[name]} if name in held else {}))

    def _match(self, language: str, *values: Any) -> Iterator[list[Any]]:
        """What is wrong with the form, or the result: by code at once, then with what a language model judges."""
        told, command = words(language), CommandWords(language)
        form = dict(zip(FIELDS, values, strict=True))
        if wrong := unreadable(form, date.today()):
            named = "；".join(f"{told[f'match_{name}']}：{str(form[name])[:_LONGEST_NAMED]}" for name in wrong)
            yield [match_html.paragraph(told["match_wrong"].format(error=named)), ""]
            return
        profile, today = from_json(profile_json(form, date.today())), date.today()
        rows, infos = self._library.provisions(), self._library.infos()
        for matched in judging.steps(rows, infos, profile, today, self._conditions):
            yield ["", match_html.ResultHtml(matched, profile.name, command, told).whole()]

    def _matched(self, form: dict[str, Any]) -> tuple[Matched, Profile]:
        profile, today = from_json(profile_json(form, date.today())), date.today()
        rows, infos = self._library.provisions(), self._library.infos()
        return [*judging.steps(rows, infos, profile, today, self._conditions)][-1], profile

    def make_file(self, language: str, event: gr.EventData, *values: Any) -> str:
        """The result as a file, made when it is asked for; empty where the form no longer can be read."""
        form = dict(zip(FIELDS, values, strict=True))
        wanted = str(event.form)
        if (wanted not in FORMS and wanted != _PROFILE) or unreadable(form, date.today()):
            return ""
        if wanted == _PROFILE:
            held = to_json(from_json(profile_json(form, date.today())))
            return match_html.file_link(_PROFILE, json.dumps(held, ensure_ascii=False, indent=1).encode())
        matched, profile = self._matched(form)
        export = Export(matched=matched, name=profile.name, words=CommandWords(language))
        return match_html.file_link(wanted, FORMS[wanted](export))

    def read_profile(self, language: str, request: gr.Request, text: str, path: str | None, *values: Any) -> list[Any]:
        """What a person told or uploaded of an enterprise, put into the form; of several enterprises their results."""
        told, today = words(language), date.today()
        form = dict(zip(FIELDS, values, strict=True))
        try:
            profiles = self._uploaded(path, owner(request), today, language) if path else self._said(text, today)
        except PolicyAssistantError as error:
            message = match_html.paragraph(error_text(error.code, error.message, told))
            return [message, gr.skip(), None, *values]
        if not profiles:
            return [match_html.paragraph(told["match_not_understood"]), gr.skip(), None, *values]
        if len(profiles) > 1:
            return ["", self._of_several(profiles, today, language), None, *values]
        form |= filled(profiles[0], today)
        command = CommandWords(language)
        facts = "；".join(f"{field_name(name, command)} {value}" for name, value in spoken.pairs(profiles[0]))
        message = match_html.paragraph(told["match_understood"].format(facts=facts))
        return [message, "", None, *(form[name] for name in FIELDS)]

    def _said(self, text: str, today: date) -> list[Profile]:
        said = [simplified(text)]
        region = spoken.place_of(said, self._library.infos())
        profile = spoken.read(said, today, region=region) if text.strip() else None
        return [profile] if profile else []

    def _uploaded(self, path: str, who: str, today: date, language: str) -> list[Profile]:
        file = self._uploads.check(who, Path(path))
        try:
            return list(read_profiles(file, today, self._library.infos(), CommandWords(language)).profiles)
        finally:
            self._uploads.discard(file)

    def _of_several(self, profiles: Sequence[Profile], today: date, language: str) -> str:
        rows, infos = self._library.provisions(), self._library.infos()
        command = CommandWords(language)
        results = [
            Export(matched=match(rows, infos, profile, today), name=profile.name, words=command) for profile in profiles
        ]
        return match_html.several(results, words(language), workbook.render_several(results, command))

    def _keep(self, language: str, *values: Any) -> tuple[dict[str, Any], str]:
        """What the visitor's browser is to keep, and that it does."""
        return dict(zip(FIELDS, values, strict=True)), match_html.paragraph(words(language)["match_saved"])

    def _connect(self, language: gr.Radio) -> None:
        self._run.click(self._match, [language, *self._form], [self._message, self._result], **LATEST).then(
            None, js=_TO_RESULT
        )
        self._result.file(self.make_file, [language, *self._form], self._file, **QUIET).then(None, js=_TAKE_FILE)
        given = [language, self._told, self._given, *self._form]
        self._read.click(self.read_profile, given, [self._message, self._result, self._given, *self._form], **QUIET)
        self._save.click(self._keep, [language, *self._form], [self._saved, self._message], **QUIET)
        # An empty form, not nothing: Gradio's browser leaves what it keeps as it is when told to keep a falsy value.
        self._forget.click(
            lambda code: ({}, match_html.paragraph(words(code)["match_forgotten"])),
            [language], [self._saved, self._message], **QUIET,
        )  # fmt: skip


def _component(name: str) -> Any:
    elem_id = f"pa-match-{name.replace('_', '-')}"
    if name == "flags":
        return gr.CheckboxGroup(choices=list(FLAGS), elem_id=elem_id)
    if name == "size":
        return gr.Dropdown(choices=list(SIZES), value=None, elem_id=elem_id)
    if name in AMOUNTS:  # no `gr.Number`: it shows 0 where there is nothing (6.31), and here that is another thing
        return gr.Textbox("", max_lines=1, max_length=20, elem_id=elem_id, elem_classes="pa-amount")
    return gr.Textbox("", lines=3 if name in _LONG else 1, elem_id=elem_id, max_length=20_000 if name in _LONG else 200)
