"""Region, year, status and force as constraints."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.read.rules.question import Question
from assistant.read.rules.scope import Scope, status_fit, status_of, year_fit
from assistant.say.sentences import Sentence, split
from docs_store.catalog import DocumentInfo
from docs_store.types import Chunk, Inferred, Kind, Metadata, Status

Scoped = Callable[[str], tuple[Question, list[Scope]]]


def titles(scope: Scope) -> set[str]:
    return {info.metadata.title.value for info in scope.infos}


def sentence(text: str, section: Status, years: tuple[int, ...] = (2023,)) -> Sentence:
    chunk = Chunk(
        id="c", document_id="d", ordinal=1, text=text, heading=(), start=0, end=len(text), page=None, years=years,
        status=section,
    )  # fmt: skip
    (only,) = split(chunk)
    return only


def test_one_scope_for_each_place_and_year(scoped: Scoped) -> None:
    _, limits = scoped("当涂县和东丽区2023年、2024年各有多少家高新技术企业？")
    assert [(scope.place.name if scope.place else "", scope.years) for scope in limits] == [
        ("当涂县", (2023,)),
        ("当涂县", (2024,)),
        ("东丽区", (2023,)),
        ("东丽区", (2024,)),
    ]


def test_only_documents_of_the_place(scoped: Scoped) -> None:
    _, (scope,) = scoped("东丽区2023年有多少家高新技术企业？")
    assert titles(scope) == {"天津市东丽区科学技术局2023年工作总结和2024年工作安排"}


@pytest.mark.parametrize("text", ["杭州市2023年有多少家？", "东丽区2020年有多少家？", "当涂县2026年目标是多少？"])
def test_no_document_for_another_place_or_year(scoped: Scoped, text: str) -> None:
    _, (scope,) = scoped(text)
    assert not scope.infos


def test_a_policy_speaks_for_the_years_it_is_in_force(scoped: Scoped) -> None:
    name = "青禾县科技创新券管理办法"
    _, (before,) = scoped("青禾县2022年创新券最多领多少？")
    _, (during,) = scoped("青禾县2025年创新券最多领多少？")
    assert name not in titles(before)
    assert name in titles(during)


def test_a_repealed_policy_is_left_out_unless_asked_about(scoped: Scoped) -> None:
    old = "青禾县高新技术企业培育奖补办法（试行）"
    _, (now,) = scoped("青禾县首次认定高新技术企业奖多少？")
    _, (then,) = scoped("青禾县2021年首次认定高新技术企业奖多少？")
    _, (named,) = scoped("青科〔2021〕9号规定首次认定奖多少？")
    assert old not in titles(now)
    assert old in titles(then)
    assert titles(named) == {old}


@pytest.mark.parametrize(
    ("asked", "found", "fits"),
    [
        (Status.ACTUAL, Status.TARGET, False),
        (Status.TARGET, Status.ACTUAL, False),
        (Status.EXPECTED, Status.TARGET, False),
        (Status.TARGET, Status.TARGET, True),
        (Status.UNKNOWN, Status.TARGET, True),
        (Status.ACTUAL, Status.EXPECTED, True),
    ],
)
def test_a_target_never_stands_for_a_result(asked: Status, found: Status, fits: bool) -> None:
    assert (status_fit(asked, found) > 0) is fits


def test_a_forecast_ranks_below_a_result() -> None:
    assert status_fit(Status.ACTUAL, Status.EXPECTED) < status_fit(Status.ACTUAL, Status.ACTUAL)


@pytest.mark.parametrize(
    ("section", "text", "status"),
    [
        (Status.ACTUAL, "2023年新培育47家", Status.ACTUAL),
        (Status.ACTUAL, "总量预计突破165家", Status.EXPECTED),
        (Status.TARGET, "总量达到185家", Status.TARGET),
        (Status.UNKNOWN, "力争达到185家", Status.TARGET),
        (Status.UNKNOWN, "总量达到185家", Status.ACTUAL),
        (Status.UNKNOWN, "地区生产总值预期目标增长5%左右", Status.TARGET),
    ],
)
def test_status_of_a_sentence(section: Status, text: str, status: Status) -> None:
    assert status_of(sentence(text, section), Kind.WORK_SUMMARY) is status
    assert status_of(sentence(text, section), Kind.POLICY) is Status.UNKNOWN


def test_status_at_the_number_asked_about() -> None:
    told = sentence("（一）新培育高新技术企业47家，总量预计突破165家。", Status.ACTUAL)
    assert status_of(told, Kind.WORK_SUMMARY, told.text.index("47")) is Status.ACTUAL
    assert status_of(told, Kind.WORK_SUMMARY, told.text.index("165")) is Status.EXPECTED


def document(metadata: Metadata) -> DocumentInfo:
    return DocumentInfo(
        id="d", source="a.txt", source_key="k", position=1, file_hash="0" * 64, reader="text", metadata=metadata,
        chunks=1,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "text", "year", "fit"),
    [
        (Kind.NOTICE, "2025年,全县高新技术企业达到130家。", 2025, 1.0),
        (Kind.NOTICE, "2024年,全县高新技术企业达到100家。", 2025, 0.0),
        (Kind.FAQ, "2023年度的申报时间为5月。", 2024, 0.0),
        (Kind.TABLE, "2022 | 100 | 3.1", 2023, 0.0),
        (Kind.TABLE, "2023 | 120 | 3.6", 2023, 1.0),
        (Kind.POLICY, "2025年1月起,补贴标准为每月280元。", 2026, 0.8),
        (Kind.POLICY, "自2024年起按10%给予补助。", 2026, 0.8),
        (Kind.POLICY, "2025年1月起,补贴标准为每月280元。", 2024, 0.0),
        (Kind.POLICY, "补贴标准为每月280元。", 2026, 1.0),
        (Kind.WORK_SUMMARY, "2024年起推行新办法。", 2025, 0.0),
    ],
)
def test_a_sentence_of_another_year_answers_for_none(kind: Kind, text: str, year: int, fit: float) -> None:
    metadata = Metadata(
        title=Inferred(value="甲县通报", source="title", certainty=0.9),
        kind=Inferred(value=kind, source="title", certainty=0.9),
    )
    info = document(metadata)
    assert year_fit(sentence(text, Status.UNKNOWN, years=()), info, (year,)) == fit


@pytest.mark.parametrize(
    ("kind", "years", "number", "expires", "year", "fit"),
    [
        (Kind.POLICY, (2021,), "甲府发〔2021〕4号", None, 2024, 1.0),
        (Kind.GUIDE, (2021,), "甲府发〔2021〕4号", None, 2022, 1.0),
        (Kind.POLICY, (2021, 2022, 2023), "甲府发〔2021〕4号", "2023-12-31", 2024, 0.0),
        (Kind.POLICY, (2021,), "甲府发〔2021〕4号", None, 2020, 0.0),
        (Kind.NOTICE, (2021,), "甲府发〔2021〕4号", None, 2024, 0.0),
        (Kind.POLICY, (2021,), "", None, 2024, 0.0),
    ],
)
def test_the_year_of_issue_is_not_the_only_one_a_rule_holds_in(
    kind: Kind, years: tuple[int, ...], number: str, expires: str | None, year: int, fit: float
) -> None:
    def told(value: str) -> Inferred[str] | None:
        return Inferred(value=value, source="text", certainty=0.9) if value else None

    metadata = Metadata(
        title=Inferred(value="甲县办法", source="title", certainty=0.9),
        kind=Inferred(value=kind, source="title", certainty=0.9),
        years=Inferred(value=years, source="document number", certainty=0.8),
        doc_number=told(number),
        expires=told(expires or ""),
    )
    info = document(metadata)
    assert year_fit(sentence("每亩补助500元。", Status.UNKNOWN, years=()), info, (year,)) == fit
