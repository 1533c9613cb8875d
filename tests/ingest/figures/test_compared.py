"""Numbers that are told by what they are compared with or a part of: each keeps the name of what it is of."""

from __future__ import annotations

import pytest

from docs_store.types import Kind, Status
from tests.ingest.figures.conftest import Read, ReadTable

Row = tuple[str, str, str]


def rows(figures: list) -> list[Row]:  # type: ignore[type-arg]
    return [(f.indicator, f"{f.value}{f.unit}", f.aspect.value) for f in figures]


@pytest.mark.parametrize(
    ("text", "name", "planned", "rate"),
    [
        ("截至10月底，城镇新增就业12314人，完成年目标任务12500人的98.5%。", "城镇新增就业", "12500人", "98.5%"),
        ("全县新建农村公路86公里，完成年度计划100公里的86%。", "新建农村公路", "100公里", "86%"),
        ("财政支出19.5亿元，占全年预算43亿元的45.3%。", "财政支出", "43亿元", "45.3%"),
    ],
)
def test_what_was_planned_is_a_target_and_its_share_a_rate_of_fulfilment(
    read: Read, text: str, name: str, planned: str, rate: str
) -> None:
    first, second, third = read(text, years=(2023,))
    assert {figure.indicator for figure in (first, second, third)} == {name}
    assert (f"{second.value}{second.unit}", second.status, second.period) == (planned, Status.TARGET, "2023")
    assert (f"{third.value}{third.unit}", third.aspect, third.status) == (rate, "completion", Status.ACTUAL)


@pytest.mark.parametrize(
    "text",
    [
        "地方财政收入3.4亿元，为年预算的32.3%，增长2%。",
        "地方财政收入3.4亿元，完成年初预算的32.3%，增长2%。",
        "地方财政收入3.4亿元，占年度计划的32.3%，增长2%。",
    ],
)
def test_a_rate_of_the_budget_is_one_of_fulfilment(read: Read, text: str) -> None:
    assert rows(read(text)) == [
        ("地方财政收入", "3.4亿元", "level"),
        ("地方财政收入", "32.3%", "completion"),
        ("地方财政收入", "2%", "growth"),
    ]


@pytest.mark.parametrize(
    ("words", "change"),
    [
        ("比去年同期加快2.2个百分点", "2.2个百分点"),
        ("较上年同期回落0.9个百分点", "-0.9个百分点"),
        ("比2016年全年增速高0.3个百分点", "0.3个百分点"),
        ("较一季度放缓1.5个百分点", "-1.5个百分点"),
    ],
)
def test_what_is_faster_or_slower_is_the_growth(read: Read, words: str, change: str) -> None:
    assert rows(read(f"全县固定资产投资增长6.4%，{words}。")) == [
        ("固定资产投资", "6.4%", "growth"),
        ("固定资产投资增速", change, "change"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "果蔬产值占种植业产值的33.9%，比上年提高3个百分点。",
        "民办学校占学校总数的12%，较上年提高3个百分点。",
        "清洁能源占用电量的41%，比去年同期提高3个百分点。",
    ],
)
def test_what_a_share_rose_by_is_of_the_share(read: Read, text: str) -> None:
    share, change = read(text)
    assert share.aspect == "share"
    assert (change.indicator, change.aspect) == (share.indicator, "change")


@pytest.mark.parametrize(
    "words", ["六县市排名第三", "全市排名第3", "位居全市第3位", "在五个区中排名第三位", "居全省第三位"]
)
def test_the_places_that_a_rank_is_among_are_no_name(read: Read, words: str) -> None:
    assert rows(read(f"全县工业投资增长6.4%，{words}。"))[1] == ("工业投资", "3位", "rank")


