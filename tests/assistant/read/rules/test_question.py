"""Reading a question without a language model."""

from __future__ import annotations

import pytest

from assistant.read.rules.kinds import Asked
from assistant.read.rules.numbers import Measure
from assistant.read.rules.question import Question, understand
from docs_store.types import Status


def read(text: str, *places: str) -> Question:
    return understand(text, places=places, this_year=2026)


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("东丽区2023年有多少家", (2023,)),
        ("2023和2024年各多少", (2023, 2024)),
        ("去年有多少家", (2025,)),
        ("前年呢", (2024,)),
        ("今年计划多少家", (2026,)),
        ("明年的目标", (2027,)),
        ("有多少家", ()),
        ("电话12023年", ()),
        ("今年以来做了什么", ()),
        ("青科〔2021〕9号规定奖多少", ()),
    ],
)
def test_years(text: str, years: tuple[int, ...]) -> None:
    assert read(text).years == years


def test_the_year_of_a_report_is_not_the_year_asked_about() -> None:
    question = read("2025年政府工作报告里，2024年的增速是多少？")
    assert question.years == (2024,)
    assert question.document_years == (2025,)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("2024年的目标是多少", Status.TARGET),
        ("打算培育几家", Status.TARGET),
        ("力争达到多少", Status.TARGET),
        ("力争实际使用外资达到多少", Status.TARGET),
        ("实际利用外资是多少", Status.UNKNOWN),
        ("要超过多少家", Status.TARGET),
        ("预计有多少家", Status.EXPECTED),
        ("实际完成了多少", Status.ACTUAL),
        ("有多少家", Status.UNKNOWN),
        ("科技计划项目的申报时间", Status.UNKNOWN),
    ],
)
def test_status(text: str, status: Status) -> None:
    assert read(text).status is status


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("有多少家？", Asked.VALUE),
        ("2024年的目标？", Asked.VALUE),
        ("早期投资怎么补贴？", Asked.VALUE),
        ("对高企如何奖励？", Asked.VALUE),
        ("增量部分怎么补？", Asked.VALUE),
        ("材料不全怎么补交？", Asked.LIST),
        ("证件怎么补办？", Asked.LIST),
        ("需要什么材料？", Asked.LIST),
        ("要符合哪些条件？", Asked.LIST),
        ("为什么减少？", Asked.REASON),
        ("什么时候截止？", Asked.TIME),
        ("公示期是哪几天？", Asked.TIME),
        ("多少天内付款？", Asked.TIME),
        ("电话是多少？", Asked.CONTACT),
        ("这个文件还有效吗？", Asked.VALIDITY),
        ("国家最高科学技术奖由谁决定？", Asked.FACT),
        ("你好", Asked.GREETING),
        ("谢谢你！", Asked.GREETING),
        ("你好，有多少家？", Asked.VALUE),
        ("您能做什么？", Asked.GREETING),
        ("你们会回答哪些问题", Asked.LIST),
    ],
)
def test_asked_kind(text: str, asked: Asked) -> None:
    assert read(text).asked is asked


@pytest.mark.parametrize(
    ("text", "measures", "units"),
    [
        ("有多少家？", {Measure.COUNT}, {"家", "户", "个"}),
        ("有几个人？", {Measure.COUNT}, {"人", "名", "位"}),
        ("粮食产量多少亿斤？", {Measure.OTHER}, {"斤"}),
        ("新增就业多少万人？", {Measure.COUNT}, {"人", "名", "位"}),
        ("要花多少万？", {Measure.MONEY}, set()),
        ("成交额是多少、增长多少？", {Measure.MONEY, Measure.GROWTH}, set()),
        ("增加值占比是多少？", {Measure.PERCENT}, set()),
        ("增速是多少？", {Measure.GROWTH}, set()),
        ("能耗要降低多少？", {Measure.GROWTH}, set()),
        ("全市排第几？", {Measure.RANK}, set()),
        ("面积多大？", {Measure.AREA}, set()),
        ("科创指数是多少？", set(), set()),
    ],
)
def test_kinds_and_units_of_quantity(text: str, measures: set[Measure], units: set[str]) -> None:
    question = read(text)
    assert question.measures == measures
    assert question.units == units


@pytest.mark.parametrize(
    ("text", "length"),
    [("有效期多久", True), ("多少天内付款", True), ("几个月", True), ("几月申报", False), ("哪几年", False)],
)
def test_how_long_is_not_when(text: str, length: bool) -> None:
    assert read(text).asks_duration is length


