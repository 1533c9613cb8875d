"""Rows of tables: signs, years, units, aspects, plans against results, totals."""

from __future__ import annotations

from decimal import Decimal

import pytest

from docs_store.types import Figure, Kind, Status
from ingest.figures import heads
from tests.ingest.figures.conftest import Read, ReadTable

Row = tuple[str, str, str, str, str]


def told(figures: list[Figure]) -> list[Row]:
    return [(f.indicator, f"{f.comparator}{f.value}{f.unit}", f.aspect, f.status, f.period) for f in figures]


def values(figures: list[Figure]) -> list[tuple[str, str]]:
    return [(f.indicator, f"{f.value}{f.unit}") for f in figures]


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


# --- signs ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "cell", ["-4.6", "−4.6", "－4.6", "—4.6", "负4.6", "-4.6%", "下降4.6", "同比下降4.6%", "↓4.6", "▼4.6", "减4.6"]
)
def test_a_sign_is_kept_however_it_is_written(read_table: ReadTable, cell: str) -> None:
    figures = read_table(f"指标 | 数额(亿元) | 增速(%)\n进出口总额 | 18.2 | {cell}")
    assert told(figures)[1] == ("进出口总额", "-4.6%", "growth", "actual", "2024")


@pytest.mark.parametrize("cell", ["4.6", "+4.6", "增长4.6%", "↑4.6", "▲4.6"])
def test_what_rose_has_no_sign(read_table: ReadTable, cell: str) -> None:
    figures = read_table(f"指标 | 数额(亿元) | 增速(%)\n进出口总额 | 18.2 | {cell}")
    assert told(figures)[1] == ("进出口总额", "4.6%", "growth", "actual", "2024")


def test_amounts_have_signs_too(read_table: ReadTable) -> None:
    text = "企业名称 | 利润总额(万元)\n甲纺织厂 | -320.5\n乙机械厂 | 1,204"
    figures = read_table(text)
    assert values(figures) == [("甲纺织厂利润总额", "-320.5万元"), ("乙机械厂利润总额", "1204万元")]
    assert [text[f.value_start : f.value_end] for f in figures] == ["-320.5", "1,204"]


@pytest.mark.parametrize(
    ("head", "value"), [("降幅(%)", "-2.7%"), ("比上年下降(%)", "-2.7%"), ("涨幅(%)", "2.7%"), ("同比±%", "2.7%")]
)
def test_a_head_may_say_that_numbers_are_falls(read_table: ReadTable, head: str, value: str) -> None:
    assert values(read_table(f"指标 | {head}\n单位能耗 | 2.7")) == [("单位能耗", value)]


def test_brackets_are_signs_only_where_the_table_says_so(read_table: ReadTable) -> None:
    rows = "指标 | 净利润(万元)\n甲公司 | (85)\n乙公司 | 60"
    assert values(read_table(rows)) == [("乙公司净利润", "60万元")]
    assert values(read_table(rows, above="注：括号内为负数")) == [
        ("甲公司净利润", "-85万元"),
        ("乙公司净利润", "60万元"),
    ]


# --- a year, quarter or month for each row -------------------------------------------------------------------------


def test_a_row_of_each_year_has_its_own(read_table: ReadTable) -> None:
    rows = (
        "年度 | 发明专利授权量（件） | 研发经费占GDP比重（%）\n"
        "2021 | 310 | 1.92\n"
        "2022年 | 352 | 2.04\n"
        "2023年末 | 401 | 2.2"
    )
    assert told(read_table(rows, years=())) == [
        ("发明专利授权量", "310件", "level", "actual", "2021"),
        ("研发经费占GDP比重", "1.92%", "share", "actual", "2021"),
        ("发明专利授权量", "352件", "level", "actual", "2022"),
        ("研发经费占GDP比重", "2.04%", "share", "actual", "2022"),
        ("发明专利授权量", "401件", "level", "actual", "2023"),
        ("研发经费占GDP比重", "2.2%", "share", "actual", "2023"),
    ]


