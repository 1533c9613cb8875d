"""PDF: pages and their spans, encryption, damage, scans, silence."""

from __future__ import annotations

import importlib.util
import io
import logging
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from fpdf import FPDF
from PIL import Image, ImageDraw, ImageFont
from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.errors import DependencyError
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject, NumberObject
from pypdfium2 import PdfiumError

from docs_store.errors import UnreadableFileError
from docs_store.types import PageFault, PageReading, ReadBy
from ingest.readers import _pdfium, ocr
from ingest.readers import pdf as pdf_module
from ingest.readers._page_faults import fault_of
from ingest.readers._pdf_page import words_of
from ingest.readers._pdfium import PageContent
from ingest.readers.base import RawText
from ingest.readers.pdf import read_pdf

SHARED = Path(__file__).resolve().parents[4] / "shared" / "corpus"
HAS_AES = importlib.util.find_spec("cryptography") is not None


def writer_of(*texts: str) -> PdfWriter:
    """A PDF with one page per text; an empty text gives a page without content."""
    writer = PdfWriter()
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    for text in texts:
        page = writer.add_blank_page(612, 792)
        if text:
            stream = DecodedStreamObject()
            drawn = " 0 -20 Td ".join(f"({line}) Tj" for line in text.split("\n"))
            stream.set_data(f"BT /F1 12 Tf 72 720 Td {drawn} ET".encode())
            page[NameObject("/Contents")] = writer._add_object(stream)
            fonts = DictionaryObject({NameObject("/F1"): font})
            page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    return writer


def add_picture(page: PageObject, writer: PdfWriter) -> None:
    """One grey pixel over the whole page."""
    picture = DecodedStreamObject()
    picture.set_data(b"\x80")
    for key, name in (("/Type", "/XObject"), ("/Subtype", "/Image"), ("/ColorSpace", "/DeviceGray")):
        picture[NameObject(key)] = NameObject(name)
    for key, number in (("/Width", 1), ("/Height", 1), ("/BitsPerComponent", 8)):
        picture[NameObject(key)] = NumberObject(number)
    drawn = DictionaryObject({NameObject("/Im1"): writer._add_object(picture)})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): drawn})
    stream = DecodedStreamObject()
    stream.set_data(b"q 612 0 0 792 0 0 cm /Im1 Do Q")
    page[NameObject("/Contents")] = writer._add_object(stream)


def save(tmp_path: Path, writer: PdfWriter) -> Path:
    path = tmp_path / "a.pdf"
    writer.write(path)
    return path


def failure(path: Path) -> UnreadableFileError:
    with pytest.raises(UnreadableFileError) as caught:
        read_pdf(path)
    assert caught.value.remedy
    return caught.value


def test_what_is_told_of_a_fault_shows_no_bytes() -> None:
    error = ValueError("Invalid Elementary Object starting with b'`' @1304: b'43\\x00\\x19) Tj'")
    assert words_of(error) == "Invalid Elementary Object"
    assert words_of("Xref table not zero-indexed.") == "Xref table not zero-indexed"
    assert words_of(ValueError(b"\0")) == "ValueError"


def pages_of(raw: RawText) -> list[str]:
    return [raw.text[page.start : page.end] for page in raw.pages]


def test_pages_tile_the_text(tmp_path: Path) -> None:
    raw = read_pdf(save(tmp_path, writer_of("one\nmore", "", "three")))
    assert pages_of(raw) == ["one\nmore\n", "\n", "three"]
    assert "".join(pages_of(raw)) == raw.text
    assert [page.number for page in raw.pages] == [1, 2, 3]
    assert raw.reader == "pdf" and raw.warnings == ()


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-256"])
def test_an_empty_password_is_opened(tmp_path: Path, algorithm: str) -> None:
    if algorithm.startswith("AES") and not HAS_AES:
        pytest.skip("skipped: the cryptography package is not installed")
    writer = writer_of("open to all")
    writer.encrypt("", "owner", algorithm=algorithm)
    assert read_pdf(save(tmp_path, writer)).text == "open to all"


