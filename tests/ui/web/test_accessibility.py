"""Every page, light and dark, looked over by axe-core: no serious finding.

`make axe` brings axe-core (MPL-2.0) from npm into `.run`; it is used as it comes and is no part of this project.
"""

from __future__ import annotations

import hashlib
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.ui.web.helpers import ask
from ui.web.pages import PAGES
from ui.web.texts import words

_PACKAGE = Path(__file__).parents[3] / ".run" / "axe-core-4.14.0.tgz"
_SHA256 = "2277b0a3ef47af9b52497faa3e71598e86e0a0e5e6eb295207a5657ede4709af"
_SERIOUS = ("serious", "critical")
DRAWN = {
    "figures": "#pa-figure-table tbody tr",
    "match": "#pa-match-intro p",
    "draft": "#pa-draft-head h2",
    "library": "#pa-documents .pa-documents",
    "about": "#pa-about-facts dd",
}
"""What is there once a page has been drawn."""


@pytest.fixture(scope="module")
def axe() -> str:
    """The script."""
    if not _PACKAGE.is_file():
        pytest.skip("skipped: axe-core is not here; run `make axe`")
    assert hashlib.sha256(_PACKAGE.read_bytes()).hexdigest() == _SHA256
    with tarfile.open(_PACKAGE) as archive:
        member = archive.extractfile("package/axe.min.js")
        assert member is not None
        return member.read().decode()


def findings(page: Any, axe: str) -> list[str]:
    page.evaluate(axe)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{violation['id']}: {node['target']} {node['failureSummary']}"
        for violation in found["violations"]
        if violation["impact"] in _SERIOUS
        for node in violation["nodes"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_has_a_serious_finding(address: str, visit: Callable[..., Any], axe: str, scheme: str) -> None:
    page = visit(address, color_scheme=scheme, reduced_motion="reduce")
    told = words("zh")
    wrong = {"welcome": findings(page, axe)}
    turn = ask(page, "青禾县2023年新认定高新技术企业多少家？")
    turn.locator(".pa-cite").first.click()
    turn.locator('[data-opinion="bad"]').click()
    page.locator(".pa-talks summary").click()
    wrong["answer"] = findings(page, axe)
    ask(page, "火星探测器什么时候发射？")
    wrong["not found"] = findings(page, axe)
    for kind in PAGES[1:]:
        page.get_by_role("tab", name=told[f"tab_{kind.name}"]).click()
        page.locator(f"{DRAWN[kind.name]} >> visible=true").first.wait_for()
        wrong[kind.name] = findings(page, axe)
        if kind.name == "draft" and scheme == "light":
            page.locator("#pa-draft-paste textarea").fill("青禾县新认定高新技术企业多少家？\n火星探测器何时发射？")
            page.locator("#pa-draft-start").click()
            page.locator("#pa-draft-text textarea").wait_for()
            page.locator(".pa-exports").wait_for()
            wrong["drafted"] = findings(page, axe)
    told_wrong = {name: found for name, found in wrong.items() if found}
    assert not told_wrong, "\n".join(f"{name}: {line}" for name, found in told_wrong.items() for line in found)
