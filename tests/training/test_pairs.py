"""Labels become pairs of question and window as the product makes them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from docs_store.embedders.hashing import HashingEmbedder
from docs_store.library import Library
from ingest.pipeline import ingest
from ingest.sources import Source, find_sources
from training import pairs, sources
from training.questions import Question, placed, texts_of

_PAPER = (
    "青禾县科技创新券管理办法\n\n第一条 为支持企业创新，制定本办法。\n"
    "第二条 每家企业每年最多申领20万元。\n第三条 创新券有效期为一年。\n第四条 申领时提交营业执照和服务合同。\n"
)


@pytest.fixture
def papers(tmp_path: Path, embedder: HashingEmbedder) -> Iterator[tuple[Library, Path, Question]]:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "paper.txt").write_text(_PAPER, encoding="utf-8")
    library = Library(tmp_path / "library", embedder, create=True)
    ingest(library, [found for found in find_sources([folder], recursive=False) if isinstance(found, Source)])
    draft = {
        "id": "T-1", "file": "paper.txt", "question": "青禾县一家公司2025年顶多能领多少创新券？",
        "asked_on": "2026-11-30", "kind": "answerable",
        "answers": ["每家企业每年最多申领20万元"], "rewordings": ["创新券上限"],
    }  # fmt: skip
    (question,) = placed([draft], texts_of(library, folder))
    yield library, folder, question
    library.close()


def judged(library: Library, folder: Path, question: Question, *, named: bool) -> list[sources.Judged]:
    found = sources.sources(question, library)
    shown = sources.shown(question, found)["sources"]
    verdict = {
        str(row["number"]): [int(n) for n, text in row["sentences"].items() if "20万元" in text] if named else []
        for row in shown
        if "20万元" in "".join(row["sentences"].values())
    }
    labels = sources.labelled(question, found, {"answers": verdict}, library, folder)
    return [sources._judged(labels["files"], *row) for row in labels["sources"]]


@pytest.mark.parametrize("named", [True, False], ids=["sentences named", "by the writer's words"])
def test_windows_that_hold_what_answers_are_labelled_so(papers: tuple[Library, Path, Question], named: bool) -> None:
    library, folder, question = papers
    row = pairs.Examples(library, folder).of(question, judged(library, folder, question, named=named))
    assert row is not None
    right = [text for text, label, _ in row["pairs"] if label == 2]
    assert right and all("20万元" in text and "创新券管理办法" in text for text in right)
    assert all("20万元" not in text for text, label, _ in row["pairs"] if label == 0)
    assert row["asked"][0] == question.question and "创新券上限" in row["asked"][1]
    assert row["years"] == ["2025"]


def test_a_source_of_which_nobody_said_what_answers_is_left_out(papers: tuple[Library, Path, Question]) -> None:
    library, folder, question = papers
    labels = judged(library, folder, question, named=False)
    row = pairs.Examples(library, folder).of(replace(question, answers=()), labels)
    assert row is None or all("20万元" not in text for text, _, _ in row["pairs"])


def test_a_source_whose_text_has_changed_is_left_out(papers: tuple[Library, Path, Question]) -> None:
    library, folder, question = papers
    labels = judged(library, folder, question, named=True)
    moved = [replace(each, span=replace(each.span, digest="0" * 16)) for each in labels]
    assert pairs.Examples(library, folder).of(question, moved) is None
