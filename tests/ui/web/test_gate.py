"""What the server lets in: its own names, its own pages, and the addresses that are needed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
from fastapi.testclient import TestClient
from starlette.responses import Response

from assistant.engine import Assistant
from docs_store.errors import UsageError
from docs_store.library import Library
from docs_store.workspace import Workspace
from ui.web.app import application
from ui.web.gate import Gate
from ui.web.hosts import Hosts

AT = "http://127.0.0.1:7860"
# All that is open, with an example of each; whatever else is mounted is not there.
OPEN = {
    ("GET", "/"), ("HEAD", "/"), ("GET", "/config"), ("GET", "/theme.css"), ("GET", "/favicon.ico"),
    ("GET", "/static/{path}"), ("GET", "/assets/{path}"), ("GET", "/gradio_api/info"), ("GET", "/gradio_api/info/"),
    ("GET", "/gradio_api/app_id"), ("POST", "/gradio_api/queue/join"), ("GET", "/gradio_api/queue/data"),
    ("POST", "/gradio_api/call/{api_name}"),
    ("GET", "/gradio_api/call/{api_name}/{event_id}"), ("POST", "/gradio_api/cancel"),
    ("GET", "/gradio_api/heartbeat/{session_hash}"), ("POST", "/gradio_api/upload"),
    ("GET", "/gradio_api/upload_progress"), ("GET", "/gradio_api/file={token}/{name}"),
    ("GET", "/drafts/{list_id}.{form}"), ("GET", "/talks/{talk_id}.{form}"), ("GET", "/documents/{document_id}.txt"),
    ("GET", "/pages/{document_id}/{page}.png"), ("GET", "/figures.{form}"),
}  # fmt: skip
EXAMPLES = {"form": "csv", "page": "1", "session_hash": "w1", "fn": "1", "size": "64", "name": "a.txt"}
NOT_THERE = (
    "/openapi.json", "/docs", "/redoc", "/robots.txt", "/manifest.json", "/pwa_icon", "/monitoring",
    "/monitoring/summary", "/login", "/logout", "/login_check", "/svelte/x", "/gradio_api/openapi.json",
    "/gradio_api/runs", "/gradio_api/deep_link?session_hash=w", "/gradio_api/user",
    "/gradio_api/token", "/gradio_api/dev/reload", "/gradio_api/login_check", "/gradio_api/vibe-code",
    "/gradio_api/queue/status", "/gradio_api/startup-events", "/gradio_api/profiling/summary", "/gradio_api/mcp/",
    "/gradio_api/custom_component/a/client/b/c", "/gradio_api/stream/a/b/1/playlist.m3u8", "//gradio_api/info",
    "/static/../../../etc/hostname", "/static/%2e%2e/%2e%2e/routes.py", "/assets/..%2f..%2froutes.py", "/.git/config",
)  # fmt: skip


@pytest.fixture(scope="module")
def app(shelf: Library, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with pytest.MonkeyPatch.context() as patch, closing(Workspace(shelf.folder)) as workspace:
        patch.setenv("GRADIO_TEMP_DIR", str(tmp_path_factory.mktemp("uploads")))
        yield application(shelf, Assistant(shelf), workspace, hosts=Hosts("127.0.0.1", ["policy.example.org"]))


@pytest.fixture(scope="module")
def client(app: Any) -> Iterator[TestClient]:
    with TestClient(app, base_url=AT, raise_server_exceptions=False) as client:
        yield client


def routes(app: Any, prefix: str = "") -> Iterator[tuple[str, str]]:
    """Every method and address of an application, with those that are mounted on it."""
    for route in app.routes:
        methods = getattr(route, "methods", None)
        if methods is not None:
            yield from ((method, f"{prefix}{route.path}") for method in methods)
        elif hasattr(route, "original_router"):  # how FastAPI keeps what was included
            yield from routes(route.original_router, prefix)
        else:
            yield from routes(route.app, f"{prefix}{route.path}".rstrip("/"))


def shown(template: str) -> str:
    """An address with something for each of its parts."""
    plain = re.sub(r"\{(\w+):path\}", r"{\1}", template)
    return re.sub(r"\{(\w+)\}", lambda part: EXAMPLES.get(part[1], "a1"), plain)


def is_let_in(app: Any, method: str, path: str) -> bool:
    """Whether the application's gate lets a request through to what is behind it; some of that answers without end."""

    async def behind(scope: Any, receive: Any, send: Any) -> None:
        await Response("behind")(scope, receive, send)

    gate = next(entry for entry in app.user_middleware if entry.cls is Gate)
    return TestClient(Gate(behind, **gate.kwargs), base_url=AT).request(method, path).status_code == 200


def test_of_all_that_is_mounted_only_what_is_needed_is_there(app: Any, client: TestClient) -> None:
    mounted = {(method, re.sub(r":path\}", "}", path)) for method, path in routes(app)}
    assert mounted >= OPEN, "each of these is an address of the running application"
    assert len(mounted) > 80, "Gradio's are among them"
    for method, path in sorted(mounted - OPEN):
        if method != "HEAD" or ("GET", path) not in OPEN:
            assert client.request(method, shown(path)).status_code == 404, (method, path)
            assert not is_let_in(app, method, shown(path)), (method, path)
    for method, path in sorted(OPEN):
        assert is_let_in(app, method, shown(path)), (method, path)