@pytest.mark.parametrize("algorithm", ["RC4-40", "RC4-128", "AES-128", "AES-256"])
def test_another_password_is_asked_to_be_removed(tmp_path: Path, algorithm: str) -> None:
    if algorithm.startswith("AES") and not HAS_AES:
        pytest.skip("skipped: the cryptography package is not installed")
    writer = writer_of("secret")
    writer.encrypt("word", "owner", algorithm=algorithm)
    error = failure(save(tmp_path, writer))
    assert error.code == "encrypted"
    assert "Remove the password" in error.remedy


def test_aes_without_its_package_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    writer = writer_of("secret")
    writer.encrypt("", "owner", algorithm="RC4-128")
    path = save(tmp_path, writer)

    def lack(self: PdfReader, password: str) -> None:
        raise DependencyError("cryptography>=3.1 is required for AES algorithm")

    monkeypatch.setattr(PdfReader, "decrypt", lack)
    error = failure(path)
    assert error.code == "encrypted" and "pip install cryptography" in error.remedy


def test_damage(tmp_path: Path) -> None:
    path = save(tmp_path, writer_of("text" * 300))
    data = path.read_bytes()
    path.write_bytes(data[:40])
    assert failure(path).code == "damaged"
    writer_of().write(path)
    assert failure(path).code == "damaged"
    path.write_bytes(b"%PDF-1.7\n" + bytes(2000))
    assert failure(path).code == "damaged"


def break_page(monkeypatch: pytest.MonkeyPatch, *numbers: int) -> None:
    extract = PageObject.extract_text

    def fail(self: PageObject, *args: object, **kwargs: object) -> str:
        if (self.page_number or 0) + 1 in numbers:
            raise KeyError("/Font")
        return extract(self)

    monkeypatch.setattr(PageObject, "extract_text", fail)


@pytest.fixture
def no_pdfium(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> None:
        raise PdfiumError("not this one")

    monkeypatch.setattr(_pdfium, "opened", refuse)


@pytest.fixture
def no_ocr(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "available", lambda: False)


def scan(*texts: str, form: str = "1") -> bytes:
    """A page of 150 dpi with lines of text on it."""
    picture = Image.new("L", (1240, 1754), 255)
    for row, text in enumerate(texts):
        ImageDraw.Draw(picture).text((150, 200 + 70 * row), text, fill=0, font=ImageFont.load_default(40))
    data = io.BytesIO()
    picture.convert(form).save(data, "PNG")
    return data.getvalue()


def with_scan(tmp_path: Path, header: str, *texts: str) -> Path:
    """Page 1 is text, page 2 a scan under a running head, page 3 text."""
    made = FPDF(format="A4")
    made.set_font("helvetica", size=12)
    for text in ("First page of plain text.", header, "Last page of plain text."):
        made.add_page()
        made.text(20, 20, text)
        if text == header:
            made.image(io.BytesIO(scan(*texts)), x=0, y=25, w=210)
    path = tmp_path / "a.pdf"
    made.output(str(path))
    return path


def test_a_broken_page_is_named_and_the_others_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, no_pdfium: None
) -> None:
    break_page(monkeypatch, 2)
    raw = read_pdf(save(tmp_path, writer_of("one", "two", "three")))
    assert pages_of(raw) == ["one\n", "\n", "three"]
    assert len(raw.warnings) == 1 and "left out: 2 (" in raw.warnings[0]
    assert [reading.fault for reading in raw.readings] == [None, PageFault.UNREADABLE, None]
    assert raw.boxes == ()


def test_a_page_that_only_pdfium_can_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    break_page(monkeypatch, 2)
    raw = read_pdf(save(tmp_path, writer_of("one", "two", "three")))
    assert pages_of(raw) == ["one\n", "two\n", "three"]
    assert [reading.fault for reading in raw.readings] == [None] * 3
    assert len(raw.warnings) == 1 and "incomplete: 2 (" in raw.warnings[0]


def test_all_pages_broken_is_damage_with_the_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, no_pdfium: None
) -> None:
    break_page(monkeypatch, 2, 3)
    error = failure(save(tmp_path, writer_of("", "two", "three")))
    assert (error.code, error.page) == ("damaged", 2)


