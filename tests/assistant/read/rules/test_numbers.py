"""Quantities: value, unit, and what they measure."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.read.rules.numbers import Measure, measure_of, quantities


def seen(text: str) -> list[tuple[Measure, str]]:
    return [(q.measure, text[q.start : q.end]) for q in quantities(text)]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("兑现资金1434.3万元", "14343000", "元"),
        ("投入12.93亿元", "1293000000", "元"),
        ("总量1.8万亿元", "1800000000000", "元"),
        ("粮食产量726.8亿斤", "72680000000", "斤"),
        ("新增就业1,060,000人", "1060000", "人"),
        ("融资2800余万元", "28000000", "元"),
        ("容量160千瓦", "160", "千瓦"),
        ("不超过 20 万元", "200000", "元"),
        ("修建8000公里", "8000", "公里"),
        ("年满16周岁", "16", "周岁"),
        ("培训87.1万人次", "871000", "人次"),
        ("年龄不超过57周岁", "57", "周岁"),
        ("年满二十五周岁", "25", "周岁"),
        ("由三名评审专家签字", "3", "名"),
        ("处违法所得四倍罚款", "4", "倍"),
        ("每个县可以设立一项奖励", "1", "项"),
    ],
)
def test_value_and_unit(text: str, value: str, unit: str) -> None:
    (quantity,) = quantities(text)
    assert quantity.value == Decimal(value)
    assert quantity.unit == unit


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("47家", Measure.COUNT),
        ("72.5万元", Measure.MONEY),
        ("152.7亿美元", Measure.MONEY),
        ("1.6万平方米", Measure.AREA),
        ("第三位", Measure.RANK),
        ("2023年10月", Measure.DATE),
        ("2026-11-05", Measure.DATE),
        ("常年", Measure.DATE),
        ("10个工作日", Measure.DURATION),
        ("二十年", Measure.DURATION),
        ("0000-6001003", Measure.PHONE),
        ("万吨", None),
    ],
)
def test_kind(text: str, measure: Measure | None) -> None:
    assert [q.measure for q in quantities(text)] == ([measure] if measure else [])


@pytest.mark.parametrize(
    ("text", "measures"),
    [
        ("增长9.69%", [Measure.GROWTH]),
        ("增速-26.6%", [Measure.GROWTH]),
        ("分别增长5%、6%", [Measure.GROWTH, Measure.GROWTH]),
        ("同比提高0.26个百分点", [Measure.GROWTH]),
        ("占比达60%", [Measure.PERCENT]),
        ("研发强度提升至2.57%", [Measure.PERCENT]),
        ("增加值占比41.79%", [Measure.PERCENT]),
        ("不低于百分之五十", [Measure.PERCENT]),
        ("不低于三分之一", [Measure.PERCENT]),
        ("增速高于全国0.7个百分点", [Measure.OTHER]),
    ],
)
def test_growth_is_no_share_and_neither_is_a_distance(text: str, measures: list[Measure]) -> None:
    assert [q.measure for q in quantities(text)] == measures


@pytest.mark.parametrize("text", ["青科〔2023〕15号", "第十二条", "2026年度", "第二章", "2023-2025年行动计划"])
def test_names_of_documents_and_their_parts_are_no_quantities(text: str) -> None:
    assert not [q for q in quantities(text) if q.measure in (Measure.COUNT, Measure.RANK, Measure.OTHER)]


def test_only_a_year_is_told_from_a_day() -> None:
    assert [q.unit for q in quantities("2023年获批")] == ["年"]
    assert [q.unit for q in quantities("2023年4月获批")] == [""]


def test_all_in_order() -> None:
    assert seen("登记1068项,交易额91亿元,同比增长13.75%") == [
        (Measure.COUNT, "1068项"),
        (Measure.MONEY, "91亿元"),
        (Measure.GROWTH, "13.75%"),
    ]


def test_units_measure_the_same_in_questions_and_texts() -> None:
    assert measure_of("家") is Measure.COUNT
    assert measure_of("斤") is Measure.OTHER
    assert measure_of("") is Measure.OTHER


@given(st.text(alphabet="0123456789.,%万亿元家年月日第一二分之增长至、 -", max_size=60))
def test_spans_are_in_order_and_inside(text: str) -> None:
    found = quantities(text)
    assert all(0 <= q.start < q.end <= len(text) for q in found)
    assert [q.start for q in found] == sorted(q.start for q in found)


@pytest.mark.parametrize("text", ["保持两位数增长", "三位一体推进", "完善一项制度", "第三十二项", "几十家", "数百人"])
def test_words_that_count_nothing(text: str) -> None:
    assert not [q for q in quantities(text) if q.measure is Measure.COUNT]
