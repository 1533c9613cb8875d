"""How quick the pages are in a browser: the first paint, an answer, a long document, a large ledger.

    python -m bench.pages [--record]

Chromium on this machine, over a library of the sample documents, one of 2,000 sections and reports with 50,000 figures.
Times are medians in milliseconds as the browser measures them, from the touch to the frame that shows the result.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from assistant.engine import Assistant
from bench.results import record
from bench.synthetic import counties
from docs_store.embedders.hashing import HashingEmbedder
from docs_store.library import Library
from ingest.pipeline import ingest
from ingest.sources import find_sources
from tests.ui.web.helpers import WAIT, serving
from ui.web.texts import words

EXAMPLES = Path(__file__).parent.parent / "examples" / "library"
SECTIONS = 2000
FIGURES = 50_000
_PER_REPORT = 1000
_ROUNDS = 5
_QUESTION = "青禾县创新券单份合同兑付金额最高不超过多少万元？"
_TRADES = ("机械", "电子", "食品", "纺织", "化工", "建材", "医药", "物流", "软件", "家具")

# The time between an event and the first frame in which the condition holds.
_UNTIL = """
(condition) => new Promise((done) => {
  const holds = new Function(`return ${condition}`);
  const look = () => {
    if (!holds()) return requestAnimationFrame(look);
    requestAnimationFrame(() => done(performance.now() - window.begun));
  };
  look();
})
"""
_BEGIN = "addEventListener('pointerdown', mark, true); addEventListener('keydown', mark, true);"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--record", action="store_true", help="append the result to the history")
    arguments = parser.parse_args()
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        print("skipped: Playwright is not installed")
        return
    chromium = shutil.which("chromium")
    if chromium is None:
        print("skipped: Chromium is not installed")
        return
    with tempfile.TemporaryDirectory() as folder:
        library = Library(Path(folder) / "library", HashingEmbedder(), create=True)
        fill(library, Path(folder) / "files")
        with serving(library, Assistant(library)) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
            result = {"figures": len(library.figures()), **measure(browser, address)}
            browser.close()
        library.close()
    print(json.dumps(result))
    if arguments.record:
        record("pages", result)


def fill(library: Library, files: Path) -> None:
    """The sample documents, a policy of many sections, and reports with many figures."""
    files.mkdir()
    sections = "\n".join(f"第{n}条 黄泥县第{n}项补助标准为每家{n}万元。" for n in range(1, SECTIONS + 1))
    (files / "long.txt").write_text(f"黄泥县补助管理办法\n\n{sections}\n", encoding="utf-8")
    for place in counties()[: FIGURES // _PER_REPORT]:
        lines = "\n".join(_line(n) for n in range(_PER_REPORT))
        title = f"{place.name}科学技术局2023年工作总结"
        (files / f"{place.code}.txt").write_text(f"{title}\n\n一、工作总结\n{lines}\n", encoding="utf-8")
    ingest(library, find_sources([EXAMPLES, files], recursive=False))


def _line(n: int) -> str:
    batch, trade = divmod(n, len(_TRADES))
    return f"2023年新增第{batch}批{_TRADES[trade]}企业{n % 90 + 10}家。"


def measure(browser: Any, address: str) -> dict[str, float]:
    """Medians over some rounds, each a visitor of its own."""
    rounds = [one_round(browser, address) for _ in range(_ROUNDS + 1)][1:]  # the first warms the server up
    return {name: round(statistics.median(each[name] for each in rounds), 1) for name in rounds[0]}


def one_round(browser: Any, address: str) -> dict[str, float]:
    """Times of one visit."""
    told = words("zh")
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="zh-CN")
    page = context.new_page()
    page.set_default_timeout(WAIT * 1000)
    page.add_init_script(f"const mark = () => {{ window.begun = performance.now(); }}; window.begun = 0; {_BEGIN}")
    page.goto(address)

    def until(condition: str, act: Callable[[], Any] = lambda: None) -> float:
        act()
        return float(page.evaluate(_UNTIL, condition))

    def seen(selector: str) -> str:
        return f"document.querySelector({json.dumps(selector)})"

    times = {"ready_ms": until(seen("#pa-live h2"))}
    painted = "performance.getEntriesByName('first-contentful-paint')[0].startTime"
    times["first_paint_ms"] = float(page.evaluate(painted))
    page.locator("#pa-question-box textarea").fill(_QUESTION)
    box = page.locator("#pa-question-box textarea")
    times["first_sentence_ms"] = until(seen(".pa-answer p"), lambda: box.press("Enter"))
    page.locator('#pa-live .pa-reply[aria-busy="false"]').wait_for()
    times["source_ms"] = until(seen(".pa-source:not([hidden])"), page.locator(".pa-cite").first.click)

    tab = page.get_by_role("tab", name=told["tab_library"])
    times["library_ms"] = until(seen("#pa-documents tbody tr"), tab.click)
    title = page.locator("[data-open]", has_text="黄泥县补助管理办法")
    times["document_ms"] = until(seen(".pa-opened"), title.click)
    summary = page.locator(".pa-fulltext summary")
    times["document_text_ms"] = until("document.querySelector('.pa-fulltext-body p')?.offsetHeight > 0", summary.click)
    page.evaluate("window.begun = performance.now(); document.querySelector('.pa-fulltext-body').lastElementChild"
                  ".scrollIntoView()")  # fmt: skip
    last = "document.querySelector('.pa-fulltext-body').lastElementChild.getBoundingClientRect().top < innerHeight"
    times["document_scrolled_ms"] = until(last)

    tab = page.get_by_role("tab", name=told["tab_figures"])
    times["figures_ms"] = until(seen("#pa-figure-table tbody tr"), tab.click)
    page.locator('#pa-figure-table input[name="indicator"]').fill("机械企业")
    only = "[...document.querySelectorAll('#pa-figure-table tbody tr')].every((r) => r.textContent.includes('机械'))"
    times["figures_found_ms"] = until(only, page.locator("#pa-figure-table form button").click)
    context.close()
    return times


if __name__ == "__main__":
    main()
