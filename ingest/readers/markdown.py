"""Markdown: its words as they stand, its tables as rows, whether they are written with bars or as HTML.

Programs that turn scans into Markdown write tables and pictures as HTML and numbers as formulas; both become plain text
(`_markdown_inline`). Lines without any of that are the file's own, character for character.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from docs_store.errors import UnreadableFileError
from ingest.readers._html_blocks import MAX_COLUMNS, Blocks
from ingest.readers._html_hidden import hide
from ingest.readers._html_source import parsed
from ingest.readers._markdown_inline import GONE, plain, without, words
from ingest.readers._tables import Row, beyond
from ingest.readers._writer import TextWriter, one_line
from ingest.readers.base import HeadingHint, RawText
from ingest.readers.text import checked_text

_FENCE = re.compile(r"[ ]{0,3}(`{3,}|~{3,})")
_HEADING = re.compile(r"(#{1,6})[ \t]+\S.*")
_TABLE_TAG = re.compile(r"<(/?)table(?:\s[^<>]{0,2000})?>", re.IGNORECASE)
_RULE_CELL = r"[ \t]*+:?-+:?[ \t]*+"
_RULE = re.compile(rf"[ ]{{0,3}}\|?{_RULE_CELL}(?:\|{_RULE_CELL})*+\|?[ \t]*+")
_BAR = re.compile(r"(?<!\\)\|")


def read_markdown(path: Path) -> RawText:
    """Read `.md`; `#` lines become heading hints (one single leading `#` is the title).

    Raises:
        UnreadableFileError: `too_large`, `wrong_format` (binary data), `damaged` (too many undecodable bytes, or HTML
            beyond any bounds), `no_text`.
    """
    text, warnings = checked_text(path)
    writer = _Writer()
    try:
        for run, is_code in _outside_fences(text):
            (writer.write_code if is_code else writer.write)(run)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise UnreadableFileError(
            f"{path.name} holds tables that are no sound HTML: {' '.join(str(error).split())[:200]}.",
            remedy="Export it again from the program that made it.",
            code="damaged",
        ) from error
    raw = writer.out.raw("markdown", [*warnings, *writer.warnings()])
    if not raw.text.strip():
        raise UnreadableFileError(
            f"{path.name} holds no text; what it shows is in pictures.",
            remedy="Ingest the file that it was made from.",
            code="no_text",
        )
    return RawText(
        text=raw.text if text.endswith("\n") else raw.text.removesuffix("\n"),
        reader=raw.reader,
        headings=tuple(_headings(raw.text)),
        tables=raw.tables,
        warnings=raw.warnings,
    )


class _Writer:
    """Writes what stands in one file."""

    def __init__(self) -> None:
        self.out = TextWriter()
        self._hidden = 0
        # Tables of scans have no marked headers, and few are forms.
        self._blocks = Blocks(self.out, expect_header=True)

    def warnings(self) -> list[str]:
        """What was left out."""
        warnings: list[str] = []
        if self._hidden:
            warnings.append(f"{self._hidden} characters that nobody sees are left out.")
        return [*warnings, *beyond(self._blocks.beyond, MAX_COLUMNS)]

    def write_code(self, text: str) -> None:
        """Lines of a fence, as they are."""
        for line in text.split("\n"):
            self.out.line(line)

    def write(self, text: str) -> None:
        """Lines outside fences, tables of HTML among them."""
        for piece, is_table in _outside_tables(text):
            if is_table:
                self._html_table(piece)
            elif piece:
                shown, hidden = plain(piece)
                self._hidden += hidden
                self._lines(shown.split("\n"))

    def _html_table(self, text: str) -> None:
        root = parsed(f"<html><body>{text.replace(GONE, '')}</body></html>")
        self._hidden += hide(root)
        for element in root.iter():
            element.text, element.tail = words(element.text or ""), words(element.tail or "")
        for table in root.iter("table"):
            if next(table.iterancestors("table"), None) is None:
                self._blocks.table(table)

    def _lines(self, lines: list[str]) -> None:
        at = 0
        while at < len(lines):
            end = _end_of_table(lines, at)
            if end:
                rows = [_row(lines[at], is_header=True)]
                rows += [_row(line, is_header=False) for line in lines[at + 2 : end]]
                self.out.grid(rows)
                at = end
            else:
                self.out.line(lines[at])
                at += 1


def _end_of_table(lines: list[str], at: int) -> int:
    """Where the table of bars ends that begins at a line; 0 if none does."""
    if at + 1 >= len(lines) or "|" not in lines[at] or "-" not in lines[at + 1] or not _RULE.fullmatch(lines[at + 1]):
        return 0
    if len(_cells(lines[at])) != len(_cells(lines[at + 1])):
        return 0
    end = at + 2
    while end < len(lines) and "|" in lines[end]:
        end += 1
    return end


def _cells(line: str) -> list[str]:
    inner = line.strip().removeprefix("|")
    if inner.endswith("|") and not inner.endswith("\\|"):
        inner = inner[:-1]
    return _BAR.split(inner)


def _row(line: str, *, is_header: bool) -> Row:
    row = Row(is_header=is_header)
    for column, cell in enumerate(_cells(line)[:MAX_COLUMNS]):
        row.add(one_line(cell.replace("\\|", "|")), column=column, width=1, continues=False, is_bold=is_header)
    return row


def _outside_fences(text: str) -> Iterator[tuple[str, bool]]:
    """Runs of lines, each with whether it is a fence of code."""
    run: list[str] = []
    fence = ""
    for line in text.removesuffix("\n").split("\n"):
        mark = _FENCE.match(line)
        if not fence and mark:
            if run:
                yield "\n".join(run), False
            run, fence = [line], mark[1]
        elif fence and mark and mark[1].startswith(fence) and not line.strip().strip(fence[0]):
            yield "\n".join([*run, line]), True
            run, fence = [], ""
        else:
            run.append(line)
    if run:
        yield "\n".join(run), bool(fence)


def _outside_tables(text: str) -> Iterator[tuple[str, bool]]:
    """Pieces of a text, each with whether it is a table of HTML; one that is not closed ends at an empty line."""
    if "<table" not in text.lower():
        yield text, False
        return
    text = without(text, "<!--", "-->")
    at = start = depth = 0
    for tag in _TABLE_TAG.finditer(text):
        if tag.start() < at:
            continue
        if not tag[1]:
            start = start if depth else tag.start()
            depth += 1
        elif depth:
            depth -= 1
            if depth == 0:
                yield text[at:start].removesuffix("\n"), False
                yield text[start : tag.end()], True
                at = tag.end() + text.startswith("\n", tag.end())
    if depth:
        end = text.find("\n\n", start)
        end = len(text) if end < 0 else end
        yield text[at:start].removesuffix("\n"), False
        yield text[start:end], True
        at = min(len(text), end + 1)
    yield text[at:], False


def _headings(text: str) -> Iterator[HeadingHint]:
    found: list[tuple[int, int, int]] = []
    at, fenced = 0, False
    for line in text.split("\n"):
        if line.lstrip().startswith("```"):
            fenced = not fenced
        heading = None if fenced else _HEADING.fullmatch(line)
        if heading:
            found.append((at, at + len(line), len(heading[1])))
        at += len(line) + 1
    titled = [level for *_, level in found].count(1) == 1 and found[0][2] == 1
    for start, end, level in found:
        yield HeadingHint(start=start, end=end, level=level - titled)
