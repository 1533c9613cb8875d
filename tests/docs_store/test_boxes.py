"""Boxes: packed and back; the areas of a span."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from docs_store.boxes import areas, cut, pack, split_by_width, unpack
from docs_store.types import TextBox


def box(start: int, end: int, *, page: int = 1, x0: int = 0, x1: int = 1000, y0: int = 0, y1: int = 100) -> TextBox:
    return TextBox(start=start, end=end, page=page, x0=x0, y0=y0, x1=x1, y1=y1)


_side = st.integers(0, 10_000)


@given(
    st.lists(st.builds(box, st.integers(0, 10**9), st.just(10**9 + 5), page=st.integers(1, 9_999), x0=_side, y1=_side))
)
def test_packed_and_back(boxes: list[TextBox]) -> None:
    short = [box(b.start, b.start + 7, page=b.page, x0=b.x0, y1=b.y1) for b in boxes]
    assert unpack(pack(short)) == short


def test_a_span_inside_a_box_takes_its_part() -> None:
    (area,) = areas([box(10, 20)], 12, 15)
    assert (area.start, area.end, area.x0, area.x1) == (12, 15, 200, 500)


def test_one_area_for_each_line() -> None:
    boxes = [
        box(0, 4, x0=100, x1=500),
        box(4, 8, x0=510, x1=700),  # goes on
        box(9, 12, x0=100, x1=400, y0=120, y1=220),  # the next line
        box(13, 15, page=2, x0=100, x1=300),
    ]
    found = areas(boxes, 2, 14)
    assert [(a.page, a.start, a.end, a.x0, a.x1) for a in found] == [
        (1, 2, 8, 300, 700),
        (1, 9, 12, 100, 400),
        (2, 13, 14, 100, 200),
    ]


def test_cells_far_apart_are_two_areas() -> None:
    assert len(areas([box(0, 2, x0=0, x1=200), box(3, 5, x0=5_000, x1=5_200)], 0, 5)) == 2


def test_a_span_without_boxes_has_no_areas() -> None:
    assert areas([], 0, 5) == []
    assert areas([box(10, 20)], 0, 10) == []
    assert areas([box(10, 20)], 20, 30) == []


def test_wide_characters_take_twice_as_much() -> None:
    parts = split_by_width(box(5, 11, x0=0, x1=800), "2024年度")
    assert [(part.start, part.end, part.x0, part.x1) for part in parts] == [(5, 9, 0, 400), (9, 11, 400, 800)]
    assert cut(box(0, 2, x1=300), 1, 2, "a年").x0 == 100


@given(st.integers(0, 40), st.integers(0, 40))
def test_areas_lie_within_their_boxes(start: int, end: int) -> None:
    boxes = [box(0, 10, x0=37, x1=801), box(12, 30, x0=5, x1=9_999, y0=200, y1=300)]
    for area in areas(boxes, start, end):
        assert start <= area.start < area.end <= end
        assert any(b.x0 <= area.x0 <= area.x1 <= b.x1 and b.start <= area.start for b in boxes)
