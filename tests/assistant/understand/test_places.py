"""Which places a question names, and which documents speak for them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.understand import places
from docs_store.document_set import DocumentSet
from docs_store.types import Inferred, Kind

DONGLI, DONGTOU, DANGTU = "天津市东丽区", "浙江省温州市洞头区", "安徽省马鞍山市当涂县"


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ("当涂县2023年", [DANGTU]),
        ("当涂2023年", [DANGTU]),
        ("天津市东丽区2023年", [DONGLI]),
        ("当涂、洞头、东丽三地", [DANGTU, DONGTOU, DONGLI]),
        ("洞头区获得的浙江省科技奖", [DONGTOU]),
        ("青禾县的创新券", ["青禾县"]),
        ("杭州市2023年", ["浙江省杭州市"]),
        ("马鞍山市2023年", ["安徽省马鞍山市"]),
        ("企业怎么申领", []),
    ],
)
def test_places_of_a_question(text: str, paths: list[str], infos: DocumentSet) -> None:
    assert [place.path for place in places.find(text, infos)] == paths


@pytest.mark.parametrize("text", ["浙江大学的项目", "与安徽工业大学共建", "南京大学"])
def test_a_place_in_the_name_of_an_institution_is_none(text: str, infos: DocumentSet) -> None:
    assert places.find(text, infos) == []


def test_a_report_speaks_for_its_own_place_only(infos: DocumentSet) -> None:
    (asked,) = places.find("马鞍山市有多少家", infos)
    assert not any(places.applies(info, asked) for info in infos if info.metadata.kind.value == "work_summary")


def test_a_policy_of_one_county_does_not_bind_another(infos: DocumentSet) -> None:
    (asked,) = places.find("东丽区奖励多少", infos)
    assert {info.metadata.region.value for info in infos if info.metadata.region and places.applies(info, asked)} == {
        DONGLI
    }


def test_a_filter_resolves_short_names_and_keeps_unknown_ones(infos: DocumentSet) -> None:
    assert places.resolve("东丽", infos) == DONGLI
    assert places.resolve("无名镇", infos) == "无名镇"


def test_a_development_zone_is_known_by_its_common_name() -> None:
    path = "湖北省武汉市东湖新技术开发区"
    assert places.name_of(path) == "东湖新技术开发区"
    assert places.name_of("安徽省马鞍山市当涂县") == "当涂县"
    assert places.name_of("青禾县") == "青禾县"


@pytest.mark.parametrize(
    ("kind", "title", "issuer", "applies"),
    [
        (Kind.FAQ, "企业倍增行动计划问答", "", False),
        (Kind.NOTICE, "关于开展项目申报的通知", "", False),
        (Kind.GUIDE, "办事指南", "", False),
        (Kind.NOTICE, "科技部关于组织申报的通知", "科技部", True),
        (Kind.FAQ, "国家税务总局热点问答", "", True),
        (Kind.NOTICE, "关于做好申报工作的通知", "财政部、国家税务总局", True),
        (Kind.POLICY, "科学技术进步法", "", True),
        (Kind.WORK_SUMMARY, "国家科技工作总结", "", False),
    ],
)  # fmt: skip
def test_a_document_without_a_place_is_the_nation_s_only_if_it_is(
    infos: DocumentSet, kind: Kind, title: str, issuer: str, applies: bool
) -> None:
    info = next(iter(infos))
    metadata = replace(
        info.metadata,
        region=None,
        kind=Inferred(value=kind, source="", certainty=1.0),
        title=Inferred(value=title, source="", certainty=1.0),
        issuer=Inferred(value=issuer, source="", certainty=1.0) if issuer else None,
    )
    (asked,) = places.find("东丽区奖励多少", infos)
    assert places.applies(replace(info, metadata=metadata), asked) is applies
