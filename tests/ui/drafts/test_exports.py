"""Drafted replies as files, opened with what people open them with."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import docx
import openpyxl
import pytest
from lxml import etree

from assistant.drafting.checks import Check
from assistant.drafting.desk import Reply
from assistant.say import texts
from docs_store.types import Citation, Kind, Nearest, Outcome
from ui.drafts import letter, markdown, workbook
from ui.drafts.parts import Export
from ui.texts import Words

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
EVIL = '<w:p>&amp; =HYPERLINK("http://x") *粗* [链](javascript:x) \x07'


def source(marker: int, quote: str) -> Citation:
    return Citation(
        marker=marker, document_id="d", chunk_id="d-1", title=f"办法{marker}", region="青禾县", year=2023,
        kind=Kind.POLICY, heading=("第一章", "第二条"), page=3, source="办法.pdf", quote=quote, start=0, end=1,
    )  # fmt: skip


REPLIES = (
    Reply(
        number=1, question="奖励多少？", outcome=Outcome.ANSWERED,
        text="奖励20万元。[1]另有5万元。[2]\n共两项。[1]见附件[9]。",
        sources=(source(1, "奖励20万元。"), source(2, "另奖5万元。")), checks=(Check.FORECAST,), notes=("预计数。",),
    ),
    Reply(number=2, question="没有的？", outcome=Outcome.NOT_FOUND, text="", checks=(Check.NOT_FOUND,)),
    Reply(
        number=3, question=EVIL, outcome=Outcome.ANSWERED, text=f"=1+1{EVIL}[1]", sources=(source(1, f"-{EVIL}"),)
    ),
)  # fmt: skip
EXPORT = Export(replies=REPLIES, day=date(2026, 5, 1), words=Words("zh"), title="答复")


def footnotes(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        tree = etree.fromstring(archive.read("word/footnotes.xml"))
    return {note.get(f"{W}id"): "".join(note.itertext()) for note in tree.iter(f"{W}footnote")}


def test_the_letter_has_real_footnotes() -> None:
    content = letter.render(EXPORT)
    document = docx.Document(io.BytesIO(content))
    part = next(p for p in document.part.package.iter_parts() if p.partname == "/word/footnotes.xml")
    assert part.content_type.endswith("wordprocessingml.footnotes+xml")
    notes = footnotes(content)
    assert {"-1", "0", "1", "2", "3"} == notes.keys()
    assert "《办法1》，青禾县，2023年，第一章 › 第二条，第 3 页，办法.pdf：“奖励20万元。”" in notes["1"]
    referred = [e.get(f"{W}id") for e in document.element.iter(f"{W}footnoteReference")]
    assert referred == ["1", "2", "3"], "each footnote has one reference"
    again = [e.get(f"{W}instr") for e in document.element.iter(f"{W}fldSimple")]
    assert again == [" NOTEREF _Note1 \\f \\h "], "a second mention points to the first"
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert "1. 奖励多少？" in texts and "（没有答复）" in texts
    assert any("见附件[9]" in text for text in texts), "a marker without source stays as it was typed"
    assert any("含预计数" in text for text in texts)
    assert [p.style.name for p in document.paragraphs][:3] == ["Title", "Subtitle", "Heading 1"]


def test_what_is_missing_and_what_comes_nearest_stand_below_the_reply() -> None:
    near = Nearest(text="奖励20万元。", citation=source(1, "奖励20万元。"))
    partial = replace(
        REPLIES[0], checks=(Check.INCOMPLETE,), missing=("申报材料",), notes=(texts.missing(("申报材料",)),)
    )
    none = replace(REPLIES[1], nearest=(near,))
    export = replace(EXPORT, replies=(partial, none))
    sheet = openpyxl.load_workbook(io.BytesIO(workbook.render(export))).active
    written = (
        "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(letter.render(export))).paragraphs),
        markdown.render(export).decode(),
        "\n".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row),
    )
    for text in written:
        assert "只答了问题的一部分" in text and "需人工答复：资料库里没有依据" in text
        assert text.count("未查到：申报材料") == 1 and "未找到" not in text
        assert "文件中与此最相关的原文（供参考，不构成答复）：《办法1》" in text


def test_the_same_replies_give_the_same_letter() -> None:
    assert letter.render(EXPORT) == letter.render(EXPORT)


def test_another_program_opens_the_letter(tmp_path: Path) -> None:
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        pytest.skip("skipped: LibreOffice is not installed")
    (tmp_path / "letter.docx").write_bytes(letter.render(EXPORT))
    subprocess.run(
        [office, "--headless", "--convert-to", "txt:Text (encoded):UTF8", "--outdir", str(tmp_path), "letter.docx"],
        cwd=tmp_path,
        check=True, capture_output=True, timeout=120, env={"HOME": str(tmp_path), "PATH": "/usr/bin:/bin"},
    )  # fmt: skip
    assert "奖励20万元" in (tmp_path / "letter.txt").read_text("utf-8")


def test_no_cell_of_the_sheet_is_a_formula() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(workbook.render(EXPORT))).active
    rows = list(sheet.iter_rows(values_only=False))
    assert [cell.value for cell in rows[0]] == ["序号", "问题", "答复", "出处", "需核对", "说明"]
    assert len(rows) == 4
    assert all(cell.data_type in ("s", "n", "inlineStr") for row in rows for cell in row)
    assert rows[3][2].value.startswith("'=1+1")
    assert "[2] 《办法2》" in rows[1][3].value


def test_markdown_keeps_the_words_and_makes_footnotes() -> None:
    text = markdown.render(EXPORT).decode()
    assert "奖励20万元。[^1-1]另有5万元。[^1-2]" in text and text.count("[^1-1]: ") == 1
    assert "\\<w:p\\>" in text and "\\[链\\](javascript:x)" in text
    assert "见附件\\[9\\]" in text
