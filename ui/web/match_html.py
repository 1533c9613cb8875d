"""A matching result as HTML: what to apply for now first, the rest folded. What is not in this file is escaped."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Sequence

from assistant.matching.results import Deadline, Judged, Match, Matched, State, Verdict
from assistant.matching.sections import Sections, days_left, sections
from ui.matching import told
from ui.matching.exports import FORMS
from ui.matching.told import Export
from ui.texts import Words as CommandWords
from ui.web.escaping import escape
from ui.web.texts import Words

_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ics": "text/calendar;charset=utf-8",
    "json": "application/json",
}
_STATE_ORDER = (State.NOT_MET, State.MISSING, State.CONFIRM, State.MET)
_MOST_ENTERPRISES = 100  # of a list, drawn on the page; the spreadsheet has all
_FIRST = 5  # measures of a part that are in sight before it is unfolded
_ENDED = frozenset({Verdict.EXPIRED, Verdict.INELIGIBLE})
_MOST_ASKED, _MOST_STEPS = 6, 5


class ResultHtml:
    """Draws one result.

    Args:
        words: words that every form of a result shares; page: the page's own.
    """

    def __init__(self, matched: Matched, name: str, words: CommandWords, page: Words) -> None:
        self._matched = matched
        self._name = name
        self._words = words
        self._page = page

    def whole(self) -> str:
        """The result: a line of counts, what can be had now, what is one step away, and the rest folded."""
        if not self._matched.matches:
            left_out = self._left_out()
            return f'<div class="pa-match"><p>{escape(self._page["match_nothing"])}</p>{left_out}</div>'
        parts = sections(self._matched)
        body = [
            self._head(parts),
            self._part("match.part.now", parts.sure),
            self._part("match.part.open", parts.open),
            self._steps(),
            self._folded("match.part.far", parts.far),
            self._folded("match.part.later", parts.later),
            self._folded("match.part.refused", parts.refused),
            self._folded("match.part.over", parts.over),
            self._asked(),
            self._dates(),
            self._left_out(),
        ]
        note = escape(self._words("match.disclaimer"))
        return f'<div class="pa-match">{"".join(body)}<p>{note}</p></div>'

    def brief(self) -> str:
        """The result as one folded part among those of several enterprises: its first measures."""
        parts = sections(self._matched)
        counts = [("match.part.now", parts.sure), ("match.part.open", parts.open), ("match.part.later", parts.later)]
        shown = " · ".join(f"{escape(self._words(key))} {len(held)}" for key, held in counts)
        first = self._measures((*parts.now, *parts.later)[:_FIRST]) or self._left_out()
        name = escape(self._name or "—")
        return f'<details class="pa-match-part"><summary><b>{name}</b> {shown}</summary>{first}</details>'

    # --- parts -----------------------------------------------------------------------------------------------------

    def _head(self, parts: Sections) -> str:
        counts = [("match.part.now", parts.sure), ("match.part.open", parts.open), ("match.part.later", parts.later)]
        shown = " · ".join(f"{escape(self._words(key))} <b>{len(held)}</b>" for key, held in counts)
        files = "".join(
            f'<button type="button" class="pa-match-export" data-file="{form}">{escape(self._page[f"match_{form}"])}'
            "</button>"
            for form in (*FORMS, "json")
        )
        about = f"{escape(self._name)} · " if self._name else ""
        return (
            f'<div class="pa-match-head"><p>{about}{self._matched.on.isoformat()} · {shown}</p>'
            f"<p>{escape(self._page['match_export'])} {files}</p></div>"
        )

    def _part(self, key: str, held: Sequence[Match]) -> str:
        if not held:
            return ""
        first, rest = held[:_FIRST], held[_FIRST:]
        more = ""
        if rest:
            label = escape(self._page["match_more"].format(n=len(rest)))
            more = f'<details class="pa-match-part"><summary>{label}</summary>{self._measures(rest)}</details>'
        return f"<h3>{escape(self._words(key))} ({len(held)})</h3>{self._measures(first)}{more}"

    def _folded(self, key: str, held: Sequence[Match]) -> str:
        if not held:
            return ""
        label = f"{escape(self._words(key))} ({len(held)})"
        return f'<details class="pa-match-part"><summary>{label}</summary>{self._measures(held)}</details>'

    def _steps(self) -> str:
        lines = [told.step(step, self._words) for step in self._matched.steps[:_MOST_STEPS]]
        return f"<h3>{escape(self._words('match.part.steps'))}</h3>{_list(lines)}" if lines else ""

    def _asked(self) -> str:
        lines = [
            self._words("match.asked_line", field=told.field_name(one.field, self._words), measures=one.measures)
            for one in self._matched.asked[:_MOST_ASKED]
        ]
        return f"<h3>{escape(self._words('match.asked'))}</h3>{_list(lines)}" if lines else ""

    def _dates(self) -> str:
        lines = "".join(f"<li>{_say(self._deadline(one))}</li>" for one in self._matched.deadlines)
        if not lines:
            return ""
        label = f"{escape(self._words('match.deadlines').rstrip('：:'))} ({len(self._matched.deadlines)})"
        return f'<details class="pa-match-part"><summary>{label}</summary><ul>{lines}</ul></details>'

    def _deadline(self, one: Deadline) -> str:
        row = one.match.row
        key = "match.deadline.closes" if one.closes else "match.deadline.opens"
        values = {"measure": row.provision.measure, "title": row.info.metadata.title.value}
        return self._words(key, day=one.day.isoformat(), **values)

    def _left_out(self) -> str:
        counts = {"elsewhere": self._matched.elsewhere, "others": self._matched.others}
        return f"<p>{escape(self._words('match.left_out', **counts))}</p>" if any(counts.values()) else ""

    # --- one measure -----------------------------------------------------------------------------------------------

    def _measures(self, held: Iterable[Match]) -> str:
        return "".join(map(self._measure, held))

    def _measure(self, found: Match) -> str:
        provision, words = found.row.provision, self._words
        amount = (
            f' <span class="pa-match-amount">{_say(words("match.amount", amount=told.money(found.amount)))}</span>'
            if found.amount is not None
            else ""
        )
        where = " · ".join(filter(None, (self._window(found), self._place(found), self._source(found))))
        return (
            f'<section class="pa-match-measure" data-verdict="{escape(found.verdict)}">'
            f"<h4>[{_say(words(f'verdict.{found.verdict}'))}] {_say(provision.measure)}{amount}</h4>"
            f"<p>{where}</p><p>{_say(self._left(found))}</p>"
            f"<details><summary>{escape(self._page['match_why'])}</summary>{self._details(found)}</details></section>"
        )

    def _window(self, found: Match) -> str:
        left = days_left(found, self._matched)
        days = escape(self._words("match.days", count=left)) if left is not None else ""
        way = found.row.provision.way
        had = f"{escape(self._page[f'match_way_{way}'])} · " if way else ""
        return f"{had}{_say(told.window(found, self._words))}{days}"

    def _place(self, found: Match) -> str:
        region = found.row.info.metadata.region
        return _say(region.value) if region else ""

    def _source(self, found: Match) -> str:
        clause = " ".join(found.row.provision.clause[-2:])
        return f"《{_say(found.row.info.metadata.title.value)}》 {_say(clause)}"

    def _left(self, found: Match) -> str:
        """In one line why it stands as it does: what rules it out, or how much is still open."""
        first = [told.reason(reason, self._words) for reason in found.reasons]
        if found.verdict in _ENDED or len(first) == 1:
            return first[0]
        left = [one for _, _, one in told.conditions(found.conditions, self._words) if one is not None]
        counts = [
            (state, sum(one.state is state for one in left)) for state in (State.MET, State.MISSING, State.CONFIRM)
        ]
        return "，".join(f"{self._words(f'state.{state}')} {count}" for state, count in counts if count)

    def _details(self, found: Match) -> str:
        provision, words = found.row.provision, self._words
        reasons = _list(told.reason(reason, words) for reason in found.reasons) if found.verdict in _ENDED else ""
        leaves = sorted(
            (one for _, _, one in told.conditions(found.conditions, words) if one is not None),
            key=lambda one: _STATE_ORDER.index(one.state),
        )
        if found.verdict in _ENDED:  # what rules it out, with its clause
            leaves = [one for one in leaves if one.state is State.NOT_MET]
        conditions = "".join(self._condition(one) for one in leaves)
        if found.verdict in _ENDED:
            return f"{reasons}<ul>{conditions}</ul>"
        granted = [
            *(one.part.text for one in provision.amounts),
            *filter(None, (told.working(s, words) for s in found.sums)),
        ]
        offices = " ".join(part.text for part in (*provision.offices, *provision.phones))
        more = [
            ("match.heading.amount", granted),
            ("match.heading.materials", [part.text for part in provision.materials]),
            ("match.heading.rules", [part.text for part in provision.rules]),
            ("match.heading.office", [offices] if offices else []),
        ]
        titled = "".join(f"<h5>{escape(words(key))}</h5>{_list(texts)}" for key, texts in more if texts)
        heading = escape(words("match.heading.conditions"))
        return f"<h5>{heading}</h5><ul>{conditions}</ul>{titled}" if conditions else titled

    def _condition(self, one: Judged) -> str:
        part = one.condition.part
        return (
            f"<li><b>{_say(self._words(f'state.{one.state}'))}</b> {_say(told.judged(one, self._words))}"
            f"<blockquote>{_say(told.clause(part))} {_say(part.quote)}</blockquote></li>"
        )


def several(results: Sequence[Export], page: Words, table: bytes) -> str:
    """The results of several enterprises: a folded part for each, and all of them as a spreadsheet.

    Args:
        table: the spreadsheet.
    """
    parts = []
    for export in results[:_MOST_ENTERPRISES]:
        drawn = ResultHtml(export.matched, export.name, export.words, page)
        parts.append(drawn.brief())
    count = escape(page["match_several"].format(n=len(results), shown=len(parts)))
    link = file_link("xlsx", table, escape(page["match_xlsx"]))
    head = f'<div class="pa-match-head"><p>{count}</p><p>{escape(page["match_export"])} {link}</p></div>'
    return f'<div class="pa-match">{head}{"".join(parts)}</div>'


def file_link(form: str, content: bytes, label: str = "") -> str:
    """A link that holds a file, so that nothing of a visitor is kept on the server.

    Args:
        label: HTML of what is shown; nothing where a script takes it.
    """
    href = f"data:{_TYPES[form]};base64,{b64encode(content).decode()}"
    return f'<a class="pa-match-export" download="match.{escape(form)}" href="{href}">{label}</a>'


def paragraph(text: str) -> str:
    """One paragraph of plain text."""
    return f"<p>{escape(text)}</p>"


def _list(texts: Iterable[str]) -> str:
    return f"<ul>{''.join(f'<li>{_say(text)}</li>' for text in texts)}</ul>"


def _say(text: str) -> str:
    return escape(" ".join(text.split()))
