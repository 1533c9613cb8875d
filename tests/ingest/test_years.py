"""Which calendar years a document is about."""

from __future__ import annotations

from datetime import date

import pytest

from docs_store.types import Inferred, Kind
from ingest import years

SPAN = (2023, 2024, 2025)


def of(
    title: str,
    text: str = "内容。",
    *,
    kind: Kind = Kind.POLICY,
    published: date | None = date(2023, 5, 4),
    number: str = "",
    name: str = "文件.txt",
    expires: date | None = None,
) -> Inferred[tuple[int, ...]] | None:
    return years.infer(
        title=title,
        file_name=name,
        kind=kind,
        sections=(),
        folded=text,
        published=published,
        doc_number=number,
        expires=expires,
    )


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("甲县质量提升行动计划(2023—2025年)", SPAN),
        ("甲县质量提升行动计划（2023-2025 年）", SPAN),
        ("甲县建设方案(2023-2025)", SPAN),
        ("甲县“十四五”市场监管实施方案", (2021, 2022, 2023, 2024, 2025)),
        ("甲县国民经济和社会发展第十五个五年规划", (2023,)),
        ("甲县三年攻坚行动2024全面提质年工作意见", (2024,)),
        ("甲县2024年工作方案", (2024,)),
        ("关于转发甲政发〔2019〕3号文件的通知", (2023,)),
    ],
)
def test_the_title_names_them(title: str, expected: tuple[int, ...]) -> None:
    found = of(title)
    assert found and found.value == expected


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        ("甲县跨部门监管工作方案", "(二)工作目标。2023年底前,建立机制。到2025年,更加健全。\n", SPAN),
        ("甲县产业园区发展的意见", "二、发展目标\n到2025年,形成格局。\n", (2023,)),
        ("甲县升级版攻坚行动方案", "2023年年底前,能力增强。\n2025年年底前,体系完善。\n", SPAN),
        ("甲县北斗产业三年行动计划", "实施《乙省三年行动计划(2019—2021年)》。本计划为2023—2025年。\n", SPAN),
        ("甲县消费帮扶的实施意见", "“十四五”时期继续帮扶。\n", (2021, 2022, 2023, 2024, 2025)),
        ("甲县工作方案", "二、主要目标\n落实《乙省规划(2021—2035年)》。到2023年底,建成。\n", (2023,)),
        ("甲县补助办法", "第一条 主要目标是到2025年增长。\n", (2023,)),
    ],
)
def test_a_plan_goes_from_its_issue_to_its_aims(title: str, text: str, expected: tuple[int, ...]) -> None:
    found = of(title, text)
    assert found and found.value == expected
    assert found.certainty < 0.7 or expected == (2023,) or "计划" in title


def test_no_plan_goes_beyond_its_own_end() -> None:
    text = "一、主要目标\n到2025年,翻一番。\n"
    assert (found := of("甲县增长方案", text)) and found.value == SPAN
    assert (found := of("甲县增长方案", text, expires=date(2024, 6, 30))) and found.value == (2023, 2024)


def test_the_year_of_issue_where_nothing_else_tells() -> None:
    assert (found := of("甲县办法")) and found.value == (2023,)
    assert (found := of("甲县办法", published=None, number="甲府发〔2021〕4号")) and found.value == (2021,)
    assert (found := of("甲县办法", name="2019年.txt")) and found.value == (2023,)
    assert (found := of("甲县办法", published=None, name="2019年.txt")) and found.value == (2019,)
    assert of("甲县办法", published=None) is None


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        ("甲县政府工作报告", "——2025年1月9日在甲县第十届人民代表大会上\n", (2024, 2025)),
        ("2025年甲县政府工作报告", "", (2024, 2025)),
        ("甲县2023年工作总结和2024年工作安排", "", (2023, 2024)),
    ],
)
def test_reports(title: str, text: str, expected: tuple[int, ...]) -> None:
    found = of(title, text, kind=Kind.WORK_SUMMARY)
    assert found and found.value == expected
