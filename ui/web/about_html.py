"""The page on the program as HTML. Pure; every word that does not stand in this file is escaped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ui.web import sign_in
from ui.web.escaping import escape
from ui.web.texts import Words

LOOKS = ("system", "light", "dark")


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the page tells.

    Attributes:
        unread: files that could not be read.
        model: the language model that words the answers, empty without one.
        embedder: the embedding model in use, empty without one; `made_with`: the one that made the vectors.
        keywords_only: as in `ui.web.holdings.Holdings`.
        access: `open` where no token is asked for, else `read` or `change`: what the visitor may do.
        packages: names of the packages the program works with, and the licences they state, empty for none stated.
    """

    documents: int
    chunks: int
    unread: int
    folder: str
    embedder: str
    made_with: str
    model: str
    version: str
    access: str
    packages: tuple[tuple[str, str], ...]
    keywords_only: str = ""


def page(facts: Facts, told: Words) -> str:
    """All of the page."""
    state = [
        ("about_documents", told["about_documents_n"].format(documents=facts.documents, chunks=facts.chunks)),
        ("about_unread", told["about_unread_n"].format(n=facts.unread) if facts.unread else ""),
        ("about_folder", facts.folder),
    ]
    models = [
        ("about_embedder", facts.embedder or told["about_keywords"]),
        ("about_mend", told[f"about_{facts.keywords_only}"] if facts.keywords_only else ""),
        ("about_made_with", facts.made_with or told["about_none"]),
        ("about_llm", facts.model or told["about_no_llm"]),
    ]
    looks = "".join(
        f'<button type="button" class="pa-look" data-look="{look}" aria-pressed="false">'
        f"{escape(told[f'look_{look}'])}</button>"
        for look in LOOKS
    )
    return (
        _part("about_state", _list(state, told), told)
        + _part("about_models", _list(models, told), told)
        + _part("about_access", _access(facts, told), told)
        + _part("about_look", f'<div role="group" aria-label="{escape(told["about_look"])}">{looks}</div>', told)
        + _part("about_program", _list([("about_version", facts.version)], told), told)
        + _part("about_privacy", f"<p>{escape(told['about_privacy_text'])}</p>", told)
        + _part("about_licences", f"<p>{escape(told['about_licences_text'])}</p>{_licences(facts, told)}", told)
    )


def _part(key: str, body: str, told: Words) -> str:
    return f'<section class="pa-part"><h2>{escape(told[key])}</h2>{body}</section>'


def _access(facts: Facts, told: Words) -> str:
    text = f"<p>{escape(told[f'about_access_{facts.access}'])}</p>"
    return text if facts.access == "open" else text + sign_in.session_html(f"right_{facts.access}", told)


def _licences(facts: Facts, told: Words) -> str:
    shown = "".join(
        f"<li>{escape(name)} <span>{escape(stated or told['about_licence_unstated'])}</span></li>"
        for name, stated in facts.packages
    )
    return f'<ul class="pa-licences">{shown}</ul>' if shown else ""


def _list(rows: Sequence[tuple[str, str]], told: Words) -> str:
    shown = "".join(f"<div><dt>{escape(told[key])}</dt><dd>{escape(value)}</dd></div>" for key, value in rows if value)
    return f'<dl class="pa-facts">{shown}</dl>'
