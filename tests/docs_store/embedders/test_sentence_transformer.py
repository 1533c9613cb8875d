import json
import shutil
import socket
import sys
from pathlib import Path

import numpy as np
import pytest

from docs_store.embedders import SentenceTransformerEmbedder, load_embedder
from docs_store.errors import ModelError


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Refuses every connection and look-up, and notes who tried."""
    tried: list[object] = []

    def refuse(*arguments: object, **named: object) -> None:
        tried.append(arguments)
        raise OSError("no network in this test")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    return tried


@pytest.fixture
def copied(sentence_folder: str, tmp_path: Path) -> Path:
    """A copy of the small model that a test may change."""
    return Path(shutil.copytree(sentence_folder, tmp_path / "copied"))


def test_meaning(sentence_embedder: SentenceTransformerEmbedder) -> None:
    cat, tax = sentence_embedder.embed_passages(["A kitten is sleeping.", "The tax form is due in May."])
    query = sentence_embedder.embed_query("cat taking a nap")
    assert query @ cat > query @ tax + 0.2


def test_a_folder_needs_no_network(sentence_folder: str, no_network: list[object]) -> None:
    embedder = load_embedder(sentence_folder)
    embedder.embed_query("text")
    assert embedder.name == sentence_folder
    assert no_network == []


def test_fingerprint_follows_the_content_and_not_the_place(
    sentence_embedder: SentenceTransformerEmbedder, copied: Path
) -> None:
    assert SentenceTransformerEmbedder(str(copied)).fingerprint == sentence_embedder.fingerprint
    weights = copied / "model.safetensors"
    with weights.open("r+b") as stream:  # of the same size, as a fine-tuned model would be
        stream.seek(-64, 2)
        stream.write(bytes(64))
    assert SentenceTransformerEmbedder(str(copied)).fingerprint != sentence_embedder.fingerprint


def test_prompts_of_the_model_are_used(copied: Path) -> None:
    settings = copied / "config_sentence_transformers.json"
    settings.write_text(json.dumps(json.loads(settings.read_text()) | {"prompts": {"query": "query: "}}))
    embedder = SentenceTransformerEmbedder(str(copied))
    prompted, bare = embedder.embed_passages(["query: subsidies", "subsidies"])
    assert np.allclose(embedder.embed_query("subsidies"), prompted, atol=1e-5)
    assert not np.allclose(embedder.embed_query("subsidies"), bare, atol=1e-2)


def test_a_hub_name_in_the_cache_needs_no_network(
    sentence_folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, no_network: list[object]
) -> None:
    commit = "a" * 40
    repository = tmp_path / "models--someone--minilm"
    shutil.copytree(sentence_folder, repository / "snapshots" / commit)
    (repository / "refs").mkdir()
    (repository / "refs" / "main").write_text(commit)
    monkeypatch.setenv("SENTENCE_TRANSFORMERS_HOME", str(tmp_path))
    embedder = load_embedder("someone/minilm")
    assert embedder.fingerprint == f"someone/minilm@{commit}"
    assert no_network == []


def test_a_hub_name_that_is_not_here_says_what_to_do(
    sentence_folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, no_network: list[object]
) -> None:
    monkeypatch.setenv("SENTENCE_TRANSFORMERS_HOME", str(tmp_path))
    with pytest.raises(ModelError, match="models pull someone/no-such-model"):
        load_embedder("someone/no-such-model")
    assert no_network == []


def test_a_folder_that_holds_no_model(tmp_path: Path, sentence_folder: str, no_network: list[object]) -> None:
    with pytest.raises(ModelError, match="cannot be loaded"):
        load_embedder(str(tmp_path))
    assert no_network == []


def test_without_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(ModelError, match="pip install sentence-transformers"):
        SentenceTransformerEmbedder("someone/model")
