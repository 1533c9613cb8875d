"""DOCX: what it holds of other files, read in its place or told to be left out."""

from __future__ import annotations

import base64
import io
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from docs_store.errors import UnreadableFileError
from ingest.readers import _docx_parts, read_file
from ingest.readers.base import RawText
from ui.texts import Words

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_XLS = Path(__file__).parent / "data" / "statistics.xls"
_TYPES = {"htm": "text/html", "mht": "message/rfc822", "txt": "text/plain", "rtf": "application/rtf"}


def p(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def chunk(number: int = 0) -> str:
    return f'<w:altChunk r:id="p{number}"/>'


def ole(number: int = 0, kind: str = "Excel.Sheet.12", extra: str = 'Type="Embed" DrawAspect="Content"') -> str:
    return f'<w:p><w:r><w:object><o:OLEObject {extra} ProgID="{kind}" r:id="p{number}"/></w:object></w:r></w:p>'


def document(body: str, *parts: tuple[str, bytes], external: bool = False) -> bytes:
    """A DOCX with parts that its body refers to by `p0`, `p1`, …: their names and contents."""
    mode = 'TargetMode="External"' if external else ""
    links = "".join(
        f'<Relationship Id="p{number}" Type="{REL}/part" Target="{name}" {mode}/>'
        for number, (name, _) in enumerate(parts)
    )
    types = "".join(f'<Default Extension="{suffix}" ContentType="{type_}"/>' for suffix, type_ in _TYPES.items())
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", f'<Types xmlns="{PACKAGE}/content-types">{types}</Types>')
        archive.writestr(
            "word/_rels/document.xml.rels", f'<Relationships xmlns="{PACKAGE}/relationships">{links}</Relationships>'
        )
        archive.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="{W}" xmlns:r="{REL}" xmlns:o="urn:schemas-microsoft-com:office:office" '
            'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
            f"<w:body>{body}</w:body></w:document>",
        )
        for name, content in () if external else parts:
            archive.writestr(f"word/{name}", content)
    return buffer.getvalue()


def read(tmp_path: Path, data: bytes) -> RawText:
    path = tmp_path / "甲.docx"
    path.write_bytes(data)
    return read_file(path)


def failure(tmp_path: Path, data: bytes) -> UnreadableFileError:
    with pytest.raises(UnreadableFileError) as caught:
        read(tmp_path, data)
    assert caught.value.remedy
    return caught.value


def book(*sheets: tuple[str, list[list[Any]]], active: int = 0) -> bytes:
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets:
        page = made.create_sheet(name)
        for row in rows:
            page.append(row)
    made.active = active
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


_HTML = "<html><head><meta charset='{}'></head><body><p>第二条 奖励25万元。</p><p>第三条 另行规定。</p></body></html>"
_READ = ["第二条 奖励25万元。", "第三条 另行规定。"]
_MIME = b"MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"


# --- parts in another format


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.htm", _HTML.format("utf-8").encode()),
        ("b/a.htm", _HTML.format("gb2312").encode("gbk")),
        ("a.htm", "<p>第二条 奖励25万元。</p><div>第三条 另行规定。</div>".encode()),
        ("a.dat", _HTML.format("utf-8").encode()),
        ("a.mht", _MIME + base64.encodebytes(_HTML.format("").encode())),
        ("a.docx", document(p(_READ[0]) + p(_READ[1]))),
        ("a.bin", document(chunk() + p(_READ[1]), ("b.htm", f"<p>{_READ[0]}</p>".encode()))),
        ("a.txt", "\r\n".join(_READ).encode("gbk")),
        ("a.txt", "\n".join(_READ).encode("utf-16")),
    ],
)
def test_a_part_is_read_in_its_place(tmp_path: Path, name: str, content: bytes) -> None:
    raw = read(tmp_path, document(p("第一条 总则。") + chunk() + p("第四条 附则。"), (name, content)))
    assert raw.text.splitlines() == ["第一条 总则。", *_READ, "第四条 附则。"] and raw.warnings == ()
    assert read(tmp_path, document(chunk(), (name, content))).text.splitlines() == _READ


def test_tables_and_headings_of_parts_stand_where_they_are_read(tmp_path: Path) -> None:
    page = "<h2>标准</h2><table><tr><th>类别</th><th>金额</th></tr><tr><td>甲</td><td>20万元</td></tr></table>"
    text = "<p style='font-size:0'>藏起来</p><p>以上。</p>"
    raw = read(tmp_path, document(p("前") + chunk() + chunk(1), ("a.htm", (page + text).encode()), ("b.txt", b"ok")))
    assert raw.text.splitlines() == ["前", "标准", "类别 | 金额", "甲 | 20万元", "以上。", "ok"]
    (table,), (heading,) = raw.tables, raw.headings
    assert raw.text[table.start : table.header_end] == "类别 | 金额"
    assert (raw.text[heading.start : heading.end], heading.level) == ("标准", 2)
    assert raw.warnings == ("3 characters that nobody sees are left out.",)


@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        ([("a.rtf", b"{\\rtf1 x}")], ".rtf is not read here"),
        ([("a.docx", b"PK\x03\x04broken")], "File is not a zip file"),
        ([("a.htm", b"<html><body></body></html>")], "it holds no text"),
        ([], "it is not in the file"),
    ],
)
def test_parts_that_are_left_out_are_told(tmp_path: Path, parts: list[tuple[str, bytes]], reason: str) -> None:
    raw = read(tmp_path, document(p("第一条 总则。") + chunk(), *parts))
    (warning,) = raw.warnings
    assert raw.text == "第一条 总则。\n" and warning.startswith(f"Parts in another format are left out: 1 ({reason}")
    assert Words("zh").warning(warning).startswith("嵌入的其他格式的内容没有读出：1 处（")
    error = failure(tmp_path, document(chunk(), *parts))
    assert error.code == "no_text" and reason in error.message
    assert "扫描件" not in Words("zh").reason(error.code, str(error), named=True)


