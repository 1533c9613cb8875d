"""What yes/no questions claim."""

from __future__ import annotations

import pytest

from assistant.read.rules.claims import read
from docs_store.textnorm import fold


@pytest.mark.parametrize(
    ("question", "asking", "stated", "comparator"),
    [
        ("新培育高新技术企业超过100家吗？", "新培育高新技术企业多少家", "100家", ">"),
        ("高企总数有没有达到165家", "高企总数有多少家", "165家", "≥"),
        ("新备案企业不到150家，对不对", "新备案企业多少家", "150家", "<"),
        ("贴息最高是不是50万？", "贴息最高是多少万", "50万", "="),
        ("研发投入增长5%左右吗", "研发投入增长百分之几", "5%", "≈"),
        ("能拿到50万元奖励吗？", "能拿到多少元奖励", "50万元", "="),
        ("申报截止时间是10月31日吗？", "申报截止时间是什么时候", "10月31日", "="),
    ],
)
def test_a_claimed_number_is_asked_for(question: str, asking: str, stated: str, comparator: str) -> None:
    claim = read(fold(question))
    assert claim is not None
    assert (claim.asking, claim.stated, claim.comparator, claim.is_case) == (asking, stated, comparator, False)


def test_the_number_of_a_case_is_not_what_is_claimed() -> None:
    claim = read("职工600人的企业能申请创新券吗?")
    assert claim is not None
    assert claim.is_case
    assert claim.asking == "职工多少人的企业能申请创新券"


@pytest.mark.parametrize("question", ["有没有什么奖励", "奖励多少万元?", "哪些企业可以申报吗", "近几年为什么没有增长?"])
def test_what_asks_openly_claims_nothing(question: str) -> None:
    assert read(question) is None


@pytest.mark.parametrize(
    ("question", "negated"), [("不需要审计报告吗", True), ("能不能转让?", False), ("有没有超过100家?", False)]
)
def test_a_denial_is_told_from_a_form_of_asking(question: str, negated: bool) -> None:
    claim = read(question)
    assert claim is not None
    assert claim.negated is negated
