"""What it costs to understand a file grows with its length, and not with the square of it, whatever it repeats."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.drafting import questions
from tests import reading_traps
from tests.growth import FLOOR, MOST, TooLongError, growth, needs_alarm, patience
from tests.pattern_traps import COMMON

_LENGTH = 5000  # characters of a trap
# What rules of reading look for, again and again.
_CLAUSES = (
    "贷款贴息50%,", "按投资额的10%,", "2021年3月5日起施行,", "自2021年1月1日起施行,", "(税", "税(", "新增企业3家、",
    "增长5%、", "注册满三年,", "研发费用3%,", "发明专利2件,", "高新技术企业、", "第二条 奖励1万元。\n",
    "（一）条件；\n", "一、标题\n", "《通知》(临政〔2020〕1号)、", "0555-6711234、", "完成任务", "同时废止《办法》",
    "每家10万元、", "联系人：张三，电话：6711234。", "2022年1月增长5%,", "2022年和2023年、", "年度目标:增长5%。",
    "指标 | 1月 | 增速(%) | 合计\n", "增速 | ", "| 任务 | 完成3家、4家。 |\n", "合计 | 2023年 | -5\n",
    "今年是", "过去五年,",
)  # fmt: skip

pytestmark = needs_alarm


@pytest.mark.parametrize("place", reading_traps.PLACES)
def test_no_step_of_reading_grows_with_the_square(place: str) -> None:
    wrong = []
    for piece in (*COMMON, *_CLAUSES):

        def read(length: int, piece: str = piece) -> dict[str, float]:
            with patience():
                return reading_traps.read(reading_traps.raw(place, piece * (length // len(piece))))

        try:
            cost = read(_LENGTH)
            slow = [step for step, spent in cost.items() if spent >= FLOOR]
            half = read(_LENGTH // 2) if slow else {}
            wrong += [
                f"{piece!r}: {step} {half[step]:.2f} {cost[step]:.2f}"
                for step in slow
                if cost[step] >= MOST * half[step]
                and _least(read, step, _LENGTH) >= MOST * _least(read, step, _LENGTH // 2)
            ]
        except TooLongError:
            wrong.append(f"{piece!r}: took too long")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    "line", ["1、", "问题1：", "1、奖励多少\n", "1、奖励\n多少\n", "多少？\n", "问题,", "答：", " "]
)
def test_no_list_of_questions_grows_with_the_square(line: str) -> None:
    def read(length: int) -> None:
        lines = f"1、奖励多少？\n2、{line * (length // len(line))}".splitlines()
        questions.of_lines(lines)
        questions.of_rows([one.split(",") for one in lines])

    assert growth(read) < MOST


def _least(read: Callable[[int], dict[str, float]], step: str, length: int) -> float:
    return min(read(length)[step] for _ in range(3))
