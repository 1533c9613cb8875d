"""The reader table: which reader gets a file, what is refused before any reader, and that nothing else gets out."""

from __future__ import annotations

import io
import random
import subprocess
import sys
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from pypdf import PdfWriter

from docs_store.errors import UnreadableFileError
from ingest.formats import MAX_FILE_BYTES, READERS, supported_suffixes
from ingest.readers import read_file
from tests.ingest.readers.presentations import pptx, shape, slide
from tests.slow import IS_ASKED

ROOT = Path(__file__).resolve().parents[3]
MUTATIONS = 240
# a damaged PDF is often drawn and recognised, which takes seconds
PDF_MUTATIONS = 240 if IS_ASKED else 24


def docx_bytes() -> bytes:
    document = docx.Document()
    document.add_heading("支持办法", level=1)
    document.add_paragraph("第一条 给予最高50万元奖励。", style="List Number")
    table = document.add_table(rows=3, cols=2)
    for row, texts in zip(table.rows, (("项目", "金额"), ("认定", "10"), ("培育", "5")), strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def pdf_bytes(pages: int = 3) -> bytes:
    """A hand-made PDF with one line of Latin text per page."""
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(pages))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for n in range(pages):
        stream = f"BT /F1 12 Tf 72 720 Td (Page {n + 1} text) Tj 0 -20 Td (second line) Tj ET".encode()
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {5 + 2 * n} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
    out = bytearray(b"%PDF-1.4\n")
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


def compressed_pdf_bytes() -> bytes:
    """The same as a writer makes it today: compressed streams."""
    writer = PdfWriter(io.BytesIO(pdf_bytes()))
    for page in writer.pages:
        page.compress_content_streams()
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def failure(path: Path) -> UnreadableFileError:
    with pytest.raises(UnreadableFileError) as caught:
        read_file(path)
    assert caught.value.message and path.name in caught.value.message
    assert str(path.parent) not in str(caught.value), "messages name the file, not the machine's folders"
    return caught.value


def test_every_line_of_the_table_names_a_reader(tmp_path: Path) -> None:
    from ingest.readers import _reader

    assert supported_suffixes() == (*READERS, ".zip")
    for suffix in READERS:
        assert suffix == suffix.lower() and suffix.startswith(".")
        assert callable(_reader(suffix))


