"""From answers to HTML. Pure; every word that does not stand in this file is escaped.

The sources of an answer are part of its HTML, hidden until their number is chosen (`static/app.js`), so opening one
asks nothing of the server.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from docs_store.types import Answer, AnswerSentence, Aspect, Citation, Outcome
from ui.web.holdings import Holdings
from ui.web.nouns import Excerpt, Exchange
from ui.web.texts import Words

_ICONS = {
    # A lens with nothing in it, and a warning triangle.
    Outcome.NOT_FOUND: '<circle cx="11" cy="11" r="6.5"/><path d="m16 16 4.5 4.5"/>',
    Outcome.FAILED: '<path d="M12 3.5 22 20.5H2Z"/><path d="M12 10v5m0 2.6v.4"/>',
}


def conversation(talk: Sequence[Exchange], told: Words) -> str:
    """The exchanges of a conversation, oldest first."""
    return "".join(turn(exchange, told) for exchange in talk)


def turn(exchange: Exchange, told: Words) -> str:
    """One question with its answer, its notes and its sources."""
    answer = exchange.answer
    busy = "true" if answer is None or exchange.shown is not None else "false"
    body = _waiting(told) if answer is None else _answer(exchange, answer, told)
    return (
        f'<article class="pa-turn" data-turn="{exchange.number}">'
        f'<h2 class="pa-question"><span class="pa-unseen">{escape(told["you"])}</span>{escape(exchange.question)}</h2>'
        f'<div class="pa-reply" aria-live="polite" aria-busy="{busy}">{body}</div></article>'
    )


def welcome(told: Words, held: Holdings) -> str:
    """What an empty conversation shows."""
    if not held.documents:
        return (
            f'<div class="pa-welcome pa-empty"><h2>{escape(told["empty_title"])}</h2>'
            f"<p>{escape(told['empty_text'])}</p></div>"
        )
    return (
        f'<div class="pa-welcome"><h2>{escape(told["welcome"])}</h2><p>{escape(told["promise"])}</p>'
        f'<p class="pa-try">{escape(told["try_one"])}</p></div>'
    )


def side(told: Words, held: Holdings) -> str:
    """What stands where sources open, while none is open."""
    count = told["holdings"].format(documents=held.documents)
    facts = [short_list(held.regions), short_list([str(year) for year in held.years])]
    lines = "".join(f"<li>{escape(fact)}</li>" for fact in facts if fact)
    return (
        f'<div class="pa-side"><h3>{escape(told["sources"])}</h3><p>{escape(told["side_hint"])}</p>'
        f'<div class="pa-holdings"><strong>{escape(count)}</strong><ul>{lines}</ul></div></div>'
    )


def notice(told: Words, held: Holdings) -> str:
    """That the library is searched by keywords only, with the command that mends it; empty when it is not so."""
    if not held.keywords_only:
        return ""
    command = "policy-assistant models pull" if held.keywords_only == "no_model" else "policy-assistant library rebuild"
    text = escape(told[held.keywords_only]).format(command=f"<code>{command}</code>")
    return f'<p class="pa-notice" role="note">{text}</p>'


def brand(told: Words) -> str:
    """The name of the product; `data-lang` tells the page which language it is in."""
    return (
        f'<div class="pa-brand" data-lang="{escape(told["html_lang"])}" data-title="{escape(told["product"])}">'
        f"<h1>{escape(told['product'])}</h1></div>"
    )


def short_list(items: Iterable[str], most: int = 6) -> str:
    """Items side by side, the first few of many."""
    listed = list(items)
    return " · ".join(listed[:most]) + (" …" if len(listed) > most else "")


def _waiting(told: Words) -> str:
    return f'<p class="pa-waiting" role="status"><span class="pa-dots"></span>{escape(told["searching"])}</p>'


def _answer(exchange: Exchange, answer: Answer, told: Words) -> str:
    if answer.outcome is not Outcome.ANSWERED:
        return _no_answer(exchange, answer, told)
    shown = answer.sentences[: exchange.shown]
    cited = {citation.marker: citation for citation in answer.citations}
    said = "".join(_sentence(exchange.number, sentence, cited, told) for sentence in shown)
    if exchange.shown is not None:
        return f'<div class="pa-answer">{said}</div>'
    said = said or f"<p>{escape(answer.answer)}</p>"
    return (
        f'<div class="pa-answer">{said}</div>{_figures(exchange.number, answer, cited, told)}{_notes(answer, told)}'
        f"{_sources(exchange, answer, told)}"
    )


def _no_answer(exchange: Exchange, answer: Answer, told: Words) -> str:
    name = "not_found" if answer.outcome is Outcome.NOT_FOUND else "failed"
    role = "status" if answer.outcome is Outcome.NOT_FOUND else "alert"
    cited = {citation.marker: citation for citation in answer.citations}
    said = "".join(_sentence(exchange.number, sentence, cited, told) for sentence in answer.sentences)
    return (
        f'<div class="pa-outcome pa-{name}" role="{role}">'
        f'<h3><svg viewBox="0 0 24 24" aria-hidden="true">{_ICONS[answer.outcome]}</svg>{escape(told[name])}</h3>'
        f"{said or f'<p>{escape(answer.answer)}</p>'}{_searched(answer, told)}</div>"
        f"{_notes(answer, told)}{_sources(exchange, answer, told)}"
    )


def _sentence(number: int, sentence: AnswerSentence, cited: dict[int, Citation], told: Words) -> str:
    buttons = "".join(_button(number, cited[marker], told) for marker in sentence.citations if marker in cited)
    return f"<p>{escape(sentence.text)}{buttons}</p>"


def _button(number: int, citation: Citation, told: Words) -> str:
    label = told["cite"].format(n=citation.marker, title=citation.title)
    source = _source_id(number, citation)
    return (
        f'<button type="button" class="pa-cite" data-source="{source}" aria-controls="{source}" aria-expanded="false"'
        f' aria-label="{escape(label)}" title="{escape(citation.title)}">{citation.marker}</button>'
    )


def _source_id(number: int, citation: Citation) -> str:
    return f"pa-source-{number}-{citation.marker}"


def _figures(number: int, answer: Answer, cited: dict[int, Citation], told: Words) -> str:
    rows = []
    for figure in answer.figures:
        button = _button(number, cited[figure.citation], told) if figure.citation in cited else ""
        # a growth rate is no number of the thing itself
        aspect = "" if figure.aspect is Aspect.LEVEL else f" <small>{escape(told[f'aspect_{figure.aspect}'])}</small>"
        rows.append(
            f'<tr><th scope="row">{escape(figure.indicator)}{aspect}</th>'
            f'<td class="pa-value">{escape(figure.value)}<small>{escape(figure.unit)}</small></td>'
            f'<td><span class="pa-status pa-{escape(figure.status)}">{escape(told[figure.status])}</span></td>'
            f"<td>{escape(figure.period)}</td><td>{escape(figure.region)}{button}</td></tr>"
        )
    if not rows:
        return ""
    return (
        f'<div class="pa-figures"><h3>{escape(told["figures"])}</h3>'
        f'<table aria-label="{escape(told["figures"])}"><tbody>{"".join(rows)}</tbody></table></div>'
    )


def _notes(answer: Answer, told: Words) -> str:
    notes = list(answer.notes)
    if answer.mode == "generated" and answer.outcome is Outcome.ANSWERED:
        notes.append(told["generated"])
    if not notes:
        return ""
    items = "".join(f"<li>{escape(note)}</li>" for note in notes)
    return f'<div class="pa-notes"><h3>{escape(told["notes"])}</h3><ul>{items}</ul></div>'


def _searched(answer: Answer, told: Words) -> str:
    searched = answer.searched
    parts = [
        short_list(searched.regions),
        short_list([str(year) for year in searched.years]),
        told["searched_documents"].format(n=searched.documents) if searched.documents else "",
    ]
    shown = " · ".join(part for part in parts if part)
    return f'<p class="pa-searched"><b>{escape(told["searched"])}</b> {escape(shown)}</p>' if shown else ""


def _sources(exchange: Exchange, answer: Answer, told: Words) -> str:
    return "".join(
        _source(exchange.number, citation, around, told)
        for citation, around in zip(answer.citations, exchange.excerpts, strict=True)
    )


def _source(number: int, citation: Citation, around: Excerpt, told: Words) -> str:
    facts = [
        ("place", citation.region),
        ("year", str(citation.year or "")),
        ("kind", told[citation.kind]),
        ("heading", " › ".join(citation.heading)),
        ("page", told["page_n"].format(n=citation.page) if citation.page else ""),
        ("file", citation.source),
    ]
    listed = "".join(
        f"<div><dt>{escape(told[name])}</dt><dd>{escape(value)}</dd></div>" for name, value in facts if value
    )
    name = told["cite"].format(n=citation.marker, title=citation.title)
    warning = "" if around.faithful else f'<p class="pa-mismatch">{escape(told["mismatch"])}</p>'
    return (
        f'<section class="pa-source" id="{_source_id(number, citation)}" aria-label="{escape(name)}" tabindex="-1"'
        " hidden>"
        f'<div class="pa-source-head"><span class="pa-number">{citation.marker}</span><h3>{escape(citation.title)}</h3>'
        f'<button type="button" class="pa-close" aria-label="{escape(told["close"])}">×</button></div>'
        f'<dl>{listed}</dl>{warning}<div class="pa-excerpt" tabindex="0" role="document"'
        f' aria-label="{escape(told["excerpt"])}">{_excerpt(around)}</div></section>'
    )


def _excerpt(around: Excerpt) -> str:
    more = '<span class="pa-more" aria-hidden="true">…</span>'
    return (
        f"{more if around.cut_before else ''}{escape(around.before)}<mark>{escape(around.quote)}</mark>"
        f"{escape(around.after)}{more if around.cut_after else ''}"
    )
