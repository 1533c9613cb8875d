"""Lists of questions in the files that people have them in."""

from __future__ import annotations

import resource
import sys
from functools import partial
from pathlib import Path

import docx
import openpyxl
import pytest

from docs_store.errors import UnreadableFileError
from ingest.isolation import Bounds, ReaderProcess
from ingest.listing import MAX_CHARACTERS
from ui.drafts import reading
from ui.drafts.reading import from_text, read_questions

ROWS = [["序号", "企业", "问题"], ["1", "甲公司", "贴息多少？"], ["2", "乙公司", "何时申报,怎么申报？"]]
WANTED = ("贴息多少？", "何时申报,怎么申报？")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "q.csv"
    file.write_bytes('序号,企业,问题\r\n1,甲公司,贴息多少？\r\n2,乙公司,"何时申报,怎么申报？"\r\n'.encode(encoding))
    assert read_questions(file).questions == WANTED


def test_csv_of_one_column_is_lines(tmp_path: Path) -> None:
    file = tmp_path / "q.csv"
    file.write_text("问题\n贴息多少？\n何时申报？\n", "utf-8")
    assert read_questions(file).questions == ("贴息多少？", "何时申报？")


def test_a_workbook_with_two_sheets(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in ROWS:
        book.active.append(row)
    second = book.create_sheet()
    second.append(["问题"])
    second.append(["贴息多少"])
    second.append(["谁来受理？"])
    book.save(tmp_path / "q.xlsx")
    assert read_questions(tmp_path / "q.xlsx").questions == (*WANTED, "谁来受理？")


def test_a_document_with_numbered_lines(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("咨询问题清单", 0)
    for text in ("贴息多少？", "何时申报？"):
        document.add_paragraph(text, style="List Number")
    document.save(str(tmp_path / "q.docx"))
    assert read_questions(tmp_path / "q.docx").questions == ("贴息多少？", "何时申报？")


def test_a_document_with_a_table(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("科技服务周咨询登记表")
    table = document.add_table(rows=3, cols=3)
    for row, cells in zip(table.rows, ROWS, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    document.save(str(tmp_path / "q.docx"))
    assert read_questions(tmp_path / "q.docx").questions == WANTED


def test_pasted_rows_and_lines() -> None:
    assert from_text("\n".join("\t".join(row) for row in ROWS)).questions == WANTED
    assert from_text("1、贴息多少？\n2、何时申报？").questions == ("贴息多少？", "何时申报？")


def test_a_broken_workbook_is_told(tmp_path: Path) -> None:
    (tmp_path / "q.xlsx").write_bytes(b"PK\x03\x04 nothing")
    with pytest.raises(UnreadableFileError, match="spreadsheet"):
        read_questions(tmp_path / "q.xlsx")


def nested_forms(depth: int, often: int) -> bytes:
    """A PDF of a few KB whose page draws a form that draws a form that …, `often` times each."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</XObject<</F 5 0 R>>>>>>",
        b"<</Length 5>>stream\n/F Do\nendstream",
    ]
    for level in range(depth):
        words = b"/F Do " * often if level < depth - 1 else b"BT (x) Tj ET"
        form = b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F %d 0 R>>>>/Length %d>>"
        objects.append(form % (6 + level, len(words)) + b"stream\n" + words + b"\nendstream")
    body = b"%PDF-1.7\n" + b"".join(b"%d 0 obj\n%s\nendobj\n" % (n, o) for n, o in enumerate(objects, start=1))
    return body + b"trailer<</Root 1 0 R/Size %d>>\n%%%%EOF" % (len(objects) + 1)


@pytest.mark.skipif(sys.platform != "linux", reason="skipped: the bound on memory is Linux's")
def test_a_file_that_needs_all_memory_is_refused_and_costs_this_process_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "ReaderProcess", partial(ReaderProcess, Bounds(memory_mb=400, seconds=30)))
    (tmp_path / "q.pdf").write_bytes(nested_forms(depth=20, often=8))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(UnreadableFileError) as caught:
        read_questions(tmp_path / "q.pdf")
    assert caught.value.code in ("too_large", "crashed", "timeout", "damaged")
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50 << 10  # KiB


@pytest.mark.parametrize("line", ["第几条？\n", "序号,奖励多少？\n"])
def test_a_file_with_more_text_than_a_list_has_is_refused(tmp_path: Path, line: str) -> None:
    (tmp_path / "q.txt").write_text(line * (MAX_CHARACTERS // 3), "utf-8")
    with pytest.raises(UnreadableFileError, match="more than") as caught:
        read_questions(tmp_path / "q.txt")
    assert caught.value.code == "too_large"


def test_a_csv_with_an_endless_cell_is_told(tmp_path: Path) -> None:
    (tmp_path / "q.csv").write_text('问题,"' + "多少" * 90_000, "utf-8")
    with pytest.raises(UnreadableFileError) as caught:
        read_questions(tmp_path / "q.csv")
    assert caught.value.code == "damaged"


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    for name in ("q.xlsx", "q.csv", "q.txt"):
        with pytest.raises(UnreadableFileError):
            read_questions(tmp_path / name)
