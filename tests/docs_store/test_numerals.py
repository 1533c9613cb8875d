"""Values of numerals, however a text writes them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from docs_store.numerals import in_digits, value_of, whole


@pytest.mark.parametrize(
    ("numeral", "value"),
    [
        ("12", "12"),
        ("1,434.3", "1434.3"),
        ("十二", "12"),
        ("一百零五", "105"),
        ("两千八百万", "28000000"),
        ("三十点五", "30.5"),
        ("〇", "0"),
    ],
)
def test_a_numeral_has_its_value(numeral: str, value: str) -> None:
    assert value_of(numeral) == Decimal(value)


@pytest.mark.parametrize("text", ["二三", "二三十", "", "几", "3万", "1.2.3"])
def test_what_is_no_numeral_has_none(text: str) -> None:
    assert value_of(text) is None


def test_a_whole_number_is_one() -> None:
    assert [whole(text) for text in ("7", "十", "二十八", "两")] == [7, 10, 28, 2]
    with pytest.raises(ValueError, match="二三"):
        whole("二三")


def test_a_year_is_read_digit_by_digit() -> None:
    assert in_digits("二〇二四年") == "2024年"
    assert in_digits("二○一九") == in_digits("二O一九") == "2019"
