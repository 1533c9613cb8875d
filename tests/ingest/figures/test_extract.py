"""What each number of a sentence counts. Sentences are of the kinds that summaries and reports are made of."""

from __future__ import annotations

from decimal import Decimal

import pytest

from docs_store.types import Kind, Status
from tests.ingest.figures.conftest import Read

Row = tuple[str, str, str]


def rows(figures: list) -> list[Row]:  # type: ignore[type-arg]
    return [(f.indicator, f"{f.comparator}{f.value}{f.unit}", f.aspect) for f in figures]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "新培育高新技术企业47家,完成技术合同登记超40亿元,其中吸纳额26。97亿元。",
            [
                ("新培育高新技术企业", "47家", "level"),
                ("技术合同登记", ">40亿元", "level"),
                ("技术合同登记吸纳额", "26.97亿元", "level"),
            ],
            id="the noun stands before, a part of it behind 其中",
        ),
        pytest.param(
            "10家企业申报了科技创新券,获批300万元科技创新券,国星生化等5家企业使用科技创新券购买科技服务,兑现资金72。5万元。",
            [
                ("申报科技创新券企业", "10家", "level"),
                ("获批科技创新券", "300万元", "level"),
                ("使用科技创新券购买科技服务企业", "5家", "level"),
                ("兑现资金", "72.5万元", "level"),
            ],
            id="doers and what they did",
        ),
        pytest.param(
            "高新技术产业增加值5。49亿元,完成率78。39%,增速9。9%,居全市第3位。",
            [
                ("高新技术产业增加值", "5.49亿元", "level"),
                ("高新技术产业增加值", "78.39%", "completion"),
                ("高新技术产业增加值", "9.9%", "growth"),
                ("高新技术产业增加值", "3位", "rank"),
            ],
            id="what qualifies takes the indicator before it",
        ),
        pytest.param(
            "地区生产总值连跨4个千亿台阶,2022年达到1.3万亿元,增速居全国第3位。",
            [("地区生产总值", "1.3万亿元", "level"), ("地区生产总值增速", "3位", "rank")],
            id="steps are no figure, and what took them is what follows is about",
        ),
        pytest.param(
            "屠宰量实现翻番,由全国第11位升至第5位。算力规模从年初的400P增加到8400P。",
            [("屠宰量", "5位", "rank"), ("算力规模", "8400P", "level")],
            id="where a change began is no row",
        ),
        pytest.param(
            "获批创建甲县肉牛、乙县蔬菜2个产业集群,丙县、丁县2个产业园,戊镇等7个产业强镇。",
            [
                ("获批创建产业集群", "2个", "level"),
                ("获批创建产业园", "2个", "level"),
                ("获批创建产业强镇", "7个", "level"),
            ],
            id="things named before they are counted share the verb of the first",
        ),
        pytest.param(
            "新设经营主体30.8万户,其中企业8.4万户。经营主体净增98万户、达1900万户,其中企业830万户。",
            [
                ("新设经营主体", "30.8万户", "level"),
                ("新设企业", "8.4万户", "level"),
                ("净增经营主体", "98万户", "level"),
                ("经营主体", "1900万户", "level"),
                ("经营主体企业", "830万户", "level"),
            ],
            id="new enterprises among the new, and enterprises among all",
        ),
        pytest.param(
            "粮肉奶产量分别稳定在800亿斤、60亿斤、160亿斤以上。城镇新增就业、新增贷款分别完成年计划的113%、256%。",
            [
                ("粮食产量", "800亿斤", "level"),
                ("肉类产量", "60亿斤", "level"),
                ("奶类产量", "≥160亿斤", "level"),
                ("城镇新增就业", "113%", "completion"),
                ("新增贷款", "256%", "completion"),
            ],
            id="lists in one word, and of statements",
        ),
        pytest.param(
            "加快42个在建道路项目建设,发挥10亿元专项资金作用。案件受理数下降12%、损失数下降35.8%。",
            [
                ("加快在建道路项目建设", "42个", "level"),
                ("发挥专项资金作用", "10亿元", "level"),
                ("案件受理数", "-12%", "growth"),
                ("案件损失数", "-35.8%", "growth"),
            ],
            id="what is counted behind verbs of doing, and a second number of the same cases",
        ),
        pytest.param(
            "地区生产总值增长7%以上、力争达到8%,失业率、价格涨幅分别控制在5%和3%以内。",
            [
                ("地区生产总值", "≥7%", "growth"),
                ("地区生产总值", "8%", "growth"),
                ("失业率", "5%", "level"),
                ("价格", "≤3%", "growth"),
            ],
            id="what is hoped for beyond, and a rate beside a rise",
        ),
        pytest.param(
            "制定规章2件、废止22件。重大项目90%以上由企业牵头。甲县300兆瓦储能、乙县500兆瓦储能项目并网。",
            [
                ("制定规章", "2件", "level"),
                ("废止规章", "22件", "level"),
                ("重大项目", "≥90%", "share"),
            ],
            id="a verb that needs its thing, a share by what is done, and names of works",
        ),
        pytest.param(
            "总投资711亿元的炼化项目开工建设,12个产业园新入驻企业154家。",
            [
                ("炼化项目总投资", "711亿元", "level"),
                ("产业园", "12个", "level"),
                ("新入驻企业", "154家", "level"),
            ],
            id="a measure before the thing it is of",
        ),
        pytest.param(
            "城镇、农村居民收入分别增长5%、6.5%左右。护理补贴标准从每人每月270元提高到280元。",
            [
                ("城镇居民收入", "≈5%", "growth"),
                ("农村居民收入", "≈6.5%", "growth"),
                ("护理补贴标准", "280元", "level"),
            ],
            id="about, for the whole list; amounts for each person",
        ),
        pytest.param(
            "战略性新兴产业产值占规上工业比重43.6%、提高0.7个百分点。",
            [
                ("战略性新兴产业产值占规上工业比重", "43.6%", "share"),
                ("战略性新兴产业产值占规上工业比重", "0.7个百分点", "change"),
            ],
            id="share and its change",
        ),
        pytest.param(
            "制造业技改投资增长20.4%、高于全国12.4个百分点。",
            [("制造业技改投资", "20.4%", "growth"), ("制造业技改投资高于全国", "12.4个百分点", "change")],
            id="a gap keeps its words",
        ),
        pytest.param(
            "生产安全事故起数、死亡人数分别下降16.8%、15.7%。",
            [("生产安全事故起数", "-16.8%", "growth"), ("生产安全事故死亡人数", "-15.7%", "growth")],
            id="a list shares its beginning; a fall is below zero",
        ),
        pytest.param(
            "家电、新能源汽车零售额分别增长23.9%、35.8%。",
            [("家电零售额", "23.9%", "growth"), ("新能源汽车零售额", "35.8%", "growth")],
            id="a list shares its end",
        ),
        pytest.param(
            "城乡居民人均可支配收入分别增长4.3%、6.1%。",
            [("城镇居民人均可支配收入", "4.3%", "growth"), ("农村居民人均可支配收入", "6.1%", "growth")],
            id="城乡 is two",
        ),
        pytest.param(
            "雏鹰、瞪羚、领军企业460家、21家、14家。",
            [("雏鹰企业", "460家", "level"), ("瞪羚企业", "21家", "level"), ("领军企业", "14家", "level")],
            id="lists pair in order",
        ),
        pytest.param(
            "评价入库雏鹰企业460家、瞪羚企业21家。",
            [("评价入库雏鹰企业", "460家", "level"), ("评价入库瞪羚企业", "21家", "level")],
            id="the verb of the first is that of all",
        ),
        pytest.param(
            "新增全国重点实验室15家、总数达23家。",
            [("新增全国重点实验室", "15家", "level"), ("全国重点实验室总数", "23家", "level")],
            id="总数 is of all, not of the new",
        ),
        pytest.param(
            "企业净增15万户、达157万户。",
            [("净增企业", "15万户", "level"), ("企业", "157万户", "level")],
            id="达 is of all, not of the gain",
        ),
        pytest.param(
            "新增高新技术企业2家以上(累计达到27家),省科技型企业12家。",
            [
                ("新增高新技术企业", "≥2家", "level"),
                ("累计高新技术企业", "27家", "level"),
                ("新增省科技型企业", "12家", "level"),
            ],
            id="a bracketed remark",
        ),
        pytest.param(
            "招商引资签约金额1.15万亿元、到位资金7969.9亿元,分别增长13.1%、33.7%。",
            [
                ("招商引资签约金额", "1.15万亿元", "level"),
                ("招商引资到位资金", "7969.9亿元", "level"),
                ("招商引资签约金额", "13.1%", "growth"),
                ("招商引资到位资金", "33.7%", "growth"),
            ],
            id="分别 of the two before",
        ),
        pytest.param(
            "国家高新技术企业、科技型中小企业均突破1.2万家。",
            [("国家高新技术企业、科技型中小企业", ">1.2万家", "level")],
            id="one number of both",
        ),
        pytest.param(
            "汇集4类62项金融产品。",
            [("汇集金融产品", "4类", "level"), ("汇集金融产品", "62项", "level")],
            id="two counts of one noun",
        ),
        pytest.param(
            "80%以上的省科技攻坚项目由企业牵头。",
            [("省科技攻坚项目由企业牵头", "≥80%", "share")],
            id="a share of what follows",
        ),
        pytest.param(
            "完成1亿元以上无研发活动企业清零任务数14家。",
            [("1亿元以上无研发活动企业清零任务数", "14家", "level")],
            id="a threshold is part of the name",
        ),
        pytest.param(
            "汽车产量继续保持40%以上增长、达357万辆。",
            [("汽车产量", "≥40%", "growth"), ("汽车产量", "357万辆", "level")],
            id="growth said behind the number",
        ),
        pytest.param(
            "融资平台压降94户、下降35.9%。",
            [("融资平台压降", "94户", "change"), ("融资平台", "-35.9%", "growth")],
            id="one fall in two measures",
        ),
        pytest.param(
            "民生支出占比由62%提高到65%。", [("民生支出占比", "65%", "share")], id="where a change began is no row"
        ),
        pytest.param(
            "粮食储备率71.2%,比上年末提高1.4个百分点,较去年底增长2%。",
            [
                ("粮食储备率", "71.2%", "level"),
                ("粮食储备率", "1.4个百分点", "change"),
                ("粮食储备率", "2%", "growth"),
            ],
            id="what a change is counted from is no name",
        ),
        pytest.param(
            "服务业增加值占生产总值比重提高0.7个百分点。",
            [("服务业增加值占生产总值比重", "0.7个百分点", "change")],
            id="percentage points of a share are no share",
        ),
        pytest.param(
            "一般公共预算收入完成9.4亿元、同比−3.2%。",
            [("一般公共预算收入", "9.4亿元", "level"), ("一般公共预算收入", "-3.2%", "growth")],
            id="完成 is no part of a sum's name; a minus is kept",
        ),
        pytest.param(
            "乡村旅游收入五年年均增长负1.5%。",
            [("乡村旅游收入", "-1.5%", "growth")],
            id="a yearly average below zero",
        ),
    ],
)
def test_sentences(read: Read, text: str, expected: list[Row]) -> None:
    assert rows(read(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "制造业投资连续48个月保持两位数增长。",
        "我省纳入240小时过境免签停留区域。",
        "全国每出口4辆汽车就有1辆安徽造。",
        "开工建设兰州石化120万吨乙烯改造项目。",
        "第三届大会2023年召开,第一批试点获批。",
        "深化“315”科创体系建设,推进“4+1”基金。",
        "研制300MN模锻液压机。",
    ],
)
def test_no_rows(read: Read, text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "status", "expected"),
    [
        ("企业总量将突破165家。", Status.ACTUAL, ["expected"]),
        (
            "A类企业预计达到455家、B类企业预计达到23家,C类企业达到718家。",
            Status.ACTUAL,
            ["expected", "expected", "actual"],
        ),
        ("企业总数预计达到600家,增长9.69%。", Status.ACTUAL, ["expected", "expected"]),
        ("力争新增平台3家。", Status.ACTUAL, ["target"]),
        ("到2024年,新增企业20家。", Status.ACTUAL, ["target"]),
        ("年度目标:新增平台3家。", Status.ACTUAL, ["target"]),
        ("新增平台3家。", Status.TARGET, ["target"]),
        ("2023年新增平台3家。", Status.TARGET, ["actual"]),
        ("争取超长期特别国债资金95亿元。", Status.ACTUAL, ["actual"]),
        ("人均预期寿命达到78.5岁。", Status.ACTUAL, ["actual"]),
    ],
)
def test_status(read: Read, text: str, status: Status, expected: list[str]) -> None:
    assert [f.status for f in read(text, status=status)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("新增企业3家。", ["2023"]),
        ("1-9月,研发费用1.02亿元。技术合同交易额4亿元。", ["2023-01..2023-09"] * 2),
        ("1-11月能耗强度下降8.9%。完成造林434万亩。", ["2023-01..2023-11", "2023"]),
        ("1-9月,研发费用1亿元。1-10月,增加值5亿元。", ["2023-01..2023-09", "2023-01..2023-10"]),
        ("1-9月,研发费用1亿元。\n新增企业3家。", ["2023-01..2023-09", "2023"]),
        ("截至目前,兑现科技政策14项。", ["..2023"]),
        ("截至9月底,新增企业3家。", ["..2023-09"]),
        ("上半年新增企业3家。", ["2023-01..2023-06"]),
        ("前三季度新增企业3家。", ["2023-01..2023-09"]),
        ("7月份正式运营,新增入孵企业13家。", ["2023"]),
        ("2023年10月,建成平台3个。", ["2023-10"]),
        ("较2022年新增企业3家。", ["2023"]),
        ("2022年度新增企业3家,去年新增5家。", ["2022", "2022"]),
        ("过去的五年殊为不易。新建学校9所。\n新建医院1所。", ["2019..2023", "2023"]),
        ("五年来,改造危桥60座,公交线路增至31条,接待游客3万人次。", ["2019..2023", "2023", "2019..2023"]),
        ("近三年建成水厂4座,规上企业88家。", ["2021..2023", "2023"]),
        ("粮食单产五年年均增长1.8%,水果产量增长5%。", ["2019..2023", "2023"]),
        ("明年,计划新建水库2座。", ["2024"]),
        ("“十四五”以来,新建水库6座。", ["2021..2023"]),
        ("“十二五”以来,新建水库9座。", ["2011..2023"]),
        ("“十五五”末,规上企业达到90家。", ["2030"]),
    ],
)
def test_period(read: Read, text: str, expected: list[str]) -> None:
    assert [f.period for f in read(text)] == expected


