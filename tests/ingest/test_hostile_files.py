"""Damaged and hostile files of every format: a text or the one error, never a hang, a crash or another exception.

DOCX and PDF have more in `readers/test_table.py`.
"""

from __future__ import annotations

import base64
import io
import quopri
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook
from PIL import Image

from docs_store.errors import UnreadableFileError
from docs_store.library import Library
from docs_store.types import FileStatus
from ingest.isolation import ReaderProcess
from ingest.pipeline import ingest
from ingest.readers import ocr, read_file
from ingest.readers._ocr_page import OcrLine, OcrPage
from ingest.sources import find_sources
from ingest.unpacking import unpack
from tests.slow import IS_ASKED

Mutate = Callable[[bytes, random.Random], bytes]
MUTATIONS = 70 if IS_ASKED else 30  # of each format and way
_XLS = Path(__file__).parent / "readers" / "data" / "statistics.xls"
_CODES = {"damaged", "no_text", "too_large", "wrong_format", "encrypted", "unsupported", "empty", "no_office", "no_ocr"}


def html() -> bytes:
    rows = "".join(f"<tr><td rowspan='2'>甲{n}</td><td colspan='2'>20万元</td></tr>" for n in range(5))
    head = "<head><meta charset='gb2312'><meta name='ArticleTitle' content='通知'></head>"
    menu = "<ul><li><a href='/'>首页</a></li></ul>"
    text = f"<div id='a'><h1>通知</h1><p>第一条，企业。</p><table>{rows}</table></div>"
    return f"<html>{head}<body>{menu}{text}</body></html>".encode("gb18030")


def mht() -> bytes:
    start = b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=" + b'"--b"\r\n\r\n'
    page = b"----b\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: %s\r\n\r\n%s\r\n"
    ways = ((b"base64", base64.encodebytes(html())), (b"quoted-printable", quopri.encodestring(html())))
    return start + b"".join(page % way for way in ways) + b"----b--\r\n"


def xlsx() -> bytes:
    book = Workbook()
    for n in range(8):
        book.active.append(["指标", n, 0.5, "20万元"])
    book.active.merge_cells("A1:B2")
    book.create_sheet("二").append(["甲", "乙"])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def xmlss() -> bytes:
    row = "<Row><Cell ss:Index='1' ss:MergeAcross='1'><Data ss:Type='String'>指标</Data></Cell>{0}{0}</Row>"
    rows = row.format("<Cell><Data ss:Type='Number'>0.5</Data></Cell>") * 8
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    sheet = f"<Worksheet ss:Name='一'><Table><Column ss:Hidden='0'/>{rows}</Table></Worksheet>"
    return f"<?xml version='1.0'?><Workbook xmlns='{space}' xmlns:ss='{space}'>{sheet}</Workbook>".encode()


def csv() -> bytes:
    return "".join(f'"甲,{n}",20万元,"多""引号"\r\n' for n in range(20)).encode("gbk")


def ofd() -> bytes:
    box = '<TextObject ID="1" Boundary="20 {y} 99 9" Size="4" CTM="1 0 0 1 0 0">'
    text = box + '<TextCode X="0" Y="4" DeltaX="g 3 4">通知如下</TextCode></TextObject>'
    page = f"<Page><Content><Layer>{''.join(text.format(y=9 * n) for n in range(5))}</Layer></Content></Page>"
    pages = "<Page ID='1' BaseLoc='p1.xml'/><Page ID='2' BaseLoc='p2.xml'/>"
    parts = {
        "OFD.xml": "<OFD><DocBody><DocRoot>D/Document.xml</DocRoot></DocBody></OFD>",
        "D/Document.xml": f"<Document><CommonData/><Pages>{pages}</Pages></Document>",
        "D/p1.xml": page,
        "D/p2.xml": page,
    }
    return packed({name: content.encode() for name, content in parts.items()})


