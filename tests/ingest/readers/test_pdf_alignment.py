"""Tables without lines: columns by alignment, in PDFs and on pictures; what only looks like columns stays text."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from docs_store.types import PageFault
from ingest.readers import ocr
from ingest.readers._ocr_page import OcrLine, OcrPage
from ingest.readers._ocr_tables import laid_out
from ingest.readers.base import RawText
from ingest.readers.pdf import read_pdf
from tests.growth import MOST, growth, needs_alarm
from tests.ingest.readers.written_pdf import INVISIBLE, WrittenPdf, painted

Rows = Sequence[Sequence[str]]
_RIGHT = 540  # of the last column, in points

GRANTS = (
    ("序号", "企业名称", "补助金额（万元）"),
    ("1", "青石泵业有限公司", "11.5"),
    ("2", "东渡化工有限公司", "22"),
    ("3", "南原精密仪器股份有限公司", "3"),
)
MONTHS = (
    ("指标", "单位", "本月", "累计", "同比"),
    ("高新技术产业产值", "亿元", "12.5", "98.3", "8.1%"),
    ("技术合同成交额", "亿元", "1.2", "10", "-3%"),
    ("专利授权", "件", "35", "410", "—"),
)
YEARS = (("年份", "产值（亿元）"), ("2022年", "12.5"), ("2023年", "13.1"), ("2024年", "15"))


def width(words: str, size: float = 12) -> float:
    return sum(size / 2 if char.isascii() else size for char in words)


def table(pdf: WrittenPdf, rows: Rows, xs: Sequence[float], y: float, align: str, *, lead: float = 22) -> float:
    """Write rows without lines, each column `l`eft, `c`entred or `r`ight; where the last one ends."""
    for row in rows:
        for x, end, how, cell in zip(xs, [*xs[1:], _RIGHT], align, row, strict=True):
            for n, words in enumerate(cell.split("\n")):
                free = end - x - 12 - width(words)
                pdf.write(words, x + {"l": 0, "c": free / 2, "r": free}[how], y + 14 * n)
        y += lead + 14 * max(cell.count("\n") for cell in row)
    return y


def read(pdf: WrittenPdf, tmp_path: Path) -> RawText:
    return read_pdf(pdf.save(tmp_path / "a.pdf"))


def texts(raw: RawText) -> list[list[str]]:
    return [raw.text[one.start : one.end].split("\n") for one in raw.tables]


def joined(rows: Rows) -> list[str]:
    return [" | ".join(cell.replace("\n", "") for cell in row) for row in rows]


@pytest.mark.parametrize(
    ("rows", "xs", "align"),
    [(GRANTS, (60, 120, 400), "llr"), (MONTHS, (60, 220, 290, 370, 450), "lcccc"), (YEARS, (150, 300), "cc")],
    ids=["list", "statistics", "years"],
)
def test_words_in_columns_under_a_header_are_a_table(
    tmp_path: Path, rows: Rows, xs: Sequence[float], align: str
) -> None:
    pdf = WrittenPdf().page().write("现将有关情况公示如下，请予监督。", 60, 80)
    end = table(pdf, rows, xs, 110, align)
    pdf.write("以上内容自发布之日起公示五个工作日，如有异议请书面反映。", 60, end + 10)
    raw = read(pdf, tmp_path)
    assert texts(raw) == [joined(rows)]
    (span,) = raw.tables
    assert raw.text[span.start : span.header_end] == joined(rows)[0]
    assert raw.text.startswith("现将有关情况公示如下，请予监督。\n") and "公示五个工作日" in raw.text[span.end :]


def test_a_cell_of_several_lines_is_one(tmp_path: Path) -> None:
    rows = (
        MONTHS[0], ("规模以上工业企业\n研发费用", "万元", "300", "2,500", "0.5%"), *MONTHS[1:],
        ("省级以上科技\n创新平台", "家", "2", "16", "—"),
    )  # fmt: skip
    pdf = WrittenPdf().page()
    table(pdf, rows, (60, 220, 290, 370, 450), 100, "lcccc")
    assert texts(read(pdf, tmp_path)) == [joined(rows)]


def test_groups_gaps_and_a_line_of_units(tmp_path: Path) -> None:
    rows = [
        ("类别", "合计", "其中：县级", "备注"),
        ("技改补助", "200", "80", ""),
        ("研发补助", "1,200", "75", "含上年"),
    ]
    pdf = WrittenPdf().page().write("单位：万元", 450, 80)
    end = table(pdf, rows[:1], (60, 200, 300, 450), 100, "llll")
    end = table(pdf.write("一、工业", 60, end), rows[1:], (60, 200, 300, 450), end + 22, "llll")
    table(pdf.write("二、农业", 60, end), [("良种补助", "33", "3", "")], (60, 200, 300, 450), end + 22, "llll")
    raw = read(pdf, tmp_path)
    assert texts(raw) == [[
        "类别 | 合计 | 其中：县级 | 备注", "一、工业", "技改补助 | 200 | 80 | ", "研发补助 | 1,200 | 75 | 含上年",
        "二、农业", "良种补助 | 33 | 3 | ",
    ]]  # fmt: skip
    assert raw.text.startswith("单位：万元\n")


def test_letter_spaced_cells_are_one_word(tmp_path: Path) -> None:
    rows = (("乡镇", "户数", "金额（元）"), ("石桥镇", "12", "3600"), ("柳河镇", "8", "2400"))
    pdf = WrittenPdf().page()
    end = table(pdf, rows, (60, 250, 400), 100, "lrr")
    table(pdf.write("合", 60, end).write("计", 108, end), [("", "20", "6000")], (60, 250, 400), end, "lrr")
    assert texts(read(pdf, tmp_path)) == [[*joined(rows), "合 计 | 20 | 6000"]]


def test_it_goes_on_on_the_next_page_under_the_same_header(tmp_path: Path) -> None:
    pdf = WrittenPdf().page()
    table(pdf, GRANTS, (60, 120, 400), 100, "ccr")
    more = (("4", "北洼光学有限公司", "44"), ("5", "西岭制药有限公司", "5"), ("6", "中湾材料有限公司", "66"))
    end = table(pdf.page(), more, (60, 120, 400), 60, "ccr")
    raw = read(pdf.write("公示期五个工作日。", 60, end), tmp_path)
    assert texts(raw) == [joined(GRANTS), joined(more)]
    assert raw.tables[1].header == joined(GRANTS)[0]


CONTENTS = (("第一章 总则", "1"), ("第二章 奖励标准", "3"), ("第三章 监督管理", "9"), ("第四章 附则", "12"))
NOT_TABLES: dict[str, tuple[Rows, Sequence[float], str]] = {
    "contents": (CONTENTS, (60, 500), "lr"),
    "contents under a header": ((("目录名称", "页码"), *CONTENTS), (60, 500), "lr"),
    "contents in three columns": (
        (("一、", "工作目标", "1"), ("二、", "重点任务", "4"), ("三、", "保障措施", "11")),
        (60, 120, 500),
        "llr",
    ),
    "signatures": (
        (("甲方（盖章）", "乙方（盖章）"), ("负责人签字", "负责人签字"), ("2025年3月1日", "2025年3月1日")),
        (60, 350),
        "ll",
    ),
    "a form": (
        (
            ("单位名称：青石厂", "联系人：张三"),
            ("单位地址：河路1号", "电话：5550123"),
            ("项目名称：泵", "金额：20"),
        ),
        (60, 320),
        "ll",
    ),
    "two columns of text": (
        (
            ("为了鼓励科技创新，支持企业", "第三条本办法所称的项目，是"),
            ("加大研发投入，根据国家有关", "指在本县登记的企业所承担的"),
            ("规定，结合本县实际，制定本", "省级以上项目，名称以批文为"),
            ("办法。", "准，金额为三十万元。"),
        ),
        (60, 320),
        "ll",
    ),
    "numbered points": (
        (
            ("（一）", "首次认定的企业，奖励二十万元；"),
            ("（二）", "复核通过的企业，奖励十万元；"),
            ("（三）", "其他企业按比例奖励。"),
        ),
        (60, 110),
        "ll",
    ),
}


@pytest.mark.parametrize("name", NOT_TABLES)
def test_what_only_stands_in_columns_stays_text(tmp_path: Path, name: str) -> None:
    rows, xs, align = NOT_TABLES[name]
    pdf = WrittenPdf().page()
    table(pdf, rows, xs, 100, align)
    raw = read(pdf, tmp_path)
    assert raw.tables == () and "|" not in raw.text


def test_two_rows_are_no_table(tmp_path: Path) -> None:
    pdf = WrittenPdf().page()
    table(pdf, MONTHS[:2], (60, 220, 290, 370, 450), 100, "lcccc")
    assert read(pdf, tmp_path).tables == ()


def test_a_text_layer_that_nobody_sees_has_its_tables_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "available", lambda: False)
    pdf = WrittenPdf().page()
    for y, row in zip((100, 130, 160, 190), GRANTS, strict=True):
        for x, cell in zip((60, 120, 400), row, strict=True):
            pdf.write(cell, x, y, mode=INVISIBLE)
    raw = read(pdf.picture(painted("青石")), tmp_path)
    assert texts(raw) == [joined(GRANTS)] and raw.readings[0].fault is PageFault.HIDDEN


def picture(rows: Rows, xs: Sequence[float], *, turn: int = 0) -> OcrPage:
    """Cells as recognition gives them: a box around each, 40 pixels high."""
    lines = [
        OcrLine(text=cell, confidence=0.99, x0=x, y0=200 + 60 * n, x1=x + width(cell, 36), y1=240 + 60 * n)
        for n, row in enumerate(rows)
        for x, cell in zip(xs, row, strict=True)
    ]
    title = OcrLine(text="青石县2024年扶持资金安排表", confidence=0.99, x0=300, y0=90, x1=800, y1=140)
    high = max(1754, 300 + 60 * len(rows))
    size = (high, 1240) if turn in (90, 270) else (1240, high)
    return OcrPage(lines=(title, *lines), width=size[0], height=size[1], turn=turn)


@pytest.mark.parametrize("turn", [0, 90, 180])
@pytest.mark.parametrize(
    ("rows", "xs"),
    # Boxes of cells stand closer than words of a PDF would in two columns.
    [(GRANTS, (90, 180, 640)), (MONTHS, (90, 390, 500, 620, 740)), (YEARS, (200, 400))],
    ids=["list", "statistics", "years"],
)
def test_a_picture_has_its_tables_too(rows: Rows, xs: Sequence[float], turn: int) -> None:
    page = picture(rows, xs, turn=turn)
    text, boxes, (span,) = laid_out(page, 100, 1)
    assert text[span.start - 100 : span.end - 100].split("\n") == joined(rows)
    assert text[span.start - 100 : span.header_end - 100] == joined(rows)[0]
    plain, plain_boxes = page.layout(100, 1)
    words = {(text[box.start - 100 : box.end - 100], box.x0, box.y0) for box in boxes}
    assert {(plain[box.start - 100 : box.end - 100], box.x0, box.y0) for box in plain_boxes} >= words
    assert [box.start for box in boxes] == sorted(box.start for box in boxes)


def test_words_that_recognition_put_into_one_box_are_parted_at_their_space() -> None:
    rows = (("序号 企业名称", "金额"), ("十一 青石泵业", "5"), ("十二 东渡化工", "7"))
    text, _, (span,) = laid_out(picture(rows, (90, 800)), 0, 1)
    assert text[span.start : span.end].split("\n") == [
        "序号 | 企业名称 | 金额",
        "十一 | 青石泵业 | 5",
        "十二 | 东渡化工 | 7",
    ]


@needs_alarm
def test_the_cost_grows_evenly_with_the_page() -> None:
    def work(length: int) -> object:
        rows = [("青石", "一千", "东渡")] * (length // 6)
        return laid_out(picture(rows, (90, 300, 500)), 0, 1)

    assert growth(work) < MOST
