"""A file with a list of questions: text, CSV, a spreadsheet, or anything the library's readers read."""

from __future__ import annotations

import csv
import re
import zipfile
from collections.abc import Sequence
from pathlib import Path

from assistant.drafting import questions
from assistant.drafting.questions import Questions
from docs_store.errors import UnreadableFileError
from ingest.readers import RawText, read_file
from ingest.readers.text import read_text

MAX_ROWS = 5_000  # of one sheet; a list of questions has a few hundred
_MAX_COLUMNS = 60
_MAX_UNPACKED = 100 * 1024 * 1024
_SEPARATORS = (",", "\t", ";")


def read_questions(path: Path) -> Questions:
    """The questions of one file, in order.

    Raises:
        UnreadableFileError: the file cannot be read; its code says why, as for any file that is added to the library.
    """
    match path.suffix.lower():
        case ".csv" | ".tsv":
            return _of_csv(read_text(path).text)
        case ".xlsx":
            return questions.joined(questions.of_rows(rows) for rows in _sheets(path))
        case _:
            return _of_text(read_file(path))


def from_text(text: str) -> Questions:
    """The questions of a text that was pasted: lines, or rows copied out of a spreadsheet."""
    rows = [line.split("\t") for line in text.splitlines()]
    if sum(len(row) > 1 for row in rows) * 2 > len(rows):
        return questions.of_rows(rows)
    return questions.of_lines(text.splitlines())


def _of_csv(text: str) -> Questions:
    lines = text.splitlines()
    separator = max(_SEPARATORS, key=lambda mark: sum(mark in line for line in lines[:50]))
    rows = list(csv.reader(lines, delimiter=separator))[:MAX_ROWS]
    if sum(len(row) > 1 for row in rows) * 2 > len(rows):
        return questions.of_rows(rows)
    return questions.of_lines(lines)


def _of_text(raw: RawText) -> Questions:
    """The lines outside the file's tables, then the tables' rows."""
    outside = raw.text
    parts: list[Questions] = []
    for table in reversed(raw.tables):
        rows = [re.split(r"\s*\|\s*", line) for line in raw.text[table.start : table.end].splitlines()]
        parts.insert(0, questions.of_rows(rows))
        outside = outside[: table.start] + "\n" + outside[table.end :]
    if not parts:
        return questions.of_lines(outside.splitlines())
    # beside a table, what stands in running text is its title and remarks, unless it asks or is numbered
    lines = questions.of_lines(outside.splitlines())
    asked = tuple(line for line in lines.questions if line.endswith(("?", "？")))
    rest = [(line, questions.Skipped.HEADING) for line in lines.questions if line not in asked]
    return questions.joined([Questions(questions=asked, skipped=(*lines.skipped, *rest)), *parts])


def _sheets(path: Path) -> list[list[Sequence[str]]]:
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
    except UnreadableFileError:
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
