"""Citations: every quote is the document's own text, every sentence has its marker."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from assistant.engine import Assistant
from assistant.read.rules.compose import text_of
from docs_store.library import Library
from docs_store.textnorm import normalise
from docs_store.types import Answer, AnswerSentence, Outcome

_QUESTIONS = Path(__file__).resolve().parents[4] / "examples" / "questions.jsonl"
_ROWS = [json.loads(line) for line in _QUESTIONS.read_text(encoding="utf-8").splitlines() if line.strip()]


def said(text: str) -> str:
    """Text without what sets a table's cells and a sentence's words apart."""
    return re.sub(r"[\s|：，。]", "", text)


@pytest.fixture(scope="module")
def answers(assistant: Assistant) -> list[Answer]:
    return [assistant.ask(row["question"]) for row in _ROWS]


def test_every_quote_is_the_documents_own_text(answers: list[Answer], sample: Library) -> None:
    for answer in answers:
        for citation in answer.citations:
            document = sample.document(citation.document_id)
            assert document is not None
            assert citation.quote
            assert document.text[citation.start : citation.end] == citation.quote
            assert citation.title == document.metadata.title.value
            assert citation.source == document.source


def test_every_chunk_cited_holds_its_quote(answers: list[Answer], sample: Library) -> None:
    for answer in answers:
        for citation in answer.citations:
            chunk = next(chunk for chunk in sample.chunks_of(citation.document_id) if chunk.id == citation.chunk_id)
            assert chunk.start <= citation.start < citation.end <= chunk.end
            assert citation.heading == chunk.heading
            assert citation.page == chunk.page


def test_markers_and_citations_are_the_same(answers: list[Answer]) -> None:
    for answer in answers:
        used = {int(marker) for marker in re.findall(r"\[(\d+)\]", answer.answer)}
        assert used == {citation.marker for citation in answer.citations}
        assert used == {marker for sentence in answer.sentences for marker in sentence.citations}
        assert [citation.marker for citation in answer.citations] == list(range(1, len(answer.citations) + 1))


def test_an_answer_has_sentences_and_a_refusal_has_none(answers: list[Answer]) -> None:
    for answer in answers:
        assert bool(answer.sentences) == bool(answer.citations) == (answer.outcome is Outcome.ANSWERED)


def test_every_sentence_stands_in_a_quote_of_its_own(answers: list[Answer]) -> None:
    for answer in answers:
        quotes = {citation.marker: said(normalise(citation.quote)) for citation in answer.citations}
        for sentence in answer.sentences:
            words = said(re.sub("^[^：]{2,12}：", "", sentence.text))
            rows = "".join(quotes[marker] for marker in sentence.citations)
            # a sentence made of the ledger's rows says the year of a row, which may stand in its heading
            told = rows + " ".join(figure.period for figure in answer.figures)
            assert words in rows or all(number in told for number in re.findall(r"\d+(?:\.\d+)?", words))


def test_every_number_said_stands_in_a_quote(answers: list[Answer]) -> None:
    for answer in answers:
        quotes = normalise(" ".join(citation.quote + "".join(citation.heading) for citation in answer.citations))
        for sentence in answer.sentences:
            for number in re.findall(r"\d+(?:\.\d+)?", sentence.text):
                assert number in quotes


def test_a_misprint_is_quoted_as_printed_and_said_as_meant(assistant: Assistant) -> None:
    answer = assistant.ask("当涂2023年一共给企业兑付了多少科技奖补？")
    assert "1434.3万元" in answer.answer
    assert "1434。3万元" not in answer.answer
    assert "1434。3万元" in answer.citations[0].quote


def test_neighbours_share_a_marker_at_their_end() -> None:
    sentences = [
        AnswerSentence(text=text, citations=(marker,)) for text, marker in (("一。", 1), ("二。", 1), ("三。", 2))
    ]
    assert text_of(sentences) == "一。\n二。[1]\n三。[2]"
    assert text_of([]) == ""
