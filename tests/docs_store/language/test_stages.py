"""What is told of a number: that it was, that it is expected, that it is planned."""

from __future__ import annotations

import pytest

from docs_store.language.stages import announced_from, of_words, turns
from docs_store.types import Status

ACTUAL, EXPECTED, TARGET, UNKNOWN = Status.ACTUAL, Status.EXPECTED, Status.TARGET, Status.UNKNOWN


@pytest.mark.parametrize(
    ("words", "section", "status"),
    [
        ("总量预计突破", ACTUAL, EXPECTED),
        ("全年估计完成", ACTUAL, EXPECTED),
        ("预期目标是增长", ACTUAL, TARGET),
        ("力争达到", UNKNOWN, TARGET),
        ("争取上级资金", ACTUAL, None),
        ("争取总量突破", ACTUAL, TARGET),
        ("拟定标准", ACTUAL, None),
        ("截至目前已建成", TARGET, ACTUAL),
        ("已建成的基础上力争达到", TARGET, None),
        ("全面完成全年发展目标任务", ACTUAL, None),
        ("新培育", ACTUAL, None),
    ],
)
def test_words_before_a_number(words: str, section: Status, status: Status | None) -> None:
    assert of_words(words, section) is status


def told(text: str, section: Status = ACTUAL) -> list[tuple[str, Status]]:
    """What the text tells, from which character on."""
    found = turns(text, 0, len(text), section, announced_from(text, 0))
    return [(text[at], status) for at, status in found]


def test_a_word_holds_from_where_it_stands_to_the_end_of_its_clause() -> None:
    assert told("新增47家、总量预计突破165家,完成投资5亿元。") == [("新", ACTUAL), ("预", EXPECTED), ("完", ACTUAL)]


def test_a_clause_that_goes_on_about_a_number_tells_what_that_one_does() -> None:
    assert told("预计总量达到165家,同比增长9%,居全省第3位;已认定12家。") == [("预", EXPECTED), ("已", ACTUAL)]


def test_what_is_announced_as_a_target_is_one_to_the_end_of_its_line() -> None:
    text = "新增47家。年度目标:新增60家,总量185家。\n产值5亿元。"
    assert announced_from(text, 0) == text.index("新增60")
    assert announced_from(text, text.index("产值")) == len(text)
    begins = text.index("年度")
    assert turns(text, begins, text.index("\n"), ACTUAL, announced_from(text, 0))[1:] == [
        (text.index("新增60"), TARGET)
    ]


def test_in_a_section_of_plans_all_is_planned() -> None:
    assert told("预计总量达到165家,去年为120家", TARGET) == [("预", TARGET)]
