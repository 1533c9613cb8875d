"""The months or the year that a whole paper or a part is of."""

from __future__ import annotations

import pytest

from docs_store.types import Kind, Status
from tests.ingest.figures.conftest import Read, ReadTable


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("甲县2023年一季度经济运行情况", "2023-01..2023-03"),
        ("2023年上半年乙市财政收支情况", "2023-01..2023-06"),
        ("丙区2023年1-10月就业任务完成情况", "2023-01..2023-10"),
        ("丁县2023年前三季度居民收入情况", "2023-01..2023-09"),
        ("戊县2023年经济运行情况", "2023"),
    ],
)
def test_a_title_gives_the_months_of_sentences_without_any(read: Read, title: str, period: str) -> None:
    figures = read(
        "全县财政收入12亿元，同比增长3.4%。其中税收收入8亿元，增长2%。", kind=Kind.OTHER, years=(2023,), title=title
    )
    assert {figure.period for figure in figures} == {period}


@pytest.mark.parametrize(
    ("heading", "period"),
    [
        ("一、1-3月份主要指标完成情况", "2023-01..2023-03"),
        ("(二)上半年投资情况", "2023-01..2023-06"),
        ("二、前三季度运行特点", "2023-01..2023-09"),
    ],
)
def test_a_heading_gives_the_months_of_its_part(read: Read, heading: str, period: str) -> None:
    text = "全县完成投资12亿元，同比增长3.4%。工业投资增长2%。"
    assert {figure.period for figure in read(text, years=(2023,), heading=(heading,))} == {period}


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("一季度完成投资3亿元，增长2%。\n收入5亿元，增长1%。\n一季度零售额7亿元，增长4%。", "2023-01..2023-03"),
        ("上半年出口3亿元，增长2%。\n进口5亿元，增长1%。\n上半年外资7亿元，增长4%。", "2023-01..2023-06"),
        ("1-7月产煤3万吨，增长2%。\n发电5亿千瓦时，增长1%。\n1-7月产钢7万吨，增长4%。", "2023-01..2023-07"),
        ("全年完成投资3亿元，增长2%。\n收入5亿元，增长1%。\n一季度零售额7亿元，增长4%。", "2023"),
    ],
)
def test_a_stretch_that_all_of_a_text_is_of_holds_where_none_is_named(read: Read, text: str, period: str) -> None:
    figures = read(text, kind=Kind.OTHER, years=(2023,))
    assert figures[2].period == figures[3].period == period


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2014年，全市农业增加值185亿元，同比增长8.5%。奶牛牧场达267个，增长8.8%。2015年将继续发展。", "2014"),
        ("全县财政收入12亿元，同比增长3%。工业增加值增长2%，比2016年全年快0.3个百分点，与2017年计划持平。", "2017"),
        ("截至2019年末，全区人口30万人，增长1%。财政收入9亿元，增长2%。到2025年还要再建。", "2019"),
    ],
)
def test_a_paper_that_is_of_no_known_year_is_of_the_one_that_its_sentences_name(
    read: Read, text: str, year: str
) -> None:
    assert read(text, kind=Kind.OTHER, years=())[0].period.endswith(year)


@pytest.mark.parametrize(
    "text",
    [
        "2024年，高新技术企业达到100家。2025年，高新技术企业达到130家。",
        "2019年，粮食产量3万吨，增长1%。2021年，粮食产量4万吨，增长2%。",
        "2022年，全县投资增长8%。2023年，全县投资增长6%。",
    ],
)
def test_years_that_only_sentences_name_make_no_plans(read: Read, text: str) -> None:
    figures = read(text, kind=Kind.NOTICE, years=())
    assert len({figure.period for figure in figures}) == 2
    assert {figure.status for figure in figures} == {Status.ACTUAL}


@pytest.mark.parametrize(
    "title", ["甲市2024-2025学年教育情况", "2024—2025学年乙县幼儿园一览", "丙区2024-2025年基础教育情况表"]
)
def test_a_school_year_is_two_calendar_years(read_table: ReadTable, title: str) -> None:
    figures = read_table("类别 | 学校数 | 学生数\n小学 | 334 | 371009", title=title, years=(2024,))
    assert {figure.period for figure in figures} == {"2024..2025"}
