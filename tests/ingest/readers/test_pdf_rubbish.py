"""Pages whose text is none: names of glyphs, private characters, scripts that come of glyphs' numbers."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from docs_store.types import PageFault, ReadBy
from ingest.quality import measure, verdict
from ingest.readers import ocr
from ingest.readers._page_faults import fault_of
from ingest.readers._pdf_layers import filled_in
from ingest.readers._pdfium import PageContent
from ingest.readers.pdf import read_pdf
from tests.ingest.readers.written_pdf import FONT, HEIGHT, WIDTH, WrittenPdf, painted

TEXT = PageContent(picture_share=0, paths=0, objects=1)
needs_ocr = pytest.mark.skipif(not ocr.available(), reason="skipped: rapidocr is not installed")


@pytest.mark.parametrize(
    "text",
    [
        "/g2A1/gE05 /g77/g103/g4C /g9\n/gAB12 /g3D",
        "本办法自发布之日起施行，每户补助/g19/g11万元，由县财政局拨付。",
        "本办法自发布之日起施行，每户补助\u1a30\u1a31万元，共\u1a37户，由县财政局拨付。",
        "每户补助5/gF6B1万元，由县财政局拨付。",
        "/G12/G0A/G3F/G21 /G12/G55 /G0B",
        "/cid00812/cid01930 /cid02214/cid00034/cid00035",
        "/C0_17/C0_22/C0_5/C0_61 /C1_8 /C1_12",
        "/glyph41 /glyph7 /glyph230 /glyph12 /glyph8 /glyph95",
        "关于开展申报工作的通知\n" + "/g31/g4E/g12/gA0/g5C/g88\n" * 6,  # the title alone has a sound font
        "\u0b70\u1166\u1a65\u0bf3",  # a title page: few characters, and no word among them
        "\ud55c\uae00\ub9d0 \ucee4\uc3cf\ub6bc",
        "\ue310\ue311\ue377\ue002",
        "\u3f21\u4a90\u3c11\u4122\u3d07\u4b40\u3a3a\u49f1",  # numbers of glyphs among the rare Chinese characters
        "嚳囈齾鑿鬮麤齉爩",
        "\u0416\u0429\u0434\u042f\u044e\u0424\u0439\u0426\u0449\u0411\u044b\u0413\u0448\u0414\u044d\u0416\u0447\u041b\u0433\u042d\u0444\u0425",
        "总额\u03b8为\u0434企\u03c8业\u0451补\u03b6助\u043a金\u03be的\u0448一\u03c0半\u0436以\u03c9上\u044f部\u03c6分",
        "补助标准\n\ue013\ue010元\n\ue012\ue010%",
        "本办法自发布之日起施行，每户补助\ue013\ue010元，共\ue012\ue011\ue010户。",
    ],
)
def test_what_a_font_makes_of_glyphs_is_rubbish(text: str) -> None:
    assert fault_of(text, TEXT) is PageFault.RUBBISH


@pytest.mark.parametrize(
    "text",
    [
        "网址 https://example.gov.cn/n810341/n810825/c101434/c5211111/content.html\n" * 4,
        "支持4G/5G/6G网络、A4/A3/B5纸张、Q1/Q2/Q3/Q4各季度、T1/T2/T3航站楼的改造。",
        "数据文件 /data/a1/b2 与 /data/c3 由各单位按月更新，具体路径以系统公布的为准，联系人见附表。",
        "\uf06c 年度计划\n\uf06c 月度计划\n\uf06c 个人名单",
        "\uf06c 申请表一份\n\uf06c 营业执照复印件\n\uf0fc 承诺书，加盖公章\n是\uf0a8 否\uf0a8",
        "α-淀粉酶和β受体激动剂，浓度5μmol/L，温差Δt不超过2℃，见ГОСТ 1234标准。",
        "黟县",
        "歙县、黟县、婺源",
        "Правила внутреннего распорядка для иностранных граждан.",
        "第Ⅰ类 ①②③ →■□● ㎡ ㈠",
    ],
)
def test_what_documents_hold_is_none(text: str) -> None:
    assert fault_of(text, TEXT) is None


def test_what_is_lost_between_words_is_filled_in_as_it_is_seen() -> None:
    own = "每户补助\ue013\ue010元\n共\ue012\ue011户"
    assert filled_in(own, "每户补助30元\n共 21户") == "每户补助30元\n共21户"
    assert filled_in(own, "每户补助\n共 21户") is None
    assert filled_in("没有缺字", "没有缺宇") == "没有缺字"
    assert filled_in("补助/g19/g11万元", "补助80万元") is None  # names are no letters to put others in place of


PRIVATE = {char: chr(0xE000 + n) for n, char in enumerate("第一条本办法自发布之日起施行条二补助三万元以上奖励每户")}
ODD = {char: chr(0x0C05 + n) for n, char in enumerate(PRIVATE)}


@needs_ocr
@pytest.mark.parametrize("names", [PRIVATE, ODD])
def test_a_page_of_rubbish_is_read_from_its_picture(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, names: dict[str, str]
) -> None:
    """The font of the test draws squares, so what is recognised is put in their place."""
    lines = ("第一条本办法自发布之日起施行", "第二条每户补助三万元以上", "第三条奖励五万元")
    made = WrittenPdf(names).page()
    for n, line in enumerate(lines):
        made.write(line, 60, 80 + 30 * n)
    recognize = ocr.recognize
    monkeypatch.setattr(ocr, "recognize", lambda picture, name: recognize(painted(*lines), name))
    raw = read_pdf(made.save(tmp_path / "a.pdf"))
    assert raw.readings[0].by is ReadBy.OCR and raw.readings[0].fault is None
    assert raw.text.splitlines() == list(lines)


def test_without_recognition_a_file_of_rubbish_is_kept_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "available", lambda: False)
    made = WrittenPdf(PRIVATE).page().write("第一条本办法自发布之日起施行", 60, 80)
    raw = read_pdf(made.save(tmp_path / "a.pdf"))
    assert raw.readings[0].fault is PageFault.RUBBISH
    refused = verdict(measure(raw, ()))
    assert refused is not None and refused.code == "garbled"


@needs_ocr
def test_digits_that_the_font_hides_are_filled_in_and_the_table_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = (("序号", "项目名称", "补助金额"), ("1", "道路照明改造工程", "4万元"), ("2", "河道清淤疏浚工程", "9万元"))
    made = WrittenPdf({"4": "\ue0f4", "9": "\ue0f9", "二": "\ue0a1"}).page()
    made.write("新区第二批补助名单共计4项", 60, 40).grid((60, 120, 300, 400), (100, 130, 160, 190))
    for y, row in zip((108, 138, 168), rows, strict=True):
        for x, cell in zip((68, 128, 308), row, strict=True):
            made.write(cell, x, y)
    recognize = ocr.recognize
    shown = painted("新区第二批补助名单共计4项", *("  ".join(row) for row in rows))
    monkeypatch.setattr(ocr, "recognize", lambda picture, name: recognize(shown, name))
    raw = read_pdf(made.save(tmp_path / "a.pdf"))
    assert raw.text.splitlines() == ["新区第二批补助名单共计4项", *(" | ".join(row) for row in rows)]
    assert raw.readings[0].by is ReadBy.TEXT and raw.readings[0].fault is None and len(raw.tables) == 1


@needs_ocr
def test_rows_of_a_recognised_table_stay_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = (("序号", "项目名称", "补助金额"), ("1", "道路照明改造工程", "4万元"), ("2", "河道清淤疏浚工程", "9万元"))
    names = {char: chr(0x0C05 + n) for n, char in enumerate(dict.fromkeys("".join(map("".join, rows))))}
    xs, ys = (60, 160, 360, 500), (100, 130, 160, 190)
    made = WrittenPdf(names).page().grid(xs, ys)
    shown = Image.new("L", (2 * WIDTH, 2 * HEIGHT), 255)
    for y, row in zip(ys, rows, strict=False):
        for x, cell in zip(xs, row, strict=False):
            made.write(cell, x + 8, y + 8)
            ImageDraw.Draw(shown).text((2 * x + 16, 2 * y + 10), cell, fill=0, font=ImageFont.truetype(str(FONT), 32))
    recognize = ocr.recognize
    monkeypatch.setattr(ocr, "recognize", lambda picture, name: recognize(shown, name))
    raw = read_pdf(made.save(tmp_path / "a.pdf"))
    assert raw.text.splitlines() == [" | ".join(row) for row in rows]
    assert raw.readings[0].by is ReadBy.OCR and len(raw.tables) == 1
    assert any(raw.text[box.start : box.end] == "河道清淤疏浚工程" for box in raw.boxes)
