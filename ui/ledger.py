"""The whole ledger, kept while the library stays as it is: fifty thousand rows are not read anew for each look."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from assistant import figures
from docs_store.library import LedgerRow, Library
from docs_store.types import Status

STATUSES = (Status.ACTUAL, Status.EXPECTED, Status.TARGET)


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """What rows are looked for; empty texts ask for nothing. `year` is text as typed."""

    region: str = ""
    year: str = ""
    indicator: str = ""
    status: str = ""


class Ledger:
    """Rows of one library, for any number of threads."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._lock = threading.Lock()
        self._revision = ""
        self._rows: list[LedgerRow] = []

    def rows(self) -> list[LedgerRow]:
        """All rows; read again when the library has changed."""
        with self._lock:
            if self._library.revision != self._revision:
                self._revision = self._library.revision
                self._rows = self._library.figures()
            return self._rows

    def select(self, conditions: Conditions) -> list[LedgerRow]:
        """Rows that meet the conditions. A year that is none, or an unknown status, is left aside."""
        known = conditions.status in STATUSES
        return figures.select(
            self.rows(),
            region=conditions.region.strip() or None,
            year=int(conditions.year) if conditions.year.isdecimal() else None,
            indicator=conditions.indicator.strip() or None,
            status=Status(conditions.status) if known else None,
        )
