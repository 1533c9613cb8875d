"""Sectors and fields of business: what rules a measure out by its recipient, and what only orders it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assistant.matching.match import match
from assistant.matching.profile import Profile
from assistant.matching.results import Verdict
from docs_store.document_set import DocumentSet
from docs_store.language import sectors
from docs_store.library import ProvisionRow
from docs_store.provisions import Amount, Fact, Op, Predicate, Rule

from .conftest import ON, leaf, part, row

HERE = "安徽省马鞍山市当涂县"


@pytest.mark.parametrize(
    ("activity", "noun", "apart"),
    [
        ("软件开发", "实体书店", True),
        ("工业机器人", "融资担保公司", True),
        ("餐饮", "养老机构", True),
        ("家政", "家政服务企业", False),
        ("软件开发", "工业企业", False),
        ("说不清的生意", "旅行社", False),
    ],
)
def test_sectors_that_rule_each_other_out(activity: str, noun: str, apart: bool) -> None:
    own = sectors.of_activities((activity,))
    assert sectors.apart(own, sectors.of_subject(noun)) is apart


def test_a_recipient_of_another_trade_is_refused_with_its_clause() -> None:
    trade = Predicate(fact=Fact.INDUSTRY, op=Op.ANY_OF, value=("旅行社",))
    found = row(leaf(trade, text="对组织入境游的旅行社", complete=False))
    for industry, verdict in (
        (("软件开发",), Verdict.INELIGIBLE),
        (("旅行社",), Verdict.POSSIBLE),
        (None, Verdict.POSSIBLE),
    ):
        matched = match([found], DocumentSet([found.info]), Profile(region=HERE, industry=industry), ON)
        assert matched.matches[0].verdict is verdict


def test_the_own_field_comes_before_the_larger_sum() -> None:
    def measure(name: str, value: int) -> ProvisionRow:
        rule = Rule(part=part(), fixed=Decimal(value))
        return row(amounts=(Amount(part=part(name), rules=(rule,)),), measure=name)

    rows = [measure("支持氢能企业", 9_000_000), measure("稳岗补贴", 100), measure("支持软件企业", 500_000)]
    profile = Profile(region=HERE, industry=("工业软件",))
    matched = match(rows, DocumentSet([rows[0].info]), profile, ON)
    assert [found.row.provision.measure for found in matched.matches] == ["支持软件企业", "稳岗补贴", "支持氢能企业"]
