"""A file that holds a list, such as one of questions: its lines, and the rows of its tables, cell by cell.

A spreadsheet is taken as it stands, without a guess at its header rows: what is a header of a list is for who asked.
"""

from __future__ import annotations

import csv
import re
import zipfile
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

from docs_store.errors import UnreadableFileError
from ingest.readers import RawText, read_file
from ingest.readers.text import read_text
from ingest.readings import Listing, Table

MAX_ROWS = 5_000  # of one sheet; a list of questions has a few hundred
MAX_CHARACTERS = 1_000_000  # of all lines and cells; a book has half as many
_MAX_COLUMNS = 60
_MAX_UNPACKED = 100 * 1024 * 1024
_SEPARATORS = (",", "\t", ";")


def listing_of(path: Path) -> Listing:
    """The lines and rows of one file.

    Raises:
        UnreadableFileError: the file cannot be read; its code says why, as for any file that is added to the library.
            `too_large` also for more than `MAX_CHARACTERS`.
    """
    match path.suffix.lower():
        case ".csv" | ".tsv":
            listing = _of_csv(path)
        case ".xlsx":
            listing = Listing(tables=tuple(map(_table, _sheets(path))))
        case _:
            listing = _of_text(read_file(path))
    if _characters(listing) > MAX_CHARACTERS:
        raise UnreadableFileError(
            f"{path.name} holds more than {MAX_CHARACTERS:,} characters, which no list of questions does.",
            remedy="Copy the questions into a new file.",
            code="too_large",
        )
    return listing


def _of_csv(path: Path) -> Listing:
    lines = read_text(path).text.splitlines()
    separator = max(_SEPARATORS, key=lambda mark: sum(mark in line for line in lines[:50]))
    try:
        rows = list(islice(csv.reader(lines, delimiter=separator), MAX_ROWS))
    except csv.Error as error:
        raise UnreadableFileError(
            f"{path.name} is no sound table: {error}.",
            remedy="Open it in Excel or WPS and save it as .xlsx.",
            code="damaged",
        ) from error
    if sum(len(row) > 1 for row in rows) * 2 > len(rows):
        return Listing(tables=(_table(rows),))
    return Listing(lines=tuple(lines))


def _of_text(raw: RawText) -> Listing:
    outside = []
    tables = []
    at = 0
    for table in raw.tables:
        outside.append(raw.text[at : table.start])
        tables.append(
            _table([re.split(r"(?:(?<! ) +)?\| *", line) for line in raw.text[table.start : table.end].splitlines()])
        )
        at = table.end
    outside.append(raw.text[at:])
    return Listing(lines=tuple("\n".join(outside).splitlines()), tables=tuple(tables))


def _sheets(path: Path) -> list[list[list[str]]]:
    """The rows of every sheet, as text."""
    from openpyxl import load_workbook  # noqa: PLC0415  # only this format needs it

    try:
        with zipfile.ZipFile(path) as archive:
            if sum(member.file_size for member in archive.infolist()) > _MAX_UNPACKED:
                raise UnreadableFileError(
                    f"{path.name} would unpack to more than {_MAX_UNPACKED >> 20} MB.",
                    remedy="Copy the questions into a new file.",
                    code="too_large",
                )
        book = load_workbook(path, read_only=True, data_only=True)
        try:
            return [
                [
                    ["" if cell is None else str(cell) for cell in row]
                    for row in sheet.iter_rows(max_row=MAX_ROWS, max_col=_MAX_COLUMNS, values_only=True)
                ]
                for sheet in book.worksheets
            ]
        finally:
            book.close()
    except (UnreadableFileError, MemoryError):
        raise
    except OSError as error:
        raise UnreadableFileError(
            f"{path.name} cannot be opened: {error.strerror or error}.", remedy="Check its name.", code="no_access"
        ) from error
    except Exception as error:  # openpyxl raises many types on broken files: KeyError, ValueError, BadZipFile, ...
        raise UnreadableFileError(
            f"{path.name} cannot be read as a spreadsheet, or it has a password.",
            remedy="Open it, and save it anew without a password as .xlsx.",
            code="damaged",
        ) from error


def _table(rows: Sequence[Sequence[str]]) -> Table:
    return tuple(tuple(row[:_MAX_COLUMNS]) for row in rows)


def _characters(listing: Listing) -> int:
    cells = sum(len(cell) for table in listing.tables for row in table for cell in row)
    return sum(map(len, listing.lines)) + cells