@pytest.mark.parametrize(
    ("text", "negative", "barred"),
    [
        ("哪些企业不能申报？", True, True),
        ("什么企业拿不到研发补助？", True, True), ("哪些支出不予补助？", True, True),
        ("没有资格申报的是哪些？", True, True),
        ("创新券不能用于什么？", True, False), ("哪些企业能申报？", False, False),
        ("能不能申报有哪些要求？", False, False),
        ("最高不得超过多少？", False, False), ("有没有资格要求？", False, False),
    ],
)  # fmt: skip
def test_what_is_kept_out_is_asked_for(text: str, negative: bool, barred: bool) -> None:
    question = read(text)
    assert (question.negative, question.asks_barred) == (negative, barred)


@pytest.mark.parametrize(
    ("text", "word", "denied"),
    [
        ("高企证书丢了怎么办？", "丢", False),
        ("材料不完整会怎样？", "完整", True),
        ("营业执照过期了怎么办？", "过期", False),
        ("项目延期怎么处理？", "延期", False),
        ("营业执照怎么办理？", "", False),
        ("骗取补助有什么后果？", "骗取", False),
        ("洞头区科技工作开展得怎么样？", "", False),
        ("企业应该怎么办？", "", False),
    ],
)  # fmt: skip
def test_what_happened_is_read(text: str, word: str, denied: bool) -> None:
    assert read(text).mishap == (word, denied)


@pytest.mark.parametrize(
    ("text", "way"),
    [("哪些指标下降了？", "下降"), ("哪些方面提高了？", "提高"), ("哪些指标完成了？", ""), ("下降多少？", "")],
)
def test_the_direction_asked_about(text: str, way: str) -> None:
    direction = read(text).direction
    assert bool(direction) is bool(way) and way in direction


@pytest.mark.parametrize(
    ("text", "ranks"),
    [("哪个政策补助最多？", True), ("哪项奖励最高？", True), ("补助最多给多少？", False), ("哪个区企业最多？", False)],
)
def test_measures_are_not_ranked(text: str, ranks: bool) -> None:
    assert read(text).ranks_measures is ranks


def test_a_limit_is_asked_for() -> None:
    assert read("最高多少？").limit_words
    assert not read("国家最高科学技术奖的奖金？").limit_words


def test_places_years_and_asking_words_are_no_topic() -> None:
    words = {word for word, _ in read("当涂县2023年新培育了多少家高新技术企业？", "当涂县").topic}
    assert words == {"新增", "高新技术企业"}


def test_a_quantity_in_the_question_keeps_its_bound() -> None:
    assert "2亿元以上" in dict(read("营业收入2亿元以上的企业补助多少？").topic)


@pytest.mark.parametrize("text", ["青科〔2023〕15号", "青科[2023]15号", "青科（2023）15号", "青科【2023】第15号"])
def test_document_numbers_in_any_brackets(text: str) -> None:
    assert read(f"{text}还有效吗？").document_number == "青科〔2023〕15号"


def test_titles() -> None:
    assert read("《青禾县科技创新券管理办法》还有效吗？").titles == ("青禾县科技创新券管理办法",)


@pytest.mark.parametrize(
    ("text", "apart"),
    [
        ("2023年比2022年多了几家高企？", True),
        ("2023年比2022年增长了多少？", False),
        ("2022年到2023年占比提高了多少？", False),
        ("比2022年多了几家？", False),
    ],
)
def test_a_difference_of_two_years_takes_both(text: str, apart: bool) -> None:
    assert read(text).asks_difference is apart


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("什么是创新券", True),
        ("科技型中小企业是指什么？", True),
        ("高新技术企业是什么意思", True),
        ("贷款贴息的定义是什么", True),
        ("哪些企业算高新技术企业", True),
        ("哪些企业属于支持对象", False),
        ("哪些情形属于违反规定", False),
        ("补助标准是什么", False),
        ("2024年的目标是什么", False),
        ("什么时候申报", False),
        ("研发后补助怎么算", False),
    ],
)
def test_what_a_word_means_is_told_from_what_a_thing_is(text: str, meaning: bool) -> None:
    question = read(text)
    assert question.asks_meaning is meaning
    if meaning:
        assert all(word not in ("意思", "定义", "算", "属于", "企业") for word, _ in question.topic)


@pytest.mark.parametrize(
    ("text", "which", "actor", "may"),
    [
        ("哪些服务机构可以接受创新券", "服务机构", True, False),
        ("哪些孵化器能拿奖励", "孵化器", True, True),
        ("哪些企业可以申请贷款贴息", "企业", False, True),
        ("哪些企业不能享受补贴", "企业", False, False),
        ("创新券可以买哪些服务", "", False, False),
        ("哪些指标下降了", "", False, False),
    ],
)
def test_whom_it_asks_to_pick_from(text: str, which: str, actor: bool, may: bool) -> None:
    question = read(text)
    if not question.negative:
        assert question.which == which
    assert question.actor == (which if actor else "")
    assert question.asks_who_may is may
