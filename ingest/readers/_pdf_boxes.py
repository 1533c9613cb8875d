"""Boxes for a page's text: the reader's text matched with the characters that the page shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from docs_store.boxes import columns, cut
from docs_store.types import TextBox
from ingest.readers._pdfium import Box, PageCharacters

_MIN_MOVED = 2  # characters; of one alone nothing tells where it went
_MOST_ROUNDS = 3
_MAX_MATCHED = 20_000  # characters; matching texts that differ takes the product of their lengths at worst


Letters = list[tuple[str, Box | None]]
"""A page's text, each character with its box, if it has one."""


def placed(text: str, shown: PageCharacters) -> Letters:
    """A page's text with the boxes of its characters.

    Args:
        text: as the reader has it.
        shown: what stands on the page. It may be in another order, or lack some; such characters get no box.
    """
    found = iter(_matched("".join(text.split()), shown))
    return [(char, None if char.isspace() else next(found)) for char in text]


def letters_of(text: str, boxes: Sequence[TextBox]) -> Letters:
    """A page's text with boxes for its characters, from those of its runs."""
    places: dict[int, Box] = {}
    for box in boxes:
        for i in range(box.start, box.end):
            part = cut(box, i, i + 1)
            places[i] = part.x0, part.y0, part.x1, part.y1
    return [(char, places.get(i)) for i, char in enumerate(text)]


def boxes_of(letters: Letters, page: int) -> Iterator[TextBox]:
    """Boxes of a page's text, in order: one for each run of characters of one width that stand side by side.

    Args:
        page: its number, 1-based.
    """
    run: list[int] = []
    area: Box | None = None
    for place, (char, box) in enumerate(letters):
        if area is not None and (
            box is None
            or place != run[-1] + 1
            or columns(char) != columns(letters[run[-1]][0])
            or not _beside(area, box)
        ):
            yield _text_box(run, area, page)
            area = None
        if box is not None:
            run = [*run, place] if area is not None else [place]
            area = box if area is None else _union(area, box)
    if area is not None:
        yield _text_box(run, area, page)


def _matched(letters: str, shown: PageCharacters) -> Sequence[Box | None]:
    if letters == shown.text:
        return shown.boxes
    found: list[Box | None] = [None] * len(letters)
    if max(len(letters), len(shown.text)) > _MAX_MATCHED:
        return found
    own, other = list(range(len(letters))), list(range(len(shown.text)))
    renamed: list[tuple[Sequence[int], Sequence[int]]] = []
    for least in (1, *[_MIN_MOVED] * _MOST_ROUNDS):  # what the two have in another order is left for the next round
        a, b = "".join(letters[i] for i in own), "".join(shown.text[j] for j in other)
        matcher = SequenceMatcher(None, a, b, autojunk=False)
        same = [block for block in matcher.get_matching_blocks() if block.size >= least]
        if not same:
            break
        renamed = renamed or [
            (range(a, a_end), range(b, b_end)) for tag, a, a_end, b, b_end in matcher.get_opcodes() if tag == "replace"
        ]
        for block in same:
            for i, j in zip(own[block.a :][: block.size], other[block.b :][: block.size], strict=True):
                found[i] = shown.boxes[j]
        own = _left(own, [(block.a, block.a + block.size) for block in same])
        other = _left(other, [(block.b, block.b + block.size) for block in same])
        if not own or not other:
            break
    # What stands between the same neighbours in like number is the same, called otherwise by a font's table.
    mine, free = set(own), set(other)
    for here, there in renamed:
        if len(here) == len(there) and mine.issuperset(here) and free.issuperset(there):
            for i, j in zip(here, there, strict=True):
                found[i] = shown.boxes[j]
    return found


def _left(places: Sequence[int], taken: Sequence[tuple[int, int]]) -> list[int]:
    """Places without those at positions that are taken; spans in order."""
    left: list[int] = []
    at = 0
    for start, end in taken:
        left += places[at:start]
        at = end
    return [*left, *places[at:]]


def _beside(area: Box, box: Box) -> bool:
    """Whether a character goes on a run: on its line, and right after it."""
    height = min(area[3] - area[1], box[3] - box[1])
    level = 2 * (min(area[3], box[3]) - max(area[1], box[1])) >= height
    return level and area[2] - height <= box[0] <= area[2] + height


def _union(a: Box, b: Box) -> Box:
    return min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3])


def _text_box(run: Sequence[int], area: Box, page: int) -> TextBox:
    x0, y0, x1, y1 = area
    return TextBox(start=run[0], end=run[-1] + 1, page=page, x0=x0, y0=y0, x1=x1, y1=y1)