def test_boxes_stand_where_the_words_are_drawn(tmp_path: Path) -> None:
    raw = read_pdf(save(tmp_path, writer_of("one", "two words")))
    texts = [raw.text[box.start : box.end] for box in raw.boxes]
    assert texts == ["one", "two", "words"]
    assert [box.page for box in raw.boxes] == [1, 2, 2]
    one = raw.boxes[0]  # drawn at 72, 720 of 612 x 792, in 12 point
    assert one.x0 == pytest.approx(10_000 * 72 / 612, abs=30)
    assert one.y0 < 10_000 * (792 - 722) / 792 < one.y1
    assert one.x1 < 10_000 * 100 / 612


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_boxes_of_a_turned_page_are_those_of_the_page_as_shown(tmp_path: Path, turn: int) -> None:
    writer = writer_of("upright", "turned")
    writer.pages[1].rotate(turn)
    upright, *turned = read_pdf(save(tmp_path, writer)).boxes
    assert upright.x1 < 5_000 and upright.y1 < 5_000  # top left
    where = {90: (True, False), 180: (True, True), 270: (False, True)}[turn]
    assert turned and all((box.x0 > 5_000, box.y0 > 5_000) == where for box in turned)


def test_how_each_page_was_read(tmp_path: Path) -> None:
    raw = read_pdf(save(tmp_path, writer_of("some text", "")))
    assert raw.readings == (
        PageReading(number=1, characters=8, by=ReadBy.TEXT, confidence=1.0),
        PageReading(number=2, characters=0, by=ReadBy.NOTHING, confidence=0.0),
    )


@pytest.mark.skipif(not ocr.available(), reason="skipped: rapidocr is not installed")
def test_only_the_scanned_page_is_read_by_recognition(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    recognize = ocr.recognize
    monkeypatch.setattr(ocr, "recognize", lambda picture, name: (asked.append(name), recognize(picture, name))[1])
    raw = read_pdf(with_scan(tmp_path, "Running head", "Measures 2024 No. 15", "Subsidies up to 500000 yuan"))
    assert asked == ["Page 2"]
    assert [reading.by for reading in raw.readings] == [ReadBy.TEXT, ReadBy.OCR, ReadBy.TEXT]
    assert raw.readings[1].confidence > 0.85 and raw.readings[1].fault is None
    assert "Running" in pages_of(raw)[1] and "500000" in pages_of(raw)[1]
    assert raw.warnings == ()
    (box,) = (box for box in raw.boxes if "500000" in raw.text[box.start : box.end])
    assert box.page == 2 and 1_000 < box.x0 < 4_000 and 2_000 < box.y0 < 4_000


def test_without_recognition_each_suspect_page_is_named(tmp_path: Path, no_ocr: None) -> None:
    raw = read_pdf(with_scan(tmp_path, "Running head", "Measures"))
    assert raw.readings[1].fault is PageFault.PICTURE and raw.readings[1].by is ReadBy.TEXT
    (warning,) = raw.warnings
    assert ": 2." in warning and "pip install rapidocr" in warning


def test_a_scan_has_no_text(tmp_path: Path, no_ocr: None) -> None:
    writer = writer_of("", "")
    for page in writer.pages:
        add_picture(page, writer)
    error = failure(save(tmp_path, writer))
    assert error.code == "no_text" and "scan" in error.message and "2 pages" in error.message
    assert "rapidocr" in error.remedy


def test_scanned_pages_among_others_are_named(tmp_path: Path, no_ocr: None) -> None:
    writer = writer_of("one", "", "", "", "five", "")
    for number in (2, 3, 6):
        add_picture(writer.pages[number - 1], writer)
    raw = read_pdf(save(tmp_path, writer))
    assert len(raw.warnings) == 1
    assert raw.warnings[0].startswith("Pages without text, probably scanned: 2-3, 6.")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("关于支持高新技术企业发展的若干措施,自发布之日起施行。" * 3, None),
        ("A plain English page of text, with 12.5% and (notes).", None),
        ("目录 ................................ 12", None),
        ("\ue001\ue002\ue003\ue004\ue005" * 5, PageFault.RUBBISH),
        ("ÖйúÈËÃñ¹²ºÍ¹ú¿Æѧ¼¼Êõ½ø²½·¨" * 2, PageFault.RUBBISH),
        ("\u1234\u1290\u13a4\u0e3f\u0f12" * 5, PageFault.RUBBISH),
        ("鐩戠潱绠＄悊锛屽皾璇曚紒涓氭妧鏈垱鏂帮紝鏀寔鍙戝睍" * 2, PageFault.RUBBISH),
        ('!"#$%&\'()*+,!"#$%&\'()*+,!"#$%', PageFault.RUBBISH),
        ("", PageFault.NO_TEXT),
    ],
)
def test_text_that_is_not_what_the_page_shows(text: str, fault: PageFault | None) -> None:
    assert fault_of(text, PageContent(picture_share=0, paths=0, objects=1)) is fault


