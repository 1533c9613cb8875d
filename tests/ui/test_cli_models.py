"""`models`, `doctor` and `serve`."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from docs_store.embedders import HashingEmbedder
from docs_store.models import DEFAULT_MODEL, MODELS, ModelFile, ModelStore
from ui.commands import doctor
from ui.commands.console import Progress

Cli = Callable[..., Any]
CONTENT = b"weights" * 1000


@pytest.fixture
def tiny(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The default model made small; the folder that has its file."""
    file = ModelFile(name="w", path="w", bytes=len(CONTENT), sha256=hashlib.sha256(CONTENT).hexdigest())
    model = replace(MODELS[DEFAULT_MODEL], files=(file,))
    monkeypatch.setattr("ui.commands.models.ModelStore", partial(ModelStore, models={model.name: model}))
    folder = tmp_path / "brought"
    folder.mkdir()
    (folder / "w").write_bytes(CONTENT)
    return folder


# --- models ----------------------------------------------------------------------------------------------------


def test_list(cli: Cli) -> None:
    ran = cli("models", "list", "--json")
    assert ran.code == 0
    model, language = ran.json["models"]
    assert (model["kind"], language["kind"]) == ("embedding", "language")
    assert language["bytes"] > 1_000_000_000 and not language["installed"] and not language["in_use"]
    assert ran.json["language_model"] == "none"
    assert model["name"] == DEFAULT_MODEL
    assert model["installed"] is False
    assert model["bytes"] > 20_000_000
    assert model["licence"] == "MIT"
    assert ran.json["in_use"] == "hashing"
    out = cli("models", "list").out
    assert "未安装" in out and "24.4 MB" in out and "MIT" in out
    assert "内置（使用中）" in out


def test_pull_from_a_folder(cli: Cli, tiny: Path, tmp_path: Path) -> None:
    ran = cli("models", "pull", "--from", tiny)
    assert ran.code == 0
    assert str(tmp_path / "models") in ran.out
    assert "100%" in ran.err and "\r" not in ran.err
    assert cli("models", "list", "--json").json["models"][0]["installed"] is True
    assert cli("models", "pull", DEFAULT_MODEL, "--from", tiny, "--json").json["name"] == DEFAULT_MODEL


def test_what_cannot_be_pulled_is_4(cli: Cli, tiny: Path, tmp_path: Path) -> None:
    assert cli("models", "pull", "no-such-model").code == 4
    ran = cli("models", "pull", "--from", tmp_path / "none")
    assert ran.code == 4
    assert "is not a folder" in ran.err
    (tiny / "w").write_bytes(b"other")
    assert cli("models", "pull", "--from", tiny, "--json").json["error"]["code"] == "model_integrity"


