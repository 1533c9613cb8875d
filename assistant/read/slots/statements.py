"""Findings made of rows of the ledger, gathered as they are said."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.check.computing import compute, formula_of, operands, unit_of
from assistant.find.ledger import region_of
from assistant.say import wording
from assistant.turn import Finding, Missing, Note, Quote, Remark, Source
from assistant.understand.places import name_of as place_name
from docs_store.library import LedgerRow
from docs_store.types import Operation


class Statements:
    """What is said of one inquiry. Every stated number quotes its row's sentence, every computed one its operands'.

    Args:
        sources: those of the turn; each row that is said has one.
        part: 1-based number of the inquiry.
    """

    def __init__(self, sources: Sequence[Source], part: int) -> None:
        self._of_row = {id(source.row): source for source in sources if source.row is not None}
        self._part = part
        self.remarks: list[Remark] = []

    def state(self, row: LedgerRow, *, by_title: bool = False) -> None:
        """Say one figure.

        Args:
            by_title: name the document too, where two of them differ.
        """
        told = wording.figure(row.figure, place_name(region_of(row)) if region_of(row) else "")
        if by_title:
            told = wording.of_source(told, row.info.metadata.title.value)
        self.remarks.append(Finding(text=told, quotes=(self._quote(row),), part=self._part))

    def compute(self, operation: Operation, rows: Sequence[LedgerRow], said: str) -> None:
        """Say a computed number; nothing where the operation makes none.

        Args:
            rows: its operands, in the operation's order.
            said: the sentence, with `{value}`, `{unit}` and `{way}` for the number.
        """
        figures = [row.figure for row in rows]
        unit, values = operands(figures)
        made = compute(operation, values)
        if made is None:
            return
        filled = {
            "{way}": wording.way(made < 0), "{value}": f"{abs(made).normalize():f}", "{unit}": unit_of(operation, unit),
        }  # fmt: skip
        text = said
        for place, word in filled.items():  # no format string: words of a document stand in it
            text = text.replace(place, word)
        formula = formula_of(operation, [f"{figure.value}{figure.unit}" for figure in figures])
        quotes = tuple(dict.fromkeys(map(self._quote, rows)))
        self.remarks.append(Finding(text=text, quotes=quotes, formula=formula, part=self._part, operation=operation))

    def note(self, text: str) -> None:
        """Say what to keep in mind, once."""
        if (note := Note(text=text)) not in self.remarks:
            self.remarks.append(note)

    def lacks(self, text: str) -> None:
        """Say what there is no figure of."""
        self.remarks.append(Missing(text=text, part=self._part))

    def _quote(self, row: LedgerRow) -> Quote:
        """The sentence that a row was read from."""
        source = self._of_row[id(row)]
        inside = [i for i, origin in enumerate(source.origins) if row.figure.start <= origin < row.figure.end]
        return Quote(source=source.number, words=source.text[inside[0] : inside[-1] + 1] if inside else "")
