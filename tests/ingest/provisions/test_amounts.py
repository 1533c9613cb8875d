"""What a granting sentence gives: by the words of each number's own clause."""

from __future__ import annotations

import pytest

from bench.provisions_golden import amount_told

from .conftest import Read

FORM = """示例县企业奖励办法

示科〔2026〕1号

一、支持对象
在示例县注册的企业。

二、支持标准
{}

三、受理部门
示例县工信局，电话0555-1234567。
"""


def amounts(read: Read, standard: str) -> list[str]:
    return [amount_told(rule) for p in read(FORM.format(standard)) for a in p.amounts for rule in a.rules]


@pytest.mark.parametrize(
    ("standard", "given"),
    [
        ("按照设备投资额的30%给予补助，最高500万元。", ["30%≤5000000"]),
        ("按照设备投资额的30%给予补助。单个项目补助不超过500万元。", ["30%≤5000000"]),
        ("给予不超过40%的贷款贴息支持。单家企业当期支持资金不超过300万元（含）。", ["40%≤3000000"]),
        ("按交易额的5%给予支持，每个项目不超过200万元，每家企业每年不超过500万元。", ["5%≤2000000", "≤5000000"]),
        (
            "按合同额的30%给予支持。甲类产品支持不超过500万元，乙类产品支持不超过300万元。",
            ["30%", "≤5000000", "≤3000000"],
        ),
        (
            "对改造项目按投资额10%的比例给予支持，对新建项目按投资额30%的比例给予支持，最高不超过50万元。",
            ["10%", "30%≤500000"],
        ),
        (
            "按新增部分的0.5%给予奖励，其中续作部分按1%给予奖励。单家当期奖励不超过30万元。",
            ["0.5%≤300000", "1%≤300000"],
        ),
        ("对首次认定的给予20万元奖励，全年奖励资金不超过500万元。", ["=200000"]),
        ("对每家企业给予10万元补助，分别给予甲类5万元、乙类3万元奖励。", ["=100000", "=50000", "=30000"]),
    ],
)
def test_a_ceiling_belongs_to_the_grant_it_is_said_of(read: Read, standard: str, given: list[str]) -> None:
    assert amounts(read, standard) == given


@pytest.mark.parametrize(
    ("standard", "given"),
    [
        ("资助额度不超过10万元。先期拨付资助资金总额的50%；验收合格后，拨付剩余50%的资助资金。", ["≤100000"]),
        ("给予最高500万元的资金支持。第一年给予不超过200万元，第二年给予不超过300万元。", ["≤5000000"]),
        ("第一年支持不超过200万元，第二年给予不超过300万元的支持。", ["≤2000000", "≤3000000"]),
        ("按担保额的1%给予奖励。单个企业纳入计算规模的金额不超过3000万元。", ["1%"]),
        ("对年营业收入超过5000万元、研发费用占比不低于5%的企业，给予20万元奖励。", ["=200000"]),
        ("对投资额不超过1000万元的项目给予10万元补助，股权比例不超过30%。", ["=100000"]),
    ],
)
def test_shares_of_payment_limits_and_sizes_are_no_amounts(read: Read, standard: str, given: list[str]) -> None:
    assert amounts(read, standard) == given