def test_use_is_remembered(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("POLICY_ASSISTANT_EMBEDDER")
    assert cli("models", "list", "--json").json["in_use"] == DEFAULT_MODEL
    assert cli("models", "use", "hashing").code == 0
    assert cli("models", "list", "--json").json["in_use"] == "hashing"
    assert cli("models", "use", "none").code == 0
    assert json.loads((tmp_path / "config" / "settings.json").read_text(encoding="utf-8")) == {"embedder": "none"}


@pytest.mark.parametrize("name", ["no-such-model", DEFAULT_MODEL])
def test_a_model_that_does_not_load_is_not_remembered(cli: Cli, tmp_path: Path, name: str) -> None:
    ran = cli("models", "use", name)
    assert ran.code == 4
    assert not (tmp_path / "config").exists()


def test_use_tells_of_the_variable_and_of_a_library_of_another_model(
    cli: Cli, filled: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "POLICY_ASSISTANT_EMBEDDER" in cli("models", "use", "none").err
    assert cli("models", "use", "hashing").err == ""
    monkeypatch.setattr(HashingEmbedder, "name", property(lambda self: "new"))
    assert "library rebuild" in cli("models", "use", "hashing").err


def test_progress_on_a_terminal_is_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    progress = Progress()
    for done in range(0, 1001):
        progress(done, 1000, "a\n")
    progress(5, None, "b")
    progress.end()
    err = capsys.readouterr().err
    assert err.count("\n") == 2
    assert err.count("\r") == 102
    assert "100%" in err and "a\\n" in err


# --- doctor ----------------------------------------------------------------------------------------------------


def test_all_is_well(cli: Cli, filled: str) -> None:
    ran = cli("doctor", "--json")
    assert ran.code == 0, ran.json["problems"]
    assert ran.json["problems"] == []
    assert ran.json["packages"]["chromadb"]
    assert ran.json["library"]["documents"] == 1
    assert ran.json["library"]["embedder"] == "hashing"
    out = cli("doctor").out
    assert "一切正常" in out and "Python" in out


def test_no_library_is_no_problem(cli: Cli) -> None:
    ran = cli("doctor", "--json")
    assert ran.code == 0
    assert ran.json["library"]["exists"] is False
    assert "policy-assistant ingest" in cli("doctor").out


def test_a_missing_model_is_4_with_the_way_to_mend_it(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("POLICY_ASSISTANT_EMBEDDER")
    ran = cli("doctor", "--json")
    assert ran.code == 4
    assert f"models pull {DEFAULT_MODEL}" in ran.json["problems"][0]["mend"]
    assert "办法：" in cli("doctor").out
    assert cli("doctor", "--embedder", "none").code == 0


def test_a_damaged_library_is_3(cli: Cli, filled: str, tmp_path: Path) -> None:
    (tmp_path / "library" / "catalog.sqlite3").write_bytes(b"rubbish" * 1000)
    ran = cli("doctor", "--json")
    assert ran.code == 3
    assert ran.json["problems"][0]["mend"]


def test_a_library_of_another_model_is_found(cli: Cli, filled: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(HashingEmbedder, "fingerprint", property(lambda self: "hashing@other"))
    ran = cli("doctor", "--json")
    assert ran.code == 3
    assert "library rebuild" in ran.json["problems"][0]["mend"]


def test_a_missing_package_is_said(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "needed", lambda: ("numpy", "no-such-package"))
    ran = cli("doctor", "--json")
    assert ran.code == 4
    assert "no-such-package" in ran.json["problems"][0]["mend"]


def test_it_runs_where_the_program_itself_does_not_load(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ui.wiring", None)
    ran = cli("doctor")
    assert ran.code == 4
    assert "ui.wiring" in ran.out


def test_little_space_is_said(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda place: SimpleNamespace(free=5_000_000))
    ran = cli("doctor")
    assert ran.code == 3
    assert "5.0 MB" in ran.out


# --- serve -----------------------------------------------------------------------------------------------------


def test_serve_hands_over(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    served: list[Any] = []
    fake = SimpleNamespace(
        serve=lambda *arguments: served.append(arguments), READ_VARIABLE="READ_TOKEN", CHANGE_VARIABLE="CHANGE_TOKEN"
    )
    monkeypatch.setitem(sys.modules, "ui.web.app", fake)
    monkeypatch.setenv("READ_TOKEN", "for reading")
    assert cli("serve").err == ""
    [(settings, host, port, language, open_page, names, tokens)] = served
    assert (list(names), tokens.read, tokens.change) == ([], "for reading", "")
    assert "READ_TOKEN" not in os.environ
    assert settings.library == tmp_path / "library"
    assert (host, port, language, open_page) == ("127.0.0.1", 7860, "zh", False)
    cli("serve", "--host", "0.0.0.0", "--port", "80", "--lang", "en", "--open", "--allow-host", "desk.example")
    assert served[1][1:5] == ("0.0.0.0", 80, "en", True)
    assert list(served[1][5]) == ["desk.example"]


def test_serve_without_its_packages_is_4(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ui.web.app", None)
    ran = cli("serve")
    assert ran.code == 4
    assert "ui.web.app" in ran.err
