"""Who issued a document."""

from __future__ import annotations

import pytest

from ingest.signature import signatures
from tests.ingest.test_metadata import infer


def issuer(text: str) -> str | None:
    found = infer(text).issuer
    return found.value if found else None


@pytest.mark.parametrize(
    ("line", "organs", "day"),
    [
        ("青禾县林业局2019年12月26日", "青禾县林业局", "2019-12-26"),
        ("云岭市教育局 云岭市体育局 2020年3月2日", "云岭市教育局、云岭市体育局", "2020-03-02"),
        ("云岭省发展改革委2023年5月19日", "云岭省发展改革委", "2023-05-19"),
    ],
)
def test_organ_and_day_on_one_line_sign(line: str, organs: str, day: str) -> None:
    (signed,) = signatures(f"请认真落实。\n{line}\n")
    assert (signed.organs, signed.day.isoformat()) == (organs, day)


def test_the_last_of_several_organs_may_bear_the_day() -> None:
    (signed,) = signatures("请认真落实。\n青禾县林业局\n青禾县水利局2019年12月26日\n")
    assert signed.organs == "青禾县林业局、青禾县水利局"


@pytest.mark.parametrize(
    "line",
    ["青禾县人民政府2019年12月26日印发", "会议定于2019年12月26日", "2019年12月26日", "县林业局定于2019年12月26日"],
)
def test_a_line_that_only_holds_a_day_signs_nothing(line: str) -> None:
    assert list(signatures(f"请认真落实。\n{line}\n")) == []


@pytest.mark.parametrize(
    "organ",
    [
        "国家统计局云岭调查队",
        "云岭市国资委",
        "青禾县消防救援大队指挥部",
        "云岭省卫生健康委",
        "甲区人民政府石桥街道办事处",
        "云岭省发展和改革委员会",
    ],
)
def test_organs_of_every_kind_sign(organ: str) -> None:
    assert issuer(f"关于加强管理的公告\n各单位应当落实。\n{organ}\n2020年3月2日") == organ


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("青禾县水利局等部门关于印发《河道管理办法》的通知", "青禾县水利局等部门"),
        ("云岭市财政局等5部门关于做好补贴发放工作的通知", "云岭市财政局等5部门"),
        ("云岭省发展改革委关于2023年优化服务的通知", "云岭省发展改革委"),
        ("云岭市教育局 云岭市体育局等单位关于举办比赛的通知", "云岭市教育局、云岭市体育局等单位"),
    ],
)
def test_organs_of_a_title(title: str, expected: str) -> None:
    assert issuer(f"{title}\n各单位:\n请落实。") == expected


@pytest.mark.parametrize(
    ("title", "office", "expected"),
    [
        ("湖北省渡口管理规定", "省长 陈远山", "湖北省人民政府"),
        ("襄阳市供水管理办法", "市长:李大川", "襄阳市人民政府"),
        ("浙江省沼气管理办法", "省长 王小河", "浙江省人民政府"),
        ("襄阳市供水管理办法", "局长 李大川", "襄阳市供水管理办法"),
    ],
)
def test_the_head_of_a_government_signs_for_it(title: str, office: str, expected: str) -> None:
    text = f"《{title}》已经2017年5月8日常务会议通过,现予公布,自2017年8月1日起施行。\n{office}\n2017年5月20日"
    assert issuer(text) == (expected if "政府" in expected else None)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("青禾县人民政府工作规则", "青禾县人民政府"),
        ("云岭省市场监督管理局产品质量分类监管规范", "云岭省市场监督管理局"),
        ("住房城乡建设部有关负责人就《供水条例》答记者问", "住房城乡建设部"),
        ("青禾县部门预算管理办法", None),
        ("青禾县局长接待日制度", None),
    ],
)
def test_the_organ_whose_rules_a_title_names(title: str, expected: str | None) -> None:
    assert issuer(f"{title}\n第一条 为规范工作,制定本规则。") == expected


def test_a_site_is_no_issuer() -> None:
    text = "发文机构:县政府网站\n发文字号:青政发〔2024〕7号\n青禾县人民政府工作规则\n第一条 制定本规则。"
    assert issuer(text) == "青禾县人民政府"


@pytest.mark.parametrize("organ", ["青禾县人民政府", "云岭省人民政府", "国务院"])
def test_a_report_is_of_those_for_whom_it_is_given(organ: str) -> None:
    text = (
        f"政府工作报告\n——2009年1月8日在第十届人民代表大会第四次会议上\n各位代表:\n现在,我代表{organ},向大会报告工作。"
    )
    found = infer(text)
    assert issuer(text) == organ
    assert found.published is not None and found.published.value == "2009-01-08"


@pytest.mark.parametrize("organ", ["市人民政府", "自治区人民政府", "县人民政府"])
def test_a_government_that_is_named_without_its_place_is_none(organ: str) -> None:
    assert issuer(f"政府工作报告\n各位代表:\n现在,我代表{organ},向大会报告工作。") is None


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("国家税务总局湖北省税务局办事指南", "国家税务总局湖北省税务局"),
        ("国家邮政局四川省邮政局服务规范", "国家邮政局四川省邮政局"),
        ("湖北省商务厅办事指南", "湖北省商务厅"),
        ("青禾县教育局召开作业管理部署会", None),
        ("青禾县水利局深入乡村宣传", None),
    ],
)
def test_a_bureau_of_a_national_organ_and_news_of_one(title: str, expected: str | None) -> None:
    assert issuer(f"{title}\n一、事项名称。") == expected


@pytest.mark.parametrize(
    ("short", "whole"),
    [
        ("云岭市发改委", "云岭市发展和改革委员会"),
        ("青禾县卫健委", "青禾县卫生健康委员会"),
        ("云岭省国资委", "云岭省国有资产监督管理委员会"),
    ],
)
def test_a_short_name_in_a_title_gives_way_to_the_whole_one(short: str, whole: str) -> None:
    assert issuer(f"{short}关于优化服务的通知\n发布机构:{whole}\n各单位:") == whole
    assert issuer(f"{short}关于优化服务的通知\n各单位:\n请落实。") == short
