"""Headers that stand apart from the rows of their table: on the page before, or above the ruled lines."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest

from ingest.readers.base import RawText
from ingest.readers.pdf import read_pdf
from ingest.reading import read_documents
from tests.ingest.readers.written_pdf import WrittenPdf

HEADER = ("序号", "单位名称", "补助（万元）")
ROWS = (("1", "东湖水厂", "20"), ("2", "西山林场", "35"), ("3", "南河粮站", "48"))
XS = (60, 130, 330, 480)


def table(made: WrittenPdf, rows: Sequence[Sequence[str]], y: float, *, ruled: bool = True) -> WrittenPdf:
    if ruled:
        made.grid(XS, [y + 30 * n for n in range(len(rows) + 1)])
    for n, cells in enumerate(rows):
        for x, cell in zip(XS, cells, strict=False):
            made.write(cell, x + 8, y + 30 * n + 8)
    return made


def read(tmp_path: Path, made: WrittenPdf) -> RawText:
    return read_pdf(made.save(tmp_path / "a.pdf"))


def headers(raw: RawText) -> list[str]:
    return [table.header or raw.text[table.start : table.header_end] for table in raw.tables]


@pytest.mark.parametrize("ruled", [True, False])
@pytest.mark.parametrize("numbered", [True, False])
def test_a_header_at_the_foot_of_the_page_before(tmp_path: Path, ruled: bool, numbered: bool) -> None:
    made = WrittenPdf().page().write("补助名单公示", 200, 60)
    table(made, (HEADER,), 740, ruled=ruled)
    if numbered:
        made.write("- 1 -", 280, 800)
    table(made.page(), ROWS, 60).write("公示期五天", 60, 300)
    raw = read(tmp_path, made)
    (only,) = raw.tables
    lines = [line for line in raw.text[only.start : only.end].splitlines() if line]
    if ruled and not numbered:  # header and rows are one table
        assert raw.text[only.start : only.header_end] == " | ".join(HEADER) == lines.pop(0)
    else:
        assert only.header == " | ".join(HEADER)
    assert lines == [" | ".join(row) for row in ROWS]


@pytest.mark.parametrize("ruled", [True, False])
def test_chunks_of_the_rows_carry_the_header(tmp_path: Path, ruled: bool) -> None:
    made = table(WrittenPdf().page().write("某县补助名单公示", 200, 60), (HEADER,), 740, ruled=ruled)
    raw = read(tmp_path, table(made.page(), ROWS, 60))
    (document,) = read_documents(raw, name="名单.pdf", source_key="a", file_hash="0" * 64)
    chunk = document.chunks[-1]
    assert "东湖水厂" in chunk.text and chunk.heading[-1] == " | ".join(HEADER)
    assert all(other.text.strip() != " | ".join(HEADER) for other in document.chunks)


@pytest.mark.parametrize("numbered", [True, False])
def test_figures_of_rows_below_a_header_that_stands_alone(tmp_path: Path, numbered: bool) -> None:
    made = table(WrittenPdf().page().write("某县2024年主要指标完成情况表", 160, 60), (("指标", "单位", "完成数"),), 740)
    if numbered:
        made.write("- 1 -", 280, 800)
    rows = (("研发经费", "亿元", "12.5"), ("专利数", "件", "340"))
    raw = read(tmp_path, table(made.page(), rows, 60))
    (document,) = read_documents(raw, name="指标.pdf", source_key="a", file_hash="0" * 64)
    assert [(figure.indicator, figure.value, figure.unit) for figure in document.figures] == [
        ("研发经费", Decimal("12.5"), "亿元"), ("专利数", Decimal(340), "件")
    ]  # fmt: skip


def test_a_table_that_goes_on_keeps_its_header(tmp_path: Path) -> None:
    made = WrittenPdf()
    for n in range(3):
        made.page().write("某县财政局补助名单", 200, 30)
        table(made, (HEADER, *ROWS) if n == 0 else [(f"{3 * n + m + 1}", *row[1:]) for m, row in enumerate(ROWS)], 80)
        made.write(f"第{n + 1}页", 280, 800)
    assert headers(read(tmp_path, made)) == [" | ".join(HEADER)] * 3


def test_a_header_above_the_lines_of_each_page_is_no_running_head(tmp_path: Path) -> None:
    made = WrittenPdf()
    for n in range(3):
        table(table(made.page(), (HEADER,), 40, ruled=False), [(f"{n}", *row[1:]) for row in ROWS], 70)
    assert headers(read(tmp_path, made)) == [" | ".join(HEADER)] * 3


def test_one_row_alone_on_the_last_page(tmp_path: Path) -> None:
    made = table(table(WrittenPdf().page(), (HEADER, *ROWS), 60).page(), (("4", "北桥磨坊", "12"),), 60)
    raw = read(tmp_path, made.write("公示期五天", 60, 300))
    assert headers(raw) == [" | ".join(HEADER)] * 2
    assert raw.text[raw.tables[1].start : raw.tables[1].end] == "4 | 北桥磨坊 | 12"


def test_a_header_over_two_lines(tmp_path: Path) -> None:
    made = WrittenPdf().page().write("补助名单公示", 200, 60).write("补助金额", 338, 740)
    made.write("序号", 68, 748).write("单位名称", 138, 748).write("（万元）", 338, 756)
    assert headers(read(tmp_path, table(made.page(), ROWS, 60))) == ["序号 | 单位名称 | 补助金额（万元）"]


def test_a_header_above_the_ruled_lines(tmp_path: Path) -> None:
    made = table(WrittenPdf().page().write("补助名单公示", 200, 60), (HEADER,), 100, ruled=False)
    assert headers(read(tmp_path, table(made, ROWS, 130))) == [" | ".join(HEADER)]


@pytest.mark.parametrize(
    "above",
    [
        ("现将名单公示如下",),
        ("名单", "公示如下"),
        ("7", "东湖水厂", "20"),
        ("单位：万元",),
    ],
)
def test_what_is_no_header(tmp_path: Path, above: tuple[str, ...]) -> None:
    made = table(WrittenPdf().page().write("补助名单", 200, 60), (above,), 740, ruled=False)
    assert headers(read(tmp_path, table(made.page(), ROWS, 60))) == [""]


def test_a_table_of_other_columns_and_one_below_text_are_tables_of_their_own(tmp_path: Path) -> None:
    made = table(WrittenPdf().page(), (HEADER, *ROWS), 60)
    made.page().grid((60, 200, 340, 420, 480), (60, 90, 120))
    for n, row in enumerate((("甲", "乙方", "丙方", "丁方"), ("子", "丑方", "寅方", "卯方"))):
        for x, cell in zip((68, 208, 348, 428), row, strict=True):
            made.write(cell, x, 68 + 30 * n)
    table(made.page().write("二、另一批补助的单位另行公布", 60, 40), ROWS, 80)
    assert headers(read(tmp_path, made)) == [" | ".join(HEADER), "", ""]
