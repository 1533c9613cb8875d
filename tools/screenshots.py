"""Screenshots of every page, wide and on a phone, light and dark, over the sample library: `make screenshots`.

They go to `docs/screenshots` as 8-bit PNG, and are looked at by a person before they are committed.
"""

from __future__ import annotations

import io
import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Literal

from PIL import Image
from playwright.sync_api import sync_playwright

_ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(_ROOT))

from assistant.engine import Assistant  # noqa: E402
from docs_store.library import Library  # noqa: E402
from ingest.pipeline import ingest  # noqa: E402
from ingest.sources import find_sources  # noqa: E402
from tests.ui.web.helpers import serving  # noqa: E402
from ui import wiring  # noqa: E402
from ui.web.pages import PAGES  # noqa: E402
from ui.web.texts import words  # noqa: E402

_OUT = _ROOT / "docs" / "screenshots"
_SIZES = {"wide": (1280, 800), "phone": (360, 740)}
_SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
_COLOURS = 128
_QUESTION = "当涂县2023年新培育高新技术企业多少家？"
_QUESTIONS = """企业咨询问题清单
1. 青禾县首次通过高企认定奖励多少？
2. 青禾县创新券最高补贴多少？
3. 当涂县2023年新培育高新技术企业多少家？
4. 芜湖市2023年备案了多少家科技型中小企业？
5. 青禾县研发投入后补助需要哪些材料？
"""


def ask(page: Any) -> None:
    page.locator("#pa-question-box textarea").fill(_QUESTION)
    page.locator("#pa-question-box textarea").press("Enter")
    page.locator('#pa-live .pa-turn .pa-reply[aria-busy="false"]').wait_for()
    page.locator("#pa-live .pa-cite").first.click()


def draft(page: Any) -> None:
    page.locator("#pa-draft-paste textarea").fill(_QUESTIONS)
    page.locator("#pa-draft-start").click()
    page.locator(".pa-exports").wait_for()
    page.locator("#pa-draft-text textarea").wait_for()


def look_up(page: Any) -> None:
    page.locator('#pa-figure-table input[name="indicator"]').fill("高企")
    page.locator("#pa-figure-table form button").click()
    page.locator("#pa-figure-table .pa-chart").wait_for()


def match(page: Any) -> None:
    page.locator("#pa-match-region textarea, #pa-match-region input").fill("青禾县")
    page.locator("#pa-match-run").click()
    page.locator("#pa-match-result details").first.wait_for()
    page.locator("#pa-match-run").scroll_into_view_if_needed()


PREPARED: Mapping[str, Callable[[Any], None]] = {"ask": ask, "figures": look_up, "match": match, "draft": draft}
"""What is done on a page before it is taken; a page that is not named is taken as it opens."""


def main() -> None:
    """Take all of them."""
    chromium = shutil.which("chromium") or "/usr/bin/chromium"
    _OUT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        library = Library(Path(folder) / "library", wiring.open_embedder(wiring.settings()), create=True)
        ingest(library, find_sources([_ROOT / "examples" / "library"], recursive=False))
        with serving(library, Assistant(library)) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
            for size, (width, height) in _SIZES.items():
                for scheme in _SCHEMES:
                    context = browser.new_context(
                        viewport={"width": width, "height": height}, locale="zh-CN", color_scheme=scheme,
                        reduced_motion="reduce", is_mobile=size == "phone", has_touch=size == "phone",
                    )  # fmt: skip
                    _take(context.new_page(), address, f"{size}-{scheme}")
                    context.close()
            browser.close()
        library.close()


def _take(page: Any, address: str, suffix: str) -> None:
    page.goto(address)
    page.locator("#pa-live").get_by_role("heading").first.wait_for()
    for kind in PAGES:
        page.get_by_role("tab", name=words("zh")[f"tab_{kind.name}"]).click()
        page.wait_for_timeout(800)
        PREPARED.get(kind.name, lambda _: None)(page)
        page.wait_for_timeout(800)
        page.evaluate("document.activeElement.blur()")
        picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB").quantize(_COLOURS)
        picture.save(_OUT / f"{kind.name}-{suffix}.png", optimize=True)


if __name__ == "__main__":
    main()
