import errno
import json
import threading
from pathlib import Path

import pytest

from docs_store.errors import ModelError, ModelIntegrityError, StorageError
from docs_store.models import EmbeddingModel, ModelStore
from docs_store.models.disk import Progress
from docs_store.models.sources import FolderSource
from docs_store.models.store import default_root


class CountingSource(FolderSource):
    """A folder that counts how often it was asked."""

    asked = 0

    def fetch(self, model: EmbeddingModel, into: Path, progress: Progress) -> None:
        self.asked += 1
        super().fetch(model, into, progress)


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_nothing_is_installed_or_created_before_a_pull(store: ModelStore) -> None:
    assert store.installed("small") is None
    assert [(state.path, state.partial_bytes) for state in store.list()] == [(None, 0)]
    assert not store.root.exists()


def test_pull_installs_every_file_and_leaves_nothing_else(store: ModelStore, folder: Path) -> None:
    seen: list[tuple[int, int | None, str]] = []
    path = store.pull("small", lambda *step: seen.append(step), [FolderSource(folder)])
    assert path == store.installed("small") == store.verify("small") == store.root / "small"
    assert names(path) == {"weights.onnx", "tokenizer.json", "verified.json"}
    assert not (store.root / "small.partial").exists()
    assert (3_000_000, 3_000_000, "weights.onnx") in seen
    assert all(total is None or done <= total for done, total, _ in seen)
    assert store.list()[0].path == path


def test_a_second_pull_asks_nobody(store: ModelStore, folder: Path) -> None:
    source = CountingSource(folder)
    store.pull("small", sources=[source])
    store.pull("small", sources=[source])
    assert source.asked == 1


def test_an_unknown_name_lists_the_known_ones(store: ModelStore) -> None:
    for call in (store.installed, store.verify, store.pull):
        with pytest.raises(ModelError, match="Known models: small"):
            call("../small")


@pytest.mark.parametrize("damage", ["shorter", "missing", "no stamp", "stamp of other files", "broken stamp"])
def test_a_model_that_is_not_whole_is_not_installed_and_is_pulled_again(
    store: ModelStore, folder: Path, damage: str
) -> None:
    path = store.pull("small", sources=[FolderSource(folder)])
    match damage:
        case "shorter":
            (path / "weights.onnx").write_bytes(b"x")
        case "missing":
            (path / "tokenizer.json").unlink()
        case "no stamp":
            (path / "verified.json").unlink()
        case "stamp of other files":
            (path / "verified.json").write_text(json.dumps({"weights.onnx": "0" * 64}))
        case _:
            (path / "verified.json").write_text("{")
    assert store.installed("small") is None
    with pytest.raises(ModelError, match="models pull small"):
        store.verify("small")
    store.pull("small", sources=[FolderSource(folder)])
    store.verify("small")


def test_a_changed_byte_is_found_by_verify_and_mended_by_pull(store: ModelStore, folder: Path) -> None:
    path = store.pull("small", sources=[FolderSource(folder)])
    with (path / "weights.onnx").open("r+b") as weights:
        weights.write(b"changed")
    assert store.installed("small") == path, "the quick check looks at sizes only"
    with pytest.raises(ModelIntegrityError, match="models pull small"):
        store.verify("small")
    store.pull("small", sources=[FolderSource(folder)])
    store.verify("small")


@pytest.mark.parametrize("extra", [b"", b"and more"])
def test_wrong_content_never_becomes_a_model(store: ModelStore, folder: Path, extra: bytes) -> None:
    content = (folder / "weights.onnx").read_bytes()
    (folder / "weights.onnx").write_bytes(b"wrong" + content[5:] + extra)
    with pytest.raises(ModelIntegrityError, match=r"weights\.onnx"):
        store.pull("small", sources=[FolderSource(folder)])
    assert names(store.root) <= {"small.lock"}


def test_the_next_source_is_tried_and_the_error_tells_what_each_said(
    store: ModelStore, folder: Path, tmp_path: Path
) -> None:
    nowhere, empty = tmp_path / "nowhere", tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(ModelError) as caught:
        store.pull("small", sources=[FolderSource(nowhere), FolderSource(empty)])
    assert "nowhere is not a folder" in caught.value.message
    assert "onnx/weights.onnx is not in" in caught.value.message
    assert "--from FOLDER" in caught.value.remedy
    store.pull("small", sources=[FolderSource(nowhere), FolderSource(folder)])
    store.verify("small")


def test_the_leftovers_of_a_broken_pull_do_no_harm(store: ModelStore, folder: Path) -> None:
    partial = store.root / "small.partial"
    partial.mkdir(parents=True)
    (partial / "weights.onnx").write_bytes(b"half")
    assert store.list()[0].partial_bytes == 4
    assert store.installed("small") is None
    store.pull("small", sources=[FolderSource(folder)])
    assert store.list()[0].partial_bytes == 0


def test_many_pulls_at_once_fetch_once(store: ModelStore, folder: Path, model: EmbeddingModel) -> None:
    source = CountingSource(folder)
    words: list[str] = []
    results: list[Path] = []

    def pull() -> None:
        other = ModelStore(store.root, models={model.name: model})
        results.append(other.pull("small", lambda done, total, said: words.append(said), [source]))

    threads = [threading.Thread(target=pull) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [store.root / "small"] * 6
    assert source.asked == 1


def test_a_pull_that_waits_too_long_for_another_says_so(store: ModelStore, folder: Path, model: EmbeddingModel) -> None:
    started, go_on = threading.Event(), threading.Event()

    class Slow(FolderSource):
        def fetch(self, model: EmbeddingModel, into: Path, progress: Progress) -> None:
            started.set()
            go_on.wait(30)
            super().fetch(model, into, progress)

    thread = threading.Thread(target=lambda: store.pull("small", sources=[Slow(folder)]))
    thread.start()
    started.wait(30)
    impatient = ModelStore(store.root, models={model.name: model}, lock_timeout_s=0.1)
    words: list[str] = []
    with pytest.raises(ModelError, match="Another pull"):
        impatient.pull("small", lambda done, total, said: words.append(said), [FolderSource(folder)])
    assert words == ["waiting for another pull of small"]
    go_on.set()
    thread.join()
    store.verify("small")


def failing(code: int) -> FolderSource:
    class Failing(FolderSource):
        def fetch(self, model: EmbeddingModel, into: Path, progress: Progress) -> None:
            raise OSError(code, "refused")

    return Failing(Path())


@pytest.mark.parametrize(
    ("code", "words"), [(errno.ENOSPC, "disk is full"), (errno.EACCES, "may not be written"), (errno.EIO, "refused")]
)
def test_a_refusing_disk_is_a_storage_error_and_ends_the_pull(store: ModelStore, code: int, words: str) -> None:
    with pytest.raises(StorageError, match=words) as caught:
        store.pull("small", sources=[failing(code), failing(errno.EPIPE)])
    assert "POLICY_ASSISTANT_MODELS" in caught.value.remedy


def test_a_file_where_the_store_should_be_is_a_storage_error(tmp_path: Path, model: EmbeddingModel) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError):
        ModelStore(tmp_path / "file" / "models", models={model.name: model}).pull("small", sources=[])


def test_the_variable_names_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICY_ASSISTANT_MODELS", str(tmp_path))
    assert ModelStore().root == tmp_path
    monkeypatch.delenv("POLICY_ASSISTANT_MODELS")
    assert default_root().parts[-2:] == ("policy-assistant", "models")
