"""Word classes, and the words in which a class's characters mean nothing of the kind."""

from __future__ import annotations

import pytest

from docs_store.language.word_classes import WordClass, has


@pytest.mark.parametrize(
    ("word_class", "text"),
    [
        (WordClass.NOT, "不得重复享受"),
        (WordClass.NOT, "未通过验收的"),
        (WordClass.NOT, "没有失信记录"),
        (WordClass.TARGET, "力争达到60家"),
        (WordClass.TARGET, "2025年目标是增长5%"),
        (WordClass.TARGET, "计划新增3家"),
        (WordClass.EXPECTED, "预计达到600家"),
        (WordClass.EXPECTED, "有望突破"),
        (WordClass.EXPECTED, "估计完成"),
        (WordClass.FALL, "同比下降3%"),
        (WordClass.FALL, "减少12家"),
        (WordClass.FALL, "降幅收窄"),
        (WordClass.RISE, "增长5%"),
        (WordClass.MUST, "应当提交"),
        (WordClass.MAY, "可以申请"),
        (WordClass.ONLY, "仅限本县企业"),
        (WordClass.DONE, "已建成投用"),
        (WordClass.DONE, "早已完工"),
        (WordClass.UNDER_WAY, "正在公示"),
        (WordClass.UNDER_WAY, "还在审核"),
    ],
)
def test_a_word_is_of_its_class(word_class: WordClass, text: str) -> None:
    assert has(text, word_class)


@pytest.mark.parametrize(
    ("word_class", "text"),
    [
        (WordClass.NOT, "不断完善"), (WordClass.NOT, "未来产业"), (WordClass.NOT, "无人机企业"),
        (WordClass.NOT, "不超过50万元"), (WordClass.TARGET, "科技计划项目"), (WordClass.MUST, "应用场景"),
        (WordClass.MUST, "相应材料"), (WordClass.FALL, "减免税款"), (WordClass.MAY, "可持续发展"),
        (WordClass.DONE, "不得已停办"), (WordClass.DONE, "已婚职工"), (WordClass.DONE, "自己申请"),
    ],
)  # fmt: skip
def test_a_word_inside_another_is_not(word_class: WordClass, text: str) -> None:
    assert not has(text, word_class)
