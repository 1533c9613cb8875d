"""Results or plans, and of which year."""

from __future__ import annotations

import pytest

from docs_store.types import Kind, Status
from ingest.timing import Timing, years_in

RESULTS, PLANS = "一、2023年工作总结", "二、2024年工作安排"


def of(
    *path: str, text: str = "工作。", years: tuple[int, ...] = (2023, 2024), kind: Kind = Kind.WORK_SUMMARY
) -> object:
    return Timing(kind, years).of(path, text)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ((RESULTS,), ((2023,), Status.ACTUAL)),
        ((PLANS,), ((2024,), Status.TARGET)),
        ((RESULTS, "(一)完成目标任务"), ((2023,), Status.ACTUAL)),
        ((PLANS, "(二)存在问题"), ((2024,), Status.TARGET)),
        (("二、存在问题",), ((2023,), Status.ACTUAL)),
        (("三、下一步打算",), ((2024,), Status.TARGET)),
        (("一、主要成效", "(一)2022年以来"), ((2022,), Status.ACTUAL)),
        (("一、2024年",), ((2024,), Status.TARGET)),
        (("一、2023年",), ((2023,), Status.ACTUAL)),
    ],
)
def test_headings_decide(path: tuple[str, ...], expected: object) -> None:
    assert of(*path) == expected


def test_a_report_without_such_headings_turns_once() -> None:
    timing = Timing(Kind.WORK_SUMMARY, (2023, 2024))
    assert timing.of(("一、企业",), "2023年新增47家。") == ((2023,), Status.ACTUAL)
    assert timing.of(("二、平台",), "2024年,将新增20家。") == ((2024,), Status.TARGET)
    assert timing.of(("三、人才",), "引进人才。") == ((2024,), Status.TARGET)


def test_a_base_for_the_next_step_is_no_plan() -> None:
    timing = Timing(Kind.WORK_SUMMARY, (2023, 2024))
    assert timing.of((), "2023年,县里进入名单,为下一步工作打下了基础。")[1] is Status.ACTUAL
    assert timing.of((), "已经完成。下一步,我局继续努力。")[1] is Status.TARGET


@pytest.mark.parametrize("kind", [Kind.POLICY, Kind.NOTICE, Kind.OTHER])
def test_only_summaries_have_times(kind: Kind) -> None:
    assert of(RESULTS, kind=kind) == ((), Status.UNKNOWN)


def test_a_summary_of_one_year_says_no_more_than_its_headings() -> None:
    assert of("一、工作", years=(2023,)) == ((), Status.UNKNOWN)
    assert of("一、工作", years=()) == ((), Status.UNKNOWN)
    assert of(RESULTS, years=(2023,)) == ((2023,), Status.ACTUAL)


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2023年工作总结和2024年工作安排", (2023, 2024)),
        ("2023-2025年", (2023, 2025)),
        ("2021至2023年", (2021, 2023)),
        ("编号2023号", ()),
        ("12023年", ()),
        ("投入2023万元", ()),
        ("2024 年", (2024,)),
        ("", ()),
    ],
)
def test_years(text: str, years: tuple[int, ...]) -> None:
    assert years_in(text) == years


def test_the_title_of_an_annex_gives_its_years() -> None:
    timing = Timing(Kind.WORK_SUMMARY, (2023, 2024))
    assert timing.of((RESULTS,), "2023年修路80公里。") == ((2023,), Status.ACTUAL)
    assert timing.of(("附件1",), "附件1\n2024年十件实事") == ((2024,), Status.TARGET)
    assert timing.of(("附件1", "一、修路"), "修路90公里。") == ((2024,), Status.TARGET)
    assert timing.of(("附件2",), "附件2\n名词解释") == ((2023,), Status.ACTUAL)
