"""A visitor's conversations as HTML. Pure; every word that does not stand in this file is escaped."""

from __future__ import annotations

from collections.abc import Sequence

from docs_store.workspace import Entry
from ui.web.escaping import escape
from ui.web.texts import Words

_LISTED = 100


def talks(entries: Sequence[Entry], current: str, told: Words) -> str:
    """The list of conversations, closed until it is asked for; empty when there are none."""
    if not entries:
        return ""
    rows = "".join(_talk(entry, entry.id == current, told) for entry in entries[:_LISTED])
    title = told["talks"].format(n=len(entries))
    return f'<details class="pa-talks"><summary>{escape(title)}</summary><ul>{rows}</ul></details>'


def _talk(entry: Entry, current: bool, told: Words) -> str:
    here = ' aria-current="true"' if current else ""
    id_, name = escape(entry.id), escape(entry.title)
    when = f"{entry.changed[:10]} · {told['talk_turns'].format(n=entry.size)}"
    return (
        f'<li{here}><button type="button" class="pa-talk" data-open="{id_}"><span>{name}</span>'
        f"<small>{escape(when)}</small></button>"
        f'<button type="button" class="pa-mini" data-rename="{id_}" data-name="{name}">'
        f"{escape(told['rename'])}</button>"
        f'<a class="pa-mini" href="talks/{id_}.docx" download>{escape(told["talk_export"])}</a>'
        f'<button type="button" class="pa-mini pa-danger" data-forget="{id_}"'
        f' data-confirm="{escape(told["talk_forget_confirm"])}">{escape(told["talk_forget"])}</button></li>'
    )
