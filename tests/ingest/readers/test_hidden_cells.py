"""Hidden rows and columns are no part of the text, and the warnings name them."""

from __future__ import annotations

import struct
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

from docs_store.errors import UnreadableFileError
from ingest.readers import RawText
from tests.ingest.readers.workbooks import book, of_rows, read, with_parts
from ui.texts import Words

Hide = Callable[[Workbook], None]
XLS = Path(__file__).parent / "data" / "statistics.xls"
SHEET = "xl/worksheets/sheet1.xml"


def listed(made: Workbook) -> None:
    made.active.title = "名单"
    for row in (
        ["序号", "企业", "奖励", "电话", "备注"],
        [1, "甲厂", 15, "0555-1", "无"],
        [2, "乙厂", 25, "0555-2", "无"],
        [3, "丙厂", 35, "0555-3", "无"],
    ):
        made.active.append(row)


def hidden_by(hide: Hide) -> bytes:
    def fill(made: Workbook) -> None:
        listed(made)
        hide(made)

    return book(fill)


def hidden_flag(made: Workbook) -> None:
    made.active.row_dimensions[3].hidden = True
    made.active.column_dimensions["D"].hidden = True


def outline(made: Workbook) -> None:
    made.active.row_dimensions.group(3, 3, outline_level=1, hidden=True)
    made.active.column_dimensions.group("D", "D", outline_level=1, hidden=True)


def filtered(made: Workbook) -> None:
    made.active.auto_filter.ref = "A1:E4"
    made.active.auto_filter.add_filter_column(1, ["甲厂", "丙厂"])
    made.active.row_dimensions[3].hidden = True  # as Excel saves what its filter hides
    made.active.column_dimensions["D"].hidden = True


@pytest.mark.parametrize("hide", [hidden_flag, outline, filtered])
def test_hidden_rows_and_columns_are_left_out_and_named(tmp_path: Path, hide: Hide) -> None:
    raw = read(tmp_path, hidden_by(hide))
    assert raw.text.splitlines() == ["序号 | 企业 | 奖励 | 备注", "1 | 甲厂 | 15 | 无", "3 | 丙厂 | 35 | 无"]
    assert raw.warnings == ("Hidden rows are left out: 1 (名单 3).", "Hidden columns are left out: 1 (名单 D).")
    assert [Words("zh").warning(warning) for warning in raw.warnings] == [
        "隐藏的行没有收入：1 行（名单 3）。",
        "隐藏的列没有收入：1 列（名单 D）。",
    ]


@pytest.mark.parametrize("size", [b"0", b"0.1"])
def test_what_has_no_height_or_width_is_hidden(tmp_path: Path, size: bytes) -> None:
    def shrink(data: bytes) -> bytes:
        columns = b'<cols><col min="4" max="4" width="%b" customWidth="1"/></cols><sheetData>' % size
        return data.replace(b"<sheetData>", columns).replace(
            b'<row r="3"', b'<row r="3" ht="%b" customHeight="1"' % size
        )

    raw = read(tmp_path, with_parts(book(listed), {SHEET: shrink}))
    assert raw.text.splitlines() == ["序号 | 企业 | 奖励 | 备注", "1 | 甲厂 | 15 | 无", "3 | 丙厂 | 35 | 无"]
    assert raw.warnings == ("Hidden rows are left out: 1 (名单 3).", "Hidden columns are left out: 1 (名单 D).")


def test_columns_are_hidden_where_none_has_a_width_of_its_own(tmp_path: Path) -> None:
    def hide(made: Workbook) -> None:
        made.active.sheet_format.defaultColWidth = 0
        for letter in "ABC":
            made.active.column_dimensions[letter].width = 12

    raw = read(tmp_path, hidden_by(hide))
    assert raw.text.splitlines()[:2] == ["序号 | 企业 | 奖励", "1 | 甲厂 | 15"]
    assert raw.warnings == ("Hidden columns are left out: 2 (名单 D-E).",)


def test_each_sheet_names_its_own(tmp_path: Path) -> None:
    def hide(made: Workbook) -> None:
        second = made.create_sheet("项目")
        for number in range(1, 40):
            second.append([f"项目{number}", "在建"])
        for row in (2, 3, 4, 9, *range(12, 40, 2)):
            second.row_dimensions[row].hidden = True
        made.active.row_dimensions[4].hidden = True

    rows, *rest = read(tmp_path, hidden_by(hide)).warnings
    assert rows.startswith("Hidden rows are left out: 19 (名单 4; 项目 2-4, 9, 12, 14,") and rows.endswith(", …).")
    assert rest == []


def test_what_is_hidden_and_empty_is_not_told(tmp_path: Path) -> None:
    def hide(made: Workbook) -> None:
        made.active.column_dimensions["H"].hidden = True
        made.active.row_dimensions[20].hidden = True

    assert read(tmp_path, hidden_by(hide)).warnings == ()


