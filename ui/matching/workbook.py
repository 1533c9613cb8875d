"""A matching result as a spreadsheet: measures, conditions, missing facts."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

from assistant.matching.conditions import judged_leaves
from assistant.matching.results import Match, Verdict
from docs_store.provisions import Part
from ui.matching import told
from ui.matching.told import Export
from ui.spreadsheet import text_cell
from ui.texts import Words

_ENDED = frozenset({Verdict.EXPIRED, Verdict.INELIGIBLE})
_LONGEST = 32_000  # characters that a cell can hold, with a little to spare


def render(export: Export) -> bytes:
    """The file."""
    words, matches = export.words, export.matched.matches
    return _written(
        [
            ("match.sheet_name", "match.sheet", (_measure(found, words) for found in matches)),
            (
                "match.conditions_name",
                "match.conditions",
                (row for found in matches for row in _conditions(found, words)),
            ),
            (
                "match.asked_name",
                "match.asked_sheet",
                ([told.field_name(asked.field, words), asked.measures] for asked in export.matched.asked),
            ),
        ],
        words,
    )


def render_several(results: Sequence[Export], words: Words) -> bytes:
    """The file of several enterprises: a row for each enterprise and each measure that is not ruled out or over."""
    rows = (
        [
            export.name,
            words(f"verdict.{found.verdict}"),
            found.row.provision.measure,
            "" if found.amount is None else float(found.amount),
            told.window(found, words),
            "\n".join(told.reason(reason, words) for reason in found.reasons),
            found.row.info.metadata.title.value,
        ]
        for export in results
        for found in export.matched.matches
        if found.verdict not in _ENDED
    )
    return _written([("match.sheet_name", "match.batch_sheet", rows)], words)


def _written(sheets: Iterable[tuple[str, str, Iterable[Sequence[str | float]]]], words: Words) -> bytes:
    from openpyxl import Workbook  # noqa: PLC0415  # only this format needs it

    book = Workbook(write_only=True)
    for name, head, rows in sheets:
        sheet = book.create_sheet(words(name))
        sheet.freeze_panes = "A2"
        for letter in "ABCDEFGHIJKL":
            sheet.column_dimensions[letter].width = 28
        sheet.append(words(head).split("|"))
        for row in rows:
            sheet.append([cell if isinstance(cell, int | float) else _lines(cell) for cell in row])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _measure(found: Match, words: Words) -> list[str | float]:
    provision = found.row.provision
    return [
        words(f"verdict.{found.verdict}"),
        provision.measure,
        "" if found.amount is None else float(found.amount),
        _joined([amount.part for amount in provision.amounts]),
        told.window(found, words),
        "\n".join([told.reason(reason, words) for reason in found.reasons]),
        " ".join(provision.clause),
        found.row.info.metadata.title.value,
        _joined(provision.materials),
        _joined(provision.offices),
        _joined(provision.phones),
        _joined(provision.rules),
    ]


def _conditions(found: Match, words: Words) -> Iterable[list[str | float]]:
    for one in judged_leaves(found.conditions):
        own = "、".join(dict.fromkeys(c.value for c in one.comparisons if c.value))
        yield [
            words(f"verdict.{found.verdict}"),
            found.row.provision.measure,
            told.one_line(one.condition.part.text),
            words(f"state.{one.state}"),
            own,
            told.clause(one.condition.part),
        ]


def _joined(parts: Iterable[Part]) -> str:
    return "\n".join(told.one_line(part.text) for part in parts)


def _lines(text: str) -> str:
    return "\n".join(text_cell(line) for line in text.splitlines())[:_LONGEST]
