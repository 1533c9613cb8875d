"""What a file holds beside what it says."""

from __future__ import annotations

import itertools
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docs_store.textnorm import fold
from docs_store.types import PageSpan
from ingest import lines, noise
from ingest.readers.base import RawText


def removed(text: str, **parts: object) -> list[str]:
    raw = RawText(text=text, reader="text", **parts)  # type: ignore[arg-type]
    return [text[a:b] for a, b in noise.find(raw, lines.split(fold(text)))]


@pytest.mark.parametrize(
    "line",
    [
        "当前位置:首页 > 政务公开 > 科技局", "您现在的位置\uff1a首页", "上一篇\uff1a关于印发…",
        "下一篇", "返回顶部", "【字号:大 中 小】",
        "浏览次数\uff1a123", "版权所有 某某网", "Copyright 2024", "皖ICP备12345678号", "扫一扫",
        "扫一扫在手机打开当前页", "二维码开始扫一扫在手机打开当前页用来校验该浏览器是否支持HTML5",
        "二维码 扫一扫在手机上浏览", "作文网 zUOwEnBa.Net",
        "本文来源\uff1awww.example.com",
    ],
)  # fmt: skip
def test_navigation_is_removed(line: str) -> None:
    assert "".join(removed(f"第一段。\n{line}\n第二段。")).strip() == line


@pytest.mark.parametrize(
    "text",
    [
        "上一篇文章指出", "登录www.qinghe.gov.cn填报",
        "网址\uff1awww.example.com", "邮箱 kjj@example.com", "请访问example.com下载",
        "附件下载: https://www.example.com/a.docx", "位置优越", "第3页规定", "来源渠道多样。", "R.com",
        "浏览人数增加", "www.kjj.gov.cn",
    ],
)  # fmt: skip
def test_content_stays(text: str) -> None:
    assert removed(f"第一段。\n{text}\n第二段。") == []


@pytest.mark.parametrize(
    ("line", "gone"),
    [
        ("发布时间:2024-12-20 来源:县科技局 浏览次数:88 字体:[大 中 小]", "浏览次数:88 字体:[大 中 小]"),
        ("来源:县工信局 作者:王某 阅读量:1203次", "阅读量:1203次"),
        ("日期:2025年3月1日 点击数: 【字号:大 中 小】【打印】【关闭】", "点击数: 【字号:大 中 小】【打印】【关闭】"),
    ],
)
def test_counters_and_controls_in_the_record_of_a_page_are_removed(line: str, gone: str) -> None:
    assert [words.strip() for words in removed(f"标题\n{line}\n正文甲。\n")] == [gone]


@pytest.mark.parametrize("line", ["全年网站访问量:120万次。", "来源:访问量:36.5万次"])
def test_counts_that_a_text_reports_stay(line: str) -> None:
    assert removed(f"标题\n{line}\n正文甲。\n") == []


def test_a_site_between_sentences_is_removed() -> None:
    assert removed("新增47家。作文网 zUOwEnBa.Net下一步加强。") == ["作文网 zUOwEnBa.Net"]
    assert removed("真的\uff01zuowen.com下一步。") == ["zuowen.com"]
    assert removed("新增47家。(www.zuowen.com)下一步加强。") == ["(www.zuowen.com)"]
    assert removed("新增47家。【范文网 zuowen.com】下一步加强。") == ["【范文网 zuowen.com】"]
    assert removed("详见县科技局(kjj.qinghe.gov.cn)。") == []


@pytest.mark.parametrize("above", ["建立统一的政务平台\uff0c", "提高资源平台核心能力", "签发的电子证照\uff0c由系统"])
def test_a_site_on_a_line_of_its_own_is_removed_whatever_the_line_above_speaks_of(above: str) -> None:
    sends_there = above.endswith("系统")  # as in 登录系统⏎www.qinghe.com 填报
    expected = [] if sends_there else ["作文网 zuowen.com"]
    assert removed(f"{above}\n作文网 zuowen.com\n实现共享。") == expected


