"""Whether a text states what is claimed: never a yes or a no that it does not plainly say."""

from __future__ import annotations

import pytest

from assistant.read.rules.claims import Claim, read
from assistant.read.rules.denial import denies
from assistant.read.rules.stated import by_mark, by_number, by_words
from assistant.read.rules.values import values_in
from docs_store.textnorm import fold

VOUCHERS = "青禾县科技创新券管理办法"


def claim_of(question: str) -> Claim:
    claim = read(fold(question))
    assert claim is not None
    return claim


@pytest.mark.parametrize(
    ("question", "given", "holds"),
    [
        ("企业超过100家吗", "47家", False),
        ("企业超过100家吗", "147家", True),
        ("企业超过100家吗", "100家", None),  # 3万家 may be 3.01万家
        ("增长6%吗", "约5%", False),
        ("增长5%吗", "约5%", None),
        ("企业达到100家吗", "100家", True),
        ("企业超过200家吗", "超过160家", None),
        ("企业超过100家吗", "超过160家", True),
        ("企业不到150家吗", "151家", False),
        ("投入是12.9亿元吗", "12.93亿元", None),
        ("投入是12.5亿元吗", "12.93亿元", False),
        ("投入是1434.3万元吗", "0.14343亿元", True),
        ("投入是13亿元左右吗", "12.93亿元", True),
        ("能拿到50万元吗", "不超过30万元", False),
        ("能拿到20万元吗", "不超过30万元", None),
        ("最高是30万元吗", "不超过30万元", True),
        ("最高是50万元吗", "不超过30万元", False),
        ("占比要达到5%吗", "不低于4%", False),
        ("占比要达到4%吗", "不低于4%", True),
        ("占比要达到4%吗", "10%", None),
        ("职工600人的企业能申请吗", "不超过500人", False),
        ("职工300人的企业能申请吗", "不超过500人", None),
        ("企业有47家吗", "约50家", None),
        ("企业有47家吗", "47项", None),
    ],
)
def test_a_number_decides_only_what_it_leaves_no_doubt_of(question: str, given: str, holds: bool | None) -> None:
    ((value, _, _),) = values_in(given)
    assert by_number(claim_of(question), value) is holds


@pytest.mark.parametrize(
    ("question", "given", "holds"),
    [
        ("10月31日截止吗", ["9月1日", "10月31日"], True),
        ("9月1日截止吗", ["9月1日", "10月31日"], False),
        ("9月1日开始吗", ["9月1日", "10月31日"], True),
        ("申报时间是9月1日吗", ["9月1日", "10月31日"], None),
        ("公示期是7个工作日吗", ["5个工作日"], False),
        ("公示期是5天吗", ["5个工作日"], None),
        ("电话是0000-6001001吗", ["0000-6001001"], True),
    ],
)
def test_dates_and_terms(question: str, given: list[str], holds: bool | None) -> None:
    assert by_mark(claim_of(question), given) is holds


@pytest.mark.parametrize(
    ("question", "sentence", "lead", "holds"),
    [
        ("创新券能不能转让？", "创新券不得转让、买卖和重复使用。", "第二条", False),
        ("创新券不能转让吗？", "创新券不得转让、买卖和重复使用。", "第二条", True),
        ("创新券可以赠送吗？", "创新券不得转让、买卖和重复使用。", "第二条", None),
        ("创新券可以用来买设备吗？", "大型科学仪器设备共用服务；", "第六条 创新券可用于购买下列服务：", None),
        ("创新券可以用于中试试验吗？", "研发设计、中试试验、工艺改进等服务；", "第六条 创新券可用于购买：", True),
        ("申领创新券需要付款凭证吗？", "付款凭证；", "第十四条 兑付时应提交下列材料：", None),
        ("兑付创新券需要付款凭证吗？", "付款凭证；", "第十四条 兑付时应提交下列材料：", True),
        ("企业能申请创新券吗？", "财政资金全额投资设立的企业不列入支持范围。", "一、支持对象", None),
        ("能不能拿到创新奖补？", "为引导企业创新，规范奖补资金使用，结合本县实际，制定本办法。", "", None),
        ("两家企业能合用创新券吗？", "一家企业不得合用创新券。", "", None),
        ("需要质押证明吗？", "质押证明，仅申请第六条贴息的企业提交。", "第九条 应当提交下列材料：", None),
    ],
)  # fmt: skip
def test_words_decide_only_in_one_statement_on_nothing_else(
    question: str, sentence: str, lead: str, holds: bool | None
) -> None:
    assert by_words(claim_of(question), sentence, lead, VOUCHERS) is holds


@pytest.mark.parametrize(
    ("text", "is_denied"),
    [
        ("上年度研发费用不少于50万元", False), ("科技人员占比不低于10%", False), ("面向未来产业", False),
        ("不得转让", True), ("未被列入失信名单", True), ("不低于5%的不予补助", True),
    ],
)  # fmt: skip
def test_a_limit_denies_nothing(text: str, is_denied: bool) -> None:
    assert denies(text) is is_denied
