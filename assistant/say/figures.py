"""The figures of an answer: rows of the ledger that its sentences say, and what was computed of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from assistant.check.computing import compute, operands, unit_of
from assistant.check.findings import Checked
from docs_store.language.quantities import quantities
from docs_store.library import LedgerRow
from docs_store.types import AnswerFigure, AnswerSentence, Aspect, Citation, Operation


class Said(NamedTuple):
    """A sentence of an answer with the finding that it says."""

    sentence: AnswerSentence
    checked: Checked


def figures_of(said: Sequence[Said], citations: Sequence[Citation], rows: Sequence[LedgerRow]) -> list[AnswerFigure]:
    """Stated figures, each once, then computed ones all of whose operands are stated.

    Args:
        rows: ledger rows of the cited documents.
    """
    looked_up = [(row, item) for item in said if not item.checked.finding.operation for row in _rows_of(item.checked)]
    stated: list[tuple[LedgerRow, AnswerFigure]] = []
    for row in [row for row, _ in looked_up] or [row for row in rows if _is_said(row, said, citations)]:
        cited = next((citation for citation in citations if _stands_in(row, citation)), None)
        if cited is not None and not any(row is other for other, _ in stated):
            stated.append((row, answer_figure(row, cited.marker)))
    found = [figure for _, figure in stated]
    numbers = {id(row): i for i, (row, _) in enumerate(stated)}
    for item in said:
        computed = _computed(item.checked, numbers, found)
        found += [computed] if computed is not None else []
    return found


def answer_figure(row: LedgerRow, marker: int) -> AnswerFigure:
    """A row as a figure of an answer whose citation `marker` quotes its sentence."""
    figure = row.figure
    value = str(figure.value) if figure.upper is None else f"{figure.value}\u2014{figure.upper}"
    return AnswerFigure(
        indicator=figure.indicator,
        value=f"{figure.comparator}{value}",
        unit=figure.unit,
        status=figure.status,
        region=row.info.metadata.region.value if row.info.metadata.region else "",
        period=figure.period,
        citation=marker,
        aspect=figure.aspect,
    )


def _rows_of(checked: Checked) -> list[LedgerRow]:
    """Rows that a finding quotes, in its order."""
    return [ground.source.row for ground in checked.grounds if ground.source.row is not None]


def _stands_in(row: LedgerRow, citation: Citation) -> bool:
    return row.info.id == citation.document_id and citation.start <= row.figure.value_start < citation.end


def _is_said(row: LedgerRow, said: Sequence[Said], citations: Sequence[Citation]) -> bool:
    """Whether a sentence that cites a row's sentence gives its value."""
    markers = {citation.marker for citation in citations if _stands_in(row, citation)}
    return any(
        quantity.value == row.figure.base_value
        for item in said
        if markers & set(item.sentence.citations)
        for quantity in quantities(item.sentence.text)
    )


def _computed(checked: Checked, numbers: dict[int, int], figures: Sequence[AnswerFigure]) -> AnswerFigure | None:
    """What a finding computes of stated rows; `None` where it computes nothing, or not of these alone."""
    operation, rows = checked.finding.operation, _rows_of(checked)
    if operation is None or not rows or any(id(row) not in numbers for row in rows):
        return None
    unit, values = operands([row.figure for row in rows])
    made = compute(operation, values)
    if made is None:
        return None
    of = tuple(numbers[id(row)] for row in rows)
    first, last = figures[of[0]], figures[of[-1]]
    return AnswerFigure(
        indicator=first.indicator,
        value=f"{made.normalize():f}",
        unit=unit_of(operation, unit),
        status=last.status,
        region=first.region if len({figures[i].region for i in of}) == 1 else "",
        period=last.period,
        citation=first.citation,
        aspect=_ASPECTS[operation],
        operation=operation,
        computed_from=of,
    )


_ASPECTS = {
    Operation.GROWTH: Aspect.GROWTH,
    Operation.COMPLETION: Aspect.COMPLETION,
    Operation.DIFFERENCE: Aspect.CHANGE,
    Operation.SUM: Aspect.LEVEL,
}
