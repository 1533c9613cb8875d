"""Pages of other sites in a real browser: what they can make it do to the server, and a link from one."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import pytest

from docs_store.library import Library

# What a page can try without leave: reading, events with and without JSON, uploads, and what comes as a script.
_TRIES = """
async ([at, event]) => {
  const tried = {};
  const json = {method: 'POST', body: JSON.stringify(event), headers: {'content-type': 'application/json'}};
  const plain = {method: 'POST', body: JSON.stringify(event), headers: {'content-type': 'text/plain'}};
  const form = new FormData();
  form.append('files', new Blob(['x']), 'foreign.txt');
  const all = {
    config: ['config', {}], documents: ['figures.csv', {}], cookies: ['config', {credentials: 'include'}],
    blind: ['gradio_api/queue/join', {...plain, mode: 'no-cors'}], event: ['gradio_api/queue/join', json],
    simple: ['gradio_api/queue/join', plain], upload: ['gradio_api/upload', {method: 'POST', body: form}],
  };
  for (const [name, [path, options]] of Object.entries(all)) {
    try {
      const answer = await fetch(at + path, options);
      tried[name] = answer.type === 'opaque' ? 'opaque' : (await answer.text()).length;
    } catch (error) { tried[name] = 'refused'; }
  }
  return tried;
}
"""


class Site(BaseHTTPRequestHandler):
    """Another site: an empty page."""

    def do_GET(self) -> None:  # the name that the server looks for
        self.send_response(200)
        self.send_header("content-type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>foreign</title>")

    def log_message(self, *args: object) -> None:
        """Nothing is written."""


@pytest.fixture(scope="module")
def foreign() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_address[1]}/"
    server.shutdown()


@pytest.fixture
def page(chromium: Any) -> Iterator[Any]:
    context = chromium.new_context()
    yield context.new_page()
    context.close()


def removal(address: str, library: Library) -> dict[str, Any]:
    """The event that removes the library's first document, as the page sends it."""
    config = httpx.get(f"{address}config").json()
    [part] = [part["id"] for part in config["components"] if part["props"].get("elem_id") == "pa-documents"]
    [event] = [event for event in config["dependencies"] if [part, "remove"] in event["targets"]]
    document = next(iter(library.infos())).id
    return {"data": ["zh"], "fn_index": event["id"], "session_hash": "foreign", "event_data": {"document_id": document}}


@pytest.mark.parametrize("at", ["address", "other_name"])
def test_a_page_of_another_site_reads_and_removes_nothing(
    address: str, shelf: Library, foreign: str, page: Any, at: str
) -> None:
    before = [info.id for info in shelf.infos()]
    event = removal(address, shelf)
    page.goto(foreign)
    target = address if at == "address" else address.replace("127.0.0.1", "localhost")  # another port of one host
    tried = page.evaluate(_TRIES, [target, event])
    assert set(tried.values()) <= {"refused", "opaque"}, tried
    page.wait_for_timeout(500)
    assert [info.id for info in shelf.infos()] == before


def test_a_page_of_its_own_may(address: str, shelf: Library, page: Any) -> None:
    """What the test above sends is not refused for another reason than where it comes from."""
    page.goto(address)
    event = removal(address, shelf)
    event["event_data"] = {"document_id": "no such document"}
    tried = page.evaluate(_TRIES, [address, event])
    assert all(isinstance(tried[name], int) for name in ("config", "documents", "cookies", "event", "upload")), tried


def test_a_link_from_another_site_leaves_a_visitor_who_they_are(
    address: str, foreign: str, page: Any, visit: Callable[..., Any]
) -> None:
    page.goto(address)
    before = page.context.cookies()
    page.goto(foreign)
    page.evaluate(f"document.body.innerHTML = '<a href={json.dumps(address)}>x</a>'")
    page.locator("a").click()
    page.locator("#pa-live").get_by_role("heading").first.wait_for()
    assert page.url == address and page.context.cookies() == before
