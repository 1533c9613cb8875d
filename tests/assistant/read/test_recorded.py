"""The whole way, over the sample library, with a strong reader's recorded replies: no network, no model."""

from __future__ import annotations

from collections import Counter

import pytest

from assistant.engine import Assistant
from assistant.scoring import judge
from docs_store.library import Library
from docs_store.types import Answer, Outcome, Turn
from tests.assistant.read.replay import ASKED_ON, questions, recorded, recorded_model

# Questions that the replies do not answer right, by what is wrong; a change must not add one in silence.
WRONG: dict[str, str] = {}
ENOUGH = 0.95


@pytest.fixture(scope="module")
def answers(sample: Library) -> dict[str, Answer]:
    assistant = Assistant(sample, today=lambda: ASKED_ON, model=recorded_model(recorded()))
    return {
        row["id"]: assistant.ask(row["question"], history=[Turn(**turn) for turn in row.get("history", ())])
        for row in questions()
    }


def test_there_are_enough_of_each_kind() -> None:
    kinds = Counter("refuse" if row["refuse"] else row["type"] for row in questions())
    assert sum(kinds.values()) >= 120
    assert kinds["refuse"] >= 30 and kinds["followup"] >= 16 and kinds["parts"] >= 12


def test_the_replies_answer_the_questions(answers: dict[str, Answer]) -> None:
    wrong = {row["id"]: why for row in questions() if (why := judge(row, answers[row["id"]]))}
    assert {id_: why for id_, why in wrong.items() if id_ not in WRONG} == {}
    assert len(wrong) <= (1 - ENOUGH) * len(answers)


def test_every_answer_stands_where_it_says(sample: Library, answers: dict[str, Answer]) -> None:
    for answer in answers.values():
        assert (answer.outcome is Outcome.ANSWERED) == bool(answer.sentences)
        held = {citation.marker for citation in answer.citations}
        assert all(sentence.citations and set(sentence.citations) <= held for sentence in answer.sentences)
        for citation in (*answer.citations, *(near.citation for near in answer.nearest)):
            document = sample.document(citation.document_id)
            assert document is not None and document.text[citation.start : citation.end] == citation.quote != ""
            chunk = sample.chunks([citation.chunk_id])[citation.chunk_id]
            assert chunk.start <= citation.start < citation.end <= chunk.end
