"""Words that a sentence has where its passage has others: each kind beside true sentences that must not be caught."""

from __future__ import annotations

import pytest

from assistant.check.findings import check
from tests.assistant.sources import POLICY, REPORT, finding, material, source

CASES = [
    # who does it
    (
        "申请由乡镇林业站受理，县林业局在15日内作出决定；补助款由县财政局直接发放到户。",
        "县林业局在15日内作出决定。",
        "县财政局在15日内作出决定。",
    ),
    # what it is of
    (
        "新建冷库每立方米补助80元；改建冷库每立方米补助50元。老旧小区加装电梯每台补助15万元。",
        "老旧小区加装电梯每台补助15万元。",
        "老旧小区改建电梯每台补助15万元。",
    ),
    # what is done at the end of it
    ("材料齐全的，乡镇在3日内完成初审；县里在10日内完成复核。", "乡镇在3日内完成初审。", "乡镇在3日内完成复核。"),
    # what it begins with
    ("报名每周开放一次；缴费每月办理一次。", "缴费每月办理一次。", "报名每月办理一次。"),
    # a rank of the same row
    ("该校作品获得全省机器人大赛二等奖。", "该校作品获得全省机器人大赛二等奖。", "该校作品获得全省机器人大赛三等奖。"),
    # a denial out of the middle, and off the start
    ("滞纳金、手续费不予退还，学费按月退还。", "滞纳金、手续费不予退还。", "滞纳金、手续费也予退还。"),
    ("通过年检后发给合格标志。未通过年检的，不得上路行驶。", "未通过年检的不得上路行驶。", "通过年检的不得上路行驶。"),
    # a character put into a name
    ("企业设立院士工作站的，补助50万元。", "设立院士工作站的补助50万元。", "设立院士后工作站的补助50万元。"),
    # a word of the title, where the passage has another; a long subject that something else is said of
    ("入选渔船在禁渔期内出海的停发补助。", "入选渔船在禁渔期内出海的停发补助。", "研发渔船在禁渔期内出海的停发补助。"),
    (
        "三项作品获得全省青少年剪纸大赛银奖，其中一项是立体剪纸与套色工艺；两项作品入围全国剪纸展。",
        "立体剪纸与套色工艺获得全省青少年剪纸大赛银奖。",
        "立体剪纸与套色工艺入围全省青少年剪纸大赛银奖。",
    ),
    # a number of the next clause
    (
        "对农机合作社购置烘干机的，每台补助3万元；对种植大户购置烘干机的，每台补助2万元。全村合计补助不超过20万元。",
        "全村合计补助不超过20万元。",
        "全村合计补助不超过3万元。",
    ),
]  # fmt: skip


def is_stopped(held: str, text: str) -> bool:
    known = POLICY if "该校" not in held else REPORT
    one = check(finding(text, held), material(source(held, **known), question="怎么规定的"))
    return bool(one.faults) or one.is_doubtful


@pytest.mark.parametrize(("held", "true", "false"), CASES)
def test_another_word_in_the_same_place_is_stopped(held: str, true: str, false: str) -> None:
    assert is_stopped(held, false)


@pytest.mark.parametrize(("held", "true", "false"), CASES)
def test_the_passage_s_own_word_is_not(held: str, true: str, false: str) -> None:
    assert not is_stopped(held, true)


@pytest.mark.parametrize(
    ("held", "text"),
    [
        # clauses alike beside each other, each its own model
        ("首次参保的补贴200元；续保的补贴120元。", "首次参保的补贴200元，续保的补贴120元。"),
        # clauses drawn together, one left out between
        ("个体户新招员工的，须签订一年以上合同，每人补贴1000元。", "个体户新招员工的，每人补贴1000元。"),
        # the subject taken from the title
        (
            "第六条 按实际支付租金的30%给予补助，每年最高不超过6万元。",
            "青禾县按实际支付租金的30%给予补助，每年最高不超过6万元。",
        ),
        # a listing written out in its place
        ("应当提交下列材料：\n（一）身份证复印件；\n（二）租赁合同。", "应当提交身份证复印件、租赁合同。"),
        # a denial kept
        ("未按期归还农机的，取消下一年度租用资格。", "未按期归还农机的取消下一年度租用资格。"),
        # a denial that stands elsewhere in it
        ("水库除险加固任务没有完成。", "没有完成的是水库除险加固任务。"),
        # a clause run together with the one it follows
        ("一是校园食堂试点启动。全年有12所学校提出申请。", "校园食堂试点全年有12所学校提出申请。"),
        # what a reference stands for, and a word in full
        ("购房租房补贴：同一人符合本条多项补贴的，只享受一项。", "同一人符合购房租房多项补贴的，只享受一项。"),
        ("全年组织30家企业申报专精特新。名单见专精特新中小企业附件。", "全年组织30家企业申报专精特新中小企业。"),
        # a helping word
        ("验收结果公示7个工作日，逾期不再受理异议。", "验收结果要公示7个工作日。"),
    ],
)
def test_a_sentence_that_only_draws_together_is_not_stopped(held: str, text: str) -> None:
    assert not is_stopped(held, text)
