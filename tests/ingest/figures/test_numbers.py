"""What is a quantity, and what only looks like one."""

from __future__ import annotations

from decimal import Decimal

import pytest

from docs_store.numerals import value_of
from ingest.figures.numbers import Form, lex


def lexed(text: str) -> list[str]:
    """Quantities as `comparator value~upper unit`."""
    return [
        f"{q.comparator}{q.value}{f'~{q.upper}' if q.upper is not None else ''}{q.unit.text}"
        + ("位次" if q.form is Form.RANK else "")
        for q in lex(text)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("新增47家", ["47家"]),
        ("达1.6万平方米", ["1.6万平方米"]),
        ("办结21,850件", ["21850件"]),
        ("12.93亿元,超40亿元", ["12.93亿元", ">40亿元"]),
        ("增速-26.6%", ["-26.6%"]),
        ("同比−1.9%,环比为负0.4%", ["-1.9%", "-0.4%"]),
        ("利润总额为-1.6亿元,净流入达到−40万人", ["-1.6亿元", "-40万人"]),
        ("为企业减负30亿元,个人自负20%", ["30亿元", "20%"]),
        ("提高0.26个百分点", ["0.26个百分点"]),
        ("提高2.2个和3.7个百分点", ["2.2个百分点", "3.7个百分点"]),
        ("培育3—5家", ["3~5家"]),
        ("增长5.0%-5.5%", ["5.0~5.5%"]),
        ("不少于20项", ["≥20项"]),
        ("10%以上、5%左右、5%以内", ["≥10%", "≈5%", "≤5%"]),
        ("近9万人", ["≈9万人"]),
        ("签约300个", ["300个"]),
        ("10余家企业融资2800余万元", [">10家", ">2800万元"]),
        ("PM2.5浓度35.2微克/立方米", ["35.2微克/立方米"]),
        ("全员劳动生产率16.8万元/人", ["16.8万元/人"]),
        ("装机1261万千瓦、3000千瓦时", ["1261万千瓦", "3000千瓦时"]),
        ("R&D人员数166人年", ["166人年"]),
        ("12.4万套(间)", ["12.4万套(间)"]),
        ("跨上5万亿元台阶、突破2万亿元大关", ["≥5万亿元", ">2万亿元"]),
        ("站上3万亿元、总量达9000亿元新台阶", ["≥3万亿元", "≥9000亿元"]),
        ("跻身500亿元行列,逼近3万亿元", ["≥500亿元", "≈3万亿元"]),
        ("不足1%、不到3万人、200万吨有余", ["<1%", "<3万人", ">200万吨"]),
        ("1.6万P、15EFlops", ["1.6万P", "15EFlops"]),
        ("投资 20 万元,带动2 万户", ["20万元", "2万户"]),
        ("审批时限不得超过30天,解读比例不得低于50%", ["≤30天", "≥50%"]),
        ("投资额在5000万元至1亿元", ["0.5~1亿元"]),
        ("提高医保支付限额3800元", ["3800元"]),
        ("提高到最低工资标准2倍以上", ["≥2倍"]),
        ("出台26条增量政策措施", ["26条"]),
        ("费用支出0.00万元", ["0.00万元"]),
        ("惠及200万中小学生", ["200万"]),
        ("粮食产量1200-1300万吨", ["1200~1300万吨"]),
    ],
)
def test_numbers(text: str, expected: list[str]) -> None:
    assert lexed(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("十余家企业", [">10家"]),
        ("两千八百万元", ["2800万元"]),
        ("超百亿元", [">100亿元"]),
        ("突破千万台", [">1000万台"]),
        ("近万家企业", ["≈1万家"]),
        ("新增两个平台", ["2个"]),
        ("三十二项", ["32项"]),
        ("占比近三成,", ["≈30%"]),
        ("百分之三十点五", ["30.5%"]),
        ("四分之三", ["75%"]),
        ("三分之一", ["≈33.33%"]),
        ("超过一半,", [">50%"]),
    ],
)
def test_chinese_numerals_and_fractions(text: str, expected: list[str]) -> None:
    assert lexed(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("居全国第7位", ["7位位次"]),
        ("全市各区排名第四,", ["4位位次"]),
        ("居全省第30,", ["30位位次"]),
        ("跃居全国首位", ["1位位次"]),
        ("跻身全球前20名", ["≤20名位次"]),
        ("全国排名53位", ["53位位次"]),
        ("分别居全国第2、第4位", ["2位位次", "4位位次"]),
        ("均居全国第一方阵", []),
        ("第一产业", []),
        ("成为我省第5个国家先进制造业集群", []),
    ],
)
def test_ranks(text: str, expected: list[str]) -> None:
    assert lexed(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "2023年10月",
        "2023—2025年",
        "1-9月、7月份、3日",
        "青科〔2024〕12号",
        "第三届、第七次、第12条、第2期",
        "“315”科创体系、“4+1”基金、“7个不准”",
        "300MN模锻液压机",
        "国家5A级景区、5G基站、民营企业500强",
        "《东丽区三年行动计划(2023—2025年)》",
        "零基预算改革2.0版、12345热线、地铁11号线",
        "一是、二是、一带一路、三农、十四五、两个确立、千家万户、百亿级",
        "10名录、20家庭、3条件",
    ],
)
def test_no_quantities(text: str) -> None:
    assert [q for q in lex(text) if q.unit.text] == []


def test_a_chinese_comma_groups_no_digits() -> None:
    folded = "新增12,345家"
    assert [q.value for q in lex(folded, "新增12\uff0c345家")] == [Decimal(12), Decimal(345)]
    assert [q.value for q in lex(folded, folded)] == [Decimal(12345)]


@pytest.mark.parametrize(
    ("numeral", "value"), [("十二", 12), ("二十", 20), ("一百零五", 105), ("两千八百", 2800), ("三万二千", 32000)]
)
def test_value_of_a_chinese_numeral(numeral: str, value: int) -> None:
    assert value_of(numeral) == value


def test_two_digits_in_a_row_are_no_numeral() -> None:
    assert value_of("二三") is None


@pytest.mark.parametrize(
    ("text", "base", "unit"),
    [
        ("1.6万平方米", "16000", "平方米"),
        ("45平方公里", "45000000", "平方米"),
        ("12.93亿元", "1293000000", "元"),
        ("1.14万亿元", "1140000000000", "元"),
        ("8619万美元", "86190000", "美元"),
        ("200名", "200", "人"),
        ("4500公里", "4500000", "米"),
        ("122万千瓦", "1220000", "千瓦"),
        ("0.75%", "0.75", "%"),
    ],
)
def test_base_units(text: str, base: str, unit: str) -> None:
    (q,) = lex(text)
    assert (q.value * q.unit.factor, q.unit.base) == (Decimal(base), unit)


@pytest.mark.parametrize("text", ["3113项目攻坚行动", "5125项目建设计划", "“百”字以外的246项目推进工程"])
def test_digits_that_open_the_name_of_a_programme_count_nothing(text: str) -> None:
    assert lexed(text) == []


def test_projects_without_a_classifier_are_counted() -> None:
    assert lexed("签约23项目") == ["23项"]
