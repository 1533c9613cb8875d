"""Which lines and cells are taken for questions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.drafting.questions import Skipped, joined, of_lines, of_rows, unnumbered


@pytest.mark.parametrize(
    "numbered",
    [
        "1. {}", "1、{}", "12){}", "（3）{}", "(3) {}", "一、{}", "十二、{}", "①{}", "问题1：{}", "问：{}", "Q2: {}",
        "- {}", "第3个问题：{}", "【1】{}", "1．{}", "问题3：（1）{}",
    ],
)  # fmt: skip
def test_numbering_goes(numbered: str) -> None:
    assert unnumbered(numbered.format("创新券怎么申请？")) == "创新券怎么申请？"


@pytest.mark.parametrize(
    "line", ["2023年高企多少家？", "2.5万元怎么领？", "一次性奖励多少？", "1-9月完成多少？", "3家企业可以联合申报吗"]
)
def test_a_number_that_is_part_of_the_question_stays(line: str) -> None:
    assert unnumbered(line) == line


def test_a_numbered_list_with_a_title_and_a_wrapped_line() -> None:
    found = of_lines(["咨询问题清单", "", "1. 研发后补助需要", "哪些材料？", "2. 贴息多少？", "联系人：张三"])
    assert found.questions == ("研发后补助需要哪些材料？", "贴息多少？", "联系人：张三")
    assert found.skipped == (("咨询问题清单", Skipped.HEADING),)


def test_lines_without_numbers_are_questions_each() -> None:
    found = of_lines(["创新券怎么申请", "科技局电话", "贴息标准"])
    assert found.questions == ("创新券怎么申请", "科技局电话", "贴息标准")


def test_repeated_and_answered_lines_are_left_out_and_told() -> None:
    found = of_lines(["问：贴息多少？", "答：百分之五十。", "问：贴息多少", "问：何时申报？"])
    assert found.questions == ("贴息多少？", "何时申报？")
    assert dict(found.skipped) == {"答：百分之五十。": Skipped.ANSWER, "贴息多少": Skipped.DUPLICATE}


def test_a_table_is_read_by_its_header() -> None:
    rows = [
        ["科技服务周"],
        ["序号", "企业名称", "咨询问题"],
        ["1", "甲公司有限责任公司", "1.贴息多少"],
        ["", "", ""],
        ["2", "乙", ""],
    ]
    found = of_rows(rows)
    assert found.questions == ("贴息多少",)
    assert [why for _, why in found.skipped] == [Skipped.HEADING, Skipped.HEADING]


def test_a_table_without_header_is_read_by_its_content() -> None:
    assert of_rows([["1", "甲公司", "贴息多少？"], ["2", "乙公司", "何时申报"]]).questions == ("贴息多少？", "何时申报")


def test_a_question_of_two_lists_stands_once() -> None:
    both = joined([of_lines(["贴息多少？"]), of_lines(["贴息多少", "何时申报？"])])
    assert both.questions == ("贴息多少？", "何时申报？")


def test_what_is_too_long_is_told() -> None:
    found = of_lines(["长" * 2001 + "？", "贴息多少？"])
    assert found.questions == ("贴息多少？",)
    assert found.skipped[0][1] is Skipped.TOO_LONG


@given(st.lists(st.text(alphabet="12一、.)(（ 问答:？家多少\t", max_size=20), max_size=8))
def test_every_line_is_a_question_or_told_or_empty(lines: list[str]) -> None:
    found = of_lines(lines)
    assert all(question.strip() for question in found.questions)
    assert len(found.questions) + len(found.skipped) <= len(lines)
    given_letters = "".join(sorted(set("".join(lines)) & set("家多少")))
    kept = "".join([*found.questions, *(text for text, _ in found.skipped)])
    assert all(letter in kept for letter in given_letters)
