"""The figures page as HTML: conditions, rows, their sentences, the chart and the files. Everything is escaped."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from assistant.understand.places import name_of
from docs_store.library import LedgerRow
from docs_store.types import Document
from ui.ledger import Conditions
from ui.web.escaping import escape
from ui.web.texts import Words

PAGE = 50  # rows shown at once
_AROUND = 160  # characters of a document shown on either side of a sentence
_FILES = ("csv", "xlsx", "svg", "png")


def page(rows: Sequence[LedgerRow], held: tuple[list[str], list[int]], asked: Conditions, at: int, told: Words) -> str:
    """All of the page but an opened sentence.

    Args:
        rows: all that meet the conditions.
        held: places and years to choose from.
        at: number of the page of rows, from 0.
    """
    form = _form(held, asked, told)
    if not rows:
        return f'{form}<p class="pa-none">{escape(told["figures_none"])}</p>'
    pages = (len(rows) + PAGE - 1) // PAGE
    at = min(max(at, 0), pages - 1)
    found = escape(told["figures_found"].format(n=len(rows), page=at + 1, pages=pages))
    turn = "".join(
        f'<button type="button" data-page="{to}"{"" if 0 <= to < pages else " disabled"}>{escape(told[name])}</button>'
        for to, name in ((at - 1, "figures_previous"), (at + 1, "figures_next"))
    )
    query = escape(urlencode({name: getattr(asked, name) for name in Conditions.__dataclass_fields__}))
    files = " ".join(f'<a href="/figures.{form_}?{query}" download>{form_.upper()}</a>' for form_ in _FILES)
    chart = (
        f'<details class="pa-chart"><summary>{escape(told["figures_chart"])}</summary>'
        f'<img src="/figures.svg?{query}" alt="{escape(told["figures_chart"])}" loading="lazy"></details>'
        if asked.indicator.strip()
        else ""
    )
    head = "".join(f"<th scope='col'>{escape(name)}</th>" for name in told["figures_columns"].split("|"))
    body = "".join(_row(row, told) for row in rows[at * PAGE : (at + 1) * PAGE])
    save = escape(told["figures_save"])
    return (
        f'{form}<div class="pa-pager"><span>{found}</span>{turn}<span>{save} {files}</span></div>'
        f'{chart}<table class="pa-ledger"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
    )


def opened(row: LedgerRow, document: Document, told: Words) -> str:
    """A row's sentence in its surroundings, the sentence marked."""
    figure, text = row.figure, document.text
    before = text[max(0, figure.start - _AROUND) : figure.start]
    after = text[figure.end : figure.end + _AROUND]
    return (
        f'<section class="pa-said" tabindex="-1"><h3>{escape(row.info.metadata.title.value)}</h3>'
        f"<p>…{escape(before)}<mark>{escape(text[figure.start : figure.end])}</mark>{escape(after)}…</p>"
        f'<button type="button" class="pa-mini" data-shut>{escape(told["figures_shut"])}</button></section>'
    )


def shown_period(period: str, told: Words) -> str:
    """A period of the ledger (`2023`, `2023-01..2023-09`, `..2023`) as people read it."""
    start, dots, end = period.partition("..")
    return told["figures_until"].format(end=end) if dots and not start else period.replace("..", "—")


def _form(held: tuple[list[str], list[int]], asked: Conditions, told: Words) -> str:
    places = [(path, name_of(path)) for path in held[0]]
    statuses = [(name, told[f"figure_{name}"]) for name in ("actual", "expected", "target")]
    years = [(str(year), str(year)) for year in reversed(held[1])]
    return (
        f'<form class="pa-conditions">{_choice("region", places, asked.region, told)}'
        f"{_choice('year', years, asked.year, told)}"
        f'<label>{escape(told["figures_indicator"])}<input name="indicator" value="{escape(asked.indicator)}"'
        f' placeholder="{escape(told["figures_indicator_hint"])}"></label>'
        f"{_choice('status', statuses, asked.status, told)}<button>{escape(told['figures_show'])}</button></form>"
    )


def _choice(name: str, options: Sequence[tuple[str, str]], chosen: str, told: Words) -> str:
    shown = "".join(
        f'<option value="{escape(value)}"{" selected" if value == chosen else ""}>{escape(label)}</option>'
        for value, label in (("", told["figures_any"]), *options)
    )
    return f'<label>{escape(told[f"figures_{name}"])}<select name="{name}">{shown}</select></label>'


def _row(row: LedgerRow, told: Words) -> str:
    figure = row.figure
    upper = "" if figure.upper is None else f"—{figure.upper:f}"
    region = row.info.metadata.region.value if row.info.metadata.region else ""
    cells = (
        name_of(region) if region else "", shown_period(figure.period, told), figure.indicator,
        f"{figure.comparator}{figure.value:f}{upper}{figure.unit}",
        told[f"figure_{figure.status}"], told[f"aspect_{figure.aspect}"],
    )  # fmt: skip
    shown = "".join(f"<td>{escape(cell)}</td>" for cell in cells)
    return (
        f'<tr tabindex="0" role="button" data-document="{escape(row.info.id)}" data-at="{figure.value_start}"'
        f' title="{escape(told["figures_open"])}">{shown}</tr>'
    )
