"""Questions that are offered: each is answered, and the page waits for none of them."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assistant.engine import Assistant
from assistant.say import wording
from docs_store.embedders.hashing import HashingEmbedder
from docs_store.library import Library
from docs_store.types import Answer, AnswerSentence, Citation, Completeness, Kind, Outcome, Understood
from ingest.pipeline import ingest
from ingest.sources import Source, find_sources
from tests.ui.web.helpers import POLICY, SUMMARY, fill, until
from ui.web.suggested import OFFERED, Candidate, Suggestions, answers_well, candidates

LIST = Candidate(question="有哪些条件？", kind="policy", is_list=True)
POINT = Candidate(question="什么时候申报？", kind="notice", is_list=False)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory, examples: Path) -> Iterator[Library]:
    made = Library(tmp_path_factory.mktemp("sample") / "library", HashingEmbedder(), create=True)
    ingest(made, [source for source in find_sources([examples], recursive=False) if isinstance(source, Source)])
    yield made
    made.close()


def offered(suggestions: Suggestions) -> tuple[str, ...]:
    until(lambda: suggestions.ready() is not None)
    return suggestions.ready() or ()


def test_every_question_offered_over_the_sample_library_is_answered(sample: Library) -> None:
    assistant = Assistant(sample)
    questions = offered(Suggestions(sample, assistant.ask))
    asked = {candidate.question: candidate for candidate in candidates(sample)}
    assert len(questions) == OFFERED
    assert len({asked[question].kind for question in questions}) >= 3
    answers = [assistant.ask(question) for question in questions]
    assert [answer.outcome for answer in answers] == [Outcome.ANSWERED] * OFFERED
    assert all(answer.citations and answer.completeness is not Completeness.PARTIAL for answer in answers)
    unanswered = [question for question in asked if assistant.ask(question).outcome is not Outcome.ANSWERED]
    assert unanswered, "without the asking some of them would have been offered"


def test_they_are_asked_once_for_a_state_of_the_library_and_nobody_waits(library: Library, tmp_path: Path) -> None:
    fill(library, tmp_path / "files", {"总结.txt": SUMMARY})
    gate, asked = threading.Event(), []

    def ask(question: str) -> Answer:
        asked.append(question)
        assert gate.wait(60)
        return Assistant(library).ask(question)

    suggestions = Suggestions(library, ask)
    assert suggestions.ready() is None and suggestions.ready() is None
    gate.set()
    first = offered(suggestions)
    assert first and len(asked) == len(set(asked))
    before = len(asked)
    assert suggestions.ready() == first and len(asked) == before
    fill(library, tmp_path / "files", {"办法.txt": POLICY})
    assert suggestions.ready() is None, "the library has changed"
    assert set(first) <= set(offered(suggestions)) and any("创新券" in question for question in asked[before:])


def test_a_fault_leaves_the_page_without_offers(library: Library, tmp_path: Path) -> None:
    fill(library, tmp_path / "files", {"总结.txt": SUMMARY})

    def ask(question: str) -> Answer:
        raise RuntimeError("broken")

    assert offered(Suggestions(library, ask)) == ()


def answer(*texts: str, **changes: Any) -> Answer:
    citation = Citation(
        marker=1, document_id="d", chunk_id="c", title="t", region="", year=None, kind=Kind.POLICY, heading=(),
        page=None, source="s", quote="q", start=0, end=1,
    )  # fmt: skip
    made = Answer(
        question="?", standalone_question="?", outcome=Outcome.ANSWERED, mode="extractive", answer="".join(texts),
        sentences=tuple(AnswerSentence(text=text, citations=(1,)) for text in texts), citations=(citation,),
    )  # fmt: skip
    return replace(made, **changes)


GOOD = ("企业应当符合下列条件：", "在本县注册满一年；", "职工不超过五百人；", "没有失信记录。")


@pytest.mark.parametrize(
    ("candidate", "given", "well"),
    [
        (LIST, answer(*GOOD), True),
        (LIST, answer(*GOOD, completeness=Completeness.COMPLETE, notes=(wording.KEYWORDS_ONLY,)), True),
        (LIST, answer("一年来，主要做了以下工作。"), False),
        (LIST, answer(*GOOD, "具体标准见下表："), False),
        (LIST, answer("某某办法", "各有关单位："), False),
        (LIST, answer(*GOOD, outcome=Outcome.NOT_FOUND), False),
        (LIST, answer(*GOOD, completeness=Completeness.PARTIAL), False),
        (LIST, answer(*GOOD, notes=(wording.NOT_DECIDED,)), False),
        (LIST, answer(*GOOD, understood=Understood(corrections=(("高企", "高期"),))), False),
        (POINT, answer("申报时间为3月1日至3月31日。"), True),
        (POINT, answer("申报时间安排如下："), False),
        (replace(POINT, kind="figure"), answer("新认定企业若干家。"), False),
    ],
)  # fmt: skip
def test_what_is_answered_well(candidate: Candidate, given: Answer, well: bool) -> None:
    assert answers_well(candidate, given) is well
