"""The sources of an answer as HTML. Pure; every word that does not stand in this file is escaped."""

from __future__ import annotations

from docs_store.boxes import SCALE
from docs_store.types import Answer, Citation
from docs_store.validity import Force
from ui import answers
from ui.web.escaping import escape
from ui.web.nouns import Excerpt, Exchange
from ui.web.texts import Words


def button(number: int, citation: Citation, told: Words) -> str:
    """The small number after a sentence that opens its source."""
    label = told["cite"].format(n=citation.marker, title=citation.title)
    source = _source_id(number, citation)
    return (
        f'<button type="button" class="pa-cite" data-source="{source}" aria-controls="{source}" aria-expanded="false"'
        f' aria-label="{escape(label)}" title="{escape(citation.title)}">{citation.marker}</button>'
    )


def _source_id(number: int, citation: Citation) -> str:
    return f"pa-source-{number}-{citation.marker}"


def where(source: Citation, told: Words) -> str:
    """Where a quote stands, on one line."""
    page = told["page_n"].format(n=source.page) if source.page else ""
    parts = (
        f"《{source.title}》",
        source.region,
        str(source.year or ""),
        " › ".join(source.heading),
        page,
        source.source,
    )
    return "，".join(part for part in parts if part)


def sources(exchange: Exchange, answer: Answer, told: Words) -> str:
    """All sources of an answer and of what comes nearest, hidden until one is chosen."""
    shown = answers.sources(answer)
    return "".join(
        _source(exchange.number, citation, around, told, len(shown) > 1)
        for citation, around in zip(shown, exchange.excerpts, strict=True)
    )


def nearest(exchange: Exchange, answer: Answer, told: Words) -> str:
    """What comes nearest to a question without an answer: each passage with where it stands, opened like a source."""
    around = exchange.excerpts[len(answer.citations) :]
    items = "".join(
        f"<li><p>{escape(near.text)}{button(exchange.number, near.citation, told)}</p>"
        f"<small>{_ended(there, told)}{escape(_standing(near.citation))}</small></li>"
        for near, there in zip(answers.nearest(answer), around, strict=True)
    )
    if not items:
        return ""
    head = f"<h3>{escape(told['nearest'])}<small>{escape(told['nearest_hint'])}</small></h3>"
    return f'<section class="pa-nearest" aria-label="{escape(told["nearest"])}">{head}<ol>{items}</ol></section>'


def _ended(around: Excerpt, told: Words) -> str:
    """That a document is not in force; empty for one that is, or that has no term."""
    if around.force in ("", Force.IN_FORCE, Force.NO_TERM):
        return ""
    return f'<span class="pa-ended">{escape(told[f"force_{around.force}"])}</span>'


def _standing(source: Citation) -> str:
    """Which document a passage is of, and where in it."""
    parts = (f"《{source.title}》", source.region, str(source.year or ""), " › ".join(source.heading))
    return " · ".join(part for part in parts if part)


def _source(number: int, citation: Citation, around: Excerpt, told: Words, several: bool) -> str:
    force = told[f"force_{around.force}"] if around.force and around.force != "no_term" else ""
    facts = [
        ("field_doc_number", around.doc_number),
        ("field_issuer", around.issuer),
        ("field_published", around.published),
        ("force", force),
        ("place", citation.region),
        ("year", str(citation.year or "")),
        ("kind", told[citation.kind]),
        ("heading", " › ".join(citation.heading)),
        ("page", told["page_n"].format(n=citation.page) if citation.page else ""),
        ("file", citation.source),
    ]
    listed = "".join(
        f'<div class="pa-fact-{name}"><dt>{escape(told[name])}</dt><dd>{escape(value)}</dd></div>'
        for name, value in facts
        if value
    )
    name = told["cite"].format(n=citation.marker, title=citation.title)
    warning = "" if around.faithful else f'<p class="pa-mismatch">{escape(told["mismatch"])}</p>'
    return (
        f'<section class="pa-source" id="{_source_id(number, citation)}" aria-label="{escape(name)}" tabindex="-1"'
        " hidden>"
        f'<div class="pa-source-head"><span class="pa-number">{citation.marker}</span><h3>{escape(citation.title)}</h3>'
        f"{_steps(told) if several else ''}"
        f'<button type="button" class="pa-close" aria-label="{escape(told["close"])}">×</button></div>'
        f'<dl>{listed}</dl>{warning}{_views(around, told)}<div class="pa-excerpt" tabindex="0" role="document"'
        f' aria-label="{escape(told["excerpt"])}">{_excerpt(around)}</div>'
        f"{_pages(citation, around, told)}</section>"
    )


def _excerpt(around: Excerpt) -> str:
    more = '<span class="pa-more" aria-hidden="true">…</span>'
    return (
        f"{more if around.cut_before else ''}{escape(around.before)}<mark>{escape(around.quote)}</mark>"
        f"{escape(around.after)}{more if around.cut_after else ''}"
    )


def _steps(told: Words) -> str:
    return "".join(
        f'<button type="button" class="pa-close pa-step" data-step="{step}" aria-label="{escape(told[name])}">'
        f"{sign}</button>"
        for step, name, sign in ((-1, "previous_source", "‹"), (1, "next_source", "›"))
    )


def _views(around: Excerpt, told: Words) -> str:
    """The choice between the text and the picture of the page, where there is one."""
    if not around.areas:
        return ""
    return (
        f'<div class="pa-views"><button type="button" class="pa-mini" data-view="text" aria-pressed="true">'
        f"{escape(told['view_text'])}</button>"
        f'<button type="button" class="pa-mini" data-view="page" aria-pressed="false">'
        f"{escape(told['view_page'])}</button>"
        "</div>"
    )


def _pages(citation: Citation, around: Excerpt, told: Words) -> str:
    """The pages that the quote stands on, with its lines marked; the pictures are fetched when they are looked at."""
    if not around.areas:
        return ""
    figures = []
    for page in dict.fromkeys(area.page for area in around.areas):
        marks = "".join(
            f'<rect x="{area.x0}" y="{area.y0}" width="{area.x1 - area.x0}" height="{area.y1 - area.y0}"/>'
            for area in around.areas
            if area.page == page
        )
        label = escape(told["page_n"].format(n=page))
        figures.append(
            f'<figure><figcaption>{label}</figcaption><div><img loading="lazy" alt="{label}"'
            f' src="pages/{escape(citation.document_id)}/{page}.png"><svg viewBox="0 0 {SCALE} {SCALE}"'
            f' preserveAspectRatio="none" aria-hidden="true">{marks}</svg></div></figure>'
        )
    return (
        f'<div class="pa-pages" tabindex="0" role="document" aria-label="{escape(told["view_page"])}" hidden>'
        f"{''.join(figures)}</div>"
    )
