"""What a file holds beside what it says."""

from __future__ import annotations

import itertools

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


def test_a_site_between_sentences_is_removed() -> None:
    assert removed("新增47家。作文网 zUOwEnBa.Net下一步加强。") == ["作文网 zUOwEnBa.Net"]
    assert removed("真的\uff01zuowen.com下一步。") == ["zuowen.com"]


def pages(*texts: str) -> tuple[str, tuple[PageSpan, ...]]:
    spans, at = [], 0
    for number, text in enumerate(texts, start=1):
        spans.append(PageSpan(number=number, start=at, end=at + len(text)))
        at += len(text)
    return "".join(texts), tuple(spans)


def test_page_numbers_and_running_heads_are_removed() -> None:
    text, spans = pages(*(f"青禾县公报第{n}期\n正文第{n}段企业{'甲乙丙丁戊'[n]}。\n— {n} —\n" for n in range(5)))
    assert removed(text, pages=spans) == [part for n in range(5) for part in (f"青禾县公报第{n}期", f"— {n} —")]


def test_lines_that_stand_once_stay() -> None:
    text, spans = pages("标题\n正文甲。\n", "2024年安排\n正文乙。\n", "正文丙。\n落款\n")
    assert removed(text, pages=spans) == []


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


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), max_size=8))
def test_merged_spans_are_apart_and_cover_the_same(spans: list[tuple[int, int]]) -> None:
    merged = noise.merge(spans)
    assert {i for a, b in merged for i in range(a, b)} == {i for a, b in spans for i in range(a, b)}
    assert all(b < c for (_, b), (c, _) in itertools.pairwise(merged))