def test_quarters_and_their_total(read_table: ReadTable) -> None:
    rows = "时间 | 用电量（万千瓦时） | 同比（%）\n一季度 | 310 | -1.2\n二季度 | 340 | 2.6\n合计 | 650 | 0.8"
    assert [(f.indicator, str(f.value), f.aspect, f.period) for f in read_table(rows, above="2023年乡镇用电情况")] == [
        ("用电量", "310", "level", "2023-01..2023-03"),
        ("用电量", "-1.2", "growth", "2023-01..2023-03"),
        ("用电量", "340", "level", "2023-04..2023-06"),
        ("用电量", "2.6", "growth", "2023-04..2023-06"),
        ("用电量合计", "650", "level", "2023-01..2023-06"),
        ("用电量合计", "0.8", "growth", "2023-01..2023-06"),
    ]


def test_year_and_stretch_in_two_columns(read_table: ReadTable) -> None:
    rows = "年份 | 季度 | 税收（亿元）\n2022年 | 四季度 | 1.4\n2023年 | 一季度 | 1.1"
    assert [f.period for f in read_table(rows, years=())] == ["2022-10..2022-12", "2023-01..2023-03"]


def test_indicator_year_and_value_in_columns(read_table: ReadTable) -> None:
    rows = "指标名称 | 年份 | 数值 | 计量单位\n瞪羚企业 | 2022 | 14 | 家\n瞪羚企业 | 2023 | 19 | 家"
    assert told(read_table(rows, years=())) == [
        ("瞪羚企业", "14家", "level", "actual", "2022"),
        ("瞪羚企业", "19家", "level", "actual", "2023"),
    ]


def test_a_line_with_a_year_holds_for_the_rows_below(read_table: ReadTable) -> None:
    rows = "项目 | 数量（座）\n2022年\n小型水库 | 12\n2023年\n小型水库 | 13"
    assert [(f.period, str(f.value)) for f in read_table(rows, years=())] == [("2022", "12"), ("2023", "13")]


def test_months_of_rows_lie_in_the_year_of_the_column(read_table: ReadTable) -> None:
    rows = "月份 | 2022年产量（吨） | 2023年产量（吨）\n1月 | 20 | 22\n2月 | 18 | 17"
    assert [f.period for f in read_table(rows)] == ["2022-01", "2023-01", "2022-02", "2023-02"]


def test_four_digits_are_a_year_only_in_the_column_of_years(read_table: ReadTable) -> None:
    assert told(read_table("指标 | 数量（人）\n技能培训 | 2023")) == [("技能培训", "2023人", "level", "actual", "2024")]


# --- heads of several rows and columns -----------------------------------------------------------------------------

QUARTERS = [
    ("物流业总收入", "6.1亿元", "level", "actual", "2023-01..2023-03"),
    ("物流业总收入", "-2.4%", "growth", "actual", "2023-01..2023-03"),
    ("物流业总收入", "7亿元", "level", "actual", "2023-04..2023-06"),
    ("物流业总收入", "3%", "growth", "actual", "2023-04..2023-06"),
    ("物流业总收入", "13.1亿元", "level", "actual", "2023-01..2023-06"),
    ("物流业总收入", "0.4%", "growth", "actual", "2023-01..2023-06"),
]
NUMBERS = "物流业总收入 | 6.1 | -2.4 | 7 | 3 | 13.1 | 0.4"
CAPTION = "庚县2023年上半年服务业主要指标\n单位：亿元、%"


@pytest.mark.parametrize(
    ("head", "marked"),
    [
        ("指标 | 一季度总量 | 一季度增速 | 二季度总量 | 二季度增速 | 上半年合计总量 | 上半年合计增速", 1),
        ("指标 | 一季度 | 二季度 | 上半年合计\n指标 | 总量 | 增速 | 总量 | 增速 | 总量 | 增速", 2),
        ("指标 | 一季度 | 二季度 | 合计\n指标 | 总量 | 增速 | 总量 | 增速 | 总量 | 增速", 0),
        ("指标 | 第一季度 |  | 第二季度 |  | 上半年 | \n | 绝对额 | 增长% | 绝对额 | 增长% | 绝对额 | 增长%", 0),
    ],
    ids=["made one by the reader", "two lines marked", "two lines not marked", "gaps where a cell is wide"],
)
def test_heads_over_several_columns(read_table: ReadTable, head: str, marked: int) -> None:
    assert told(read_table(f"{head}\n{NUMBERS}", above=CAPTION, marked=marked)) == QUARTERS