@pytest.mark.parametrize(
    ("text", "status", "years", "expected"),
    [
        ("截至2023年底,注册商标810件。", Status.TARGET, (2024,), [("2023", "actual")]),
        ("明年力争引进项目7个。", Status.ACTUAL, (2023,), [("2024", "target")]),
        ("明年引进项目7个。", Status.ACTUAL, (2023,), [("2024", "target")]),
        ("2026年引进项目7个。", Status.TARGET, (2025,), [("2026", "target")]),
        ("2022年引进项目7个。", Status.ACTUAL, (2023,), [("2022", "actual")]),
    ],
)
def test_other_years_than_that_of_the_part(
    read: Read, text: str, status: Status, years: tuple[int, ...], expected: list[tuple[str, str]]
) -> None:
    assert [(f.period, f.status) for f in read(text, status=status, years=years)] == expected


def test_a_plan_speaks_of_its_year(read: Read) -> None:
    assert [f.period for f in read("新增企业3家。", status=Status.TARGET)] == ["2024"]


def test_spans_lead_back_to_the_document(read: Read) -> None:
    text = "产学研不断深入。市财政兑现资金\uff17\uff12。\uff15\n万元,惠及企业5家。"
    figure, _ = read(text, start=100, removed=((100 + text.index("\n"), 101 + text.index("\n")),))
    assert figure.value == Decimal("72.5")
    assert text[figure.value_start - 100 : figure.value_end - 100] == "\uff17\uff12。\uff15\n万元"
    assert text[figure.start - 100 : figure.end - 100].startswith("市财政")


