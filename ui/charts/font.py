"""The font that comes with the package: Noto Sans SC (SIL OFL 1.1), the characters of GB 2312 (`tools/subset_font.py`).

A character outside them is drawn as 〓, never as nothing.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

MISSING = "〓"


def path() -> Path:
    """The font's file."""
    return Path(__file__).parent / "data" / "NotoSansSC-subset.otf"


@cache
def loaded() -> TTFont:
    """The font, for its outlines and widths."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415  # only a chart needs it

    return TTFont(path(), lazy=True)


@cache
def _names() -> dict[int, str]:
    found: dict[int, str] = loaded().getBestCmap()
    return found


def covered(text: str) -> str:
    """The text, with what the font lacks marked."""
    return "".join(char if ord(char) in _names() else MISSING for char in text)


@cache
def outline(char: str) -> tuple[str, int]:
    """SVG path of a character in font units, y upwards, and how far the next one stands."""
    from fontTools.pens.svgPathPen import SVGPathPen  # noqa: PLC0415  # only a chart needs it

    name = _names().get(ord(char)) or _names().get(ord(MISSING)) or ".notdef"
    glyphs = loaded().getGlyphSet()
    pen = SVGPathPen(glyphs, ntos=lambda value: f"{value:g}")
    glyphs[name].draw(pen)
    return pen.getCommands(), int(glyphs[name].width)


def units() -> int:
    """Font units of one em."""
    return int(loaded()["head"].unitsPerEm)