def test_the_unit_stands_in_the_first_cell(read_table: ReadTable) -> None:
    figures = read_table("单位：万元 | 2022年 | 2023年\n水利投资 | 310 | 295")
    assert told(figures) == [
        ("水利投资", "310万元", "level", "actual", "2022"),
        ("水利投资", "295万元", "level", "actual", "2023"),
    ]


def test_a_rate_takes_the_percent_of_the_caption_and_a_foreign_unit_nothing(read_table: ReadTable) -> None:
    rows = "指标 | 2024年\n农产品加工产值 | 8.8\n森林覆盖率 | 61.5\n单位产值能耗(千克标煤/万元) | 0.3"
    assert values(read_table(rows, above="单位:亿元、%")) == [
        ("农产品加工产值", "8.8亿元"),
        ("森林覆盖率", "61.5%"),
        ("单位产值能耗", "0.3"),
    ]


def test_rows_that_say_only_growth_belong_to_the_row_above(read_table: ReadTable) -> None:
    rows = (
        "指标 | 1-9月\n"
        "社会消费品零售总额(亿元) | 71.3\n"
        "同比增长(%) | -0.9\n"
        "工业用电量增速(%) | 4\n"
        "垃圾分类覆盖率比上年提高(个百分点) | 6"
    )
    assert told(read_table(rows)) == [
        ("社会消费品零售总额", "71.3亿元", "level", "actual", "2024-01..2024-09"),
        ("社会消费品零售总额", "-0.9%", "growth", "actual", "2024-01..2024-09"),
        ("工业用电量", "4%", "growth", "actual", "2024-01..2024-09"),
        ("垃圾分类覆盖率", "6个百分点", "change", "actual", "2024-01..2024-09"),
    ]


def test_the_same_stretch_of_the_year_before(read_table: ReadTable) -> None:
    rows = "指标 | 本期 | 上年同期 | 增减（%）\n快递业务量（万件） | 88 | 80 | 10"
    assert told(read_table(rows, above="2024年1—8月邮政运行")) == [
        ("快递业务量", "88万件", "level", "actual", "2024-01..2024-08"),
        ("快递业务量", "80万件", "level", "actual", "2023-01..2023-08"),
        ("快递业务量", "10%", "growth", "actual", "2024-01..2024-08"),
    ]


def test_growth_stands_beside_what_grew(read_table: ReadTable) -> None:
    rows = "园区名称 | 营业收入（亿元） | 同比 | 税收（亿元） | 同比\n东园 | 40 | -3.1 | 2 | 5.5"
    assert told(read_table(rows)) == [
        ("东园营业收入", "40亿元", "level", "actual", "2024"),
        ("东园营业收入", "-3.1%", "growth", "actual", "2024"),
        ("东园税收", "2亿元", "level", "actual", "2024"),
        ("东园税收", "5.5%", "growth", "actual", "2024"),
    ]


def test_a_caption_says_what_the_only_column_holds(read_table: ReadTable) -> None:
    rows = "商品 | 全县\n一、鲜果 | 3.2\n二、水产品 | -1.4"
    assert told(read_table(rows, above="图3 2024年零售价格比上年涨跌幅度(%)")) == [
        ("鲜果", "3.2%", "growth", "actual", "2024"),
        ("水产品", "-1.4%", "growth", "actual", "2024"),
    ]


