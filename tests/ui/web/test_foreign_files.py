"""Files that a request names: only the sender's own uploads are taken, by whatever event."""

from __future__ import annotations

import hashlib
import json
import re
import secrets
import socket
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gradio as gr
import httpx
import pytest
from fastapi.testclient import TestClient

from assistant.engine import Assistant
from docs_store.embedders.hashing import HashingEmbedder
from docs_store.library import Library
from docs_store.workspace import Workspace
from tests.ui.web.helpers import SUMMARY, fill
from ui.texts_zh import ERRORS
from ui.web import streams
from ui.web.app import application
from ui.web.bodies import Bodies
from ui.web.visitor import COOKIE

NOTICE = "白溪县科技项目申报通知\n\n第一条 申报时间为4月1日至4月30日。\n"
OUTSIDE = "/etc/hostname"


@dataclass(frozen=True)
class Served:
    """A running application."""

    app: Any
    library: Library
    workspace: Workspace
    running: TestClient

    def client(self) -> TestClient:
        """A browser without cookies."""
        client = TestClient(self.app)
        client.portal = self.running.portal
        return client


class Visitor:
    """A browser with a cookie of its own."""

    def __init__(self, served: Served) -> None:
        self.client = served.client()
        self.client.get("/config").raise_for_status()
        self.session = secrets.token_hex(6)
        self.owner = hashlib.sha256(self.client.cookies[COOKIE].encode()).hexdigest()

    def upload(self, name: str, text: str) -> str:
        """The reference that the server gives for a file."""
        answer = self.client.post("/gradio_api/upload", files={"files": (name, text.encode(), "text/plain")})
        [reference] = answer.raise_for_status().json()
        return str(reference)

    def join(self, fn: Any, data: list[Any], **more: Any) -> httpx.Response:
        """Send an event."""
        body = {"data": data, "fn_index": fn._id, "session_hash": self.session, **more}
        return self.client.post("/gradio_api/queue/join", json=body)

    def run(self, fn: Any, data: list[Any]) -> dict[str, Any]:
        """Send an event and hear what comes of it."""
        event = self.join(fn, data).raise_for_status().json()["event_id"]
        heard = self.client.get("/gradio_api/queue/data", params={"session_hash": self.session}).text
        messages = [json.loads(line.removeprefix("data: ")) for line in heard.splitlines() if line.startswith("data: ")]
        return next(m for m in messages if m.get("event_id") == event and m["msg"] == "process_completed")


def named(path: str, **more: Any) -> dict[str, Any]:
    """A file as Gradio's pages send it."""
    return {"path": path, "orig_name": Path(path).name, "meta": {"_type": "gradio.FileData"}, **more}


def file_events(app: Any) -> list[tuple[Any, int]]:
    """Every event of the running application that takes a file, with the place of the file among its inputs."""
    blocks = app.routes[-1].app.get_blocks()
    takers = (gr.File, gr.UploadButton)
    return [(fn, at) for fn in blocks.fns.values() for at, part in enumerate(fn.inputs) if isinstance(part, takers)]


def filled(fn: Any, at: int, path: str) -> list[Any]:
    """An event's inputs with a file at one place, all others as the page first shows them."""
    data = [getattr(part, "value", None) for part in fn.inputs]
    data[at] = [named(path)] if fn.inputs[at].file_count == "multiple" else named(path)
    return data


@contextmanager
def running(folder: Path) -> Iterator[Served]:
    library = Library(folder / "library", HashingEmbedder(), create=True)
    fill(library, folder / "files", {"qinghe_2023.txt": SUMMARY})
    with closing(library), closing(Workspace(library.folder)) as workspace:
        app = application(library, Assistant(library), workspace)
        with TestClient(app) as client:
            yield Served(app, library, workspace, client)


@pytest.fixture
def served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path / "uploads"))
    monkeypatch.setattr(streams, "_PATIENCE", 0.01)  # this client never lets go of a connection
    with running(tmp_path) as made:
        yield made


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    """The application as it is when nothing looks at requests before Gradio."""
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path / "uploads"))
    monkeypatch.setattr(streams, "_PATIENCE", 0.01)  # this client never lets go of a connection
    init = TestClient.__init__

    def without(self: TestClient, app: Any, *args: Any, **kwargs: Any) -> None:
        app.user_middleware[:] = [entry for entry in app.user_middleware if entry.cls is not Bodies]
        init(self, app, *args, **kwargs)

    monkeypatch.setattr(TestClient, "__init__", without)
    with running(tmp_path) as made:
        yield made


def names(library: Library) -> set[str]:
    """The library's files."""
    return {info.source for info in library.infos()}