@pytest.mark.parametrize("elsewhere", ["全市11.1%", "全国5.8%", "全省平均7.3%", "高于全省平均1%"])
def test_a_value_of_another_place_in_brackets_is_no_row(read: Read, elsewhere: str) -> None:
    assert rows(read(f"工业增加值增长7.5%({elsewhere})，固定资产投资增长3%。")) == [
        ("工业增加值", "7.5%", "growth"),
        ("固定资产投资", "3%", "growth"),
    ]


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("城镇新增就业4.46万人，比上年减少0.04万人。", "城镇新增就业", "-0.04万人"),
        ("粮食产量30万吨，较上年减少2万吨。", "粮食产量", "-2万吨"),
        ("机动车保有量8万辆，同比减少300辆。", "机动车保有量", "-300辆"),
    ],
)
def test_what_is_less_than_before_is_below_zero(read: Read, text: str, name: str, value: str) -> None:
    assert rows(read(text))[1] == (name, value, "change")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "地区生产总值52亿元，增长4%。第一产业4亿元，增长1.8%；第二产业19亿元，增长6.4%。",
            ["地区生产总值", "地区生产总值", "第一产业增加值", "第一产业增加值", "第二产业增加值", "第二产业增加值"],
        ),
        (
            "规模以上工业增加值增长7.5%。其中采矿业增长6%；制造业增长2.8%。",
            ["规模以上工业增加值", "采矿业增加值", "制造业增加值"],
        ),
        ("居民消费价格上涨1%。其中食品上涨2%，衣着下降0.4%。", ["居民消费价格", "食品价格", "衣着价格"]),
        (
            "社会消费品零售总额803亿元。城镇实现747亿元；乡村实现56亿元。",
            ["社会消费品零售总额", "城镇零售额", "乡村零售额"],
        ),
    ],
)
def test_sectors_have_the_measure_of_the_whole(read: Read, text: str, names: list[str]) -> None:
    assert [figure.indicator for figure in read(text)] == names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("畜牧业实现增加值13.5亿元，增长3.2%。", "畜牧业增加值"),
        ("住宿和餐饮业实现零售额24.5亿元，增长8.1%。", "住宿和餐饮业零售额"),
        ("园区企业完成总产值310亿元，增长5%。", "园区企业总产值"),
        ("渔业产值实现5.8亿元，增长7.4%。", "渔业产值"),
    ],
)
def test_the_verb_before_a_measure_is_no_part_of_the_name(read: Read, text: str, name: str) -> None:
    assert [figure.indicator for figure in read(text)] == [name, name]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "一般公共预算收入53亿元，其中税收收入33亿元；非税收入20亿元。加上上级补助，收入总量为160亿元。",
            ["一般公共预算收入", "税收收入", "非税收入", "一般公共预算收入总量"],
        ),
        (
            "政府性基金预算支出40亿元，加上调出资金，支出总量为89亿元。",
            ["政府性基金预算支出", "政府性基金预算支出总量"],
        ),
        (
            "国有资本经营预算收入2亿元，加上上年结转，收入总计3亿元。",
            ["国有资本经营预算收入", "国有资本经营预算收入总计"],
        ),
    ],
)
def test_the_total_of_a_budget_is_named_after_it(read: Read, text: str, names: list[str]) -> None:
    assert [figure.indicator for figure in read(text)] == names


@pytest.mark.parametrize("item", ["行政单位离退休", "购房补贴", "义务教育"])
def test_accounts_are_named_after_their_item(read: Read, item: str) -> None:
    text = f"1、某项支出(类)某款支出(款){item}(项)。年初预算为54.5万元，支出决算为50.1万元，完成年初预算的91.9%。"
    figures = read(text)
    assert [figure.indicator for figure in figures] == [f"{item}年初预算", *[f"{item}支出决算"] * 2]
    assert [figure.status for figure in figures] == [Status.TARGET, Status.ACTUAL, Status.ACTUAL]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("投资对经济增长的贡献率为57%，拉动GDP增长1.1个百分点。", "投资拉动GDP增长"),
        ("装备制造业增加值增长39.7%，拉动规上工业增长7.3个百分点。", "装备制造业增加值拉动规上工业增长"),
        ("食品价格上涨2%，影响居民消费价格上涨0.6个百分点。", "食品价格影响居民消费价格上涨"),
    ],
)
def test_what_something_adds_to_a_growth_is_named_with_both(read: Read, text: str, expected: str) -> None:
    assert rows(read(text))[1][0] == expected


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("城市低保新增276户462人，退出374户714人。", ["新增城市低保"] * 2 + ["退出城市低保"] * 2),
        ("年出栏牛羊6.9万头，存栏5.1万头。", ["年出栏牛羊", "存栏牛羊"]),
        ("新登记个体工商户300户，注销120户。", ["新登记个体工商户", "注销个体工商户"]),
        ("普通高中招生2万人，在校生6万人，毕业生1.9万人。", ["普通高中招生", "普通高中在校生", "普通高中毕业生"]),
    ],
)
def test_a_verb_or_kind_alone_is_said_of_the_thing_before(read: Read, text: str, names: list[str]) -> None:
    assert [figure.indicator for figure in read(text)] == names


@pytest.mark.parametrize(
    "text",
    [
        "今年拟安排中央预算内投资700亿元。",
        "今年拟新建高标准农田20万亩。",
        "今年中央预算内投资拟增加到4576亿元。",
    ],
)
def test_what_is_meant_to_be_done_is_a_target(read: Read, text: str) -> None:
    (figure,) = read(text)
    assert figure.status is Status.TARGET
    assert "拟" not in figure.indicator


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("增幅较大的有发酵酒（增长87%）、汽车（增长35.8%）。", ["发酵酒", "汽车"]),
        ("下降的是煤炭（下降3%）和水泥（下降6%）。", ["煤炭", "水泥"]),
        ("增长较快的为电力（增长9%）、热力（增长4%）、燃气（增长2%）。", ["电力", "热力", "燃气"]),
    ],
)
def test_things_with_their_growth_in_brackets(read: Read, text: str, names: list[str]) -> None:
    assert [figure.indicator for figure in read(text)] == names


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("第二、第三产业占比分别回落2.16、1.66个百分点。", "-2.16"),
        ("城镇和农村居民收入分别增加1.2和1.5万元。", "1.2"),
        ("出口、进口分别增长4.5、3.1个百分点。", "4.5"),
    ],
)
def test_a_unit_behind_the_last_of_a_list_is_that_of_all(read: Read, text: str, value: str) -> None:
    first, second = read(text)
    assert (str(first.value), first.unit) == (value, second.unit)


@pytest.mark.parametrize(
    ("text", "periods"),
    [
        ("2003年6月，经批准改制。全区面积227平方公里。", ["2022"]),
        ("1998年，园区成立，首批企业12家。现有企业300家。", ["1998", "2022"]),
        ("2010年5月，医院新址启用，设床位300张。全年门诊16万人次。", ["2010-05", "2022"]),
    ],
)
def test_an_event_of_long_ago_is_told_in_its_sentence(read: Read, text: str, periods: list[str]) -> None:
    assert [figure.period for figure in read(text, years=(2022,))] == periods


@pytest.mark.parametrize(
    ("label", "group", "name"),
    [
        ("大牲畜(万头)", "期末畜禽存栏", "大牲畜存栏"),
        ("肥猪(万头)", "期内畜禽出栏", "肥猪出栏"),
        ("禽蛋(万吨)", "主要畜产品产量", "禽蛋产量"),
    ],
)
def test_a_row_alone_that_is_a_measure_is_that_of_the_rows_below(
    read_table: ReadTable, label: str, group: str, name: str
) -> None:
    text = f"指标名称 | 指标值 | 同比增长(%)\n{group}\n{label} | 96.9 | 8.7\n#其一 | 32.1 | 9.3"
    first, growth, part, _ = read_table(text, kind=Kind.TABLE)
    assert [first.indicator, growth.indicator] == [name, name]
    assert part.unit == first.unit != ""


@pytest.mark.parametrize("head", ["比年初增加额", "较年初增加", "比上年末增加额"])
def test_what_changed_since_the_year_began_is_of_all_months_up_to_now(read_table: ReadTable, head: str) -> None:
    text = f"指标 | 余额 | {head}\n各项存款 | 1970.6 | 266.0"
    level, change = read_table(text, above="2024年6月末存贷款情况（单位：亿元）", kind=Kind.TABLE)
    assert (level.period, change.period) == ("2024-06", "2024-01..2024-06")