def test_parts_shares_and_ranks(read_table: ReadTable) -> None:
    rows = "指标 | 总量（亿元） | 全市位次 | 占GDP比重(%)\n固定资产投资 | 60 | 2 | 41\n其中:民间 | 25 | 第4位 | 17"
    assert told(read_table(rows)) == [
        ("固定资产投资", "60亿元", "level", "actual", "2024"),
        ("固定资产投资", "2位", "rank", "actual", "2024"),
        ("固定资产投资占GDP比重", "41%", "share", "actual", "2024"),
        ("固定资产投资民间", "25亿元", "level", "actual", "2024"),
        ("固定资产投资民间", "4位", "rank", "actual", "2024"),
        ("固定资产投资民间占GDP比重", "17%", "share", "actual", "2024"),
    ]


# --- plans against results -----------------------------------------------------------------------------------------


def test_plan_and_completion_keep_to_their_columns(read_table: ReadTable) -> None:
    rows = "指标 | 全年任务（万元） | 1—10月累计完成（万元） | 完成率 | 预计全年\n技改投资 | 900 | 730 | 81.1 | 910"
    assert told(read_table(rows, above="2024年1—10月投资进度表")) == [
        ("技改投资", "900万元", "level", "target", "2024"),
        ("技改投资", "730万元", "level", "actual", "2024-01..2024-10"),
        ("技改投资", "81.1%", "completion", "actual", "2024-01..2024-10"),
        ("技改投资", "910", "level", "expected", "2024"),
    ]


def test_plan_and_completion_in_rows(read_table: ReadTable) -> None:
    rows = "类别 | 充电桩（个） | 停车位（个）\n年度计划 | 60 | 400\n实际完成 | 71 | 380\n完成率(%) | 118 | 95"
    assert [(f.indicator, str(f.value), f.aspect, f.status) for f in read_table(rows)] == [
        ("充电桩", "60", "level", "target"),
        ("停车位", "400", "level", "target"),
        ("充电桩", "71", "level", "actual"),
        ("停车位", "380", "level", "actual"),
        ("充电桩", "118", "completion", "actual"),
        ("停车位", "95", "completion", "actual"),
    ]


def test_sentences_in_the_cells_of_plan_and_completion(read_table: ReadTable) -> None:
    rows = (
        "| 编号 | 重点任务 | 三季度进展情况 |\n| --- | --- | --- |\n"
        "| 1 | 推动企业上云。新增上云企业50家;培训技术人员600人次。"
        " | 新增上云企业38家。培训技术人员410人次,同比下降5%。 |"
    )
    assert told(read_table(rows, marked=0, years=(2023,))) == [
        ("新增上云企业", "50家", "level", "target", "2023"),
        ("培训技术人员", "600人次", "level", "target", "2023"),
        ("新增上云企业", "38家", "level", "actual", "2023-07..2023-09"),
        ("培训技术人员", "410人次", "level", "actual", "2023-07..2023-09"),
        ("培训技术人员", "-5%", "growth", "actual", "2023-07..2023-09"),
    ]
    assert [f.status for f in read_table(rows, marked=0, years=())] == ["target"] * 2 + ["actual"] * 3


def test_a_row_of_a_plan_names_what_its_sentences_leave_out(read_table: ReadTable) -> None:
    rows = "事项 | 目标任务 | 完成情况\n外贸进出口 | 达到12亿元 | 完成12.6亿元,同比下降1.5%"
    assert told(read_table(rows)) == [
        ("外贸进出口", "12亿元", "level", "target", "2024"),
        ("外贸进出口", "12.6亿元", "level", "actual", "2024"),
        ("外贸进出口", "-1.5%", "growth", "actual", "2024"),
    ]


def test_a_table_of_targets_is_one_by_its_caption(read_table: ReadTable) -> None:
    figures = read_table("指标 | 数量\n新建口袋公园 | 6个", above="2024年民生实事目标任务分解表")
    assert told(figures) == [("新建口袋公园", "6个", "level", "target", "2024")]


# --- totals --------------------------------------------------------------------------------------------------------


