"""Sheets of cells to text, for every format of spreadsheets."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from docs_store.errors import UnreadableFileError
from ingest.readers._writer import one_line

MAX_CELLS = 500_000  # with content; 20,000 enterprises with 25 columns
MAX_COLUMNS = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """A rectangle of cells shown as one; 0-based, ends inclusive."""

    top: int
    bottom: int
    left: int
    right: int


@dataclass(slots=True)
class Sheet:
    """One sheet.

    Attributes:
        cells: text and whether it is bold, of the cells that have any, by 0-based row and column.
        merges: merged cells.
        beyond: how many cells with text stand beyond the columns that are read.
    """

    name: str
    cells: dict[tuple[int, int], tuple[str, bool]] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    beyond: int = 0

    def put(self, row: int, column: int, text: str, *, bold: bool = False) -> None:
        """Set a cell; one without text, or beyond the columns that are read, is none, and the latter is counted."""
        words = one_line(text)
        if words and column < MAX_COLUMNS:
            self.cells[row, column] = words, bold
        elif words:
            self.beyond += 1

    def __len__(self) -> int:
        """How many cells have text."""
        return len(self.cells)


def too_many(path: Path) -> UnreadableFileError:
    """The error for a file with too many cells."""
    return UnreadableFileError(
        f"{path.name} has more than {MAX_CELLS:,} cells.",
        remedy="Split it, or keep the sheets that are needed.",
        code="too_large",
    )


def damaged(path: Path, error: Exception) -> UnreadableFileError:
    """The error for a spreadsheet that cannot be read."""
    words = (" ".join(str(error).split())[:200] or type(error).__name__).rstrip(".")
    return UnreadableFileError(
        f"{path.name} is damaged: {words}.",
        remedy="Download it again, or open it in Excel or WPS and save it anew.",
        code="damaged",
    )
