"""The keyword index: finding, ranking against brute force, changing, damage."""

from __future__ import annotations

import json
import math
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from docs_store.errors import LibraryDamagedError, LibraryLockedError, StorageError, UsageError
from docs_store.keywords import Field, KeywordIndex, Row, TantivyKeywordIndex
from docs_store.tokenize import bigrams, words

_EVAL = Path(__file__).parents[2].parent / "shared" / "eval"
_ROWS: list[Row] = [
    ("a-1-0", "a-1", "2023年，全县新培育高新技术企业47家。"),
    ("a-1-1", "a-1", "技术合同成交额12.93亿元。"),
    ("b-1-0", "b-1", "组织企业申报科技型中小企业，入库185家。"),
]


@pytest.fixture
def index(tmp_path: Path) -> Iterator[TantivyKeywordIndex]:
    made = TantivyKeywordIndex(tmp_path / "keywords", read_only=False)
    yield made
    made.close()


def ids(index: KeywordIndex, query: str, field: Field = "words", **filters: frozenset[str]) -> list[str]:
    return [hit.chunk_id for hit in index.search(query, field=field, limit=100, **filters)]


# --- searching -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("field", ["words", "bigrams"])
def test_finds_the_chunk_with_the_terms(index: TantivyKeywordIndex, field: Field) -> None:
    index.add(_ROWS)
    index.commit()
    assert ids(index, "高新技术企业多少家？", field)[0] == "a-1-0"
    assert ids(index, "成交额12.93亿元", field)[0] == "a-1-1"
    assert ids(index, "天气", field) == []
    assert ids(index, "企业", field, document_ids=frozenset({"b-1", "unknown"})) == ["b-1-0"]
    assert ids(index, "企业", field, document_ids=frozenset()) == []


@pytest.mark.parametrize("query", ["", "？！", '"企业" AND (OR', "words:企业*^2~", "a" * 70_000, "-企业 +", "\0\ud7ff"])
def test_nothing_in_a_query_is_an_operator(index: TantivyKeywordIndex, query: str) -> None:
    index.add(_ROWS)
    index.commit()
    assert ids(index, query) == (["b-1-0", "a-1-0"] if "企业" in query else [])


def test_limit_and_score_direction(index: TantivyKeywordIndex) -> None:
    index.add((f"c-1-{i}", "c-1", "企业" * (i + 1) + "其他") for i in range(20))
    index.commit()
    hits = index.search("企业", field="words", limit=5)
    assert len(hits) == 5
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert index.search("企业", field="words", limit=0) == []


def test_ties_are_ordered_by_chunk_id(index: TantivyKeywordIndex) -> None:
    for chunk_id in ("c-1-2", "c-1-0", "c-1-1"):
        index.add([(chunk_id, "c-1", "企业")])
        index.commit()
    assert ids(index, "企业") == ["c-1-0", "c-1-1", "c-1-2"]


def brute_force(rows: list[Row], query: str, split: Callable[[str], list[str]]) -> dict[str, float]:
    """Robertson's BM25 as Lucene has it: k1 = 1.2, b = 0.75, idf = ln(1 + (N - n + 0.5) / (n + 0.5))."""
    terms = {chunk_id: split(text) for chunk_id, _, text in rows}
    average = sum(map(len, terms.values())) / len(terms)
    scores: dict[str, float] = {}
    for term in set(split(query)):
        holding = [chunk_id for chunk_id, held in terms.items() if term in held]
        idf = math.log(1 + (len(terms) - len(holding) + 0.5) / (len(holding) + 0.5))
        for chunk_id in holding:
            times = terms[chunk_id].count(term)
            weight = times * 2.2 / (times + 1.2 * (0.25 + 0.75 * len(terms[chunk_id]) / average))
            scores[chunk_id] = scores.get(chunk_id, 0.0) + idf * weight
    return scores


_TEXT = st.text(alphabet="高新技术企业数量47年，", max_size=20)  # short: tantivy keeps lengths up to 40 exactly


