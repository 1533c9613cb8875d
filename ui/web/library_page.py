"""The library page: uploading files, watching them being read, and removing documents."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import Any

import gradio as gr

from docs_store import validity
from docs_store.catalog import DocumentInfo
from docs_store.changes import Origin
from docs_store.errors import InputError, LibraryLockedError, PolicyAssistantError, UsageError
from docs_store.types import FileReport
from docs_store.writer import Writer
from ingest.formats import supported_suffixes
from ingest.sources import Source
from ingest.uploads import namesakes, replace_namesakes, upload
from ui.commands.console import Console
from ui.commands.fields import parse_fields
from ui.commands.reading_views import near_lines, reading_lines
from ui.confirming import to_confirm
from ui.texts import Words as CommandWords
from ui.web import document_html, library_html
from ui.web.access import may_change
from ui.web.document_html import FIELDS, Opened
from ui.web.nouns import Reading
from ui.web.parts import DRAWN, LATEST, Shop, html_part
from ui.web.texts import Words, error_text, words
from ui.web.visitor import origin, owner

log = logging.getLogger(__name__)


class _Waiting:
    """Another process is writing to the library."""


# What the reading thread tells: that it waits, a file as it is known to the library when it is begun, its report, an
# error that ends all, `None` at the end.
Event = _Waiting | Source | FileReport | Exception | None

# Buttons stand in HTML; this tells the server which one was chosen (a removal only when it was confirmed: see
# `static/confirm.js`).
_ON_LIST = """
element.addEventListener('click', (event) => {
  const open = event.target.closest('[data-open]');
  if (open) return trigger('open', {document_id: open.dataset.open});
  const narrow = event.target.closest('[data-narrow]');
  if (narrow) return trigger('narrow', {words: narrow.dataset.narrow});
  const settle = event.target.closest('[data-settle]');
  if (settle) {
    const {settle: document_id, field, value} = settle.dataset;
    return trigger('settle', {document_id, field, value});
  }
  const button = event.target.closest('[data-remove]');
  if (button) trigger('remove', {document_id: button.dataset.remove});
});
"""

_ON_STATUS = """
element.addEventListener('click', (event) => {
  const button = event.target.closest('[data-replace]');
  if (button) trigger('replace', {key: button.dataset.replace});
});
"""

_ON_DOCUMENT = """
element.addEventListener('submit', (event) => {
  const form = event.target.closest('[data-correct]');
  if (!form) return;
  event.preventDefault();
  trigger('correct', {document_id: form.dataset.correct, fields: Object.fromEntries(new FormData(form))});
});
element.addEventListener('click', (event) => {
  if (event.target.closest('[data-shut]')) trigger('shut', {});
  const settle = event.target.closest('[data-settle]');
  if (settle) {
    const {settle: document_id, field, value} = settle.dataset;
    trigger('settle', {document_id, field, value});
  }
});
new MutationObserver(() => {
  const section = element.querySelector('.pa-opened');
  if (section && section.dataset.seen !== 'yes') {
    section.dataset.seen = 'yes';
    section.focus({preventScroll: true});
    section.scrollIntoView({block: 'start'});
  }
}).observe(element, {childList: true, subtree: true});
"""


_LONGEST_FIND = 100  # characters
_WAIT_S = 60.0  # for another process that writes; a long ingest is not waited for


class LibraryPage:
    """The components of the library page, and what happens in them. One for all visitors: it keeps nothing of theirs.

    See `ui.web.parts.Page`.
    """

    name = "library"

    def __init__(self, shop: Shop) -> None:
        self._library = shop.library
        self._uploads = shop.uploads
        self._proposer = shop.proposer
        with gr.Column(elem_id="pa-library"):
            self.hint = html_part("pa-upload-hint")
            self.files = gr.File(file_count="multiple", elem_id="pa-upload", elem_classes="pa-drop", height=150)
            self.accept = gr.Checkbox(False, label=words("zh")["accept"], elem_id="pa-accept")
            self.status = html_part("pa-status", js_on_load=_ON_STATUS)
            self.document = html_part("pa-document", js_on_load=_ON_DOCUMENT)
            self.find = gr.Textbox("", max_lines=1, container=False, elem_id="pa-find")
            self.documents = html_part("pa-documents", js_on_load=_ON_LIST)
        self.shown = [self.hint, self.files, self.accept, self.find, self.documents]
        self.kept = [self.find]
        self._connect(shop.language)

    def _connect(self, language: gr.Radio) -> None:
        writing = {**DRAWN, "concurrency_limit": 1, "concurrency_id": "write"}
        # Gradio's `input` (6.31) knows of keys alone: what an input method or a paste brings would narrow nothing
        self.find.change(self.list_documents, [language, self.find], self.documents, **LATEST)
        uploaded = self.files.upload(
            self.read,
            [self.files, self.accept, language],
            [self.files, self.status],
            **writing,
        )
        removed = self.documents.remove(self.remove, [language], self.status, **writing)
        language.input(lambda: ("", ""), None, [self.status, self.document], **DRAWN)  # they are in the other language
        self.documents.narrow(self.narrow, None, self.find, **DRAWN)
        self.documents.open(self.open, language, self.document, **DRAWN)
        self.document.shut(lambda: "", None, self.document, **DRAWN)
        corrected = self.document.correct(self.correct, language, [self.status, self.document], **writing)
        confirmed = self.document.settle(self.settle_opened, language, [self.status, self.document], **writing)
        listed = self.documents.settle(self.settle, language, self.status, **writing)
        replaced = self.status.replace(self.replace, language, self.status, **writing)
        for changed in (uploaded, removed, corrected, confirmed, listed, replaced):
            changed.then(self.list_documents, [language, self.find], self.documents, **DRAWN)

    def show(self, language: str, find: str | None, request: gr.Request) -> list[Any]:
        """The page in a language, over what the library holds now: one update for each of `shown`."""
        told, changes = words(language), may_change(request)
        hint = (
            library_html.upload_hint(told, supported_suffixes(), self._proposer.name if self._proposer else "")
            if changes
            else library_html.notice("read_only", told)
        )
        return [
            gr.update(value=hint),
            gr.update(label=told["upload"], visible=changes),
            gr.update(label=told["accept"], visible=changes),
            gr.update(label=told["find"], placeholder=told["find_placeholder"]),
            gr.update(value=self.list_documents(language, find, request)),
        ]

    def list_documents(self, language: str, find: str | None, request: gr.Request) -> str:
        """The list as HTML."""
        infos, sources = self._library.infos(), self._library.sources()
        return library_html.documents(infos, sources, find or "", words(language), changes=may_change(request))

    def read(
        self, paths: list[str] | None, accept: bool, language: str, request: gr.Request
    ) -> Iterator[tuple[Any, str]]:
        """Read uploaded files into the library; yields the emptied upload box and how far each file has got.

        With `accept` files get in even where they are read badly. None is read where one is not of this visitor. A
        file of which another with the same name is there stands beside that one, with a button to replace it.

        Reading goes on to its end when the visitor leaves.
        """
        told = words(language)
        try:
            files, rows = _files([self._uploads.check(owner(request), Path(path)) for path in paths or []])
        except InputError as error:
            yield None, _told(error, told)
            return
        begun: list[Source] = []
        events: SimpleQueue[Event] = SimpleQueue()
        Thread(target=self._ingest, args=(files, accept, origin(request), events), daemon=True).start()
        yield None, library_html.readings(rows, told)
        while (event := events.get()) is not None:
            if isinstance(event, Exception):
                rows = [replace(row, state="not_read") if row.state in _UNREAD else row for row in rows]
                yield None, _told(event, told) + library_html.readings(rows, told)
                return
            if isinstance(event, _Waiting):
                yield None, self._waits(told) + library_html.readings(rows, told)
                continue
            if isinstance(event, Source):
                begun.append(event)
            rows = _after(rows, event)
            yield None, library_html.readings(rows, told)
        rows = _without_archives(rows)
        beside = [(source.name, source.key) for source in begun if self._stands_beside(source.key)]
        notice = library_html.beside(beside, told) if beside else ""
        yield None, notice + library_html.readings(rows, told)

    def replace(self, language: str, event: gr.EventData, request: gr.Request) -> Iterator[str]:
        """Let an uploaded file take the place of the others of its name; yields what becomes of it."""
        told = words(language)
        key = str(getattr(event, "key", ""))
        if not self._stands_beside(key):
            yield library_html.message(told["gone"], told=told)
            return

        def write(writer: Writer) -> str:
            return told["replaced"].format(n=len(replace_namesakes(self._library, writer, key)))

        for shown, _ in self._written(write, told, origin(request)):
            yield shown

    def narrow(self, event: gr.EventData) -> str:
        """What the list is narrowed by, as a button on it asks."""
        return str(getattr(event, "words", ""))[:_LONGEST_FIND]

    def open(self, language: str, event: gr.EventData, request: gr.Request) -> str:
        """One document with its metadata and text, as HTML."""
        return self._opened(str(getattr(event, "document_id", "")), words(language), changes=may_change(request))

    def correct(self, language: str, event: gr.EventData, request: gr.Request) -> Iterator[tuple[Any, Any]]:
        """Set what was changed in the form; yields what becomes of it, and the document as it is then."""
        told = words(language)
        document_id = str(getattr(event, "document_id", ""))
        given = getattr(event, "fields", {})
        info = next((info for info in self._library.infos() if info.id == document_id), None)
        if info is None:
            yield library_html.message(told["gone"], told=told), ""
            return
        try:
            pairs = [f"{name}={given[name]}" for name in FIELDS if _changed(info, name, given.get(name))]
            fields = parse_fields(pairs, Console(CommandWords(language), as_json=False))
        except UsageError as error:  # it is worded in the reader's language already
            yield library_html.message(error.message, told=told), gr.skip()
            return

        def write(writer: Writer) -> str:
            writer.correct([document_id], fields)
            return told["corrected"]

        for shown, is_done in self._written(write, told, origin(request)):
            yield shown, self._opened(document_id, told, changes=True) if is_done else gr.skip()

    def settle(self, language: str, event: gr.EventData, request: gr.Request) -> Iterator[str]:
        """Confirm a value as it stands in the list; yields what becomes of it."""
        for shown, _ in self._settled(words(language), event, request):
            yield shown

    def settle_opened(self, language: str, event: gr.EventData, request: gr.Request) -> Iterator[tuple[Any, Any]]:
        """The same on an opened document; yields the document as it is then, too."""
        told = words(language)
        for shown, is_done in self._settled(told, event, request):
            document_id = str(getattr(event, "document_id", ""))
            yield shown, self._opened(document_id, told, changes=True) if is_done else gr.skip()

    def _settled(self, told: Words, event: gr.EventData, request: gr.Request) -> Iterator[tuple[str, bool]]:
        """Set a value by hand to what it is, if it is still what the person saw."""
        document_id, field, seen = (str(getattr(event, name, "")) for name in ("document_id", "field", "value"))
        info = next(iter(self._library.infos_of([document_id])), None)
        if info is None or field not in to_confirm(info) or document_html.shown_value(info, field) != seen:
            yield library_html.message(told["settle_stale"], told=told), False
            return
        entry = getattr(info.metadata, field)
        value = list(entry.value) if isinstance(entry.value, tuple) else entry.value

        def write(writer: Writer) -> str:
            writer.correct([document_id], {field: value})
            return told["settled"]

        yield from self._written(write, told, origin(request))

    def _opened(self, document_id: str, told: Words, *, changes: bool) -> str:
        infos = self._library.infos()
        info = next((info for info in infos if info.id == document_id), None)
        document = self._library.document(document_id)
        if info is None or document is None:
            return library_html.message(told["gone"], told=told)
        today = date.today()
        source = self._library.source(info.source_key)
        spoken = CommandWords("en" if told["html_lang"] == "en" else "zh")
        lines = [*(reading_lines(source.report, spoken) if source and source.report else ())]
        lines += near_lines(self._library.near_duplicates(document_id), spoken)
        found = [(version.info.metadata.title.value, version.begins) for version in validity.versions(info, infos)]
        return document_html.opened(
            Opened(
                info=info,
                document=document,
                force=validity.force(info, today, infos.superseded(today)),
                versions=tuple(found),
                warnings=tuple(map(spoken.warning, source.warnings)) if source else (),
                reading=tuple(lines),
            ),
            told,
            changes=changes,
        )

    def remove(self, language: str, event: gr.EventData, request: gr.Request) -> Iterator[str]:
        """Remove the document whose button was confirmed; yields what becomes of it."""
        told = words(language)
        document_id = str(getattr(event, "document_id", ""))
        titles = {info.id: info.metadata.title.value for info in self._library.infos()}
        if document_id not in titles:
            yield library_html.message(told["gone"], told=told)
            return

        def write(writer: Writer) -> str:
            writer.remove([document_id])
            return told["removed"].format(title=titles[document_id])

        for shown, _ in self._written(write, told, origin(request)):
            yield shown

    def _written(self, write: Callable[[Writer], str], told: Words, changed_by: Origin) -> Iterator[tuple[str, bool]]:
        """Change the library; yields what to show of it, and whether it is done.

        Before that it says so where there is another process to wait for.

        Args:
            write: makes the change, and says what was done.
        """
        try:
            try:
                writer = self._library.writer(origin=changed_by)
            except LibraryLockedError:
                yield self._waits(told), False
                writer = self._library.writer(wait_s=_WAIT_S, origin=changed_by)
            with writer:
                done = write(writer)
        except PolicyAssistantError as error:
            yield _told(error, told), False
        else:
            yield library_html.done(done), True

    def _waits(self, told: Words) -> str:
        return library_html.done(told["waiting_for_writer"].format(n=round(_WAIT_S)))

    def _stands_beside(self, key: str) -> bool:
        """Whether an upload is there, and others of its name are too."""
        there = self._library.ids_of_source(key) or any(
            map(self._library.ids_of_source, self._library.keys_with_prefix(f"{key}/"))
        )
        return bool(there and namesakes(self._library, key))

    def _ingest(self, files: list[Path], accept: bool, told: Origin, events: SimpleQueue[Event]) -> None:
        def announced() -> Iterator[Source]:
            for path in files:  # under the library's lock, as this is asked for by the reading
                source = upload(self._library, path, path.name)
                events.put(source)
                yield source

        try:
            from ingest.pipeline import ingest  # noqa: PLC0415 - as in `ui.drafts.reviewed`

            ingest(
                self._library,
                announced(),
                report=events.put,
                accept=accept,
                wait_s=_WAIT_S,
                waiting=lambda: events.put(_Waiting()),
                origin=told,
                proposer=self._proposer,
            )
        except Exception as error:  # of whatever kind: the page is waiting for an end
            if not isinstance(error, PolicyAssistantError):
                log.exception("reading uploaded files")
            events.put(error)
        finally:
            for path in files:
                self._uploads.discard(path)
        events.put(None)


def _changed(info: DocumentInfo, name: str, given: object) -> bool:
    """Whether a field of the form holds something else than the document has; what was emptied is left as it is."""
    if not isinstance(given, str) or not given.strip():
        return False
    entry = getattr(info.metadata, "years" if name == "year" else name)
    held = entry.value if entry is not None else ""
    shown = "、".join(map(str, held)) if isinstance(held, tuple) else str(held)
    return given.strip() != shown


_UNREAD = ("waiting", "reading", "storing")


def _files(paths: list[Path]) -> tuple[list[Path], list[Reading]]:
    """What to read, and the rows to show; of files with one name only the first is read."""
    files: dict[str, Path] = {}
    rows = []
    for path in paths:
        twin = path.name in files
        rows.append(Reading(name=path.name, state="same_name" if twin else "waiting"))
        files.setdefault(path.name, path)
    return list(files.values()), rows


def _after(rows: list[Reading], event: Source | FileReport) -> list[Reading]:
    """The rows once a file is begun (the one before it has been read then), or is reported on."""
    changed = []
    for row in rows:
        if row.state in _UNREAD and isinstance(event, Source):
            if row.name == event.name:
                row = replace(row, state="reading")
            elif row.state == "reading":
                row = replace(row, state="storing")
        elif row.state in _UNREAD and isinstance(event, FileReport) and row.name == event.source:
            row = replace(row, state="done", report=event)
        changed.append(row)
        if isinstance(event, FileReport) and event.source.startswith(f"{row.name}/") and row.state in _UNREAD:
            changed.append(Reading(name=event.source, state="done", report=event))
    return changed


def _without_archives(rows: list[Reading]) -> list[Reading]:
    """The rows without those of archives whose files have rows of their own."""
    names = [row.name for row in rows]
    return [row for row in rows if row.state == "done" or not any(name.startswith(f"{row.name}/") for name in names)]


def _told(error: Exception, told: Words) -> str:
    if isinstance(error, PolicyAssistantError):
        return library_html.message(error_text(error.code, str(error), told), str(error), told=told)
    return library_html.message(told["failed_unknown"], told=told)
