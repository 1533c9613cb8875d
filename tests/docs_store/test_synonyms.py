"""Canonical names."""

from __future__ import annotations

from pathlib import Path

import pytest

from docs_store import synonyms
from docs_store.errors import UsageError
from docs_store.synonyms import Synonyms, default

TABLE = Synonyms(
    ["# comment", "高新技术企业 高企 国家高新技术企业", "研发投入强度 R&D强度", "技术合同成交额 技术合同登记额"]
)


@pytest.mark.parametrize(
    ("indicator", "expected"),
    [
        ("国家高新技术企业总数", "高新技术企业"),
        ("新增高企", "新增高新技术企业"),
        ("累计国家高新技术企业", "累计高新技术企业"),
        ("R&D强度", "研发投入强度"),
        ("在孵企业", "在孵企业"),
        ("专精特新“小巨人”企业", "专精特新小巨人企业"),
    ],
)
def test_canonical(indicator: str, expected: str) -> None:
    assert TABLE.canonical(indicator) == expected


def test_what_is_registered_counts_in_money_as_its_amount() -> None:
    assert TABLE.canonical("技术合同登记", money=True) == "技术合同成交额"
    assert TABLE.canonical("技术合同登记", money=False) == "技术合同登记"


def test_the_table_that_ships() -> None:
    assert default().canonical("科小") == "科技型中小企业"
    assert default().canonical("全社会R&D占GDP比重") == "研发投入强度"
    assert default().canonical("规上工业研发投入") != default().canonical("全社会研发投入")


def test_staff_of_research_is_no_spending() -> None:
    assert default().canonical("R&D人员") == "R&D人员"
    assert default().canonical("R&D投入") == default().canonical("研发经费投入") == "研发经费支出"


def test_own_names_join_the_group_they_begin_with() -> None:
    table = Synonyms(["高新技术企业 高企"], ["高企 高技企业", "灯塔工厂 灯塔"])
    assert table.canonical("新增高技企业") == "新增高新技术企业"
    assert table.canonical("灯塔") == "灯塔工厂"


def test_the_own_file_is_read_and_may_be_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "synonyms.txt"
    monkeypatch.setenv(synonyms.VARIABLE, str(path))
    synonyms.own_lines.cache_clear()
    assert synonyms.own_lines() == ()
    path.write_bytes("\ufeff# 我的\n灯塔工厂 灯塔\n".encode())
    synonyms.own_lines.cache_clear()
    assert synonyms.own_lines()[1] == "灯塔工厂 灯塔"
    path.write_bytes(b"\xff\xfe\xff")
    synonyms.own_lines.cache_clear()
    with pytest.raises(UsageError, match="synonyms"):
        synonyms.own_lines()
    synonyms.own_lines.cache_clear()
