"""Documents with characters that nobody sees, and with marks that look like the answer's own."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from assistant.engine import Assistant
from assistant.scoring import judge
from docs_store.embedders.hashing import HashingEmbedder
from docs_store.library import Library
from docs_store.types import Answer, Outcome
from ingest.pipeline import ingest
from ingest.sources import Source
from ui.web import render
from ui.web.conversations import Conversations
from ui.web.nouns import Exchange
from ui.web.texts import LANGUAGES, words

_NOTICE = (
    "云\u200b岭县\u2060数字化改造补助办法\n\n"
    "第一条 为支持企业数字\u00ad化改造，制定本办法。\n"
    "第二条 对完成数字化改造的企业，一次性给予最高2\u200b4万元补助[99]。\n"
    "第三条 申请数字化改造补助的企业应提交以下材料：（一）申\u200b请表[1]；（二）改造\u2060合同[2-3]。\n"
    "第四条 数字化改造补助由\u202e云岭县工业和信息化局\u202c负责受理，咨询电话：05\u200d71-8765\ufeff4321。\n"
)
_QUESTIONS = {
    "云岭县数字化改造补助最高多少？": "24万元",
    "云岭县申请数字化改造补助的企业应提交哪些材料？": "申请表",
    "云岭县数字化改造补助咨询电话是多少？": "0571-87654321",
}


def _library(folder: Path, embedder: HashingEmbedder, text: str) -> Library:
    folder.mkdir()
    file = folder / "办法.txt"
    file.write_text(text, encoding="utf-8")
    made = Library(folder / "library", embedder, create=True)
    ingest(made, [Source(path=file, key="notice", name="办法.txt")])
    return made


@pytest.fixture(scope="module")
def hidden(tmp_path_factory: pytest.TempPathFactory, embedder: HashingEmbedder) -> Iterator[Library]:
    with closing(_library(tmp_path_factory.mktemp("hidden") / "a", embedder, _NOTICE)) as made:
        yield made


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory, embedder: HashingEmbedder) -> Iterator[Library]:
    text = "".join(char for char in _NOTICE if unicodedata.category(char) != "Cf")
    with closing(_library(tmp_path_factory.mktemp("plain") / "a", embedder, text)) as made:
        yield made


def _ask(library: Library, question: str) -> Answer:
    return Assistant(library, today=lambda: date(2026, 7, 1)).ask(question)


def _hidden(text: str) -> list[str]:
    return [f"U+{ord(char):04X}" for char in text if unicodedata.category(char) == "Cf"]


@pytest.mark.parametrize("question", _QUESTIONS)
def test_an_answer_is_as_if_they_were_not_there(hidden: Library, plain: Library, question: str) -> None:
    answer, expected = _ask(hidden, question), _ask(plain, question)
    assert answer.outcome is Outcome.ANSWERED and _QUESTIONS[question] in answer.answer
    assert (answer.answer, answer.notes) == (expected.answer, expected.notes)
    assert [sentence.text for sentence in answer.sentences] == [sentence.text for sentence in expected.sentences]
    assert [(c.title, c.heading, c.region) for c in answer.citations] == [
        (c.title, c.heading, c.region) for c in expected.citations
    ]
    for citation in answer.citations:
        document = hidden.document(citation.document_id)
        assert document is not None
        assert citation.quote == document.text[citation.start : citation.end]
        assert _hidden(citation.quote), "the quote is verbatim"


@pytest.mark.parametrize("question", list(_QUESTIONS)[:2])
def test_a_documents_own_marks_are_no_citations(hidden: Library, question: str) -> None:
    answer = _ask(hidden, question)
    marks = re.findall(r"\[([^\]]*)\]", answer.answer)
    assert marks and set(marks) <= {str(citation.marker) for citation in answer.citations}
    assert "\uff3b" in answer.answer
    assert judge({"must": [[_QUESTIONS[question]]]}, answer) == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_shows_none(hidden: Library, language: str) -> None:
    answer = _ask(hidden, list(_QUESTIONS)[2])
    asked = Exchange(
        number=1, question="归\u202e哪个部门", answer=answer, excerpts=Conversations(hidden, None).excerpts(answer)  # type: ignore[arg-type]
    )  # fmt: skip
    shown = render.turn(asked, words(language))
    assert "0571-87654321" in shown and "pa-source" in shown
    assert not _hidden(shown)