def packed(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def archive() -> bytes:
    return packed({"一.txt": "话".encode() * 50, "内.zip": packed({"二.txt": "话".encode() * 50}), "三.xlsx": xlsx()})


def docx() -> bytes:
    """A document with parts in other formats, which `test_table.py` has none of."""
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    chunks = "".join(f"<w:altChunk r:id='{n}'/>" for n in range(3))
    ole = "<w:p><w:r><w:object><o:OLEObject ProgID='Excel.Sheet.12' r:id='3'/></w:object></w:r></w:p>"
    names = f"xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main' xmlns:r='{office}' xmlns:o='o'"
    parts = {"0.html": html(), "1.mht": mht(), "2.txt": csv(), "3.xlsx": xlsx()}
    links = "".join(f"<Relationship Id='{name[0]}' Type='{office}/x' Target='{name}'/>" for name in parts)
    text = "<w:p><w:r><w:t>第一条</w:t></w:r></w:p>"
    main = {
        "word/document.xml": f"<w:document {names}><w:body>{text}{chunks}{ole}</w:body></w:document>".encode(),
        "word/_rels/document.xml.rels": f"<Relationships>{links}</Relationships>".encode(),
    }
    return packed(main | {f"word/{name}": content for name, content in parts.items()})


def picture(kind: str) -> bytes:
    noise = Image.frombytes("L", (60, 40), random.Random(3).randbytes(2400))
    buffer = io.BytesIO()
    noise.save(buffer, kind, **({"save_all": True, "append_images": [noise]} if kind == "TIFF" else {}))
    return buffer.getvalue()


def inside(data: bytes, rng: random.Random, mutate: Mutate) -> bytes:
    """A sound ZIP with a damaged part: what bit flips of the packed file never reach."""
    source = zipfile.ZipFile(io.BytesIO(data))
    chosen = rng.choice(source.namelist())
    return packed(
        {name: mutate(source.read(name), rng) if name == chosen else source.read(name) for name in source.namelist()}
    )


@pytest.fixture
def quick_recognition(monkeypatch: pytest.MonkeyPatch) -> None:
    """Decoding is what damaged pictures try; the engine takes seconds."""

    def recognize(page: Image.Image, name: str = "") -> OcrPage:
        upright = ocr.upright(page, name)
        line = OcrLine(text="字", confidence=0.9, x0=0, y0=0, x1=9, y1=9)
        return OcrPage(lines=(line,), width=upright.width, height=upright.height)

    monkeypatch.setattr(ocr, "recognize", recognize)


@pytest.mark.timeout(120)
@pytest.mark.filterwarnings("ignore::UserWarning:PIL")
@pytest.mark.parametrize(
    ("suffix", "way", "sample"),
    [
        (".html", "bytes", html), (".mht", "bytes", mht), (".xlsx", "bytes", xlsx), (".xlsx", "parts", xlsx),
        (".csv", "bytes", csv), (".docx", "parts", docx), (".xml", "bytes", xmlss),
        (".xls", "bytes", _XLS.read_bytes), (".ofd", "bytes", ofd), (".ofd", "parts", ofd),
        (".png", "bytes", lambda: picture("PNG")), (".jpg", "bytes", lambda: picture("JPEG")),
        (".tif", "bytes", lambda: picture("TIFF")),
    ],
)  # fmt: skip
def test_damaged_files_give_text_or_the_one_error(
    tmp_path: Path,
    suffix: str,
    way: str,
    sample: Callable[[], bytes],
    mutate: Mutate,
    quick_recognition: None,
    capfd: pytest.CaptureFixture[str],
) -> None:
    data, rng = sample(), random.Random(f"{suffix}{way}")
    path = tmp_path / f"坏{suffix}"
    read = 0
    for _ in range(MUTATIONS):
        path.write_bytes(inside(data, rng, mutate) if way == "parts" else mutate(data, rng))
        try:
            raw = read_file(path)
        except UnreadableFileError as error:
            assert error.code in _CODES and error.remedy
        else:
            raw.text.encode("utf-8")
            assert "\x00" not in raw.text and raw.text.strip()
            assert not raw.pages or (raw.pages[0].start, raw.pages[-1].end) == (0, len(raw.text))
            assert all(0 <= table.start <= table.header_end <= table.end <= len(raw.text) for table in raw.tables)
            read += 1
    assert read > 0 or suffix in (".xlsx", ".xml", ".ofd", ".png", ".jpg")
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("way", ["bytes", "parts"])
def test_damaged_archives_give_members_or_the_one_error(tmp_path: Path, way: str, mutate: Mutate) -> None:
    data, rng = archive(), random.Random(way)
    path = tmp_path / "坏.zip"
    for n in range(MUTATIONS):
        path.write_bytes(inside(data, rng, mutate) if way == "parts" else mutate(data, rng))
        folder = tmp_path / str(n)
        folder.mkdir()
        try:
            found = unpack(path, folder)
        except UnreadableFileError as error:
            assert error.code in _CODES and error.remedy
        else:
            assert found is None or all((member.path is None) != (member.reason is None) for member in found)


def test_a_folder_of_damaged_files_through_the_process(tmp_path: Path, library: Library, mutate: Mutate) -> None:
    rng = random.Random(5)
    folder = tmp_path / "files"
    folder.mkdir()
    for suffix, sample in (
        (".html", html),
        (".xlsx", xlsx),
        (".ofd", ofd),
        (".zip", archive),
        (".xls", _XLS.read_bytes),
        (".xml", xmlss),
    ):
        for n in range(12):
            (folder / f"{n}{suffix}").write_bytes(mutate(sample(), rng))
    (folder / "好.txt").write_text("第一条 本办法适用于企业。\n", encoding="utf-8")
    reports = ingest(library, find_sources([folder], recursive=False))
    assert len(reports) >= 73 and reports[-1].source == "好.txt" and reports[-1].status is FileStatus.ADDED
    for report in reports:
        assert (report.error is not None) == (report.status in (FileStatus.FAILED, FileStatus.QUARANTINED))
        assert report.error is None or report.error.code not in ("internal", "crashed", "timeout")
    assert library.check() == []


def test_bombs_through_the_process_leave_it_alive(tmp_path: Path) -> None:
    laughs = "<!DOCTYPE x [<!ENTITY a 'ha'>" + "".join(
        f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 10}'>" for n in range(9)
    )
    bombs = {
        "笑.html": f"{laughs}]><html><body><p>&j;文字，文字。</p></body></html>".encode(),
        "笑.ofd": packed({"OFD.xml": f"{laughs}]><OFD>&j;</OFD>".encode()}),
        "笑.xlsx": packed(
            {"xl/workbook.xml": f"{laughs}]><workbook>&j;</workbook>".encode(), "[Content_Types].xml": b"<x/>"}
        ),
        "笑.xml": f"<?xml version='1.0'?>{laughs}]>".encode() + xmlss()[21:].replace("指标".encode(), b"&j;"),
        "笑.docx": packed({"word/document.xml": f"{laughs}]><w:document>&j;</w:document>".encode()}),
        "零.ofd": packed({"OFD.xml": b"<OFD/>", "a": bytes(40 << 20)}),
        "零.xlsx": packed({"xl/workbook.xml": b"<x/>", "xl/worksheets/sheet1.xml": b" " * (40 << 20)}),
        "空.png": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x0f\xff\xff\x00\x0f\xff\xff\x08\x06\x00\x00\x00"
        + bytes(40),
    }
    with ReaderProcess() as process:
        for name, content in bombs.items():
            path = tmp_path / name
            path.write_bytes(content)
            try:
                assert len(process.call("read", path, path=path).text) < 10_000
            except UnreadableFileError as error:
                assert error.code in ("damaged", "too_large", "no_text"), (name, str(error))
            assert process.usage is not None and process.usage.peak_mb < 500
