"""Looking up the figure ledger: by place, year, indicator and status; and the rows behind an answer's sentences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assistant.read.rules.lexicon import canonical
from assistant.read.rules.question import Question
from assistant.read.rules.topic import coverage
from assistant.say.figures import answer_figure
from docs_store import regions
from docs_store.library import LedgerRow
from docs_store.textnorm import fold
from docs_store.types import AnswerFigure, Citation, Status

_ABOUT = 0.6  # share of the question's topic that an indicator must hold to be what was asked for
_SURE = 0.6  # certainty below which a row is not put beside an answer


def select(
    rows: Iterable[LedgerRow],
    *,
    region: str | None = None,
    year: int | None = None,
    indicator: str | None = None,
    status: Status | None = None,
) -> list[LedgerRow]:
    """Rows that meet every condition given.

    Args:
        region: full path or name of a place; rows of places inside it count too.
        year: calendar year that the row's period lies in.
        indicator: words that must stand in the indicator, by any name of the synonym tables (高企 finds 高新技术企业).
        status: result, forecast or target.
    """
    wanted = canonical(indicator).replace(" ", "") if indicator else ""
    return [
        row
        for row in rows
        if (region is None or _lies_in(row, region))
        and (year is None or str(year) in row.figure.period)
        and (wanted in canonical(row.figure.indicator) or wanted in canonical(row.figure.canonical))
        and (status is None or row.figure.status is status)
    ]


def _lies_in(row: LedgerRow, region: str) -> bool:
    own = row.info.metadata.region.value if row.info.metadata.region else ""
    return bool(own) and (regions.is_same_or_within(own, region) or own.endswith(region))


def sentence(row: LedgerRow, text: str) -> str:
    """The sentence a row was read from, verbatim.

    Args:
        text: text of the row's document.
    """
    return text[row.figure.start : row.figure.end]


def held(rows: Sequence[LedgerRow]) -> tuple[list[str], list[int]]:
    """Places and years that rows cover, for saying what there is instead."""
    places = sorted({row.info.metadata.region.value for row in rows if row.info.metadata.region})
    years = sorted({int(part[:4]) for row in rows for part in row.figure.period.split("..") if part[:4].isdigit()})
    return places, years


def behind(question: Question, citations: Sequence[Citation], rows: Sequence[LedgerRow]) -> list[AnswerFigure]:
    """Rows of the ledger that stand in the quotes of an answer and are about what was asked.

    Args:
        citations: the answer's citations.
        rows: ledger of the cited documents.
    """
    found = []
    for citation in citations:
        for row in rows:
            figure = row.figure
            quoted = citation.start <= figure.value_start and figure.value_end <= citation.end
            if row.info.id != citation.document_id or not quoted or figure.certainty < _SURE:
                continue
            if question.years and not any(str(year) in figure.period for year in question.years):
                continue
            if coverage(question.topic, f"{fold(figure.indicator).lower()} {canonical(figure.indicator)}") >= _ABOUT:
                found.append(answer_figure(row, citation.marker))
    return found
