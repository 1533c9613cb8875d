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
    assert profile.titles == (Title(name="高新技术企业", held=True),)
    assert not profile.titles_complete


@pytest.mark.parametrize(
    ("said", "field", "value"),
    [
        ("2024年营业收入5000万元", "years.2024.revenue", "50000000"),
        ("前年研发费用大概300万", "years.2024.rd_spending", "3000000"),
        ("员工120人，研发人员20人", "staff", "120"),
        ("员工120人，研发人员20人", "rd_staff", "20"),
        ("2019年3月成立", "founded", "2019-03"),
        ("2021年成立", "founded", "2021"),
        ("开了五年了", "founded", "2021"),
        ("技术转让收入200万", "years.2025.transfer_income", "2000000"),
        ("三百来号人", "staff", "300"),
        ("研发烧了一个多亿", "years.2025.rd_spending", "100000000"),
        ("去年收入3千2百万", "years.2025.revenue", "32000000"),
        ("9个发明、30个实用新型", "patents.invention", "9"),
        ("9个发明、30个实用新型", "patents.utility", "30"),
        ("发明专利3个实用新型14个", "patents.utility", "14"),
        ("2023年营收1.46亿元，2024年1.71亿元", "years.2024.revenue", "171000000"),
        ("有市级企业技术中心", "platforms", "市级企业技术中心"),
        ("前年有过一次环保处罚", "records.environment", "2024"),
        ("没有违法记录", "records.illegal", "0"),
        ("2022年和2024年各吃过一次环保罚单", "records.environment", "2022、2024"),
        ("去年营收2600万,前年3100万,大前年2900万", "years.2023.revenue", "29000000"),
        ("我们是省级的专精特新", "titles", "省级专精特新中小企业"),
        ("2023年搬到松江", "registered", "2023"),
        ("小微企业", "size", "小微"),
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


@pytest.mark.parametrize(
    "said",
    [
        "我们还不是高企",
        "我们想申请高企",
        "准备申请高新技术企业",
        "高企还没有",
        "专精特新报了没批下来",
        "够不够报小巨人？",
        "我朋友的公司是高企",
        "高企去年到期没续上",
    ],
)
def test_a_title_that_is_only_wished_for_is_none(said: str) -> None:
    profile = spoken.read([said], ON)
    assert profile is None or not profile.titles


def test_later_words_mend_earlier_ones() -> None:
    profile = spoken.read(["我们去年营收1个亿", "不对，营收是2个亿"], ON)
    assert profile is not None
    assert profile.years[2025]["revenue"] == 200_000_000


@pytest.mark.parametrize(
    "said",
    [
        "三年研发费用分别为730万、890万、1120万",
        "前几年研发合计投了1500万",
        "我们客户是家年收入十个亿的上市公司",
        "贷款1200万",
        "技术合同去年登记了350万",
    ],
)
def test_a_sum_that_is_no_year_s_own_is_left_alone(said: str) -> None:
    profile = spoken.read([said], ON)
    assert profile is None or not profile.years


def test_a_title_that_is_taken_back_is_gone() -> None:
    profile = spoken.read(["我们是专精特新企业", "更正一下，是创新型中小企业，专精特新没批下来"], ON)
    assert profile is not None and profile.titles is not None
    assert [title.name for title in profile.titles] == ["创新型中小企业"]


def test_two_or_three_tens_are_no_number() -> None:
    profile = spoken.read(["我们公司有二三十名员工，去年营收两千万"], ON)
    assert profile is not None
    assert profile.staff is None
    assert profile.years == {2025: {"revenue": Decimal(20_000_000)}}


def test_a_year_in_chinese_digits_is_one() -> None:
    profile = spoken.read(["我们公司二〇二四年营收2个亿，上一年度研发投入300万"], ON)
    assert profile is not None
    assert profile.years == {2024: {"revenue": Decimal(200_000_000)}, 2025: {"rd_spending": Decimal(3_000_000)}}
