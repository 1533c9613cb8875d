"""The reader of years, months and days."""

from __future__ import annotations

import pytest

from docs_store.language.periods import day_mentions, year_mentions, years_in


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2023年完成", {2023}),
        ("2023 年3 月", {2023}),
        ("2.2024年至今", {2024}),
        ("规模1.2023年", set()),
        ("2022 | 100\n2023 | 120", {2022, 2023}),
        ("甲镇 | 2010 | 35", set()),
        ("2023—2025年", {2023, 2024, 2025}),
        ("2023-25年", {2023, 2024, 2025}),
        ("二〇二三年五月", {2023}),
        ("“十四五”期间", {2021, 2022, 2023, 2024, 2025}),
        ("2024-03-01", {2024}),
        ("2026年度", {2026}),
        ("去年同期", {2023}),
        ("今年以来", {2024}),
        ("共2023家", set()),
        ("投资2024万元", set()),
    ],
)
def test_years(text: str, years: set[int]) -> None:
    assert years_in(text, 2024) == years


def test_relative_years_need_an_anchor() -> None:
    assert years_in("去年") == frozenset()
    assert [m.relative for m in year_mentions("去年和2020年", 2024)] == [True, False]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2024年3月1日至4月30日", [(3, 1), (4, 30)]),
        ("每年9月1日至10月31日", [(9, 1), (10, 31)]),
        ("1—9月", [(1, None), (9, None)]),
        ("2023年12月20日前", [(12, 20)]),
        ("3月5日至20日", [(3, 5), (None, 20)]),
        ("五月至六月", [(5, None), (6, None)]),
        ("2024-03-01", [(3, 1)]),
        ("3个月", []),
        ("13月40日", []),
    ],
)
def test_days(text: str, days: list[tuple[int | None, int | None]]) -> None:
    assert [(m.month, m.day) for m in day_mentions(text)] == days


def test_the_year_of_a_standard_is_no_year_of_the_text() -> None:
    assert years_in("按《库房管理》(GB1234—2015)执行") == frozenset()
    assert years_in("行动方案(2015—2020)") == frozenset(range(2015, 2021))
