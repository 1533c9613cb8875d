"""Typing errors and traditional characters."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.understand.spelling import mend, simplified
from docs_store.types import Answer, Outcome

PLACES = ("东丽区", "当涂县", "青禾县")
PASSAGES = "拔尖人才安家补助四十万元。企业设立博士工作站的，给予建站补助。瞪羚企业二十一家。"


def mended(question: str, *, names_place: bool = False) -> tuple[str, tuple[tuple[str, str], ...]]:
    found = mend(question, PLACES, names_place, lambda _: PASSAGES)
    return found.text, found.corrections


@pytest.mark.parametrize(
    ("typed", "read", "correction"),
    [
        ("冬丽区有多少家企业", "东丽区有多少家企业", ("冬丽区", "东丽区")),
        ("科技创新卷每家多少", "科技创新券每家多少", ("科技创新卷", "科技创新券")),
        ("高薪技术企业奖多少", "高新技术企业奖多少", ("高薪技术企业", "高新技术企业")),
        ("高新技企业奖多少", "高新技术企业奖多少", ("高新技企业", "高新技术企业")),
        ("高新技术术企业奖多少", "高新技术企业奖多少", ("高新技术术企业", "高新技术企业")),
        ("拔间人才补多少", "拔尖人才补多少", ("拔间人才", "拔尖人才")),
        ("瞪铃企业多少家", "瞪羚企业多少家", ("瞪铃企业", "瞪羚企业")),
    ],
)
def test_typing_errors(typed: str, read: str, correction: tuple[str, str]) -> None:
    assert mended(typed) == (read, (correction,))


@pytest.mark.parametrize(
    "question",
    [
        "高新技术产业增加值是多少", "科技型中小企业有多少家", "当涂县2023年完成得怎么样", "申请材料有哪些", "你好", "",
        "奖金怎么发，什么时候到账", "abc 123", "🙂",
        "获省级专精特新认定奖多少",  # 特新认定 is one character off 重新认定
    ],
)  # fmt: skip
def test_what_is_right_stays(question: str) -> None:
    assert mended(question) == (question, ())


@pytest.mark.parametrize(
    ("question", "passages"),
    [
        ("链主企业有什么奖励", "链主配套奖励。新进驻企业3家。"),  # 链主 is in no dictionary
        ("哪些费用算研发费用", "本县企业投入的资金应当用于研发。"),
    ],
)
def test_what_the_library_has_stays(question: str, passages: str) -> None:
    assert mend(question, PLACES, False, lambda _: passages).corrections == ()


def test_a_second_place_is_not_put_in() -> None:
    assert mended("当涂县和冬丽区", names_place=True)[1] == ()


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("青禾縣研發投入後補助", "青禾县研发投入后补助"),
        ("東麗區瞪羚企業", "东丽区瞪羚企业"),
        ("显著提高、著名企业、乾县、余款", "显著提高、著名企业、乾县、余款"),
        ("", ""),
    ],
)
def test_traditional_characters(typed: str, read: str) -> None:
    assert simplified(typed) == read


def test_what_was_read_is_told(ask: Callable[..., Answer]) -> None:
    answer = ask("冬丽区2024年瞪铃企业目标多少家？")
    assert "21家" in answer.answer
    assert answer.question == "冬丽区2024年瞪铃企业目标多少家？"
    assert dict(answer.understood.corrections) == {"冬丽区": "东丽区", "瞪铃企业": "瞪羚企业"}
    assert any("东丽区" in note and "冬丽区" in note for note in answer.notes)


def test_a_place_that_exists_is_not_another(ask: Callable[..., Answer]) -> None:
    assert ask("青河县领军人才安家补助多少？").outcome is Outcome.NOT_FOUND


def test_a_denial_is_not_mended_away() -> None:
    found = mend("项目没通过验收怎么办", PLACES, False, lambda _: "项目的通知，验收的通过。")
    assert found.text == "项目没通过验收怎么办"


def test_a_term_of_the_table_is_never_corrected_whatever_the_passages_hold() -> None:
    passages = "符合条件的，发放当高期奖励资金。" * 5  # 高期 stands there, as by a line's break
    assert mend("首次认定高企奖励多少钱", [], True, lambda _: passages).text == "首次认定高企奖励多少钱"
