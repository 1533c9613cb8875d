"""Who signed a paper, and when it was issued."""

from __future__ import annotations

from datetime import date

import pytest

from docs_store.types import Kind
from ingest.adoption import read as read_adoption
from ingest.publication import published
from ingest.signature import Signature, are_organs, signatures

BODY = "一、认真落实。\n" * 200


def day(text: str, kind: Kind = Kind.NOTICE) -> str | None:
    found = published(text, kind, read_adoption(text), "文件.txt", text.partition("\n")[0])
    return found.value if found else None


@pytest.mark.parametrize(
    "text",
    [
        f"甲县关于印发办法的通知\n各单位:\n现印发。\n甲县人民政府\n2022年4月14日\n甲县办法\n{BODY}",
        f"{BODY}甲县人民政府\n2022年4月14日\n",
        f"甲县通知\n发布时间:2022-04-18\n{BODY}甲县财政局 甲县民政局\n2022年4月14日\n(此件公开发布)\n",
        "甲县关于做好工作的通知(2022 年4 月14\n日)\n甲办〔2022〕3号\n一、落实。\n",
        f"甲县条例(草案征求意见稿)(2022年4\n月14日)\n{BODY}",
        f"甲县令\n现予发布。\n县长:张三\n2022年4月14日\n{BODY}",
        f"甲县通知\n成文日期:2022年4月14日\n发布日期:2022年4月20日\n{BODY}",
        f"甲县通知\n{BODY}2022年4月14日\n",
    ],
)
def test_the_day_of_issue(text: str) -> None:
    assert day(text) == "2022-04-14"


@pytest.mark.parametrize(
    "text",
    [
        f"甲县通知\n发布时间:2022-04-18\n{BODY}",
        f"甲县通知\n发布日期:2022年4月18日 来源:甲县\n{BODY}2022年6月30日\n",
        "甲县通知\n公布日期:2022.4.18\n一、落实。\n",
    ],
)
def test_the_day_of_its_page_where_it_bears_none(text: str) -> None:
    assert day(text) == "2022-04-18"


def test_a_sentence_that_begins_with_a_day_adopts_nothing() -> None:
    for words in (
        "2015年11月26日,国务院公布《居住证条例》,",
        "2020年1月1日,县政府发布通告,",
        "2021年3月2日,修订了办法,",
    ):
        assert read_adoption(f"甲县意见\n{words}现提出以下意见。\n一、落实。\n") is None
    assert read_adoption("甲市条例\n2020年4月10日 甲市人民代表大会常务委员会通过\n第一条 立法。\n") is not None


def test_signatures() -> None:
    joint = "甲省人民政府办公厅乙省人民政府办公厅\n2023年5月4日\n"
    text = f"{joint}甲县财政局\n甲县民政局\n2023年6月1日\n市长:李四\n2023年7月2日\n"
    assert list(signatures(text)) == [
        Signature(organs="甲省人民政府办公厅乙省人民政府办公厅", day=date(2023, 5, 4)),
        Signature(organs="甲县财政局、甲县民政局", day=date(2023, 6, 1)),
        Signature(organs="", day=date(2023, 7, 2), office="市长"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("甲县人民政府办公室", True),
        ("甲省人民政府办公厅 乙省人民政府办公厅", True),
        ("甲市高级人民法院", True),
        ("甲县工作领导小组", True),
        ("经甲县人民政府同意", False),
        ("企业", False),
    ],
)
def test_organs(text: str, expected: bool) -> None:
    assert are_organs(text) is expected
