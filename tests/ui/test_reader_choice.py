"""Which cross-encoder reads where no language model does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.read.learnt.reading import WEIGHTS, bounds
from docs_store.errors import ModelError
from docs_store.library import Library
from docs_store.models import DEFAULT_MODEL, ModelStore
from ui import wiring


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    made = Library(tmp_path / "library", None, create=True)
    yield made
    made.close()


@pytest.fixture(autouse=True)
def unset(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(wiring.READER_VARIABLE, raising=False)


def test_without_its_model_rules_decide_alone(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POLICY_ASSISTANT_MODELS", str(tmp_path / "none"))
    assert wiring.small_reader(library) is None


def test_it_can_be_switched_off(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(wiring.READER_VARIABLE, wiring.NO_READER)
    assert wiring.small_reader(library) is None


def test_another_one_is_named_and_must_be_there(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(wiring.READER_VARIABLE, "nobody/nothing")
    assert wiring.small_reader(library) is not None, "it is loaded at the first question that needs it"
    with pytest.raises(ModelError, match="nobody/nothing"):
        wiring.load_reader("nobody/nothing")


def test_the_bounds_that_are_shipped_are_those_of_the_weights_that_are() -> None:
    if ModelStore().installed(DEFAULT_MODEL) is None:
        pytest.skip(f"skipped: {DEFAULT_MODEL} is not installed; run `policy-assistant models pull`")
    shipped = bounds(wiring.load_reader(wiring.SHIPPED_READER).fingerprint)
    assert shipped.shown < shipped.answers < 20.0
    assert WEIGHTS.stat().st_size < 10_000_000