def test_a_merged_cell_is_shown_while_a_part_of_it_is(tmp_path: Path) -> None:
    def fill(made: Workbook) -> None:
        for row in (["编号", "片区", "企业"], ["x", "东片", "甲厂"], ["y", None, "乙厂"], ["z", "西片", "丙厂"]):
            made.active.append(row)
        made.active.insert_rows(1)
        made.active["A1"] = "认定结果"
        made.active.merge_cells("A1:C1")
        made.active.merge_cells("B3:B4")
        made.active.row_dimensions[3].hidden = True  # holds 东片, which is shown beside 乙厂
        made.active.column_dimensions["A"].hidden = True  # holds the title

    raw = read(tmp_path, book(fill))
    assert raw.text.splitlines() == ["认定结果", "片区 | 企业", "东片 | 乙厂", "西片 | 丙厂"]
    assert raw.warnings == ("Hidden rows are left out: 1 (Sheet 3).", "Hidden columns are left out: 1 (Sheet A).")


def test_a_hidden_column_parts_no_table(tmp_path: Path) -> None:
    def fill(made: Workbook) -> None:
        for row in (
            ["企业", "片区", None, "产品", "去向"],
            ["甲厂", "东片", None, "灯", "外销"],
            ["乙厂", "西片", None, "线", "内销"],
        ):
            made.active.append(row)
        made.active.column_dimensions["C"].hidden = True

    assert len(read(tmp_path, book(fill)).tables) == 1


def test_a_sheet_with_nothing_in_sight_is_refused(tmp_path: Path) -> None:
    def hide(made: Workbook) -> None:
        for row in range(1, 5):
            made.active.row_dimensions[row].hidden = True

    with pytest.raises(UnreadableFileError) as caught:
        read(tmp_path, hidden_by(hide))
    assert caught.value.code == "no_text" and "hidden" in caught.value.remedy


def test_many_ranges_of_columns_over_each_other_cost_no_time(tmp_path: Path) -> None:
    entries = b'<col min="5" max="16384" hidden="1"/>' * 100_000
    content = with_parts(
        of_rows(["企业", "奖励"], ["甲厂", 15]),
        {SHEET: lambda data: data.replace(b"<sheetData>", b"<cols>" + entries + b"</cols><sheetData>")},
    )
    assert read(tmp_path, content).text == "企业 | 奖励\n甲厂 | 15\n"


# --- XLS: `data/statistics.xls` with its records changed ---------------------------------------------------------


def records(data: bytes) -> list[tuple[int, int, int]]:
    """Kind, start of the content and its length of each BIFF record, which follow each other from byte 512."""
    at, listed_ones = 512, []
    while at + 4 < len(data):
        kind, length = struct.unpack_from("<HH", data, at)
        if not (kind or length):
            break
        listed_ones.append((kind, at + 4, length))
        at += 4 + length
    return listed_ones


def read_changed(tmp_path: Path, change: Callable[[bytearray], None]) -> RawText:
    data = bytearray(XLS.read_bytes())
    change(data)
    return read(tmp_path, bytes(data), "旧.xls")


@pytest.mark.parametrize(("offset", "value"), [(12, 0x20), (6, 0)], ids=["hidden", "no-height"])
def test_hidden_rows_of_old_spreadsheets(tmp_path: Path, offset: int, value: int) -> None:
    def hide(data: bytearray) -> None:
        start = next(at for kind, at, _ in records(data) if kind == 0x208 and data[at] == 3)
        struct.pack_into("<H", data, start + offset, value)

    raw = read_changed(tmp_path, hide)
    assert "1,234.50" not in raw.text and "青禾县 | 99,999.99" in raw.text
    assert any(warning.startswith("Hidden rows are left out: 1 (") for warning in raw.warnings)


@pytest.mark.parametrize(("width", "flags"), [(2560, 1), (0, 0)], ids=["hidden", "no-width"])
def test_hidden_columns_of_old_spreadsheets(tmp_path: Path, width: int, flags: int) -> None:
    def hide(data: bytearray) -> None:
        # The page setup of the first sheet gives its room to a COLINFO record, and a rest of no meaning.
        start = next(at for kind, at, length in records(data) if kind == 0xA1 and length == 34)
        struct.pack_into("<HH6H", data, start - 4, 0x7D, 12, 3, 3, width, 15, flags, 0)
        struct.pack_into("<HH", data, start + 12, 0xFFF, 18)

    raw = read_changed(tmp_path, hide)
    assert "认定日期" not in raw.text and "2023年5月6日" not in raw.text and "备注" in raw.text
    assert any(warning.startswith("Hidden columns are left out: 1 (") for warning in raw.warnings)
