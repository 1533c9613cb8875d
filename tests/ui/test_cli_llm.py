"""Choosing a language model: on the command line, in the settings, by environment; a server on this machine."""

from __future__ import annotations

import json
import socket
import stat
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from ui import language_models, settings_file

Cli = Callable[..., Any]
_QUESTION = "当涂县2023年新培育高新技术企业多少家?"


class Server(ThreadingHTTPServer):
    """A server in the OpenAI form that says one thing and remembers what it was asked."""

    text = "据1：新培育高新技术企业47家\n答1：当涂县2023年新培育高新技术企业47家。\n"
    key = ""
    elsewhere = ""  # where a request for the models is sent on to

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.keys: list[str | None] = []
        self.bodies: list[dict[str, Any]] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        if self.server.elsewhere:
            self.server.keys.append(self.headers["Authorization"])
            self.send_response(307)
            self.send_header("Location", self.server.elsewhere)
            self.end_headers()
            return
        self._begin(b"{}")

    def do_POST(self) -> None:
        self.server.bodies.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        choice = {"index": 0, "delta": {"content": self.server.text}, "finish_reason": None}
        chunk = {"id": "x", "object": "chat.completion.chunk", "created": 0, "model": "m", "choices": [choice]}
        self._begin(f"data: {json.dumps(chunk)}\n\ndata: [DONE]\n\n".encode(), kind="text/event-stream")

    def _begin(self, body: bytes, kind: str = "application/json") -> None:
        self.server.keys.append(self.headers["Authorization"])
        refused = self.server.key and self.headers["Authorization"] != f"Bearer {self.server.key}"
        self.send_response(401 if refused else 200)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    threading.Thread(target=made.serve_forever, daemon=True).start()
    yield made
    made.shutdown()
    made.server_close()


def test_a_server_is_described_once_and_used_by_name(cli: Cli, filled: str, server: Server) -> None:
    used = cli("models", "use", "office", "--address", server.address, "--model", "m")
    assert used.code == 0 and "office" in used.out
    ran = cli("ask", _QUESTION, "--json")
    assert ran.json["mode"] == "generated"
    assert "47家" in ran.json["answer"]
    assert server.bodies[0]["model"] == "m" and server.bodies[0]["stream"] is True
    assert cli("ask", _QUESTION, "--json", "--llm", "none").json["mode"] == "extractive"
    listed = cli("models", "list", "--json").json
    assert listed["language_model"] == "office"
    assert "office" in cli("models", "list").out
    assert cli("doctor", "--json").json["language_model"] == {"name": "office", "usable": True}
    assert cli("models", "use", "none", "--llm").code == 0
    assert cli("ask", _QUESTION, "--json").json["mode"] == "extractive"


def test_what_the_model_says_wrong_is_not_said(cli: Cli, filled: str, server: Server) -> None:
    server.text = "据1：新培育高新技术企业47家\n答1：当涂县2023年新培育高新技术企业74家。\n"
    cli("models", "use", "office", "--address", server.address, "--model", "m")
    answer = cli("ask", _QUESTION, "--json").json
    assert "74家" not in answer["answer"] and "47家" in answer["answer"]


def test_a_model_that_says_nothing_of_use_leaves_the_answer_without_it(cli: Cli, filled: str, server: Server) -> None:
    server.text = "好的，我来回答。"
    cli("models", "use", "office", "--address", server.address, "--model", "m")
    answer = cli("ask", _QUESTION, "--json").json
    assert answer["mode"] == "extractive" and "47家" in answer["answer"]
    assert any("语言模型" in note for note in answer["notes"])


