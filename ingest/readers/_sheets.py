"""Sheets of cells to text, for every format of spreadsheets."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from docs_store.errors import UnreadableFileError
from ingest.readers._writer import one_line

MAX_CELLS = 500_000  # with content; 20,000 enterprises with 25 columns
MAX_COLUMNS = 400
# One pixel. What is lower or narrower shows nothing, and some programs hide by 0.1 in place of 0.
LEAST_HEIGHT = 0.75  # points
LEAST_WIDTH = 0.14  # digits of the sheet's usual font


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
        hidden_rows, hidden_columns: 0-based, of rows those that have cells; to be set before their cells are put.
        covered: the cells with text in hidden rows and columns, as `cells`.
    """

    name: str
    cells: dict[tuple[int, int], tuple[str, bool]] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    beyond: int = 0
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    covered: dict[tuple[int, int], tuple[str, bool]] = field(default_factory=dict)

    def put(self, row: int, column: int, text: str, *, bold: bool = False) -> None:
        """Set a cell; one without text, or beyond the columns that are read, is none, and the latter is counted."""
        words = one_line(text)
        if not words:
            return
        if row in self.hidden_rows or column in self.hidden_columns:
            self.covered[row, column] = words, bold
        elif column < MAX_COLUMNS:
            self.cells[row, column] = words, bold
        else:
            self.beyond += 1

    def __len__(self) -> int:
        """How many cells have text, hidden ones among them."""
        return len(self.cells) + len(self.covered)


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
