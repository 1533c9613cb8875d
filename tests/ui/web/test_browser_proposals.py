"""Proposals of a language model in a real browser: confirmed by one touch, in the list and in the document."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from docs_store.library import Library
from docs_store.proposals import proposed
from tests.ui.web.helpers import Scripted, count, serving
from tests.ui.web.test_browser import to_library, widest
from tests.ui.web.test_proposals import with_proposals


@pytest.fixture
def filled(library: Library, tmp_path: Path) -> Library:
    return with_proposals(library, tmp_path)


@pytest.fixture
def at(filled: Library, chromium: Any) -> Iterator[str]:
    with serving(filled, Scripted()) as address:
        yield address


@pytest.mark.parametrize("width", [1280, 390])
def test_a_proposal_is_confirmed_by_one_touch(at: str, visit: Callable[..., Any], filled: Library, width: int) -> None:
    page = visit(at, width=width)
    to_library(page)
    rows = page.locator("#pa-documents .pa-proposals li")
    count(rows, 2)
    assert "语言模型 office" in rows.last.inner_text() and "原文" in rows.last.inner_text()
    assert widest(page) <= 0
    rows.last.get_by_role("button", name="确认 有效期至").click()
    page.locator("#pa-status .pa-done", has_text="已确认").wait_for()
    count(rows, 1)
    page.locator("#pa-documents [data-open]").click()
    opened = page.locator(".pa-opened")
    opened.get_by_role("button", name="确认 类型").click()
    count(opened.locator(".pa-origin", has_text="人工更正"), 2)
    count(rows, 0)
    (info,) = filled.infos()
    assert proposed(info.metadata) == ()
