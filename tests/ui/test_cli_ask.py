"""`ask` and `search`: one question, many questions, what is shown."""

from __future__ import annotations

import io
import json
import threading
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from assistant.bounds import MAX_QUESTION
from assistant.say import texts
from docs_store.errors import ModelError
from docs_store.types import Answer, AnswerFigure, Citation, Completeness, Kind, Operation, Outcome, Status, Turn

Cli = Callable[..., Any]
ANSWER_KEYS = [
    "id", "question", "standalone_question", "outcome", "mode", "answer", "sentences", "citations", "figures", "notes",
    "searched", "understood", "verdict", "nearest", "completeness", "missing", "asks_back", "timings_ms",
]  # fmt: skip


class FakeAssistant:
    """Remembers what it was asked; `fault …` questions raise, `failed …` ones fail."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, tuple[Turn, ...], str | None, int | None]] = []
        self.statuses: list[Status | None] = []

    def ask(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        region: str | None = None,
        year: int | None = None,
        status: Status | None = None,
    ) -> Answer:
        self.asked.append((question, tuple(history), region, year))
        self.statuses.append(status)
        if question.startswith("fault"):
            raise ZeroDivisionError("oh")
        if question.startswith("model"):
            raise ModelError("The model is gone.", remedy="Bring it back.")
        outcome = Outcome.FAILED if question.startswith("failed") else Outcome.ANSWERED
        return Answer(
            question=question,
            standalone_question=question,
            outcome=outcome,
            mode="extractive",
            answer=f"re: {question}",
        )


@pytest.fixture
def fake(filled: str, monkeypatch: pytest.MonkeyPatch) -> FakeAssistant:
    assistant = FakeAssistant()
    monkeypatch.setattr("ui.wiring.assistant_over", lambda library, model, **options: assistant)
    return assistant


def batch(cli: Cli, tmp_path: Path, *lines: object) -> tuple[int, list[dict[str, Any]]]:
    file = tmp_path / "questions.jsonl"
    texts = [line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines]
    file.write_text("\n".join(texts), encoding="utf-8")
    ran = cli("ask", "--batch", file)
    return ran.code, [json.loads(line) for line in ran.out.splitlines()]


# --- one question ----------------------------------------------------------------------------------------------


def test_an_answer_from_the_library(cli: Cli, filled: str) -> None:
    ran = cli("ask", "当涂县2023年新培育高新技术企业多少家?", "--json")
    assert ran.code == 0
    assert list(ran.json) == ANSWER_KEYS
    assert ran.json["id"] is None
    assert ran.json["outcome"] == "answered"
    text = cli("library", "show", filled, "--text").out
    for citation in ran.json["citations"]:
        assert text[citation["start"] : citation["end"]] == citation["quote"]


def test_for_people_the_sources_follow(cli: Cli, filled: str) -> None:
    ran = cli("ask", "当涂县2023年新培育高新技术企业多少家?")
    assert ran.code == 0
    assert "47家" in ran.out
    assert "出处" in ran.out and "当涂县2023年工作总结.txt" in ran.out


def test_what_comes_nearest_stands_in_a_list_of_its_own(cli: Cli, filled: str) -> None:
    lines = cli("ask", "当涂县2023年高新技术企业增加值多少亿元？").out.splitlines()
    at = lines.index("文件中与此最相关的原文（供参考，不构成答复）")
    assert lines[at + 1].startswith("[1] 《当涂县2023年工作总结》") and "47家" in lines[at + 2]
    assert sum("47家" in line for line in lines) == 1


def test_a_partial_answer_says_what_is_missing_once(cli: Cli, filled: str, monkeypatch: Any) -> None:
    missing = ("2019年的奖励", "申报材料")
    answer = Answer(
        question="", standalone_question="", outcome=Outcome.ANSWERED, mode="generated", answer="a",
        completeness=Completeness.PARTIAL, missing=missing, notes=(texts.missing(missing), "b"),
    )  # fmt: skip
    monkeypatch.setattr(
        "ui.wiring.assistant_over", lambda library, model, **options: SimpleNamespace(ask=lambda *a, **k: answer)
    )
    assert cli("ask", "x").out.splitlines() == [
        "a", "", "部分回答，以下内容未查到：", "- 2019年的奖励", "- 申报材料", "", "说明", "- b",
    ]  # fmt: skip


def test_place_year_and_status_are_handed_on(cli: Cli, fake: FakeAssistant) -> None:
    cli("ask", "多少家", "--region", "安徽当涂", "--year", "2023", "--status", "target")
    assert fake.asked == [("多少家", (), "安徽省马鞍山市当涂县", 2023)]
    assert fake.statuses == [Status.TARGET]
    assert cli("ask", "多少家", "--status", "wish").code == 2


def test_the_day_it_is_asked_on(cli: Cli, filled: str, monkeypatch: pytest.MonkeyPatch) -> None:
    days: list[date] = []

    def over(library: object, model: object, *, today: Callable[[], date]) -> FakeAssistant:
        days.append(today())
        return FakeAssistant()

    monkeypatch.setattr("ui.wiring.assistant_over", over)
    assert cli("ask", "多少家", "--on", "2025-03-01").code == 0
    assert days == [date(2025, 3, 1)]
    assert cli("ask", "多少家", "--on", "昨天").code == 2


def test_several_lines_at_once_come_out_in_order(
    cli: Cli, filled: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    together = threading.Barrier(3, timeout=10)

    class Slow(FakeAssistant):
        def ask(self, question: str, **options: Any) -> Answer:
            together.wait()  # breaks unless three are asked at once
            time.sleep(0.05 * (9 - int(question)))
            return super().ask(question, **options)

    monkeypatch.setattr("ui.wiring.assistant_over", lambda library, model, **options: Slow())
    file = tmp_path / "questions.jsonl"
    file.write_text("\n".join(json.dumps({"id": i, "question": str(i)}) for i in range(9)), encoding="utf-8")
    ran = cli("ask", "--batch", file, "--jobs", "3")
    assert [json.loads(line)["id"] for line in ran.out.splitlines()] == list(range(9))
    assert cli("ask", "--batch", file, "--jobs", "0").code == 2


def test_a_failed_answer_is_1(cli: Cli, fake: FakeAssistant) -> None:
    ran = cli("ask", "failed")
    assert ran.code == 1
    assert ran.out.startswith("没能回答")


def test_an_error_while_answering_keeps_its_exit_code(cli: Cli, fake: FakeAssistant) -> None:
    assert cli("ask", "model").code == 4
    assert cli("ask", "fault").code == 1


def test_another_language_model_is_4_and_names_what_there_is(cli: Cli, filled: str) -> None:
    ran = cli("ask", "x", "--llm", "nobody", "--json")
    assert ran.code == 4
    assert ran.json["error"]["code"] == "no_llm"
    assert "none" in ran.json["error"]["remedy"]
    assert cli("ask", "x", "--llm", "none").code == 0


def test_the_longest_question_that_is_read(cli: Cli, fake: FakeAssistant) -> None:
    assert cli("ask", "问" * MAX_QUESTION).code == 0
    for command in (("ask",), ("search",), ("--lang", "en", "ask")):
        ran = cli(*command, "问" * (MAX_QUESTION + 1), "--json")
        assert (ran.code, ran.json["error"]["code"]) == (2, "question_too_long")
        assert str(MAX_QUESTION) in ran.err


def test_of_a_batch_only_the_question_that_is_too_long_fails(cli: Cli, fake: FakeAssistant, tmp_path: Path) -> None:
    code, answers = batch(cli, tmp_path, {"question": "问" * (MAX_QUESTION + 1)}, {"question": "二"})
    assert code == 1 and [answer["outcome"] for answer in answers] == ["failed", "answered"]
    assert str(MAX_QUESTION) in answers[0]["notes"][0]


def test_what_an_answer_holds_cannot_move_the_cursor(cli: Cli, fake: FakeAssistant, monkeypatch: Any) -> None:
    citation = Citation(
        marker=1, document_id="d", chunk_id="c", title="t\x1b[2J", region="", year=None, kind=Kind.OTHER,
        heading=("h\n",), page=2, source="s\x07", quote="q\x1b", start=0, end=2,
    )  # fmt: skip
    answer = Answer(
        question="", standalone_question="", outcome=Outcome.ANSWERED, mode="extractive", answer="a\x1b[1m\nb",
        citations=(citation,), notes=("n\x9b",),
    )  # fmt: skip
    monkeypatch.setattr(
        "ui.wiring.assistant_over", lambda library, model, **options: SimpleNamespace(ask=lambda *a, **k: answer)
    )
    out = cli("ask", "x").out
    assert "a\\x1b[1m\nb" in out
    assert not {c for c in out if ord(c) < 32} - {"\n"}
    assert "\x9b" not in out


def figure(value: str, region: str, marker: int, **computed: Any) -> AnswerFigure:
    return AnswerFigure(
        indicator="总值", value=value, unit="亿元", status=Status.ACTUAL, region=region, period="2023", citation=marker,
        **computed,
    )  # fmt: skip


def shown(cli: Cli, monkeypatch: Any, *figures: AnswerFigure, lang: str = "zh") -> list[str]:
    answer = Answer(
        question="", standalone_question="", outcome=Outcome.ANSWERED, mode="extractive", answer="a", figures=figures
    )
    monkeypatch.setattr(
        "ui.wiring.assistant_over", lambda library, model, **options: SimpleNamespace(ask=lambda *a, **k: answer)
    )
    lines: list[str] = cli("--lang", lang, "ask", "x").out.splitlines()
    return lines


def test_figures_of_several_places_are_a_table(cli: Cli, filled: str, monkeypatch: Any) -> None:
    difference = figure("3", "", 1, operation=Operation.DIFFERENCE, computed_from=(0, 1))
    lines = shown(cli, monkeypatch, figure("8", "甲县\x1b[2J", 1), figure("≥5", "乙县", 2), difference)
    at = lines.index("数字对照")
    rows = [line.split() for line in lines[at + 1 :]]
    assert rows == [
        ["地区", "时期", "指标", "数值", "性质", "方面", "出处"],
        ["甲县\\x1b[2J", "2023", "总值", "8亿元", "完成", "数值", "[1]"],
        ["乙县", "2023", "总值", "≥5亿元", "完成", "数值", "[2]"],
        ["2023", "总值", "3亿元", "完成", "数值", "[1][2]", "计算得出"],
    ]
    english = shown(cli, monkeypatch, figure("8", "甲县", 1), figure("5", "乙县", 2), lang="en")
    assert "Figures compared" in english


def test_one_figure_is_no_table(cli: Cli, filled: str, monkeypatch: Any) -> None:
    assert shown(cli, monkeypatch, figure("8", "甲县", 1)) == ["a"]


def test_without_a_library_it_is_3(cli: Cli) -> None:
    assert cli("ask", "x").code == 3


# --- many questions --------------------------------------------------------------------------------------------


def test_a_batch_answers_in_order_with_the_ids_given(cli: Cli, fake: FakeAssistant, tmp_path: Path) -> None:
    turns = [{"role": "user", "content": "前一问"}, {"role": "assistant", "content": "前一答"}]
    second = {"id": 7, "question": "二", "history": turns}
    code, answers = batch(cli, tmp_path, {"id": "b", "question": "一"}, "", second, "  ", {"question": "三"})
    assert code == 0
    assert [(answer["id"], answer["answer"]) for answer in answers] == [
        ("b", "re: 一"),
        (7, "re: 二"),
        (None, "re: 三"),
    ]
    assert all(list(answer) == ANSWER_KEYS for answer in answers)
    assert fake.asked[1][1] == (Turn(role="user", content="前一问"), Turn(role="assistant", content="前一答"))


@pytest.mark.parametrize(
    ("line", "id_"),
    [
        ("{not json", None),
        ("[1]", None),
        ("[" * 100_000, None),
        ({"id": "q"}, "q"),
        ({"id": "q", "question": 5}, "q"),
        ({"id": "q", "question": " "}, "q"),
        ({"id": "q", "question": "问" * 100_000}, "q"),
        ({"id": "q", "question": "x", "history": "before"}, "q"),
        ({"id": "q", "question": "x", "history": [{"role": "system", "content": "y"}]}, "q"),
        ({"id": "q", "question": "x", "history": [{"role": "user"}]}, "q"),
        ({"id": "q", "question": "x", "history": [{"role": [], "content": "y"}]}, "q"),
        ({"id": "q", "question": "fault"}, "q"),
        ({"id": "q", "question": "model"}, "q"),
    ],
)
def test_a_faulty_line_is_a_failed_answer_and_the_others_go_on(
    cli: Cli, fake: FakeAssistant, tmp_path: Path, line: object, id_: str | None
) -> None:
    code, answers = batch(cli, tmp_path, line, {"id": "after", "question": "二"})
    assert code == 1
    assert [answer["id"] for answer in answers] == [id_, "after"]
    assert [answer["outcome"] for answer in answers] == ["failed", "answered"]
    assert answers[0]["notes"] and answers[0]["notes"][0]
    assert list(answers[0]) == ANSWER_KEYS


def test_a_batch_may_begin_with_a_byte_order_mark(cli: Cli, fake: FakeAssistant, tmp_path: Path) -> None:
    file = tmp_path / "q.jsonl"
    file.write_bytes(b'\xef\xbb\xbf{"id": 1, "question": "x"}\r\n{"id": 2, "question": "y"}')
    assert [json.loads(line)["id"] for line in cli("ask", "--batch", file).out.splitlines()] == [1, 2]


def test_a_batch_from_standard_input(cli: Cli, fake: FakeAssistant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO('{"id": 1, "question": "一"}\n'.encode())))
    assert cli("ask", "--batch", "-").json["answer"] == "re: 一"


def test_a_batch_that_is_not_there_is_2(cli: Cli, filled: str, tmp_path: Path) -> None:
    ran = cli("ask", "--batch", tmp_path / "none.jsonl")
    assert ran.code == 2
    assert "none.jsonl" in ran.err
    assert cli("ask", "--batch", tmp_path).code == 2


def test_an_empty_batch_is_empty(cli: Cli, fake: FakeAssistant, tmp_path: Path) -> None:
    assert batch(cli, tmp_path, "") == (0, [])


# --- search ----------------------------------------------------------------------------------------------------


def test_passages_as_the_contract_has_them(cli: Cli, filled: str) -> None:
    ran = cli("search", "高新技术企业", "--json", "-k", "1")
    assert ran.code == 0
    [passage] = ran.json["passages"]
    assert list(passage) == [
        "document_id", "chunk_id", "title", "heading", "page", "text", "score", "found_by",
    ]  # fmt: skip
    assert passage["document_id"] == filled
    assert "47家" in passage["text"]
    assert set(passage["found_by"]) <= {"words", "bigrams", "vectors"}


def test_passages_for_people(cli: Cli, filled: str) -> None:
    out = cli("search", "高新技术企业").out
    assert out.startswith("1. 《")
    assert "47家" in out


def test_nothing_found_is_no_error(cli: Cli, filled: str) -> None:
    ran = cli("search", "zzzz", "--embedder", "none")
    assert ran.code == 0
    assert ran.out == "没有找到相关的段落。\n"
    assert cli("search", "zzzz", "--embedder", "none", "--json").json == {"passages": []}


def test_a_missing_model_is_told_and_keywords_serve(cli: Cli, filled: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("POLICY_ASSISTANT_EMBEDDER")
    ran = cli("search", "高新技术企业", "--json")
    assert ran.code == 0
    assert ran.json["passages"]
    assert "hashing" in ran.err and "关键词" in ran.err


def test_a_damaged_index_is_3(cli: Cli, filled: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for file in (tmp_path / "library").glob("index-*/keywords/*"):
        file.write_bytes(b"rubbish")
    ran = cli("search", "高新技术企业")
    assert ran.code == 3
    assert "library rebuild" in ran.err
    assert cli("library", "rebuild").code == 0
    assert cli("search", "高新技术企业").code == 0