def test_importing_the_table_loads_no_format_library() -> None:
    code = (
        "import sys, ingest.readers; "
        "print([name for name in ('pypdf', 'docx', 'lxml', 'ingest.readers.pdf') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_reading_text_loads_no_pdf_or_word_library(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("通知", encoding="utf-8")
    code = (
        "import sys, pathlib; from ingest.readers import read_file; read_file(pathlib.Path(sys.argv[1])); "
        "print([name for name in ('pypdf', 'docx', 'lxml') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "a.txt")], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_missing_folder_and_empty(tmp_path: Path) -> None:
    assert failure(tmp_path / "none.txt").code == "missing"
    (tmp_path / "folder.txt").mkdir()
    assert failure(tmp_path / "folder.txt").code == "not_a_file"
    for suffix in supported_suffixes():
        path = tmp_path / f"empty{suffix}"
        path.touch()
        assert failure(path).code == "empty"


def test_a_file_that_may_not_be_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "secret.txt"
    path.write_text("机密", encoding="utf-8")

    def refuse(self: Path, *args: object, **kwargs: object) -> object:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    error = failure(path)
    assert error.code == "no_access" and "Permission denied" in error.message


@pytest.mark.parametrize(("suffix", "size"), [(".pdf", MAX_FILE_BYTES + 1), (".txt", MAX_FILE_BYTES)])
def test_a_huge_file_is_refused_without_being_read(tmp_path: Path, suffix: str, size: int) -> None:
    path = tmp_path / f"huge{suffix}"
    with path.open("wb") as file:
        file.truncate(size)  # sparse: takes no disk
    tracemalloc.start()
    try:
        error = failure(path)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert error.code == "too_large" and "MB" in error.message and error.remedy
    assert peak < MAX_FILE_BYTES / 10


@pytest.mark.parametrize(
    ("name", "content", "reader"),
    [
        ("a.txt", pdf_bytes, "pdf"),
        ("a.docx", pdf_bytes, "pdf"),
        ("a.pdf", docx_bytes, "docx"),
        ("a.md", docx_bytes, "docx"),
        ("a.xyz", docx_bytes, "docx"),
        ("a.docx", lambda: "第一条 为了规范管理。".encode(), "text"),
        ("a.pdf", lambda: "第一条 为了规范管理。".encode("gbk"), "text"),
    ],
)
def test_content_counts_and_not_the_name(tmp_path: Path, name: str, content: Callable[[], bytes], reader: str) -> None:
    path = tmp_path / name
    path.write_bytes(content())
    raw = read_file(path)
    assert raw.reader == reader
    assert any(path.suffix in warning for warning in raw.warnings)


@pytest.mark.parametrize("name", ["A.TXT", "a.Docx", "a.PDF", "README"])
def test_true_names_give_no_warning(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes({".docx": docx_bytes(), ".pdf": pdf_bytes()}.get(path.suffix.lower(), "正文".encode()))
    assert read_file(path).warnings == ()


def pptx_bytes() -> bytes:
    return pptx(slide(shape("一、成效", kind="title"), shape("新增企业12家", (100, 200, 800, 400))))


def zip_bytes(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return buffer.getvalue()


@pytest.mark.parametrize("name", ["a.txt", "a.docx", "a.pdf", "a.bin"])
@pytest.mark.parametrize(
    "content",
    [
        b"GIF89a" + bytes(range(256)),
        b"Rar!\x1a\x07\x01\x00" + bytes(200),
        b"7z\xbc\xaf\x27\x1c" + bytes(200),
        zip_bytes("notes.txt"),
    ],
    ids=["gif", "rar", "7z", "zip"],
)
def test_formats_without_a_reader_are_named(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    error = failure(path)
    assert error.code in ("unsupported", "wrong_format")
    assert error.remedy


def test_unknown_kinds_of_text_are_not_taken_for_documents(tmp_path: Path) -> None:
    path = tmp_path / "data.json"
    path.write_text('{"a": 1}', encoding="utf-8")
    error = failure(path)
    assert error.code == "unsupported" and ".docx" in error.remedy


def test_binary_rubbish_is_never_text(tmp_path: Path) -> None:
    rubbish = random.Random(1).randbytes(5000)
    for name, code in (("a.txt", "wrong_format"), ("a.docx", "damaged"), ("a.pdf", "damaged")):
        (tmp_path / name).write_bytes(rubbish)
        assert failure(tmp_path / name).code == code


@pytest.mark.parametrize(
    ("suffix", "content", "mutations"),
    [
        (".docx", docx_bytes, MUTATIONS),
        (".pptx", pptx_bytes, MUTATIONS),
        (".pdf", pdf_bytes, PDF_MUTATIONS),
        (".pdf", compressed_pdf_bytes, PDF_MUTATIONS),
    ],
    ids=["docx", "pptx", "pdf", "compressed-pdf"],
)
def test_damaged_files_give_text_or_the_one_error(
    tmp_path: Path,
    suffix: str,
    content: Callable[[], bytes],
    mutations: int,
    capfd: pytest.CaptureFixture[str],
    mutate: Callable[[bytes, random.Random], bytes],
) -> None:
    from ingest.readers import _reader

    data, rng, reader = content(), random.Random(20241), _reader(suffix)
    path = tmp_path / f"mutated{suffix}"
    codes: set[str] = set()
    for _ in range(mutations):
        path.write_bytes(mutate(data, rng))
        for read in (read_file, reader):
            try:
                raw = read(path)
                raw.text.encode("utf-8")
                assert "\x00" not in raw.text
                assert not raw.pages or (raw.pages[0].start, raw.pages[-1].end) == (0, len(raw.text))
                codes.add("read")
            except UnreadableFileError as error:
                assert error.code != "unreadable" and error.remedy
                codes.add(error.code)
    assert {"read", "damaged"} <= codes
    assert capfd.readouterr() == ("", "")


def mutated_xml(source: zipfile.ZipFile, rng: random.Random) -> bytes:
    """A DOCX whose ZIP is sound and whose XML is not what Word writes: elements moved, attributes changed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in source.namelist():
            data = source.read(name)
            if name.endswith(("document.xml", "styles.xml", "numbering.xml", ".rels")) and rng.random() < 0.6:
                text = data.decode()
                for _ in range(rng.randrange(1, 8)):
                    old, new = rng.choice(
                        (
                            ('w:val="', 'w:val="-'),
                            ('w:val="1"', 'w:val="99999999999999999999"'),
                            ('w:val="0"', 'w:val="x"'),
                            ("w:ilvl", "w:numId"),
                            ("w:numId", "w:ilvl"),
                            ("w:abstractNumId", "w:num"),
                            ("w:tc>", "w:tr>"),
                            ("w:p>", "w:tbl>"),
                            ("w:pPr>", "w:p>"),
                            ("Target=", "Type="),
                            ("w:basedOn", "w:link"),
                            ("<w:t>", "<w:t><!-- c --><?p i?>"),
                        )
                    )
                    text = text.replace(old, new, rng.randrange(1, 4))
                data = text.encode()
            archive.writestr(name, data)
    return buffer.getvalue()


def test_sound_zip_with_odd_xml_gives_text_or_the_one_error(tmp_path: Path) -> None:
    rng = random.Random(7)
    source = zipfile.ZipFile(io.BytesIO(docx_bytes()))
    path = tmp_path / "odd.docx"
    for _ in range(MUTATIONS):
        path.write_bytes(mutated_xml(source, rng))
        try:
            assert read_file(path).text
        except UnreadableFileError as error:
            assert error.code in ("damaged", "wrong_format", "no_text")
