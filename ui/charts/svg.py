"""A chart as SVG. Words are drawn as outlines, so that it looks the same where there is no Chinese font."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from ui.charts import font
from ui.charts.layout import HEIGHT, WIDTH, Box, Line, Shape, Text


def write(shapes: Sequence[Shape], title: str) -> bytes:
    """The chart as a file of its own.

    Args:
        title: what a screen reader says.
    """
    used: dict[str, int] = {}
    body = "".join(_drawn(shape, used) for shape in shapes)
    glyphs = "".join(f'<path id="g{n}" d="{font.outline(char)[0]}"/>' for char, n in used.items())
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}"'
        f' role="img"><title>{escape(title)}</title><defs>{glyphs}</defs>'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>{body}</svg>'
    ).encode()


def _drawn(shape: Shape, used: dict[str, int]) -> str:
    match shape:
        case Box():
            opacity = f' fill-opacity="0.25" stroke="{shape.colour}"' if shape.pale else ""
            size = f'width="{shape.width:.1f}" height="{shape.height:.1f}"'
            return f'<rect x="{shape.x:.1f}" y="{shape.y:.1f}" {size} fill="{shape.colour}"{opacity}/>'
        case Line():
            points = " ".join(f"{x:.1f},{y:.1f}" for x, y in shape.points)
            dash = ' stroke-dasharray="7 5"' if shape.dashed else ""
            return (
                f'<polyline points="{points}" fill="none" stroke="{shape.colour}" stroke-width="{shape.width}"{dash}/>'
            )
        case Text():
            return _text(shape, used)


def _text(shape: Text, used: dict[str, int]) -> str:
    scale = shape.size / font.units()
    length = sum(font.outline(char)[1] for char in shape.text) * scale
    x = shape.x - {"start": 0.0, "middle": length / 2, "end": length}[shape.anchor]
    pieces, at = [], 0
    for char in shape.text:
        pieces.append(f'<use href="#g{used.setdefault(char, len(used))}" x="{at}"/>')
        at += font.outline(char)[1]
    return (
        f'<g fill="{shape.colour}" transform="translate({x:.1f} {shape.y:.1f}) scale({scale:.5f} {-scale:.5f})"'
        f' aria-label="{escape(shape.text)}">{"".join(pieces)}</g>'
    )
