"""Documents that give different values of one thing: both are said, each with its source."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

from assistant.engine import Assistant
from docs_store.embedders.hashing import HashingEmbedder
from docs_store.library import Library
from docs_store.types import Answer, Outcome
from ingest.pipeline import ingest
from ingest.sources import Source, find_sources

PLACE = "安徽省马鞍山市当涂县"
ASKED = "当涂县2023年高新技术企业有多少家？"

AskOf = Callable[[Mapping[str, str], str], Answer]


@pytest.fixture
def ask_of(tmp_path: Path, embedder: HashingEmbedder) -> AskOf:
    """Asks a question of a library made of the documents given: file name → text."""

    @contextmanager
    def made(files: Mapping[str, str]) -> Iterator[Library]:
        for name, text in files.items():
            (tmp_path / name).write_text(text, encoding="utf-8")
        library = Library(tmp_path / "library", embedder, create=True)
        try:
            ingest(library, [found for found in find_sources([tmp_path], recursive=False) if isinstance(found, Source)])
            yield library
        finally:
            library.close()

    def ask(files: Mapping[str, str], question: str) -> Answer:
        with made(files) as library:
            return Assistant(library, today=lambda: date(2026, 7, 1)).ask(question)

    return ask


def summary(said: str, *, of: str = "科技局", year: int = 2023) -> dict[str, str]:
    """A yearly summary that says one thing."""
    title = f"当涂县{of}{year}年工作总结"
    return {f"{title}.txt": f"{PLACE}{of}{year}年工作总结\n\n一、{year}年工作情况\n（一）企业培育。{said}\n"}


def policy(name: str, said: str, day: str) -> dict[str, str]:
    """A policy with one rule."""
    return {f"{name}.txt": f"当涂县{name}\n\n第一条 {said}\n第二条 本办法自{day}起施行。\n"}


def notes(answer: Answer) -> str:
    return "".join(answer.notes)


@pytest.mark.parametrize(
    "question", [ASKED, "当涂县高新技术企业有多少家？", "当涂县2023年高企数量"]
)  # ledger, sentences
@pytest.mark.parametrize("other", ["2023年，全县高新技术企业达到158家。", "截至2023年底，全县共有高新技术企业158户。"])
def test_two_reports_that_disagree_are_both_given(ask_of: AskOf, question: str, other: str) -> None:
    answer = ask_of(summary("2023年，全县高新技术企业达到165家。") | summary(other, of="经信局"), question)
    assert answer.outcome is Outcome.ANSWERED
    assert len(answer.sentences) == len({citation.document_id for citation in answer.citations}) == 2
    for number in ("165家", "158"):
        (sentence,) = [said for said in answer.sentences if number in said.text]
        (citation,) = [found for found in answer.citations if found.marker in sentence.citations]
        assert number in citation.quote
        assert f"《{citation.title}》（2023年）" in notes(answer)
    assert "不一致" in notes(answer)


def test_a_later_report_that_tells_the_year_otherwise(ask_of: AskOf) -> None:
    later = summary("2023年，全县高新技术企业达到158家。2024年，全县高新技术企业达到190家。", of="经信局", year=2024)
    answer = ask_of(summary("2023年，全县高新技术企业达到165家。") | later, ASKED)
    assert {"165家", "158家"} <= {number for number in ("165家", "158家", "190家") if number in answer.answer}
    assert "不一致" in notes(answer)


def test_two_policies_in_force_that_disagree_are_both_given_with_their_days(ask_of: AskOf) -> None:
    files = policy("科技创新奖励办法", "对首次认定的高新技术企业，给予一次性奖励20万元。", "2024年1月1日")
    files |= policy("企业扶持办法", "对首次认定的高新技术企业，一次性奖励30万元。", "2025年3月1日")
    answer = ask_of(files, "当涂县首次认定的高新技术企业奖励多少万元？")
    assert "20万元" in answer.answer
    assert "30万元" in answer.answer
    assert len({citation.document_id for citation in answer.citations}) == 2
    assert "2024-01-01" in notes(answer)
    assert "2025-03-01" in notes(answer)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("2023年，全县研发经费投入1434.3万元。", "2023年，全县研发经费投入0.14343亿元。"),
        ("2023年，全县研发经费投入1434.3万元。", "2023年，全县研发经费投入超过1400万元。"),
        ("2023年，全县研发经费投入1434.3万元。", "2023年，全县研发经费投入约1430万元。"),
    ],
)
def test_one_value_is_given_once(ask_of: AskOf, first: str, second: str) -> None:
    answer = ask_of(summary(first) | summary(second, of="经信局"), "当涂县2023年研发经费投入多少？")
    assert answer.outcome is Outcome.ANSWERED
    assert len(answer.citations) == 1
    assert "不一致" not in notes(answer)


@pytest.mark.parametrize(
    "other",
    [
        "2023年，全县新增高新技术企业47家。",
        "2023年，全县规模以上工业高新技术企业达到90家。",
        "预计2023年全县高新技术企业达到170家。",
        "2022年，全县高新技术企业达到140家。",
        "2023年上半年，全县高新技术企业达到150家。",
        "力争2023年全县高新技术企业达到180家。",
    ],
)
def test_another_figure_is_no_conflict(ask_of: AskOf, other: str) -> None:
    answer = ask_of(summary("2023年，全县高新技术企业达到165家。") | summary(other, of="经信局"), ASKED)
    assert "165家" in answer.answer
    assert "不一致" not in notes(answer)


def test_another_place_is_no_conflict(ask_of: AskOf) -> None:
    files = summary("2023年，全县高新技术企业达到165家。")
    files["东丽区.txt"] = (
        "天津市东丽区科技局2023年工作总结\n\n一、2023年工作情况\n2023年，全区高新技术企业达到500家。\n"
    )
    answer = ask_of(files, ASKED)
    assert "500家" not in answer.answer
    assert "不一致" not in notes(answer)


def test_an_expired_policy_is_no_conflict(ask_of: AskOf) -> None:
    files = policy("科技创新奖励办法", "对首次认定的高新技术企业，给予一次性奖励20万元。", "2024年1月1日")
    files["旧.txt"] = (
        "当涂县企业扶持办法\n\n第一条 对首次认定的高新技术企业，一次性奖励30万元。\n"
        "第二条 本办法自2020年1月1日起施行，有效期至2022年12月31日。\n"
    )
    answer = ask_of(files, "当涂县首次认定的高新技术企业奖励多少万元？")
    assert "20万元" in answer.answer
    assert "30万元" not in answer.answer


@pytest.mark.parametrize(
    ("question", "first", "second"),
    [
        (
            "高新技术企业奖励的申报截止到什么时候？",
            "申报时间为每年9月1日至10月31日。",
            "申报时间为每年9月1日至9月30日。",
        ),
        ("高新技术企业奖励申报时间是什么时候？", "申报时间为2026年3月1日至4月30日。", "申报时间为5月6日至6月30日。"),
        ("高新技术企业奖励由哪个部门受理？", "受理部门为当涂县科学技术局。", "受理部门为当涂县经济和信息化局。"),
        ("高新技术企业奖励的咨询电话是多少？", "咨询电话0555-6000001。", "咨询电话0555-6000002。"),
    ],
)
def test_two_documents_that_point_elsewhere_are_both_given(
    ask_of: AskOf, question: str, first: str, second: str
) -> None:
    files = policy("高新技术企业奖励办法", f"对高新技术企业给予奖励。{first}", "2025年1月1日")
    files |= policy("关于申报高新技术企业奖励的通知", f"组织申报高新技术企业奖励。{second}", "2026年1月1日")
    answer = ask_of(files, f"当涂县{question}")
    assert len({citation.document_id for citation in answer.citations}) == 2, answer.answer
    assert "不一致" in notes(answer)
    assert "2025-01-01" in notes(answer)
    assert "2026-01-01" in notes(answer)


@pytest.mark.parametrize(
    ("name", "second"),
    [
        ("关于申报高新技术企业奖励的通知", "2025年度申报时间为2025年3月1日至4月30日。"),  # of another year
        ("高新技术企业贷款贴息办法", "申报时间为5月6日至6月30日。"),  # of another measure
        ("关于申报高新技术企业奖励的通知", "申报时间为3月1日至4月30日。"),  # the same
    ],
)
def test_another_year_or_measure_has_its_own_days(ask_of: AskOf, name: str, second: str) -> None:
    first = "2026年度申报时间为2026年3月1日至4月30日。"
    files = policy("高新技术企业奖励办法", f"对高新技术企业给予奖励。{first}", "2025年1月1日")
    files |= policy(name, f"高新技术企业申报。{second}", "2026年1月1日")
    answer = ask_of(files, "当涂县高新技术企业奖励申报时间是什么时候？")
    assert "2026年3月1日" in answer.answer or "3月1日" in answer.answer
    assert "不一致" not in notes(answer), notes(answer)


def test_a_list_too_long_to_be_said_whole_says_how_much_is_left(ask_of: AskOf) -> None:
    items = "\n".join(f"（{i}）第{i}号设备购置发票复印件；" for i in range(1, 56))
    files = {"办法.txt": f"当涂县设备补助办法\n\n第一条 申报材料包括：\n{items}\n第二条 本办法自2025年1月1日起施行。\n"}
    answer = ask_of(files, "当涂县设备补助需要哪些申报材料？")
    assert len(answer.sentences) == 40
    (note,) = [note for note in answer.notes if "前40句" in note]
    assert "当涂县设备补助办法" in note
