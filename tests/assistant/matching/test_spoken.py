from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from assistant.matching import spoken
from assistant.matching.asked import is_asked
from assistant.matching.profile import Title

ON = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("我们公司去年研发投入800万,营收1个亿,是高企,能申请什么?", True),
        ("我司有20个员工，可以享受哪些补贴？", True),
        ("本公司是科技型中小企业，能申报什么政策", True),
        ("高新技术企业可以申请什么补贴？", False),
        ("我们县2023年新增高企多少家？", False),
        ("贷款贴息的条件是什么", False),
    ],
)
def test_only_ones_own_enterprise_is_matched(question: str, asked: bool) -> None:
    assert is_asked(question) is asked


def test_sums_years_and_titles() -> None:
    profile = spoken.read(["我们公司去年研发投入800万,营收1个亿,是高企,能申请什么?"], ON)
    assert profile is not None
    assert profile.years == {2025: {"rd_spending": Decimal(8_000_000), "revenue": Decimal(100_000_000)}}
    assert profile.titles == (Title(name="高新技术企业"),)
    assert not profile.titles_complete


@pytest.mark.parametrize(
    ("said", "field", "value"),
    [
        ("2024年营业收入5000万元", "years.2024.revenue", "50000000"),
        ("前年研发费用大概300万", "years.2024.rd_spending", "3000000"),
        ("员工120人，研发人员20人", "staff", "120"),
        ("员工120人，研发人员20人", "rd_staff", "20"),
        ("2019年3月成立", "founded", "2019-03-28"),
        ("有3件发明专利", "patents.invention", "3"),
        ("软著5个", "patents.software", "5"),
        ("纳税三百万", "years.2025.tax", "3000000"),
        ("是省级专精特新", "titles", "省级专精特新中小企业"),
    ],
)
def test_facts(said: str, field: str, value: str) -> None:
    profile = spoken.read([said], ON)
    assert profile is not None
    assert (field, value) in list(spoken.pairs(profile))


@pytest.mark.parametrize("said", ["我们还不是高企", "我们想申请高企", "准备申请高新技术企业"])
def test_a_title_that_is_only_wished_for_is_none(said: str) -> None:
    profile = spoken.read([said], ON)
    assert profile is None or not profile.titles


def test_later_words_mend_earlier_ones() -> None:
    profile = spoken.read(["我们去年营收1个亿", "不对，营收是2个亿"], ON)
    assert profile is not None
    assert profile.years[2025]["revenue"] == 200_000_000


def test_two_or_three_tens_are_no_number() -> None:
    profile = spoken.read(["我们公司有二三十名员工，去年营收两千万"], ON)
    assert profile is not None
    assert profile.staff is None
    assert profile.years == {2025: {"revenue": Decimal(20_000_000)}}


def test_a_year_in_chinese_digits_is_one() -> None:
    profile = spoken.read(["我们公司二〇二四年营收2个亿，上一年度研发投入300万"], ON)
    assert profile is not None
    assert profile.years == {2024: {"revenue": Decimal(200_000_000)}, 2025: {"rd_spending": Decimal(3_000_000)}}