def test_rows_of_totals_are_named_as_such(read_table: ReadTable) -> None:
    rows = (
        "序号 | 单位名称 | 地址 | 奖补资金（万元）\n"
        "1 | 甲合作社 | 东村 | 12\n"
        "2 | 乙农场 | 西村 | 8.5\n"
        "合计 |  |  | 20.5"
    )
    assert values(read_table(rows)) == [
        ("甲合作社奖补资金", "12万元"),
        ("乙农场奖补资金", "8.5万元"),
        ("奖补资金合计", "20.5万元"),
    ]


def test_a_total_without_words_of_its_own_takes_the_captions(read_table: ReadTable) -> None:
    rows = "乡镇 | 2022年 | 2023年 | 合计\n北乡 | 3 | 4 | 7\n总计 | 9 | 11 | 20"
    assert told(read_table(rows, above="表4 各乡镇水利建设支出（单位：万元）")) == [
        ("北乡水利建设支出", "3万元", "level", "actual", "2022"),
        ("北乡水利建设支出", "4万元", "level", "actual", "2023"),
        ("北乡水利建设支出", "7万元", "level", "actual", "2022..2023"),
        ("水利建设支出总计", "9万元", "level", "actual", "2022"),
        ("水利建设支出总计", "11万元", "level", "actual", "2023"),
        ("水利建设支出总计", "20万元", "level", "actual", "2022..2023"),
    ]


def test_a_total_column_is_kept_apart_from_its_parts(read_table: ReadTable) -> None:
    rows = "指标 | 城区（个） | 农村（个） | 合计（个）\n养老服务站 | 6 | 14 | 20"
    assert values(read_table(rows)) == [
        ("养老服务站城区", "6个"),
        ("养老服务站农村", "14个"),
        ("养老服务站合计", "20个"),
    ]


def test_the_total_of_a_lot_is_not_that_of_all(read_table: ReadTable) -> None:
    rows = "批次 | 企业名称 | 金额（万元）\n首批 | 甲公司 | 30\n首批 | 小计 | 30\n次批 | 乙公司 | 45\n合计 |  | 75"
    assert values(read_table(rows, above="2023年贷款贴息安排表")) == [
        ("甲公司贷款贴息金额", "30万元"),
        ("首批贷款贴息金额小计", "30万元"),
        ("乙公司贷款贴息金额", "45万元"),
        ("贷款贴息金额合计", "75万元"),
    ]


# --- tables that are wider or narrower than one ---------------------------------------------------------------------


def test_tables_side_by_side_in_the_same_rows(read_table: ReadTable) -> None:
    rows = (
        "收入 | 支出\n项目 | 决算数 | 项目 | 决算数\n"
        "一、财政补助 | 41 | 一、人员经费 | 30\n |  | 二、公用经费 | 9.5\n总计 | 41 | 总计 | 39.5"
    )
    assert told(read_table(rows, above="单位：万元", marked=0)) == [
        ("财政补助收入", "41万元", "level", "actual", "2024"),
        ("人员经费支出", "30万元", "level", "actual", "2024"),
        ("公用经费支出", "9.5万元", "level", "actual", "2024"),
        ("收入总计", "41万元", "level", "actual", "2024"),
        ("支出总计", "39.5万元", "level", "actual", "2024"),
    ]


def test_a_label_across_columns_moves_no_number(read_table: ReadTable) -> None:
    head = "项目 | 支出合计 | 基本支出 | 项目支出\n科目编码 | 科目名称 | 支出合计 | 基本支出 | 项目支出"
    rows = f"{head}\n合计 | 50 | 20 | 30\n20701 | 文化活动 | 50 | 20 | 30"
    assert values(read_table(rows, above="单位：万元", marked=2)) == [
        ("支出合计", "50万元"),
        ("基本支出合计", "20万元"),
        ("项目支出合计", "30万元"),
        ("文化活动支出合计", "50万元"),
        ("文化活动基本支出", "20万元"),
        ("文化活动项目支出", "30万元"),
    ]


