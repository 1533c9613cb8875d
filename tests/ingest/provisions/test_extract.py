from __future__ import annotations

from typing import Any

import pytest

from docs_store import provision_codec
from docs_store.provisions import leaves
from docs_store.types import DocumentContent

from .conftest import Read, of_text, parts, shape

POLICY = """示例县工业企业奖励办法

示科〔2026〕1号

一、支持对象
在示例县注册的工业企业。

二、申报条件
申报企业应当同时符合下列条件：
（一）上年度营业收入2000万元以上（含）；
（二）职工总数不超过300人，原则上研发人员占职工总数的比例不低于10%；
（三）近三年未发生重大安全事故。
申报设备补助的企业，总资产应当超过5000万元。

三、支持标准
（一）设备补助。企业购置设备，按设备投资额的30%给予补助，最高5000万元。
（二）上市奖励。成功上市的，一次性奖励500万元。
（三）同一项目不重复享受。

四、申报材料
（一）申请表；
（二）申报设备补助的，另附发票。

五、申报时间
常年受理。

六、受理部门
示例县工信局，电话0555-1234567。
"""


def test_each_item_of_a_standard_is_a_measure(read: Read) -> None:
    assert [p.measure for p in read(POLICY)] == ["设备补助", "上市奖励"]


def test_conditions_are_kept_in_order_each_with_what_code_can_decide(read: Read) -> None:
    equipment, listing = (shape(p.conditions) for p in read(POLICY))
    common: list[Any] = [
        "revenue≥20000000@-1",
        ["all", "staff≤300", "~rd_staff_ratio≥10"],
        "recordcleansafety",
    ]
    assert equipment[2:5] == common  # type: ignore[index]
    assert listing[2:5] == common  # type: ignore[index]
    assert equipment[5] == "assets>50000000@-1"  # type: ignore[index]
    assert "assets" not in str(listing)


def test_in_principle_leaves_room(read: Read) -> None:
    hedged = [leaf.part.text for leaf in leaves(read(POLICY)[0].conditions) if leaf.hedged]
    assert hedged == ["原则上研发人员占职工总数的比例不低于10%"]


def test_amounts_have_ratio_base_cap_and_frequency(read: Read) -> None:
    equipment, listing = read(POLICY)
    rule = equipment.amounts[0].rules[0]
    assert (str(rule.ratio), rule.base, str(rule.cap)) == ("30", "investment", "50000000")
    assert str(listing.amounts[0].rules[0].fixed) == "5000000"
    assert listing.amounts[0].frequency == "once"


def test_papers_dates_office_and_exclusions(read: Read) -> None:
    equipment, listing = read(POLICY)
    assert [m.text for m in equipment.materials] == ["申请表；", "申报设备补助的，另附发票。"]
    assert [m.text for m in listing.materials] == ["申请表；"]
    assert equipment.windows[0].always
    assert [o.text for o in equipment.offices] == ["示例县工信局"]
    assert [p.text for p in equipment.phones] == ["0555-1234567"]
    assert [r.text for r in equipment.rules] == ["同一项目不重复享受。"]


@pytest.mark.parametrize(
    ("lead", "asked"),
    [
        ("申报企业除符合前款规定外,还应当在本县注册,并满足以下条件", "还应当在本县注册"),
        ("申请单位除具备上述要求外,须为独立法人,且符合下列条件", "须为独立法人"),
        ("申请人除另有规定外,应无失信记录,同时具备以下条件", "应无失信记录"),
    ],
)
def test_what_a_lead_in_asks_behind_an_exception_in_its_middle_is_a_condition(
    read: Read, lead: str, asked: str
) -> None:
    text = POLICY.replace("申报企业应当同时符合下列条件", lead)
    assert asked in [leaf.part.text for leaf in leaves(read(text)[0].conditions)]


def test_one_of_stays_one_of(read: Read) -> None:
    text = POLICY.replace("应当同时符合下列条件", "应当具备下列条件之一")
    assert shape(read(text)[0].conditions)[2][0] == "any"  # type: ignore[index]


def test_what_bars_an_applicant_is_for_a_person(read: Read) -> None:
    text = POLICY.replace("申报企业应当同时符合下列条件", "有下列情形之一的，不予支持")
    found = leaves(read(text)[0].conditions)
    assert not any(leaf.predicates for leaf in found if "营业收入" in leaf.part.text)


def test_a_condition_with_an_unknown_scope_decides_nothing(read: Read) -> None:
    text = POLICY.replace("申报设备补助的企业", "申报龙头示范的企业")
    for provision in read(text):
        leaf = next(leaf for leaf in leaves(provision.conditions) if "总资产" in leaf.part.text)
        assert not leaf.predicates


def test_a_work_summary_has_none() -> None:
    assert of_text("某县2023年工作总结\n\n一、工作成效\n给予企业奖励500万元。\n").provisions == ()


def test_every_part_stands_in_the_document(sample: dict[str, DocumentContent]) -> None:
    count = 0
    for content in sample.values():
        for provision in content.provisions:
            assert 0 <= provision.start < provision.end <= len(content.document.text)
            for part in parts(provision):
                assert part.quote == content.document.text[part.start : part.end]  # type: ignore[attr-defined]
                assert part.quote.strip()  # type: ignore[attr-defined]
                count += 1
    assert count > 500


def test_json_and_back(sample: dict[str, DocumentContent]) -> None:
    for content in sample.values():
        for provision in content.provisions:
            again = provision_codec.from_json(provision_codec.to_json(provision), content.document.text)
            assert again == provision


def test_the_sample_policies_have_their_measures(sample: dict[str, DocumentContent]) -> None:
    counts = {name: len(content.provisions) for name, content in sample.items() if content.provisions}
    assert counts == {
        "青禾县高新技术企业培育奖补办法": 4,
        "青禾县高新技术企业培育奖补办法（试行）": 4,
        "青禾县企业研发投入后补助实施细则": 2,
        "青禾县支持专精特新中小企业发展若干措施": 6,
        "青禾县科技人才引育支持办法": 5,
        "青禾县科技创新券管理办法": 1,
        "青禾县科技型中小企业贷款贴息办法": 2,
        "关于组织申报2026年度青禾县县级科技计划项目的通知": 3,
    }
