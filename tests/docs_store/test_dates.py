"""Dates as documents write them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docs_store.dates import dates, first_date


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024年7月1日", date(2024, 7, 1)),
        ("2024-07-01", date(2024, 7, 1)),
        ("2024/7/1", date(2024, 7, 1)),
        ("2024.12.31", date(2024, 12, 31)),
        ("2024 年 7 月 1 日印发", date(2024, 7, 1)),
        ("二〇二四年七月一日", date(2024, 7, 1)),
        ("二○二四年十二月三十一日", date(2024, 12, 31)),
        ("二零二三年十一月二十日", date(2023, 11, 20)),
        ("二〇二四年十月十日", date(2024, 10, 10)),
        ("1998年3月5日", date(1998, 3, 5)),
        ("2024年2月29日", date(2024, 2, 29)),
    ],
)
def test_ways_to_write_a_date(text: str, expected: date) -> None:
    assert first_date(f"于{text}。") == expected
    ((found, start, end),) = dates(f"于{text}。")
    assert (found, f"于{text}。"[start:end]) == (expected, text.removesuffix("印发"))


@pytest.mark.parametrize(
    "text", ["", "2024年13月1日", "2023年2月29日", "2024年7月", "7月1日", "编号2024-123-45678", "20240701"]
)
def test_no_dates(text: str) -> None:
    assert first_date(text) is None


@given(st.dates(date(1950, 1, 1), date(2099, 12, 31)))
def test_every_date_is_read(day: date) -> None:
    assert first_date(f"{day.year}年{day.month}月{day.day}日") == day
    assert first_date(day.isoformat()) == day


def test_several_dates_come_in_order() -> None:
    found = [day for day, _, _ in dates("自2024年7月1日起施行,有效期至2027年6月30日。")]
    assert found == [date(2024, 7, 1), date(2027, 6, 30)]
