"""Where a page has coloured ink that may be a seal: things of its size and shape, no headings, rules or panels."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PIL import Image

    Picture = Image.Image
    Pixels = Any  # numpy.ndarray; numpy is imported where it is used, since it is heavy

CHROMA = 45
"""Of 255: the difference of a pixel's channels, on white paper, from which it is coloured."""

_LOOK = 500  # pixels: the longer side of the small picture that coloured ink is looked for on
_CELL = 3  # pixels of the small picture, 1.8 mm; coloured ink in touching cells is one thing
_MIN_COLOURED, _MAX_COLOURED = 0.0004, 0.15  # share of the page; beyond it, it is a poster or a photograph
_MAX_FILL = 0.65  # share of a seal's area that is inked; more is a panel or a picture, unless it is a disc over text
_MAX_THINGS = 500  # that are looked at, the largest first; each is compared with all others
# Lengths, as shares of the page's shorter side, which is 210 mm on A4. A seal measures 38 to 50 mm.
_MIN_SIDE, _MAX_SIDE = 0.05, 0.5
_MIN_RING, _MAX_RING = 0.08, 0.45

Paper = tuple[float, float, float]
"""Red, green and blue of a page where nothing is printed, 1..255."""

_Box = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """Where coloured ink may be a seal.

    Attributes:
        box: left, top, right and bottom in pixels of the picture.
        is_ring: whether its shape says that it is one: a thin circle or ellipse around it.
    """

    box: tuple[int, int, int, int]
    is_ring: bool


def coloured_areas(picture: Picture) -> tuple[list[Area], Paper]:
    """The areas, the largest first, and the page's paper.

    Args:
        picture: RGB, paper and ink of any brightness; up to some 2,000 pixels on a side.
    """
    import numpy  # noqa: PLC0415  heavy
    from PIL import ImageChops  # noqa: PLC0415  heavy

    times = max(1, round(max(picture.size) / _LOOK))
    small = picture.reduce(times)
    paper = _paper(small)
    red, green, blue = (
        band.point([min(255, round(level * 255 / white)) for level in range(256)])
        for band, white in zip(small.split(), paper, strict=True)
    )
    most = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    least = ImageChops.darker(ImageChops.darker(red, green), blue)
    coloured = numpy.asarray(ImageChops.subtract(most, least)) > CHROMA
    if not _MIN_COLOURED < coloured.mean() < _MAX_COLOURED:
        return [], paper
    coloured = _without_rules(coloured)
    shorter = min(small.size)
    areas = []
    for box in _joined(_components(coloured), _MAX_SIDE * shorter):
        x0, y0, x1, y1 = box
        if min(x1 - x0, y1 - y0) < _MIN_SIDE * shorter or max(x1 - x0, y1 - y0) > _MAX_SIDE * shorter:
            continue
        is_round, hollow = _outline(coloured, _whole(box, small.size), shorter)
        if is_round or float(coloured[y0:y1, x0:x1].mean()) <= _MAX_FILL:
            areas.append(Area(box=_scaled(box, times, picture.size), is_ring=is_round and hollow))
    return areas, paper


def _paper(picture: Picture) -> Paper:
    """The median of each channel, since most of a page is paper."""
    counts = picture.histogram()
    half = picture.width * picture.height / 2
    red, green, blue = (
        max(1.0, sum(count < half for count in accumulate(counts[at : at + 256]))) for at in (0, 256, 512)
    )
    return red, green, blue


def _without_rules(coloured: Pixels) -> Pixels:
    """Without the rules that cross most of the page, so that a seal on one is not taken for a part of it."""
    across, down = coloured.mean(axis=1) > 0.5, coloured.mean(axis=0) > 0.5
    return coloured & ~across[:, None] & ~down[None, :]


