"""One document of the library, opened, as HTML. Pure; every word that does not stand in this file is escaped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from docs_store.catalog import DocumentInfo
from docs_store.proposals import proposer
from docs_store.types import Document, Inferred, Kind
from ui.confirming import to_confirm
from ui.web.escaping import escape
from ui.web.texts import Words

SHOWN = 200_000  # characters of a text that are on the page; all of it can be downloaded
_PIECE = 1_500  # characters drawn at once; a browser passes over the pieces that are not in sight
FIELDS = ("title", "kind", "region", "year", "issuer", "doc_number", "published", "effective", "expires")
"""What can be corrected, by the names of `library set`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A document and what is to be said of it.

    Attributes:
        force: as `docs_store.validity.Force`.
        versions: title and first day of each version of it, the latest first; empty when there is one only.
        warnings: what the reader said of its file; reading: how well it was read, line by line.
    """

    info: DocumentInfo
    document: Document
    force: str
    versions: tuple[tuple[str, str], ...] = ()
    warnings: tuple[str, ...] = ()
    reading: tuple[str, ...] = ()


def opened(shown: Opened, told: Words, *, changes: bool = True) -> str:
    """The document with its metadata, its versions, and its text.

    Args:
        changes: whether the reader may correct the metadata, which are a form then.
    """
    info = shown.info
    title = escape(info.metadata.title.value)
    force = told[f"force_{shown.force}"]
    facts = [
        (told["file"], info.source),
        (told["force"], force if shown.force != "no_term" else ""),
        (told["document_id"], info.id),
        (told["chunks"], str(info.chunks)),
    ]
    listed = "".join(f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>" for name, value in facts if value)
    warned = "".join(f'<li class="pa-warning">{escape(warning)}</li>' for warning in shown.warnings)
    read = "".join(f"<li>{escape(line)}</li>" for line in shown.reading)
    reading = f'<h4>{escape(told["reading_report"])}</h4><ul class="pa-versions">{read}</ul>' if read else ""
    return (
        f'<section class="pa-opened" aria-label="{title}" tabindex="-1"><div class="pa-source-head"><h3>{title}</h3>'
        f'<button type="button" class="pa-shut" data-shut aria-label="{escape(told["close"])}">×</button></div>'
        f'<dl class="pa-facts">{listed}</dl>{f"<ul>{warned}</ul>" if warned else ""}{reading}{_versions(shown, told)}'
        f"{_form(info, told) if changes else _values(info, told)}{_text(shown.document, told)}</section>"
    )


def _versions(shown: Opened, told: Words) -> str:
    if len(shown.versions) < 2:
        return ""
    rows = "".join(f"<li>{escape(begins or '—')} · {escape(title)}</li>" for title, begins in shown.versions)
    return f'<h4>{escape(told["versions"])}</h4><ul class="pa-versions">{rows}</ul>'


def _form(info: DocumentInfo, told: Words) -> str:
    rows = "".join(_field(info, name, told) for name in FIELDS)
    return (
        f'<form class="pa-form" data-correct="{escape(info.id)}"><h4>{escape(told["metadata"])}</h4>'
        f"<p>{escape(told['metadata_hint'])}</p>{rows}"
        f'<button type="submit" class="pa-mini">{escape(told["correct"])}</button></form>'
    )


def _values(info: DocumentInfo, told: Words) -> str:
    """The metadata for those who only read."""
    rows = ""
    for name in FIELDS:
        value, origin = _entry(info, name, told)
        shown = told[value] if name == "kind" else value
        rows += f"<div><dt>{escape(told[f'field_{name}'])}</dt><dd>{escape(shown)} {origin}</dd></div>" if value else ""
    return f'<h4>{escape(told["metadata"])}</h4><dl class="pa-facts">{rows}</dl>'


def _entry(info: DocumentInfo, name: str, told: Words) -> tuple[str, str]:
    """The value of a field, empty for none, and as HTML how sure it is; an empty element for none."""
    entry: Inferred[object] | None = getattr(info.metadata, _field_of(name))
    if entry is None:
        return "", '<small class="pa-origin"></small>'  # so that all fields end in one line
    if proposer(entry):
        return _shown(entry.value), proposal_origin(info, _field_of(name), told)
    by_hand = entry.source == "set by hand"
    source = told["by_hand"] if by_hand else told["certainty"].format(n=round(entry.certainty * 100))
    low = " pa-low" if entry.certainty < 0.8 else ""
    return _shown(entry.value), f'<small class="pa-origin{low}">{escape(source)}</small>'


def _field(info: DocumentInfo, name: str, told: Words) -> str:
    value, origin = _entry(info, name, told)
    if name == "kind":
        options = "".join(
            f'<option value="{kind}"{" selected" if kind == value else ""}>{escape(told[kind])}</option>'
            for kind in Kind
        )
        control = f'<select name="kind">{options}</select>'
    else:
        control = f'<input name="{name}" value="{escape(value)}" maxlength="300">'
    asked = value and _field_of(name) in to_confirm(info)
    settle = settle_button(info, _field_of(name), told) if asked else ""
    return f"<label><span>{escape(told[f'field_{name}'])}</span>{control}{origin}</label>{settle}"


def settle_button(info: DocumentInfo, field: str, told: Words) -> str:
    """The button by which a person confirms the value that a document has in a field of `Metadata`."""
    value = shown_value(info, field)
    label = f"{told['settle']} {told[f'field_{_name_of(field)}']}"
    return (
        f'<button type="button" class="pa-mini" data-settle="{escape(info.id)}" data-field="{field}"'
        f' data-value="{escape(value)}" aria-label="{escape(label)}">{escape(told["settle"])}</button>'
    )


def proposal_origin(info: DocumentInfo, field: str, told: Words) -> str:
    """Who proposed a value, and the document's words that it rests on."""
    entry: Inferred[object] = getattr(info.metadata, field)
    text = told["proposed_by"].format(model=proposer(entry), quote=" ".join(entry.quote.split()))
    return f'<small class="pa-proposal">{escape(text)}</small>'


def shown_value(info: DocumentInfo, field: str) -> str:
    """The value of a field as a person reads and corrects it; empty for none."""
    entry: Inferred[object] | None = getattr(info.metadata, field)
    return "" if entry is None else _shown(entry.value)


def _field_of(name: str) -> str:
    return "years" if name == "year" else name


def _name_of(field: str) -> str:
    return "year" if field == "years" else field


def _shown(value: object) -> str:
    return "、".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _text(document: Document, told: Words) -> str:
    text = document.text[:SHOWN]
    pieces = "".join(f"<p>{escape(piece)}</p>" for piece in _pieces(text))
    cut = ""
    if len(document.text) > SHOWN:
        cut = f'<p class="pa-none">{escape(told["text_cut"].format(n=SHOWN, all=len(document.text)))}</p>'
    link = f'<a class="pa-mini" href="documents/{escape(document.id)}.txt" download>{escape(told["text_download"])}</a>'
    return (
        f'<details class="pa-fulltext"><summary>{escape(told["text_all"].format(n=len(document.text)))}</summary>'
        f'{link}<div class="pa-fulltext-body" tabindex="0" role="document">{pieces}</div>{cut}</details>'
    )


def _pieces(text: str) -> Sequence[str]:
    """The text cut at line ends into pieces of about `_PIECE` characters; nothing is lost."""
    pieces, at = [], 0
    while at < len(text):
        end = text.find("\n", at + _PIECE)
        end = len(text) if end < 0 else end + 1
        pieces.append(text[at:end].rstrip("\n"))
        at = end
    return pieces
