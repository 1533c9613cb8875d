"""Scans: frames are pages, boxes stand on them, and what cannot be decoded is told."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from docs_store.errors import UnreadableFileError
from docs_store.types import PageFault, ReadBy
from ingest.readers import RawText, image, ocr, read_file
from ingest.readers._ocr_page import OcrLine, OcrPage


def picture(frames: int, kind: str) -> bytes:
    buffer = io.BytesIO()
    pages = [Image.new("L", (200, 100 + n), 255) for n in range(frames)]
    pages[0].save(buffer, kind, **({"save_all": True, "append_images": pages[1:]} if frames > 1 else {}))
    return buffer.getvalue()


@pytest.fixture
def recognition(monkeypatch: pytest.MonkeyPatch) -> None:
    """In place of the engine: a line that tells the page's height, none on pages of 102, doubtful ones on 103."""

    def recognize(page: Image.Image, name: str = "") -> OcrPage:
        page.load()
        sure = 0.5 if page.height == 103 else 0.99
        line = OcrLine(text=f"H{page.height}", confidence=sure, x0=20, y0=10, x1=100, y1=30)
        return OcrPage(lines=() if page.height == 102 else (line,), width=200, height=page.height)

    monkeypatch.setattr(ocr, "recognize", recognize)


def read(tmp_path: Path, content: bytes, name: str) -> RawText:
    path = tmp_path / name
    path.write_bytes(content)
    return read_file(path)


def failure(tmp_path: Path, content: bytes, name: str) -> UnreadableFileError:
    with pytest.raises(UnreadableFileError) as caught:
        read(tmp_path, content, name)
    return caught.value


@pytest.mark.parametrize(("kind", "name"), [("PNG", "a.png"), ("JPEG", "a.jpeg"), ("JPEG", "a.jpg"), ("TIFF", "a.tif")])
def test_one_page(tmp_path: Path, recognition: None, kind: str, name: str) -> None:
    raw = read(tmp_path, picture(1, kind), name)
    assert (raw.text, raw.reader, raw.warnings) == ("H100\n", "image", ())
    (box,) = raw.boxes
    assert raw.text[box.start : box.end] == "H100"
    assert (box.page, box.x0, box.y0, box.x1, box.y1) == (1, 1000, 1000, 5000, 3000)
    assert raw.readings[0].by is ReadBy.OCR and raw.readings[0].fault is None


def test_frames_are_pages(tmp_path: Path, recognition: None) -> None:
    raw = read(tmp_path, picture(4, "TIFF"), "扫描.tiff")
    assert [raw.text[page.start : page.end] for page in raw.pages] == ["H100\n", "H101\n", "", "H103\n"]
    assert [box.page for box in raw.boxes] == [1, 2, 4]
    assert [(reading.by, reading.fault) for reading in raw.readings] == [
        (ReadBy.OCR, None), (ReadBy.OCR, None), (ReadBy.NOTHING, PageFault.NO_TEXT), (ReadBy.OCR, PageFault.UNSURE)
    ]  # fmt: skip


def test_faults(tmp_path: Path, recognition: None, monkeypatch: pytest.MonkeyPatch) -> None:
    assert failure(tmp_path, picture(1, "PNG")[:40], "a.png").code == "damaged"
    monkeypatch.setattr(image, "MAX_FRAMES", 2)
    assert failure(tmp_path, picture(3, "TIFF"), "a.tif").code == "too_large"
    monkeypatch.setattr(ocr, "MAX_PIXELS", 1000)
    assert failure(tmp_path, picture(1, "PNG"), "a.png").code == "too_large"


def test_a_page_without_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "recognize", lambda *_: OcrPage(lines=(), width=1, height=1))
    error = failure(tmp_path, picture(2, "TIFF"), "a.tif")
    assert error.code == "no_text" and error.remedy


def test_a_real_scan(shared: Path) -> None:
    if not ocr.available():
        pytest.skip("skipped: rapidocr is not installed")
    raw = read_file(shared / "corpus" / "scans" / "397_5.png")
    assert len("".join(raw.text.split())) > 100 and raw.readings[0].confidence > 0.9
