"""The lexer of quantities: values in base units, ranges, limits, and what is none."""

from __future__ import annotations

import timeit
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docs_store.language.quantities import Form, codes, quantities


def read(text: str) -> list[tuple[Decimal, Decimal | None, str, str]]:
    return [(q.value, q.upper, q.unit, q.comparator) for q in quantities(text)]


@pytest.mark.parametrize(
    ("text", "value", "upper", "unit", "comparator"),
    [
        ("新培育高新技术企业47家", 47, None, "家", ""),
        ("投资1,434.3万元", 14343000, None, "元", ""),
        ("１２．５亿元", 1250000000, None, "元", ""),
        ("72。5万元", 725000, None, "元", ""),
        ("奖励3—5万元", 30000, 50000, "元", ""),
        ("10万元至50万元", 100000, 500000, "元", ""),
        ("补助3%-5%", 3, 5, "%", ""),
        ("不超过3000万元", 30000000, None, "元", "≤"),
        ("2024年1.71亿元", 171000000, None, "元", ""),
        ("最高给予100万元奖励", 1000000, None, "元", "≤"),
        ("上限为500万元", 5000000, None, "元", "≤"),
        ("50人以下", 50, None, "人", "≤"),
        ("不少于30人", 30, None, "人", "≥"),
        ("满2年以上", 2, None, "年", "≥"),
        ("超过185家", 185, None, "家", ">"),
        ("200余人", 200, None, "人", ">"),
        ("约600家", 600, None, "家", "≈"),
        ("600家左右", 600, None, "家", "≈"),
        ("突破2万亿元大关", 2000000000000, None, "元", ">"),
        ("百分之五十", 50, None, "%", ""),
        ("七成以上", 70, None, "%", "≥"),
        ("二十个工作日内", 20, None, "工作日", ""),
        ("培训不少于24周", 24, None, "周", "≥"),
        ("隔离两个星期", 2, None, "周", ""),
        ("建校60周年", 60, None, "年", ""),
        ("增速-3.5%", Decimal("-3.5"), None, "%", ""),
        ("同比−1.9%", Decimal("-1.9"), None, "%", ""),
        ("环比为负0.4%", Decimal("-0.4"), None, "%", ""),
        ("增速由正转负,降至-2.2%", Decimal("-2.2"), None, "%", ""),
        ("减负30亿元", 3000000000, None, "元", ""),
        ("资助不超过 20 万元", 200000, None, "元", "≤"),
        ("十余万元", 100000, None, "元", ">"),
        ("两千八百万元", 28000000, None, "元", ""),
        ("低于 6500 万美元", 65000000, None, "美元", "<"),
        ("产值破亿元", 100000000, None, "元", ">"),
        ("吸纳就业3人或以上", 3, None, "人", "≥"),
        ("土层大于等于1.5米", Decimal("1.5"), None, "米", "≥"),
        ("销售额未超过五百万元", 5000000, None, "元", "≤"),
        ("近五年", 5, None, "年", ""),
        ("占全国一半以上", 50, None, "%", "≥"),
        ("出口占全市1/4", 25, None, "%", ""),
        ("占全省4成", 40, None, "%", ""),
        ("支持10家具备条件的企业", 10, None, "家", ""),
        ("检查531家政府网站", 531, None, "家", ""),
        ("招募100名优秀博士", 100, None, "人", ""),
        ("推出50 余项服务", 50, None, "项", ">"),
        ("年满16周岁", 16, None, "岁", ""),
        ("签约20个", 20, None, "个", ""),
        ("新增限额以上企业1000家", 1000, None, "家", ""),
        ("高于全省平均1.5个百分点", Decimal("1.5"), None, "个百分点", ""),
        ("最低生活保障标准的3倍", 3, None, "倍", ""),
    ],
)
def test_a_quantity_has_value_unit_and_limit(
    text: str, value: Decimal | int, upper: int | None, unit: str, comparator: str
) -> None:
    assert read(text) == [(Decimal(value), upper if upper is None else Decimal(upper), unit, comparator)]


@pytest.mark.parametrize(
    "text",
    [
        "2023年", "2024年3月1日至4月30日", "第七条", "甲科〔2024〕12号", "8:30-17:30", "1.申报材料", "(2)审计报告",
        "2024-03-01", "电话0000-6001004", "第一年起", "第2年", "第三周", "第三十一次会议", "规划(2013—2030)",
        "编码330106102345678",
    ],
)  # fmt: skip
def test_years_days_articles_numbers_of_papers_and_telephones_are_none(text: str) -> None:
    assert read(text) == []


def test_each_number_of_a_list_stands_for_itself() -> None:
    assert [q.text for q in quantities("甲类、乙类、丙类企业46家、21家、14家")] == ["46家", "21家", "14家"]


def test_a_limit_before_two_numbers_is_the_first_ones() -> None:
    assert [q.comparator for q in quantities("最高50万元，每年补助10万元")] == ["≤", ""]


def test_a_quantity_keeps_how_it_is_written() -> None:
    (q,) = quantities("总量超过一千两百万元以上")
    assert (q.number, q.written_unit.text, q.form) == (Decimal(1200), "万元", Form.WORDS)
    assert (q.left, q.start, q.end, q.right) == (2, 4, 10, 12)


def test_the_lexer_takes_time_in_proportion_to_its_text() -> None:
    def seconds(text: str) -> float:
        return min(timeit.repeat(lambda: quantities(text), number=1, repeat=3))

    for piece in ("不超过", "1,234", "十百", "第", "2023—", "最高给予", "约 "):
        assert seconds(piece * 4000) < 12 * seconds(piece * 1000) + 0.05


@pytest.mark.parametrize("one", ["一家公司", "一个方面"])
def test_one_before_a_classifier_may_count_nothing(one: str) -> None:
    assert [q.is_article for q in quantities(one)] == [True]


def test_telephones_are_codes() -> None:
    assert [code for code, _, _ in codes("咨询电话0000-6001004，手机13800000000")] == ["00006001004", "13800000000"]


@given(st.integers(1, 99999), st.sampled_from(["家", "万元", "亿元", "%", "人", "平方米"]))
def test_the_same_amount_is_equal_however_it_is_written(number: int, unit: str) -> None:
    plain, parted = quantities(f"共{number}{unit}"), quantities(f"共{number:,}{unit}")
    assert [(q.value, q.unit) for q in plain] == [(q.value, q.unit) for q in parted]


@given(st.text(alphabet="0123456789.,%-—至万亿元家年月日第条一二三十百千约超不过以上内（）() \n", max_size=60))
def test_spans_lie_in_the_text_and_in_order(text: str) -> None:
    found = quantities(text)
    assert all(0 <= q.start < q.end <= len(text) for q in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
