"""Papers saved without the title above them: named by the sentence that carries them, or by their original's file."""

from __future__ import annotations

import time

import pytest

from docs_store.types import Kind
from ingest import naming
from tests.ingest.test_metadata import infer, wide

PASSED = """各镇人民政府,县政府各部门:
《青禾县农村沼气管理办法》已经县政府第9次常务会议审议通过,现印发给你们,请认真贯彻执行。
青禾县人民政府办公室
2018年4月9日
青禾县农村沼气管理办法
第一条 为加强沼气管理,制定本办法。
第二条 建设沼气池的,应当经验收合格。
第三条 本办法自2018年6月1日起施行。"""
SENT = """各区市县人民政府,市级各部门:
经市政府同意,现将《云岭市古树名木保护实施方案》印发给你们,请抓好落实。
云岭市人民政府
2020年11月3日"""
DRAWN_UP = """各乡镇卫生院:
为规范家庭医生签约服务,我局制定了《青禾县家庭医生签约服务规范(试行)》,现予印发,请遵照执行。
青禾县卫生健康局
2021年7月15日"""
ENACTED = """《云岭省渡口管理规定》已经2017年5月8日省人民政府第70次常务会议通过,现予公布,自2017年8月1日起施行。
省长 陈远山
2017年5月20日"""


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (PASSED, "青禾县农村沼气管理办法"),
        (SENT, "云岭市古树名木保护实施方案"),
        (DRAWN_UP, "青禾县家庭医生签约服务规范(试行)"),
        (ENACTED, "云岭省渡口管理规定"),
    ],
)
def test_the_sentence_that_carries_a_paper_names_it(text: str, title: str) -> None:
    found = infer(wide(text))
    assert found.title.value == wide(title)
    assert found.kind.value is Kind.POLICY


def test_a_decision_that_ends_another_paper_is_named_whole() -> None:
    text = (
        "《云岭市人民政府关于废止〈云岭市货运车辆管理办法〉的决定》已经市政府常务会议通过,现予公布,自公布之日起施行。\n"
        "市长 李大川\n2019年3月6日"
    )
    found = infer(text)
    assert found.title.value == "云岭市人民政府关于废止《云岭市货运车辆管理办法》的决定"
    assert found.kind.value is Kind.POLICY
    assert found.effective is not None and found.effective.value == "2019-03-06"


@pytest.mark.parametrize(
    "text",
    [
        "近日,县农业农村局组织学习《云岭省种子条例》,要求各单位认真落实。",
        "根据《云岭省种子条例》,现将有关事项通知如下:",
        "《云岭省种子条例》经修订后内容更加完善,受到农户欢迎。",
    ],
)
def test_a_paper_that_is_only_cited_names_nothing(text: str) -> None:
    assert naming.carried(text) == ""


def test_a_title_above_goes_before_the_sentence() -> None:
    found = infer("青禾县人民政府办公室关于印发青禾县农村沼气管理办法的通知\n" + PASSED)
    assert found.title.value == "青禾县人民政府办公室关于印发青禾县农村沼气管理办法的通知"


@pytest.mark.parametrize(
    ("number", "title"),
    [
        ("青府规〔2022〕5号", "关于调整渡口收费标准的通知"),
        ("云政办发〔2019〕31号", "云岭市人民政府办公室关于扶持竹编产业的实施意见"),
        ("青教〔2020〕7号", "关于公布校车线路的公告"),
    ],
)
def test_the_file_of_the_original_gives_number_and_title(number: str, title: str) -> None:
    text = (
        "各镇人民政府,县级各部门:经研究,现就有关事项作如下安排。一、统一标准。各镇应当按统一标准执行。"
        f"二、加强管理。县级部门应当加强管理。青禾县人民政府2022年7月29日相关附件:{number}{title}.pdf(/a/b/c.pdf)"
    )
    found = infer(text)
    assert found.title.value == title
    assert found.doc_number is not None and found.doc_number.value == number


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("  10月15日,青禾县教育局召开作业管理工作部署会。会上学习了有关办法。", "青禾县教育局召开作业管理工作部署会"),
        ("2021年3月2日上午,云岭市举行护林员培训,共有八十人参加。", "云岭市举行护林员培训"),
        ("6月8日下午,县残联举办就业招聘会。", "县残联举办就业招聘会"),
    ],
)
def test_news_without_a_title_is_named_by_what_was_held(text: str, title: str) -> None:
    assert infer(text).title.value == title
    assert infer(text, name="县里召开部署会的消息.txt").title.value == "县里召开部署会的消息"


def test_the_file_of_the_original_stands_without_a_label_too() -> None:
    text = "县财政给予补助,具体办法另行制定。青政办发〔2013〕15号青禾县人民政府办公室关于补助戏台建设的通知.doc"
    found = naming.original(text)
    assert found == naming.Original(
        doc_number="青政办发〔2013〕15号", title="青禾县人民政府办公室关于补助戏台建设的通知"
    )


def test_an_attached_form_is_no_original() -> None:
    assert naming.original("青禾县人民政府\n附件:申请表.pdf") is None
    assert naming.original("附件:关于渡口收费的通知.pdf") is None


def test_its_time_does_not_grow_with_open_marks() -> None:
    begun = time.perf_counter()
    for text in ("《" * 50_000, "现将《甲" * 20_000, "制定《甲乙丙丁》" * 10_000, "附件:甲〔2020〕" * 10_000):
        naming.carried(text)
        naming.original(text)
        naming.reported("1月1日," + text)
    assert time.perf_counter() - begun < 1


@pytest.mark.parametrize("body", ["国务院", "青禾县人民政府", "云岭市人民政府"])
def test_a_speech_of_account_names_itself(body: str) -> None:
    found = infer(
        f"各位代表:\n现在,我代表{body},向大会作政府工作报告,请予审议。\n一、2024年工作回顾\n新建道路30公里。\n"
        "二、2025年工作安排\n新建道路40公里。\n"
    )
    assert found.title.value == "政府工作报告" and found.kind.value is Kind.WORK_SUMMARY


def test_what_only_tells_of_a_report_is_none() -> None:
    found = infer("各镇人民政府:\n请代表县企业向有关部门报告,并做好登记。\n青禾县林业局\n2019年12月26日\n")
    assert found.title.value != "政府工作报告"
