"""Vertical writing: columns from right to left, set as lines.

What draws a PDF puts each character of a column where it stands, so that a reader of lines takes every one for a line
of its own. Where a page's letters mostly stand one under the other, they are put together by where they stand.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ingest.readers._pdf_boxes import Letters
from ingest.readers._pdfium import Box

_MIN_LETTERS = 12
_SAMPLE = 80  # letters that are enough to measure a page
_MIN_DOWN = 0.6  # share of steps from one letter to the next
_GAP = 0.85  # of a letter's height, between two words of a column
_BAND = 1.6  # the same, free over the whole width: above and below it stand columns, or lines, of their own


@dataclass(slots=True)
class _Piece:
    """A letter with its box, those behind it in the text whose place is not known, and the white space before it."""

    box: Box
    letters: Letters
    space: str


def set_columns(letters: Letters) -> Letters:
    """A page's letters with vertical columns as lines; as they are where they are not written so."""
    placed = [(char, box) for char, box in letters if box is not None]
    if not _is_vertical([box for _, box in placed]) or 2 * sum(char.isascii() for char, _ in placed) > len(placed):
        return letters
    result: Letters = []
    for band in _bands(_pieces(letters)):
        vertical = _is_vertical([piece.box for piece in band], least=3)
        for line in _columns(band) if vertical else _lines(band):
            result += [*line, ("\n", None)]
    return result[:-1]


def _is_vertical(boxes: Sequence[Box], *, least: int = _MIN_LETTERS) -> bool:
    if len(boxes) < least:
        return False
    steps = list(pairwise(boxes))[:: 1 + len(boxes) // _SAMPLE]
    return sum(_is_under(a, b) for a, b in steps) >= _MIN_DOWN * len(steps)


def _is_under(a: Box, b: Box) -> bool:
    """Whether `b` follows `a` in a column: in its width, and below it."""
    width = min(a[2] - a[0], b[2] - b[0])
    return 2 * (min(a[2], b[2]) - max(a[0], b[0])) >= width and b[1] + b[3] > a[1] + a[3] and 2 * b[1] >= a[1] + a[3]


def _pieces(letters: Letters) -> list[_Piece]:
    pieces: list[_Piece] = []
    waiting: Letters = []  # letters without a place, before any that has one
    space = ""
    for letter in letters:
        if letter[0].isspace():
            space += letter[0]
        elif letter[1] is not None:
            pieces.append(_Piece(letter[1], [*waiting, letter], space))
            waiting, space = [], ""
        elif pieces:
            pieces[-1].letters.append(letter)
        else:
            waiting.append(letter)
    return pieces


def _bands(pieces: Sequence[_Piece]) -> Iterator[list[_Piece]]:
    """Pieces in the order of the text, those above a strip that is free from side to side before those below it."""
    height = _height(pieces)
    cuts: list[int] = []
    bottom = -1
    for piece in sorted(pieces, key=lambda piece: piece.box[1]):
        if bottom >= 0 and piece.box[1] - bottom >= _BAND * height:
            cuts.append(piece.box[1])
        bottom = max(bottom, piece.box[3])
    edges = [-1, *cuts, 1 << 30]
    for top, end in pairwise(edges):
        yield [piece for piece in pieces if top <= piece.box[1] < end]


def _columns(pieces: Sequence[_Piece]) -> Iterator[Letters]:
    """Columns from right to left, each from top to bottom; digits set side by side in a column from left to right."""
    columns: list[tuple[Box, list[_Piece]]] = []
    for piece in sorted(pieces, key=lambda piece: -(piece.box[0] + piece.box[2])):
        if columns and _in_width(columns[-1][0], piece.box):
            area, held = columns[-1]
            held.append(piece)
            columns[-1] = ((min(area[0], piece.box[0]), 0, max(area[2], piece.box[2]), 0), held)
        else:
            columns.append((piece.box, [piece]))
    for _, held in columns:
        held.sort(key=lambda piece: piece.box[1] + piece.box[3])
        yield _run(held)


def _in_width(area: Box, box: Box) -> bool:
    return 2 * (min(area[2], box[2]) - max(area[0], box[0])) >= min(area[2] - area[0], box[2] - box[0])


def _run(column: Sequence[_Piece]) -> Letters:
    rows: list[list[_Piece]] = []
    for piece in column:
        if rows and _beside(rows[-1][-1].box, piece.box):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    height = _height(column)
    result: Letters = []
    bottom = None
    for row in rows:
        if bottom is not None and min(piece.box[1] for piece in row) - bottom > _GAP * height:
            result.append((" ", None))
        for piece in sorted(row, key=lambda piece: piece.box[0]):
            result += piece.letters
        bottom = max(piece.box[3] for piece in row)
    return result


def _lines(pieces: Sequence[_Piece]) -> Iterator[Letters]:
    """Lines as the text has them."""
    line: Letters = []
    for piece in pieces:
        if line and "\n" in piece.space:
            yield line
            line = []
        elif line and piece.space:
            line.append((" ", None))
        line += piece.letters
    if line:
        yield line


def _beside(a: Box, b: Box) -> bool:
    """Whether two letters stand on one line: neither over the other, and mostly of one height."""
    lower = min(a[3] - a[1], b[3] - b[1])
    apart = min(a[2], b[2]) <= max(a[0], b[0]) + (min(a[2] - a[0], b[2] - b[0])) // 4
    return apart and 2 * (min(a[3], b[3]) - max(a[1], b[1])) >= lower


def _height(pieces: Sequence[_Piece]) -> float:
    return median(piece.box[3] - piece.box[1] for piece in pieces)
