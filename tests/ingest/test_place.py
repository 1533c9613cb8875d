"""Whose paper a document is."""

from __future__ import annotations

import pytest

from docs_store import regions
from docs_store.types import Inferred
from ingest import place
from tests.ingest.test_metadata import infer


def of(body: str, *, title: str = "关于印发措施的通知", issuer: str = "", number: str = "") -> str | None:
    found = place.infer(
        body,
        title=title,
        issuer=Inferred(value=issuer, source="title", certainty=0.9) if issuer else None,
        file_name="文件.txt",
        doc_number=Inferred(value=number, source="line under the title", certainty=0.95) if number else None,
    )
    return found.value if found else None


@pytest.mark.parametrize(
    ("body", "number", "expected"),
    [
        ("津市场监管垄〔2021〕5号\n各区人民政府:\n市场监管部门负责。", "津市场监管垄〔2021〕5号", "天津市"),
        ("沪市监〔2022〕5号\n各区人民政府:\n市政府同意。", "沪市监〔2022〕5号", "上海市"),
        ("渝办发〔2022〕5号\n各单位:\n落实。", "渝办发〔2022〕5号", "重庆市"),
        ("甲办发〔2022〕5号\n各单位:\n落实。", "甲办发〔2022〕5号", None),
    ],
)
def test_the_sign_of_a_province_at_the_head_of_the_number(body: str, number: str, expected: str | None) -> None:
    assert of(body, number=number) == expected


@pytest.mark.parametrize(
    ("issuer", "expected"),
    [
        ("四川省人民政府办公厅、重庆市人民政府办公厅", "四川省"),
        ("重庆市人民政府办公厅、四川省人民政府办公厅", "重庆市"),
        ("江苏省科学技术厅、浙江省科学技术厅", "江苏省"),
    ],
)
def test_a_joint_paper_is_that_of_the_first_who_issued_it(issuer: str, expected: str) -> None:
    first, second = (organ[:3] for organ in issuer.split("、"))
    body = f"{first}各市、{second}各区县:\n{first}、{second}共同落实。\n"
    assert of(body, issuer=issuer) == expected
    named = Inferred(value=issuer, source="title", certainty=0.9)
    found = place.infer(body, title="关于措施的通知", issuer=named, file_name="文件.txt", doc_number=None)
    assert found and found.certainty < 0.6  # it binds no answer to one of the two


@pytest.mark.parametrize("issuer", ["国务院办公厅", "财政部", "国家税务总局", "中华人民共和国科学技术部"])
def test_a_paper_of_the_whole_country_has_no_place(issuer: str) -> None:
    assert of("请各地落实。联系地址:北京市西城区。北京市海淀区。", issuer=issuer) is None


@pytest.mark.parametrize(
    ("organ", "title"),
    [
        ("教育部", "教育部关于同意设置安徽应用学院的函"),
        ("国家林草局", "国家林草局关于同意湖北省开展试点的批复"),
        ("国务院", "国务院关于四川省国土空间规划的批复"),
    ],
)
def test_a_national_paper_about_a_province_is_not_that_province_s(organ: str, title: str) -> None:
    named = regions.find_mentions(title)[0].region_candidates[0].full_name
    assert of(f"{named}人民政府:\n{named}的请示收悉。{named}要抓好落实。", title=title, issuer=organ) is None
    assert of(f"{named}人民政府:\n{named}要抓好落实。", title=title.removeprefix(organ), issuer=organ) == named


@pytest.mark.parametrize(
    ("title", "issuer", "expected"),
    [
        ("云南省省级高新技术产业开发区认定管理办法", "云南省人民政府办公厅", "云南省"),
        ("四川省国家级经济技术开发区考核办法", "四川省人民政府办公厅", "四川省"),
    ],
)
def test_zones_of_a_rank_are_no_place(title: str, issuer: str, expected: str) -> None:
    body = f"{expected[:3]}各有关单位:\n{title}已经同意。\n" * 3
    assert of(body, title=title, issuer=issuer) == expected


@pytest.mark.parametrize("organ", ["市人社局市税务局", "县科技局县财政局", "省林业厅省水利厅"])
def test_bureaus_written_without_a_space_are_no_place(organ: str) -> None:
    found = of(f"天津市各区:\n{organ}通知如下。天津市。\n", title=f"{organ}关于停办业务的通告", issuer=organ)
    assert found in ("天津市", None)


def test_who_speaks_for_the_state_council_speaks_for_no_province() -> None:
    text = (
        "2003年政府工作报告\n——2003年3月5日在第十届全国人民代表大会第一次会议上\n各位代表:\n"
        "现在,我代表国务院,向第十届全国人民代表大会第一次会议报告过去五年的工作。\n"
        "一、过去五年的回顾\n云南省、云南省、云南省的项目建成。\n"
    )
    found = infer(text)
    assert found.region is None and found.issuer and found.issuer.value == "国务院"
