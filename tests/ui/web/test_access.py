"""Who gets in: every address of the running application, asked for without a token, with one, and with a wrong one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from types import SimpleNamespace
from typing import Any

import pytest
from starlette.responses import Response
from starlette.routing import Mount
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from assistant.engine import Assistant
from docs_store.library import Library
from docs_store.workspace import Workspace
from tests.ui.web.test_gate import is_let_in, shown
from ui.web import access
from ui.web.access import COOKIE
from ui.web.tokens import Right, Tokens
from ui.web.visitor import COOKIE as VISITOR

READ, CHANGE = "read-token-0123456789", "change-token-0123456789"
PAGE = {"accept": "text/html,*/*"}

OURS = {
    ("GET", "/drafts/{list_id}.{form}"),
    ("GET", "/talks/{talk_id}.{form}"),
    ("GET", "/documents/{document_id}.txt"),
    ("GET", "/pages/{document_id}/{page}.png"),
    ("GET", "/figures.{form}"),
}
# Of Gradio's ways to send something: those that a reader's page or program needs. What an event may do is asked where
# it runs, see `test_guard`.
SENT_BY_READERS = {
    "/gradio_api/queue/join", "/gradio_api/upload", "/gradio_api/cancel", "/gradio_api/reset",
    "/gradio_api/run/{api_name}", "/gradio_api/api/{api_name}", "/gradio_api/call/{api_name}",
    "/gradio_api/call/v2/{api_name}",
}  # fmt: skip
NOT_SENT_BY_READERS = {
    "/login", "/gradio_api/stream/{event_id}", "/gradio_api/stream/{event_id}/close", "/gradio_api/component_server",
    "/gradio_api/process_recording", "/gradio_api/vibe-edit", "/gradio_api/undo-vibe-edit", "/gradio_api/vibe-code",
    "/gradio_api/vibe-starter-queries",
}  # fmt: skip


@pytest.fixture(scope="module")
def workspace(shelf: Library) -> Iterator[Workspace]:
    with closing(Workspace(shelf.folder)) as made:
        yield made


def client_of(shelf: Library, workspace: Workspace, tokens: Tokens | None) -> TestClient:
    from ui.web.app import application

    app = application(shelf, Assistant(shelf), workspace, tokens=tokens)
    return TestClient(app, follow_redirects=False, raise_server_exceptions=False)


@pytest.fixture(scope="module")
def app(shelf: Library, workspace: Workspace) -> Any:
    return client_of(shelf, workspace, Tokens(read=READ, change=CHANGE)).app


@pytest.fixture
def client(app: Any) -> TestClient:
    """A browser of its own at an address of its own."""
    client_of.addresses = getattr(client_of, "addresses", 0) + 1  # type: ignore[attr-defined]
    address = (f"10.0.0.{client_of.addresses}", 5000)  # type: ignore[attr-defined]
    return TestClient(app, follow_redirects=False, raise_server_exceptions=False, client=address)


def routes(app: Any) -> set[tuple[str, str]]:
    """Method and path of everything that the application answers to."""
    found = set()
    for route in app.routes:
        inside = getattr(route, "original_router", None) or (route.app if isinstance(route, Mount) else None)
        if inside is not None:
            found |= routes(inside)
        else:
            path = route.path.rstrip("/") or "/"
            found |= {(method, path) for method in route.methods}
    return found


def test_every_route_is_known_here(app: Any) -> None:
    every = routes(app)
    ours = {(method, path) for method, path in every if not path.startswith(("/gradio_api", "/login"))}
    sent = {path for method, path in every if method not in ("GET", "HEAD", "OPTIONS")}
    assert {entry for entry in ours if "." in entry[1] and "{" in entry[1]} == OURS
    assert sent == SENT_BY_READERS | NOT_SENT_BY_READERS, "an address that something is sent to needs its right"
    assert len(every) > 50


def test_what_each_route_needs(app: Any) -> None:
    for method, path in routes(app):
        reading = method in ("GET", "HEAD", "OPTIONS") or path in SENT_BY_READERS
        for at in (shown(path), f"{shown(path)}/"):
            assert access.needed(method, at) is (Right.READ if reading else Right.CHANGE), (method, path)
    for path in ("/gradio_api/queue/join/x", "/x/gradio_api/queue/join", "/gradio_api/run/a/b", "/new", "//upload"):
        assert access.needed("POST", path) is Right.CHANGE
    assert access.needed("DELETE", "/documents/x.txt") is Right.CHANGE


def test_nothing_is_open_but_the_sign_in_page(app: Any, client: TestClient) -> None:
    asked = set()
    for method, path in sorted(routes(app)):
        answer = client.request(method, shown(path))
        if is_let_in(app, method, shown(path)):
            asked.add((method, path))
            assert answer.status_code == 401, (method, path)
            assert answer.headers["www-authenticate"] == "Bearer"
        else:
            assert answer.status_code == 404, (method, path)
    assert len(asked) >= 20
    for path in ("/gradio_api/file=/etc/passwd", "/sign-in/", "/sign-in/x", "//sign-in", "/sign-out", "/nothing"):
        assert client.get(f"http://testserver{path}").status_code == 404, path
    for path in ("/", "/static/x", "/gradio_api/file=x/x"):
        assert client.get(path).status_code == 401, path
    assert client.get("/sign-in").status_code == 200
    with pytest.raises(WebSocketDisconnect) as refused, client.websocket_connect("/anything"):
        pass
    assert refused.value.code == 1008


def test_a_person_is_sent_to_sign_in_and_back(client: TestClient) -> None:
    sent = client.get("/figures.csv?year=2023&region=%E9%9D%92", headers=PAGE)
    assert sent.status_code == 303
    there = client.get(sent.headers["location"])
    assert 'name="next" value="/figures.csv?year=2023&amp;region=%E9%9D%92"' in there.text
    assert "cache-control" in there.headers and "frame-ancestors 'self'" in there.headers["content-security-policy"]
    form = {"token": f" {READ} ", "next": "/figures.csv?year=2023&region=%E9%9D%92"}
    # else a browser would send the form as if from nowhere
    assert there.headers["referrer-policy"] == "same-origin"
    back = client.post("/sign-in", data=form, headers={"origin": "http://testserver"})
    assert (back.status_code, back.headers["location"]) == (303, "/figures.csv?year=2023&region=%E9%9D%92")
    cookie = next(line for line in back.headers.get_list("set-cookie") if line.startswith(COOKIE))
    assert READ not in cookie and "HttpOnly" in cookie and "SameSite=Strict" in cookie and "Secure" not in cookie
    assert client.get("/config").status_code == 200
    assert client.get("/sign-in").headers["location"] == "/"


def test_a_link_of_another_site_asks_once_more(client: TestClient) -> None:
    first = client.get("/", headers={**PAGE, "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"})
    assert first.status_code == 200 and 'http-equiv="refresh"' in first.text
    again = client.get("/", headers={**PAGE, "sec-fetch-site": "same-origin"})
    assert again.status_code == 303 and again.headers["location"] == "/sign-in"


@pytest.mark.parametrize("elsewhere", ["null", "https://evil.example", "http://testserver:81"])
def test_a_form_of_another_site_signs_nobody_in_or_out(client: TestClient, elsewhere: str) -> None:
    headers = {"origin": elsewhere}
    assert client.post("/sign-in", data={"token": READ}, headers=headers).status_code == 403
    client.post("/sign-in", data={"token": READ})
    assert client.post("/sign-out", headers=headers).status_code == 403
    assert client.get("/config").status_code == 200


@pytest.mark.parametrize(
    "elsewhere",
    ["//evil.example", "https://evil.example", "/\\evil.example", "/\tx", "evil", "", "/a\r\nset-cookie: x=y"],
)
def test_signing_in_leads_to_no_other_site(client: TestClient, elsewhere: str) -> None:
    back = client.post("/sign-in", data={"token": READ, "next": elsewhere})
    assert (back.status_code, back.headers["location"]) == (303, "/")


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_cookies_go_by_https_only_where_the_page_does(app: Any, scheme: str) -> None:
    client = TestClient(app, base_url=f"{scheme}://policies.example", follow_redirects=False, client=("10.1.0.1", 1))
    cookies = client.post("/sign-in", data={"token": READ}).headers.get_list("set-cookie")
    assert {cookie.partition("=")[0] for cookie in cookies} == {COOKIE, VISITOR}
    assert all(("; Secure" in cookie) is (scheme == "https") for cookie in cookies)


def test_a_wrong_token_is_told_and_slowed_down(client: TestClient) -> None:
    for _ in range(5):
        wrong = client.post("/sign-in", data={"token": "no", "lang": "zh"})
        assert wrong.status_code == 401 and "令牌不对" in wrong.text and 'role="alert"' in wrong.text
        assert COOKIE not in wrong.headers.get("set-cookie", "")
    slowed = client.post("/sign-in", data={"token": READ, "lang": "en"})
    assert slowed.status_code == 429 and "Try again in 1 seconds" in slowed.text
    assert slowed.headers["retry-after"] == "1"
    by_header = client.get("/config", headers={"authorization": f"Bearer {READ}"})
    assert (by_header.status_code, by_header.json()["error"]["code"]) == (429, "too_many_attempts")


def test_wrong_tokens_in_the_header_count_as_well(client: TestClient) -> None:
    for _ in range(5):
        assert client.get("/config", headers={"authorization": "Bearer nonsense"}).status_code == 401
    assert client.get("/config", headers={"authorization": f"Bearer {READ}"}).status_code == 429
    assert client.post("/sign-in", data={"token": READ}).status_code == 429


def test_who_is_signed_in_does_not_wait_for_others_at_the_same_address(client: TestClient) -> None:
    client.post("/sign-in", data={"token": READ})
    for _ in range(6):
        client.get("/config", headers={"authorization": "Bearer nonsense"})
    assert client.get("/config").status_code == 200


def test_signing_out_ends_the_cookie_here_and_wherever_it_was_copied(client: TestClient) -> None:
    client.post("/sign-in", data={"token": CHANGE})
    copied = client.cookies[COOKIE]
    out = client.post("/sign-out", data={"lang": "en"})
    assert out.status_code == 303 and COOKIE not in client.cookies
    assert "You are signed out." in client.get(out.headers["location"]).text
    assert client.get("/config").status_code == 401
    client.cookies[COOKIE] = copied
    assert client.get("/config").status_code == 401
    assert client.post("/sign-in", data={"token": CHANGE}).status_code == 303, "one can come back"


def test_programs_send_their_token_in_a_header(client: TestClient) -> None:
    for scheme in ("Bearer", "bearer"):
        assert client.get("/config", headers={"authorization": f"{scheme} {READ}"}).status_code == 200
    assert client.get("/config", headers={"authorization": "Basic dXNlcjpwYXNz"}).status_code == 401
    assert client.get(f"/config?token={READ}").status_code == 401, "not in an address, which logs keep"


def alone(tokens: Tokens) -> TestClient:
    """What asks for tokens before an application that has whatever is asked for, some later version's addresses too."""
    return TestClient(access.Access(Response("behind"), tokens), follow_redirects=False)


