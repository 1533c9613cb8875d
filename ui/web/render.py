"""From answers to HTML. Pure; every word that does not stand in this file is escaped.

The sources of an answer are part of its HTML, hidden until their number is chosen (`static/app.js`), so opening one
asks nothing of the server.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from docs_store.types import Answer, AnswerSentence, Aspect, Citation, Completeness, Outcome, Status
from ui import answers
from ui.web import source_html
from ui.web.escaping import escape
from ui.web.figures_html import shown_period
from ui.web.holdings import Holdings, place_name
from ui.web.nouns import Exchange
from ui.web.texts import Words

SHOWN = 20  # exchanges of a long conversation that are on the page at first
_ICONS = {
    # A lens with nothing in it, and a warning triangle.
    Outcome.NOT_FOUND: '<circle cx="11" cy="11" r="6.5"/><path d="m16 16 4.5 4.5"/>',
    Outcome.FAILED: '<path d="M12 3.5 22 20.5H2Z"/><path d="M12 10v5m0 2.6v.4"/>',
}


def conversation(talk: Sequence[Exchange], told: Words, *, all_of_it: bool = False) -> str:
    """The exchanges of a conversation, oldest first; of a long one the latest, with a way to the rest."""
    hidden = 0 if all_of_it else max(0, len(talk) - SHOWN)
    earlier = told["earlier"].format(n=hidden)
    more = f'<button type="button" class="pa-earlier" data-earlier>{escape(earlier)}</button>' if hidden else ""
    return more + "".join(turn(exchange, told) for exchange in talk[hidden:])


def turn(exchange: Exchange, told: Words, held: Holdings | None = None) -> str:
    """One question with its answer, its notes and its sources.

    Args:
        held: what there is to choose from, where the reader may change how the question was understood.
    """
    answer = exchange.answer
    busy = "true" if answer is None or exchange.shown is not None else "false"
    body = _waiting(told) if answer is None else _answer(exchange, answer, told)
    if answer is not None and exchange.shown is None and not answers.is_conversation(answer):
        body = _understood(answer, told, held) + body + _tools(exchange, answer, told)
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
    return f'<div class="pa-welcome"><h2>{escape(told["welcome"])}</h2><p>{escape(told["promise"])}</p></div>'


def offers(questions: Sequence[str] | None, told: Words) -> str:
    """Questions that can be asked by touching them, under their heading; nothing at all where there are none.

    Args:
        questions: `None` while it is not yet known which ones are answered well; then a line says so in the heading's
            place.
    """
    if questions is None:
        line = escape(told["try_one_later"])
        return f'<p class="pa-try" role="status"><span class="pa-dots" aria-hidden="true"></span>{line}</p>'
    if not questions:
        return ""
    buttons = (f'<button type="button" class="pa-offer">{escape(question)}</button>' for question in questions)
    return f'<p class="pa-try">{escape(told["try_one"])}</p><div class="pa-offers">{"".join(buttons)}</div>'


def waits(told: Words) -> str:
    """Where it is told that what was typed is asked next; `static/ask.js` fills it in."""
    return f'<p class="pa-waits" role="status" data-words="{escape(told["asked_next"])}"></p>'


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
    """That the library is searched by keywords only; empty when it is not so.

    What mends it is no visitor's business: it stands on the page on the program, and in the server's window.
    """
    return f'<p class="pa-notice" role="note">{escape(told["keywords_only"])}</p>' if held.keywords_only else ""


def brand(told: Words) -> str:
    """The name of the product; its data tell the page which language it is in, and words that Gradio has in another."""
    return (
        f'<div class="pa-brand" data-lang="{escape(told["html_lang"])}" data-title="{escape(told["product"])}"'
        f' data-drop="{escape(told["drop"])}" data-lost="{escape(told["lost"])}"'
        f' data-lost-text="{escape(told["lost_text"])}">'
        f"<h1>{escape(told['product'])}</h1></div>"
    )


def short_list(items: Iterable[str], most: int = 6) -> str:
    """Items side by side, the first few of many."""
    listed = list(items)
    return "\u00a0· ".join(listed[:most]) + (" …" if len(listed) > most else "")


def _waiting(told: Words) -> str:
    return f'<p class="pa-waiting" role="status"><span class="pa-dots"></span>{escape(told["searching"])}</p>'


def _answer(exchange: Exchange, answer: Answer, told: Words) -> str:
    if answers.is_conversation(answer):
        return f'<div class="pa-answer"><p>{escape(answer.answer)}</p></div>'
    if answer.outcome is not Outcome.ANSWERED:
        return _no_answer(exchange, answer, told)
    shown = answer.sentences[: exchange.shown]
    cited = {citation.marker: citation for citation in answer.citations}
    said = "".join(_sentence(exchange.number, sentence, cited, told) for sentence in shown)
    if exchange.shown is not None:
        return f'<div class="pa-answer">{said}</div>'
    said = said or f"<p>{escape(answer.answer)}</p>"
    return (
        f'<div class="pa-answer">{said}</div>{_partial(answer, told)}'
        f"{_figures(exchange.number, answer, cited, told)}{_notes(answer, told)}"
        f"{source_html.sources(exchange, answer, told)}"
    )


def _partial(answer: Answer, told: Words) -> str:
    """That an answer is only a part of what was asked, and what is missing; empty for any other."""
    if answer.completeness is not Completeness.PARTIAL:
        return ""
    items = "".join(f"<li>{escape(part)}</li>" for part in answer.missing)
    lacking = f"<p>{escape(told['missing'])}</p><ul>{items}</ul>" if items else ""
    return f'<div class="pa-partial" role="note"><b>{escape(told["partial"])}</b>{lacking}</div>'


def _no_answer(exchange: Exchange, answer: Answer, told: Words) -> str:
    name = "not_found" if answer.outcome is Outcome.NOT_FOUND else "failed"
    role = "status" if answer.outcome is Outcome.NOT_FOUND else "alert"
    cited = {citation.marker: citation for citation in answer.citations}
    said = "".join(_sentence(exchange.number, sentence, cited, told) for sentence in answer.sentences)
    return (
        f'<div class="pa-outcome pa-{name}" role="{role}">'
        f'<h3><svg viewBox="0 0 24 24" aria-hidden="true">{_ICONS[answer.outcome]}</svg>{escape(told[name])}</h3>'
        f"{said or f'<p>{escape(answer.answer)}</p>'}{_searched(answer, told)}</div>"
        f"{source_html.nearest(exchange, answer, told)}{_notes(answer, told)}"
        f"{source_html.sources(exchange, answer, told)}"
    )


def _sentence(number: int, sentence: AnswerSentence, cited: dict[int, Citation], told: Words) -> str:
    buttons = "".join(
        source_html.button(number, cited[marker], told) for marker in sentence.citations if marker in cited
    )
    return f"<p>{escape(sentence.text)}{buttons}</p>"


def _figures(number: int, answer: Answer, cited: dict[int, Citation], told: Words) -> str:
    rows = []
    for figure in answer.figures:
        marked = [cited[marker] for marker in answer.markers_of(figure) if marker in cited]
        buttons = "".join(source_html.button(number, citation, told) for citation in marked)
        # a growth rate is no number of the thing itself
        aspect = "" if figure.aspect is Aspect.LEVEL else f" <small>{escape(told[f'aspect_{figure.aspect}'])}</small>"
        made = f" <small>{escape(told['computed'])}</small>" if figure.operation else ""
        rows.append(
            f'<tr><th scope="row">{escape(figure.indicator)}{aspect}</th>'
            f'<td class="pa-value">{escape(figure.value)}<small>{escape(figure.unit)}</small>{made}</td>'
            f'<td><span class="pa-status pa-{escape(figure.status)}">{escape(told[figure.status])}</span></td>'
            f"<td>{escape(shown_period(figure.period, told))}</td><td>{escape(figure.region)}{buttons}</td></tr>"
        )
    if not rows:
        return ""
    return (
        f'<div class="pa-figures"><h3>{escape(told["figures"])}</h3>'
        f'<table aria-label="{escape(told["figures"])}"><tbody>{"".join(rows)}</tbody></table></div>'
    )


def _notes(answer: Answer, told: Words) -> str:
    notes = list(answers.remarks(answer))
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


def _understood(answer: Answer, told: Words, held: Holdings | None) -> str:
    """What the question was taken to ask. On the latest answer, place, year and status can be changed."""
    understood = answer.understood
    places = "、".join(name for name, _ in understood.places)
    years = "、".join(told["year_n"].format(n=year) for year in understood.years)
    stated = understood.status is not Status.UNKNOWN
    status = told[understood.status] if stated else ""
    if held is None or not understood.asked:
        shown = " · ".join(part for part in (places, years, status) if part)
        return f'<p class="pa-understood"><b>{escape(told["understood"])}</b> {escape(shown)}</p>' if shown else ""
    regions = [(region, place_name(region)) for region in held.regions]
    held_years = [(str(year), told["year_n"].format(n=year)) for year in held.years]
    statuses = [(str(status), told[status]) for status in Status if status is not Status.UNKNOWN]
    if stated:
        statuses.append((str(Status.UNKNOWN), told["any_status"]))
    chosen = {name: " ".join(found) for name, found in (
        ("region", [path for _, path in understood.places]), ("year", [str(year) for year in understood.years]),
        ("status", [understood.status] if stated else []),
    )}  # fmt: skip
    return (
        f'<p class="pa-understood"><b>{escape(told["understood"])}</b>'
        f"{_choice('region', told['region'], places or told['any_place'], chosen['region'], regions)}"
        f"{_choice('year', told['year'], years or told['any_year'], chosen['year'], held_years)}"
        f"{_choice('status', told['status'], status or told['any_status'], chosen['status'], statuses)}</p>"
    )


def _choice(name: str, label: str, shown: str, chosen: str, offered: Sequence[tuple[str, str]]) -> str:
    others = "".join(
        f'<option value="{escape(value)}">{escape(text)}</option>' for value, text in offered if value != chosen
    )
    return (
        f'<select data-change="{name}" aria-label="{escape(label)}">'
        f'<option value="{escape(chosen)}" selected>{escape(shown)}</option>{others}</select>'
    )


def _tools(exchange: Exchange, answer: Answer, told: Words) -> str:
    """What can be done with an answer: take it along, and say what one thinks of it."""
    if answer.outcome is Outcome.FAILED:
        return ""
    sources = [f"[{source.marker}] {source_html.where(source, told)}：“{source.quote}”" for source in answer.citations]
    copied = "\n".join([exchange.question, answer.answer, *sources])
    reasons = "".join(
        f'<button type="button" class="pa-mini" data-reason>{escape(told[key])}</button>'
        for key in ("wrong_fact", "wrong_scope", "wrong_source", "incomplete")
    )
    return (
        f'<div class="pa-tools"><button type="button" class="pa-mini" data-copy="{escape(copied)}"'
        f' data-done="{escape(told["copied"])}">{escape(told["copy"])}</button>'
        f'<button type="button" class="pa-mini" data-opinion="good" aria-label="{escape(told["good"])}">'
        f"{escape(told['good_short'])}</button>"
        f'<button type="button" class="pa-mini" data-opinion="bad" aria-expanded="false"'
        f' aria-label="{escape(told["bad"])}">{escape(told["bad_short"])}</button>'
        f'<span class="pa-thanks" role="status" data-thanks="{escape(told["opinion_kept"])}"></span>'
        f'<div class="pa-reasons" hidden><p>{escape(told["opinion_why"])}</p>{reasons}'
        f'<input type="text" maxlength="300" aria-label="{escape(told["opinion_why"])}"'
        f' placeholder="{escape(told["opinion_more"])}">'
        f'<button type="button" class="pa-mini" data-send>{escape(told["opinion_send"])}</button></div></div>'
    )