def test_a_budget_is_a_plan_and_its_account_a_result(read_table: ReadTable) -> None:
    figures = read_table("科目名称 | 年初预算数（万元） | 决算数（万元）\n会议费 | 3 | 2.4")
    assert told(figures) == [
        ("会议费", "3万元", "level", "target", "2024"),
        ("会议费", "2.4万元", "level", "actual", "2024"),
    ]


# --- where tables stand --------------------------------------------------------------------------------------------


def test_a_table_goes_on_in_the_next_part(read_table: ReadTable) -> None:
    head = "指标 | 上半年 | 全年\n指标 | 总量 | 增速 | 总量 | 增速"
    rows = f"{head}\n农业产值 | 3 | 1 | 7 | -2\n其中:渔业 | 1 | 2 | 2 | -6"
    whole = read_table(rows, above="单位：亿元、%", marked=2)
    assert told(read_table(rows, above="单位：亿元、%", marked=2, cut=3)) == told(whole)
    assert len(whole) == 8
    assert told(whole)[-1] == ("农业产值渔业", "-6%", "growth", "actual", "2024")


def test_a_table_among_sentences(read: Read) -> None:
    text = (
        "全年接待游客90万人次。\n"
        "表1 各景区情况（单位：万人次）\n"
        "景区 | 2023年 | 2024年\n"
        "甲湖 | 30 | 28\n"
        "全年旅游收入4亿元。"
    )
    assert values(read(text, years=(2024,))) == [
        ("接待游客", "90万人次"),
        ("甲湖", "30万人次"),
        ("甲湖", "28万人次"),
        ("旅游收入", "4亿元"),
    ]


def test_the_heading_of_a_sheet_gives_the_year(read_table: ReadTable) -> None:
    rows = "指标 | 数值\n技术经纪人 | 31人"
    assert [f.period for f in read_table(rows, heading=("2022年",), years=(2021, 2022, 2023))] == ["2022"]


def test_a_list_of_fees_without_a_year_has_no_figures(read_table: ReadTable) -> None:
    assert read_table("项目 | 收费标准（元）\n不动产登记 | 80", years=()) == []


@pytest.mark.parametrize("status", [Status.ACTUAL, Status.TARGET])
def test_a_table_has_the_status_of_its_part(read_table: ReadTable, status: Status) -> None:
    figures = read_table("指标 | 数量\n农村公路 | 25公里", kind=Kind.WORK_SUMMARY, status=status)
    assert [f.status for f in figures] == [status.value]


@pytest.mark.parametrize(
    "caption",
    ["青禾县2024年科技创新主要指标完成情况表", "2024年农业农村经济主要指标", "白溪市2024年国民经济主要数据表"],
)
@pytest.mark.parametrize("mark", ["", "# ", "### "])
def test_a_caption_that_says_what_rows_are_is_no_part_of_their_names(read: Read, caption: str, mark: str) -> None:
    text = f"{mark}{caption}\n指标名称 | 计量单位 | 2023年 | 2024年\n发明专利数 | 件 | 125 | 148"
    assert [(f.indicator, f.value, f.period) for f in read(text, years=(2024,), kind=Kind.TABLE)] == [
        ("发明专利数", 125, "2023"),
        ("发明专利数", 148, "2024"),
    ]


@pytest.mark.parametrize("mark", ["", "# ", "## "])
def test_a_caption_marked_as_a_heading_is_a_caption(read: Read, mark: str) -> None:
    text = f"{mark}青禾县2024年研发补助资金安排表\n企业 | 金额（万元）\n甲公司 | 30"
    assert [f.indicator for f in read(text, years=(2024,), kind=Kind.TABLE)] == ["甲公司研发补助金额"]


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("填报单位:云岭县财政局  单位:万元", ["元"]),
        ("编制单位:水务局 2024年6月 单位:亿元、%", ["元", "%"]),
        ("主管单位:市交通局 计量单位:公里", ["公里"]),
        ("填报单位:云岭县财政局", []),
    ],
)
def test_who_fills_a_table_in_is_no_unit(line: str, names: list[str]) -> None:
    assert [unit.name for unit in heads.caption_units(line)] == names
