"""Pictures of pages: size, bounds, what cannot be drawn."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from fpdf import FPDF
from PIL import Image

from docs_store.errors import UnreadableFileError
from ingest.isolation import ReaderProcess
from ingest.page_image import MAX_WIDTH, draw_page


def opened(data: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(data))
    assert picture.format == "PNG"
    return picture.convert("L")


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    made = FPDF(format="A4")
    for shade in (255, 0):
        made.add_page()
        made.set_fill_color(shade)
        made.rect(0, 0, 210, 297, style="F")
    path = tmp_path / "kept-without-suffix"
    made.output(str(path))
    return path


def test_a_page_of_a_pdf_at_a_width(pdf: Path) -> None:
    first, second = opened(draw_page(pdf, 1, 600)), opened(draw_page(pdf, 2, 600))
    assert first.width == second.width == pytest.approx(600, abs=1)
    assert first.height == pytest.approx(600 * 297 / 210, abs=2)
    assert first.getpixel((300, 300)) == 255 and second.getpixel((300, 300)) == 0


def test_the_width_is_bounded(pdf: Path) -> None:
    assert opened(draw_page(pdf, 1, 10**9)).width <= MAX_WIDTH + 1
    assert opened(draw_page(pdf, 1, -5)).width >= 50


def test_a_long_page_is_bounded_in_height(tmp_path: Path) -> None:
    made = FPDF(format=(100, 5_000))
    made.add_page()
    path = tmp_path / "long.pdf"
    made.output(str(path))
    assert max(opened(draw_page(path, 1, 2_000)).size) <= 4_001


def test_a_picture_and_the_pages_of_a_tiff(tmp_path: Path) -> None:
    path = tmp_path / "a.tif"
    Image.new("L", (400, 200), 255).save(path, save_all=True, append_images=[Image.new("L", (400, 200), 0)])
    assert opened(draw_page(path, 1, 100)).size == (100, 50)
    assert opened(draw_page(path, 2, 100)).getpixel((50, 25)) == 0


@pytest.mark.parametrize("page", [0, 3, 10**6])
def test_no_such_page(pdf: Path, tmp_path: Path, page: int) -> None:
    picture = tmp_path / "a.png"
    Image.new("L", (4, 4)).save(picture)
    for path in (pdf, picture):
        with pytest.raises(UnreadableFileError) as caught:
            draw_page(path, page, 100)
        assert caught.value.code == "no_page"


def test_what_is_no_page(tmp_path: Path) -> None:
    path = tmp_path / "a"
    with pytest.raises(UnreadableFileError) as caught:
        draw_page(path, 1, 100)
    assert caught.value.code == "missing"
    for data in (b"%PDF-1.7 nothing", b"text"):
        path.write_bytes(data)
        with pytest.raises(UnreadableFileError) as caught:
            draw_page(path, 1, 100)
        assert caught.value.code == "damaged"


def test_in_a_process_of_its_own(pdf: Path) -> None:
    with ReaderProcess() as process:
        assert process.draw(pdf, 2, 300) == draw_page(pdf, 2, 300)
        with pytest.raises(UnreadableFileError):
            process.draw(pdf, 9, 300)
