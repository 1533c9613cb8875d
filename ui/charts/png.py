"""A chart as PNG, at twice the size for sharp print."""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import Any

from ui.charts import font
from ui.charts.layout import HEIGHT, WIDTH, Box, Line, Shape, Text

_TIMES = 2
_ANCHORS = {"start": "ls", "middle": "ms", "end": "rs"}
_DASH = 9.0  # pixels, and as much between


def write(shapes: Sequence[Shape]) -> bytes:
    """The chart as a file of its own."""
    from PIL import Image, ImageDraw  # noqa: PLC0415  # only a chart needs it

    image = Image.new("RGB", (WIDTH * _TIMES, HEIGHT * _TIMES), "#ffffff")
    draw = ImageDraw.Draw(image)
    for shape in shapes:
        _draw(draw, shape)
    content = io.BytesIO()
    image.save(content, "PNG", optimize=True)
    return content.getvalue()


def _draw(draw: Any, shape: Shape) -> None:
    match shape:
        case Box():
            corners = [value * _TIMES for value in (shape.x, shape.y, shape.x + shape.width, shape.y + shape.height)]
            draw.rectangle(corners, fill=_pale(shape.colour) if shape.pale else shape.colour, outline=shape.colour)
        case Line():
            points = [(x * _TIMES, y * _TIMES) for x, y in shape.points]
            for start, end in _strokes(points, dashed=shape.dashed):
                draw.line([start, end], fill=shape.colour, width=round(shape.width * _TIMES))
        case Text():
            draw.text(
                (shape.x * _TIMES, shape.y * _TIMES), font.covered(shape.text), fill=shape.colour,
                font=_face(shape.size), anchor=_ANCHORS[shape.anchor],
            )  # fmt: skip


@cache
def _face(size: int) -> Any:
    from PIL import ImageFont  # noqa: PLC0415  # only a chart needs it

    return ImageFont.truetype(str(font.path()), size * _TIMES)


def _pale(colour: str) -> str:
    return "#" + "".join(f"{255 - (255 - int(colour[i : i + 2], 16)) // 4:02x}" for i in (1, 3, 5))


_Point = tuple[float, float]


def _strokes(points: list[_Point], *, dashed: bool) -> list[tuple[_Point, _Point]]:
    """Pieces of a line through points."""
    pieces: list[tuple[_Point, _Point]] = []
    for (x1, y1), (x2, y2) in pairwise(points):
        length = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5
        if not dashed or not length:
            pieces.append(((x1, y1), (x2, y2)))
            continue
        at = 0.0
        while at < length:
            a, b = at / length, min(at + _DASH, length) / length
            pieces.append(((x1 + (x2 - x1) * a, y1 + (y2 - y1) * a), (x1 + (x2 - x1) * b, y1 + (y2 - y1) * b)))
            at += 2 * _DASH
    return pieces
