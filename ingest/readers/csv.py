"""CSV and TSV: one table, its encoding and its separator found from the bytes."""

from __future__ import annotations

import csv
import io
from collections import Counter
from pathlib import Path

from docs_store.errors import UnreadableFileError
from ingest.readers import _sheets
from ingest.readers._sheet_text import finished
from ingest.readers._sheets import Sheet
from ingest.readers.base import RawText
from ingest.readers.text import checked_text

_SEPARATORS = (",", "\t", ";", "|", "，")
_SAMPLE_LINES = 50
_MAX_FIELD = 1_000_000  # characters


def read_csv(path: Path) -> RawText:
    """Read `.csv` or `.tsv`.

    Raises:
        UnreadableFileError: `too_large`, `wrong_format` (binary data), `damaged`, `no_text`.
    """
    text, warnings = checked_text(path)
    csv.field_size_limit(_MAX_FIELD)
    separator = _separator(text)
    sheet = Sheet("")
    try:
        for row, cells in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator)):
            for column, cell in enumerate(cells):
                sheet.put(row, column, cell)
            if len(sheet.cells) > _sheets.MAX_CELLS:
                raise _sheets.too_many(path)
    except csv.Error as error:
        raise UnreadableFileError(
            f"{path.name} is no sound table: {error}.",
            remedy="Open it in Excel or WPS and save it as .xlsx.",
            code="damaged",
        ) from error
    return finished(path, [sheet], "csv", list(warnings))


def _separator(text: str) -> str:
    """The separator that gives the most lines the same number of cells, more than one; a comma if none does."""
    sample = "\n".join(text.split("\n", _SAMPLE_LINES)[:_SAMPLE_LINES])
    best, most = ",", 0
    for separator in _SEPARATORS:
        try:
            widths = Counter(
                len(row) for row in csv.reader(io.StringIO(sample, newline=""), delimiter=separator) if row
            )
        except csv.Error:
            continue
        width, lines = max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
        if width > 1 and lines > most:
            best, most = separator, lines
    return best
