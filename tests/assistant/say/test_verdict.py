"""Which sentences open with a yes or a no, and to which questions that is one."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.say.verdict import verdict_of
from assistant.turn import Inquiry, Plan
from docs_store.types import AnswerSentence


def holds(question: str, said: str) -> bool | None:
    plan = Plan(message=question, inquiries=(Inquiry(text=question),), today=date(2026, 7, 1))
    verdict = verdict_of(plan, [AnswerSentence(text=said, citations=(1,))])
    return verdict.holds if verdict else None


@pytest.mark.parametrize(
    ("question", "said", "expected"),
    [
        ("个体户能申领创新券吗？", "不能，申领人须具有独立法人资格。", False),
        ("四种都能报吗？", "不能四种都报，只有一种纳入。", False),
        ("还要不要去窗口补办？", "不用，网上认证后自动恢复。", False),
        ("转出后能不能再转回来？", "现在不能，须先符合所列条件之一。", False),
        ("有没有当场拿卡的办法？", "有，可到即时制卡网点办理。", True),
        ("首次认定有奖励吗？", "有，一次性奖励20万元。", True),
        ("小微企业可以参加吗？", "可以，只要在青禾县注册。", True),
        ("这样合规吗？", "符合规定，第二十三条写明可以。", True),
        ("首次认定奖励多少？", "不能，20万元。", None),
        ("是不是不能叠加？", "不能，按就高不重复的原则执行。", None),
        ("个体户能申领创新券吗？", "青禾县规定申领人须具有独立法人资格。", None),
        ("有没有年龄要求？", "2025年公告规定年龄在18周岁以上。", None),
    ],
)
def test_the_opening_decides(question: str, said: str, expected: bool | None) -> None:
    assert holds(question, said) is expected


def test_two_questions_have_no_one_verdict() -> None:
    plan = Plan(
        message="能申领吗？能转让吗？", inquiries=(Inquiry(text="能申领吗？"), Inquiry(text="能转让吗？")),
        today=date(2026, 7, 1),
    )  # fmt: skip
    assert verdict_of(plan, [AnswerSentence(text="能，可以申领。", citations=(1,))]) is None


def test_no_sentence_is_no_verdict() -> None:
    plan = Plan(message="能吗？", inquiries=(Inquiry(text="能申领吗？"),), today=date(2026, 7, 1))
    assert verdict_of(plan, []) is None
