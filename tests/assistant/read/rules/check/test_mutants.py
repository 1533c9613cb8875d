"""Right answers pass the check; the same answers with one thing changed do not."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.engine import Assistant
from assistant.read.rules.check import Fault, FaultKind, Source, check_sentence, resolve
from docs_store.embedders.hashing import HashingEmbedder
from docs_store.library import Library
from docs_store.types import Answer, Chunk
from ingest.pipeline import ingest
from ingest.sources import Source as SourceFile
from ingest.sources import find_sources
from tests.assistant.conftest import TODAY
from tests.assistant.read.rules.check.mutants import mutants

_QUESTIONS = Path(__file__).resolve().parents[5] / "examples" / "questions.jsonl"
_LEAST = 1000


def grounds(library: Library, answer: Answer) -> tuple[dict[str, Chunk], dict[str, str]]:
    """Chunks and texts behind an answer's citations."""
    ids = {citation.document_id for citation in answer.citations}
    texts = {id_: document.text for id_ in ids if (document := library.document(id_))}
    return {chunk.id: chunk for id_ in ids for chunk in library.chunks_of(id_)}, texts


@pytest.fixture(scope="module")
def answers(assistant: Assistant) -> list[Answer]:
    """Answers to the questions that come with the sample library."""
    rows = [json.loads(line) for line in _QUESTIONS.read_text(encoding="utf-8").splitlines()]
    found = [assistant.ask(row["question"]) for row in rows]
    return [answer for answer in found if answer.citations]


def _checked(library: Library, answers: list[Answer]) -> Iterator[tuple[Answer, dict[int, Source]]]:
    for answer in answers:
        sources, faults = resolve(answer.citations, *grounds(library, answer))
        assert faults == {}
        yield answer, sources


def _tried(checked: Iterable[tuple[Answer, dict[int, Source]]]) -> tuple[Counter[str], list[tuple[str, str, str]]]:
    """How many mutants of each kind were made, and those that passed."""
    made: Counter[str] = Counter()
    missed = []
    for answer, sources in checked:
        for sentence in answer.sentences:
            status = sources[sentence.citations[0]].status
            for mutant in mutants(sentence.text):
                if mutant.says is not None and mutant.says is status:
                    continue  # 计划新增3家 under the heading 2024年计划 says what the document says
                made[mutant.kind] += 1
                if not check_sentence(replace(sentence, text=mutant.text), sources, answer.figures):
                    missed.append((mutant.kind, sentence.text, mutant.text))
    return made, missed


def test_every_right_answer_passes(sample: Library, answers: list[Answer]) -> None:
    assert len(answers) > 80
    for answer, sources in _checked(sample, answers):
        for sentence in answer.sentences:
            assert check_sentence(sentence, sources, answer.figures) == [], answer.question


def test_every_mutant_is_caught(sample: Library, answers: list[Answer]) -> None:
    made, missed = _tried(_checked(sample, answers))
    assert missed == []
    assert sum(made.values()) >= _LEAST
    kinds = ("number", "unit", "year", "place", "status", "comparator", "negation", "direction", "document number")
    assert {kind for kind in kinds if made[kind] < 3} <= {"document number"}, made


def test_a_marker_that_leads_elsewhere_is_caught(sample: Library, answers: list[Answer]) -> None:
    checked = list(_checked(sample, answers))
    tried = 0
    for (answer, _), (_, others) in zip(checked, checked[1:] + checked[:1], strict=True):
        elsewhere = {1000 + marker: replace(source, marker=1000 + marker) for marker, source in others.items()}
        for sentence in answer.sentences:
            assert check_sentence(replace(sentence, citations=()), elsewhere) == [Fault(FaultKind.NO_CITATION)]
            assert check_sentence(replace(sentence, citations=(99,)), elsewhere) == [
                Fault(FaultKind.UNRESOLVED, "[99]")
            ]
            for marker, source in elsewhere.items():
                if sentence.text.rpartition("\uff1a")[2].rstrip("。") not in source.quote:
                    tried += 1
                    assert check_sentence(replace(sentence, citations=(marker,)), elsewhere), (sentence, source)
                    both = (*sentence.citations, marker)
                    assert check_sentence(replace(sentence, citations=both), elsewhere), (sentence, source)
    assert tried > 100


def test_a_quote_that_is_not_the_document_s_is_caught(sample: Library, answers: list[Answer]) -> None:
    for answer in answers:
        chunks, texts = grounds(sample, answer)
        for citation in answer.citations:
            other = next(chunk for chunk in chunks.values() if chunk.id != citation.chunk_id)
            for wrong in (
                replace(citation, start=citation.start + 1),
                replace(citation, end=citation.end - 1),
                replace(citation, quote=citation.quote + "。"),
                replace(citation, quote=citation.quote.replace(citation.quote[0], "某")),
                replace(citation, chunk_id=other.id),
                replace(citation, chunk_id="none"),
                replace(citation, document_id="none"),
                replace(citation, start=0, end=0, quote=""),
            ):
                assert resolve([wrong], chunks, texts)[0] == {}, wrong


@pytest.mark.parametrize(("corpus", "questions"), [
    ("work_summaries", "seed_dev"), ("gov_reports_2025", "gov_reports_dev"),
])  # fmt: skip
def test_answers_over_real_documents_pass_and_their_mutants_do_not(
    shared: Path, tmp_path: Path, embedder: HashingEmbedder, corpus: str, questions: str
) -> None:
    library = Library(tmp_path / "library", embedder, create=True)
    files = find_sources([shared / "corpus" / corpus], recursive=False)
    ingest(library, [file for file in files if isinstance(file, SourceFile)])
    assistant = Assistant(library, today=lambda: TODAY)
    rows = (shared / "eval" / f"{questions}.jsonl").read_text(encoding="utf-8").splitlines()
    found = [answer for row in rows if (answer := assistant.ask(json.loads(row)["question"])).citations]
    checked = list(_checked(library, found))
    alarms = [
        (sentence.text, faults)
        for answer, sources in checked
        for sentence in answer.sentences
        if (faults := check_sentence(sentence, sources, answer.figures))
    ]
    assert alarms == []
    made, missed = _tried(checked)
    assert missed == []
    assert sum(made.values()) >= 300
    library.close()
