"""The local model's process: started late, stopped whole, started anew after a death. With a stand-in for the model."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.engine import Assistant
from assistant.llm import pieces
from assistant.llm.local import LocalModel
from docs_store.errors import ModelError
from docs_store.library import Library
from docs_store.models import DEFAULT_LANGUAGE_MODEL, LANGUAGE_MODELS, ModelStore
from tests.assistant.conftest import TODAY

# Speaks as `assistant.llm.server` does: settings in, address out, the OpenAI form, the end with its standard input.
_STAND_IN = """
import json, os, sys, threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
settings = json.loads(sys.stdin.readline())
class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        if self.headers["Authorization"] != "Bearer " + settings["key"]:
            self.send_response(401); self.end_headers(); return
        self.send_response(200); self.send_header("Content-Type", "text/event-stream"); self.end_headers()
        for word in ("一", "二", "三"):
            chunk = {"id": "x", "object": "chat.completion.chunk", "created": 0, "model": "m",
                     "choices": [{"index": 0, "delta": {"content": word}, "finish_reason": None}]}
            self.wfile.write(f"data: {json.dumps(chunk)}\\n\\n".encode())
        self.wfile.write(b"data: [DONE]\\n\\n")
    def log_message(self, *args): pass
server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
print(json.dumps({"address": f"http://127.0.0.1:{server.server_port}"}), flush=True)
while sys.stdin.readline(): pass
os._exit(0)
"""


@pytest.fixture
def local() -> Iterator[LocalModel]:
    model = LocalModel(Path("none.gguf"), context=512, seconds=120, command=[sys.executable, "-c", _STAND_IN])
    yield model
    model.close()


def said(model: LocalModel) -> str:
    return "".join(pieces(model, [("human", "x")], most=100))


def is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def test_it_starts_at_the_first_question_and_stops_when_closed(local: LocalModel) -> None:
    assert local.process_id is None
    assert said(local) == "一二三"
    process = local.process_id
    assert process is not None
    assert said(local) == "一二三" and local.process_id == process
    local.close()
    assert local.process_id is None and not is_alive(process)
    local.close()
    assert said(local) == "一二三"


def test_a_killed_process_is_started_anew(local: LocalModel) -> None:
    said(local)
    process = local.process_id
    assert process is not None
    os.kill(process, signal.SIGKILL)
    while local.process_id is not None:
        time.sleep(0.01)
    assert said(local) == "一二三"
    assert local.process_id not in (None, process)


def test_its_pace_knows_what_a_process_keeps_and_what_its_context_holds(local: LocalModel) -> None:
    assert local.pace.most == 1, "a context smaller than an answer holds no prompt"
    said(local)
    assert local.pace.seconds_for("x") == 0
    local.close()
    local.chat_model()
    assert local.pace.seconds_for("x") > 0
    roomy = LocalModel(Path("none.gguf"), context=4096, command=["none"])
    assert roomy.pace.most == 4096 - 1024


@pytest.mark.parametrize("program", ["raise SystemExit(3)", "print('what?')", "import os; os.abort()"])
def test_what_does_not_start_is_a_model_error_and_leaves_nothing(program: str) -> None:
    model = LocalModel(Path("none.gguf"), context=512, command=[sys.executable, "-c", program])
    with pytest.raises(ModelError, match="did not start"):
        model.chat_model()
    assert model.process_id is None


def test_an_answer_stands_when_the_model_does_not_start(sample: Library) -> None:
    model = LocalModel(Path("none.gguf"), context=512, command=[sys.executable, "-c", "raise SystemExit(3)"])
    answer = Assistant(sample, today=lambda: TODAY, model=model).ask("青禾县科技创新券的申领条件有哪些？")
    assert answer.mode == "extractive" and answer.citations
    assert "语言模型" in answer.notes[-1]


def test_the_real_model_answers_and_keeps_the_prompt() -> None:
    pytest.importorskip("xllamacpp", reason="skipped: xllamacpp is not installed")
    if os.environ.get("POLICY_ASSISTANT_SLOW_TESTS") is None:
        pytest.skip("skipped: POLICY_ASSISTANT_SLOW_TESTS is not set")
    folder = ModelStore().installed(DEFAULT_LANGUAGE_MODEL)
    if folder is None:
        pytest.skip(f"skipped: {DEFAULT_LANGUAGE_MODEL} is not installed")
    entry = LANGUAGE_MODELS[DEFAULT_LANGUAGE_MODEL]
    model = LocalModel(folder / entry.weights, context=512, seconds=200)
    try:
        assert "".join(pieces(model, [("human", "1+1等于几？只答数字。")], most=400)).strip()
    finally:
        model.close()
    assert model.process_id is None
