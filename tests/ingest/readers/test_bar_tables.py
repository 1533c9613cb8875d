"""Tables that a plain text draws with bars."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.readers import read_file
from ingest.readers._bar_tables import find
from ingest.reading import read_documents


def tables(text: str) -> list[tuple[str, str]]:
    """Each table's header and its other rows."""
    return [
        (text[t.start : t.header_end], text[t.header_end if t.header_end > t.start else t.start : t.end].strip("\n"))
        for t in find(text)
    ]


def test_rows_of_bars_are_a_table() -> None:
    rows = "国家级 | 60万元\n省级 | 25万元"
    assert tables(f"办法\n项目类别 | 奖励金额\n{rows}\n附则\n") == [("项目类别 | 奖励金额", rows)]


@pytest.mark.parametrize(
    "drawn",
    [
        "| 项目名称 | 金额 |\n|---|---|\n| 甲 | 5万元 |\n| 乙 | 6万元 |",
        "项目名称\uff5c金额\n甲\uff5c5万元\n乙\uff5c6万元",
        "│项目名称│金额│\n├────┼────┤\n│甲│5万元│\n│乙│6万元│",
        "项目名称 | 金额\n\n甲 | 5万元\n\n乙 | 6万元",
    ],
)
def test_ways_to_draw_one(drawn: str) -> None:
    (table,) = find(f"说明。\n{drawn}\n说明。\n")
    assert f"说明。\n{drawn}\n说明。\n"[table.start : table.end] == drawn
    assert table.start < table.header_end < table.end


@pytest.mark.parametrize(
    "text",
    [
        "联系人：王某 | 电话：0000-1234567\n第二段。",
        "首页 | 政务公开 | 公告\n第一段。\n第二段 | 第三段。",
        "甲" * 400 + " | 乙\n" + "丙" * 400 + " | 丁",
        "一 |  |  |  \n |  | 二 | ",
        "------\n======\n",
    ],
)
def test_a_bar_alone_makes_no_table(text: str) -> None:
    assert tables(text) == []


def test_a_text_file_is_read_with_its_tables(tmp_path: Path) -> None:
    path = tmp_path / "办法.txt"
    path.write_text("青禾县奖励办法\n项目类别 | 奖励金额\n国家级 | 60万元\n省级 | 25万元\n", encoding="utf-8")
    raw = read_file(path)
    assert raw.text == path.read_text(encoding="utf-8")
    (content,) = read_documents(raw, name=path.name, source_key="k", file_hash="0" * 64)
    assert content.chunks[-1].heading == ("项目类别 | 奖励金额",)
    assert content.chunks[-1].text.endswith("国家级 | 60万元\n省级 | 25万元")


def test_rows_are_not_joined_where_the_file_breaks_its_lines() -> None:
    from ingest import lines
    from ingest.readers.base import RawText

    prose = "县科学技术局会同县财政局对申报的项目进行评审和公示，公示期\n不少于五个工作日。\n" * 8
    rows = "重点研发类项目名称 | 拟立项数量 | 单个项目支持额度\n产业类重点研发项目 | 不超过十项 | 最高五十万元\n"
    text = prose + rows
    raw = RawText(text=text, reader="text", tables=tuple(find(text)))
    ends = [text[p.start : p.end] for p in lines.paragraphs(raw, lines.split(text), [])][-2:]
    assert ends == rows.strip().split("\n")
