"""Which cells of a sheet are one table: tables beside each other, lists in several columns, headers of several rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ingest.readers.workbooks import of_rows, read, tables


def headers(tmp_path: Path, content: bytes, name: str = "表.xlsx") -> list[str]:
    return [header for header, _ in tables(read(tmp_path, content, name))]


def test_an_empty_column_parts_two_tables_under_one_title(tmp_path: Path) -> None:
    content = of_rows(
        ["青禾县认定结果"],
        ["序号", "单位", "金额（万元）", None, "片区", "家数"],
        [1, "甲厂", 15, None, "东片", 4],
        [2, "乙厂", 25, None, "西片", 6],
        ["注：金额为税前。"],
        merged=("A1:F1", "A5:F5"),
    )
    raw = read(tmp_path, content)
    assert raw.text.splitlines()[0] == "青禾县认定结果" and raw.text.splitlines()[-1] == "注：金额为税前。"
    assert tables(raw) == [
        ("序号 | 单位 | 金额（万元）", ["1 | 甲厂 | 15", "2 | 乙厂 | 25"]),
        ("片区 | 家数", ["东片 | 4", "西片 | 6"]),
    ]


def test_tables_of_different_height_each_under_its_own_title(tmp_path: Path) -> None:
    content = of_rows(
        ["表一 企业", None, None, None, "表二 片区", None, None, "表三 部门"],
        ["企业", "奖励", None, None, "片区", "家数", None, "部门", "电话"],
        ["甲厂", 15, None, None, "东片", 4, None, "科技局", "0555-1"],
        ["乙厂", 25, None, None, None, None, None, "财政局", "0555-2"],
        ["丙厂", 35, None, None, "街道", "人数", None, "商务局", "0555-3"],
        ["丁厂", 45, None, None, "城关", 30],
        merged=("A1:B1", "E1:F1", "H1:I1"),
    )
    raw = read(tmp_path, content)
    assert raw.text.splitlines() == [
        "表一 企业", "企业 | 奖励", "甲厂 | 15", "乙厂 | 25", "丙厂 | 35", "丁厂 | 45",
        "表二 片区", "片区 | 家数", "东片 | 4", "街道 | 人数", "城关 | 30",
        "表三 部门", "部门 | 电话", "科技局 | 0555-1", "财政局 | 0555-2", "商务局 | 0555-3",
    ]  # fmt: skip
    assert [header for header, _ in tables(raw)] == ["企业 | 奖励", "片区 | 家数", "街道 | 人数", "部门 | 电话"]


def test_a_line_across_two_tables_stands_between_those_above_and_below(tmp_path: Path) -> None:
    content = of_rows(
        ["企业", "奖励", None, "片区", "家数"],
        ["甲厂", 15, None, "东片", 4],
        ["以下为第二批"],
        ["企业", "奖励", None, "片区", "家数"],
        ["乙厂", 25, None, "西片", 6],
        merged=("A3:E3",),
    )
    assert read(tmp_path, content).text.splitlines() == [
        "企业 | 奖励", "甲厂 | 15", "片区 | 家数", "东片 | 4", "以下为第二批",
        "企业 | 奖励", "乙厂 | 25", "片区 | 家数", "西片 | 6",
    ]  # fmt: skip


def test_tables_beside_each_other_in_csv(tmp_path: Path) -> None:
    text = "企业,奖励,,片区,家数\n甲厂,15,,东片,4\n乙厂,25,,西片,6\n"
    assert headers(tmp_path, text.encode(), "并列.csv") == ["企业 | 奖励", "片区 | 家数"]


@pytest.mark.parametrize(
    ("rows", "merged", "header"),
    [
        ([["片区", None, "产值", "税收"], ["东片", None, 20, 3], ["西片", None, 30, 4]], (), "片区 | 产值 | 税收"),
        ([["序号", None, "企业", "奖励"], [1, None, "甲厂", 3], [2, None, "乙厂", 4]], (), "序号 | 企业 | 奖励"),
        ([["企业", "奖励", None, "备注"], ["甲厂", 15, None, "已撤回"], ["乙厂", 25]], (), "企业 | 奖励 | 备注"),
        ([["企业", "奖励"], ["甲厂", 15, None, "已撤回"], ["乙厂", 25]], (), "企业 | 奖励 | "),
        ([["企业", "2023年", None], ["甲厂", 15], ["乙厂", 25]], ("B1:C1",), "企业 | 2023年"),
    ],
    ids=["numbers", "numbering", "remarks", "a-remark", "merged"],
)
def test_an_empty_column_within_a_table_parts_nothing(
    tmp_path: Path, rows: list[list[object]], merged: tuple[str, ...], header: str
) -> None:
    assert headers(tmp_path, of_rows(*rows, merged=merged)) == [header]


def test_a_caption_in_the_corner_stands_before_the_table(tmp_path: Path) -> None:
    content = of_rows(["认定名单", None, None, "附件2"], ["企业", "奖励"], ["甲厂", 15], ["乙厂", 25])
    assert read(tmp_path, content).text.splitlines() == ["附件2", "认定名单", "企业 | 奖励", "甲厂 | 15", "乙厂 | 25"]


def test_a_list_in_several_columns_of_the_page_is_one_list(tmp_path: Path) -> None:
    content = of_rows(
        ["合格名单"],
        ["序号", "企业", "序号", "企业", "序号", "企业"],
        [1, "甲厂", 3, "丙厂", 5, "戊厂"],
        [2, "乙厂", 4, "丁厂"],
        ["注：排名不分先后。"],
        merged=("A1:F1", "A5:F5"),
    )
    raw = read(tmp_path, content)
    assert tables(raw) == [("序号 | 企业", ["1 | 甲厂", "2 | 乙厂", "3 | 丙厂", "4 | 丁厂", "5 | 戊厂"])]
    assert raw.text.startswith("合格名单\n") and raw.text.endswith("\n注：排名不分先后。\n")


@pytest.mark.parametrize(
    "rows",
    [
        [["产值", "增速", "产值", "增速"], [1, 2, 3, 4], [5, 6, 7, 8]],
        [["片区", "产值", "片区", "税收"], ["东片", 2, "东片", 4], ["西片", 6, "西片", 8]],
    ],
    ids=["numbers", "other-header"],
)
def test_what_is_no_list_in_columns_stays_as_it_is(tmp_path: Path, rows: list[list[object]]) -> None:
    lines = read(tmp_path, of_rows(*rows)).text.splitlines()
    assert lines == [" | ".join(map(str, row)) for row in rows]


@pytest.mark.parametrize(
    ("rows", "merged", "header"),
    [
        (
            [["片区", "2023年", None, "2024年", None], [None, "产值", "税收", "产值", "税收"]],
            ("A1:A2", "B1:C1", "D1:E1"),
            "片区 | 2023年 产值 | 2023年 税收 | 2024年 产值 | 2024年 税收",
        ),
        (
            [["片区", "2023年", None, "2024年", None], [None, "产值", "税收", "产值", "税收"]],
            (),
            "片区 | 2023年 产值 | 2023年 税收 | 2024年 产值 | 2024年 税收",
        ),
        (
            [
                ["片区", "2023年", None, None, None],
                [None, "工业", None, "农业", None],
                [None, "产值", "税收", "产值", "税收"],
                [None, "亿元", "万元", "亿元", "万元"],
            ],
            ("A1:A4", "B1:E1", "B2:C2", "D2:E2"),
            "片区 | 2023年 工业 产值 亿元 | 2023年 工业 税收 万元 | 2023年 农业 产值 亿元 | 2023年 农业 税收 万元",
        ),
    ],
    ids=["merged", "not-merged", "four-rows"],
)
@pytest.mark.parametrize("cells", [[1, 2, 3, 4], ["高", "低", "高", "低"]], ids=["numbers", "words"])
def test_a_header_of_several_rows_ends_where_the_data_begins(
    tmp_path: Path, rows: list[list[object]], merged: tuple[str, ...], header: str, cells: list[object]
) -> None:
    content = of_rows(*rows, ["东片", *cells], ["西片", *cells], merged=merged)
    data = " | ".join(map(str, cells))
    assert tables(read(tmp_path, content)) == [(header, [f"东片 | {data}", f"西片 | {data}"])]


def test_a_row_of_words_below_a_short_header_is_no_part_of_it(tmp_path: Path) -> None:
    rows = [["企业", "片区", "产品"], ["甲厂", "东片", None, "新增"], ["乙厂", "西片", "灯具"]]
    assert headers(tmp_path, of_rows(*rows)) == ["企业 | 片区 | 产品 | "]


def test_a_caption_of_several_fields_is_no_header(tmp_path: Path) -> None:
    rows = [
        ["青禾县科技统计"],
        ["填报单位：科技局", None, "2024年6月", None, "单位：万元"],
        ["序号", "企业", "片区", "产值", "税收"],
        [1, "甲厂", "东片", 20, 3],
        [2, "乙厂", "西片", 30, 4],
    ]
    raw = read(tmp_path, of_rows(*rows, merged=("A1:E1", "A2:B2", "C2:D2")))
    assert raw.text.splitlines()[:2] == ["青禾县科技统计", "填报单位：科技局  2024年6月  单位：万元"]
    assert tables(raw) == [
        ("序号 | 企业 | 片区 | 产值 | 税收", ["1 | 甲厂 | 东片 | 20 | 3", "2 | 乙厂 | 西片 | 30 | 4"])
    ]


def test_fields_of_a_form_stay_in_its_rows(tmp_path: Path) -> None:
    rows = [["名称：甲厂", "电话：0555-1"], ["地址：东片", "邮编：234000"]]
    assert read(tmp_path, of_rows(*rows)).text.splitlines() == [" | ".join(row) for row in rows]
