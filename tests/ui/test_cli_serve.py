"""`serve`: which tokens it hands on, and where it refuses to start."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ui.web import app
from ui.web.tokens import Tokens

Cli = Callable[..., Any]
READ, CHANGE = "read-token-0123456789", "change-token-0123456789"


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[Tokens]:
    """The tokens of each server that was started."""
    started: list[Tokens] = []
    monkeypatch.setattr(app, "serve", lambda *given: started.append(given[-1]))
    for name in (app.READ_VARIABLE, app.CHANGE_VARIABLE):
        monkeypatch.delenv(name, raising=False)
    return started


def test_tokens_come_from_the_command_line_or_the_environment(
    cli: Cli, served: list[Tokens], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert cli("serve").code == 0
    assert cli("serve", "--token", READ, "--change-token", CHANGE).code == 0
    monkeypatch.setenv(app.READ_VARIABLE, READ)
    monkeypatch.setenv(app.CHANGE_VARIABLE, CHANGE)
    assert cli("serve").code == 0
    assert app.READ_VARIABLE not in os.environ and app.CHANGE_VARIABLE not in os.environ, "other processes inherit it"
    monkeypatch.setenv(app.READ_VARIABLE, READ)
    assert cli("serve", "--token", "another-token-01").code == 0
    assert served == [
        Tokens(),
        Tokens(read=READ, change=CHANGE),
        Tokens(read=READ, change=CHANGE),
        Tokens(read="another-token-01"),
    ]


def test_without_tokens_it_does_not_start_for_other_machines(cli: Cli, tmp_path: Path) -> None:
    ran = cli("serve", "--host", "0.0.0.0")
    assert ran.code == 2
    assert "别的机器也能打开 0.0.0.0" in ran.err and "--token" in ran.err and app.READ_VARIABLE in ran.err
    assert "Other machines can reach" in cli("--lang", "en", "serve", "--host", "0.0.0.0").err
    assert not (tmp_path / "library").exists()
    assert cli("serve", "--token", "short").code == 2
