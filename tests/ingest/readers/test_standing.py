"""Scans that lie on their side, stand on their head or are aslant: read in order, marked where the words stand."""

from __future__ import annotations

import io
import math
from collections.abc import Callable
from pathlib import Path

import numpy
import pytest
from fpdf import FPDF
from PIL import Image
from PIL.Image import Resampling, Transpose

from docs_store.boxes import areas
from docs_store.types import TextBox
from ingest.readers import ocr, read_file
from ingest.readers._ocr_page import OcrLine, OcrPage
from ingest.readers._standing import Quad, Standing, slant_of, turn_of
from tests.drawn_scans import RED, page, round_seal, scanned, stamp, write
from tests.slow import slowly

needs_engine = pytest.mark.skipif(not ocr.available(), reason="skipped: rapidocr is not installed")

LINES = (
    "石桥镇公共租赁住房管理办法",
    "一、申请人在本镇连续居住满4年，人均住房面积不足15平方米。",
    "二、租金按同地段市场价的60%收取，每季度交纳一次。",
    "三、租赁期限不超过5年，期满可以申请续租。",
    "四、本办法自2025年7月1日起执行。",
)
TURNED = {  # by so many degrees, clockwise; Pillow turns anticlockwise
    90: Transpose.ROTATE_270,
    180: Transpose.ROTATE_180,
    270: Transpose.ROTATE_90,
}


def text_of(read: OcrPage) -> str:
    return read.layout(0, 1)[0].replace(",", "，")


def table() -> Image.Image:
    picture = page(*LINES[:2])
    for row, cells in enumerate(
        (("户型", "面积", "月租金"), ("一居室", "38平方米", "420元"), ("两居室", "55平方米", "610元"))
    ):
        for column, cell in enumerate(cells):
            write(picture, cell, (90 + 400 * column, 300 + 66 * row))
    return picture


def sealed() -> Image.Image:
    picture = page(*LINES)
    stamp(picture, round_seal("石桥镇人民政府"), (520, 120), RED)
    return scanned(picture)


def plain() -> Image.Image:
    return page(*LINES)


@needs_engine
@pytest.mark.parametrize(
    ("drawn", "by"), [(plain, 180), (table, 270), *slowly([(plain, 90), (plain, 270), (sealed, 90)])]
)
def test_a_turned_page_is_read_as_the_upright_one(drawn: Callable[[], Image.Image], by: int) -> None:
    picture = drawn()
    read = ocr.recognize(picture.transpose(TURNED[by]))
    assert text_of(read) == text_of(ocr.recognize(picture))
    assert (read.turn, read.obscured) == (360 - by, False)
    assert (read.width, read.height) == picture.transpose(TURNED[by]).size


