"""Seals on scans: what is printed under them is read, what they say is not, and coloured text stays."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import numpy
import pytest
from fpdf import FPDF
from PIL import Image, ImageDraw

from docs_store.types import PageFault, ReadBy
from ingest.readers import _seals, ocr, read_file
from tests.drawn_scans import BLUE, PURPLE, RED, box_stamp, disc, page, round_seal, scanned, stamp, write
from tests.slow import slowly
from ui import texts

needs_engine = pytest.mark.skipif(not ocr.available(), reason="skipped: rapidocr is not installed")

LINES = (
    "柳河县鼓励企业技术改造实施细则",
    "一、技术改造项目设备投资超过600万元的，按8%给予补助。",
    "二、单个企业年度补助总额不超过240万元，分两期拨付。",
    "三、申报截止日期为每年10月20日，由县工业局受理。",
    "四、弄虚作假的，追回补助并三年内不得再次申报。",
)
SEAL = round_seal("柳河县工业和商务局")


def said(picture: Image.Image) -> list[str]:
    return [line.text.replace(",", "，") for line in ocr.recognize(picture).lines]


def one_red_seal() -> Image.Image:
    picture = page(*LINES)
    stamp(picture, SEAL, (480, 90), RED)
    stamp(picture, round_seal("柳河县财政局"), (760, 210), RED)
    return picture


def blue_frame() -> Image.Image:
    picture = page(*LINES)
    stamp(picture, box_stamp("柳河县档案馆", "此件公开发布"), (420, 130), BLUE)
    return scanned(picture)


def purple_oval() -> Image.Image:
    picture = page(*LINES)
    stamp(picture, round_seal("柳河县技术改造专用章", (340, 230)), (520, 140), PURPLE)
    return scanned(picture)


def seal_across_a_red_rule() -> Image.Image:
    picture = page(*LINES, size=(1240, 1100))
    ImageDraw.Draw(picture).rectangle((90, 520, 1150, 525), fill=RED)
    stamp(picture, SEAL, (300, 250), RED)
    stamp(picture, SEAL, (760, 430), RED)
    return scanned(picture)


@needs_engine
@pytest.mark.parametrize("drawn", [seal_across_a_red_rule, blue_frame, *slowly([one_red_seal, purple_oval])])
def test_text_under_a_seal_is_read_and_the_seal_is_not(drawn: Callable[[], Image.Image]) -> None:
    recognised = ocr.recognize(drawn())
    assert [line.text.replace(",", "，") for line in recognised.lines] == list(LINES)
    assert not recognised.obscured


@needs_engine
def test_signature_and_date_under_a_seal_are_read() -> None:
    picture = page(*LINES[:2])
    write(picture, "柳河县工业和商务局", (760, 480))
    write(picture, "2025年11月3日", (800, 545))
    stamp(picture, SEAL, (790, 390), RED)
    assert said(scanned(picture)) == [*LINES[:2], "柳河县工业和商务局", "2025年11月3日"]


def test_a_seal_on_empty_paper_is_taken_out() -> None:
    picture = page(*LINES)
    clean = numpy.asarray(picture).copy()
    stamp(picture, SEAL, (800, 520), RED)
    cleaned, seals = _seals.take_out(picture)
    assert len(seals) == 1
    assert numpy.abs(numpy.asarray(cleaned).astype(int) - clean).max() <= 60


def test_half_a_seal_at_the_edge_is_taken_out() -> None:
    picture = page(*LINES)
    stamp(picture, SEAL.crop((0, 0, 120, 250)), (1120, 500), RED)
    cleaned, _ = _seals.take_out(picture)
    assert numpy.asarray(cleaned)[480:780, 1000:].min() > 180


@needs_engine
@pytest.mark.parametrize(
    ("mask", "at"),
    [(SEAL, (470, 60)), (SEAL, (470, 130)), (round_seal("柳河县", (300, 300)), (600, 120)), (disc(220), (500, 120))],
)
def test_ink_that_hides_the_text_is_reported(mask: Image.Image, at: tuple[int, int]) -> None:
    picture = page(*LINES)
    stamp(picture, mask, at, RED, opaque=True)
    assert ocr.recognize(scanned(picture)).obscured


def red_heading() -> Image.Image:
    picture = page("", "", "", *LINES[:2])
    write(picture, "柳河县人民政府文件", (290, 60), RED, 78)
    ImageDraw.Draw(picture).rectangle((90, 190, 1150, 195), fill=RED)
    return picture


def spaced_heading() -> Image.Image:
    picture = page("", "", "", *LINES[:2])
    for i, letter in enumerate("国务院令"):
        write(picture, letter, (160 + 240 * i, 60), RED, 110)
    return picture


def red_paragraph() -> Image.Image:
    picture = page(*LINES[:2])
    for row in range(5):
        write(picture, "修订部分：以下各项自明年起适用，", (90, 400 + 44 * row), RED)
        write(picture, "黑字照旧。", (650, 400 + 44 * row))
    return picture


def blue_panel() -> Image.Image:
    picture = page(*LINES[:2])
    ImageDraw.Draw(picture).rectangle((200, 400, 900, 640), outline=BLUE, width=4)
    write(picture, "办理流程", (240, 430), BLUE)
    write(picture, "先网上申报，再到窗口交件。", (240, 500))
    write(picture, "咨询电话另行公布", (240, 570), BLUE)
    return picture


def white_on_red() -> Image.Image:
    picture = page(*LINES[:2])
    ImageDraw.Draw(picture).rectangle((200, 400, 560, 500), fill=RED)
    write(picture, "重点提示", (240, 425), (255, 255, 255))
    return picture


def ring_of_a_chart() -> Image.Image:
    picture = page(*LINES[:2])
    ImageDraw.Draw(picture).ellipse((400, 400, 800, 800), outline=BLUE, width=60)
    write(picture, "占35%", (540, 580), BLUE)
    return picture


@pytest.mark.parametrize(
    "drawn", [red_heading, spaced_heading, red_paragraph, blue_panel, white_on_red, ring_of_a_chart]
)
def test_coloured_text_is_no_seal(drawn: Callable[[], Image.Image]) -> None:
    for picture in (drawn(), scanned(drawn())):
        assert _seals.take_out(picture) == (picture, [])


@pytest.mark.parametrize("picture", [page(*LINES), scanned(page(*LINES)), Image.new("RGB", (3, 2), "white")])
def test_a_page_without_colour_is_left_as_it_is(picture: Image.Image) -> None:
    assert _seals.take_out(picture) == (picture, [])


@needs_engine
def test_a_pdf_and_a_picture_warn_of_what_a_seal_hides(tmp_path: Path) -> None:
    picture = page(*LINES)
    stamp(picture, disc(220), (500, 120), RED, opaque=True)
    picture.save(tmp_path / "a.png")
    made = FPDF(format=(210, 210 * picture.height / picture.width))
    made.add_page()
    made.image(io.BytesIO((tmp_path / "a.png").read_bytes()), x=0, y=0, w=210)
    made.output(str(tmp_path / "a.pdf"))
    for name in ("a.png", "a.pdf"):
        raw = read_file(tmp_path / name)
        assert [(reading.by, reading.fault) for reading in raw.readings] == [(ReadBy.OCR, PageFault.OBSCURED)]
        (warning,) = raw.warnings
        assert warning.endswith("seal or stamp could not be read: 1.")
        assert "印章" in texts.Words("zh").warning(warning)
        assert texts.Words("zh")("page_fault.obscured") != texts.Words("en")("page_fault.obscured")
