"""The reader that ships: what it decides does not hang on names and numbers, and does hang on which are asked about.

Papers and questions are invented. Exchanged alike in paper and question, a place, a year, a firm or a sum changes no
decision; exchanged in the question alone, nothing is answered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from assistant.engine import Assistant
from docs_store.library import Library
from docs_store.models import DEFAULT_MODEL, ModelStore
from docs_store.types import Answer, Outcome
from ingest.pipeline import ingest
from ingest.sources import Source, find_sources
from ui.wiring import open_embedder, settings, small_reader

_TODAY = date(2026, 7, 1)
_PAPER = """PLACE人民政府办公室关于印发《PLACE支持企业技术改造若干措施》的通知

各镇人民政府，县政府各部门：
《PLACE支持企业技术改造若干措施》已经县政府同意，现印发给你们，请认真贯彻执行。
PLACE人民政府办公室
YEAR年3月5日

PLACE支持企业技术改造若干措施
一、支持对象。在PLACE注册、上年度营业收入2000万元以上的工业企业。
二、设备补助。企业购置生产设备的，按设备投资额的8%给予补助，每家企业最高SUM万元。
三、贷款贴息。企业技术改造贷款按同期贷款利率的50%给予贴息，每家企业每年最高30万元，贴息期限不超过两年。
四、申报材料。申请书、营业执照、设备购置合同和发票。
五、受理单位。县工业和信息化局负责受理，电话0555-1234567。
六、本措施自YEAR年4月1日起施行，有效期至2030年3月31日。
"""
_REPORT = """PLACE经济和信息化局YEAR年工作总结

一、YEAR年工作完成情况
全县规模以上工业企业SUM家，新增技术改造项目36个，完成投资12.5亿元。
二、下一年工作计划
力争新增技术改造项目50个。
"""


@pytest.fixture
def asks(tmp_path: Path) -> Iterator[Callable[..., Answer]]:
    if ModelStore().installed(DEFAULT_MODEL) is None:
        pytest.skip(f"skipped: {DEFAULT_MODEL} is not installed; run `policy-assistant models pull`")
    made: list[Library] = []

    def ask(question: str, *, place: str = "当涂县", year: str = "2025", amount: str = "200") -> Answer:
        folder = tmp_path / f"papers{len(made)}"
        folder.mkdir()
        for name, text in (("措施.txt", _PAPER), ("总结.txt", _REPORT)):
            filled = text.replace("PLACE", place).replace("YEAR", year).replace("SUM", amount)
            (folder / name).write_text(filled, encoding="utf-8")
        library = Library(tmp_path / f"library{len(made)}", open_embedder(settings()), create=True)
        made.append(library)
        ingest(library, [found for found in find_sources([folder], recursive=False) if isinstance(found, Source)])
        return Assistant(library, today=lambda: _TODAY, reader=small_reader(library)).ask(question)

    yield ask
    for library in made:
        library.close()


_QUESTION = "我们在{place}买了一批生产设备，最多能补多少钱？"


@pytest.mark.parametrize(
    "known",
    [
        {"place": "当涂县", "amount": "200"},
        {"place": "洞头区", "amount": "200"},
        {"place": "肃宁县", "amount": "350"},
        {"place": "当涂县", "amount": "45"},
    ],
    ids=str,
)
def test_exchanged_in_paper_and_question_alike_the_decision_stays(
    asks: Callable[..., Answer], known: dict[str, str]
) -> None:
    first, other = asks(_QUESTION.format(place="当涂县")), asks(_QUESTION.format(place=known["place"]), **known)
    assert other.outcome is first.outcome
    shown = other.answer if other.outcome is Outcome.ANSWERED else other.nearest[0].text
    assert f"{known['amount']}万元" in shown


@pytest.mark.parametrize("place", ["洞头区", "肃宁县", "石桥县"])
def test_asked_of_another_place_nothing_is_answered(asks: Callable[..., Answer], place: str) -> None:
    assert asks(_QUESTION.format(place=place)).outcome is Outcome.NOT_FOUND


@pytest.mark.parametrize(
    "question",
    ["当涂县2019年新增了多少个技术改造项目？", "洞头区2025年新增了多少个技术改造项目？"],
)
def test_asked_of_another_year_or_place_no_figure_is_answered(asks: Callable[..., Answer], question: str) -> None:
    assert asks(question).outcome is Outcome.NOT_FOUND


def test_what_is_not_answered_is_shown(asks: Callable[..., Answer]) -> None:
    answer = asks("当涂县的厂子拿贷款搞技改，利息能帮着出一部分不，出几年？")
    texts = [answer.answer] if answer.outcome is Outcome.ANSWERED else [near.text for near in answer.nearest]
    assert any("贴息" in text for text in texts)
