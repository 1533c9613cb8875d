"""A model that is late: a question is over in time, and what is whole stands."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from assistant.engine import Assistant
from assistant.read.model import ModelReader
from assistant.read.reader import ReadingError
from assistant.say import texts
from assistant.turn import Inquiry, Material, Plan
from docs_store.library import Library
from docs_store.types import Outcome, Turn
from tests.assistant.conftest import TODAY
from tests.assistant.llm.scripted import Script, saying, scripted
from tests.assistant.read.test_model_answers import GOOD, GRANT, WORDS, kind_of, with_model

_FREE = "答1：青禾县的企业首次通过高新技术企业认定的，一次性奖励20万元红包，老板们笑开了花。\n"
_SECONDS = 0.5


def hanging_at(*kinds: str, read: str) -> Script:
    """A model that reads at once, and never answers calls of these kinds while anybody waits."""

    def script(prompt: str) -> Iterator[str]:
        if kind_of(prompt) in kinds:
            time.sleep(4 * _SECONDS)
        yield read if kind_of(prompt) == "read" else ""

    return script


@pytest.mark.parametrize("kinds", [("second",), ("retry",), ("second", "retry")])
def test_what_is_late_after_a_whole_reading_is_left_out(sample: Library, kinds: tuple[str, ...]) -> None:
    wrong = f"据1：{WORDS}\n答1：青禾县首次通过高新技术企业认定的企业，一次性奖励30万元。\n"
    script = hanging_at(*kinds, read=f"{GOOD}据1：{WORDS}\n{_FREE}{wrong}")
    started = time.monotonic()
    answer = with_model(sample, script, seconds=_SECONDS).ask(GRANT)
    assert time.monotonic() - started < 2 * _SECONDS + 1.0
    assert (answer.outcome, answer.mode) == (Outcome.ANSWERED, "generated")
    assert "青禾县首次通过高新技术企业认定的企业，一次性奖励20万元。" in answer.answer
    assert "红包" not in answer.answer and "30万元" not in answer.answer


def test_a_late_second_reading_leaves_the_quotes(sample: Library) -> None:
    script = hanging_at("second", "retry", read=f"据1：{WORDS}\n{_FREE}")
    answer = with_model(sample, script, seconds=_SECONDS).ask(GRANT)
    assert answer.mode == "generated" and WORDS.rstrip("。") in answer.answer and "红包" not in answer.answer


def test_nothing_left_to_show_is_the_answer_without_the_model(sample: Library, assistant: Assistant) -> None:
    unproved = "据1：这句话在任何一份文件里都没有\n答1：奖励900万元。\n"
    answer = with_model(sample, hanging_at("retry", read=unproved), seconds=_SECONDS).ask(GRANT)
    assert answer.answer == assistant.ask(GRANT).answer
    assert answer.notes[-1] == texts.model_late(_SECONDS)


def test_a_late_plan_is_left_to_the_rules_and_the_reading_goes_on(sample: Library) -> None:
    history = [Turn(role="user", content="青禾县科技创新券怎么申领？"), Turn(role="assistant", content="先注册。")]
    script = hanging_at("plan", read=GOOD)
    answer = with_model(sample, script, seconds=_SECONDS).ask(GRANT, history=history)
    assert answer.mode == "generated" and "20万元" in answer.answer


def test_a_question_is_over_after_twice_the_time_of_a_call(sample: Library) -> None:
    """A plan, a reading, a second search and its reading, each just in time for itself."""

    def script(prompt: str) -> Iterator[str]:
        time.sleep(0.8 * _SECONDS)
        yield "查：首次认定奖励" if kind_of(prompt) == "read" else "题：青禾县首次认定高新技术企业奖励多少？"

    history = [Turn(role="user", content=GRANT), Turn(role="assistant", content="20万元。")]
    started = time.monotonic()
    answer = with_model(sample, script, seconds=_SECONDS).ask("那首次认定呢？", history=history)
    assert time.monotonic() - started < 2 * _SECONDS + 1.0
    assert answer.mode == "extractive"
    assert answer.notes[-1] == texts.model_late(_SECONDS)


def test_no_call_is_begun_when_the_question_s_time_is_over() -> None:
    plan = Plan(message=GRANT, inquiries=(Inquiry(text=GRANT),), today=TODAY)
    model, asked = scripted(saying("缺1：奖励"), seconds=0.05)
    reader = ModelReader(model)
    time.sleep(0.15)
    with pytest.raises(ReadingError) as caught:
        list(reader.read(Material(plan=plan, sources=())))
    assert caught.value.late and asked == []