def pages(*texts: str) -> tuple[str, tuple[PageSpan, ...]]:
    spans, at = [], 0
    for number, text in enumerate(texts, start=1):
        spans.append(PageSpan(number=number, start=at, end=at + len(text)))
        at += len(text)
    return "".join(texts), tuple(spans)


def test_page_numbers_and_running_heads_are_removed() -> None:
    text, spans = pages(*(f"青禾县公报第{n}期\n正文第{n}段企业{'甲乙丙丁戊'[n]}。\n— {n} —\n" for n in range(5)))
    assert removed(text, pages=spans) == [part for n in range(5) for part in (f"青禾县公报第{n}期", f"— {n} —")]


def test_a_number_on_a_line_of_its_own_is_no_page_number_where_others_count_the_pages() -> None:
    text, spans = pages(*(f"{'2' if n == 3 else ''}\n正文第{n}段企业{'甲乙丙丁戊'[n]}。\n— {n} —\n" for n in range(5)))
    assert removed(text, pages=spans) == [f"— {n} —" for n in range(5)]
    text, spans = pages(
        *(f"正文第{n}段企业{'甲乙丙丁戊'[n]}。\n{n + 7}\n" for n in range(5))
    )  # goes on from another file
    assert removed(text, pages=spans) == [str(n + 7) for n in range(5)]


def test_lines_that_stand_once_stay() -> None:
    text, spans = pages("标题\n正文甲。\n", "2024年安排\n正文乙。\n", "正文丙。\n落款\n")
    assert removed(text, pages=spans) == []


@pytest.mark.parametrize("line", ["— 3 —", "- 12 -", "第3页", "第 3 页 共 12 页", "第3页/共12页"])
def test_page_numbers_are_removed_where_the_pages_are_lost(line: str) -> None:
    assert [words.strip() for words in removed(f"正文甲。\n{line}\n正文乙。\n")] == [line]


@pytest.mark.parametrize("line", ["3", "3/12", "- 3", "第3页规定如下", "-3-5万元"])
def test_what_may_be_a_number_of_the_text_stays_where_there_are_no_pages(line: str) -> None:
    assert removed(f"正文甲。\n{line}\n正文乙。\n") == []


@pytest.mark.parametrize("line", ["3", "- 3 -", "第3页", "第 3 页 共 12 页", "3/12", "— 3 —", "3 页 / 共 12 页"])
def test_page_numbers(line: str) -> None:
    text, spans = pages(f"正文甲。\n{line}\n")
    assert removed(text, pages=spans) == [line]


@pytest.mark.parametrize(
    ("line", "goes"),
    [
        ("第一章 总则……………3", True),
        ("一、总体要求 ..... 12 ", True),
        ("附则····7", True),
        ("详见下文……", False),
        ("....3", False),
    ],
)
def test_lines_of_a_table_of_contents(line: str, goes: bool) -> None:
    assert removed(f"标题\n{line}\n正文甲。\n") == ([line] if goes else [])


@pytest.mark.parametrize(
    "unit",
    ["首页 > 政务 ", "(作文网 ", "来源: 浏览次数: ", "【字号: ", "- 3 ", "第 3 ", "政务公开 > ", " \u3000 ", "来源:\n"],
)
def test_a_line_twice_as_long_takes_no_more_than_about_twice_as_long(unit: str) -> None:
    def took(count: int) -> float:
        start = time.process_time()
        removed(unit * count)
        return time.process_time() - start

    def best(count: int) -> float:  # of three: the collector of garbage may look at a whole session's objects in one
        return min(took(count) for _ in range(3))

    assert best(16_000) < 12 * max(best(4_000), 0.005)


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), max_size=8))
def test_merged_spans_are_apart_and_cover_the_same(spans: list[tuple[int, int]]) -> None:
    merged = noise.merge(spans)
    assert {i for a, b in merged for i in range(a, b)} == {i for a, b in spans for i in range(a, b)}
    assert all(b < c for (_, b), (c, _) in itertools.pairwise(merged))