def test_every_event_refuses_files_that_its_visitor_did_not_upload(served: Served) -> None:
    app, library, workspace = served.app, served.library, served.workspace
    before = names(library)
    other, visitor = Visitor(served), Visitor(served)
    theirs = other.upload("theirs.txt", NOTICE)
    folder = app.routes[-1].app.uploaded_file_dir
    fns = app.routes[-1].app.get_blocks().fns
    foreign = (OUTSIDE, "../../../../etc/hostname", f"{folder}/{theirs}", theirs, f"{theirs}/../../../etc/hostname",
               "http://127.0.0.1:1/x", "https://example.invalid/x", "")  # fmt: skip
    assert len(file_events(app)) >= 2
    for fn in fns.values():
        for at in range(len(fn.inputs)):
            # of the events that take no file each is tried with one path
            for path in foreign if (fn, at) in file_events(app) else (OUTSIDE,):
                data: list[Any] = [None] * len(fn.inputs)
                data[at] = named(path)
                answer = visitor.join(fn, data)
                assert answer.status_code == 403, (fn.name, at, path, answer.text)
                assert folder not in answer.text
    for deep in ({"event_data": {"a": [named(OUTSIDE)]}}, {"trigger_id": named(OUTSIDE)}):
        assert visitor.join(next(iter(fns.values())), [], **deep).status_code == 403
    for name in ("ask", "search", "figures", "match", "draft"):
        answer = visitor.client.post(f"/gradio_api/call/{name}", json={"data": [named(OUTSIDE), [named(theirs)]]})
        assert answer.status_code == 403
    assert names(library) == before and not workspace.lists(visitor.owner)


def test_every_event_that_takes_a_file_takes_an_upload_of_its_visitor(served: Served) -> None:
    app, library, workspace = served.app, served.library, served.workspace
    before, lists, forms = names(library), 0, 0
    for number, (fn, at) in enumerate(file_events(app)):
        visitor = Visitor(served)
        reference = visitor.upload(f"通知{number}.txt", NOTICE + "申报时间是什么时候？\n")
        told = visitor.run(fn, filled(fn, at, reference))
        assert told["success"], (fn.name, told)
        lists += len(workspace.lists(visitor.owner))
        forms += fn.name == "read_profile"  # a profile goes into the visitor's own form
    read = len(names(library) - before) + lists + forms
    assert read == len(file_events(app)), "each file is in the library, a list or a form"


@pytest.mark.parametrize("whose", ["outside", "other"])
def test_gradio_and_the_pages_look_too(bare: Served, whose: str) -> None:
    app, library, workspace = bare.app, bare.library, bare.workspace
    folder = app.routes[-1].app.uploaded_file_dir
    before = names(library)
    for fn, at in file_events(app):
        other, visitor = Visitor(bare), Visitor(bare)
        path = OUTSIDE if whose == "outside" else f"{folder}/{other.upload('theirs.txt', NOTICE)}"
        assert Path(path).is_file()
        told = visitor.run(fn, filled(fn, at, path))
        refused = ERRORS["not_uploaded"] in json.dumps(told, ensure_ascii=False)
        assert (not told["success"]) if whose == "outside" else refused, (fn.name, told)
        assert names(library) == before and not workspace.lists(visitor.owner)


def test_an_upload_is_named_by_a_reference_and_given_back_to_its_visitor_alone(
    served: Served,
) -> None:
    visitor, other = Visitor(served), Visitor(served)
    reference = visitor.upload("../../通知.txt", NOTICE)
    assert re.fullmatch(r"[\w-]{32}/通知\.txt", reference)
    given = visitor.client.get(f"/gradio_api/file={reference}")
    assert given.text == NOTICE and given.headers["content-disposition"].startswith("attachment")
    for client, path in ((other.client, reference), (visitor.client, OUTSIDE), (visitor.client, f"{reference}x")):
        assert client.get(f"/gradio_api/file={path}").status_code == 404


def test_what_is_uploaded_with_the_first_request_is_the_new_visitors(served: Served) -> None:
    client = served.client()
    [reference] = client.post("/gradio_api/upload", files={"files": ("a.txt", b"a")}).json()
    assert client.get(f"/gradio_api/file={reference}").content == b"a"
    client.cookies.clear()
    assert client.get(f"/gradio_api/file={reference}").status_code == 404


def fetches(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Every look-up of a name from now on."""
    looked: list[Any] = []
    true: Callable[..., Any] = socket.getaddrinfo

    def noted(host: Any, *args: Any, **kwargs: Any) -> Any:
        looked.append(host)
        return true(host, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", noted)
    return looked


def test_no_address_is_fetched(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    client = served.client()
    looked = fetches(monkeypatch)
    for target in ("http://example.invalid/a", "https://example.invalid/a", "ftp://example.invalid/a",
                   "HTTP://example.invalid/a", "http:/example.invalid/a", "//example.invalid/a"):  # fmt: skip
        for form in (target, target.replace(":", "%3A"), target.replace("/", "%2F"), target.replace("h", "%68")):
            for way in (
                "/gradio_api/file=",
                "/gradio_api/file%3D",
                "/gradio_api/file/",
                "/gradio_api/proxy=",
                "/file=",
            ):
                assert client.get(way + form).status_code == 404, way + form
                assert client.head(way + form).status_code == 404
    assert looked == []
