"""Answers as they stand, laid beside what they cite: right ones hold; with one thing changed they do not."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from assistant.check.answers import check_sentence, plan_of
from assistant.check.findings import Checked
from assistant.engine import Assistant
from assistant.find.cited import Cited, cited
from assistant.read.rules import decided
from docs_store.embedders.hashing import HashingEmbedder
from docs_store.library import Library
from docs_store.types import Answer, AnswerSentence
from ingest.pipeline import ingest
from ingest.sources import Source as SourceFile
from ingest.sources import find_sources
from tests.assistant.check.substitutions import mutants
from tests.assistant.conftest import TODAY
from tests.slow import slowly

_ROOT = Path(__file__).resolve().parents[3]
_QUESTIONS = _ROOT / "examples" / "questions.jsonl"
_VERDICTS = _ROOT / "tests" / "assistant" / "sets" / "yes_no.sample.jsonl"
_LEAST = 1000


@dataclass(frozen=True, slots=True)
class Standing:
    """An answer with what its citations lead into."""

    answer: Answer
    cited: dict[int, Cited]

    @property
    def sentences(self) -> list[AnswerSentence]:
        return [sentence for sentence in self.answer.sentences if not decided.is_verdict(sentence.text)]

    def check(self, sentence: AnswerSentence, beside: dict[int, Cited] | None = None) -> Checked:
        plan = plan_of(self.answer.standalone_question, self.answer.understood, TODAY)
        sources = self.cited if beside is None else beside
        return check_sentence(sentence, sources, plan, self.answer.figures, wording=True)


def standing(library: Library, assistant: Assistant, rows: Iterable[str]) -> list[Standing]:
    answers = [assistant.ask(json.loads(row)["question"]) for row in rows]
    return [Standing(a, cited(a.citations, library, TODAY)) for a in answers if a.citations]


@pytest.fixture(scope="module")
def known(sample: Library, assistant: Assistant) -> list[Standing]:
    """Answers to the questions that come with the sample library."""
    return standing(sample, assistant, _QUESTIONS.read_text(encoding="utf-8").splitlines())


def faults(known: Iterable[Standing]) -> list[tuple[str, str]]:
    return [(s.text, one.check(s).reason) for one in known for s in one.sentences if one.check(s).faults]


def tried(known: Iterable[Standing]) -> Iterator[tuple[str, str, str]]:
    """Kind, outcome and text of each sentence with one thing changed."""
    for one in known:
        for sentence in one.sentences:
            status = one.cited[sentence.citations[0]].source.status
            for mutant in mutants(sentence.text):
                if mutant.says is not None and mutant.says is status:
                    continue  # 计划新增3家 under the heading 2024年计划 says what the document says
                checked = one.check(replace(sentence, text=mutant.text))
                how = "fact" if checked.faults else "doubt" if checked.is_doubtful else "passed"
                yield mutant.kind, how, mutant.text


def test_a_limit_at_the_head_of_a_column_is_said_with_the_head(known: list[Standing]) -> None:
    (one,) = [k for k in known if "10亿元以上的企业研发后补助" in k.answer.question]
    (sentence,) = one.sentences
    assert "最高补助额" in sentence.text and not one.check(sentence).faults
    assert one.check(replace(sentence, text=sentence.text.replace("单个企业最高补助额", "单个企业补助额"))).faults


def test_every_right_answer_holds(known: list[Standing]) -> None:
    assert len(known) > 80
    assert faults(known) == []


def test_a_marker_that_leads_elsewhere_is_caught(known: list[Standing]) -> None:
    count = 0
    for one, other in zip(known, known[1:] + known[:1], strict=True):
        elsewhere = {1000 + m: replace(at, source=replace(at.source, number=1000 + m)) for m, at in other.cited.items()}
        for sentence in one.sentences:
            for markers in ((), (99,), (*sentence.citations, 99)):
                assert one.check(replace(sentence, citations=markers)).faults, sentence.text
            for marker, at in elsewhere.items():
                is_heading = not sentence.text.endswith(("。", "；"))  # 申报条件 alone says nothing
                if not is_heading and sentence.text.rpartition("\uff1a")[2].rstrip("。") not in at.words:
                    count += 1
                    checked = one.check(replace(sentence, citations=(marker,)), elsewhere)
                    assert checked.faults or checked.is_doubtful, (sentence.text, at.words)
    assert count > 100


def test_a_quote_that_is_not_the_document_s_leads_nowhere(sample: Library, known: list[Standing]) -> None:
    for one in known:
        for citation in one.answer.citations:
            for wrong in (
                replace(citation, start=citation.start + 1),
                replace(citation, end=citation.end - 1),
                replace(citation, quote=citation.quote + "。"),
                replace(citation, quote=citation.quote.replace(citation.quote[0], "某")),
                replace(citation, chunk_id="none"),
                replace(citation, document_id="none"),
                replace(citation, start=0, end=0, quote=""),
            ):
                assert cited([wrong], sample, TODAY) == {}, wrong


def test_a_verdict_turned_round_or_of_another_claim_is_caught(ask: Callable[..., Answer], sample: Library) -> None:
    count = 0
    for line in _VERDICTS.read_text(encoding="utf-8").splitlines():
        answer = ask(json.loads(line)["question"])
        if answer.verdict is None:
            continue
        count += 1
        text, markers = answer.sentences[0].text, answer.sentences[0].citations
        behind = [at for marker, at in cited(answer.citations, sample, TODAY).items() if marker in markers]
        assert decided.holds(text, behind, answer.verdict)
        turned = {"是。": "否。", "否。": "是。"}[text]
        flipped = replace(answer.verdict, holds=not answer.verdict.holds)
        elsewhere = replace(answer.verdict, claim="发放住房公积金贷款")
        for said, verdict in (
            (turned, answer.verdict), (turned, flipped), (text, flipped), (text, elsewhere), (text, None)
        ):  # fmt: skip
            assert not decided.holds(said, behind, verdict), answer.question
    assert count > 20


def test_with_one_thing_changed_they_do_not_hold(known: list[Standing]) -> None:
    made: Counter[str] = Counter()
    passed: Counter[str] = Counter()
    for kind, how, _ in tried(known):
        made[kind] += 1
        passed[kind] += how == "passed"
    assert made.total() >= _LEAST
    assert passed.total() <= 0.015 * made.total(), passed
    assert sum(passed[kind] for kind in ("number", "unit", "year", "date", "place", "direction")) <= 8, passed
    assert min(made[kind] for kind in ("number", "unit", "year", "place", "status", "comparator", "negation")) >= 20


@pytest.mark.parametrize(("corpus", "questions"), [
    ("work_summaries", "seed_dev"), *slowly([("gov_reports_2025", "gov_reports_dev")]),
])  # fmt: skip
def test_answers_over_real_documents_hold(
    shared: Path, tmp_path: Path, embedder: HashingEmbedder, corpus: str, questions: str
) -> None:
    library = Library(tmp_path / "library", embedder, create=True)
    files = find_sources([shared / "corpus" / corpus], recursive=False)
    ingest(library, [file for file in files if isinstance(file, SourceFile)])
    rows = (shared / "eval" / f"{questions}.jsonl").read_text(encoding="utf-8").splitlines()
    assert faults(standing(library, Assistant(library, today=lambda: TODAY), rows)) == []
    library.close()