def test_nothing_is_fetched(tmp_path: Path) -> None:
    data = document(p("文") + chunk() + ole(), ("https://example.invalid/a.htm", b""), external=True)
    assert [warning.partition(":")[0] for warning in read(tmp_path, data).warnings] == [
        "Parts in another format are left out",
        "Embedded objects are left out",
    ]


def test_bounds_on_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inner = document(p("底"))
    for _ in range(5):
        inner = document(p("层") + chunk(), ("a.docx", inner))
    raw = read(tmp_path, inner)
    assert raw.text == "层\n" * 4 and "too deep" in raw.warnings[0]
    monkeypatch.setattr(_docx_parts, "MAX_PARTS", 2)
    monkeypatch.setattr(_docx_parts, "MAX_BYTES", 9)
    many = document("".join(map(chunk, range(4))), *[(f"{n}.txt", "话".encode()) for n in range(4)])
    raw = read(tmp_path, many)
    assert raw.text.splitlines() == ["话", "话"] and "left out: 2 (there are more than 2)" in raw.warnings[0]
    raw = read(tmp_path, document(p("文") + chunk(), ("a.txt", b"0123456789")))
    assert raw.text == "文\n" and "far more than" in raw.warnings[0]


# --- embedded objects


_ROWS = [["档次", "金额"], ["甲档", "20万元"], ["乙档", "10万元"]]
_TABLE = ["档次 | 金额", "甲档 | 20万元", "乙档 | 10万元"]


@pytest.mark.parametrize("part_name", ["embeddings/a.xlsx", "embeddings/oleObject1.bin"])
def test_an_embedded_workbook_is_a_table_where_it_stands(tmp_path: Path, part_name: str) -> None:
    raw = read(tmp_path, document(p("标准如下：") + ole() + p("以上。"), (part_name, book(("表", _ROWS)))))
    assert [line for line in raw.text.splitlines() if line] == ["标准如下：", *_TABLE, "以上。"]
    (table,) = raw.tables
    assert raw.text[table.start : table.end].splitlines() == _TABLE and raw.warnings == ()


def test_of_an_embedded_workbook_the_sheet_that_is_shown(tmp_path: Path) -> None:
    sheets = (
        ("草稿", [["旧档", "99万元"], ["丙档", "98万元"]]),
        ("正式", _ROWS),
        ("备注", [["甲", "乙"], ["丙", "丁"]]),
    )
    raw = read(tmp_path, document(p("文") + ole(), ("a.xlsx", book(*sheets, active=1))))
    assert [line for line in raw.text.splitlines() if line] == ["文", *_TABLE]
    assert [raw.text[t.start : t.header_end] for t in raw.tables] == ["档次 | 金额"]
    assert raw.warnings == ("Sheets that an embedded workbook does not show are left out: 草稿, 备注.",)
    empty = book(*sheets[:2], ("空", []), active=2)
    assert read(tmp_path, document(p("文") + ole(), ("a.xlsx", empty))).text.strip() == "文"


def test_an_old_workbook_in_it(tmp_path: Path) -> None:
    raw = read(tmp_path, document(p("文") + ole(0, "Excel.Sheet.8"), ("a.bin", _XLS.read_bytes())))
    assert raw.tables and len(raw.text) > 20
    assert not any("Embedded objects" in warning for warning in raw.warnings)


@pytest.mark.parametrize(
    ("body", "named"),
    [
        (ole(0, "Equation.3"), "1 (Equation.3)"),
        (ole(0, "Package") + ole(0, "Equation.3") * 2, "3 (Equation.3, Package)"),
        (ole(0, "Excel.Sheet.12", 'Type="Link"'), "1 (Excel.Sheet.12)"),
        (ole(0, "Excel.Sheet.12", 'DrawAspect="Icon"'), "1 (Excel.Sheet.12)"),
        (ole(7), "1 (Excel.Sheet.12)"),
        (ole(0, "Excel.Sheet.12"), "1 (Excel.Sheet.12)"),  # the part is none
        (f"<w:tbl><w:tr><w:tc>{p('格')}</w:tc><w:tc>{ole()}</w:tc></w:tr></w:tbl>", "1 (Excel.Sheet.12)"),
        (
            '<w:p><w:r><w:drawing><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart"/>'
            "</a:graphic></w:drawing></w:r></w:p>",
            "1 (chart)",
        ),
    ],
)
def test_objects_that_are_left_out_are_told(tmp_path: Path, body: str, named: str) -> None:
    raw = read(tmp_path, document(p("文") + body, ("a.bin", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(900))))
    assert raw.warnings == (f"Embedded objects are left out: {named}.",)
    assert Words("zh").warning(raw.warnings[0]).startswith("嵌入的对象没有收入：")


def test_an_embedded_document_is_read_too(tmp_path: Path) -> None:
    raw = read(tmp_path, document(p("前") + ole(0, "Word.Document.12") + p("后"), ("a.docx", document(p("内")))))
    assert [line for line in raw.text.splitlines() if line] == ["前", "内", "后"]


def test_a_document_of_objects_alone(tmp_path: Path) -> None:
    error = failure(tmp_path, document(ole(0, "Visio.Drawing.15"), ("a.vsdx", b"x")))
    assert error.code == "no_text" and "embedded objects (Visio.Drawing.15)" in error.message
    assert Words("zh").reason(error.code, str(error), named=True).startswith("文件里只有嵌入的对象")
