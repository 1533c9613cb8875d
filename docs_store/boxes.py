"""Where a document's words stand on its pages: kept compactly, and asked for by span."""

from __future__ import annotations

import struct
import zlib
from bisect import bisect_right
from collections.abc import Iterable, Sequence

from docs_store.types import TextBox

SCALE = 10_000
"""Boxes are in so many parts of the page's width and height."""

# Start, length, page, x0, y0, x1, y1: 18 bytes a box before compression, 4 after it.
_ROW = struct.Struct("<IHIHHHH")
_LONGEST = 0xFFFF  # characters of a box
_MAX_BOXES = 4_000_000


def pack(boxes: Iterable[TextBox]) -> bytes:
    """Boxes as one compressed blob, in their order."""
    rows = [
        _ROW.pack(box.start, min(box.end - box.start, _LONGEST), box.page, box.x0, box.y0, box.x1, box.y1)
        for box in boxes
    ]
    return zlib.compress(b"".join(rows), 6)


def unpack(blob: bytes) -> list[TextBox]:
    """Inverse of `pack`."""
    data = zlib.decompressobj().decompress(blob, _ROW.size * _MAX_BOXES)
    return [
        TextBox(start=start, end=start + length, page=page, x0=x0, y0=y0, x1=x1, y1=y1)
        for start, length, page, x0, y0, x1, y1 in _ROW.iter_unpack(data)
    ]


def areas(boxes: Sequence[TextBox], start: int, end: int) -> list[TextBox]:
    """The areas that a span `text[start:end]` covers: one for each line it runs over, in order.

    Args:
        boxes: of a document, in order and not overlapping, as `unpack` gives them.

    Returns:
        Boxes in the same unit, each with the part of the span that stands in it. Characters without a box (spaces, what
        the page does not show) add nothing.
    """
    found: list[TextBox] = []
    first = max(0, bisect_right(boxes, start, key=lambda box: box.start) - 1)
    for box in boxes[first:]:
        if box.start >= end:
            break
        if box.end <= start or end <= start:
            continue
        part = cut(box, max(start, box.start), min(end, box.end))
        if found and _on_one_line(found[-1], part):
            found[-1] = _union(found[-1], part)
        else:
            found.append(part)
    return found


def cut(box: TextBox, start: int, end: int, text: str = "") -> TextBox:
    """The part of a box that a part of its characters takes.

    Without the box's `text` its characters are taken to be of one width, as readers make them.
    """
    widths = [columns(char) for char in text] or [1] * (box.end - box.start)
    whole = sum(widths) or 1
    before, until = sum(widths[: start - box.start]), sum(widths[: end - box.start])
    width = box.x1 - box.x0
    return TextBox(
        start=start,
        end=end,
        page=box.page,
        x0=box.x0 + width * before // whole,
        y0=box.y0,
        x1=box.x0 + -(-width * until // whole),
        y1=box.y1,
    )


def columns(char: str) -> int:
    """Width of a character: 1, or 2 for those of Chinese type."""
    return 1 if char.isascii() else 2


def split_by_width(box: TextBox, text: str) -> list[TextBox]:
    """A box of characters of two widths as boxes of one width each; `text` is what stands in it."""
    parts = []
    at = 0
    for i in range(1, len(text) + 1):
        if i == len(text) or columns(text[i]) != columns(text[at]):
            parts.append(cut(box, box.start + at, box.start + i, text))
            at = i
    return parts


def _on_one_line(a: TextBox, b: TextBox) -> bool:
    """Whether `b` goes on where `a` ends: on the same line, to the right, no more than two characters away."""
    height = min(a.y1 - a.y0, b.y1 - b.y0)
    overlap = min(a.y1, b.y1) - max(a.y0, b.y0)
    near = a.x0 <= b.x0 <= a.x1 + 2 * max(a.y1 - a.y0, b.y1 - b.y0)
    return a.page == b.page and 2 * overlap >= height and near


def _union(a: TextBox, b: TextBox) -> TextBox:
    return TextBox(
        start=a.start,
        end=b.end,
        page=a.page,
        x0=min(a.x0, b.x0),
        y0=min(a.y0, b.y0),
        x1=max(a.x1, b.x1),
        y1=max(a.y1, b.y1),
    )
