"""How the local model's process sets up its server; none is started."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.llm import server


def test_the_server_is_set_up_for_one_person_on_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    xllamacpp: Any = pytest.importorskip("xllamacpp", reason="skipped: xllamacpp is not installed")
    monkeypatch.setattr(xllamacpp, "Server", lambda params: params)
    params = server._load({"weights": "/m.gguf", "context": 5000, "threads": 2, "key": "secret"})
    assert (params.model.path, params.n_ctx, params.cpuparams.n_threads) == ("/m.gguf", 5000, 2)
    assert list(params.hostnames) == ["127.0.0.1"] and list(params.api_keys) == ["secret"]


def test_a_request_that_nobody_waits_for_ends_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    xllamacpp: Any = pytest.importorskip("xllamacpp", reason="skipped: xllamacpp is not installed")
    monkeypatch.setattr(xllamacpp, "Server", lambda params: params)
    params = server._load({"weights": "/m.gguf", "context": 5000, "threads": 2, "key": "secret"})
    assert params.sse_ping_interval < 0, "a ping is no silence, so the client would wait on"
    assert params.n_batch <= 512, "a server looks for who has gone between batches"
