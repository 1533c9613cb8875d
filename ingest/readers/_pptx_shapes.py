"""The shapes of a slide in the order in which they are read: its title first, and then as they stand on it.

In the file they lie in the order in which they are painted, which tells nothing of reading.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ingest.readers._ooxml import local
from ingest.readers._pptx_package import Slide
from ingest.readers._reading_order import Area, reading_order

TITLES = frozenset({"title", "ctrTitle"})
_FRAME = frozenset({"sldNum", "dt", "ftr", "hdr", "sldImg"})  # placeholders of what every slide repeats
_SHAPES = frozenset({"sp", "grpSp", "graphicFrame", "pic"})
_MASTER_TYPES = {"ctrTitle": "title", "subTitle": "body", "obj": "body", "": "body"}  # which a master has none of
_TRUE = frozenset({"1", "true", "on"})


class Shapes:
    """The shapes of one slide.

    Attributes:
        unseen: those that nobody sees, for they are hidden or stand beside the slide; known once `inside` is through.
    """

    def __init__(self, slide: Slide, size: tuple[int, int]) -> None:
        self.unseen: list[Any] = []
        self._size = size
        self._templates = [dict(_placed(root)) for root in slide.templates]

    def inside(self, tree: Any) -> Iterator[Any]:
        """Shapes of a slide's tree, without the frame that all slides share; a group's shapes follow each other."""
        yield from self._ordered(tree, on_slide=True)

    def _ordered(self, tree: Any, *, on_slide: bool) -> Iterator[Any]:
        shapes, areas = list[Any](), list[Area]()
        before: Area = (0, 0, 0, 0)
        for shape in _shapes(tree):
            place = placeholder(shape)
            if place and place[0] in _FRAME:
                continue
            area = _own_area(shape) or self._given_area(place)
            if _is_hidden(shape) or (on_slide and area is not None and self._is_beside(area)):
                self.unseen.append(shape)
                continue
            before = area or before
            shapes.append(shape)
            areas.append(before)
        order = sorted(reading_order(areas), key=lambda n: not is_title(shapes[n]))
        for n in order:
            if local(shapes[n]) == "grpSp":
                yield from self._ordered(shapes[n], on_slide=False)  # in coordinates of its own
            else:
                yield shapes[n]

    def _given_area(self, place: tuple[str, str] | None) -> Area | None:
        """Where a placeholder stands that says nothing of its place: where its like in the layout or master does."""
        if place is None:
            return None
        kind, index = place
        for known in self._templates:
            for like in (
                lambda its_kind, its_index: (its_kind, its_index) == (kind, index),
                lambda _, its_index: bool(index) and its_index == index,
                lambda its_kind, _: bool(kind) and its_kind == kind,
                lambda its_kind, _: its_kind == _MASTER_TYPES.get(kind),
            ):
                area = next((area for (a, b), area in known.items() if like(a, b)), None)
                if area is not None:
                    return area
        return None

    def _is_beside(self, area: Area) -> bool:
        """Whether a shape stands wholly beside the slide, where the show does not reach."""
        x0, y0, x1, y1 = area
        return x1 <= 0 or y1 <= 0 or x0 >= self._size[0] or y0 >= self._size[1]


def placeholder(shape: Any) -> tuple[str, str] | None:
    """Type and index of a placeholder; `None` for a shape that is none."""
    element = shape.find("{*}nvSpPr/{*}nvPr/{*}ph")
    if element is None:
        element = shape.find("{*}nvPicPr/{*}nvPr/{*}ph")
    if element is None:
        element = shape.find("{*}nvGraphicFramePr/{*}nvPr/{*}ph")
    return None if element is None else (element.get("type") or "", element.get("idx") or "")


def is_title(shape: Any) -> bool:
    """Whether a shape is the slide's title."""
    place = placeholder(shape)
    return place is not None and place[0] in TITLES


def _placed(template: Any) -> Iterator[tuple[tuple[str, str], Area]]:
    """The placeholders of a layout or master that say where they stand."""
    for shape in template.iter("{*}sp"):
        place, area = placeholder(shape), _own_area(shape)
        if place is not None and area is not None:
            yield place, area


def _shapes(tree: Any) -> Iterator[Any]:
    for child in tree:
        name = local(child)
        if name in _SHAPES:
            yield child
        elif name == "AlternateContent":  # the same thing for new and old programs: the first way is enough
            for way in child:
                if local(way) in ("Choice", "Fallback"):
                    yield from _shapes(way)
                    break


def _own_area(shape: Any) -> Area | None:
    """Where a shape says that it stands. Turned shapes stand about where they would stand upright."""
    for path in ("{*}spPr/{*}xfrm", "{*}grpSpPr/{*}xfrm", "{*}xfrm"):
        frame = shape.find(path)
        if frame is not None:
            break
    else:
        return None
    offset, extent = frame.find("{*}off"), frame.find("{*}ext")
    try:
        x, y, across, down = offset.get("x"), offset.get("y"), extent.get("cx"), extent.get("cy")
        return int(x), int(y), int(x) + int(across), int(y) + int(down)
    except (AttributeError, TypeError, ValueError):
        return None


def _is_hidden(shape: Any) -> bool:
    properties = next((child.find("{*}cNvPr") for child in shape if local(child).startswith("nv")), None)
    return properties is not None and properties.get("hidden") in _TRUE
