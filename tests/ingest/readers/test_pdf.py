"""PDF: pages and their spans, encryption, damage, scans, silence."""

from __future__ import annotations

import importlib.util
import io
import logging
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.errors import DependencyError
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from docs_store.errors import UnreadableFileError
from ingest.readers import pdf as pdf_module
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
    picture = DecodedStreamObject()
    picture.set_data(b"\x00")
    for key, name in (("/Type", "/XObject"), ("/Subtype", "/Image")):
        picture[NameObject(key)] = NameObject(name)
    drawn = DictionaryObject({NameObject("/Im1"): writer._add_object(picture)})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): drawn})


def save(tmp_path: Path, writer: PdfWriter) -> Path:
    path = tmp_path / "a.pdf"
    writer.write(path)
    return path


def failure(path: Path) -> UnreadableFileError:
    with pytest.raises(UnreadableFileError) as caught:
        read_pdf(path)
    assert caught.value.remedy
    return caught.value


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


def test_a_broken_page_is_named_and_the_others_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    break_page(monkeypatch, 2)
    raw = read_pdf(save(tmp_path, writer_of("one", "two", "three")))
    assert pages_of(raw) == ["one\n", "\n", "three"]
    assert len(raw.warnings) == 1 and "left out: 2 (" in raw.warnings[0]


def test_all_pages_broken_is_damage_with_the_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    break_page(monkeypatch, 2, 3)
    error = failure(save(tmp_path, writer_of("", "two", "three")))
    assert (error.code, error.page) == ("damaged", 2)


def test_a_scan_has_no_text(tmp_path: Path) -> None:
    writer = writer_of("", "")
    for page in writer.pages:
        add_picture(page, writer)
    error = failure(save(tmp_path, writer))
    assert error.code == "no_text" and "scan" in error.message and "2 pages" in error.message


def test_scanned_pages_among_others_are_named(tmp_path: Path) -> None:
    writer = writer_of("one", "", "", "", "five", "")
    for number in (2, 3, 6):
        add_picture(writer.pages[number - 1], writer)
    raw = read_pdf(save(tmp_path, writer))
    assert raw.warnings == ("Pages without text, probably scanned: 2-3, 6 (no text but a picture).",)


def test_too_many_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_module, "MAX_PAGES", 2)
    error = failure(save(tmp_path, writer_of("1", "2", "3")))
    assert error.code == "too_large" and "3 pages" in error.message


def test_text_that_no_store_can_hold_and_rubbish(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PageObject, "extract_text", lambda self: "a\x00\ud83d\ude00\ud800\ue001")
    raw = read_pdf(save(tmp_path, writer_of("x")))
    assert raw.text == "a\ufffd😀\ufffd\ue001"
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


def test_a_guide_whose_pages_are_tables() -> None:
    """Row labels stand before their cell, not in the middle of it (which layout mode would give)."""
    raw = read_pdf(shared("policy_guide_pdf/北京市产业政策导引.pdf"))
    assert len(raw.pages) == 331 and raw.warnings == ()
    assert raw.pages[-1].end == len(raw.text)
    page = raw.pages[150]
    assert "服务流程 \n1．发布通知。" in raw.text[page.start : page.end]