@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    texts=st.lists(st.tuples(st.sampled_from("abc"), _TEXT), min_size=1, max_size=12),
    query=_TEXT,
    field=st.sampled_from(["words", "bigrams"]),
    allowed=st.none() | st.frozensets(st.sampled_from("abcd")),
    commits=st.booleans(),
)
def test_scores_are_those_of_brute_force(
    tmp_path: Path,
    texts: list[tuple[str, str]],
    query: str,
    field: Literal["words", "bigrams"],
    allowed: frozenset[str] | None,
    commits: bool,
) -> None:
    shutil.rmtree(tmp_path / "keywords", ignore_errors=True)
    rows = [(f"{document}-{i}", document, text) for i, (document, text) in enumerate(texts)]
    index = TantivyKeywordIndex(tmp_path / "keywords", read_only=False)
    for row in rows:
        index.add([row])
        if commits:
            index.commit()
    index.commit()
    found = {hit.chunk_id: hit.score for hit in index.search(query, field=field, limit=100, document_ids=allowed)}
    index.close()
    expected = {
        chunk_id: score
        for chunk_id, score in brute_force(rows, query, words if field == "words" else bigrams).items()
        if allowed is None or chunk_id[0] in allowed
    }
    assert found == pytest.approx(expected, rel=1e-4)


@pytest.mark.parametrize("share", [1, 2, 50])
def test_a_filter_of_many_documents_finds_the_same(
    index: TantivyKeywordIndex, monkeypatch: pytest.MonkeyPatch, share: int
) -> None:
    index.add((f"d{i}-1-0", f"d{i}-1", "企业" * (i % 7 + 1) + f"{i}家") for i in range(1_000))
    index.commit()
    allowed = frozenset(f"d{i}-1" for i in range(0, 1_000, share))
    checked_by_tantivy = index.search("企业70家", field="words", limit=20, document_ids=allowed)
    monkeypatch.setattr("docs_store.keywords._MANY_DOCUMENTS", 0)
    sifted = index.search("企业70家", field="words", limit=20, document_ids=allowed)
    assert [hit.score for hit in sifted] == [hit.score for hit in checked_by_tantivy]
    assert {hit.chunk_id for hit in sifted} <= {f"{document_id}-0" for document_id in allowed}


@pytest.mark.parametrize(("field", "least"), [("words", 0.955), ("bigrams", 0.95)])
def test_recall_on_the_cmrc_trial(index: TantivyKeywordIndex, field: Field, least: float) -> None:
    if not _EVAL.is_dir():
        pytest.skip("skipped: the shared question sets are not beside the project")
    lines = (_EVAL / "retrieval_cmrc_trial.passages.jsonl").read_text(encoding="utf-8").splitlines()
    for passage in map(json.loads, lines):
        pieces = [passage["text"][at : at + 160] for at in range(0, len(passage["text"]), 160)]
        index.add((f"{passage['id']}-{i}", passage["id"], piece) for i, piece in enumerate(pieces))
    index.commit()
    questions = (_EVAL / "retrieval_cmrc_trial.questions.jsonl").read_text(encoding="utf-8").splitlines()
    first = 0
    for question in map(json.loads, questions):
        hits = index.search(question["question"], field=field, limit=1)
        first += bool(hits) and hits[0].chunk_id.rsplit("-", 1)[0] in question["relevant"]
    assert first / len(questions) >= least


# --- changing --------------------------------------------------------------------------------------------------


def test_changes_are_seen_after_commit_only(index: TantivyKeywordIndex) -> None:
    index.add(_ROWS)
    assert ids(index, "企业") == []
    index.commit()
    index.remove_documents(["a-1"])
    assert set(ids(index, "企业")) == {"a-1-0", "b-1-0"}
    index.commit()
    assert ids(index, "企业") == ["b-1-0"]
    assert index.document_ids() == {"b-1"}
    assert (index.count("a-1"), index.count("b-1")) == (0, 1)


def test_removing_before_adding_replaces(index: TantivyKeywordIndex) -> None:
    for _ in range(3):
        index.remove_documents(["a-1", "b-1"])
        index.add(_ROWS)
        index.commit()
    assert (index.count("a-1"), index.count("b-1")) == (2, 1)
    index.remove_documents(["a-1"])
    index.add(_ROWS[:1])
    index.commit()
    assert index.count("a-1") == 1


