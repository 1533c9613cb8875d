"""How the small reader is fitted: which pairs, which losses, and that an interruption changes nothing."""

from __future__ import annotations

import random
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from docs_store.models import DEFAULT_MODEL, EMBEDDING_MODELS, ModelStore
from training import corpus

pytestmark = pytest.mark.skipif(find_spec("torch") is None, reason="skipped: PyTorch is not installed")


class _Later:
    """A module that is imported when it is first used: else every process of the tests would load PyTorch."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Any:
        return getattr(import_module(self._name), name)


torch, base = _Later("torch"), _Later("training.base")
fit = _Later("training.fit")


def row(number: int, right: int = 1, wrong: int = 20) -> dict[str, Any]:
    pairs = [[f"青禾县{number}号办法：每家补助{i}万元。", 2, 1] for i in range(right)]
    pairs += [[f"青禾县{number}号办法：县科技局负责第{i}项工作。", 0, 2] for i in range(wrong)]
    return {
        "id": str(number), "file": f"{number}.txt", "asked": [f"青禾县2025年{number}号办法补多少？", "补多少"],
        "places": ["青禾县"], "years": ["2025"], "pairs": pairs,
    }  # fmt: skip


def test_a_question_s_pairs_are_what_answers_and_what_is_near() -> None:
    for seed in range(20):
        pairs = fit.group(row(1, right=3), list(range(23)), random.Random(seed))
        labels = [pair.label for pair in pairs]
        assert labels.count(2) == 2 and labels.count(0) == 7
        assert len({pair.asked for pair in pairs}) == 1
    assert [pair.label for pair in fit.group(row(1, right=0, wrong=2), [0, 1], random.Random(1))] == [0, 0]


def test_asked_of_another_place_or_year_nothing_answers() -> None:
    draws = map(random.Random, range(30))
    found = {pair.asked for rng in draws for pair in fit.exchanged(row(1), ["石桥县", "青禾县"], rng)}
    assert all(pair.label == 0 for pair in fit.exchanged(row(1), ["石桥县"], random.Random(1)))
    assert any("石桥县" in asked for asked in found)
    assert not any("青禾县" in asked and "2025" in asked for asked in found)
    assert fit.exchanged(row(1, right=0), ["石桥县"], random.Random(1)) == []


def test_what_the_window_does_not_name_is_not_exchanged() -> None:
    """A rule that holds everywhere answers wherever it is asked about."""
    national = row(1) | {"pairs": [["全国办法：每家补助1万元。", 2, 1]], "years": []}
    assert fit.exchanged(national, ["石桥县"], random.Random(1)) == []


def test_documents_are_on_one_side_only() -> None:
    sides = {name: {corpus.is_held_out({"file": name, "id": i}) for i in range(3)} for name in map(str, range(500))}
    assert all(len(side) == 1 for side in sides.values())
    assert 60 < sum(side == {True} for side in sides.values()) < 140


def test_the_loss_falls_with_the_score_of_what_answers() -> None:
    groups = [fit.group(row(1), list(range(21)), random.Random(1))]
    right = torch.tensor([5.0 if pair.label == 2 else -5.0 for pair in groups[0]])
    assert fit.loss_of(right, groups) < fit.loss_of(torch.zeros(len(right)), groups) < fit.loss_of(-right, groups)
    nothing = [[pair for pair in groups[0] if pair.label == 0]]
    low, high = torch.full((len(nothing[0]),), -5.0), torch.full((len(nothing[0]),), 5.0)
    assert fit.loss_of(low, nothing) < fit.loss_of(high, nothing)


@pytest.fixture
def published() -> bytes:
    folder = ModelStore().installed(DEFAULT_MODEL)
    if folder is None:
        pytest.skip(f"skipped: {DEFAULT_MODEL} is not installed; run `policy-assistant models pull`")
    return (folder / EMBEDDING_MODELS[DEFAULT_MODEL].weights).read_bytes()


def test_the_pinned_weights_turn_back_into_an_encoder(published: bytes) -> None:
    made = base.scorer(published)
    changed = base.delta(made, published)
    assert all(abs(array).max() < 1e-3 for name, array in changed.items() if name.endswith((".left",)))
    assert sum(name.endswith(".right") for name in changed) == 24


def test_an_interruption_changes_nothing(published: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [row(i, wrong=2) for i in range(4)]
    whole = fit.Fit(rows, _made(tmp_path / "whole"), epochs=2, seed=1, begin=None)
    whole.run()
    monkeypatch.setattr("training.fit._SAVED", 1)
    broken = fit.Fit(rows, _made(tmp_path / "broken"), epochs=2, seed=1, begin=None)
    one = broken._one

    def interrupted() -> float:
        if broken.step == 1:
            raise KeyboardInterrupt
        return one()

    monkeypatch.setattr(broken, "_one", interrupted)
    with pytest.raises(KeyboardInterrupt):
        broken.run()
    resumed = fit.Fit(rows, tmp_path / "broken", epochs=2, seed=1, begin=None)
    assert resumed.step == 1
    resumed.run()
    same = zip(whole._exact.state_dict().values(), resumed._exact.state_dict().values(), strict=True)
    assert all(torch.equal(one_tensor, other) for one_tensor, other in same)


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder
