"""A small model to pull, and a hub to pull it from that can misbehave."""

import hashlib
import random
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from docs_store.models import EmbeddingModel, ModelFile, ModelStore
from docs_store.models.registry import HubRepository, NpmPackage

CONTENT = {"weights.onnx": random.Random(7).randbytes(3_000_000), "tokenizer.json": b'{"tokens": []}'}


def make_model(npm_sha256: str = "0" * 64) -> EmbeddingModel:
    """A model of two small files, laid out like the real one."""
    files = tuple(
        ModelFile(
            name=name,
            path=f"onnx/{name}" if name.endswith(".onnx") else name,
            bytes=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
        )
        for name, content in CONTENT.items()
    )
    return EmbeddingModel(
        name="small",
        licence="MIT",
        heads=1,
        dimensions=4,
        max_tokens=8,
        query_prefix="",
        weights="weights.onnx",
        tokenizer="tokenizer.json",
        files=files,
        npm=NpmPackage(spec="@someone/models@1.0.0", sha256=npm_sha256, prefix="package/models/small/"),
        hub=HubRepository(repository="someone/small", revision="abc123"),
    )


@pytest.fixture
def model() -> EmbeddingModel:
    return make_model()


@pytest.fixture
def store(tmp_path: Path, model: EmbeddingModel) -> ModelStore:
    return ModelStore(tmp_path / "models", models={model.name: model})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A local folder with the model's files side by side."""
    folder = tmp_path / "brought"
    folder.mkdir()
    for name, content in CONTENT.items():
        (folder / name).write_bytes(content)
    return folder


@dataclass
class Hub:
    """What the local hub serves, how it misbehaves, and what it was asked."""

    content: dict[str, bytes]
    address: str = ""
    break_after: list[int] = field(default_factory=list)  # bytes of the body to send, one entry per request
    ignore_range: bool = False
    wrong_range: bool = False
    status: int = 200
    silent: bool = False
    closing: threading.Event = field(default_factory=threading.Event)
    extra: bytes = b""
    asked: list[tuple[str, str | None]] = field(default_factory=list)  # (path, Range)


def _handler(hub: Hub) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            wanted = self.headers.get("Range")
            hub.asked.append((self.path, wanted))
            if hub.silent:
                hub.closing.wait()
                return
            prefix = "/someone/small/resolve/abc123/"
            body = hub.content.get(self.path.removeprefix(prefix).removeprefix("onnx/"))
            if hub.status != 200 or body is None:
                self.send_error(hub.status if hub.status != 200 else 404)
                return
            start = int(wanted.removeprefix("bytes=").removesuffix("-")) if wanted and not hub.ignore_range else 0
            if start >= len(body):
                self.send_error(416)
                return
            self.send_response(206 if start else 200)
            if start:
                first = start + 1 if hub.wrong_range else start
                self.send_header("Content-Range", f"bytes {first}-{len(body) - 1}/{len(body)}")
            rest = body[start:] + hub.extra
            self.send_header("Content-Length", str(len(rest)))
            self.end_headers()
            with suppress(ConnectionError):  # the other side may have heard enough
                self.wfile.write(rest[: hub.break_after.pop(0)] if hub.break_after else rest)

        def log_message(self, format: str, *args: object) -> None:
            pass

    return Handler


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    monkeypatch.delenv("HF_HUB_OFFLINE", raising=False)
    hub = Hub(content=dict(CONTENT))
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(hub))
    hub.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield hub
    hub.closing.set()
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def fake_npm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Put an `npm` on PATH that runs the given shell lines."""

    def put(script: str) -> None:
        programs = tmp_path / "programs"
        programs.mkdir(exist_ok=True)
        npm = programs / "npm"
        npm.write_text(f"#!/bin/sh\n{script}\n")
        npm.chmod(0o755)
        monkeypatch.setenv("PATH", f"{programs}:/usr/bin:/bin")

    return put