def test_the_key_comes_from_the_environment_and_is_shown_nowhere(
    cli: Cli, filled: str, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.key = "very-secret"
    described = ("models", "use", "office", "--address", server.address, "--model", "m", "--key-variable", "OFFICE_KEY")
    assert cli(*described).code == 4
    monkeypatch.setenv("OFFICE_KEY", "very-secret")
    runs = [
        cli(*described),
        cli("ask", _QUESTION, "--json"),
        cli("models", "list"),
        cli("doctor"),
    ]
    assert runs[1].json["mode"] == "generated"
    assert server.keys[-1] == "Bearer very-secret"
    assert all("very-secret" not in ran.out + ran.err for ran in runs)
    saved = settings_file.path()
    assert "very-secret" not in saved.read_text(encoding="utf-8")
    assert stat.S_IMODE(saved.stat().st_mode) == 0o600


def test_a_named_model_that_is_not_to_be_had_is_4(cli: Cli, filled: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OLLAMA_HOST", "127.0.0.1:9")
    for name in ("nobody", "local", "qwen2.5-coder-1.5b", "ollama:qwen"):
        assert cli("ask", _QUESTION, "--llm", name).code == 4
        assert cli("models", "use", name, "--llm").code == 4
    monkeypatch.setenv(language_models.NAME_VARIABLE, "nobody")
    assert cli("ask", _QUESTION).code == 4
    assert cli("doctor", "--json").json["language_model"] == {"name": "nobody", "usable": False}


def test_an_address_needs_a_model(cli: Cli, server: Server) -> None:
    assert cli("models", "use", "office", "--address", server.address).code == 2


def test_ollama_by_its_own_name(cli: Cli, filled: str, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OLLAMA_HOST", f"127.0.0.1:{server.server_port}")
    assert cli("ask", _QUESTION, "--json", "--llm", "ollama:qwen2.5:7b").json["mode"] == "generated"
    assert server.bodies[0]["model"] == "qwen2.5:7b"


def test_the_time_an_answer_may_take(monkeypatch: pytest.MonkeyPatch, cli: Cli, filled: str, server: Server) -> None:
    cli("models", "use", "office", "--address", server.address, "--model", "m")
    monkeypatch.setenv(language_models.SECONDS_VARIABLE, "soon")
    assert cli("ask", _QUESTION).code == 2
    monkeypatch.setenv(language_models.SECONDS_VARIABLE, "20")
    assert cli("ask", _QUESTION).code == 0


def test_settings_written_by_hand_that_are_no_server_are_passed_over(cli: Cli, filled: str) -> None:
    settings_file.save(
        {"llms": {"a": 1, "b": {"address": 5, "model": "m"}, "c": {"address": "http://x/v1"}, "d": {"file": 7}}}
    )
    assert language_models.described() == {}
    assert cli("ask", _QUESTION, "--llm", "b").code == 4


def test_a_key_does_not_follow_a_redirect(
    cli: Cli, filled: str, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Server()
    threading.Thread(target=other.serve_forever, daemon=True).start()
    server.elsewhere = f"http://127.0.0.1:{other.server_port}/v1/models"
    monkeypatch.setenv(language_models.KEY_VARIABLE, "very-secret")
    ran = cli("models", "use", "office", "--address", server.address, "--model", "m")
    other.shutdown()
    other.server_close()
    assert ran.code == 4 and "307" in ran.err
    assert server.keys == ["Bearer very-secret"] and other.keys == []
    assert "office" not in language_models.described()


@pytest.mark.parametrize(
    "address",
    [
        "http://[::1", "http://host:port/v1", "http://host:99999/v1", "http:///v1", "10.0.0.5:8000", "host", "",
        "file:///etc/hostname", "ftp://127.0.0.1/v1", "data:,{}",
    ],
)  # fmt: skip
def test_what_is_no_address_is_a_fault_of_the_settings(cli: Cli, filled: str, address: str) -> None:
    settings_file.save({"llms": {"office": {"address": address, "model": "m"}}})
    ran = cli("ask", _QUESTION, "--llm", "office", "--json")
    assert ran.code == 2 and "no address" in ran.err


def test_a_password_in_an_address_is_refused_and_shown_nowhere(cli: Cli, filled: str, server: Server) -> None:
    address = server.address.replace("://", "://me:very-secret@")
    runs = [cli("models", "use", "office", "--address", address, "--model", "m")]
    assert runs[0].code == 2 and "password" in runs[0].err and server.keys == []
    settings_file.save({"llms": {"office": {"address": address, "model": "m"}}})
    runs += [cli("ask", _QUESTION, "--llm", "office"), cli("models", "list"), cli("doctor", "--json")]
    settings_file.save({"llms": {"office": {"address": "http://me:very-secret@[::1", "model": "m"}}})
    runs += [cli("ask", _QUESTION, "--llm", "office"), cli("models", "list")]
    assert [ran.code for ran in runs] == [2, 2, 0, 0, 2, 0]
    assert all("very-secret" not in ran.out + ran.err for ran in runs)


def test_what_answers_but_not_in_http_is_not_there(cli: Cli, filled: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def answer() -> None:
            connection, _ = listener.accept()
            connection.recv(1000)
            connection.sendall(b"220 mail\r\n")
            connection.close()

        threading.Thread(target=answer, daemon=True).start()
        address = f"http://127.0.0.1:{listener.getsockname()[1]}/v1"
        ran = cli("models", "use", "office", "--address", address, "--model", "m")
    assert ran.code == 4 and "does not answer" in ran.err
