"""Answers worded by a model that follows a script, good, bad and broken."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import replace

import pytest

from assistant import wording
from assistant.engine import Assistant
from assistant.events import Done, Found, Said
from docs_store.library import Library
from docs_store.types import Answer, AnswerSentence, Outcome
from tests.assistant.conftest import TODAY
from tests.assistant.llm.scripted import Script, endless, hanging, in_pieces, raising, saying, scripted

# a policy's conditions and a report's result: the answers are the sources' own sentences, in one and in several parts
LISTED = "青禾县科技创新券的申领条件有哪些？"
POINT = "当涂县2023年兑付了多少科技奖补？"


def with_model(library: Library, script: Script, *, seconds: float = 120.0) -> Assistant:
    return Assistant(library, today=lambda: TODAY, model=scripted(script, seconds=seconds)[0])


def bare(answer: Answer) -> Answer:
    """An answer without what differs from run to run, and without notes."""
    return replace(answer, timings_ms={}, notes=())


@pytest.fixture(scope="module")
def listed(assistant: Assistant) -> Answer:
    found = assistant.ask(LISTED)
    assert len(found.sentences) > 3
    return found


def plain(sentence: AnswerSentence) -> str:
    return sentence.text.removeprefix("青禾县\uff1a")


def as_said(answer: Answer) -> str:
    return "\n".join(plain(sentence) + "".join(f"[{m}]" for m in sentence.citations) for sentence in answer.sentences)


def test_a_model_that_says_it_right_words_the_answer(sample: Library, listed: Answer) -> None:
    answer = with_model(sample, saying(f"好的，以下是回答。\n{as_said(listed)}")).ask(LISTED)
    assert answer.mode == "generated"
    assert answer.citations == listed.citations
    assert "以下是回答" not in answer.answer
    assert answer.notes == listed.notes


@pytest.mark.parametrize(
    "marks", ["[1]", "【1】", "［1］", "[资料1]", "(1)", "[1, 1]", "", "[9]", "[一]", "[1", "[[1]]"]
)
def test_markers_of_every_shape_lead_to_the_passage_that_holds_the_sentence(
    sample: Library, listed: Answer, marks: str
) -> None:
    lines = [plain(sentence) + marks for sentence in listed.sentences]
    answer = with_model(sample, saying("\n".join(lines))).ask(LISTED)
    held = {citation.marker for citation in answer.citations}
    assert all(sentence.citations and set(sentence.citations) <= held for sentence in answer.sentences)
    assert all(number in answer.answer for number in ("500人", "2亿元"))


def test_what_it_leaves_out_is_said_in_the_source_s_words(sample: Library, listed: Answer) -> None:
    half = "\n".join(as_said(listed).split("\n")[:2])
    answer = with_model(sample, saying(half)).ask(LISTED)
    assert bare(answer) == bare(listed)
    assert wording.MODEL_UNFIT in answer.notes


@pytest.mark.parametrize(
    "wrong",
    [
        "资料中未提及。",
        "青禾县科技创新券最高可领900万元。[1]",
        "职工总数不少于500人。[1]",
        "上年度营业收入不超过2万元。[1]",
        "不在青禾县注册也可以申领。[1]",
        "北京市的企业同样可以申领。[1]",
        "[1][2][3]",
        "<script>alert(1)</script>",
        "\u0000\u0007\ufffd" * 50,
        "。。。！！！；；；",
        "{\"answer\": null}",
        "很" * 1500,
    ],
)  # fmt: skip
def test_rubbish_gives_the_extractive_answer_with_a_note(sample: Library, listed: Answer, wrong: str) -> None:
    answer = with_model(sample, saying(wrong)).ask(LISTED)
    assert bare(answer) == bare(listed)
    assert answer.mode == "extractive"
    assert len(answer.notes) == len(listed.notes) + 1


def test_one_wrong_sentence_among_right_ones_never_shows(sample: Library, listed: Answer) -> None:
    said = as_said(listed) + "\n另外，每家企业还可获得100万元奖励。[1]"
    answer = with_model(sample, saying(said)).ask(LISTED)
    assert answer.mode == "generated"
    assert "100万元" not in answer.answer


@pytest.mark.parametrize(("script", "note"), [
    (hanging, wording.model_late(0.5)),
    (endless, wording.MODEL_FAILED),
    (raising, wording.MODEL_FAILED),
    (saying(""), wording.MODEL_FAILED),
])  # fmt: skip
def test_a_broken_model_gives_the_extractive_answer_in_time(
    sample: Library, listed: Answer, script: Script, note: str
) -> None:
    assistant = with_model(sample, script, seconds=0.5 if script is hanging else 120.0)
    answer = assistant.ask(LISTED)
    assert bare(answer) == bare(listed)
    assert answer.notes == (*listed.notes, note)
    again = assistant.ask(LISTED)  # and nothing is left broken
    assert bare(again) == bare(listed)


def test_a_reader_who_goes_away_stops_the_model(sample: Library, listed: Answer) -> None:
    first = plain(listed.sentences[1])
    ended = threading.Event()

    def going_on(asked: str) -> Iterable[str]:
        try:
            yield from in_pieces(f"{first}[1]\n")
            while True:
                yield "好"
        finally:
            ended.set()

    events = with_model(sample, going_on).stream(LISTED)
    assert isinstance(next(events), Found)
    assert isinstance(next(events), Said)
    events.close()  # type: ignore[attr-defined]
    assert ended.wait(60)


def test_sentences_come_only_after_the_check(sample: Library, listed: Answer) -> None:
    said = "每家企业还可获得100万元奖励。[1]\n" + as_said(listed)
    events = list(with_model(sample, saying(said)).stream(LISTED))
    assert isinstance(events[0], Found) and isinstance(events[-1], Done)
    shown = [event for event in events if isinstance(event, Said)]
    assert len(shown) == len(listed.sentences)
    assert all("100万元" not in event.sentence.text for event in shown)
    for event in shown:
        assert [citation.marker for citation in event.citations] == list(event.sentence.citations)


def test_without_an_answer_the_model_is_not_asked(sample: Library) -> None:
    model, asked = scripted(saying("有900家。[1]"))
    answer = Assistant(sample, today=lambda: TODAY, model=model).ask("北京市2019年新建地铁多少公里？")
    assert answer.outcome is Outcome.NOT_FOUND
    assert answer.mode == "extractive"
    assert asked == []


def test_the_instructions_are_the_same_for_every_question(sample: Library) -> None:
    model, asked = scripted(saying(""))
    assistant = Assistant(sample, today=lambda: TODAY, model=model)
    assistant.ask(LISTED)
    assistant.ask("申请青禾县科技人才支持需要提交哪些材料？")
    (first, _), (second, _) = asked
    assert first == second
