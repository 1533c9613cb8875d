"""Several versions of one law in the library: which one answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from assistant.engine import Assistant
from docs_store.embedders.hashing import HashingEmbedder
from docs_store.library import Library
from docs_store.types import Answer, Outcome
from ingest.pipeline import ingest
from ingest.sources import Source, find_sources

NAME = "青禾县市场服务条例"
FILES = {
    f"{NAME}(2020-04-10).txt": (
        f"{NAME}\n2020年4月10日 青禾县第十届人民代表大会常务委员会第二次会议通过\n第一章 总则\n"
        "第一条 企业开办事项应当在五个工作日内办结。\n第二条 本条例自2020年5月1日起施行。\n"
    ),
    f"{NAME}(2024-09-27).txt": (
        f"{NAME}\n2020年4月10日 青禾县第十届人民代表大会常务委员会第二次会议通过\n"
        "2024年9月27日 青禾县第十一届人民代表大会常务委员会第九次会议修正\n第一章 总则\n"
        "第一条 企业开办事项应当在一个工作日内办结。\n第二条 本条例自2020年5月1日起施行。\n"
    ),
    "征求意见.txt": (
        f"关于公开征求《{NAME}(修订草案)》意见的公告\n\n{NAME}(修订草案征求意见稿)\n"
        "第一条 企业开办事项应当在三个小时内办结。\n第二条 本条例自2027年1月1日起施行。\n青禾县司法局\n2026年3月1日\n"
    ),
}


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory, embedder: HashingEmbedder) -> Iterator[Callable[[str], Answer]]:
    folder: Path = tmp_path_factory.mktemp("versions")
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    library = Library(folder / "library", embedder, create=True)
    ingest(library, [found for found in find_sources([folder], recursive=False) if isinstance(found, Source)])
    assistant = Assistant(library, today=lambda: date(2026, 7, 1))
    yield lambda question: assistant.ask(question)
    library.close()


@pytest.mark.parametrize(
    ("question", "days"),
    [
        ("青禾县企业开办事项应当在几个工作日内办结？", "一个工作日"),
        (f"《{NAME}》规定企业开办事项几个工作日内办结？", "一个工作日"),
        ("2022年青禾县企业开办事项应当在几个工作日内办结？", "五个工作日"),
        (f"《{NAME}(2020-04-10)》规定企业开办事项几个工作日内办结？", "五个工作日"),
        ("2024年3月1日青禾县企业开办事项应当在几个工作日内办结？", "五个工作日"),
        ("2025年青禾县企业开办事项应当在几个工作日内办结？", "一个工作日"),
    ],
)
def test_the_version_in_force_answers(ask: Callable[[str], Answer], question: str, days: str) -> None:
    answer = ask(question)
    assert answer.outcome is Outcome.ANSWERED
    assert days in answer.answer
    others = {"一个工作日", "五个工作日", "三个小时"} - {days}
    assert not any(other in answer.answer for other in others)


def test_a_draft_answers_only_when_asked_for(ask: Callable[[str], Answer]) -> None:
    assert "三个小时" in ask("青禾县修订草案征求意见稿里企业开办事项应当在多久内办结？").answer


def test_is_it_in_force(ask: Callable[[str], Answer]) -> None:
    now = ask(f"《{NAME}》还有效吗？")
    assert now.citations[0].source.endswith("(2024-09-27).txt")
    then = ask(f"2020年的《{NAME}》还有效吗？")
    assert any("2024-09-27" in note for note in then.notes)
