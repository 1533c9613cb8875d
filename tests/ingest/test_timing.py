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


REPORT = "甲县政府工作报告"
PAST, AHEAD = ((2023,), Status.ACTUAL), ((2024,), Status.TARGET)


def report() -> Timing:
    return Timing(Kind.WORK_SUMMARY, (2023, 2024), REPORT)


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("一、过去一年的工作", PAST),
        ("一、五年来的主要工作", PAST),
        ("二、今后五年的工作", AHEAD),
        ("三、今年工作", AHEAD),
        ("一、今年以来的工作", PAST),
        ("一、去年工作和今年打算", AHEAD),
    ],
)
def test_headings_of_a_yearly_report_speak_from_its_beginning(heading: str, expected: object) -> None:
    assert report().of((heading,), "工作。") == expected


def test_this_year_is_no_plan_in_a_summary_of_it() -> None:
    assert of("一、今年工作") == PAST


def test_what_follows_a_heading_of_plans_is_planned_too() -> None:
    timing = Timing(Kind.WORK_SUMMARY, (2023, 2024))
    assert timing.of(("一、主要工作",), "修路8公里。") == PAST
    assert timing.of(("二、总体要求和预期目标",), "增长6%。") == AHEAD
    assert timing.of(("三、兴产业",), "建厂房3栋。") == AHEAD
    assert timing.of(("附件", "名词解释"), "厂房3栋。") == PAST


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("修路8公里。各位代表!成绩来之不易。\n", "今年是关键之年。修路9公里。"),
        ("修路8公里。", "新的一年,修路9公里。"),
        ("修路8公里。\n", "今年,我们要修路9公里。"),
        ("修路8公里;", "2024年,我们将修路9公里。"),
        ("修路8公里。\n", "做好今年工作,修路9公里。"),
        ("修路8公里。", "下一步,将修路9公里。"),
    ],
)
def test_a_report_turns_in_the_middle_of_a_part(before: str, after: str) -> None:
    timing = report()
    assert timing.turn((), before + after) == len(before)
    assert timing.of((), before) == PAST
    assert timing.of((), after) == AHEAD
    assert timing.turn((), after) == 0


@pytest.mark.parametrize(
    "text", ["今年以来,修路8公里。", "今年初的计划都已完成。", "为今年打下了基础。", "修路8公里,比今年还多。"]
)
def test_no_turn(text: str) -> None:
    timing = report()
    assert timing.turn((), "去年工作。" + text) == 0
    assert timing.of((), text) == PAST


def test_a_report_that_sets_aims_has_turned_whatever_its_heading_says() -> None:
    timing = report()
    before, after = "生产总值增长5%。", "今年是关键之年。主要预期目标是:生产总值增长6%。"
    assert timing.turn((RESULTS,), before + after) == len(before)
    assert timing.of((RESULTS,), before) == PAST
    assert timing.of((RESULTS,), after) == AHEAD
    assert timing.of((RESULTS, "(一)兴产业"), "建厂房3栋。") == AHEAD
    assert timing.of(("二、2023年的不足",), "有三条。") == PAST
    assert report().turn((RESULTS,), "增长5%。今年是关键之年,条件很好。") == 0
    assert report().turn((PLANS,), before + after) == 0
    assert Timing(Kind.WORK_SUMMARY, (2023, 2024)).turn((RESULTS,), before + after) == 0
