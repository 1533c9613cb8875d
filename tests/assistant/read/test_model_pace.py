"""A model that reads slowly: how many sources it is given, and what it is not asked at all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from assistant.engine import Assistant
from assistant.llm import ChatModel
from assistant.llm.pace import Pace, PromptReading
from assistant.llm.streaming import prompt_of
from assistant.read import prompts
from assistant.read.model import ModelReader
from assistant.read.reader import ReadingError
from assistant.turn import Finding, Inquiry, Material, Plan, Quote, Source
from docs_store.library import Library
from docs_store.types import Kind, Turn
from tests.assistant.conftest import TODAY
from tests.assistant.llm.scripted import Script, in_pieces, scripted
from tests.assistant.read.test_model_answers import GRANT, WORDS, kind_of

_PLAN = Plan(message="奖励多少？", inquiries=(Inquiry(text="奖励多少？"),), today=date(2026, 7, 1))
_FREE = "答1：青禾县的企业首次通过高新技术企业认定的，一次性奖励20万元红包，老板们笑开了花。\n"


def source(number: int) -> Source:
    text = f"第{number}条　" + "奖" * 293
    return Source(
        number=number, document_id="d", title="办法", file="d.txt", kind=Kind.POLICY, text=text,
        origins=tuple(range(len(text))), stretches=(),
    )  # fmt: skip


def material(count: int = 16, **more: object) -> Material:
    return replace(Material(plan=_PLAN, sources=tuple(map(source, range(1, count + 1)))), **more)  # type: ignore[arg-type]


class SteadyPace(Pace):
    """Measures no more once it is measured: models of these tests answer at once."""

    is_measured = False

    def over(self, reading: PromptReading, *, is_whole: bool) -> None:
        if not self.is_measured:
            super().over(reading, is_whole=is_whole)


def pace_of(speed: float, *, most: int = 100_000) -> Pace:
    """A pace at a speed, measured on a prompt that nothing asked here begins like."""
    now = [0.0]
    pace = SteadyPace(most=most, clock=lambda: now[0])
    for _ in range(30):
        pace.forget()
        reading = pace.begin("甲" * 1000)
        now[0] += 1000 / speed
        reading.first_piece()
    assert pace.speed == pytest.approx(speed)
    pace.is_measured = True
    return pace


def slow(script: Script, pace: Pace, *, seconds: float = 60.0) -> tuple[ChatModel, list[list[str]]]:
    model, asked = scripted(script, seconds=seconds)
    assert isinstance(model, ChatModel)
    return replace(model, pace=pace), asked


def numbers(prompt: str) -> list[int]:
    """Sources that a prompt shows."""
    return [int(number) for number in re.findall(r"<资料 编号=(\d+)", prompt)]


def nothing(prompt: str) -> Iterator[str]:
    return iter(("缺1：奖励",))


# --- how many sources -------------------------------------------------------------------------------------------


def shown(pace: Pace, given: Material, *, seconds: float = 60.0) -> list[int]:
    """Numbers of the sources that a model is given."""
    model, asked = slow(nothing, pace, seconds=seconds)
    list(ModelReader(model).read(given))
    return numbers(asked[0][-1])


def test_a_model_is_given_the_first_sources_that_it_can_read_in_half_of_its_time() -> None:
    model, asked = slow(nothing, pace_of(100))
    pace = model.pace
    assert pace is not None
    given = material()
    before = pace.seconds_for(prompt_of(prompts.reading(given)))
    assert before > 30, "all of them would not fit"
    list(ModelReader(model).read(given))
    count = len(numbers(asked[0][-1]))
    assert 3 < count < 16
    assert numbers(asked[0][-1]) == list(range(1, count + 1))
    fits, more = (prompt_of(prompts.reading(material(n))) for n in (count, count + 1))
    assert len(fits) / 100 <= 30 < len(more) / 100


def test_more_time_and_more_speed_are_more_sources() -> None:
    assert len(shown(pace_of(100), material(), seconds=90)) > len(shown(pace_of(100), material()))
    assert len(shown(pace_of(150), material())) > len(shown(pace_of(100), material()))
    assert len(shown(pace_of(1000), material())) == 16


def test_three_sources_are_given_however_slow_the_model_is() -> None:
    assert shown(pace_of(1), material()) == [1, 2, 3]
    assert shown(pace_of(1), material(2)) == [1, 2]


def test_each_of_several_questions_has_a_source() -> None:
    plan = replace(_PLAN, inquiries=tuple(Inquiry(text=f"第{n}问？") for n in range(5)))
    assert shown(pace_of(1), material(plan=plan)) == [1, 2, 3, 4, 5]


def test_no_more_than_the_context_holds() -> None:
    length = len(prompt_of(prompts.reading(material(5))))
    assert shown(pace_of(1000, most=length), material()) == [1, 2, 3, 4, 5]
    length = len(prompt_of(prompts.reading(material(2))))
    assert shown(pace_of(1000, most=length), material()) == [1, 2], "a prompt beyond the context is refused as a whole"


def test_a_server_is_given_all() -> None:
    model, asked = scripted(nothing, seconds=1)
    list(ModelReader(model).read(material()))
    assert len(numbers(asked[0][-1])) == 16


def test_what_is_read_already_costs_no_time() -> None:
    model, asked = slow(nothing, pace_of(100))
    reader = ModelReader(model)
    list(reader.read(material()))
    first = numbers(asked[0][-1])
    finding = Finding(text="奖励30万元。", quotes=(Quote(source=1, words="奖"),))
    list(reader.read(material(rejected=((finding, "数字不同"),))))
    assert set(first) <= set(numbers(asked[1][-1])) and "数字不同" in asked[1][-1]


# --- what is not asked ------------------------------------------------------------------------------------------


def test_a_plan_that_would_take_too_long_is_left_to_the_rules(sample: Library) -> None:
    history = [Turn(role="user", content=GRANT + "另外" * 300), Turn(role="assistant", content="20万元。" * 100)]

    def script(prompt: str) -> Iterator[str]:
        return in_pieces("题：别的？" if kind_of(prompt) == "plan" else "缺1：材料")

    kinds: dict[float, list[str]] = {}
    for speed in (40, 1000):
        model, asked = slow(script, pace_of(speed))
        Assistant(sample, today=lambda: TODAY, model=model).ask("那材料呢？", history=history)
        kinds[speed] = [kind_of(prompt[-1]) for prompt in asked]
    assert kinds == {40: ["read"], 1000: ["plan", "read"]}


def test_as_many_sentences_are_judged_as_fit() -> None:
    pairs = [(f"引文{n}" + "奖" * 600, f"句子{n}") for n in range(6)]
    model, asked = slow(lambda prompt: in_pieces("\n".join(f"{n}：是" for n in range(1, 7))), pace_of(100))
    assert ModelReader(model).says(pairs, _PLAN) == [True] * 4 + [False] * 2
    assert "句子3" in asked[0][-1] and "句子4" not in asked[0][-1]
    model, asked = slow(nothing, pace_of(5))
    assert ModelReader(model).says(pairs, _PLAN) == [False] * 6
    assert asked == []


def test_doubtful_sentences_that_nobody_can_judge_in_time_are_replaced_by_their_quotes(sample: Library) -> None:
    def script(prompt: str) -> Iterator[str]:
        return in_pieces("1：是" if kind_of(prompt) == "second" else f"据1：{WORDS}\n{_FREE}")

    model, asked = slow(script, pace_of(1000))
    assert "红包" in Assistant(sample, today=lambda: TODAY, model=model).ask(GRANT).answer
    assert [kind_of(prompt[-1]) for prompt in asked] == ["read", "second"]
    model, asked = slow(script, pace_of(2))
    answer = Assistant(sample, today=lambda: TODAY, model=model).ask(GRANT)
    assert "second" not in [kind_of(prompt[-1]) for prompt in asked]
    assert "红包" not in answer.answer and WORDS.rstrip("。") in answer.answer
    assert answer.mode == "generated"


def test_mending_that_would_take_too_long_is_not_begun() -> None:
    finding = Finding(text="奖励30万元。", quotes=(Quote(source=1, words="奖"),))
    model, asked = slow(nothing, pace_of(1))
    with pytest.raises(ReadingError) as caught:
        list(ModelReader(model).read(material(rejected=((finding, "数字不同"),))))
    assert caught.value.late and asked == []