def test_many_commits_stay_countable(tmp_path: Path) -> None:
    index = TantivyKeywordIndex(tmp_path / "keywords", read_only=False)
    for i in range(30):  # enough for merges in the background
        index.add([(f"d{i}-1-{j}", f"d{i}-1", f"企业{i}家") for j in range(3)])
        index.commit()
    index.remove_documents(["d3-1"])
    index.commit()
    index.close()
    reader = TantivyKeywordIndex(tmp_path / "keywords", read_only=True)
    assert reader.document_ids() == {f"d{i}-1" for i in range(30) if i != 3}
    assert len(ids(reader, "企业")) == 87


def test_closing_drops_what_was_not_committed(tmp_path: Path) -> None:
    index = TantivyKeywordIndex(tmp_path / "keywords", read_only=False)
    index.add(_ROWS)
    index.close()
    index.close()
    reader = TantivyKeywordIndex(tmp_path / "keywords", read_only=True)
    assert reader.document_ids() == set()


def test_read_only_refuses_changes(index: TantivyKeywordIndex, tmp_path: Path) -> None:
    reader = TantivyKeywordIndex(tmp_path / "keywords", read_only=True)
    for change in (lambda: reader.add(_ROWS), lambda: reader.remove_documents(["a-1"]), reader.commit):
        with pytest.raises(UsageError):
            change()


def test_a_second_writer_is_refused(index: TantivyKeywordIndex, tmp_path: Path) -> None:
    index.add(_ROWS)
    other = TantivyKeywordIndex(tmp_path / "keywords", read_only=False)
    with pytest.raises(LibraryLockedError):
        other.add(_ROWS)


# --- damage ----------------------------------------------------------------------------------------------------


def test_another_tokenizer_version_is_named(tmp_path: Path) -> None:
    TantivyKeywordIndex(tmp_path, read_only=False).close()
    (tmp_path / "tokenizer-version").write_text("0\n", encoding="ascii")
    for read_only in (True, False):
        with pytest.raises(LibraryDamagedError, match=r"version 0.*library rebuild"):
            TantivyKeywordIndex(tmp_path, read_only=read_only)


@pytest.mark.parametrize("lost", ["tokenizer-version", "meta.json"])
def test_a_lost_file_is_damage_not_an_empty_index(tmp_path: Path, lost: str) -> None:
    index = TantivyKeywordIndex(tmp_path, read_only=False)
    index.add(_ROWS)
    index.commit()
    index.close()
    (tmp_path / lost).unlink()
    for read_only in (True, False):
        with pytest.raises(LibraryDamagedError, match="library rebuild"):
            TantivyKeywordIndex(tmp_path, read_only=read_only)


@pytest.mark.parametrize("kind", ["idx", "term", "store", "fast", "fieldnorm", "json"])
@pytest.mark.parametrize("harm", [lambda old: b"", lambda old: old[: len(old) // 2], lambda old: b"\xff" * len(old)])
def test_rubbish_in_a_file_is_damage_or_goes_unnoticed(
    tmp_path: Path, kind: str, harm: Callable[[bytes], bytes]
) -> None:
    index = TantivyKeywordIndex(tmp_path, read_only=False)
    index.add((f"c-1-{i}", "c-1", f"企业{i}家技术合同{i * 7}项") for i in range(500))
    index.commit()
    index.close()
    for path in tmp_path.glob(f"*.{kind}"):
        path.write_bytes(harm(path.read_bytes()))
    try:
        reader = TantivyKeywordIndex(tmp_path, read_only=True)
        reader.search("企业技术合同", field="words", limit=100, document_ids=frozenset({"c-1"}))
    except LibraryDamagedError as error:
        assert "library rebuild" in error.remedy


def test_reading_where_nothing_is_makes_nothing(tmp_path: Path) -> None:
    with pytest.raises(LibraryDamagedError):
        TantivyKeywordIndex(tmp_path / "keywords", read_only=True)
    assert not (tmp_path / "keywords").exists()


def test_a_half_made_index_is_made_again(tmp_path: Path) -> None:
    TantivyKeywordIndex(tmp_path, read_only=False).close()
    (tmp_path / "tokenizer-version").unlink()
    TantivyKeywordIndex(tmp_path, read_only=False).close()
    assert TantivyKeywordIndex(tmp_path, read_only=True).document_ids() == set()


def test_a_folder_that_cannot_be_made_is_a_storage_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StorageError):
        TantivyKeywordIndex(tmp_path / "file" / "keywords", read_only=False)