@pytest.mark.parametrize(("token", "status"), [(READ, 403), (CHANGE, 200)])
def test_what_changes_needs_the_token_for_changing(token: str, status: int) -> None:
    client = alone(Tokens(read=READ, change=CHANGE))
    answer = client.delete("/documents/x.txt", headers={"authorization": f"Bearer {token}"})
    assert answer.status_code == status
    if status == 403:
        assert answer.json()["error"]["code"] == "read_only" and answer.json()["error"]["remedy"]


def test_without_a_token_for_changing_nobody_may_change() -> None:
    client = alone(Tokens(read=READ))
    for token in (READ, CHANGE, ""):
        answer = client.delete("/documents/x.txt", headers={"authorization": f"Bearer {token}"})
        assert answer.status_code == (403 if token == READ else 401)


def test_without_tokens_everything_is_as_on_a_machine_of_ones_own(shelf: Library, workspace: Workspace) -> None:
    client = client_of(shelf, workspace, None)
    assert client.get("/config").status_code == 200
    assert client.delete("/documents/x.txt").status_code == 404
    assert client.get("/sign-in").status_code == 404


def test_a_request_that_nobody_let_in_may_do_nothing() -> None:
    request = SimpleNamespace(scope={})
    assert access.entry_of(request).right is Right.NOTHING
    assert not access.may_change(request) and not access.may_change(None)


def test_an_odd_request_is_no_way_in(client: TestClient) -> None:
    assert client.post("/sign-in", content=b"\xff" * 20).status_code == 401
    assert client.post("/sign-in", content=b"token=" + b"x" * 50_000).status_code == 401
    assert client.put("/sign-in").status_code == 404
    assert alone(Tokens(read=READ)).put("/sign-in").status_code == 405
    assert client.get("/config", headers={"cookie": f'{COOKIE}="\\"; x'}).status_code == 401
    assert client.get("/config", headers={"cookie": b"\xff\x00=;;;="}).status_code == 401
    assert client.get("/config", headers={"authorization": "Bearer"}).status_code == 401