@needs_engine
@pytest.mark.parametrize(("drawn", "by"), [(plain, 91.5), (sealed, 2.0), *slowly([(table, 2.0), (table, -1.5)])])
def test_a_page_aslant_is_read_row_by_row(drawn: Callable[[], Image.Image], by: float) -> None:
    picture = drawn()
    aslant = picture.rotate(-by, Resampling.BICUBIC, expand=True, fillcolor="white")
    read = ocr.recognize(aslant)
    assert text_of(read) == text_of(ocr.recognize(picture))
    assert math.degrees(read.slant) == pytest.approx((by + 45) % 90 - 45, abs=0.3)
    covered = numpy.zeros((aslant.height, aslant.width), bool)
    for box in read.layout(0, 1)[1]:
        rows = slice(box.y0 * aslant.height // 10_000, box.y1 * aslant.height // 10_000 + 1)
        covered[rows, box.x0 * aslant.width // 10_000 : box.x1 * aslant.width // 10_000 + 1] = True
    black = numpy.asarray(aslant).max(axis=2) < 100
    assert (black & covered).sum() > 0.98 * black.sum()
    assert covered.mean() < 0.35


@needs_engine
def test_an_upright_page_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    read = ocr._read
    pictures = []
    monkeypatch.setattr(ocr, "_read", lambda picture: (pictures.append(picture.size), read(picture))[1])
    assert ocr.recognize(plain()).turn == 0
    assert pictures == [plain().size]


@needs_engine
def test_a_turned_page_that_reads_worse_stays_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    read = ocr._read
    picture = plain().transpose(TURNED[180])
    monkeypatch.setattr(ocr, "_read", lambda shown: read(shown) if shown == picture else read(shown)[:1])
    assert ocr.recognize(picture).turn == 0


@needs_engine
def test_a_quote_is_marked_where_it_stands_in_a_turned_pdf_and_picture(tmp_path: Path) -> None:
    picture = plain().transpose(TURNED[90])
    picture.save(tmp_path / "a.png")
    made = FPDF(format=(210, 210 * picture.height / picture.width))
    made.add_page()
    made.image(io.BytesIO((tmp_path / "a.png").read_bytes()), x=0, y=0, w=210)
    made.output(str(tmp_path / "a.pdf"))
    for name in ("a.png", "a.pdf"):
        raw = read_file(tmp_path / name)
        assert raw.text.replace(",", "，").split() == list(LINES)
        at = raw.text.index("市场价")
        marked = areas(raw.boxes, at, at + 3)
        # Line 3 of 66 pixels each from 80 on; of its letters, 34 pixels each, the 9th to 11th, from 90 on.
        for area in marked:
            assert 10_000 * (900 - 80 - 3 * 66) / 900 < area.x0 < area.x1 < 10_000 * (900 - 80 - 1.5 * 66) / 900
        assert min(area.y0 for area in marked) == pytest.approx(10_000 * (90 + 8 * 34) / 1240, abs=150)
        assert max(area.y1 for area in marked) == pytest.approx(10_000 * (90 + 11 * 34) / 1240, abs=150)


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_each_character_of_a_turned_page_has_its_box(turn: int) -> None:
    width, height = (200, 400) if turn == 180 else (400, 200)  # upright, 200 by 400
    line = OcrLine(text="公租房A1", confidence=0.9, x0=20, y0=40, x1=100, y1=60)
    text, boxes = OcrPage(lines=(line,), width=width, height=height, turn=turn).layout(5, 3)
    assert [text[box.start - 5 : box.end - 5] for box in boxes] == list("公租房A1")
    first, last = boxes[0], boxes[-1]
    assert first.page == 3

    def pixels(box: TextBox) -> tuple[int, ...]:
        return tuple(round(at * side / 10_000) for at, side in zip(
            (box.x0, box.y0, box.x1, box.y1), (width, height) * 2, strict=True
        ))  # fmt: skip

    assert pixels(first) == {90: (40, 160, 60, 180), 180: (160, 340, 180, 360), 270: (340, 20, 360, 40)}[turn]
    assert pixels(last) == {90: (40, 100, 60, 110), 180: (100, 340, 110, 360), 270: (340, 90, 360, 100)}[turn]


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("slant", [0.0, 0.03, -0.05])
def test_a_level_box_is_around_the_corners_it_came_from(turn: int, slant: float) -> None:
    standing = Standing(width=600, height=800, turn=turn, slant=slant)
    corners = [(100.0, 90.0), (300.0, 90.0 + 200 * math.tan(slant)), (300.0, 120.0), (100.0, 120.0)]
    across, down = standing.size
    back = standing.in_picture(standing.level(corners))
    again = {0: corners, 90: [(y, 800 - x) for x, y in corners], 180: [(600 - x, 800 - y) for x, y in corners]}
    again[270] = [(600 - y, x) for x, y in corners]
    assert (across, down) == ((600, 800) if turn in (0, 180) else (800, 600))
    for x, y in again[turn]:
        assert back[0] - 0.01 <= x <= back[2] + 0.01 and back[1] - 0.01 <= y <= back[3] + 0.01
    assert (back[2] - back[0]) * (back[3] - back[1]) < 2.2 * 200 * 30


def quad(x: float, y: float, width: float, height: float, drop: float = 0.0) -> Quad:
    return (x, y), (x + width, y + drop), (x + width, y + height + drop), (x, y + height)


WIDE, TALL, SQUARE = quad(0, 0, 200, 20), quad(0, 0, 20, 200), quad(0, 0, 20, 20)


@pytest.mark.parametrize(
    ("lines", "heads", "turn"),
    [
        ([], True, 0),
        ([SQUARE, SQUARE], True, 0),  # a single character tells nothing
        ([WIDE, WIDE], False, 0),
        ([WIDE, WIDE], None, 0),
        ([WIDE, WIDE], True, 180),
        ([TALL, TALL, WIDE], False, 270),
        ([TALL, TALL, WIDE], True, 90),
        ([TALL, WIDE, WIDE], False, 0),  # a note in the margin
        ([((0.0, 0.0),) * 4], True, 0),
    ],
)
def test_most_lines_tell_the_turn(lines: list[Quad], heads: bool | None, turn: int) -> None:
    assert turn_of(lines, lambda _: heads) == turn


def test_a_line_misjudged_turns_no_page() -> None:
    answers = iter([True, False, False, None, True, True])
    assert turn_of([WIDE] * 9, lambda _: next(answers)) == 0


def test_the_slant_is_that_of_most_long_lines() -> None:
    two_degrees = 200 * math.tan(math.radians(2))
    assert slant_of([WIDE, WIDE]) == 0
    assert slant_of([quad(0, 0, 200, 20, two_degrees)] * 3 + [WIDE]) == pytest.approx(math.radians(2))
    assert slant_of([quad(0, 0, 200, 20, 0.5)]) == 0, "no more than corners are out"
    assert slant_of([quad(0, 0, 40, 20, 10)]) == 0, "too short to tell"
    assert slant_of([quad(0, 0, 200, 20, 90)]) == 0, "drawn so"
