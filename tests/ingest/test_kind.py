"""What kind of document a text is."""

from __future__ import annotations

import time

import pytest

from docs_store.types import Kind
from ingest import kind

RULES = "一、严格审批。各乡镇应当核实。\n二、规范管理。不得收费。\n三、落实责任。县民政局负责监督。\n"
CALL = "一、申报对象。企业。\n二、申报材料应当齐全。\n三、报送时间。不得逾期。县科技局负责。\n"
FIRM = "本通知自2024年3月1日起执行,有效期5年。\n"


def of(title: str, text: str = "内容。") -> Kind:
    return kind.infer(title, text).value


@pytest.mark.parametrize(
    "title",
    [
        "甲县2024年重点任务清单",
        "甲县人民政府办公室关于印发甲县2024年优化服务责任清单的通知",
        "关于印发《甲市2023年度工作任务》的通知",
        "甲县2025年政务公开工作要点",
        "甲县2024年度立法计划",
        "甲县2023年政府信息公开工作年度报告",
    ],
)
def test_what_is_to_be_done_in_a_year_is_a_plan_of_work(title: str) -> None:
    assert of(title, "一、任务。\n" + "做好工作,落实责任。" * 100) is Kind.WORK_SUMMARY


@pytest.mark.parametrize(
    "title",
    [
        "关于印发甲县审批中介服务事项清单的通知",
        "甲县财政局关于印发《甲县政府采购目录》的通知",
        "关于印发甲县温室建设技术规范(试行)的通知",
        "关于印发贯彻落实《乙省促进条例》措施的通知",
        "关于实施《甲县园区配套政策》的通知",
        "关于印发甲县联席会议制度(试行)的通知",
        "关于印发我县2025年最低生活保障标准的通知",
        "甲县创新三年行动计划(2023—2025年)",
    ],
)
def test_what_a_notice_sends_out_to_be_kept_to_is_a_policy(title: str) -> None:
    assert of(title, "内容。" * 300) is Kind.POLICY


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("甲县人社局关于简化退休手续有关问题的通知", RULES + FIRM),
        ("甲县人民政府办公室关于进一步规范建设用地管理的通知", RULES),
        ("甲县医保局关于调整门诊待遇的通知", "甲医保规〔2024〕2号\n调整如下。\n"),
        ("甲县住建局关于加强住房保障工作的通知", "甲建规字〔2024〕5号\n" + RULES),
    ],
)
def test_a_bare_notice_that_lays_down_rules_is_a_policy(title: str, text: str) -> None:
    assert of(title, text) is Kind.POLICY


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("关于组织申报2026年度科技项目的通知", CALL + FIRM),
        ("甲县人民政府关于公布第三批重点保护单位名单的通知", RULES),
        ("甲县人民政府办公室关于成立水利工程领导小组的通知", RULES),
        ("甲县人民政府办公室关于同意建立联席会议制度的函", RULES),
        ("甲县人民政府关于张某等同志任职的通知", "任命张某为局长。"),
        ("关于转发《乙市关于征集典型案例的通知》的通知", CALL),
        ("关于开展2026年度医保参保缴费工作的通告", "甲医保规〔2025〕1号\n" + CALL),
        ("第二届甲县创新创业大赛", "欢迎报名。"),
    ],
)
def test_calls_lists_appointments_and_replies_are_notices(title: str, text: str) -> None:
    assert of(title, text) is Kind.NOTICE


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        ("《甲县补助办法》政策解读", "", Kind.FAQ),
        ("问答实录:《甲县关于加快创新的若干意见》有关情况", "", Kind.FAQ),
        ("《甲县以旧换新实施方案》具体包括哪些内容?", "", Kind.FAQ),
        ("转移问答课堂——如何办理养老保险转移", "", Kind.FAQ),
        ("养老保险常见问题解答(2025年版)", "", Kind.FAQ),
        ("租房备案攻略", "问:在哪办?\n答:窗口。\n问:多久?\n答:三天。\n问:收费吗?\n答:不收。\n", Kind.FAQ),
        ("甲县社会保障局办事指南", "", Kind.GUIDE),
        ("怎么申领社会保障卡?", "", Kind.GUIDE),
        ("2026年甲区积分入学申请指引", "", Kind.GUIDE),
        ("甲区规划和自然资源局2024年度部门决算", "", Kind.TABLE),
        ("甲县企业名录", "", Kind.TABLE),
        ("甲乙丙", "名称 | 金额\n甲 | 1\n乙 | 2\n", Kind.TABLE),
        ("甲乙丙", "第一条 甲。\n第二条 乙。\n第三条 丙。\n", Kind.POLICY),
        ("甲县春天的故事", "花开了。", Kind.OTHER),
    ],
)
def test_other_kinds(title: str, text: str, expected: Kind) -> None:
    assert of(title, text) is expected