def _components(coloured: Pixels) -> list[_Box]:
    """The boxes of coloured things, in pixels of the small picture."""
    import numpy  # noqa: PLC0415  heavy

    height, width = coloured.shape
    padded = numpy.pad(coloured, ((0, -height % _CELL), (0, -width % _CELL)))
    grid = padded.reshape(padded.shape[0] // _CELL, _CELL, padded.shape[1] // _CELL, _CELL).any(axis=(1, 3))
    left = {(int(y), int(x)) for y, x in numpy.argwhere(grid)}
    boxes = []
    while left:
        open_cells = [left.pop()]
        rows, columns = [], []
        while open_cells:
            y, x = open_cells.pop()
            rows.append(y)
            columns.append(x)
            near = {(y + dy, x + dx) for dy in (-1, 0, 1) for dx in (-1, 0, 1)} & left
            left -= near
            open_cells += near
        y0, x0 = min(rows) * _CELL, min(columns) * _CELL
        y1, x1 = (max(rows) + 1) * _CELL, (max(columns) + 1) * _CELL
        inside = coloured[y0:y1, x0:x1]
        down, across = numpy.flatnonzero(inside.any(axis=1)), numpy.flatnonzero(inside.any(axis=0))
        boxes.append((x0 + int(across[0]), y0 + int(down[0]), x0 + int(across[-1]) + 1, y0 + int(down[-1]) + 1))
    return boxes


def _joined(boxes: list[_Box], longest: float) -> list[_Box]:
    """Boxes with those that lie in them for the most part: a ring with its letters and its star."""
    joined: list[_Box] = []
    for box in sorted(boxes, key=_size, reverse=True)[:_MAX_THINGS]:
        for i, other in enumerate(joined):
            x0, y0, x1, y1 = (f(a, b) for f, a, b in zip((min, min, max, max), box, other, strict=True))
            shared = max(0, min(box[2], other[2]) - max(box[0], other[0])) * max(
                0, min(box[3], other[3]) - max(box[1], other[1])
            )
            if 2 * shared >= _size(box) and max(x1 - x0, y1 - y0) <= longest:
                joined[i] = (x0, y0, x1, y1)
                break
        else:
            joined.append(box)
    return joined


def _size(box: _Box) -> int:
    return (box[2] - box[0]) * (box[3] - box[1])


def _whole(box: _Box, size: tuple[int, int]) -> _Box:
    """The box that a seal would have if the edge of the page did not cut it."""
    (x0, y0, x1, y1), (width, height) = box, size
    missing = (y1 - y0) - (x1 - x0)
    if missing > 0 and x1 >= 0.98 * width:
        x1 += missing
    elif missing > 0 and x0 <= 0.02 * width:
        x0 -= missing
    elif missing < 0 and y1 >= 0.98 * height:
        y1 -= missing
    elif missing < 0 and y0 <= 0.02 * height:
        y0 += missing
    return x0, y0, x1, y1


def _outline(coloured: Pixels, box: _Box, shorter: int) -> tuple[bool, bool]:
    """Whether the outermost ink in a box is a circle or an ellipse for the most part, and whether it is a thin line."""
    import numpy  # noqa: PLC0415  heavy

    x0, y0, x1, y1 = box
    across, down = (x1 - x0) / 2, (y1 - y0) / 2
    if not _MIN_RING * shorter <= 2 * min(across, down) <= 2 * max(across, down) <= _MAX_RING * shorter:
        return False, False
    if max(across, down) > 2 * min(across, down):
        return False, False
    ys, xs = numpy.nonzero(coloured[max(y0, 0) : y1, max(x0, 0) : x1])
    lower, right = (ys + max(y0, 0) + 0.5 - y0 - down) / down, (xs + max(x0, 0) + 0.5 - x0 - across) / across
    distance = numpy.hypot(lower, right)
    sectors = 36
    sector = ((numpy.arctan2(lower, right) / (2 * numpy.pi) + 0.5) * sectors).astype(int) % sectors
    angles = (numpy.arange(sectors) + 0.5 - sectors / 2) * 2 * numpy.pi / sectors
    on_page = (
        (x0 + across * (1 + numpy.cos(angles)) >= 0)
        & (x0 + across * (1 + numpy.cos(angles)) < coloured.shape[1])
        & (y0 + down * (1 + numpy.sin(angles)) >= 0)
        & (y0 + down * (1 + numpy.sin(angles)) < coloured.shape[0])
    )
    seen = numpy.isin(numpy.arange(sectors), sector[(distance > 0.85) & (distance < 1.1)])
    within = ((distance > 0.7) & (distance < 0.85)).sum() / (numpy.pi * across * down * (0.85**2 - 0.7**2))
    is_round = (seen & on_page).sum() >= 0.75 * on_page.sum() and (distance > 1.15).mean() < 0.04
    return bool(is_round), bool(within < _MAX_FILL * on_page.mean())


def _scaled(box: _Box, times: int, size: tuple[int, int]) -> _Box:
    """A box of the small picture in the large one, with a little around it for the ink's soft edges."""
    x0, y0, x1, y1 = (at * times for at in box)
    around = 2 * times
    return max(0, x0 - around), max(0, y0 - around), min(size[0], x1 + around), min(size[1], y1 + around)
