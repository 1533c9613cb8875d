"""The lines under a law's title."""

from __future__ import annotations

from datetime import date

import pytest

from ingest import adoption

HEAD = """# 甲省科技条例

2010年5月1日 甲省第十届人民代表大会常务委员会第三次会议通过
2015年3月2日 甲省第十二届人民代表大会常务委员会第九次会议《关于修改〈甲省科技条例〉的决定》第一次修正
2024年9月27日 甲省第十四届人民代表大会常务委员会第六次会议第二次修正
自2024年11月1日起施行

第一章 总则
第一条 2025年1月1日通过的办法另行规定。
"""


def test_a_law_that_was_amended() -> None:
    found = adoption.read(HEAD)
    assert found is not None
    assert (found.first, found.latest) == (date(2010, 5, 1), date(2024, 9, 27))
    assert (found.organ, found.order) == ("甲省人民代表大会常务委员会", "")


def test_one_line_in_brackets() -> None:
    head = (
        "乙市条例\n(2004年11月26日乙市第十届人大常委会第十二次会议通过 根据2011年3月4日乙市第十二届人大常委会第二次会议"
        "《关于修改的决定》修正)\n第一条 适用。\n"
    )
    found = adoption.read(head)
    assert found is not None
    assert (found.first, found.latest, found.organ) == (
        date(2004, 11, 26),
        date(2011, 3, 4),
        "乙市人民代表大会常务委员会",
    )


def test_an_order_counts_only_for_the_version_it_promulgated() -> None:
    line = "2020年7月5日 中华人民共和国国务院令第728号公布\n"
    found = adoption.read(f"丙条例\n{line}第一条 适用。\n")
    assert found is not None and (found.organ, found.order) == ("国务院", "国务院令第728号")
    later = adoption.read(f"丙条例\n{line}2025年3月17日 中华人民共和国国务院令第802号修订\n第一条 适用。\n")
    assert later is not None and later.order == "国务院令第802号"
    amended = adoption.read(f"丙条例\n{line}2025年3月17日 《国务院关于修改〈丙条例〉的决定》修订\n第一条 适用。\n")
    assert amended is not None and amended.order == ""


@pytest.mark.parametrize(
    "head",
    [
        "",
        "甲县办法\n第一条 2020年1月1日通过。\n",
        "甲县通知\n各有关单位:\n请于2020年1月1日前报送。\n",
        "甲县通知\n原实施意见(甲科规〔\n2020〕3号)将于2025年7月23日到期,现予修订后公布。\n",
    ],
)
def test_no_such_lines(head: str) -> None:
    assert adoption.read(head) is None


@pytest.mark.parametrize(
    ("name", "title", "day"),
    [
        ("专利条例(2020-10-17).md", "中华人民共和国专利条例", date(2020, 10, 17)),
        ("甲省条例\uff082020-10-17\uff09.docx", "甲省条例", date(2020, 10, 17)),
        ("扫描件(2020-10-17).pdf", "甲省条例", None),
        ("甲省条例.md", "甲省条例", None),
        ("2020-10-17甲省条例.md", "甲省条例", None),
    ],
)
def test_the_day_in_the_name_of_the_file(name: str, title: str, day: date | None) -> None:
    assert adoption.day_in_name(name, title) == day