@pytest.mark.parametrize("name", ["甲县2024年工作任务清单", "甲县2024年责任清单等3个清单", "乙市2023年工作要点"])
def test_a_notice_without_what_it_sends_out_is_an_unsure_notice(name: str) -> None:
    found = kind.infer(f"关于印发{name}的通知", "已经同意,现印发给你们。")
    assert found.value is Kind.NOTICE and found.certainty < 0.7


@pytest.mark.parametrize(
    "title", ["甲县关于做好防汛工作的通知", "甲县关于加强宣传工作的通知", "甲县关于推进文明创建的通知"]
)
def test_what_lies_between_is_unsure(title: str) -> None:
    assert kind.infer(title, "各乡镇要高度重视。").certainty < 0.7


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("各乡镇:为做好防汛工作,现将有关事项通知如下:一、加强值守。", Kind.NOTICE),
        ("经评审,现将拟认定的家庭农场名单予以公示。公示期5天。", Kind.NOTICE),
        ("县水利局:县政府决定,免去张三的副局长职务。", Kind.NOTICE),
        ("各乡镇:经研究,决定对下列单位予以通报表彰。希望再接再厉。", Kind.NOTICE),
        ("各乡镇:经研究,现将标准通知如下。" + FIRM + "第一条 甲。\n第二条 乙。\n第三条 丙。", Kind.POLICY),
        ("各乡镇:为扶持养蜂产业,结合我县实际,提出如下实施意见:一、总体要求", Kind.POLICY),
        ("各村:因人事调整,现将护林领导小组成员调整如下:组长:张三", Kind.NOTICE),
        ("各乡镇:根据要求,下放第二批事项。现随文印发给你们,请结合实际认真贯彻执行。附件:清单", Kind.NOTICE),
        ("各单位:汛期已至,各地要加强巡查。以上意见,请遵照执行。", Kind.NOTICE),
        ("为推进垃圾分类,现提出以下措施。一、完善设施。", Kind.POLICY),
        ("各镇:为规范渡口收费,特制定本办法。一、收费标准。", Kind.POLICY),
    ],
)
def test_without_a_title_a_paper_is_what_its_opening_does(text: str, expected: Kind) -> None:
    assert of("文件1", text) is expected


@pytest.mark.parametrize(
    "text",
    [
        "10月15日,青禾县教育局召开作业管理工作部署会。会上学习了有关办法。",
        "2021年3月2日上午,副县长李四来到甲乡开展防汛调研。",
        "5月9日,云岭市举行条例宣传活动。",
    ],
)
def test_news_is_no_paper(text: str) -> None:
    assert of("文件1", text) is Kind.OTHER
    assert kind.infer("文件1", text).certainty > 0.5


@pytest.mark.parametrize(
    "title", ["青禾县召开落实垃圾分类方案推进会", "云岭市举办残疾人保障条例宣讲", "县水利局深入乡村宣传防汛措施"]
)
def test_news_that_names_a_paper_in_its_title_is_none(title: str) -> None:
    assert of(title, f"{title}\n6月8日,县里召开了会议。") is Kind.OTHER
    assert of(f"关于{title}的通知", "6月8日,县里召开了会议。") is not Kind.OTHER


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("换驾照", "1 准备材料\n带上你的身份证\n2 网上申请\n你可以打开应用\n3 等待审核\n审核后通知你\n"),
        ("补办社保卡", "第一步 打开网页\n您要先注册\n第二步 填写\n填写您的姓名\n第三步 提交\n等待寄到您家\n"),
        ("公积金提取", "方式一:柜台\n你要本人到场\n方式二:网上\n你先登录\n方式三:电话\n你拨打热线\n"),
    ],
)
def test_what_leads_its_reader_step_by_step_is_a_guide(title: str, text: str) -> None:
    assert of(title, text) is Kind.GUIDE


def test_orders_to_offices_are_no_guide() -> None:
    text = "1.现将名单发给你们\n2.请你单位报送\n3.请你局核实\n4.你县应当落实\n"
    assert of("甲县", text) is not Kind.GUIDE


@pytest.mark.parametrize(
    "title", ["县水利局负责人答记者问", "就《甲县河道管理办法》有关问题答记者问", "《办法》答记者问"]
)
def test_what_answers_reporters_is_questions_and_answers(title: str) -> None:
    assert of(title) is Kind.FAQ


def test_headings_that_ask_and_figures_without_a_table() -> None:
    asks = "一、《通知》为什么修订?原来的已经过期。\n二、《通知》适用于谁?适用于农户。\n三、何时实施?下月一日。\n"
    assert of("文件1", asks) is Kind.FAQ
    assert of("完成情况", "单位:万元甲乡120011009.1%乙乡340033003.0%丙乡5600550018.2%") is Kind.TABLE


def test_its_time_does_not_grow_with_marks() -> None:
    begun = time.perf_counter()
    for text in (
        "提出如下" * 30_000,
        "决定," + " " * 100_000,
        "一、甲\n" * 30_000,
        "1月1日," * 30_000,
        "召开" * 40_000,
    ):
        kind.infer("召开" * 50, text)
    assert time.perf_counter() - begun < 3
