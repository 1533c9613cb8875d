"""The record that a site sets above a paper."""

from __future__ import annotations

import time

import pytest

from ingest import record
from tests.ingest.test_metadata import infer

BRACKETED = """>
您当前的位置:规范性文件
    • [ 索引号 ]
    • 115000X1/2023-00002
    • [ 发文字号 ]
    • 青政发〔2023〕12号
    • [ 主题分类 ]
    • 农业
    • [ 发布机构 ]
    • 青禾县农业农村局
    • [ 发布日期 ]
    • 2023-03-10

青禾县耕地轮作补贴办法
第一条 为实施耕地轮作,制定本办法。"""
WITH_COLONS = """云岭市公共自行车管理规定
  • 索引号:

    61072/2021-001
  • 主题分类:

  • 发文机构:

    云岭市城市管理局
  • 发文字号:

    云城管〔2021〕7号
  • 发文日期:

    2021年04月06日 16:40
  • 内容概述:

云岭市公共自行车管理规定
第一条 为规范公共自行车管理,制定本规定。"""
PLAIN = """索引号
000014349/2020-00123
发布机构
青禾县民政局
成文日期
2020年9月2日
文号
青民〔2020〕44号
青禾县民政局关于做好冬季救助工作的通知
各镇人民政府:"""


@pytest.mark.parametrize(
    ("text", "title", "issuer", "number", "day"),
    [
        (BRACKETED, "青禾县耕地轮作补贴办法", "青禾县农业农村局", "青政发〔2023〕12号", "2023-03-10"),
        (WITH_COLONS, "云岭市公共自行车管理规定", "云岭市城市管理局", "云城管〔2021〕7号", "2021-04-06"),
        (PLAIN, "青禾县民政局关于做好冬季救助工作的通知", "青禾县民政局", "青民〔2020〕44号", "2020-09-02"),
    ],
)
def test_values_on_lines_of_their_own(text: str, title: str, issuer: str, number: str, day: str) -> None:
    found = infer(text)
    assert found.title.value == title
    assert found.issuer is not None and found.issuer.value == issuer
    assert found.doc_number is not None and found.doc_number.value == number
    assert found.published is not None and found.published.value == day


@pytest.mark.parametrize(
    "above",
    ["归档时间:2023-06-15\n当前位置: 首页 > 公开领域", "您现在的位置:首页>政务公开\n来源:县财政局", "索引号:A-1\n>"],
)
def test_a_title_stands_below_the_way_through_the_site(above: str) -> None:
    text = f"{above}\n\n青禾县财政局2018年度整体支出 绩效评价报告\n为检验预算编制的科学性,现将情况报告如下。"
    assert infer(text).title.value == "青禾县财政局2018年度整体支出 绩效评价报告"


def test_few_labels_are_no_record() -> None:
    text = "来源\n县志\n甲乡的来历"
    assert record.joined(text) == text


def test_its_time_does_not_grow_with_blanks() -> None:
    begun = time.perf_counter()
    for text in (" " * 200_000, "• " * 100_000, "[ 索引号 ]\n" * 50_000, "来源" + " " * 200_000):
        record.joined(text)
        record.is_entry(text)
    assert time.perf_counter() - begun < 1
