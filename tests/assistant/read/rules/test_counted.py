"""What a number of a report counts."""

from __future__ import annotations

import pytest

from assistant.read.rules.beside import beside_quantity
from assistant.read.rules.question import understand
from docs_store.types import Chunk, Kind

CHUNK = Chunk(id="d-1", document_id="d", ordinal=0, text="", heading=(), start=0, end=0, page=None)


def answers(question: str, sentence: str) -> bool:
    """Whether a number of the sentence is what the question asks for."""
    asked = understand(question, places=("甲省",), this_year=2026)
    return bool(beside_quantity(asked, sentence, CHUNK, "", Kind.WORK_SUMMARY))


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("甲省瞪羚企业数量是多少?", "大力培育瞪羚企业,力争新增规上企业270家。"),
        ("甲省独角兽企业有多少家?", "高新技术企业超5.7万家,新增独角兽企业数量居全国第一。"),
        ("甲省独角兽企业数量是多少?", "乙公司成为首个全国独角兽500强企业。"),
        ("甲省全国重点实验室数量是多少?", "发挥全国重点实验室作用,组织3个省级研究院和实验室运行。"),
        ("甲省院士工作站有多少个?", "新设13个博士后工作站,一批院士来省工作。"),
        ("甲省地区生产总值增长多少?", "全省海洋生产总值增长6.5%。"),
        ("甲省地区生产总值增长多少?", "民营经济贷款余额增长13.7%。"),
        ("甲省科技型中小企业数量是多少?", "支持科技型中小企业发展,高新技术企业总量突破1.8万家。"),
    ],
)
def test_a_number_of_something_else(question: str, sentence: str) -> None:
    assert not answers(question, sentence)


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("甲省瞪羚企业数量是多少?", "新增雏鹰、瞪羚企业330家。"),
        ("甲省制造业单项冠军有多少家?", "小巨人企业、制造业单项冠军分别增至283家、38家。"),
        ("甲省全国重点实验室有多少家?", "28家全国重点实验室完成重组,首批4家丙实验室运行。"),
        ("甲省地区生产总值增长多少?", "预计全省生产总值5503亿元、增长5.4%。"),
        ("甲省技术合同成交额增长了多少?", "登记技术合同1068项,成交额91亿元,同比增长13.75%。"),
        ("甲省技术合同成交额是多少?", "登记技术合同1068项,成交额预计91亿元。"),
        ("甲省技术合同成交额是多少?", "技术合同成交额超过百亿元。"),
        ("甲省研发投入强度是多少?", "全社会研发经费支出相当于全市生产总值的比例达到4.4%。"),
    ],
)
def test_a_number_of_what_is_asked(question: str, sentence: str) -> None:
    assert answers(question, sentence)
