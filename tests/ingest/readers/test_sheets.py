"""Spreadsheets and CSV: what a person sees in the cells, each row with its headers."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, time
from pathlib import Path
from time import process_time

import pytest
from openpyxl import Workbook

from docs_store.errors import UnreadableFileError
from ingest.readers import _sheets, read_file
from ingest.readers._cell_values import shown, shown_number
from ingest.readers._number_formats import BUILT_IN
from tests.ingest.readers.workbooks import book, read, tables
from ui.texts import Words


def statistics(made: Workbook) -> None:
    sheet = made.active
    for row in (
        ["2023年科技指标统计表"],
        ["单位：万元"],
        ["序号", "地区", "2022年", None, "2023年", None],
        [None, None, "产值", "增速", "产值", "增速"],
        [1, "青禾县", 1234.5, 0.153, 2000, -0.02],
        [2, None, 99999.994, 0.1, 3, 0.5],
        ["注：数据为快报数。"],
    ):
        sheet.append(row)
    for area in ("A1:F1", "A3:A4", "B3:B4", "C3:D3", "E3:F3", "B5:B6"):
        sheet.merge_cells(area)
    for row in (5, 6):
        sheet[f"C{row}"].number_format = "#,##0.00"
        sheet[f"D{row}"].number_format = "0.0%"
        sheet[f"F{row}"].number_format = "0%"


def test_merged_cells_joined_headers_and_numbers_as_shown(tmp_path: Path) -> None:
    raw = read(tmp_path, book(statistics))
    assert raw.text.splitlines() == [
        "2023年科技指标统计表",
        "单位：万元",
        "序号 | 地区 | 2022年 产值 | 2022年 增速 | 2023年 产值 | 2023年 增速",
        "1 | 青禾县 | 1,234.50 | 15.3% | 2000 | -2%",
        "2 | 青禾县 | 99,999.99 | 10.0% | 3 | 50%",
        "注：数据为快报数。",
    ]
    ((header, rows),) = tables(raw)
    assert header.startswith("序号 | 地区") and len(rows) == 2


def test_sheets_are_sections_and_hidden_ones_are_told(tmp_path: Path) -> None:
    def fill(made: Workbook) -> None:
        made.active.title = "企业名单"
        for row in (["企业名称", "认定日期"], ["甲公司", date(2023, 5, 6)], ["乙公司", date(2023, 5, 7)]):
            made.active.append(row)
        second = made.create_sheet("项目")
        for row in (["项目", "金额"], ["研发补助", 20]):
            second.append(row)
        made.create_sheet("空")
        hidden = made.create_sheet("底稿")
        hidden["A1"] = "不给人看的"
        hidden.sheet_state = "hidden"

    raw = read(tmp_path, book(fill))
    assert [raw.text[hint.start : hint.end] for hint in raw.headings] == ["企业名单", "项目"]
    assert "甲公司 | 2023-05-06" in raw.text and "不给人看的" not in raw.text
    assert "底稿" in raw.warnings[0]


def test_an_empty_row_parts_two_tables(tmp_path: Path) -> None:
    def fill(made: Workbook) -> None:
        for row in (
            ["指标", "2023年"],
            ["产值", 5],
            ["税收", 1],
            [],
            ["部门", "电话"],
            ["科技局", "0555-1"],
            ["财政局", 2],
        ):
            made.active.append(row)

    assert [header for header, _ in tables(read(tmp_path, book(fill)))] == ["指标 | 2023年", "部门 | 电话"]


def test_formulas_give_their_last_value_or_are_told(tmp_path: Path) -> None:
    content = book(lambda made: made.active.append(["合计", "=1+1"]))  # openpyxl computes nothing
    raw = read(tmp_path, content)
    assert "合计" in raw.text and "=1+1" not in raw.text
    assert any("1 formulas were never computed" in warning for warning in raw.warnings)
    source = zipfile.ZipFile(io.BytesIO(content))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in source.namelist():
            data = source.read(name)
            archive.writestr(name, data.replace(b"<v></v>", b"<v>2</v>").replace(b"<v />", b"<v>2</v>"))
    raw = read(tmp_path, buffer.getvalue())
    assert "合计 | 2" in raw.text and raw.warnings == ()


@pytest.mark.parametrize(
    ("value", "number_format", "expected"),
    [
        (0.153, "0.0%", "15.3%"),
        (0.125, "0%", "13%"),
        (1234567.5, "#,##0.00", "1,234,567.50"),
        (2.675, "0.00", "2.68"),
        (185, '0"家"', "185家"),
        (12.5, '"约"0.0"亿元"', "约12.5亿元"),
        (-3.5, "0.0_);[Red](0.0)", "-3.5"),
        (-1234, "#,##0;-#,##0", "-1,234"),
        (7, "000", "007"),
        (0.1 + 0.2, "General", "0.3"),
        (123456789012, "General", "123456789012"),
        (3.0, "General", "3"),
        (1e300, "General", f"{10**300}"),
        (123456, '0!.0,"万元"', "123456"),
        (1500000, "0.0,,", "1500000"),
        (0.5, "# ?/?", "0.5"),
        (True, "General", "TRUE"),
        (datetime(2024, 3, 5), "yyyy-mm-dd", "2024-03-05"),
        (datetime(2024, 3, 5), 'yyyy"年"m"月"d"日"', "2024年3月5日"),
        (datetime(2024, 3, 5), "yyyy年m月", "2024年3月"),
        (datetime(2024, 3, 5), "mmm-yy", "2024-03"),
        (datetime(2024, 3, 5), 'm"月"d"日"', "3月5日"),
        (datetime(2024, 3, 5, 8, 30), "yyyy/m/d h:mm", "2024-03-05 08:30"),
        (time(8, 30), "h:mm", "08:30"),
        ("文字", "@", "文字"),
        (None, "General", ""),
    ],
)
def test_values_as_their_formats_show_them(value: object, number_format: str, expected: str) -> None:
    assert shown(value, number_format) == expected


@pytest.mark.parametrize(
    ("value", "number_format", "expected"),
    [
        (45356, BUILT_IN[31], "2024年3月5日"),
        (45356, BUILT_IN[57], "2024年3月"),
        (45356, 'yyyy"年"', "2024年"),
        (45356, "yyyy", "2024"),
        (45356.5, "h:mm", "12:00"),
        (45356.5, "yyyy-mm-dd h:mm", "2024-03-05 12:00"),
        (0.3125, BUILT_IN[20], "07:30"),
        (1.5, BUILT_IN[46], "36:00"),
        (-0.25, "[mm]:ss", "-6:00"),
        (59, BUILT_IN[14], "1900-02-28"),
        (61, BUILT_IN[14], "1900-03-01"),
        (-1, BUILT_IN[14], "-1"),
        (1e12, BUILT_IN[14], "1000000000000"),
        (float("nan"), BUILT_IN[14], "nan"),
        (1234.5, BUILT_IN[44], "¥1,234.50"),
        (-1234.5, BUILT_IN[7], "¥-1,234.50"),
        (1234.5, '0.0"days"', "1234.5days"),
        (1500, "0.00E+00", "1500"),
        (5, "[Red]0", "5"),
        (5, "G/通用格式", "5"),
    ],
)
def test_numbers_as_files_store_them(value: float, number_format: str, expected: str) -> None:
    assert shown_number(value, number_format) == expected


@pytest.mark.parametrize(
    ("text", "encoding", "name"),
    [
        ("企业名称,金额\n甲公司,20\n乙公司,\"1,000\"\n", "utf-8", "a.csv"),
        ("企业名称,金额\r\n甲公司,20\r\n乙公司,\"1,000\"\r\n", "gbk", "a.csv"),
        ("企业名称\t金额\n甲公司\t20\n乙公司\t1,000\n", "utf-16", "a.tsv"),
        ("企业名称;金额\n甲公司;20\n乙公司;1,000\n", "utf-8-sig", "a.csv"),
    ],
)  # fmt: skip
def test_csv(tmp_path: Path, text: str, encoding: str, name: str) -> None:
    raw = read(tmp_path, text.encode(encoding), name)
    assert raw.text == "企业名称 | 金额\n甲公司 | 20\n乙公司 | 1,000\n"
    assert tables(raw) == [("企业名称 | 金额", ["甲公司 | 20", "乙公司 | 1,000"])]


def test_bounds_and_faults(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def code(content: bytes, name: str) -> str:
        with pytest.raises(UnreadableFileError) as caught:
            read(tmp_path, content, name)
        return caught.value.code

    assert code(book(lambda made: None), "a.xlsx") == "no_text"
    assert code(b",,,\n,,\n", "a.csv") == "no_text"
    monkeypatch.setattr(_sheets, "MAX_CELLS", 10)
    many = book(lambda made: [made.active.append([1, 2, 3]) for _ in range(10)] and None)
    assert code(many, "a.xlsx") == "too_large"
    assert code(b"1,2,3\n" * 10, "a.csv") == "too_large"


def test_xml_bombs_are_refused(tmp_path: Path) -> None:
    source = zipfile.ZipFile(io.BytesIO(book(statistics)))
    laughs = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    outside = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    for declared in (laughs, outside):
        for part in ("xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/workbook.xml"):
            buffer = io.BytesIO()
            with zipfile.ZipFile(buffer, "w") as archive:
                for name in source.namelist():
                    archive.writestr(name, (declared if name == part else b"") + source.read(name))
            with pytest.raises(UnreadableFileError) as caught:
                read(tmp_path, buffer.getvalue())
            assert caught.value.code == "damaged" and "document type" in caught.value.message


def test_old_spreadsheets() -> None:
    """`data/statistics.xls` was written by xlwt 1.3.0; see `data/README.md`."""
    raw = read_file(Path(__file__).parent / "data" / "statistics.xls")
    assert raw.text.splitlines() == [
        "科技指标统计表",
        "地区 | 2023年 产值 | 2023年 增速 | 认定日期 | 备注",
        "青禾县 | 1,234.50 | 15.3% | 2023年5月6日 | TRUE",
        "青禾县 | 99,999.99 | -2.0% | 2023年5月7日 | ",
    ]
    assert raw.reader == "xls" and "底稿" in raw.warnings[0]


def test_days_whose_format_an_old_spreadsheet_names_by_number(tmp_path: Path) -> None:
    data = (Path(__file__).parent / "data" / "statistics.xls").read_bytes()
    style = bytes.fromhex("0b00a6000100200000f8")  # the font and the format of the days
    assert data.count(style) == 1
    raw = read(tmp_path, data.replace(style, bytes.fromhex("0b001f000100200000f8")), "表.xls")
    assert "青禾县 | 1,234.50 | 15.3% | 2023年5月6日 | TRUE" in raw.text


# --- wide and long sheets --------------------------------------------------------------------------------------


def wide(made: Workbook) -> None:
    made.active.append([f"第{n}列" for n in range(1, 451)])
    made.active.append(list(range(1, 451)))
    made.create_sheet("窄").append(["项目", "金额"])


def test_columns_that_are_left_out_are_told(tmp_path: Path) -> None:
    table = ",".join(f"第{n}列" for n in range(1, 1001)) + "\n" + ",".join(map(str, range(1, 1001))) + "\n"
    for raw, cells in ((read(tmp_path, table.encode(), "宽.csv"), 1200), (read(tmp_path, book(wide)), 100)):
        assert raw.warnings == (f"{cells} cells beyond column 400 are left out.",)
        assert "第400列" in raw.text and "第401列" not in raw.text
        assert Words("zh").warning(raw.warnings[0]) == f"第 400 列以后有 {cells} 个单元格没有收入。"


def test_nothing_is_told_of_columns_that_are_empty(tmp_path: Path) -> None:
    assert read(tmp_path, ("a,b" + "," * 1000 + "\n1,2\n").encode(), "宽.csv").warnings == ()


def test_one_stray_cell_makes_no_million_rows(tmp_path: Path) -> None:
    def stray(made: Workbook) -> None:
        made.active.append(["项目", "金额"])
        made.active.append(["奖励", "5万元"])
        made.active["Z1048576"] = "。"

    content = book(stray)
    started = process_time()
    raw = read(tmp_path, content)
    assert process_time() - started < 2  # the million rows took minutes
    assert "奖励 | 5万元" in raw.text
