"""A matching result as HTML. Everything of a document or a person is escaped."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping

from assistant.matching.results import Deadline, Judged, Match, Matched, State, Verdict
from ui.matching import told
from ui.texts import Words as CommandWords
from ui.web.escaping import escape
from ui.web.texts import Words

_OPEN = (Verdict.ELIGIBLE, Verdict.POSSIBLE, Verdict.NOT_OPEN)
_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ics": "text/calendar;charset=utf-8",
}
_STATE_ORDER = (State.NOT_MET, State.MISSING, State.CONFIRM, State.MET)


def result(matched: Matched, words: CommandWords, page: Words) -> str:
    """The whole result: facts to add, dates, then the measures, what can be had first."""
    if not matched.matches:
        return f"<p>{escape(page['match_nothing'])}</p>"
    asked = "".join(
        f"<li>{_say(words('match.asked_line', field=told.field_name(one.field, words), measures=one.measures))}</li>"
        for one in matched.asked[:8]
    )
    dates = "".join(f"<li>{_say(_deadline(one, words))}</li>" for one in matched.deadlines)
    parts = []
    if asked:
        parts.append(f"<h3>{escape(words('match.asked'))}</h3><ul>{asked}</ul>")
    if dates:
        parts.append(f"<h3>{escape(words('match.deadlines'))}</h3><ul>{dates}</ul>")
    parts += [_measure(found, words, page) for found in matched.matches]
    return f'<div class="pa-match">{"".join(parts)}<p>{escape(words("match.disclaimer"))}</p></div>'


def exports(files: Mapping[str, bytes], page: Words) -> str:
    """Links to the files. They are in the page itself, so that nothing of a visitor is kept on the server."""
    links = "".join(
        f'<a class="pa-match-export" download="match.{escape(form)}"'
        f' href="data:{_TYPES[form]};base64,{b64encode(content).decode()}">{escape(page[f"match_{form}"])}</a> '
        for form, content in files.items()
    )
    return f"<p>{escape(page['match_export'])}: {links}</p>" if links else ""


def paragraph(text: str) -> str:
    """One paragraph of plain text."""
    return f"<p>{escape(text)}</p>"


def _deadline(one: Deadline, words: CommandWords) -> str:
    row = one.match.row
    key = "match.deadline.closes" if one.closes else "match.deadline.opens"
    return words(key, day=one.day.isoformat(), measure=row.provision.measure, title=row.info.metadata.title.value)


def _measure(found: Match, words: CommandWords, page: Words) -> str:
    provision = found.row.provision
    amount = f" · {_say(words('match.amount', amount=told.money(found.amount)))}" if found.amount is not None else ""
    reasons = "".join(f"<li>{_say(told.reason(reason, words))}</li>" for reason in found.reasons)
    granted = "".join(f"<li>{_say(part.part.text)}</li>" for part in provision.amounts)
    worked = "".join(f"<li>{_say(text)}</li>" for one in found.sums if (text := told.working(one, words)))
    leaves = sorted(
        (one for _, _, one in told.conditions(found.conditions, words) if one is not None),
        key=lambda one: _STATE_ORDER.index(one.state),
    )
    conditions = "".join(_condition(one, words) for one in leaves)
    title = found.row.info.metadata.title.value
    return (
        f'<section class="pa-match-measure" data-verdict="{escape(found.verdict)}">'
        f"<h4>[{_say(words(f'verdict.{found.verdict}'))}] {_say(provision.measure)}{amount}</h4>"
        f"<p>《{_say(title)}》 {_say(' '.join(provision.clause))} · {_say(told.window(found, words))}</p>"
        f"<details{' open' if found.verdict in _OPEN else ''}><summary>{escape(page['match_why'])}</summary>"
        f"<ul>{reasons}</ul><ul>{granted}{worked}</ul><ul>{conditions}</ul></details></section>"
    )


def _condition(one: Judged, words: CommandWords) -> str:
    part = one.condition.part
    return (
        f"<li><b>{_say(words(f'state.{one.state}'))}</b> {_say(told.judged(one, words))}"
        f"<blockquote>{_say(told.clause(part))} {_say(part.quote)}</blockquote></li>"
    )


def _say(text: str) -> str:
    return escape(" ".join(text.split()))