def test_a_page_that_draws_nothing_is_blank() -> None:
    assert fault_of(" \n", PageContent(picture_share=0, paths=0, objects=0)) is None


def test_too_many_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_module, "MAX_PAGES", 2)
    error = failure(save(tmp_path, writer_of("1", "2", "3")))
    assert error.code == "too_large" and "3 pages" in error.message


def test_ten_thousand_pages_are_refused_before_any_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kids = " ".join(f"{n} 0 R" for n in range(3, 10_003))
    objects = ["<</Type/Catalog/Pages 2 0 R>>", f"<</Type/Pages/Count 10000/Kids[{kids}]>>"]
    objects += ["<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]>>"] * 10_000
    body, places = b"%PDF-1.4\n", []
    for n, item in enumerate(objects, start=1):
        places.append(len(body))
        body += f"{n} 0 obj{item}endobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{len(body)}\n%%EOF"
    path = tmp_path / "a.pdf"
    path.write_bytes(body + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{end}".encode())
    monkeypatch.setattr(PageObject, "extract_text", lambda self: pytest.fail("a page was read"))
    error = failure(path)
    assert error.code == "too_large" and "10000 pages" in error.message


def test_text_that_no_store_can_hold_and_rubbish(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, no_pdfium: None
) -> None:
    monkeypatch.setattr(PageObject, "extract_text", lambda self: "a\x00\ud83d\ude00\ud800\ue001" * 5)
    raw = read_pdf(save(tmp_path, writer_of("x")))
    assert raw.text == "a\ufffd😀\ufffd\ue001" * 5
    assert len(raw.warnings) == 1 and "fonts" in raw.warnings[0]


def test_pypdf_stays_silent(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = save(tmp_path, writer_of("text"))
    data = path.read_bytes()
    path.write_bytes(data.replace(b"startxref\n", b"startxref\n9"))
    handler = logging.StreamHandler(io.StringIO())
    logging.getLogger().addHandler(handler)
    try:
        raw = read_pdf(path)
    finally:
        logging.getLogger().removeHandler(handler)
    assert capfd.readouterr() == ("", "")
    assert handler.stream.getvalue() == ""
    assert raw.text == "text"
    assert len(raw.warnings) == 1 and "faults" in raw.warnings[0]


def test_a_page_that_pypdf_mends_is_named(tmp_path: Path) -> None:
    writer = writer_of("one", "two " * 400, "three")
    for page in writer.pages:
        page.compress_content_streams()
    path = save(tmp_path, writer)
    data = bytearray(path.read_bytes())
    streams = [at for at in range(len(data)) if data.startswith(b"stream\n", at) and data[at - 3 : at] != b"end"]
    data[streams[1] + 20 : streams[1] + 24] = b"\xff\xff\xff\xff"
    path.write_bytes(data)
    raw = read_pdf(path)
    assert pages_of(raw)[2] == "three"
    assert any("incomplete: 2 (" in warning or "left out: 2 (" in warning for warning in raw.warnings)


def test_faults_of_one_thread_are_not_told_of_another(tmp_path: Path) -> None:
    sound = save(tmp_path, writer_of(*["text"] * 20))
    faulty = tmp_path / "faulty.pdf"
    faulty.write_bytes(sound.read_bytes().replace(b"startxref\n", b"startxref\n9"))
    with ThreadPoolExecutor(4) as pool:
        raws = list(pool.map(read_pdf, [sound, faulty] * 10))
    assert [bool(raw.warnings) for raw in raws] == [False, True] * 10


def shared(name: str) -> Path:
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"skipped: no {name} beside the repository")
    return path


def test_an_official_notice() -> None:
    raw = read_pdf(shared("scans/397.pdf"))
    assert len(raw.pages) == 5 and raw.warnings == ()
    assert "发改办财金规〔2019〕860 号" in raw.text[: raw.pages[0].end]
    assert pages_of(raw)[0].endswith("— 1 —\n")
    assert all(reading.by is ReadBy.TEXT and reading.fault is None for reading in raw.readings)
