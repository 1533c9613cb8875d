"""What requests may carry: sizes, JSON, sessions, and uploads that are too large or broken."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi.testclient import TestClient

from assistant.engine import Assistant
from docs_store.library import Library
from docs_store.workspace import Workspace
from ui.texts_zh import ERRORS
from ui.web import streams, upload_route, uploads
from ui.web.app import application
from ui.web.bodies import MAX_JSON, Bodies
from ui.web.sessions import Sessions

JOIN, CALL, UPLOAD = "/gradio_api/queue/join", "/gradio_api/call/search", "/gradio_api/upload"
BOUNDARY = {"content-type": "multipart/form-data; boundary=b"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("uploads")


@pytest.fixture(scope="module")
def client(shelf: Library, folder: Path) -> Iterator[TestClient]:
    with pytest.MonkeyPatch.context() as patch, closing(Workspace(shelf.folder)) as workspace:
        patch.setenv("GRADIO_TEMP_DIR", str(folder))
        patch.setattr(streams, "_PATIENCE", 0.01)
        with TestClient(application(shelf, Assistant(shelf), workspace), raise_server_exceptions=False) as client:
            client.get("/config")
            yield client


def padded(size: int) -> bytes:
    """A search of so many bytes."""
    body = json.dumps({"data": ["创新券", 1], "pad": ""}).encode()
    return body[:-2] + b"x" * (size - len(body)) + body[-2:]


def test_json_has_a_limit(client: TestClient) -> None:
    assert len(padded(MAX_JSON)) == MAX_JSON
    headers = {"content-type": "application/json"}
    for path in (JOIN, CALL, "/gradio_api/cancel"):
        assert client.post(path, content=padded(MAX_JSON), headers=headers).status_code in (200, 400, 422), path
        for over in (padded(MAX_JSON + 1), iter([padded(MAX_JSON), b" "])):  # with its length stated, and in pieces
            answer = client.post(path, content=over, headers=headers)
            assert answer.status_code == 413 and "1 MB" in answer.text and answer.headers["connection"] == "close"


def test_of_a_body_that_is_too_large_no_more_is_taken_than_the_limit() -> None:
    taken = 0

    async def receive() -> Any:
        nonlocal taken
        taken += 100_000
        return {"type": "http.request", "body": b"x" * 100_000, "more_body": True}

    heard: list[Any] = []

    async def send(message: Any) -> None:
        heard.append(message)

    async def story() -> None:
        app = Bodies(None, None, Sessions())  # type: ignore[arg-type]
        await app({"type": "http", "method": "POST", "path": JOIN, "headers": []}, receive, send)

    thread = threading.Thread(target=lambda: asyncio.run(story()))
    thread.start()
    thread.join()
    assert heard[0]["status"] == 413 and taken <= MAX_JSON + 100_000


@pytest.mark.parametrize(
    "body", [b"", b"{", b"\xff", b"[" * 500_000, b'{"a":' * 150_000, b"9" * 10_000, b"[" * 400_000 + b"]" * 400_000]
)
def test_odd_json_is_refused(client: TestClient, body: bytes) -> None:
    for path in (JOIN, CALL):
        answer = client.post(path, content=body, headers={"content-type": "application/json"})
        assert answer.status_code == 400 and "JSON" in answer.text


def test_a_key_that_comes_twice_is_read_as_it_was_looked_at(client: TestClient) -> None:
    file = '{"path": "a", "path": "/etc/hostname", "meta": {"_type": "gradio.FileData"}}'
    twice = f'{{"data": [{file}], "data": ["创新券", 1]}}'
    assert client.post(CALL, content=twice.encode(), headers={"content-type": "application/json"}).status_code == 200
    other = f'{{"data": ["创新券", 1], "data": [{file}, 1]}}'
    assert client.post(CALL, content=other.encode(), headers={"content-type": "application/json"}).status_code == 403


def test_a_session_is_its_first_visitors(client: TestClient) -> None:
    body = {"data": ["创新券", 1], "fn_index": 1, "session_hash": "windowA"}
    assert client.post(JOIN, json=body).status_code == 200
    other = TestClient(client.app)
    other.portal = client.portal
    for cookies in (None, {"policy-assistant-visitor": "x" * 43}):
        other.cookies.clear()
        other.cookies.update(cookies or {})
        headers = {"cookie": ""} if cookies is None else {}
        for answer in (
            other.post(JOIN, json=body, headers=headers),
            other.post(CALL, json={"data": ["x", 1], "session_hash": "windowA"}, headers=headers),
            other.get("/gradio_api/queue/data?session_hash=windowA", headers=headers),
            other.get("/gradio_api/queue/data?session_hash=b&session_hash=windowA", headers=headers),
            other.get("/gradio_api/heartbeat/windowA", headers=headers),
            other.post("/gradio_api/cancel", json={"session_hash": "windowA", "fn_index": 1, "event_id": "e"}),
        ):
            assert answer.status_code == 403 and "另一位访客" in answer.text, answer.request.url
    heard = client.get("/gradio_api/queue/data?session_hash=windowA").text
    assert "创新券" in heard and "process_completed" in heard


def test_a_session_that_nothing_is_kept_of_is_anybodys() -> None:
    sessions = Sessions()
    sessions.blocks = type("Blocks", (), {})()
    queue = sessions.blocks._queue = type("Queue", (), {})()
    queue.pending_event_ids_session, queue.pending_messages_per_session = {}, {"waiting": None}
    sessions.session_data["open"] = type("State", (), {"state_components": [], "is_closed": False})()
    for name in ("open", "waiting", "gone"):
        assert sessions.admits(name, "one") and sessions.admits(name, "one") and not sessions.admits(name, "two")
    sessions.delete_all_expired_state()
    assert [sessions.admits(name, "two") for name in ("open", "waiting", "gone")] == [False, False, True]
    assert sessions.admits(None, "two") and sessions.admits("", "two") and sessions.admits(3, "two")


def test_an_upload_states_its_size(client: TestClient) -> None:
    assert client.post(UPLOAD, content=iter([b"x"]), headers=BOUNDARY).status_code == 411
    answer = client.post(UPLOAD, content=b"x", headers={**BOUNDARY, "content-length": str(2 << 30)})
    assert answer.status_code == 413 and "1024 MB" in answer.text


def files(*contents: bytes) -> list[tuple[str, tuple[str, bytes]]]:
    return [("files", (f"{number}.txt", content)) for number, content in enumerate(contents)]


def test_a_visitors_unread_uploads_are_bounded(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    monkeypatch.setattr(uploads, "MAX_REQUEST", 3000)
    assert len(client.post(UPLOAD, files=files(b"x" * 800, b"y" * 800)).json()) == 2
    before = sorted(folder.rglob("*"))
    answer = client.post(UPLOAD, files=files(b"x" * 1600))
    assert answer.status_code == 413 and answer.text.startswith(ERRORS["too_large"])
    assert sorted(folder.rglob("*")) == before and str(folder) not in answer.text


def test_a_file_is_bounded(client: TestClient, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setattr(upload_route, "MAX_FILE_BYTES", 1 << 20)
    before = sorted(folder.rglob("*"))
    answer = client.post(UPLOAD, files=files(b"x", b"y" * ((1 << 20) + 1)))
    assert answer.status_code == 413 and "1 MB" in answer.text
    assert sorted(folder.rglob("*")) == before, "nothing is left of it"
    assert client.post(UPLOAD, files=files(b"y" * (1 << 20))).status_code == 200


@pytest.mark.parametrize(
    "form",
    [b"", b"no form", b"--b\r\n\r\n", b"--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--",
     b'--b\r\nContent-Disposition: form-data; name="f"\r\n\r\n' + b"x" * 100_000 + b"\r\n--b--",
     b'--b\r\nContent-Disposition: form-data; name="f"\r\n\r\nx\r\n' * 50 + b"--b--",
     b'--b\r\nContent-Disposition: form-data; name="files"; filename="a"\r\nX: ' + b"x" * 10_000 + b"\r\n\r\n--b--"],
    ids=["empty", "no form", "no head", "no name", "long field", "many fields", "long head"],
)  # fmt: skip
@pytest.mark.parametrize("watched", ["", "?upload_id=u"])
def test_what_is_no_form_with_files_is_refused(client: TestClient, form: bytes, watched: str, folder: Path) -> None:
    before = sorted(folder.rglob("*"))
    answer = client.post(UPLOAD + watched, content=form, headers=BOUNDARY)
    assert answer.status_code == 400 or answer.json() == []
    assert sorted(folder.rglob("*")) == before


def test_no_answer_names_a_folder_of_the_server(client: TestClient, shelf: Library, folder: Path) -> None:
    answers: list[httpx.Response] = [
        client.get("/"), client.get("/config"), client.get("/gradio_api/info"), client.post(UPLOAD, files=files(b"x")),
        client.post(UPLOAD, content=b"x"),
        client.post(JOIN, json={"data": [{}], "fn_index": 9999, "session_hash": "x"}),
        client.post(CALL, json={"data": [{"path": "x", "meta": {"_type": "gradio.FileData"}}]}),
    ]  # fmt: skip
    for answer in answers:
        for path in (folder, shelf.folder, Path.cwd(), Path(httpx.__file__).parent.parent):
            assert str(path) not in answer.text, answer.request.url
