"""The library page's lists as HTML. Pure; every word that does not stand in this file is escaped."""

from __future__ import annotations

from collections.abc import Sequence

from docs_store.catalog import DocumentInfo, SourceRow
from docs_store.proposals import proposed
from docs_store.types import FileReport, FileStatus
from ui.commands.reading_views import reading_lines
from ui.confirming import to_confirm
from ui.texts import Words as CommandWords
from ui.web.document_html import proposal_origin, settle_button, shown_value
from ui.web.escaping import escape
from ui.web.nouns import Reading
from ui.web.texts import Words, error_text, without_folders

LISTED = 200  # documents on the page at most
_FAILED = (FileStatus.FAILED, FileStatus.QUARANTINED)


def readings(files: Sequence[Reading], told: Words) -> str:
    """How far each file of an upload has got; empty without files."""
    if not files:
        return ""
    rows = "".join(_reading(file, told) for file in files)
    return (
        f'<div class="pa-readings" role="status"><h3>{escape(told["reading_title"])}</h3>'
        f'<ul class="pa-files">{rows}</ul></div>'
    )


def upload_hint(told: Words, suffixes: Sequence[str], model: str = "") -> str:
    """What can be uploaded, and that it stays here, or goes to the language model of this name."""
    formats = " / ".join(suffix.lstrip(".").upper() for suffix in suffixes)
    where = told["upload_asks"].format(model=model) if model else told["upload_here"]
    text = told["upload_hint"].format(suffixes=formats) + told["sentences_joined"] + where
    return f"<h2>{escape(told['upload'])}</h2><p>{escape(text)}</p>"


def notice(key: str, told: Words) -> str:
    """Why a part of the page is not there."""
    return f'<div class="pa-read-only" role="note">{escape(told[key])}</div>'


def message(text: str, details: str = "", *, told: Words) -> str:
    """Why something could not be done."""
    more = _details(details, told) if details and without_folders(details) != text else ""
    return f'<div class="pa-outcome pa-failed" role="alert"><p>{escape(text)}</p>{more}</div>'


def done(text: str) -> str:
    """That something was done."""
    return f'<p class="pa-done" role="status">{escape(text)}</p>'


def beside(uploads: Sequence[tuple[str, str]], told: Words) -> str:
    """That uploads have others of their name beside them, each with a button to replace those.

    Args:
        uploads: name and key of each.
    """
    rows = "".join(
        f"<li><p>{escape(told['beside'].format(name=name))}</p>"
        f'<button type="button" class="pa-remove" data-replace="{escape(key)}"'
        f' data-confirm="{escape(told["replace_confirm"])}">{escape(told["replace"])}</button></li>'
        for name, key in uploads
    )
    return f'<div class="pa-outcome pa-beside" role="status"><ul class="pa-files">{rows}</ul></div>'


def documents(
    infos: Sequence[DocumentInfo], sources: Sequence[SourceRow], find: str, told: Words, *, changes: bool = True
) -> str:
    """The list of documents that hold all words of `find`, then the files that could not be read.

    Args:
        changes: whether the reader may remove documents.
    """
    wanted = find.casefold().split()
    found = [info for info in infos if all(word in _searchable(info, told) for word in wanted)]
    name = "documents_found" if wanted else "documents"
    head = escape(told[name].format(n=len(found), all=len(infos)))
    rows = "".join(_document(info, told, changes=changes) for info in found[:LISTED])
    columns = "".join(f"<th scope='col'>{escape(told[key])}</th>" for key in _COLUMNS) + (
        "<td></td>" if changes else ""
    )
    table = f'<table class="pa-documents"><thead><tr>{columns}</tr></thead><tbody>{rows}</tbody></table>'
    if not found:
        table = f'<p class="pa-none">{escape(told["none_found" if infos else "empty_title"])}</p>'
    rest = len(found) - LISTED
    more = f'<p class="pa-none">{escape(told["more"].format(n=rest))}</p>' if rest > 0 else ""
    asked = _asked_to_confirm(infos, find, told) if changes else ""
    return f"<h3>{head}</h3>{asked}{table}{more}{_unread(sources, told)}"


def _asked_to_confirm(infos: Sequence[DocumentInfo], find: str, told: Words) -> str:
    """How many documents have metadata to confirm, and a button that lists those alone, or all; empty for none."""
    count = sum(bool(to_confirm(info)) for info in infos)
    if not count:
        return ""
    alone = find.strip() == told["to_confirm"]
    button = escape(told["all_documents"] if alone else told["these_alone"])
    words = "" if alone else escape(told["to_confirm"])
    return (
        f'<p class="pa-confirm">{escape(told["confirm_count"].format(n=count))} '
        f'<button type="button" class="pa-mini" data-narrow="{words}">{button}</button></p>'
    )


_COLUMNS = ("title", "region", "years", "kind", "number", "chunks")


