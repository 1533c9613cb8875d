"""Boxes for a page's text: the reader's text matched with the characters that the page shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from docs_store.boxes import columns
from docs_store.types import TextBox
from ingest.readers._pdfium import Box, PageCharacters

_MAX_MATCHED = 20_000  # characters; matching texts that differ takes the product of their lengths at worst


def boxes_of(text: str, start: int, page: int, shown: PageCharacters) -> Iterator[TextBox]:
    """Boxes of a page's text, in order: one for each run of characters of one width that stand side by side.

    Args:
        text: the page's text, which stands at `start` of the file's.
        page: its number, 1-based.
        shown: what stands on the page. It may be in another order, or lack some; such characters get no box.
    """
    places = [i for i, char in enumerate(text) if not char.isspace()]
    found = _matched("".join(text[i] for i in places), shown)
    run: list[int] = []
    area: Box | None = None
    for place, box in zip(places, found, strict=True):
        if area is not None and (
            box is None
            or place != run[-1] + 1
            or columns(text[place]) != columns(text[run[-1]])
            or not _beside(area, box)
        ):
            yield _text_box(run, area, start, page)
            area = None
        if box is not None:
            run = [*run, place] if area is not None else [place]
            area = box if area is None else _union(area, box)
    if area is not None:
        yield _text_box(run, area, start, page)


def _matched(letters: str, shown: PageCharacters) -> Sequence[Box | None]:
    if letters == shown.text:
        return shown.boxes
    found: list[Box | None] = [None] * len(letters)
    if max(len(letters), len(shown.text)) <= _MAX_MATCHED:
        for block in SequenceMatcher(None, letters, shown.text, autojunk=False).get_matching_blocks():
            found[block.a : block.a + block.size] = shown.boxes[block.b : block.b + block.size]
    return found


def _beside(area: Box, box: Box) -> bool:
    """Whether a character goes on a run: on its line, and right after it."""
    height = min(area[3] - area[1], box[3] - box[1])
    level = 2 * (min(area[3], box[3]) - max(area[1], box[1])) >= height
    return level and area[2] - height <= box[0] <= area[2] + height


def _union(a: Box, b: Box) -> Box:
    return min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3])


def _text_box(run: Sequence[int], area: Box, start: int, page: int) -> TextBox:
    x0, y0, x1, y1 = area
    return TextBox(start=start + run[0], end=start + run[-1] + 1, page=page, x0=x0, y0=y0, x1=x1, y1=y1)
