"""The sample library, made once, and an assistant over it on a fixed day."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assistant.engine import Assistant
from assistant.read.rules import evidence
from assistant.read.rules.evidence import Evidence
from assistant.read.rules.question import Question, understand
from assistant.read.rules.scope import Scope, scopes
from assistant.understand import places
from docs_store.document_set import DocumentSet
from docs_store.embedders.hashing import HashingEmbedder
from docs_store.library import Library
from docs_store.types import Answer, Turn
from ingest.pipeline import ingest
from ingest.sources import Source, find_sources
from ui.wiring import open_embedder, settings

TODAY = date(2026, 7, 1)

Ask = Callable[..., Answer]


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory, examples: Path, embedder: HashingEmbedder) -> Iterator[Library]:
    """A library of `examples/library`. Tests only read it."""
    made = Library(tmp_path_factory.mktemp("sample") / "library", embedder, create=True)
    ingest(made, [source for source in find_sources([examples], recursive=False) if isinstance(source, Source)])
    yield made
    made.close()


@pytest.fixture(scope="session")
def infos(sample: Library) -> DocumentSet:
    return sample.infos()


@pytest.fixture(scope="session")
def assistant(sample: Library) -> Assistant:
    return Assistant(sample, today=lambda: TODAY)


@pytest.fixture(scope="session")
def ask(assistant: Assistant) -> Ask:
    """Asks a question; earlier questions of the person come after it."""

    def put(question: str, *earlier: str, **limits: Any) -> Answer:
        history = [Turn(role="user", content=words) for words in earlier]
        return assistant.ask(question, history=history, **limits)

    return put


@pytest.fixture(scope="session")
def scoped(infos: DocumentSet) -> Callable[[str], tuple[Question, list[Scope]]]:
    """A question as understood, and the scopes it is answered in."""

    def look(text: str) -> tuple[Question, list[Scope]]:
        named = places.find(text, infos)
        question = understand(text, places=tuple(place.surface for place in named), this_year=TODAY.year)
        return question, scopes(question, named, infos, TODAY)

    return look


@pytest.fixture(scope="session")
def evidence_for(
    sample: Library, scoped: Callable[[str], tuple[Question, list[Scope]]]
) -> Callable[[str], list[Evidence]]:
    """Everything that counts as evidence for a question, best first, one scope after the other."""

    def look(text: str) -> list[Evidence]:
        question, limits = scoped(text)
        return [
            found
            for scope in limits
            for found in evidence.find(question, scope, sample.search(text, limit=30, document_ids=scope.document_ids))
        ]

    return look


@pytest.fixture(scope="session")
def model() -> None:
    """Skips what is measured with the embedding model, where it is not installed."""
    if open_embedder(settings()) is None:
        pytest.skip("skipped: the embedding model is not installed")
