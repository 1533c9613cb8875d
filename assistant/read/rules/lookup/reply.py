"""Sentences, citations and figures of an answer from the ledger, gathered as they are said."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from assistant import figures
from assistant.check.computing import compute
from assistant.read.rules.lookup.rows import region_of
from assistant.say import wording
from assistant.understand.places import name_of as place_name
from docs_store.library import LedgerRow, Library
from docs_store.types import AnswerFigure, AnswerSentence, Aspect, Chunk, Citation, Operation


class Reply:
    """An answer in the making. Every stated number is cited; every computed one names its operands."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self.sentences: list[AnswerSentence] = []
        self.citations: list[Citation] = []
        self.figures: list[AnswerFigure] = []
        self.notes: list[str] = []
        self._markers: dict[tuple[str, int, int], int] = {}

    def state(self, row: LedgerRow, *, source: bool = False) -> int:
        """Say one figure; returns its index in `figures`.

        Args:
            source: name the document too, where two of them differ.
        """
        marker = self._cite(row)
        self.figures.append(figures.answer_figure(row, marker))
        told = wording.figure(row.figure, place_name(region_of(row)) if region_of(row) else "")
        if source:
            told = wording.of_source(told, row.info.metadata.title.value)
        self.sentences.append(AnswerSentence(text=told, citations=(marker,)))
        return len(self.figures) - 1

    def citation_of(self, sentence: AnswerSentence) -> Citation:
        """The first citation of a sentence that was said."""
        return self.citations[sentence.citations[0] - 1]

    def compute(self, operation: Operation, operands: Sequence[int], rows: Sequence[LedgerRow], said: str) -> bool:
        """Say a computed number; false where the operation makes none.

        Args:
            operands: indices of stated figures.
            rows: their rows, in the same order.
            said: the sentence, with `{value}` and `{unit}` for the number.
        """
        unit = rows[0].figure.unit if len({row.figure.unit for row in rows}) == 1 else rows[0].figure.base_unit
        values = [row.figure.value if unit == row.figure.unit else row.figure.base_value for row in rows]
        made = compute(operation, values)
        if made is None:
            return False
        percent = operation in (Operation.GROWTH, Operation.COMPLETION)
        first, markers = self.figures[operands[0]], dict.fromkeys(self.figures[i].citation for i in operands)
        self.figures.append(
            AnswerFigure(
                indicator=first.indicator,
                value=_plain(made),
                unit="%" if percent else unit,
                status=self.figures[operands[-1]].status,
                region=first.region if len({self.figures[i].region for i in operands}) == 1 else "",
                period=self.figures[operands[-1]].period,
                citation=first.citation,
                aspect=_ASPECTS[operation],
                operation=operation,
                computed_from=tuple(operands),
            )
        )
        filled = {"{way}": wording.way(made < 0), "{value}": _plain(abs(made)), "{unit}": self.figures[-1].unit}
        text = said
        for place, word in filled.items():  # no format string: words of a document stand in it
            text = text.replace(place, word)
        self.sentences.append(AnswerSentence(text=text, citations=tuple(markers)))
        return True

    def _cite(self, row: LedgerRow) -> int:
        """Marker of the citation of a row's sentence; a sentence cited before keeps its marker."""
        figure, info = row.figure, row.info
        key = info.id, figure.start, figure.end
        if key not in self._markers:
            document = self._library.document(info.id)
            chunk = self._chunk_of(row)
            self._markers[key] = len(self.citations) + 1
            years = chunk.years if chunk else ()
            self.citations.append(
                Citation(
                    marker=self._markers[key],
                    document_id=info.id,
                    chunk_id=chunk.id if chunk else "",
                    title=info.metadata.title.value,
                    region=region_of(row),
                    year=max(years) if years else None,
                    kind=info.metadata.kind.value,
                    heading=chunk.heading if chunk else (),
                    page=chunk.page if chunk else None,
                    source=info.source,
                    quote=figures.sentence(row, document.text) if document else "",
                    start=figure.start,
                    end=figure.end,
                )
            )
        return self._markers[key]

    def _chunk_of(self, row: LedgerRow) -> Chunk | None:
        figure = row.figure
        chunks = self._library.chunks_of(row.info.id)
        return next((c for c in chunks if c.start <= figure.start and figure.end <= c.end), None)


_ASPECTS = {
    Operation.GROWTH: Aspect.GROWTH,
    Operation.COMPLETION: Aspect.COMPLETION,
    Operation.DIFFERENCE: Aspect.CHANGE,
    Operation.SUM: Aspect.LEVEL,
}


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"
