"""Seals and stamps on a page's picture: taken out before it is read, so that what is printed under them is read.

Official papers are sealed over their text. Recognition then reads the seal's letters as lines, and of the text under
it nothing or something else. A seal is known by its colour, by its shape, and by ink lying under it; a red heading, a
red rule or a line printed in colour is none of these and stays. What a seal says is left out: who sealed a paper is
printed on it as well.

Ink is told apart by optical density (A. C. Ruifrok, D. A. Johnston, "Quantification of histochemical staining by color
deconvolution", 2001): where inks lie over each other, the densities of each of red, green and blue add up, and black
adds the same to all three.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ingest.readers._coloured_areas import CHROMA, Area, Paper, coloured_areas
from ingest.readers._standing import Box, Quad

if TYPE_CHECKING:
    from PIL import Image

    Picture = Image.Image
    Pixels = Any  # numpy.ndarray; numpy is imported where it is used, since it is heavy

_ONE_COLOUR = 0.85  # share of its coloured ink that has the seal's colour
_TINT = 0.4  # how far the colour of one ink may vary: how dark its middle channel is between the other two
_MIN_OVERPRINT = 0.015  # black ink under it or at its edge, as a share of the edge's length
_DARK = 0.8  # density from which a pixel is black ink: 45 % of the paper's light
_MIN_PRINTED = 0.1  # share of a line's area, or of a character's, that is black where something is printed
_COVERED = 0.6  # share of a character's place that is the seal's ink, so that nothing could be seen there
_MIN_UNDER = 0.3  # of a character's area; less of a seal's ink tells nothing of what it covers
_HIDDEN = 0.45  # of the share that is black beside it; less under a seal means that its ink may cover what is printed
_TRACE = 0.25  # density; less is what is left of the seal's own ink
_FLOOR = 8  # of 255; darker values are noise, and their logarithm more so


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """A seal that was taken out.

    Attributes:
        left, top: of its area in the picture, in pixels.
        ink: bool, shape (height, width): where the seal's own ink lies, without its edges.
        dark: bool, same shape: where black ink lies, under the seal or beside it.
    """

    left: int
    top: int
    ink: Pixels
    dark: Pixels

    def turned(self, turn: int, size: tuple[int, int]) -> Seal:
        """The seal in the picture turned by 0, 90, 180 or 270 degrees, clockwise; `size` is the picture's before."""
        import numpy  # noqa: PLC0415  heavy

        (width, height), (rows, columns) = size, self.ink.shape
        right, below = width - self.left - columns, height - self.top - rows
        left, top = {0: (self.left, self.top), 90: (below, self.left), 180: (right, below), 270: (self.top, right)}[
            turn
        ]
        ink, dark = (numpy.rot90(of, -turn // 90) for of in (self.ink, self.dark))
        return Seal(left=left, top=top, ink=ink, dark=dark)


def take_out(picture: Picture) -> tuple[Picture, list[Seal]]:
    """A picture without its seals, and what they were. The picture itself where it has none.

    Args:
        picture: as `coloured_areas` takes it.
    """
    areas, paper = coloured_areas(picture)
    seals: list[Seal] = []
    cleaned = picture
    for area in areas:
        taken = _taken_out(cleaned, area, paper)
        if taken is None:
            continue
        if cleaned is picture:
            cleaned = picture.copy()
        patch, seal = taken
        cleaned.paste(patch, (seal.left, seal.top))
        seals.append(seal)
    return cleaned, seals


def obscures(seal: Seal, lines: Sequence[Quad]) -> bool:
    """Whether a seal lies over something that was not read: black ink in no line, or ink that is hidden in a line.

    Ink is hidden where lines are black beside the seal's ink and hardly ever under it, or end at a seal's full ink.

    Args:
        lines: that were read, in pixels of the upright picture.
    """
    import numpy  # noqa: PLC0415  heavy

    height, width = seal.dark.shape
    unread, in_lines = seal.dark.copy(), numpy.zeros_like(seal.dark)
    beside_it = [box for line in lines if (box := _part_beside(line, seal.left, seal.left + width))]
    tall = float(numpy.median([y1 - y0 for _, y0, _, y1 in beside_it])) if beside_it else 0.1 * height
    for x0, y0, x1, y1 in beside_it:
        spare = (y1 - y0) / 3
        rows = _span(y0 - spare - seal.top, y1 + spare - seal.top, height)
        across = _span(x0 - spare - seal.left, x1 + spare - seal.left, width)
        unread[rows, across] = False
        rows, across = _span(y0 - seal.top, y1 - seal.top, height), _span(x0 - seal.left, x1 - seal.left, width)
        for start in (x0 - (y1 - y0), x1):  # a character's place before the line, and one after it
            next_to = seal.ink[rows, _span(start - seal.left, start + (y1 - y0) - seal.left, width)]
            if next_to.sum() > _COVERED * (y1 - y0) ** 2:
                return True
        in_lines[rows, across] = True
    under, beside = seal.dark[in_lines & seal.ink], seal.dark[in_lines & ~seal.ink]
    tells = min(under.size, beside.size) > _MIN_UNDER * tall**2 and beside.mean() > _MIN_PRINTED
    if tells and under.mean() < _HIDDEN * beside.mean():
        return True
    return any(share > _MIN_PRINTED for share in _shares(unread, max(4, round(tall))))


def _part_beside(line: Quad, left: float, right: float) -> Box | None:
    """The box of what a line has above, below or between two upright edges; `None` if that is nothing."""
    (x0, y0), (x1, y1), (_, y2), (_, y3) = line
    length = max(1.0, x1 - x0)
    start, end = max(0.0, (left - x0) / length), min(1.0, (right - x0) / length)
    if start >= end:
        return None
    tops, bottoms = [y0 + (y1 - y0) * at for at in (start, end)], [y3 + (y2 - y3) * at for at in (start, end)]
    return x0 + length * start, min(tops), x0 + length * end, max(bottoms)


def _span(start: float, end: float, length: int) -> slice:
    return slice(min(max(round(start), 0), length), min(max(round(end), 0), length))


def _shares(marked: Pixels, side: int) -> Iterator[float]:
    """The shares of marked pixels in each square of a grid."""
    for y in range(0, marked.shape[0], side):
        for x in range(0, marked.shape[1], side):
            yield float(marked[y : y + side, x : x + side].sum()) / side**2


def _taken_out(picture: Picture, area: Area, paper: Paper) -> tuple[Picture, Seal] | None:
    """An area without its coloured ink, and the seal that it was; `None` where it is none."""
    import numpy  # noqa: PLC0415  heavy
    from PIL import Image  # noqa: PLC0415  heavy

    pixels = numpy.asarray(picture.crop(area.box)).astype(numpy.float32)
    white = numpy.asarray(paper, dtype=numpy.float32)
    inks = _separated(numpy.clip(pixels / white, _FLOOR / 255, 1))
    if inks is None:
        return None
    inked, trace = inks.amount > 0.4, _TRACE + 0.6 * inks.grey
    dark = inks.black > _DARK
    edge = _grown(inked, 3) & _grown(~inked, 3)
    overprint = (_grown(inked, 3) & dark).sum() / max(1, edge.sum())
    if not (area.is_ring or overprint > _MIN_OVERPRINT):
        return None
    shown = numpy.exp(-numpy.where(inks.black < trace, 0, inks.black))[:, :, None] * white
    patch = numpy.where(_grown(inks.amount > 0.12, 5)[:, :, None], shown, pixels)
    left, top = area.box[:2]
    full = ~_grown(~inked, 3)
    seal = Seal(left=left, top=top, ink=full, dark=dark | (full & (inks.black > trace)))
    return Image.fromarray(patch.round().clip(0, 255).astype(numpy.uint8)), seal


@dataclass(frozen=True, slots=True, kw_only=True)
class _Inks:
    """An area's coloured ink and its black ink.

    Attributes:
        amount: of the coloured ink in each pixel; 1 where it is full.
        black: density of the black ink in each pixel.
        grey: density of the coloured ink in the channel in which it is lightest.
    """

    amount: Pixels
    black: Pixels
    grey: float


def _separated(light: Pixels) -> _Inks | None:
    """The inks of an area; `None` where it has no coloured ink, or several.

    Args:
        light: shape (height, width, 3), 0..1 without 0: what each pixel reflects of the paper's red, green and blue.
    """
    import numpy  # noqa: PLC0415  heavy

    density = -numpy.log(light)
    coloured = (light.max(axis=2) - light.min(axis=2)) * 255 > CHROMA
    if not coloured.any():
        return None
    of_ink = density[coloured]
    spread = of_ink.max(axis=1) - of_ink.min(axis=1)
    ink = numpy.median(of_ink[spread >= numpy.median(spread)], axis=0)
    low, middle, high = numpy.argsort(ink)
    apart = float(ink[high] - ink[low])
    steps = of_ink[:, high] - of_ink[:, low]
    tint = (of_ink[:, middle] - of_ink[:, low]) / numpy.maximum(steps, 0.01)
    same = (steps > 0) & (abs(tint - float(ink[middle] - ink[low]) / apart) < _TINT)
    if same.mean() < _ONE_COLOUR:
        return None
    amount = (density[:, :, high] - density[:, :, low]) / apart
    black = numpy.maximum(density[:, :, low] - numpy.clip(amount, 0, 1.5) * ink[low], 0)
    return _Inks(amount=amount, black=black, grey=float(ink[low]))


def _grown(marked: Pixels, side: int) -> Pixels:
    """What is marked, and all that lies within a square of `side` pixels around it."""
    import numpy  # noqa: PLC0415  heavy
    from PIL import Image, ImageFilter  # noqa: PLC0415  heavy

    picture = Image.fromarray(marked.astype(numpy.uint8) * 255)
    return numpy.asarray(picture.filter(ImageFilter.MaxFilter(side))) > 0
