"""Words of calls as they are met: places without a kind, lead-ins that ask, contests, dates beside other dates."""

from __future__ import annotations

import pytest

from docs_store.provisions import leaves

from .conftest import Read, told

CALL = """北京市示例项目申报指南

示科〔2026〕1号

一、支持对象
{who}

二、申报条件
{asked}

三、支持标准
给予最高100万元补助。

四、申报时间
{when}

五、受理部门
北京市示例局：55550000
"""


def call(
    read: Read, *, who: str = "各类企业。", asked: str = "（一）守法经营。", when: str = "常年受理。"
) -> list[str]:
    """What is asked, each leaf as its words and predicates."""
    provisions = read(CALL.format(who=who, asked=asked, when=when))
    return [
        f"{leaf.part.text}|{'&'.join(told(p) for p in leaf.predicates)}"
        for p in provisions
        for leaf in leaves(p.conditions)
    ]


@pytest.mark.parametrize(
    "who",
    [
        "在北京注册的企业。",
        "在北京地区注册的企业。",
        "在京注册的企业。",
        "在本市行政区划范围内注册或登记设立的企业。",
        "北京市注册的企业。",
    ],
)
def test_a_place_needs_no_word_for_its_kind(read: Read, who: str) -> None:
    assert any("regionwithin北京市" in leaf for leaf in call(read, who=who))


def test_those_whom_the_applicant_serves_may_be_registered_anywhere(read: Read) -> None:
    asked = "（一）为注册在北京市的文化企业提供投融资服务；\n（二）守法经营。"
    assert not any("region" in leaf for leaf in call(read, asked=asked))


def test_a_lead_in_that_asks_is_kept(read: Read) -> None:
    asked = "由各区遴选推荐的单位，应符合以下条件：\n（一）守法经营；\n（二）制度健全。"
    assert "由各区遴选推荐的单位|" in call(read, asked=asked)


def test_whom_a_clause_is_for_stays_in_its_words(read: Read) -> None:
    asked = "（一）对申报项目依法享有完整的著作权；\n（二）守法经营。"
    assert "对申报项目依法享有完整的著作权|" in call(read, asked=asked)


def test_what_is_asked_of_some_only_decides_nothing(read: Read) -> None:
    asked = "（一）注册成立不超过5年，其中生物医药领域企业注册成立不超过7年；\n（二）守法经营。"
    assert not any("age" in leaf for leaf in call(read, asked=asked))


@pytest.mark.parametrize(
    ("when", "opens"),
    [("从2023年9月开始。", "2023-09-01"), ("2022年8月11日起，有效期3年。", "2022-08-11"), ("每年8月左右。", None)],
)
def test_when_applications_open(read: Read, when: str, opens: str | None) -> None:
    windows = read(CALL.format(who="各类企业。", asked="（一）守法经营。", when=when))[0].windows
    assert [w.opens for w in windows] == [opens]


def test_the_day_of_a_contest_round_is_no_deadline(read: Read) -> None:
    when = "报名时间：2026年8月20日截止。\n初赛时间：2026年9月15日前。"
    windows = read(CALL.format(who="各类企业。", asked="（一）守法经营。", when=when))[0].windows
    assert [w.closes for w in windows] == ["2026-08-20"]
