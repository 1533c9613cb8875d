"""Drafted replies and what has to be checked in them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from assistant.drafting.checks import Check, checks
from assistant.drafting.desk import Reply, draft, reply
from assistant.engine import Assistant
from docs_store import plain
from docs_store.errors import UsageError
from docs_store.library import Library
from docs_store.types import (
    Answer,
    AnswerFigure,
    AnswerSentence,
    Citation,
    Completeness,
    Kind,
    Nearest,
    Outcome,
    Searched,
    Status,
)
from ingest.pipeline import ingest
from ingest.sources import Source

DAY = date(2026, 5, 1)


def citation(marker: int = 1, **changes: object) -> Citation:
    made = Citation(
        marker=marker, document_id="d", chunk_id="d-1", title="办法", region="青禾县", year=2023, kind=Kind.POLICY,
        heading=("第一条",), page=None, source="a.txt", quote="奖励20万元。", start=0, end=7,
    )  # fmt: skip
    return replace(made, **changes)  # type: ignore[arg-type]


def answer(text: str = "奖励20万元。", **changes: object) -> Answer:
    made = Answer(
        question="奖励多少？", standalone_question="奖励多少？", outcome=Outcome.ANSWERED, mode="extractive",
        answer=text,
        sentences=(AnswerSentence(text=text, citations=(1,)),), citations=(citation(),),
    )  # fmt: skip
    return replace(made, **changes)  # type: ignore[arg-type]


def figure(**changes: object) -> AnswerFigure:
    made = AnswerFigure(
        indicator="高企", value="20", unit="家", status=Status.ACTUAL, region="青禾县", period="2023", citation=1
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def found(given: Answer) -> set[Check]:
    return set(checks(given, {}, {}, DAY)) - {Check.LOW_CERTAINTY}  # the library of these tests holds no document


def test_an_answer_of_one_sure_source_needs_no_look() -> None:
    assert found(answer()) == set()


@pytest.mark.parametrize(
    ("changes", "check"),
    [
        ({"outcome": Outcome.NOT_FOUND}, Check.NOT_FOUND),
        ({"outcome": Outcome.FAILED}, Check.FAILED),
        ({"outcome": Outcome.NOT_FOUND, "asks_back": "哪一项奖励？"}, Check.ASKS_BACK),
        ({"sentences": ()}, Check.UNPROVED),
        ({"sentences": (AnswerSentence(text="奖励20万元。", citations=()),)}, Check.UNPROVED),
        ({"sentences": (AnswerSentence(text="奖励20万元。", citations=(7,)),)}, Check.UNPROVED),
        ({"completeness": Completeness.PARTIAL, "missing": ("材料",)}, Check.INCOMPLETE),
        ({"sentences": (AnswerSentence(text="奖励标准如下：", citations=(1,)),)}, Check.CUT_OFF),
        ({"mode": "generated"}, Check.GENERATED),
        ({"figures": (figure(), figure(value="21", citation=2))}, Check.CONFLICT),
        ({"figures": (figure(status=Status.TARGET),)}, Check.TARGET),
        ({"figures": (figure(status=Status.EXPECTED),)}, Check.FORECAST),
        ({"citations": (citation(quote="奖励二十万元。"),)}, Check.COMPUTED),
        ({"citations": (citation(), citation(2, region="白溪县"))}, Check.SEVERAL_PLACES),
        ({"searched": Searched(regions=("白溪县",))}, Check.OTHER_PLACE),
        ({"searched": Searched(regions=("青禾县", "白溪县"))}, Check.PARTLY),
    ],
)  # fmt: skip
def test_each_reason_to_look(changes: dict[str, object], check: Check) -> None:
    assert check in found(answer(**changes))


def test_a_target_that_was_asked_for_is_no_reason() -> None:
    asked = "2024年的目标是多少家？"
    assert found(answer(standalone_question=asked, figures=(figure(status=Status.TARGET),))) == set()


def test_a_mended_point_and_a_number_of_the_heading_are_not_computed() -> None:
    source = citation(quote="兑付72。5万元", heading=("表 | 2023年",))
    assert found(answer("2023年：72.5万元", citations=(source,))) == set()


def test_a_reply_keeps_what_is_missing_and_what_comes_nearest(library: Library) -> None:
    near = Nearest(text="奖励20万元。", citation=citation())
    given = answer(completeness=Completeness.PARTIAL, missing=("材料",), nearest=(near,))
    made = reply(given, 1, library, DAY)
    assert (made.missing, made.nearest) == (("材料",), (near,))
    assert plain.from_json(Reply, plain.to_json(made)) == made


class _Half:
    """An assistant that fails at every other question."""

    def ask(self, question: str, *, region: str | None = None, year: int | None = None) -> Answer:
        if "坏" in question:
            raise UsageError("The question is bad.")
        if "怪" in question:
            raise RuntimeError("odd")
        return answer(question=question)


def test_one_fault_does_not_stop_the_others(library: Library) -> None:
    replies = list(draft(_Half(), library, ["好？", "坏？", "怪？", "好吗？"]))
    assert [reply.number for reply in replies] == [1, 2, 3, 4]
    assert [reply.outcome for reply in replies] == ["answered", "failed", "failed", "answered"]
    assert replies[1].checks == (Check.FAILED,) and "bad" in replies[1].notes[0]


def test_an_expired_policy_is_a_reason_to_look(library: Library, tmp_path: Path) -> None:
    file = tmp_path / "旧办法.txt"
    file.write_text(
        "青禾县科技创新券管理办法\n\n第一条 创新券每家企业每年最高20万元。\n"
        "第二条 本办法自2020年1月1日起施行，有效期至2021年12月31日。\n",
        "utf-8",
    )
    ingest(library, [Source(path=file, key="k", name=file.name)])
    asked = "《青禾县科技创新券管理办法》规定创新券每家企业每年最高多少？"
    (reply,) = draft(Assistant(library), library, [asked], today=lambda: DAY)
    assert "20万元" in reply.text and "[1]" in reply.text
    assert Check.EXPIRED in reply.checks
