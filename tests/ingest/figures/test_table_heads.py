"""Tables behind one another, rows that are named by several cells, and rows that are of one day."""

from __future__ import annotations

import pytest

from docs_store.types import Kind
from ingest.figures import stretches
from tests.ingest.figures.conftest import Read


@pytest.mark.parametrize(
    ("first", "second", "row", "names"),
    [
        ("指标 | 户数 | 金额(万元)", "指标 | 面积(亩) | 产量(吨)", "小麦 | 12 | 30", ["小麦面积", "小麦产量"]),
        ("事项 | 受理数量 | 办结数量", "事项 | 投诉数量 | 答复数量", "许可 | 5 | 4", ["许可投诉数量", "许可答复数量"]),
        ("学段 | 招生数 | 毕业生数", "学段 | 班级数 | 教师数", "小学 | 21 | 48", ["小学班级数", "小学教师数"]),
    ],
)
def test_a_row_that_begins_as_the_head_does_is_the_head_of_the_next_table(
    read: Read, first: str, second: str, row: str, names: list[str]
) -> None:
    text = f"{first}\n{row}\n(二)其他情况\n{second}\n{row}"
    figures = read(text, kind=Kind.TABLE)
    assert [figure.indicator for figure in figures[2:]] == names


@pytest.mark.parametrize(
    ("rows", "names"),
    [
        ("办件 | 办件 | 个人 | 企业\n办结 | 不予受理 | 5 | 2", ["办结不予受理个人", "办结不予受理企业"]),
        ("支出 | 支出 | 城区 | 乡村\n教育 | 1.小学 | 8 | 3", ["教育小学城区", "教育小学乡村"]),
        ("品种 | 品种 | 面积 | 产量\n(一)谷物 | (1)冬小麦 | 8 | 3", ["谷物冬小麦面积", "谷物冬小麦产量"]),
    ],
)
def test_cells_under_one_wide_head_name_a_row_together(read: Read, rows: str, names: list[str]) -> None:
    assert [figure.indicator for figure in read(rows, kind=Kind.TABLE)] == names


@pytest.mark.parametrize(
    ("head", "aspect", "period"),
    [("本年增/减", "change", "2023"), ("上一年项目数量", "level", "2022"), ("本年度项目数量", "level", "2023")],
)
def test_heads_that_name_the_year_before_and_what_changed(read: Read, head: str, aspect: str, period: str) -> None:
    figure = read(f"事项 | {head}\n行政许可 | 6", kind=Kind.TABLE)[0]
    assert (figure.indicator.removesuffix("项目数量"), figure.aspect.value, figure.period) == (
        "行政许可",
        aspect,
        period,
    )


@pytest.mark.parametrize(
    ("cell", "period"),
    [
        ("2023-04-05", "2023-04-05"),
        ("2023年4月5日", "2023-04-05"),
        ("2023/4/15", "2023-04-15"),
        ("2023-04-05 00:00:00", "2023-04-05"),
    ],
)
def test_a_row_of_a_day_has_the_day_as_its_period(read: Read, cell: str, period: str) -> None:
    figures = read(f"日期 | 接待人次 | 其中团队\n{cell} | 120 | 30", kind=Kind.TABLE)
    assert [(figure.period, str(figure.value)) for figure in figures] == [(period, "120"), (period, "30")]


def test_the_rows_of_days_make_a_total_of_their_months(read: Read) -> None:
    figures = read("日期 | 接待人次\n2023-04-29 | 120\n2023-05-02 | 30\n合计 | 150", kind=Kind.TABLE)
    assert [figure.period for figure in figures] == ["2023-04-29", "2023-05-02", "2023-04..2023-05"]


def test_no_day() -> None:
    assert [stretches.of_day(text) for text in ("2023-13-01", "2023-02-30", "4月5日", "2023", "2023-04")] == [""] * 5


def test_a_day_that_is_no_time_of_a_row_leaves_its_period(read: Read) -> None:
    figure = read("企业名称 | 成立日期 | 营业收入(万元)\n甲公司 | 2015-03-02 | 120", kind=Kind.TABLE)[-1]
    assert (figure.indicator[:3], figure.period) == ("甲公司", "2023")


@pytest.mark.parametrize(
    ("rows", "names"),
    [
        ("类别 | 品种 | 计量单位 | 价格(元)\n一、粮食类 | 晚籼米 | 元/500克 | 2.68", ["晚籼米价格"]),
        (
            "品名 | 规格 | 计价单位 | 零售价(元)\n食用油 | 桶装 | 元/桶 | 79.9\n白糖 | 袋装 | 元/袋 | 4",
            ["食用油零售价", "白糖零售价"],
        ),
        ("商品 | 计量单位 | 出口数量\n茶叶 | 吨 | 310\n瓷器 | 千件 | 54", ["茶叶出口数量", "瓷器出口数量"]),
    ],
)
def test_a_column_of_units_names_no_row(read: Read, rows: str, names: list[str]) -> None:
    assert [figure.indicator for figure in read(rows, kind=Kind.TABLE)] == names
