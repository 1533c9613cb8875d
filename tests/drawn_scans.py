"""Pages as a scanner would see them, drawn for tests: lines of Chinese text, seals over them, noise."""

from __future__ import annotations

import io
import math
from pathlib import Path

import numpy
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

_FONT = Path(__file__).parents[1] / "ui" / "charts" / "data" / "NotoSansSC-subset.otf"
_TIMES = 4  # seals are drawn larger and reduced, for soft edges
BLACK, RED, BLUE, PURPLE = (25, 25, 25), (222, 38, 40), (40, 60, 190), (120, 40, 150)

Colour = tuple[int, int, int]
Picture = Image.Image


def font(size: float) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(_FONT), size)


def page(*lines: str, size: tuple[int, int] = (1240, 900), x: int = 90, y: int = 80, lead: int = 66) -> Picture:
    """A page with one line of text below the other, `lead` pixels apart; 1240 pixels are 210 mm at 150 dpi."""
    picture = Image.new("RGB", size, "white")
    for row, line in enumerate(lines):
        write(picture, line, (x, y + row * lead))
    return picture


def write(picture: Picture, text: str, at: tuple[float, float], colour: Colour = BLACK, size: float = 34) -> None:
    ImageDraw.Draw(picture).text(at, text, fill=colour, font=font(size))


def round_seal(around: str, size: tuple[int, int] = (250, 250)) -> Picture:
    """A ring with letters along it and a star within, as a mask; an oval where `size` is not square."""
    side = max(size) * _TIMES
    mask = Image.new("L", (side, side), 0)
    pen = ImageDraw.Draw(mask)
    pen.ellipse((0.02 * side, 0.02 * side, 0.98 * side, 0.98 * side), outline=255, width=round(0.022 * side))
    for i, letter in enumerate(around):
        angle = math.radians(-130 + 260 * i / max(1, len(around) - 1))
        tile = Image.new("L", (side // 5, side // 5), 0)
        ImageDraw.Draw(tile).text((side / 10, side / 10), letter, font=font(0.13 * side), fill=255, anchor="mm")
        tile = tile.rotate(-math.degrees(angle), Image.Resampling.BICUBIC)
        x, y = 0.5 + 0.37 * math.sin(angle), 0.5 - 0.37 * math.cos(angle)
        mask.paste(255, (round(x * side) - side // 10, round(y * side) - side // 10), tile)
    points = [
        (0.5 + far * math.sin(math.pi * k / 5), 0.5 - far * math.cos(math.pi * k / 5))
        for k in range(10)
        for far in ((0.15, 0.06)[k % 2],)
    ]
    pen.polygon([(x * side, y * side) for x, y in points], fill=255)
    return mask.resize(size, Image.Resampling.LANCZOS)


def box_stamp(*lines: str, size: tuple[int, int] = (360, 150)) -> Picture:
    """A frame with lines of text in it, as a mask."""
    mask = Image.new("L", size, 0)
    pen = ImageDraw.Draw(mask)
    pen.rectangle((2, 2, size[0] - 3, size[1] - 3), outline=255, width=4)
    for row, line in enumerate(lines):
        middle = (size[0] / 2, size[1] * (row + 0.5) / len(lines))
        pen.text(middle, line, fill=255, font=font(0.5 * size[1] / len(lines)), anchor="mm")
    return mask


def disc(size: int) -> Picture:
    mask = Image.new("L", (size, size), 0)
    ImageDraw.Draw(mask).ellipse((3, 3, size - 4, size - 4), fill=255)
    return mask


def stamp(picture: Picture, mask: Picture, at: tuple[int, int], colour: Colour, *, opaque: bool = False) -> None:
    """Lay ink over a picture where the mask is white. What is black below shows through, unless it is `opaque`."""
    area = (*at, at[0] + mask.width, at[1] + mask.height)
    below = picture.crop(area)
    ink = Image.new("RGB", mask.size, colour)
    if not opaque:
        ink = ImageChops.multiply(below, ink)
    picture.paste(Image.composite(ink, below, mask), area)


def scanned(picture: Picture, quality: int = 75) -> Picture:
    """With a scanner's blur, its noise and JPEG's losses; the same for the same picture."""
    blurred = numpy.asarray(picture.filter(ImageFilter.GaussianBlur(0.6))).astype(float)
    noise = numpy.random.default_rng(7).normal(0, 6, (picture.height, picture.width, 1))
    data = io.BytesIO()
    Image.fromarray((blurred + noise).clip(0, 255).astype("uint8")).save(data, "JPEG", quality=quality)
    return Image.open(data).convert("RGB")
