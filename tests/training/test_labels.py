"""Labels name places in documents, and hold none of their words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from docs_store.embedders.hashing import HashingEmbedder
from docs_store.library import Library
from ingest.pipeline import ingest
from ingest.sources import Source, find_sources
from training import sources
from training.questions import Lack, Question, as_json, placed, read, texts_of
from training.spans import Span, digest, locate

_PAPER = (
    "青禾县科技创新券管理办法\n\n第一条 为支持企业创新，制定本办法。\n"
    "第二条 每家企业每年最多申领20万元。\n第三条 创新券有效期为一年。\n第四条 申领时提交营业执照和服务合同。\n"
)
_DRAFT = {
    "id": "T-1",
    "file": "paper.txt",
    "question": "我们公司一年顶多能领多少创新券？",
    "asked_on": "2026-11-30",
    "kind": "answerable",
    "answers": ["每家企业每年 最多申领20万元"],
}


@pytest.fixture
def papers(tmp_path: Path, embedder: HashingEmbedder) -> Iterator[tuple[Library, Path]]:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "paper.txt").write_text(_PAPER, encoding="utf-8")
    library = Library(tmp_path / "library", embedder, create=True)
    ingest(library, [found for found in find_sources([folder], recursive=False) if isinstance(found, Source)])
    yield library, folder
    library.close()


def test_quoted_words_become_file_offsets_and_digest(papers: tuple[Library, Path]) -> None:
    library, folder = papers
    texts = texts_of(library, folder)
    (question,) = placed([_DRAFT], texts)
    (span,) = question.answers
    assert (span.file, span.position) == ("paper.txt", 1)
    assert texts["paper.txt"][0][span.start : span.end] == "每家企业每年最多申领20万元"
    assert "申领20万元" not in json.dumps(as_json(question), ensure_ascii=False)


@pytest.mark.parametrize(
    "change",
    [{"answers": ["每家企业每年最多申领30万元"]}, {"answers": []}, {"kind": "other_year"}, {"kind": "unheard_of"}],
)
def test_a_draft_that_contradicts_its_document_is_refused(
    papers: tuple[Library, Path], change: dict[str, object]
) -> None:
    library, folder = papers
    with pytest.raises(ValueError, match=r"T-1|unheard_of"):
        list(placed([_DRAFT | change], texts_of(library, folder)))


def test_a_written_question_is_read_as_it_was(papers: tuple[Library, Path], tmp_path: Path) -> None:
    library, folder = papers
    drafts = [
        _DRAFT,
        _DRAFT
        | {"id": "T-2", "kind": "other_year", "answers": [], "history": ["创新券是什么"], "rewordings": ["咋领"]},
    ]
    made = list(placed(drafts, texts_of(library, folder)))
    path = tmp_path / "questions.jsonl"
    path.write_text("".join(json.dumps(as_json(q), ensure_ascii=False) + "\n" for q in made), encoding="utf-8")
    assert read(path) == made
    assert made[1].lack is Lack.YEAR and not made[1].answers


def test_sources_are_labelled_by_what_was_judged(papers: tuple[Library, Path]) -> None:
    library, folder = papers
    (question,) = placed([_DRAFT], texts_of(library, folder))
    found = sources.sources(question, library)
    right = next(source.number for source in found if "20万元" in source.text)
    row = sources.shown(question, found)
    assert [shown["number"] for shown in row["sources"]] == [source.number for source in found]
    spans = {source.number: sources.span_of(source, library, folder) for source in found}
    text = texts_of(library, folder)["paper.txt"][0]
    assert all(digest(text[span.start : span.end]) == span.digest for span in spans.values())
    assert "20万元" in text[spans[right].start : spans[right].end]


def test_labels_are_read_as_they_were_judged(papers: tuple[Library, Path], tmp_path: Path) -> None:
    library, folder = papers
    (question,) = placed([_DRAFT], texts_of(library, folder))
    found = sources.sources(question, library)
    right = next(source.number for source in found if "20万元" in source.text)
    row = sources.labelled(question, found, {"answers": [right]}, library, folder)
    path = tmp_path / "labels.jsonl"
    path.write_text(json.dumps(row) + "\n", encoding="utf-8")
    labels = sources.read_labels(path)["T-1"]
    assert [judged.span for judged in labels] == [sources.span_of(source, library, folder) for source in found]
    assert [judged.label for judged in labels].count(sources.Label.ANSWERS) == 1
    assert labels[[source.number for source in found].index(right)].label is sources.Label.ANSWERS


def test_sentences_that_answer_are_named_by_where_they_stand(papers: tuple[Library, Path], tmp_path: Path) -> None:
    library, folder = papers
    (question,) = placed([_DRAFT], texts_of(library, folder))
    found = sources.sources(question, library)
    row = next(
        row for row in sources.shown(question, found)["sources"] if "20万元" in "".join(row["sentences"].values())
    )
    sentence = next(number for number, text in row["sentences"].items() if "20万元" in text)
    verdict = {"answers": {str(row["number"]): [int(sentence)]}}
    path = tmp_path / "labels.jsonl"
    path.write_text(json.dumps(sources.labelled(question, found, verdict, library, folder)) + "\n", encoding="utf-8")
    (place,) = next(judged.sentences for judged in sources.read_labels(path)["T-1"] if judged.sentences)
    text = texts_of(library, folder)["paper.txt"][0]
    assert row["sentences"][sentence] == text[slice(*place)].replace(" ", "") and "20万元" in row["sentences"][sentence]


_DATA = Path(sources.__file__).parent


@pytest.mark.parametrize("path", sorted((_DATA / "questions").glob("*.jsonl")), ids=lambda path: path.stem)
def test_each_question_that_is_committed_has_its_labels(path: Path) -> None:
    questions, labels = read(path), sources.read_labels(_DATA / "labels" / path.name)
    assert [question.id for question in questions] == list(labels)
    assert all(labels.values())


def test_doubtful_questions_are_among_those_committed() -> None:
    ids = {question.id for path in (_DATA / "questions").glob("*.jsonl") for question in read(path)}
    assert set((_DATA / "doubtful.txt").read_text(encoding="utf-8").split()) <= ids


@pytest.mark.parametrize("verdict", [{"answers": [99]}, {"answers": [1], "part": [1]}, {"answers": {"1": [99]}}])
def test_a_verdict_on_what_is_not_there_is_refused(papers: tuple[Library, Path], verdict: dict[str, object]) -> None:
    library, folder = papers
    question = Question(id="T-1", file="paper.txt", question="创新券最多多少", lack=Lack.DETAIL, asked_on="2026-11-30")
    found = sources.sources(question, library)
    with pytest.raises(ValueError, match="T-1"):
        sources.labelled(question, found, verdict, library, folder)


@pytest.mark.parametrize(
    ("places", "rank"),
    [
        ([("a.txt", 0, 5), ("a.txt", 8, 12)], 2),
        ([("a.txt", 9, 20), ("a.txt", 0, 30)], 1),
        ([("b.txt", 0, 30), ("a.txt", 10, 20)], 0),
        ([], 0),
    ],
)
def test_the_first_source_that_holds_an_answer(places: list[tuple[str, int, int]], rank: int) -> None:
    def span(file: str, start: int, end: int) -> Span:
        return Span(file=file, position=1, start=start, end=end, digest="")

    answers = (span("a.txt", 8, 10),)
    question = Question(
        id="T", file="a.txt", question="?", lack=Lack.ANSWERABLE, asked_on="2026-11-30", answers=answers
    )
    assert sources.first_answer(question, [span(*place) for place in places]) == rank


@pytest.mark.parametrize(
    ("words", "text", "at"),
    [
        ("最 多20", "一\n最多\n20万", (2, 7)),
        ("没有", "最多20万", None),
        (" ", "最多", None),
        ("最多", "最多最多", (0, 2)),
    ],
)
def test_words_are_located_whatever_white_space_stands_between(
    words: str, text: str, at: tuple[int, int] | None
) -> None:
    assert locate(words, text) == at


def test_a_span_survives_json() -> None:
    span = Span(file="a/b.txt", position=2, start=3, end=9, digest=digest("本办法"))
    assert Span.of_json(span.as_json()) == span
