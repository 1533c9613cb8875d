"""Tables without lines on a page: rows of words that stand in the same columns, under a header.

Columns are the strips of a page that words fill over consecutive lines, parted by white from top to bottom. Running
text in columns, lists of contents, blocks of signatures and forms stand so too; what makes a table is a header of short
names over cells of which some column is numbers, or rows that are full to the last cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from docs_store.boxes import columns as width_of
from docs_store.types import TextBox
from ingest.readers._pdf_boxes import Letters
from ingest.readers._pdf_cells import Cell, fill_gaps, rows_of
from ingest.readers._tables import Row, header_rows, is_amount

WORD_GAP = 1.0  # widths of a Chinese character; words farther apart may stand in two columns
_SPACED_GAP = 5.0  # between single characters of one word: 合　　计
_STRIP_GAP = 0.4  # of that: white between two columns, at least
_LINE_GAP = 2.5  # heights of a line; rows are no farther apart
_WRAPPED = 0.8  # of the distance between rows; lines of one cell are closer
_LEAST_ROWS = 3
_MOST_LINES, _MOST_COLUMNS = 100, 20
_MOST_TRIED = 100  # lines of a page that are taken for the first of a table
_LONGEST_CELL = 40  # characters
_LEAST_FULL = 0.6  # share of cells with words
_MOST_SINGLE = 0.4  # share of rows of one cell
_MOST_SENTENCES = 0.2  # share of cells with signs of sentences or of forms
_LEAST_NUMBERS = 0.7  # share of the cells of a column of numbers
_SENTENCE = re.compile(r"[，。；：:？！、]|,\s|\.\s")
_LEADER = re.compile(r"[.．·…。]{3}|…")
_PAGES = re.compile("页\\s{0,4}[码次数]?")
_MOST_PAGES = 2_000
_NO_NUMBER = frozenset({"", "-", "--", "—", "——", "－", "/", "无", "…"})


@dataclass(slots=True)
class _Piece:
    """Words of one line that stand together."""

    x0: int
    x1: int
    runs: list[TextBox]
    is_single: bool


@dataclass(slots=True)
class _Line:
    """What stands on one height, from left to right."""

    y0: int
    y1: int
    pieces: list[_Piece]


@dataclass(slots=True)
class _Strip:
    """A strip down the page that words fill, and the lines that have words in it, as bits."""

    x0: int
    x1: int
    lines: int


def aligned(letters: Letters, runs: Sequence[TextBox], word_gap: float = WORD_GAP) -> Iterator[tuple[list[Cell], int]]:
    """The cells of each table, and the number of its header's rows, which is 0 or 1.

    Args:
        letters: the page's text.
        runs: boxes of those that are in no table yet.
        word_gap: how far words of one cell may stand apart, in widths of a Chinese character.
    """
    if not runs:
        return
    em = _em(letters, runs)
    lines = list(_lines(letters, runs, em, word_gap))
    at = tried = 0
    while at + _LEAST_ROWS <= len(lines) and tried < _MOST_TRIED:
        if len(lines[at].pieces) > 1:
            tried += 1
            end, strips = _block(lines, at, _STRIP_GAP * word_gap * em)
            if end - at >= _LEAST_ROWS:
                cells = _cells(lines[at:end], strips, letters)
                heads = _heads(rows_of(cells, letters), len(strips))
                if heads is not None:
                    yield cells, heads
                    at = end
                    continue
        at += 1


def _em(letters: Letters, runs: Sequence[TextBox]) -> float:
    """Width of a Chinese character; where there is none, twice that of a Latin one."""
    chinese = [run for run in runs if width_of(letters[run.start][0]) == 2]
    return median((run.x1 - run.x0) / (run.end - run.start) for run in chinese or runs) * (1 if chinese else 2)


def _lines(letters: Letters, runs: Sequence[TextBox], em: float, word_gap: float) -> Iterator[_Line]:
    """What stands on one height each, from the top; upright letters turned on their side are no words of a line."""
    group: list[TextBox] = []
    for run in sorted(runs, key=lambda run: (run.y0 + run.y1, run.x0)):
        if group and abs(run.y0 + run.y1 - group[0].y0 - group[0].y1) > min(run.y1 - run.y0, group[0].y1 - group[0].y0):
            yield _line(letters, group, em, word_gap)
            group = []
        group.append(run)
    if group:
        yield _line(letters, group, em, word_gap)


def _line(letters: Letters, runs: Sequence[TextBox], em: float, word_gap: float) -> _Line:
    pieces: list[_Piece] = []
    for run in sorted(runs, key=lambda run: run.x0):
        is_single = run.end - run.start == 1 and width_of(letters[run.start][0]) == 2
        if pieces:
            gap = run.x0 - pieces[-1].x1
            if gap < word_gap * em or (is_single and pieces[-1].is_single and gap < _SPACED_GAP * em):
                last = pieces[-1]
                pieces[-1] = _Piece(last.x0, max(last.x1, run.x1), [*last.runs, run], last.is_single and is_single)
                continue
        pieces.append(_Piece(run.x0, run.x1, [run], is_single))
    return _Line(min(run.y0 for run in runs), max(run.y1 for run in runs), pieces)


def _block(lines: Sequence[_Line], at: int, gap: float) -> tuple[int, list[_Strip]]:
    """How far lines from one on stand in the same strips, and the strips; the first line has words in each of them."""
    strips: list[_Strip] = []
    end, kept = at, strips
    for number in range(at, min(len(lines), at + _MOST_LINES)):
        line = lines[number]
        if number > at and line.y0 - lines[number - 1].y1 > _LINE_GAP * (line.y1 - line.y0):
            break
        for piece in line.pieces:
            joined = _with(strips, piece, 1 << (number - at), gap)
            if joined is None:
                return end, kept
            strips = joined
        if all(strip.lines & 1 for strip in strips):
            end, kept = number + 1, strips
    return end, kept


def _with(strips: Sequence[_Strip], piece: _Piece, line: int, gap: float) -> list[_Strip] | None:
    """Strips with one more piece in them; `None` where two pieces of a line come into one, or they are too many."""
    met = [strip for strip in strips if piece.x0 < strip.x1 + gap and strip.x0 - gap < piece.x1]
    held = line
    for strip in met:
        if held & strip.lines:
            return None
        held |= strip.lines
    if len(strips) - len(met) >= _MOST_COLUMNS:
        return None
    joined = _Strip(min([piece.x0, *(s.x0 for s in met)]), max([piece.x1, *(s.x1 for s in met)]), held)
    return sorted([*(strip for strip in strips if strip not in met), joined], key=lambda strip: strip.x0)


def _cells(lines: Sequence[_Line], strips: Sequence[_Strip], letters: Letters) -> list[Cell]:
    """Cells of lines that stand in strips; a line that goes on with the one above has no row of its own."""
    starts = [strip.x0 for strip in strips]
    placed = [{max(n for n, x in enumerate(starts) if x <= piece.x0): piece for piece in line.pieces} for line in lines]
    apart = _apart([(line.y0, len(pieces) > 1) for line, pieces in zip(lines, placed, strict=True)])
    rows: list[dict[int, list[int]]] = []
    for n, pieces in enumerate(placed):
        goes_on = n and (lines[n].y0 - lines[n - 1].y0 < _WRAPPED * apart or (len(pieces) == 1 and 0 not in pieces))
        if not goes_on:
            rows.append({})
        for column, piece in pieces.items():
            rows[-1].setdefault(column, []).extend(i for run in piece.runs for i in range(run.start, run.end))
    while rows and len(rows[-1]) < 2:
        rows.pop()
    cells = []
    for r, row in enumerate(rows):
        ends = [(0, len(strips) - 1)] if len(row) == 1 else [(c, c) for c in range(len(strips))]  # 一、工业
        cells += [Cell((r, r), (a, b), (strips[a].x0, 0, strips[b].x1, 0), sorted(row.get(a, ()))) for a, b in ends]
    fill_gaps(cells, letters)
    return cells


def _apart(lines: Sequence[tuple[int, bool]]) -> float:
    """How far rows stand from each other, by the lines with words in several columns; those next to each other first.

    Where cells wrap in every row the lines of one cell stand between: of the distances a large one counts.
    """
    beside = [b - a for (a, a_several), (b, b_several) in pairwise(lines) if a_several and b_several]
    several = [y for y, is_several in lines if is_several]
    distances = sorted(beside or [b - a for a, b in pairwise(several)] or [0])
    return distances[3 * (len(distances) - 1) // 4]


def _heads(rows: Sequence[Row], width: int) -> int | None:
    """How many header rows a table has, 0 or 1; `None` for what is no table."""
    if len(rows) < _LEAST_ROWS:
        return None
    texts = [[cell.text for cell in row.cells] for row in rows]
    words = [text for row in texts for text in row if text]
    full = [row for row in texts if len(row) == width]
    if (
        max(map(len, words)) > _LONGEST_CELL
        or any(_LEADER.search(text) for text in words)
        or sum(1 for text in words if _SENTENCE.search(text)) > _MOST_SENTENCES * len(words)
        or len(words) < _LEAST_FULL * width * len(rows)
        or len(rows) - len(full) > _MOST_SINGLE * len(rows)
        or _counts_pages(full)
    ):
        return None
    if header_rows(rows) == 1:
        return 1 if _has_numbers(full[1:], 0 if width > 2 else 1) else None
    return 0 if width > 2 and len(words) == width * len(rows) and _has_numbers(full, 1) else None


def _counts_pages(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the last column is the numbers of pages, as in a list of contents."""
    last = [row[-1] for row in rows]
    if last and _PAGES.fullmatch(last[0]):
        return True
    numbers = [int(text) if text.isdecimal() and len(text) < 5 else -1 for text in last]
    return all(0 <= a <= b <= _MOST_PAGES for a, b in pairwise(numbers))


def _has_numbers(rows: Sequence[Sequence[str]], first: int) -> bool:
    """Whether a column from the `first` on is numbers."""
    for column in list(zip(*rows, strict=True))[first:]:
        told = [text for text in column if text not in _NO_NUMBER]
        if told and sum(map(is_amount, told)) >= _LEAST_NUMBERS * len(told):
            return True
    return False
