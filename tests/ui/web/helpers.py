"""What the tests of the pages work with."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from assistant.events import Done, Event, Found, Said, Stopped
from docs_store.library import Library
from docs_store.types import Answer, AnswerSentence, Kind, Outcome, Status, Turn
from docs_store.workspace import Workspace
from ingest.pipeline import ingest
from ingest.sources import Source
from ui.web.hosts import Hosts
from ui.web.tokens import Tokens

SUMMARY = """青禾县科学技术局2023年工作总结和2024年工作安排

一、2023年工作总结
（一）企业培育。2023年全县新认定高新技术企业31家，总数达到88家。全年兑付科技奖补652。4万元，惠及企业57家。
（二）平台建设。2023年新建市级工程技术研究中心4家。

二、2024年工作安排
2024年计划新认定高新技术企业36家，新增市级科技创新平台5家。
"""
POLICY = """白溪县科技创新券管理办法

第一条 为降低企业研发成本，制定本办法。
第二条 本办法支持在白溪县登记注册的科技型中小企业。
第三条 创新券每家企业每年最高20万元，按照服务合同金额的40%兑付。
第四条 申请时间为每年3月1日至3月31日，由白溪县科学技术局受理。
"""


WAIT = 60.0  # seconds; what is waited for comes, so only a fault comes near it


class Scripted:
    """An assistant that says what it is told to, when it is told to, and remembers what it was asked.

    Attributes:
        asked: the questions with their history and limits.
        sentences: of each answer.
        left: the questions whose answers nobody wanted any more.
        worded: an answer comes in sentence by sentence, as from a language model.
    """

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.left: list[str] = []
        self.sentences = 3
        self.worded = False
        self._may: threading.Semaphore | None = None
        self._stopped = False

    def hold(self) -> None:
        """From now on each step (finding the answer; each sentence that is worded) waits for `go`."""
        self._may = threading.Semaphore(0)

    def go(self, steps: int = 1) -> None:
        """Let so many steps be made."""
        assert self._may is not None
        self._may.release(steps)

    def let_go(self) -> None:
        """No step waits any longer."""
        held, self._may = self._may, None
        if held is not None:
            held.release(1000)

    def stop(self) -> None:
        """Whoever waits for a step is gone, as when the server is killed."""
        self._stopped = True
        self.let_go()

    def _step(self, stopped: threading.Event | None) -> None:
        may, end = self._may, time.monotonic() + WAIT
        while may is not None and not may.acquire(timeout=0.05):
            if stopped is not None and stopped.is_set():
                raise Stopped
            assert time.monotonic() < end
        if self._stopped:
            raise SystemExit

    def ask(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        region: str | None = None,
        year: int | None = None,
        kind: Kind | None = None,
        status: Status | None = None,
        stopped: threading.Event | None = None,
    ) -> Answer:
        self.asked.append(
            {
                "question": question,
                "history": list(history),
                "region": region,
                "year": year,
                "kind": kind,
                "status": status,
            }
        )
        self._step(stopped)
        if question == "故障":
            raise RuntimeError("secret detail")
        sentences = tuple(
            AnswerSentence(text=f"{question}的第{n}句话。" * 3, citations=()) for n in range(1, self.sentences + 1)
        )
        return Answer(
            question=question,
            standalone_question=question,
            outcome=Outcome.ANSWERED,
            mode="extractive",
            answer="".join(sentence.text for sentence in sentences),
            sentences=sentences,
        )

    def stream(self, question: str, *, stopped: threading.Event | None = None, **limits: Any) -> Iterator[Event]:
        try:
            answer = self.ask(question, stopped=stopped, **limits)
            yield Found(answer)
            for sentence in answer.sentences if self.worded else ():
                self._step(stopped)
                yield Said(sentence, ())
            yield Done(answer)
        except (GeneratorExit, Stopped):
            self.left.append(question)
            raise


@contextmanager
def serving(
    library: Library,
    assistant: Any,
    port: int = 0,
    between: Callable[[Any], Any] = lambda app: app,
    tokens: Tokens | None = None,
) -> Iterator[str]:
    """The web application on a free port, or on this one; its address.

    Args:
        between: gives what stands between the network and the application.
        tokens: what the server asks for.
    """
    from ui.web.app import application

    os.environ["GRADIO_TEMP_DIR"] = str(library.folder.parent / "uploads")
    workspace = Workspace(library.folder)
    try:
        app = application(library, assistant, workspace, hosts=Hosts("127.0.0.1"), tokens=tokens)
        with listening(between(app), port) as at:
            yield at
    finally:
        workspace.close()


@contextmanager
def listening(app: Any, port: int = 0) -> Iterator[str]:
    """An application on a free port, or on this one; its address."""
    from ui.web.app import _listen
    from ui.web.hosting import server

    listener = _listen("127.0.0.1", port)
    running = server(app)
    thread = threading.Thread(target=running.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
    finally:
        running.should_exit = True
        thread.join(10)


def count(found: Any, number: int) -> None:
    """Wait until so many elements are found."""
    from playwright.sync_api import expect

    expect(found).to_have_count(number, timeout=WAIT * 1000)


def holds(field: Any, text: str) -> None:
    """Wait until a field holds this."""
    from playwright.sync_api import expect

    expect(field).to_have_value(text, timeout=WAIT * 1000)


def until(condition: Callable[[], Any]) -> None:
    """Wait for what happens outside the browser."""
    end = time.monotonic() + WAIT
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)


def fill(library: Library, folder: Path, texts: dict[str, str]) -> None:
    """Ingest texts by file name."""
    folder.mkdir(exist_ok=True)
    sources = []
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
        sources.append(Source(path=folder / name, key=f"upload:{name}", name=name))
    ingest(library, sources)


def ask(page: Any, question: str) -> Any:
    """Ask, wait for the whole answer, and return the turn."""
    page.bring_to_front()
    latest = page.locator("#pa-live .pa-turn")
    number = int(latest.get_attribute("data-turn")) + 1 if latest.count() else 1
    box = page.locator("#pa-question-box textarea")
    box.fill(question)
    box.press("Enter")
    turn = page.locator(f'#pa-live .pa-turn[data-turn="{number}"]')
    turn.locator('.pa-reply[aria-busy="false"]').wait_for()
    return turn
