"""A cross-encoder made of the embedding model's file and a difference to its weights."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from docs_store.cross_encoders.onnx_delta import (
    OnnxDeltaCrossEncoder,
    load_delta,
    matrices,
    save_delta,
    with_delta,
)
from docs_store.embedders.onnx_tensors import read_tensors
from docs_store.embedders.onnx_wire import read_steps
from docs_store.errors import ModelIntegrityError
from docs_store.models import DEFAULT_MODEL, EMBEDDING_MODELS, ModelStore

MODEL = EMBEDDING_MODELS[DEFAULT_MODEL]
MATRIX = "encoder.layer.1.intermediate.dense.weight"
QUESTION = "青禾县的科技讲堂每场补助多少"
PASSAGES = ["科技讲堂每场补助2万元。", "本办法自发布之日起施行。"]


@pytest.fixture(scope="module")
def folder() -> Path:
    found = ModelStore().installed(DEFAULT_MODEL)
    if found is None:
        pytest.skip(f"skipped: {DEFAULT_MODEL} is not installed; run `policy-assistant models pull`")
    return found


@pytest.fixture(scope="module")
def weights() -> dict[str, np.ndarray]:
    draw = np.random.default_rng(3)
    return {
        "head.weight": draw.normal(size=512).astype(np.float32),
        "head.bias": np.array([-0.5], np.float32),
        f"{MATRIX}.left": draw.normal(size=(512, 4)).astype(np.float32) / 10,
        f"{MATRIX}.right": draw.normal(size=(4, 2048)).astype(np.float32) / 10,
        "encoder.layer.3.output.LayerNorm.bias": draw.normal(size=512).astype(np.float32),
    }


@pytest.fixture(scope="module")
def reader(
    folder: Path, weights: dict[str, np.ndarray], tmp_path_factory: pytest.TempPathFactory
) -> OnnxDeltaCrossEncoder:
    path = tmp_path_factory.mktemp("delta") / "reader.npz"
    save_delta(path, weights)
    return OnnxDeltaCrossEncoder(folder, MODEL, path)


def test_a_difference_is_added_to_within_half_a_step_of_its_column(
    folder: Path, weights: dict[str, np.ndarray]
) -> None:
    published = (folder / MODEL.weights).read_bytes()
    stored = matrices(read_steps(published)[0])[MATRIX]
    before, after = read_tensors(published), read_tensors(with_delta(published, weights))
    old = before[f"{stored}_quantized"].astype(np.float32) * before[f"{stored}_scale"]
    new = after[f"{stored}_quantized"].astype(np.float32) * after[f"{stored}_scale"]
    wanted = old + weights[f"{MATRIX}.left"] @ weights[f"{MATRIX}.right"]
    assert (np.abs(new - wanted) <= after[f"{stored}_scale"] * 0.501).all()
    same = {name for name, array in before.items() if np.array_equal(array, after[name])}
    changed = {f"{stored}_quantized", f"{stored}_scale", "encoder.layer.3.output.LayerNorm.bias"}
    assert before.keys() - same == changed


@pytest.mark.parametrize("name", ["embeddings.position_embeddings.weight", "embeddings.token_type_embeddings.weight"])
def test_tables_of_positions_and_kinds_are_given_whole(folder: Path, weights: dict[str, np.ndarray], name: str) -> None:
    published = (folder / MODEL.weights).read_bytes()
    rows = read_tensors(published)[f"{name}_quantized"].shape[0]
    table = np.random.default_rng(5).normal(size=(rows, 512)).astype(np.float32)
    after = read_tensors(with_delta(published, weights | {name: table}))
    scale, zero = float(after[f"{name}_scale"]), float(after[f"{name}_zero_point"])
    assert (np.abs((after[f"{name}_quantized"] - zero) * scale - table) <= scale).all()


def test_a_pair_has_one_score_whatever_stands_beside_it(reader: OnnxDeltaCrossEncoder) -> None:
    together = reader.scores(QUESTION, PASSAGES)
    assert together == [reader.scores(QUESTION, [passage])[0] for passage in PASSAGES]
    assert len(set(together)) == 2
    assert reader.scores(QUESTION, []) == []


def test_many_threads_get_what_one_gets(reader: OnnxDeltaCrossEncoder) -> None:
    alone = reader.scores(QUESTION, PASSAGES)
    with ThreadPoolExecutor(4) as pool:
        assert all(scores == alone for scores in pool.map(lambda _: reader.scores(QUESTION, PASSAGES), range(8)))


def test_what_is_too_long_is_cut_and_odd_characters_are_taken(reader: OnnxDeltaCrossEncoder) -> None:
    longer = reader.scores("问" * 2000, ["答" * 5000, "\ud800", "", "\x00"])
    assert np.isfinite(longer).all()
    assert reader.scores("问", ["答" * 300])[0] == reader.scores("问", ["答" * 3000])[0]


def test_the_fingerprint_is_that_of_the_difference(
    folder: Path, weights: dict[str, np.ndarray], reader: OnnxDeltaCrossEncoder, tmp_path: Path
) -> None:
    save_delta(tmp_path / "other.npz", weights | {"head.bias": np.array([0.25], np.float32)})
    other = OnnxDeltaCrossEncoder(folder, MODEL, tmp_path / "other.npz")
    assert other.name == reader.name and other.fingerprint != reader.fingerprint
    assert other.scores(QUESTION, PASSAGES) == pytest.approx([s + 0.75 for s in reader.scores(QUESTION, PASSAGES)])


def test_what_is_no_difference_is_an_error_with_a_remedy(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.npz").write_bytes(b"no arrays")
    np.savez(tmp_path / "else.npz", other=np.zeros(3))
    for name in ("bad.npz", "else.npz", "none.npz"):
        with pytest.raises(ModelIntegrityError) as error:
            load_delta(tmp_path / name)
        assert error.value.remedy


def test_pickled_objects_are_not_loaded(tmp_path: Path) -> None:
    np.savez(tmp_path / "evil.npz", **{"head.weight": np.array([print], object), "head.bias": np.zeros(1)})
    with pytest.raises(ModelIntegrityError):
        load_delta(tmp_path / "evil.npz")


def test_a_difference_for_other_weights_is_refused(
    folder: Path, weights: dict[str, np.ndarray], tmp_path: Path
) -> None:
    wrong = weights | {f"{MATRIX}.left": np.zeros((768, 4), np.float32)}
    save_delta(tmp_path / "wrong.npz", wrong)
    with pytest.raises(ModelIntegrityError, match=r"wrong\.npz"):
        OnnxDeltaCrossEncoder(folder, MODEL, tmp_path / "wrong.npz")