def test_a_range_has_both_ends(read: Read) -> None:
    (figure,) = read("培育企业3—5家。")
    assert (figure.value, figure.upper) == (3, 5)


def test_notes_on_catchwords_are_no_results(read: Read) -> None:
    notes = "\n".join(f"{i}.“词{i}”:建设{i}个平台。" for i in range(1, 13))
    assert read(notes) == []
    assert len(read("\n".join(notes.split("\n")[:3]))) == 3


def test_only_summaries_and_tables_have_figures(read: Read) -> None:
    assert read("补助100万元。", kind=Kind.POLICY) == []


def test_certainty_falls_with_distance(read: Read) -> None:
    own, near, far = read("研发投入5亿元,增长3%。提高2个百分点。")
    assert own.certainty > near.certainty > far.certainty


def test_parts_of_different_wholes_have_different_names(read: Read) -> None:
    text = (
        "全年生产总值90亿元。其中,第二产业增加值31亿元,增长4%;第三产业增加值40亿元。\n"
        "非公经济增加值52亿元。其中,第二产业增加值19亿元,增长6%;第三产业增加值25亿元。\n"
        "海洋经济增加值12亿元,其中渔业增加值5亿元。"
    )
    assert [(f.indicator, str(f.value)) for f in read(text)] == [
        ("生产总值", "90"),
        ("第二产业增加值", "31"),
        ("第二产业增加值", "4"),
        ("第三产业增加值", "40"),
        ("非公经济增加值", "52"),
        ("非公经济第二产业增加值", "19"),
        ("非公经济第二产业增加值", "6"),
        ("非公经济第三产业增加值", "25"),
        ("海洋经济增加值", "12"),
        ("渔业增加值", "5"),
    ]


def test_a_whole_that_is_measured_otherwise_names_no_part(read: Read) -> None:
    text = "实施重点项目30个,其中亿元以上项目9个。储备项目50个,其中亿元以上项目21个。"
    assert [f.indicator for f in read(text)][1::2] == ["亿元以上项目", "亿元以上项目"]
