"""A command line of one's own: library, models and settings in `tmp_path`, the embedder that needs no model."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from ui import settings_file
from ui.cli import main

TEXT = "当涂县2023年工作总结\n\n一、工作成效\n2023年全县新培育高新技术企业47家。\n\n二、存在问题\n创新平台偏少。\n"


@dataclass(frozen=True)
class Ran:
    """What one run of the command line gave."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output as the one JSON object it must be."""
        assert self.out.count("\n") == 1
        return json.loads(self.out)


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """Runs `main` with the arguments given."""
    monkeypatch.setenv("POLICY_ASSISTANT_LIBRARY", str(tmp_path / "library"))
    monkeypatch.setenv("POLICY_ASSISTANT_EMBEDDER", "hashing")
    monkeypatch.setenv("POLICY_ASSISTANT_MODELS", str(tmp_path / "models"))
    for name in ("LANG", "LLM", "LLM_KEY", "LLM_SECONDS"):
        monkeypatch.delenv(f"POLICY_ASSISTANT_{name}", raising=False)
    monkeypatch.setattr(settings_file, "path", lambda: tmp_path / "config" / "settings.json")

    def run(*arguments: object) -> Ran:
        capsys.readouterr()
        code = main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return Ran(code, captured.out, captured.err)

    return run


@pytest.fixture
def summary(tmp_path: Path) -> Path:
    """A small work summary."""
    path = tmp_path / "files" / "当涂县2023年工作总结.txt"
    path.parent.mkdir()
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.fixture
def filled(cli: Callable[..., Ran], summary: Path) -> str:
    """Id of the one document in the library."""
    return str(cli("ingest", summary, "--json").json["documents"][0]["document_ids"][0])
