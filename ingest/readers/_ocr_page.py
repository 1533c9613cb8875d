"""What text recognition made of a picture: lines in reading order, and where they stand on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from docs_store.boxes import SCALE, cut, split_by_width
from docs_store.types import TextBox
from ingest.readers._standing import Box, Standing

Level = tuple[str, float, Box]
"""A line's text, its confidence from 0 to 1, and its box in pixels of the upright picture, its lines level."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OcrLine:
    """One line of a picture.

    Attributes:
        confidence: 0..1, the engine's mean over the line's characters.
        x0, y0, x1, y1: box in pixels of the picture, origin top left, once that stands upright and its lines are level.
    """

    text: str
    confidence: float
    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def box(self) -> Box:
        """Left, top, right and bottom."""
        return self.x0, self.y0, self.x1, self.y1


@dataclass(frozen=True, slots=True, kw_only=True)
class OcrPage:
    """What a picture says.

    Attributes:
        lines: in reading order: from top to bottom, and from left to right what stands side by side.
        width, height: of the picture, in pixels.
        turn: by how many degrees, clockwise, the picture had to be turned to stand upright: 0, 90, 180 or 270.
        slant: by how many radians its lines ran downwards then.
        obscured: whether a seal or stamp lies over something that could not be read.
    """

    lines: tuple[OcrLine, ...]
    width: int
    height: int
    turn: int = 0
    slant: float = 0.0
    obscured: bool = False

    @property
    def confidence(self) -> float:
        """Mean confidence of its characters, 0..1; 0 for a picture without text."""
        characters = sum(len(line.text) for line in self.lines)
        return sum(line.confidence * len(line.text) for line in self.lines) / characters if characters else 0.0

    def layout(self, start: int, number: int) -> tuple[str, list[TextBox]]:
        """The page's text, one line of the picture a line, and its boxes in the picture as it was given.

        What stands side by side on one line is parted by a space. Each box holds characters of one width, from left to
        right; on a picture that was turned, where they do not run so, one character.

        Args:
            start: where the text will stand in the file's.
            number: of the page, 1-based.
        """
        text, boxes = self.level_layout(number)
        return text, self.in_picture(boxes, text, start)

    def level_layout(self, number: int) -> tuple[str, list[TextBox]]:
        """The page's text and its boxes in the upright picture, its lines level; offsets count from its start."""
        across, down = self._standing.size
        text, boxes = "", list[TextBox]()
        for above, line in zip((None, *self.lines), self.lines, strict=False):
            if above is not None:
                text += " " if _beside(above.box, line.box) else "\n"
            at = len(text)
            text += line.text
            x0, y0, x1, y1 = line.box
            box = TextBox(
                start=at,
                end=at + len(line.text),
                page=number,
                x0=_part(x0, across),
                y0=_part(y0, down),
                x1=_part(x1, across),
                y1=_part(y1, down),
            )
            boxes += split_by_width(box, line.text)
        return text, boxes

    def in_picture(self, boxes: Sequence[TextBox], text: str, start: int) -> list[TextBox]:
        """Boxes of the upright picture as those of the picture as it was given.

        Args:
            boxes: of `text`.
            start: where the text will stand in the file's.
        """
        standing = self._standing
        placed = [
            _in_picture(part, standing)
            for box in boxes
            for part in (_characters(box, text[box.start : box.end]) if self.turn else (box,))
        ]
        return [replace(box, start=box.start + start, end=box.end + start) for box in placed]

    @property
    def _standing(self) -> Standing:
        return Standing(width=self.width, height=self.height, turn=self.turn, slant=self.slant)


def in_order(found: Sequence[Level]) -> list[Level]:
    """Lines from top to bottom; those whose middles lie on one height from left to right."""
    rows: list[list[Level]] = []
    for line in sorted(found, key=lambda item: (item[2][1] + item[2][3], item[2][0])):
        above = rows[-1][0] if rows else None
        if above is not None and _beside(above[2], line[2]):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [line for row in rows for line in sorted(row, key=lambda item: item[2][0])]


def _characters(box: TextBox, text: str) -> Iterator[TextBox]:
    return (cut(box, at, at + 1, text) for at in range(box.start, box.end))


def _in_picture(box: TextBox, standing: Standing) -> TextBox:
    """A box of the upright page as one of the picture, both in ten-thousandths."""
    if not standing.turn and not standing.slant:
        return box
    across, down = (side / SCALE for side in standing.size)
    x0, y0, x1, y1 = standing.in_picture((box.x0 * across, box.y0 * down, box.x1 * across, box.y1 * down))
    return replace(
        box,
        x0=_part(x0, standing.width),
        y0=_part(y0, standing.height),
        x1=_part(x1, standing.width),
        y1=_part(y1, standing.height),
    )


def _part(at: float, whole: float) -> int:
    return round(min(max(at / max(1, whole), 0.0), 1.0) * SCALE)


def _beside(a: Box, b: Box) -> bool:
    lower = min(a[3] - a[1], b[3] - b[1])
    apart = min(a[2], b[2]) <= max(a[0], b[0]) + lower  # side by side, not one over the other
    return apart and abs((a[1] + a[3]) - (b[1] + b[3])) / 2 < lower / 2
