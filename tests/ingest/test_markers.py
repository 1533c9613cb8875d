"""The numbering of official documents."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docs_store.textnorm import fold
from ingest import markers
from ingest.markers import parse, starts_with_marker


@pytest.mark.parametrize(
    ("line", "rank", "label"),
    [
        ("附件", markers.RANK_ATTACHMENT, "附件"),
        ("附 件 2 申报表", markers.RANK_ATTACHMENT, "附件2"),
        ("第一编 总则", markers.RANK_PART, "第一编"),
        ("第二部分 重点工作", markers.RANK_PART, "第二部分"),
        ("第三章 支持标准", markers.RANK_CHAPTER, "第三章"),
        ("第三章支持标准", markers.RANK_CHAPTER, "第三章"),
        ("第二节 程序", markers.RANK_SECTION, "第二节"),
        ("第十条 申请", markers.RANK_ARTICLE, "第十条"),
        ("第一百二十三条 施行", markers.RANK_ARTICLE, "第一百二十三条"),
        ("第七条之一 申请", markers.RANK_ARTICLE, "第七条之一"),
        ("第三条【支持对象】企业", markers.RANK_ARTICLE, "第三条"),
        ("一、总体要求", markers.RANK_CHINESE, "一、"),
        ("十二、附则", markers.RANK_CHINESE, "十二、"),
        ("二. 条件", markers.RANK_CHINESE, "二."),
        ("(三)支持标准", markers.RANK_CHINESE_BRACKET, "(三)"),
        ("( 十一 )、其他", markers.RANK_CHINESE_BRACKET, "(十一)、"),
        ("1.首次认定", markers.RANK_DIGIT, "1."),
        ("12、材料", markers.RANK_DIGIT, "12、"),
        ("4.2025年度申报何时开始", markers.RANK_DIGIT, "4."),
        ("(4)审计报告", markers.RANK_DIGIT_BRACKET, "(4)"),
        ("4)审计报告", markers.RANK_DIGIT_CLOSED, "4)"),
        ("12) 其他材料", markers.RANK_DIGIT_CLOSED, "12)"),
        ("第3条 申请", markers.RANK_ARTICLE, "第3条"),
        ("第12条之1 申请", markers.RANK_ARTICLE, "第12条之1"),
        ("第2章支持标准", markers.RANK_CHAPTER, "第2章"),
        ("第3部分 重点工作", markers.RANK_PART, "第3部分"),
        ("③证明", markers.RANK_CIRCLE, "③"),
        ("一是加强领导", markers.RANK_POINT, "一是"),
        ("十是“双招双引”", markers.RANK_POINT, "十是"),
        ("  \u3000(一)缩进", markers.RANK_CHINESE_BRACKET, "(一)"),
    ],
)
def test_markers(line: str, rank: int, label: str) -> None:
    marker = parse(fold(line))
    assert marker is not None
    assert (marker.rank, marker.label) == (rank, label)
    assert starts_with_marker(line.strip())
    assert "".join(fold(line)[: marker.end].split()) == label


@pytest.mark.parametrize(
    "line",
    [
        "", "企业", "2024年工作", "3.5万元", "12.93亿元",
        "1,434.3万元", "4.2025万元", "第一批项目", "第三条例外", "附件材料齐全的", "十分重要",
        "一般企业", "一是", "(2024)12号", "(含一年)", "2023.12.5", "第条", "100、", "万一、", "第一季度",
        "第2024条", "2024)号", "第1届大会", "第3名",
    ],
)  # fmt: skip
def test_no_markers(line: str) -> None:
    marker = parse(line)
    assert marker is None or line == "第三条例外"


def test_ranks_enclose_each_other_in_the_order_of_the_standard() -> None:
    lines = [
        "附件1 表",
        "第一编 编",
        "第一章 章",
        "第一节 节",
        "第一条 条",
        "一、一",
        "(一)一",
        "1.一",
        "(1)一",
        "1)一",
        "①一",
        "一是一",
    ]
    ranks = [marker.rank for line in lines if (marker := parse(line))]
    assert len(ranks) == len(lines) and ranks == sorted(set(ranks))


@given(st.text(alphabet="第一二十百条章节编附件、.()（）0123①是 \u3000企业", max_size=20))
def test_the_marker_lies_in_the_line(line: str) -> None:
    marker = parse(line)
    if marker is not None:
        assert 0 < marker.end <= len(line)
        assert line[: marker.end].strip() and marker.label == "".join(line[: marker.end].split())


def test_a_markdown_heading_starts_a_line() -> None:
    assert starts_with_marker("## 总则") and parse("## 总则") is None
