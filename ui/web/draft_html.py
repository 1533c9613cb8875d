"""The page for drafting replies as HTML. Pure; every word that does not stand in this file is escaped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.drafting.desk import Reply
from assistant.drafting.questions import Skipped
from docs_store.types import Citation
from ui import answers
from ui.web.escaping import escape
from ui.web.library_html import notice
from ui.web.texts import Words

FORMS = ("docx", "xlsx", "md")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One reply of a list.

    Attributes:
        state: as in `docs_store.workspace.STATES`.
        reply: `None` while it waits.
    """

    number: int
    question: str
    state: str
    reply: Reply | None


def head(told: Words, *, lists: int, changes: bool = True) -> str:
    """What the page is for.

    Args:
        changes: whether the visitor may put replies into the library.
    """
    only = "" if changes else notice("read_only_draft", told)
    empty = "" if lists else f'<p class="pa-none">{escape(told["draft_empty"])}</p>'
    return f"<h2>{escape(told['draft_title'])}</h2><p>{escape(told['draft_hint'])}</p>{only}{empty}"


def progress(rows: Sequence[Row], list_id: str, told: Words, *, ahead: int = 0) -> str:
    """How far a list has got, and once it is drafted what can be had of it.

    Args:
        ahead: how many lists are worked on before it.
    """
    if not rows:
        return ""
    done = sum(row.reply is not None for row in rows)
    if done < len(rows):
        text = told["draft_progress"].format(done=done, all=len(rows))
        if ahead:
            text += told["draft_ahead"].format(n=ahead)
        return (
            f'<div class="pa-progress" role="status"><p>{escape(text)}</p>'
            f'<progress max="{len(rows)}" value="{done}" aria-label="{escape(text)}"></progress></div>'
        )
    states = [row.state for row in rows]
    look = sum(row.state == "drafted" and bool(row.reply and row.reply.checks) for row in rows)
    text = told["draft_progress_done"].format(
        all=len(rows), approved=states.count("approved"), rejected=states.count("rejected"), look=look
    )
    links = "".join(
        f'<a class="pa-export" href="drafts/{escape(list_id)}.{form}" download>{form.upper()}</a>' for form in FORMS
    )
    return (
        f'<div class="pa-progress"><p role="status">{escape(text)}</p><p class="pa-exports">'
        f"<span>{escape(told['draft_export'])}</span>{links}<small>{escape(told['draft_export_hint'])}</small>"
        f'<button type="button" class="pa-remove" data-remove="{escape(list_id)}"'
        f' data-confirm="{escape(told["draft_remove_confirm"])}">{escape(told["draft_remove"])}</button></p></div>'
    )


def kept(told: Words) -> str:
    """That a changed reply has been kept."""
    return f'<p class="pa-fine" role="status">{escape(told["draft_kept"])}</p>'


def questions(rows: Sequence[Row], chosen: int, told: Words) -> str:
    """The questions of a list, one a line, each a button that opens its reply."""
    items = []
    for row in rows:
        current = ' aria-current="true"' if row.number == chosen else ""
        look = ""
        if row.reply is not None and row.reply.checks and row.state == "drafted":
            reasons = "、".join(told[f"check.{check}"] for check in row.reply.checks)
            look = f'<span class="pa-look-at">{escape(reasons)}</span>'
        items.append(
            f'<li><button type="button" data-pick="{row.number}"{current}><b>{row.number}</b>'
            f"<span>{escape(row.question)}{look}</span>"
            f'<span class="pa-state pa-state-{escape(row.state)}">{escape(told[f"state_{row.state}"])}</span>'
            "</button></li>"
        )
    return f'<ol class="pa-questions">{"".join(items)}</ol>' if items else ""


def question(row: Row | None) -> str:
    """The question whose reply is open."""
    return f'<h3 class="pa-asked">{row.number}. {escape(row.question)}</h3>' if row else ""


def checks(row: Row | None, told: Words) -> str:
    """What has to be checked in a reply, with the assistant's own remarks."""
    if row is None or row.reply is None:
        return ""
    if not row.reply.checks:
        return f'<p class="pa-unremarkable">{escape(told["draft_fine"])}</p>'
    reasons = "".join(f"<li>{escape(told[f'check.{check}'])}</li>" for check in row.reply.checks)
    missing = [told["missing"] + "；".join(row.reply.missing)] if row.reply.missing else []
    notes = "".join(f"<p>{escape(note)}</p>" for note in [*missing, *answers.remarks(row.reply)])
    head = f"<strong>{escape(told['draft_check'])}</strong>"
    return f'<div class="pa-checks" role="note">{head}<ul>{reasons}</ul>{notes}</div>'


def sources(row: Row | None, told: Words) -> str:
    """What a reply rests on, and what comes nearest to a question that nothing answers."""
    if row is None or row.reply is None:
        return ""
    reply = row.reply
    grounds = [_ground(source, source.quote, told) for source in reply.sources]
    near = [_ground(near.citation, near.text, told, numbered=False) for near in reply.nearest]
    if not grounds and not near:
        return f'<p class="pa-none">{escape(told["draft_no_sources"])}</p>'
    shown = _list(grounds, told["sources"])
    if near:
        title = told["nearest"]
        shown += f"<h3>{escape(title)} <small>{escape(told['nearest_hint'])}</small></h3>{_list(near, title)}"
    return shown


def _list(items: Sequence[str], label: str) -> str:
    return f'<ul class="pa-grounds" aria-label="{escape(label)}">{"".join(items)}</ul>' if items else ""


def _ground(source: Citation, quote: str, told: Words, *, numbered: bool = True) -> str:
    """One passage with where it stands; only what the reply refers to has a number."""
    place = [source.region, str(source.year or ""), " › ".join(source.heading)]
    place += [told["page_n"].format(n=source.page)] if source.page else []
    where = " · ".join(part for part in [*place, source.source] if part)
    number = f'<span class="pa-number">{source.marker}</span>' if numbered else ""
    return (
        f"<li>{number}<div><strong>《{escape(source.title)}》</strong>"
        f"<small>{escape(where)}</small><blockquote>{escape(quote)}</blockquote></div></li>"
    )


def left_out(skipped: Sequence[tuple[str, Skipped]], told: Words) -> str:
    """The lines of a list that were not taken for questions, and why."""
    if not skipped:
        return ""
    items = "".join(
        f"<li>{escape(text[:200])} <em>{escape(told[f'draft_left_{why}'])}</em></li>" for text, why in skipped
    )
    title = told["draft_left_out"].format(n=len(skipped))
    return f'<details class="pa-left-out"><summary>{escape(title)}</summary><ul>{items}</ul></details>'
