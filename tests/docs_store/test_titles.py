"""One paper under many names."""

from __future__ import annotations

import pytest

from docs_store.titles import edition, number_key, title_key


@pytest.mark.parametrize(
    "title",
    [
        "青禾县研发补助办法",
        "《青禾县研发补助办法》",
        "青禾县研发补助办法(试行)",
        "青禾县研发补助办法\uff08试行\uff09",
        "青禾县研发补助办法(2024年修订)",
        "青禾县研发补助办法(征求意见稿)",
        "青禾县科学技术局关于印发《青禾县研发补助办法》的通知",
        "关于印发青禾县研发补助办法的通知",
        "青禾县科学技术局 青禾县财政局关于印发〈青禾县研发补助办法(试行)〉的通知",
        "青禾县人民政府办公室关于重新发布青禾县研发补助办法的通知",
    ],
)
def test_names_of_one_paper(title: str) -> None:
    assert title_key(title) == "青禾县研发补助办法"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("青禾县研发补助办法", "赤水县研发补助办法"),
        ("青禾县研发补助办法", "青禾县研发补助办法实施细则"),
        ("关于组织申报2025年度项目的通知", "关于组织申报2026年度项目的通知"),
        ("优化营商环境条例", "上海市优化营商环境条例"),
    ],
)
def test_names_of_two_papers(one: str, other: str) -> None:
    assert title_key(one) != title_key(other)


@pytest.mark.parametrize(
    "number",
    ["青科〔2024〕3号", "青科[2024]第3号", "青科(2024)03号", "\uff08青科〔2024〕 3 号\uff09", "青科【2024】3号"],
)
def test_ways_to_write_a_number(number: str) -> None:
    assert number_key(number) == "青科〔2024〕3号"


def test_orders_have_numbers_too() -> None:
    assert number_key("中华人民共和国国务院令第802号") == number_key("国务院令第802号")
    assert number_key("国务院令第802号") != number_key("国务院令第728号")


@pytest.mark.parametrize(
    ("title", "mark"),
    [
        ("青禾县研发补助办法（试行）", "试行"),
        ("青禾县研发补助办法(2024年修订)", "2024年修订"),
        ("青禾县研发补助办法（征求意见稿）", "征求意见稿"),
        ("青禾县研发补助办法", ""),
        ("青禾县专项资金（基金）管理办法", ""),
    ],
)
def test_the_mark_of_a_version(title: str, mark: str) -> None:
    assert edition(title) == mark