def _document(info: DocumentInfo, told: Words, *, changes: bool) -> str:
    metadata = info.metadata
    title = metadata.title.value
    values = (
        metadata.region.value if metadata.region else "",
        "、".join(str(year) for year in metadata.years.value) if metadata.years else "",
        told[metadata.kind.value],
        metadata.doc_number.value if metadata.doc_number else "",
        str(info.chunks),
    )
    cells = "".join(
        f'<td data-name="{escape(told[key])}">{escape(value)}</td>'
        for key, value in zip(_COLUMNS[1:], values, strict=True)
    )
    remove = (
        f'<td><button type="button" class="pa-remove" data-remove="{escape(info.id)}"'
        f' data-confirm="{escape(told["remove_confirm"])}" aria-label="{escape(told["remove"])} {escape(title)}">'
        f"{escape(told['remove'])}</button></td>"
    )
    return (
        f'<tr><th scope="row"><button type="button" class="pa-title" data-open="{escape(info.id)}">'
        f"{escape(title)}</button><small>{escape(info.source)}</small>{_doubts(info, told)}"
        f"{_proposed(info, told) if changes else ''}</th>"
        f"{cells}{remove if changes else ''}</tr>"
    )


def _doubts(info: DocumentInfo, told: Words) -> str:
    """The fields that a person is asked to confirm, under a document's title; empty for none."""
    fields = to_confirm(info)
    if not fields:
        return ""
    names = told["fields_joined"].join(told[f"field_{'year' if name == 'years' else name}"] for name in fields)
    return f'<small class="pa-doubts">{escape(told["confirm_fields"].format(fields=names))}</small>'


def _proposed(info: DocumentInfo, told: Words) -> str:
    """What a language model proposed for a document, with the words it rests on, each to be confirmed by one touch."""
    rows = ""
    for name in proposed(info.metadata):
        field, value = "year" if name == "years" else name, shown_value(info, name)
        spoken = told[value] if name == "kind" else value
        text = told["proposed_value"].format(field=told[f"field_{field}"], value=spoken)
        rows += f"<li>{escape(text)} {proposal_origin(info, name, told)}{settle_button(info, name, told)}</li>"
    return f'<ul class="pa-proposals">{rows}</ul>' if rows else ""


def _searchable(info: DocumentInfo, told: Words) -> str:
    metadata = info.metadata
    named = (metadata.region, metadata.doc_number, metadata.issuer)
    asked = [told["to_confirm"]] if to_confirm(info) else []
    return " ".join([metadata.title.value, info.source, *asked, *(entry.value for entry in named if entry)]).casefold()


def _unread(sources: Sequence[SourceRow], told: Words) -> str:
    rows = "".join(
        _file(row.name, row.status, error_text(row.error.code, row.error.message, told), row.error.message, told)
        for row in sources
        if row.error is not None
    )
    return f'<h3>{escape(told["unread_files"])}</h3><ul class="pa-files">{rows}</ul>' if rows else ""


def _reading(file: Reading, told: Words) -> str:
    report = file.report
    if report is None:
        state = "not_read" if file.state == "same_name" else file.state
        return _file(file.name, state, told["same_name"] if file.state == "same_name" else "", "", told)
    if report.error is not None:
        page = f" {told['page_error'].format(n=report.error.page)}" if report.error.page else ""
        text = error_text(report.error.code, report.error.message, told) + page
        return _file(file.name, report.status, text, report.error.message, told)
    spoken = CommandWords("en" if told["html_lang"] == "en" else "zh")
    read = "\n".join(reading_lines(report.reading, spoken)) if report.reading else ""
    warnings = [spoken.warning(warning) for warning in report.warnings]
    return _file(file.name, report.status, _counts(report, told), read, told, warnings)


def _counts(report: FileReport, told: Words) -> str:
    if report.status is FileStatus.UNCHANGED:
        return ""
    return told["file_counts"].format(documents=len(report.document_ids), chunks=report.chunks)


def _file(name: str, state: str, text: str, details: str, told: Words, warnings: Sequence[str] = ()) -> str:
    """One line on a file: its name, its state as a coloured word, and what is to be said of it."""
    label = told["failed_file" if state == FileStatus.FAILED else state]
    more = _details(details, told) if details and without_folders(details) != text else ""
    warned = "".join(f'<p class="pa-warning">{escape(warning)}</p>' for warning in warnings)
    said = f"<p>{escape(text)}</p>" if text else ""
    return (
        f'<li><span class="pa-state pa-state-{escape(state)}">{escape(label)}</span>'
        f'<div><span class="pa-file">{escape(name)}</span>{said}{warned}{more}</div></li>'
    )


def _details(text: str, told: Words) -> str:
    summary = escape(told["details"])
    return f'<details><summary>{summary}</summary><p class="pa-lines">{escape(without_folders(text))}</p></details>'
