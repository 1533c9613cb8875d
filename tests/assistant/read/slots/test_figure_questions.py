"""Questions answered from the ledger, over small reports of the project and, where it is, the corpus beside it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from assistant.check.computing import holds
from assistant.engine import Assistant
from docs_store.library import Library
from docs_store.textnorm import fold, normalise
from docs_store.types import Answer, Outcome
from ingest.figures.numbers import lex
from ingest.pipeline import ingest
from ingest.sources import Source, find_sources

_ROOT = Path(__file__).resolve().parents[4]
_CORPUS = _ROOT.parent / "shared" / "corpus"
_ROWS = [
    json.loads(line)
    for line in (_ROOT / "examples" / "figure_questions.jsonl").read_text(encoding="utf-8").splitlines()
]
_LOOKED_UP = frozenset(("compare", "completion", "conflict", "growth", "ranking", "sum", "years"))


@pytest.fixture(scope="session")
def library_of(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Library]]:
    """The library that a row is asked of; made once, without embedding model: the ledger needs none."""
    made: list[Library] = []

    @cache
    def make(name: str) -> Library:
        folder = _ROOT / "examples" / name if name == "figure_reports" else _CORPUS / name
        if not folder.exists():
            pytest.skip("skipped: ../shared is not here")
        library = Library(tmp_path_factory.mktemp(name) / "library", None, create=True)
        made.append(library)
        ingest(library, [source for source in find_sources([folder], recursive=False) if isinstance(source, Source)])
        return library

    yield make
    for library in made:
        library.close()


@pytest.mark.parametrize("row", _ROWS, ids=lambda row: row["id"])
def test_question(row: dict[str, Any], library_of: Callable[[str], Library]) -> None:
    library = library_of(row["library"])
    answer = Assistant(library, today=lambda: date(2026, 7, 1)).ask(row["question"])
    assert (answer.outcome is Outcome.NOT_FOUND) == row["refuse"], answer.answer
    for choices in row["must"]:
        assert any(choice in answer.answer for choice in choices), answer.answer
    for wrong in row["must_not"]:
        assert wrong not in answer.answer, answer.answer
    for words in row["evidence"]:
        assert any(words in citation.quote for citation in answer.citations)
    if row["type"] in _LOOKED_UP and not row["refuse"] and row["library"] == "figure_reports":
        assert answer.mode == "lookup" or row["type"] == "compare", "a comparison may be answered by sentences too"
        assert answer.mode != "lookup" or answer.completeness is not None
    _is_sound(answer, library)


def _is_sound(answer: Answer, library: Library) -> None:
    """Quotes are verbatim; what is not computed stands in its quote; what is computed can be computed again."""
    for citation in answer.citations:
        document = library.document(citation.document_id)
        assert document is not None
        assert document.text[citation.start : citation.end] == citation.quote
    for figure in answer.figures:
        if figure.operation is not None:
            assert holds(figure, answer.figures)
            assert any("计算得出" in s.text and figure.value.lstrip("-") in s.text for s in answer.sentences)
        else:
            cited = next(citation for citation in answer.citations if citation.marker == figure.citation)
            stated = {abs(q.value) for q in lex(fold(normalise(cited.quote)))}
            assert abs(Decimal(figure.value.lstrip("><≥≤≈"))) in stated


def test_there_are_enough_questions_of_each_kind() -> None:
    kinds = [row["type"] for row in _ROWS]
    assert len(kinds) >= 40
    assert min(map(kinds.count, ("compare", "conflict", "growth", "completion", "ranking", "sum", "years"))) >= 3


def test_a_target_that_nobody_asked_for_is_set_against_no_result(library_of: Callable[[str], Library]) -> None:
    assistant = Assistant(library_of("figure_reports"), today=lambda: date(2026, 7, 1))
    answer = assistant.ask("青禾县2024年新认定高新技术企业比2023年增长多少?")
    assert "计算得出" not in answer.answer and "12.9" not in answer.answer
    assert "目标" in answer.answer or answer.outcome is Outcome.NOT_FOUND
    asked = assistant.ask("青禾县2024年新认定高新技术企业目标比2023年增长多少?")
    assert "12.9%" in asked.answer
