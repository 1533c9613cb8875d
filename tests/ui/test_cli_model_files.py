"""`models use NAME --file PATH`: a language model in a file on this machine."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assistant.llm import local
from assistant.llm.local import LocalModel
from tests.assistant.llm.gguf_files import gguf_file
from ui import language_models, settings_file

Cli = Callable[..., Any]
_QUESTION = "当涂县2023年新培育高新技术企业多少家?"


@pytest.fixture(autouse=True)
def runner(monkeypatch: pytest.MonkeyPatch) -> None:
    """What runs such files counts as installed; nothing here starts it."""
    monkeypatch.setattr(local, "find_spec", lambda name: object())


def opened(name: str) -> LocalModel:
    model = language_models.open_model(name)
    assert isinstance(model, LocalModel)
    return model


def test_a_file_is_described_once_and_used_by_name(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = gguf_file(tmp_path / "我的.gguf")
    monkeypatch.chdir(tmp_path)
    used = cli("models", "use", "own", "--file", "我的.gguf")
    assert used.code == 0 and "own" in used.out
    assert json.loads(settings_file.path().read_text(encoding="utf-8")) == {
        "llm": "own",
        "llms": {"own": {"file": str(path)}},
    }
    assert opened("own").name == "own"
    listed = cli("models", "list", "--json").json
    assert listed["language_model"] == "own"
    assert listed["described"] == [{"name": "own", "kind": "file", "file": str(path), "bytes": path.stat().st_size}]
    (row,) = (line for line in cli("models", "list").out.splitlines() if line.startswith("own"))
    assert "本机文件（使用中）" in row and str(path) in row
    assert cli("doctor", "--json").json["language_model"] == {"name": "own", "usable": True}
    assert cli("models", "use", "none", "--llm").code == 0
    assert cli("models", "use", "own").code == 0
    assert language_models.chosen() == "own"


def test_a_file_and_a_server_stand_side_by_side(cli: Cli, tmp_path: Path) -> None:
    settings_file.save({"llms": {"office": {"address": "http://127.0.0.1:9/v1", "model": "m"}}})
    assert cli("models", "use", "own", "--file", gguf_file(tmp_path / "m.gguf")).code == 0
    assert set(language_models.described()) == {"office", "own"}
    office = cli("models", "list", "--json").json["described"][0]
    assert office == {"name": "office", "kind": "server", "address": "http://127.0.0.1:9/v1", "model": "m"}


@pytest.mark.parametrize(
    ("trained", "allowed", "context"),
    [(32768, None, 8192), (4096, None, 4096), (None, None, 8192), (32768, 16384, 16384), (8192, 16384, 8192)],
)
def test_the_context_is_the_trained_one_within_bounds(
    cli: Cli, tmp_path: Path, trained: int | None, allowed: int | None, context: int
) -> None:
    path = gguf_file(tmp_path / "m.gguf", context=trained)
    settings_file.save({"llms": {"own": {"file": str(path), "context": allowed}}})
    assert opened("own")._settings == {"weights": str(path), "context": context, "threads": local._threads()}


def test_what_cannot_be_run_is_4_and_not_remembered(cli: Cli, tmp_path: Path) -> None:
    other = tmp_path / "other.gguf"
    other.write_bytes(b"PK\x03\x04" * 100)
    small = gguf_file(tmp_path / "small.gguf", context=2048)
    for path, words in ((tmp_path / "none.gguf", "There is no file"), (other, "no GGUF file"), (small, "2048 tokens")):
        ran = cli("models", "use", "own", "--file", path)
        assert ran.code == 4 and words in ran.err
    assert not settings_file.path().exists()


def test_a_file_that_has_gone_is_said_where_it_is_used(cli: Cli, filled: str, tmp_path: Path) -> None:
    path = gguf_file(tmp_path / "m.gguf")
    cli("models", "use", "own", "--file", path)
    path.unlink()
    assert cli("ask", _QUESTION).code == 4
    assert cli("models", "use", "own").code == 4
    found = cli("doctor", "--json")
    assert found.code == 4 and found.json["language_model"]["usable"] is False
    assert str(path) in found.json["problems"][0]["what"]
    assert "文件不在" in cli("models", "list").out
    assert cli("models", "list", "--json").json["described"][0]["bytes"] is None
    assert cli("ask", _QUESTION, "--llm", "none").code == 0


@pytest.mark.parametrize("more", [("--address", "http://127.0.0.1:9/v1"), ("--model", "m"), ("--key-variable", "KEY")])
def test_a_file_is_no_server(cli: Cli, tmp_path: Path, more: tuple[str, str]) -> None:
    ran = cli("models", "use", "own", "--file", gguf_file(tmp_path / "m.gguf"), *more)
    assert ran.code == 2 and "--file" in ran.err


@pytest.mark.parametrize(
    "name", ["none", "local", "hashing", "qwen2.5-coder-1.5b", "bge-small-zh-v1.5", "ollama:m", ""]
)
def test_a_name_that_means_another_model_is_not_given_away(cli: Cli, tmp_path: Path, name: str) -> None:
    path = gguf_file(tmp_path / "m.gguf")
    for own in (("--file", path), ("--address", "http://127.0.0.1:9/v1", "--model", "m")):
        ran = cli("models", "use", name, *own)
        assert ran.code == 2 and "taken" in ran.err
    assert not settings_file.path().exists()


def test_its_time_is_a_setting(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = gguf_file(tmp_path / "m.gguf")
    settings_file.save({"llms": {"own": {"file": str(path), "seconds": 300}}})
    assert opened("own").seconds == 300
    monkeypatch.setenv(language_models.SECONDS_VARIABLE, "20")
    assert opened("own").seconds == 20
