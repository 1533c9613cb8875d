"""How a page lies in its picture: by which quarter turn it stands upright, and by how much its lines run aslant.

Recognition reads lines in any direction, but their order is that of the page only where the page stands upright.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass

Point = tuple[float, float]
Quad = tuple[Point, Point, Point, Point]
"""The corners of a line: top left, top right, bottom right, bottom left, as its letters stand or a quarter turn off."""

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""

_LONG = 2.0  # times as long as thick; what is shorter tells no direction
_ASKED = 5  # lines whose letters are looked at
_SLANTED = 5.0  # times as long as thick; what is shorter tells no slant
_MIN_SLANT, _MAX_SLANT = math.radians(0.3), math.radians(10)  # less is how exact the corners are, more is drawn so


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a page lies in its picture.

    Attributes:
        width, height: of the picture, in pixels.
        turn: by how many degrees, clockwise, the picture is to be turned to stand upright: 0, 90, 180 or 270.
        slant: by how many radians the lines of the turned picture run downwards.
    """

    width: float
    height: float
    turn: int = 0
    slant: float = 0.0

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the picture once it stands upright."""
        return (self.height, self.width) if self.turn in (90, 270) else (self.width, self.height)

    def level(self, corners: Sequence[Point]) -> Box:
        """The box of corners in the turned picture, once its lines are level."""
        return _around([self._turned(corner, -self.slant) for corner in corners] if self.slant else corners)

    def in_picture(self, box: Box) -> Box:
        """The box, in the picture as it lies, of a box in the turned picture whose lines are level."""
        if not self.turn and not self.slant:
            return box
        x0, y0, x1, y1 = box
        return _around(
            [self._back(self._turned(corner, self.slant)) for corner in ((x0, y0), (x1, y0), (x1, y1), (x0, y1))]
        )

    def _turned(self, point: Point, angle: float) -> Point:
        """A point turned around the middle of the upright picture, clockwise."""
        middle_x, middle_y = self.size[0] / 2, self.size[1] / 2
        x, y = point[0] - middle_x, point[1] - middle_y
        cos, sin = math.cos(angle), math.sin(angle)
        return middle_x + x * cos - y * sin, middle_y + x * sin + y * cos

    def _back(self, point: Point) -> Point:
        x, y = point
        if self.turn == 90:
            return y, self.height - x
        if self.turn == 180:
            return self.width - x, self.height - y
        if self.turn == 270:
            return self.width - y, x
        return point


def turn_of(lines: Sequence[Quad], upside_down: Callable[[Quad], bool | None]) -> int:
    """By how many degrees, clockwise, a picture is to be turned to stand upright, by most of its lines.

    Args:
        lines: of the picture.
        upside_down: whether the letters of a line stand on their heads, the line being turned a quarter anticlockwise
            first where it is taller than wide; `None` if that cannot be seen.
    """
    long = [line for line in lines if max(_sides(line)) >= _LONG * min(_sides(line)) > 0]
    tall = [line for line in long if _sides(line)[1] > _sides(line)[0]]
    is_tall = 2 * sum(max(_sides(line)) for line in tall) > sum(max(_sides(line)) for line in long)
    asked = sorted(
        tall if is_tall else (line for line in long if line not in tall), key=lambda line: -max(_sides(line))
    )
    seen = [upside_down(line) for line in asked[:_ASKED]]
    heads = seen.count(True) > seen.count(False)
    if is_tall:
        return 90 if heads else 270
    return 180 if heads else 0


def slant_of(lines: Sequence[Quad]) -> float:
    """By how many radians the lines of an upright picture run downwards: the median of the long ones; 0 if level."""
    slants = []
    for line in lines:
        across, down = _sides(line)
        if across >= _SLANTED * down:
            (x0, y0), (x1, y1) = line[0], line[1]
            slants.append(math.atan2(y1 - y0, x1 - x0))
    slant = statistics.median(slants) if slants else 0.0
    return slant if _MIN_SLANT <= abs(slant) <= _MAX_SLANT else 0.0


def _sides(line: Quad) -> tuple[float, float]:
    """How long a line's upper and left sides are."""
    return math.dist(line[0], line[1]), math.dist(line[0], line[3])


def _around(corners: Sequence[Point]) -> Box:
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)
