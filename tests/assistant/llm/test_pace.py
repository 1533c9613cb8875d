"""How fast a model reads: measured on a clock that the test moves."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest

from assistant.llm import ChatModel, GenerationError, pieces
from assistant.llm.pace import Pace
from tests.assistant.llm.scripted import Script, scripted
from tests.clock import Clock


@pytest.fixture
def pace(clock: Clock) -> Pace:
    return Pace(most=3000, clock=clock)


def read(pace: Pace, clock: Clock, prompt: str, seconds: float) -> None:
    reading = pace.begin(prompt)
    clock.now += seconds
    reading.first_piece()
    clock.now += 100  # what the answer takes is no reading
    reading.first_piece()
    reading.end()


def test_it_starts_with_what_was_measured_once_and_follows_what_is_measured(pace: Pace, clock: Clock) -> None:
    assert pace.seconds_for("字" * 830) == pytest.approx(10)
    for letter in "甲乙丙丁戊己庚辛壬癸":
        read(pace, clock, letter * 1000, 5)
    assert pace.speed == pytest.approx(200, rel=0.01)
    read(pace, clock, "寅" * 1000, 20)
    assert pace.speed == pytest.approx(125, rel=0.01)


def test_only_what_differs_from_the_last_prompt_s_beginning_is_read(pace: Pace, clock: Clock) -> None:
    read(pace, clock, "同" * 1000 + "甲" * 83, 10.83 * 100 / 83)
    assert pace.seconds_for("同" * 1000 + "乙" * 500) == pytest.approx(500 / pace.speed)
    assert pace.seconds_for("同" * 1000 + "甲" * 83) == 0
    assert pace.seconds_for("同" * 400) == 0
    before = pace.speed
    read(pace, clock, "同" * 1000 + "乙" * 500, 500 / before)
    assert pace.speed == pytest.approx(before)


def test_a_few_characters_tell_nothing(pace: Pace, clock: Clock) -> None:
    read(pace, clock, "短" * 100, 50)
    assert pace.speed == 83


def test_a_prompt_that_is_not_read_to_its_end_tells_how_slow_the_model_is_at_most(pace: Pace, clock: Clock) -> None:
    reading = pace.begin("字" * 1200)
    clock.now += 60
    reading.end()
    assert pace.speed == pytest.approx(20)
    # how much of it the server has kept is not known: nothing counts as kept, and a fast reading proves nothing
    assert pace.seconds_for("字" * 1200) == pytest.approx(60)
    read(pace, clock, "字" * 1200, 1)
    assert pace.speed == pytest.approx(20)
    read(pace, clock, "甲" * 1200, 1)
    assert pace.speed == pytest.approx(610)


def test_an_error_before_anything_is_read_tells_nothing_of_the_speed(pace: Pace, clock: Clock) -> None:
    pace.begin("字" * 1200).end()
    assert pace.speed == 83


def test_a_model_started_anew_keeps_nothing(pace: Pace, clock: Clock) -> None:
    read(pace, clock, "字" * 830, 10)
    pace.forget()
    assert pace.seconds_for("字" * 830) == pytest.approx(10)


def test_many_threads_may_measure(pace: Pace, clock: Clock) -> None:
    def work(letter: str) -> None:
        for _ in range(50):
            reading = pace.begin(letter * 500)
            reading.first_piece()
            reading.end()

    threads = [threading.Thread(target=work, args=(letter,)) for letter in "甲乙丙丁"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert pace.speed > 0


# --- what a model is asked is measured ---------------------------------------------------------------------------


def with_pace(script: Script, pace: Pace, *, seconds: float = 60.0) -> ChatModel:
    model, _ = scripted(script, seconds=seconds)
    assert isinstance(model, ChatModel)
    return replace(model, pace=pace)


def test_the_first_words_end_the_measure(pace: Pace, clock: Clock) -> None:
    def script(prompt: str) -> Iterator[str]:
        yield ""  # what servers send before they have read anything
        clock.now += 10
        yield "一"
        clock.now += 1000
        yield "二"

    assert "".join(pieces(with_pace(script, pace), [("system", "甲" * 500), ("human", "乙" * 499)], most=10)) == "一二"
    assert pace.speed == pytest.approx((83 + 100) / 2)


def test_a_model_that_breaks_before_its_first_words_has_not_read(pace: Pace, clock: Clock) -> None:
    def script(prompt: str) -> Iterator[str]:
        clock.now += 100
        raise TimeoutError
        yield ""

    with pytest.raises(GenerationError):
        "".join(pieces(with_pace(script, pace), [("human", "字" * 1000)], most=10))
    assert pace.speed == pytest.approx(10)


def test_what_nobody_waits_for_any_more_is_measured_at_once(pace: Pace, clock: Clock) -> None:
    released = threading.Event()

    def script(prompt: str) -> Iterator[str]:
        clock.now += 100
        released.wait(10)
        yield "一"

    try:
        with pytest.raises(GenerationError):
            "".join(pieces(with_pace(script, pace), [("human", "字" * 1000)], most=10, seconds=0.3))
        assert pace.speed == pytest.approx(10)
    finally:
        released.set()
