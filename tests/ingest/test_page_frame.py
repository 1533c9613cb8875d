"""Buttons and paths of a saved web page go; the words of a text that are like them stay."""

from __future__ import annotations

import pytest

from docs_store.textnorm import fold
from docs_store.types import Kind
from ingest import lines, noise
from ingest.readers.base import RawText
from ingest.reading import read_documents

REPORT = """2025年白溪县政府工作报告

一、2024年工作回顾
2024年新认定高新技术企业31家。

二、2025年工作安排
2025年新认定高新技术企业36家。
"""


def removed(text: str) -> list[str]:
    spans = noise.find(RawText(text=text, reader="text"), lines.split(fold(text)))
    return [text[a:b].strip() for a, b in spans]


@pytest.mark.parametrize(
    "frame",
    [
        "打印\n下载\n收藏", "【字号\uff1a\n大\n中\n小\n】\n打印本页", "分享到\uff1a微信 微博 QQ空间",
        "A-\nA+\n朗读\n暂停",
        "放大 缩小 默认\n\n全屏阅读\n关闭窗口", "无障碍浏览 | 长者模式 | 繁体", "复制链接\n扫一扫\n纠错",
    ],
)  # fmt: skip
def test_buttons_are_removed(frame: str) -> None:
    assert "\n".join(removed(f"{frame}\n{REPORT}")) == frame
    assert "\n".join(removed(f"{REPORT}{frame}\n")) == frame


@pytest.mark.parametrize(
    "text",
    [
        "下载",
        "大\n中\n小",
        "打印机补贴\n下载量\n收藏品展",
        "一、打印材料\n二、下载表格",
        "暂停受理\n停止发放",
        "大 | 中 | 小",
    ],
)
def test_words_of_the_text_stay(text: str) -> None:
    assert removed(f"第一段说明。\n{text}\n第二段说明。") == []


def test_a_path_through_the_site_is_removed() -> None:
    assert removed(f"首页\n>\n政务公开\n>\n政府工作报告\n政府工作报告\n{REPORT}") == [
        "首页", ">", "政务公开", ">", "政府工作报告", "政府工作报告",
    ]  # fmt: skip
    assert removed("收入>支出。\n甲\n乙\n>100\n丙") == []


@pytest.mark.parametrize(
    "path",
    [
        "首页 > 政务公开 > 政策文件", "网站首页>>通知公告", "首页 / 信息公开 / 统计公报",
        "首页 » 科技局 » 工作动态 » 正文", "政务公开 > 法定主动公开内容 > 正文", "本站首页→惠企政策",
    ],
)  # fmt: skip
def test_a_path_on_one_line_is_removed(path: str) -> None:
    assert removed(f"{path}\n{REPORT}") == [path]


@pytest.mark.parametrize("line", ["首页设计费 > 5万元。", "甲企业 > 乙企业 > 丙企业", "首页", "优 > 良 > 中"])
def test_comparisons_are_no_paths(line: str) -> None:
    assert removed(f"第一段说明。\n{line}\n第二段说明。") == []


@pytest.mark.parametrize("mark", ["# Page 12:", "Page 3", "--- page 7 of 20 ---", "p. 5"])
def test_marks_of_pages_are_removed(mark: str) -> None:
    assert removed(f"第一段说明。\n{mark}\n第二段说明。") == [mark]
    assert removed("第一段。\n见 Page 12 一节。\n第二段。") == []


@pytest.mark.parametrize(
    "frame", ["打印\n下载\n收藏\n【字号\uff1a\n大\n小\n】\n", "首页\n>\n白溪要闻\n白溪要闻\n", "# Page 12:\n", "  3.\n"]
)
def test_a_report_is_the_same_with_the_frame_of_a_page_around_it(frame: str) -> None:
    def read(text: str) -> object:
        (content,) = read_documents(
            RawText(text=text, reader="text"), name="文件.txt", source_key="k", file_hash="0" * 64
        )
        metadata = content.document.metadata
        figures = [(f.indicator, f.value, f.period, f.status) for f in content.figures]
        return metadata.title.value, metadata.kind.value, metadata.years and metadata.years.value, figures

    plain = read(REPORT)
    assert read(frame + REPORT) == plain
    assert plain[1] is Kind.WORK_SUMMARY and plain[3]  # type: ignore[index]
