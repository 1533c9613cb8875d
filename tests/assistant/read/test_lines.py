"""The form a language model answers in, as it comes in, well made and broken."""

from __future__ import annotations

import pytest

from assistant.read.lines import remarks
from assistant.turn import AskBack, Finding, Missing, Quote, SearchMore
from tests.assistant.llm.scripted import in_pieces

TEXT = """据3：首次通过认定的，一次性奖励20万元。
据5：受理时间为每年9月1日至10月31日
答1：首次认定奖励20万元，每年9月1日至10月31日受理。
据2：2022年40家
算：47-40=7
答2：多7家。
缺2：2021年的数
"""


@pytest.mark.parametrize("size", [1, 3, 1000])
def test_findings_come_with_their_quotes_and_formula(size: int) -> None:
    assert list(remarks(in_pieces(TEXT, size))) == [
        Finding(
            text="首次认定奖励20万元，每年9月1日至10月31日受理。",
            quotes=(Quote(source=3, words="首次通过认定的，一次性奖励20万元。"),
                    Quote(source=5, words="受理时间为每年9月1日至10月31日")),
            part=1,
        ),
        Finding(text="多7家。", quotes=(Quote(source=2, words="2022年40家"),), formula="47-40=7", part=2),
        Missing(text="2021年的数", part=2),
    ]  # fmt: skip


def test_a_finding_is_given_before_the_next_line_begins() -> None:
    def pieces() -> object:
        yield "据1：奖励20万元\n答1：奖励20万元。\n"
        raise AssertionError("asked for more than was needed")

    assert isinstance(next(iter(remarks(pieces()))), Finding)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        "据[1]：奖励20万元\n答[1]：奖励20万元。",
        "- 据1: 奖励20万元\n- 答1: 奖励20万元。",
        "**据1**：奖励20万元\n**答1**：奖励20万元。[1]",
        "好的，以下是回答：\n据1：“奖励20万元”\n答1：奖励20万元。",
        "```\n据 1 ：奖励20万元\n答 1 ：奖励20万元。\n```",
        "1. 据1：奖励20万元\n2. 答1：奖励20万元。",
        "据【1】：奖励20万元\n答：奖励20万元。",
    ],
)
def test_ornaments_do_no_harm(text: str) -> None:
    (made,) = remarks([text])
    assert isinstance(made, Finding)
    assert made.text == "奖励20万元。"
    assert made.quotes == (Quote(source=1, words="奖励20万元"),)


@pytest.mark.parametrize("text", ["", "我不知道。", '{"answer": 1}', "答1：", "据1：只有引文", "\n\n\n", "答1"])
def test_what_is_no_remark_is_none(text: str) -> None:
    assert list(remarks([text])) == []


def test_a_quote_may_run_over_lines() -> None:
    (made,) = remarks(["据1：（一）申请表；\n（二）营业执照。\n答1：需要申请表和营业执照。"])
    assert isinstance(made, Finding)
    assert made.quotes[0].words == "（一）申请表；\n（二）营业执照。"


def test_the_other_remarks() -> None:
    assert list(remarks(["问：您问的是哪个县？\n查：高企 认定 奖励\n"])) == [
        AskBack(text="您问的是哪个县？"), SearchMore(query="高企 认定 奖励"),
    ]  # fmt: skip


def test_an_endless_model_gives_a_bounded_number_of_remarks() -> None:
    assert len(list(remarks(["缺1：什么都没有\n"] * 500))) == 60