@pytest.mark.parametrize(("label", "column"), [("发电量", "产量"), ("原油加工量", "产量"), ("参保人数", "数量")])
def test_a_label_that_is_measured_by_its_name_has_no_second_measure(
    read_table: ReadTable, label: str, column: str
) -> None:
    (figure,) = read_table(f"产品 | 单位 | {column}\n{label} | 万吨 | 96.9", kind=Kind.TABLE)
    assert figure.indicator == label


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("助学贷款最高额度增加4000元，惠及学生500万人。", "最高额度", "4000元"),
        ("低保最低标准提高20元。", "标准", "20元"),
        ("单笔贷款支付上限提高500元。", "上限", "500元"),
    ],
)
def test_a_limit_that_changed_did_so_by_just_so_much(read: Read, text: str, name: str, value: str) -> None:
    figure = read(text)[0]
    assert (name in figure.indicator, f"{figure.comparator}{figure.value}{figure.unit}") == (True, value)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("研发投入36亿元，同口径增长17.1%。", "研发投入"),
        ("财政收入36亿元，按可比口径增长5%。", "财政收入"),
        ("营业收入36亿元，同口径相比下降3%。", "营业收入"),
    ],
)
def test_the_way_of_comparing_is_no_name(read: Read, text: str, name: str) -> None:
    assert [figure.indicator for figure in read(text)] == [name] * 2


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("地方投资87亿元，增长42%，增速比同期提高2个百分点，正向拉动全市投资9个百分点。", "地方投资正向拉动全市投资"),
        ("煤炭产业增加值下降9%，负向拉动全市工业8.7个百分点。", "煤炭产业增加值负向拉动全市工业"),
        ("第三产业增加值增长5%，拉动全县经济2.4个百分点。", "第三产业增加值拉动全县经济"),
    ],
)  # fmt: skip
def test_what_pulls_the_whole_is_named(read: Read, text: str, name: str) -> None:
    assert read(text)[-1].indicator == name


@pytest.mark.parametrize(
    ("head", "name", "aspect"),
    [
        ("指标 | 3月末余额(亿元) | 比年初增减额", "存款余额比年初", "change"),
        ("指标 | 余额(亿元) | 比年初增长(%)", "存款比年初", "growth"),
        ("指标 | 余额(亿元) | 较上年末增加额", "存款较上年末", "change"),
    ],
)
def test_a_change_keeps_the_base_that_is_not_the_year_before(
    read_table: ReadTable, head: str, name: str, aspect: str
) -> None:
    level, change = read_table(f"{head}\n存款 | 22.6 | 3.4")
    assert (change.aspect.value, change.indicator.replace("余额", ""), change.canonical) == (
        aspect, name.replace("余额", ""), level.canonical,
    )  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "2024年县里计划的种植小麦面积37万亩。",
        "全市计划的建设用地规模12平方公里。",
        "农场计划的生猪出栏数量3万头。",
    ],
)
def test_what_is_planned_of_a_measure_is_a_target(read: Read, text: str) -> None:
    assert read(text)[0].status is Status.TARGET


def test_the_share_of_a_plan_is_a_result(read: Read) -> None:
    assert read("粮食播种完成计划的面积比例96%。")[0].status is Status.ACTUAL


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "全市共有学前教育学校77所，招生2463人，在校生8403人，专任教师787人。",
            ["学前教育招生", "学前教育在校生", "学前教育专任教师"],
        ),
        ("全县有特殊教育学校7所，招生246人，毕业生84人。", ["特殊教育招生", "特殊教育毕业生"]),
        ("全区有普通高中12所，招生3200人，教职工950人。", ["普通高中招生", "普通高中教职工"]),
    ],
)
def test_those_who_learn_and_teach_are_of_the_schools_before(read: Read, text: str, names: list[str]) -> None:
    assert [figure.indicator.removeprefix("有") for figure in read(text)][1:] == names


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "生产总值从2019年的74亿元增加到2023年的102亿元。",
            [("生产总值", "74", "2019"), ("生产总值", "102", "2023")],
        ),
        (
            "高速公路里程由2020年底的47公里增加到2023年底的96公里。",
            [("高速公路里程", "47", "2020"), ("高速公路里程", "96", "2023")],
        ),
        (
            "电商企业由2021年的5家增加至2023年的18家。",
            [("电商企业", "5", "2021"), ("电商企业", "18", "2023")],
        ),
    ],
)
def test_years_at_both_ends_of_a_change_are_no_part_of_its_name(
    read: Read, text: str, expected: list[tuple[str, str, str]]
) -> None:
    found = read(text, years=(2023,))
    assert [(figure.indicator, str(figure.value), figure.period) for figure in found] == expected
    assert {figure.aspect for figure in found} == {"level"}
