"""A server over a small library, and a browser that may talk to nothing else."""

from __future__ import annotations

import os
import shutil
import sys
import threading
import traceback
from collections.abc import Callable, Generator, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from docs_store.embedders.hashing import HashingEmbedder
from docs_store.library import Library
from tests.ui.web.helpers import POLICY, SUMMARY, WAIT, Scripted, fill, serving

_ROOT = Path(__file__).parents[3]
_CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
_PAGES = pytest.StashKey[list[Any]]()
_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def _threads() -> str:
    """Where the threads stand that are in this project's code."""
    names = {thread.ident: thread.name for thread in threading.enumerate()}
    shown = []
    for ident, frame in sys._current_frames().items():
        ours = [call for call in traceback.extract_stack(frame) if _is_ours(call.filename)]
        if ours and ident != threading.main_thread().ident:
            shown.append(f"{names.get(ident)}\n{''.join(traceback.format_list(ours[-6:]))}")
    return "\n".join(shown)


def _is_ours(file: str) -> bool:
    return Path(file).is_relative_to(_ROOT) and "site-packages" not in file


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """What the pages showed when a test failed, beside the trace: a wait that ran out says nothing of why."""
    report = yield
    if report.failed:
        for number, page in enumerate(item.stash.get(_PAGES, []), 1):
            with suppress(Exception):  # a page that is gone shows nothing
                page.set_default_timeout(5000)
                typed = page.evaluate("[...document.querySelectorAll('textarea, input')].map((box) => box.value)")
                shown = page.locator("body").inner_text()[:6000]
                report.sections.append((f"page {number}", f"{page.url}\n{shown}\n{typed}"))
        report.sections.append(("threads of the server", _threads()))
        if "script" in item.fixturenames:
            report.sections.append(("asked", str(item.funcargs["script"].asked)))  # type: ignore[attr-defined]
    return report


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """One browser for all tests."""
    if not os.access(_CHROMIUM, os.X_OK):
        pytest.skip("skipped: Chromium is not installed")
    playwright = pytest.importorskip("playwright.sync_api", reason="skipped: Playwright is not installed")
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=_CHROMIUM, args=_FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """A library with one work summary and one policy."""
    folder = tmp_path_factory.mktemp("web")
    library = Library(folder / "library", HashingEmbedder(), create=True)
    fill(library, folder / "files", {"qinghe_2023.txt": SUMMARY, "baixi_voucher.txt": POLICY})
    yield library
    library.close()


@pytest.fixture(scope="module")
def address(shelf: Library, chromium: Any) -> Iterator[str]:
    """A server with the real assistant over the small library."""
    from assistant.engine import Assistant

    with serving(shelf, Assistant(shelf)) as at:
        yield at


@pytest.fixture(scope="module")
def _scripted() -> Scripted:
    return Scripted()


@pytest.fixture
def script(_scripted: Scripted) -> Iterator[Scripted]:
    """The assistant of `scripted_address`, which forgets after each test what it was told."""
    yield _scripted
    _scripted.let_go()
    _scripted.__init__()  # type: ignore[misc]


@pytest.fixture(scope="module")
def scripted_address(shelf: Library, _scripted: Scripted, chromium: Any) -> Iterator[str]:
    """A server whose assistant does as the test says."""
    with serving(shelf, _scripted) as at:
        yield at


@pytest.fixture
def visit(chromium: Any, request: pytest.FixtureRequest) -> Iterator[Callable[..., Any]]:
    """Opens an address as a visitor of its own. A request to another machine, or a script error, fails the test."""
    contexts = []
    wrong: list[str] = []

    def opened(at: str, *, width: int = 1280, height: int = 800, ready: str = "", **options: Any) -> Any:
        context = chromium.new_context(viewport={"width": width, "height": height}, locale="zh-CN", **options)
        contexts.append(context)
        page = context.new_page()
        request.node.stash.setdefault(_PAGES, []).append(page)
        page.on("request", lambda sent: sent.url.startswith((at, "data:", "blob:")) or wrong.append(sent.url))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda said: "Content Security Policy" in said.text and wrong.append(said.text))
        page.set_default_timeout(WAIT * 1000)
        page.goto(at)
        (page.locator(ready) if ready else page.locator("#pa-live").get_by_role("heading")).first.wait_for()
        return page

    yield opened
    for context in contexts:
        context.close()
    assert wrong == []
