"""What is shown around the quotes of an answer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from assistant.engine import Assistant
from docs_store.library import Library
from docs_store.types import Answer
from docs_store.workspace import Workspace
from tests.ui.web.helpers import fill
from ui.web import render
from ui.web.conversations import Conversations
from ui.web.nouns import Exchange
from ui.web.texts import words

RULES = """石桥县科技讲堂补助办法

石科〔2025〕6号

第一条 石桥县科技讲堂每场补助3万元。

石桥县科学技术局
2025年3月4日
"""
SETTLED = {"doc_number": "石科〔2025〕6号", "issuer": "石桥县科学技术局", "published": "2025-03-04"}


@pytest.fixture
def conversations(library: Library, tmp_path: Path) -> Iterator[Conversations]:
    fill(library, tmp_path / "files", {"办法.txt": RULES})
    with closing(Workspace(tmp_path)) as workspace:
        yield Conversations(library, workspace)


def answered(library: Library) -> Answer:
    return Assistant(library).ask("石桥县科技讲堂每场补助多少？")


def test_number_issuer_and_date_stand_in_the_panel_and_not_in_the_answer(
    library: Library, conversations: Conversations
) -> None:
    answer = answered(library)
    html = render.turn(
        Exchange(number=1, question="?", answer=answer, excerpts=conversations.excerpts(answer)), words("zh")
    )
    head = html.split("<dl>")[1].split("</dl>")[0]
    assert all(f"<dd>{value}</dd>" in head for value in SETTLED.values()), head
    assert not any(value in answer.answer for value in SETTLED.values())


def test_they_are_those_of_the_library_as_it_is_now(library: Library, conversations: Conversations) -> None:
    answer = answered(library)
    with library.writer() as writer:
        writer.correct([answer.citations[0].document_id], {"doc_number": "石科〔2026〕1号"})
    (around,) = conversations.excerpts(answer)
    assert around.doc_number == "石科〔2026〕1号"
    with library.writer() as writer:
        writer.remove([answer.citations[0].document_id])
    (around,) = conversations.excerpts(answer)
    assert (around.doc_number, around.issuer, around.published, around.faithful) == ("", "", "", False)


def test_what_comes_nearest_can_be_read_in_its_place(library: Library, conversations: Conversations) -> None:
    answer = Assistant(library).ask("石桥县科技讲堂2019年补助了多少家企业？")
    assert answer.nearest and not answer.citations
    around = conversations.excerpts(answer)
    assert [excerpt.quote for excerpt in around] == [near.citation.quote for near in answer.nearest]
    assert all(excerpt.faithful and excerpt.before + excerpt.after for excerpt in around)
