"""The server: where it listens, what it says, and what it does not load."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from docs_store.errors import UsageError
from tests.ui.web.helpers import WAIT
from ui import wiring
from ui.web import app
from ui.web.tokens import Tokens


def test_a_busy_port_is_told_with_what_to_do(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(UsageError, match="--port"):
            app.serve(wiring.Settings(library=tmp_path, embedder="none"), port=taken.getsockname()[1])
    assert not list(tmp_path.iterdir())


def test_a_host_that_is_not_there_is_a_usage_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(UsageError, match="--host"):
        app.serve(wiring.Settings(library=tmp_path, embedder="none"), "nowhere.invalid", tokens=Tokens(read="r" * 16))


@pytest.mark.parametrize(
    ("host", "tokens", "told"),
    [
        ("0.0.0.0", None, "--token"),
        ("192.0.2.1", Tokens(), "--change-token"),
        ("policies.example", None, "POLICY_ASSISTANT_TOKEN"),
        ("0.0.0.0", Tokens(read="too short"), "16"),
        ("127.0.0.1", Tokens(read="r" * 16, change="r" * 16), "相同"),
    ],
)
def test_a_host_that_others_reach_needs_tokens_that_will_do(
    tmp_path: Path, host: str, tokens: Tokens | None, told: str
) -> None:
    with pytest.raises(UsageError) as refused:
        app.serve(wiring.Settings(library=tmp_path / "new", embedder="none"), host, tokens=tokens)
    assert told in str(refused.value) and refused.value.remedy
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("port", [-1, 65536, 70000])
def test_a_port_that_is_none_is_a_usage_error(tmp_path: Path, port: int) -> None:
    with pytest.raises(UsageError, match="--port"):
        app.serve(wiring.Settings(library=tmp_path, embedder="none"), port=port)


def test_a_language_that_is_not_there_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="zh, en"):
        app.serve(wiring.Settings(library=tmp_path, embedder="none"), language="fr")


def test_serve_makes_the_library_and_says_where_it_is_and_what_it_lacks(tmp_path: Path) -> None:
    code = (
        "from pathlib import Path; from ui import wiring; from ui.web.app import serve;"
        f"serve(wiring.settings(Path({str(tmp_path / 'new')!r}), None), port=0)"
    )
    server = subprocess.Popen(
        [sys.executable, "-c", code],
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env=os.environ
        | {
            "TMPDIR": str(tmp_path),
            "PYTHONUTF8": "1",
            "XDG_CONFIG_HOME": str(tmp_path / "settings"),
            "POLICY_ASSISTANT_MODELS": str(tmp_path / "models"),
            "POLICY_ASSISTANT_EMBEDDER": "",
        },
    )
    assert server.stderr is not None
    said = []
    try:
        for line in server.stderr:
            said.append(line)
            if found := re.search(r"http://127\.0\.0\.1:\d+", line):
                break
        assert found, said
        direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        assert direct.open(found[0], timeout=WAIT).status == 200  # it listens before it answers
        assert (tmp_path / "new").is_dir()
    finally:
        server.send_signal(signal.SIGINT)
        server.communicate(timeout=WAIT)
    assert any("资料库还是空的" in line for line in said)
    assert any("policy-assistant models pull" in line for line in said)
    assert not list(tmp_path.glob("policy-assistant-*")), "uploaded files go with the server"


@pytest.mark.parametrize(
    ("host", "here"), [("127.0.0.1", True), ("localhost", True), ("::1", True), ("0.0.0.0", False), ("::", False)]
)
def test_which_addresses_only_this_machine_reaches(host: str, here: bool) -> None:
    assert app._is_loopback(host) is here


def test_gradio_is_loaded_only_when_pages_are_built() -> None:
    code = "import sys, ui.web.app; print('gradio' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"
