"""How far a forecast holds that opens a sentence."""

from __future__ import annotations

import pytest

from docs_store.language import stages
from docs_store.types import Status
from tests.ingest.figures.conftest import Read


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("预计全县生产总值增长4%左右，固定资产投资增长10%左右，零售总额增长2.5%左右。", 3),
        ("水产类：预计前三季度，鱼产量3.2万吨，同比增长6.7%，虾产量1.1万吨，增长3%。", 4),
        ("2024年，预计接待游客120万人次，旅游收入9亿元，过夜游客30万人次。", 3),
        ("预计，夏粮年内可完成种植38万亩，其中小麦30万亩、大麦7.5万亩、豆类2万亩。", 4),
    ],
)
def test_a_forecast_that_opens_a_sentence_holds_to_its_end(read: Read, text: str, count: int) -> None:
    assert [figure.status for figure in read(text)] == [Status.EXPECTED] * count


@pytest.mark.parametrize(
    "text",
    [
        "预计全年农业产值33亿元，增长2%。其中，种植业产值7亿元，增长5%；林业产值1.9亿元；渔业产值1.4亿元。",
        "预计全年税收20亿元。其中增值税7亿元；个人所得税2亿元。",
        "预计2024年投资额50亿元；工业用电量8亿千瓦时；出口额3亿美元。",
    ],
)
def test_its_parts_in_the_sentences_behind_it_are_forecasts_too(read: Read, text: str) -> None:
    assert {figure.status for figure in read(text)} == {Status.EXPECTED}


@pytest.mark.parametrize(
    "text",
    [
        "预计全年税收20亿元，目前入库税收17亿元。",
        "预计全年投资50亿元，1-10月投资42亿元。",
        "预计全年新增就业6000人，全县已完成培训5200人。",
        "预计全年产煤30万吨。全年产钢7万吨。",
        "预计全年产煤30万吨。\n其中精煤7万吨。",
    ],
)
def test_what_is_done_ends_it(read: Read, text: str) -> None:
    assert [figure.status for figure in read(text)] == [Status.EXPECTED, Status.ACTUAL]


def test_the_turns_of_a_statement_agree() -> None:
    text = "预计全县投资增长4%,出口增长10%,目前税收增长2%。"
    turns = stages.turns(text, 0, len(text), Status.ACTUAL, len(text))
    assert [status for _, status in turns] == [Status.EXPECTED, Status.ACTUAL]
    assert turns[1][0] == text.index("目前")
