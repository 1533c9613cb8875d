"""A file with a list of questions: text, CSV, a spreadsheet, or anything the library's readers read."""

from __future__ import annotations

from pathlib import Path

from assistant.drafting import questions
from assistant.drafting.questions import Questions
from ingest.isolation import ReaderProcess
from ingest.readings import Listing


def read_questions(path: Path) -> Questions:
    """The questions of one file, in order. The file is read in a process of its own, with bounds on time and memory.

    Raises:
        UnreadableFileError: the file cannot be read; its code says why, as for any file that is added to the library.
    """
    with ReaderProcess() as process:
        return _of_listing(process.listing(path))


def from_text(text: str) -> Questions:
    """The questions of a text that was pasted: lines, or rows copied out of a spreadsheet."""
    rows = [line.split("\t") for line in text.splitlines()]
    if sum(len(row) > 1 for row in rows) * 2 > len(rows):
        return questions.of_rows(rows)
    return questions.of_lines(text.splitlines())


def _of_listing(listing: Listing) -> Questions:
    """The questions among the lines, then those of the tables' rows."""
    lines = questions.of_lines(listing.lines)
    if not listing.tables:
        return lines
    # beside a table, what stands in running text is its title and remarks, unless it asks or is numbered
    asked = tuple(filter(_asks, lines.questions))
    rest = [(line, questions.Skipped.HEADING) for line in lines.questions if not _asks(line)]
    outside = Questions(questions=asked, skipped=(*lines.skipped, *rest))
    return questions.joined([outside, *map(questions.of_rows, listing.tables)])


def _asks(line: str) -> bool:
    return line.endswith(("?", "？"))
