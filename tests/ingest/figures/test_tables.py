"""Rows of tables."""

from __future__ import annotations

from decimal import Decimal

from docs_store.types import Kind
from tests.ingest.figures.conftest import Read


def test_rows_by_years(read: Read) -> None:
    header = "指标 | 单位 | 2022年 | 2023年"
    text = f"{header}\n高企 | 家 | 547 | 600\n研发投入(亿元) |  | 24.1 | 26.3"
    figures = read(text, heading=("附表", header), kind=Kind.TABLE)
    assert [(f.canonical, f.value, f.unit, f.period) for f in figures] == [
        ("高新技术企业", 547, "家", "2022"),
        ("高新技术企业", 600, "家", "2023"),
        ("研发经费支出", Decimal("24.1"), "亿元", "2022"),
        ("研发经费支出", Decimal("26.3"), "亿元", "2023"),
    ]
    assert [text[f.value_start : f.value_end] for f in figures] == ["547", "600", "24.1", "26.3"]


def test_a_growth_column(read: Read) -> None:
    header = "序号 | 指标 | 数值(亿元) | 同比增长(%)"
    figures = read(f"{header}\n1 | 规上工业增加值 | 5.49 | 9.9", heading=(header,))
    assert [(f.indicator, f.value, f.unit, f.aspect) for f in figures] == [
        ("规上工业增加值", Decimal("5.49"), "亿元", "level"),
        ("规上工业增加值", Decimal("9.9"), "%", "growth"),
    ]


def test_targets_and_results_side_by_side(read: Read) -> None:
    header = "指标 | 目标值 | 完成情况"
    figures = read(f"{header}\n高新技术企业 | 20家 | 23家", heading=(header,))
    assert [(f.value, f.status) for f in figures] == [(20, "target"), (23, "actual")]


def test_words_are_no_values(read: Read) -> None:
    header = "单位 | 电话 | 说明"
    assert read(f"{header}\n科技局 | 0555-1234567 | 见附件2", heading=(header,)) == []
