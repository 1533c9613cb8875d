"""Text recognition: lines, order, boxes, bounds; silence; against a labelled scan."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from bench.error_rate import character_error_rate
from docs_store.errors import UnreadableFileError
from ingest.readers import ocr

SCANS = Path(__file__).resolve().parents[4] / "shared" / "corpus" / "scans"

needs_engine = pytest.mark.skipif(not ocr.available(), reason="skipped: rapidocr is not installed")


def drawn(*texts: tuple[int, int, str], size: tuple[int, int] = (900, 300)) -> Image.Image:
    picture = Image.new("RGB", size, "white")
    pen = ImageDraw.Draw(picture)
    for x, y, text in texts:
        pen.text((x, y), text, fill="black", font=ImageFont.load_default(36))
    return picture


def encoded(picture: Image.Image, form: str = "PNG") -> bytes:
    data = io.BytesIO()
    picture.save(data, form)
    return data.getvalue()


@needs_engine
def test_lines_in_reading_order_with_boxes_and_nothing_printed(capfd: pytest.CaptureFixture[str]) -> None:
    picture = drawn((40, 180, "Second line"), (560, 44, "No.15"), (40, 40, "Policy 2024"))
    page = ocr.recognize(picture)
    assert [line.text for line in page.lines] == ["Policy 2024", "No.15", "Second line"]
    assert (page.width, page.height) == picture.size
    assert 0.8 < page.confidence <= 1
    first, beside, _ = page.lines
    assert 20 <= first.x0 <= 45 and 25 <= first.y0 <= 55 and 60 <= first.y1 <= 100
    assert first.x1 < beside.x0
    assert ocr.recognize(picture) == page
    assert capfd.readouterr() == ("", "")


@needs_engine
def test_a_large_picture_is_read_smaller_and_its_boxes_are_its_own() -> None:
    small = drawn((40, 40, "Policy 2024"))
    large = small.resize((small.width * 4, small.height * 4))
    (line,), (wide,) = ocr.recognize(small).lines, ocr.recognize(large).lines
    assert line.text == wide.text
    assert wide.x0 == pytest.approx(4 * line.x0, abs=30) and wide.y1 == pytest.approx(4 * line.y1, abs=30)


@needs_engine
def test_what_is_transparent_is_paper() -> None:
    picture = Image.new("RGBA", (500, 120), (0, 0, 0, 0))
    ImageDraw.Draw(picture).text((30, 30), "Policy 2024", fill="black", font=ImageFont.load_default(36))
    assert [line.text for line in ocr.recognize(picture).lines] == ["Policy 2024"]


@needs_engine
def test_an_empty_picture_has_no_lines() -> None:
    page = ocr.recognize(Image.new("L", (200, 200), 255))
    assert page.lines == () and page.confidence == 0


@needs_engine
def test_one_page_of_a_scan_is_read_as_its_label_says() -> None:
    if not SCANS.is_dir():
        pytest.skip("skipped: needs ../shared/corpus/scans")
    with ocr.open_picture(SCANS / "397_5.png", "397_5.png") as picture:
        page = ocr.recognize(picture)
    read = "".join(line.text for line in page.lines[:-1])  # the last line is the page's number
    label = (SCANS / "397.txt").read_text(encoding="utf-8-sig")
    told = "".join(label.split())
    told = told[told.index("税收共治管理") :]
    assert character_error_rate(read, told) <= 0.02


def test_without_the_engine_the_remedy_names_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rapidocr", None)
    ocr._engine.cache_clear()
    with pytest.raises(UnreadableFileError) as caught:
        ocr.recognize(drawn((40, 40, "Policy")))
    ocr._engine.cache_clear()
    assert caught.value.code == "no_ocr" and "pip install rapidocr" in caught.value.remedy


@pytest.mark.parametrize("form", ["PNG", "JPEG", "TIFF", "BMP"])
def test_pictures_are_opened(form: str) -> None:
    with ocr.open_picture(encoded(drawn((0, 0, "x")), form), "a") as picture:
        assert picture.size == (900, 300)


@pytest.mark.parametrize("data", [b"", b"\x89PNG\r\n\x1a\n", b"no picture at all"])
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableFileError) as caught:
        ocr.open_picture(data, "a.png")
    assert caught.value.code == "damaged" and "a.png" in caught.value.message


@pytest.mark.parametrize("form", ["PNG", "JPEG", "TIFF"])
def test_a_cut_off_picture_is_damaged(form: str) -> None:
    data = encoded(drawn((40, 40, "Policy 2024")), form)
    with pytest.raises(UnreadableFileError) as caught, ocr.open_picture(data[: len(data) // 2], "a") as picture:
        ocr.recognize(picture, "a")
    assert caught.value.code == "damaged"


def test_a_picture_of_too_many_pixels_is_not_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "MAX_PIXELS", 1_000)
    with pytest.raises(UnreadableFileError) as caught:
        ocr.open_picture(encoded(drawn()), "a.png")
    assert caught.value.code == "too_large"


@pytest.mark.parametrize(
    ("read", "told", "rate"),
    [("abc", "abc", 0), ("a c", "ac", 0), ("abd", "abc", 1 / 3), ("", "ab", 1), ("abcd", "ab", 1)],
)
def test_error_rate(read: str, told: str, rate: float) -> None:
    assert character_error_rate(read, told) == pytest.approx(rate)
