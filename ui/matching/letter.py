"""A matching result as a Word document: what can be had now first, each verdict with its reasons and clauses."""

from __future__ import annotations

import io
from typing import Any

from assistant.matching.results import Match, Verdict
from docs_store import lazy_re
from ui.matching import told
from ui.matching.told import Export

_UNSTORABLE = lazy_re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # what XML 1.0 cannot hold
_BRIEF = frozenset({Verdict.EXPIRED, Verdict.INELIGIBLE})


def render(export: Export) -> bytes:
    """The file."""
    from docx import Document  # noqa: PLC0415  # only this format needs it

    words = export.words
    book = Document()
    book.core_properties.title = words("match.title")
    book.core_properties.author = ""
    book.add_heading(words("match.title"), level=0)
    _say(book, words("match.on", name=export.name or "—", on=export.matched.on.isoformat()))
    _say(book, words("match.disclaimer"))
    if export.matched.asked:
        book.add_heading(words("match.asked"), level=1)
        for asked in export.matched.asked:
            line = words("match.asked_line", field=told.field_name(asked.field, words), measures=asked.measures)
            _say(book, line, "List Bullet")
    if export.matched.deadlines:
        book.add_heading(words("match.deadlines"), level=1)
        for deadline in export.matched.deadlines:
            row = deadline.match.row
            key = "match.deadline.closes" if deadline.closes else "match.deadline.opens"
            measure, title = row.provision.measure, row.info.metadata.title.value
            _say(book, words(key, day=deadline.day.isoformat(), measure=measure, title=title), "List Bullet")
    for verdict in Verdict:
        alike = [found for found in export.matched.matches if found.verdict is verdict]
        if alike:
            book.add_heading(words(f"verdict.{verdict}"), level=1)
        for found in alike:
            _measure(book, found, export)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _measure(book: Any, found: Match, export: Export) -> None:
    words, provision = export.words, found.row.provision
    book.add_heading(_clean(provision.measure), level=2)
    _say(book, f"《{found.row.info.metadata.title.value}》 {' '.join(provision.clause)}")
    _titled(book, words("match.heading.why"), [told.reason(reason, words) for reason in found.reasons])
    if found.verdict in _BRIEF:
        return
    amounts = [told.one_line(amount.part.text) for amount in provision.amounts]
    worked = [text for one in found.sums if (text := told.working(one, words))]
    _titled(book, words("match.heading.amount"), [*amounts, *worked])
    lines = [
        "　" * depth + (f"[{words(f'state.{one.state}')}] " if one else "") + text
        + (f" —— {told.clause(one.condition.part)}" if one else "")
        for depth, text, one in told.conditions(found.conditions, words)
    ]  # fmt: skip
    _titled(book, words("match.heading.conditions"), lines)
    _titled(book, words("match.heading.materials"), [told.one_line(part.text) for part in provision.materials])
    _titled(book, words("match.heading.rules"), [told.one_line(part.text) for part in provision.rules])
    office = "、".join(part.text for part in provision.offices)
    phones = "、".join(part.text for part in provision.phones)
    _titled(book, words("match.heading.office"), [f"{office} {phones}".strip(), told.window(found, words)])


def _titled(book: Any, title: str, lines: list[str]) -> None:
    kept = [line for line in lines if line.strip()]
    if kept:
        _say(book, title, bold=True)
    for line in kept:
        _say(book, line, "List Bullet")


def _say(book: Any, text: str, style: str | None = None, *, bold: bool = False) -> None:
    book.add_paragraph(style=style).add_run(_clean(text)).bold = bold or None


def _clean(text: str) -> str:
    return _UNSTORABLE.sub("\ufffd", text)
