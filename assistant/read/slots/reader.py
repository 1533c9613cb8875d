"""Answers that are looked up: rows of the figure ledger, put together where several are asked for.

Where what was read at ingest does not hold every part that is needed beyond doubt, there is no answer from here, and
the question goes on to a reader of text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.read.slots import figures
from assistant.turn import Finding, Material, Plan, Remark


class SlotsReader:
    """See the module; a `Reader` that takes no time and needs no model."""

    name = "slots"
    mode = "lookup"

    def __init__(self) -> None:
        self._said: set[str] = set()

    def read(self, material: Material) -> Iterator[Remark]:
        """See `Reader`. What did not pass is not looked up again."""
        if material.rejected:
            return
        for part, inquiry in enumerate(material.plan.inquiries, start=1):
            for remark in figures.remarks(inquiry, part, material.sources):
                if isinstance(remark, Finding):
                    self._said.add(remark.text)
                yield remark

    def says(self, pairs: Sequence[tuple[str, str]], plan: Plan) -> list[bool]:
        """See `Reader`. What its own sentences say, ingest has bound to their quotes; it reads nothing twice."""
        return [text in self._said for _, text in pairs]