@pytest.mark.parametrize("path", NOT_THERE)
def test_what_nobody_needs_is_not_there(client: TestClient, path: str) -> None:
    for method in ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"):
        assert client.request(method, path).status_code == 404, method


@pytest.mark.parametrize("query", ["page=library", "__theme=dark&page=../x", "page=", "page=%00"])
def test_a_page_by_another_name_is_the_only_one_there_is(client: TestClient, query: str) -> None:
    answer = client.get(f"/?{query}")
    assert answer.status_code == 200 and answer.text.startswith("<!doctype html>")


def test_a_page_is_there_with_its_parts(client: TestClient) -> None:
    page = client.get("/")
    assert page.status_code == 200 and "window.gradio_config" in page.text
    parts = re.findall(r'(?:src|href)="\./((?:assets|static)/[^"]+)"', page.text)
    assert parts
    for part in parts:
        assert client.get(f"/{part}").status_code == 200, part


@pytest.mark.parametrize(
    "host",
    ["rebind.evil.example", "127.0.0.1.evil.example", "evil.example:7860", "192.168.1.5", "0.0.0.0", "a b", "[::1", "",
     "127.0.0.1:x", "127.0.0.1@evil.example"],
)  # fmt: skip
def test_another_host_is_refused(client: TestClient, host: str) -> None:
    for path in ("/", "/config", "/figures.csv", "/gradio_api/info"):
        answer = client.get(path, headers={"host": host})
        assert answer.status_code == 400 and "--allow-host" in answer.text
    assert client.post("/gradio_api/queue/join", headers={"host": host}, json={}).status_code == 400


@pytest.mark.parametrize(
    "host", ["127.0.0.1:7860", "localhost", "LOCALHOST:1", "localhost.", "[::1]:7860", "policy.example.org:8443"]
)
def test_own_hosts_are_served(client: TestClient, host: str) -> None:
    assert client.get("/config", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "origin",
    ["http://evil.example", "http://127.0.0.1:7912", "http://localhost:7860", "null", "",
     "http://127.0.0.1", "http://policy.example.org:81", "http://evil.example@127.0.0.1:7860", "file://"],
)  # fmt: skip
def test_a_foreign_page_reads_and_changes_nothing(client: TestClient, origin: str) -> None:
    headers = {"origin": origin}
    asked = {**headers, "access-control-request-method": "POST", "access-control-request-headers": "content-type"}
    answers = [
        client.get("/config", headers=headers),
        client.get("/figures.csv", headers=headers),
        client.get("/gradio_api/queue/data?session_hash=w", headers=headers),
        client.post("/gradio_api/queue/join", headers=headers, json={"data": [], "fn_index": 0, "session_hash": "w"}),
        client.post("/gradio_api/call/ask", headers=headers, json={"data": ["x"]}),
        client.post("/gradio_api/upload", headers=headers, files={"files": ("a.txt", b"a")}),
        client.options("/gradio_api/queue/join", headers=asked),
    ]
    for answer in answers:
        assert answer.status_code == 403, answer.request.url
        assert not [name for name in answer.headers if name.startswith("access-control-")]


@pytest.mark.parametrize(
    ("origin", "host"),
    [("http://127.0.0.1:7860", "127.0.0.1:7860"), ("http://localhost:7860", "localhost:7860"),
     ("http://localhost", "localhost"), ("https://policy.example.org", "policy.example.org"),
     ("https://policy.example.org", "127.0.0.1:7860"), ("http://[::1]:7860", "[::1]:7860")],
)  # fmt: skip
def test_a_page_of_its_own_is_answered(client: TestClient, origin: str, host: str) -> None:
    assert client.get("/config", headers={"origin": origin, "host": host}).status_code == 200


def test_what_a_browser_loads_for_a_foreign_page_is_refused_and_a_link_is_not(client: TestClient) -> None:
    for site in ("cross-site", "same-site"):
        loaded = client.get("/figures.svg", headers={"sec-fetch-site": site, "sec-fetch-mode": "no-cors"})
        assert loaded.status_code == 403
        link = client.get("/", headers={"sec-fetch-site": site, "sec-fetch-mode": "navigate"})
        assert link.status_code == 200
        form = client.post("/gradio_api/upload", headers={"sec-fetch-site": site, "sec-fetch-mode": "navigate"})
        assert form.status_code == 403
    assert client.get("/", headers={"sec-fetch-site": "none", "sec-fetch-mode": "navigate"}).status_code == 200


@pytest.mark.parametrize("bound", ["0.0.0.0", "::", ""])
def test_on_every_address_those_of_digits_are_served_and_no_unknown_name(bound: str) -> None:
    hosts = Hosts(bound, ["policy.lan"])
    assert all(
        hosts.serves(host) for host in ("192.168.1.5:7860", "[fe80::1]", "localhost", "policy.lan", "POLICY.LAN.")
    )
    assert not any(hosts.serves(host) for host in ("evil.example", "policy.lan.evil.example", "1.2.3.4.evil.example"))


def test_a_bound_name_is_served() -> None:
    assert Hosts("Policy.LAN").serves("policy.lan:7860") and Hosts("fe80::1").serves("[fe80::1]:7860")


@pytest.mark.parametrize("name", ["http://policy.lan", "policy.lan/", "", "a b", "*"])
def test_what_is_no_name_is_a_usage_error(name: str) -> None:
    with pytest.raises(UsageError, match="no name of a host"):
        Hosts("127.0.0.1", [name])
