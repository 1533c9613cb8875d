"""What a question may cost: two seconds of the processor, whatever its text."""

from __future__ import annotations

import random
import time
from collections.abc import Callable

import pytest

from assistant.bounds import MAX_PARTS, MAX_QUESTION, MAX_SCOPES, MAX_TURNS, QUESTION_TOO_LONG, TOO_MANY_PLACES
from assistant.drafting.questions import of_lines
from assistant.engine import Assistant
from assistant.read.rules.lexicon import known_names
from assistant.understand.places import find
from docs_store.errors import UsageError
from docs_store.library import Library
from docs_store.regions.table import load_table
from docs_store.types import Turn
from ui import texts_zh

_MOST = 2.0  # seconds of the processor
_CHANCE = random.Random(20260701)


def _times(part: str) -> str:
    """A part repeated up to the longest question."""
    return (part * (MAX_QUESTION // len(part) + 1))[:MAX_QUESTION]


def _drawn(parts: str | list[str]) -> str:
    return "".join(_CHANCE.choices(parts, k=MAX_QUESTION))[:MAX_QUESTION]


_HANZI = [chr(code) for code in range(0x4E00, 0x9FA6)]
_TERMS = sorted(known_names())
_PLACES = [region.name for region in load_table().by_code.values()]
_WORDS = [
    "青禾县",
    "当涂县",
    "高企",
    "创新券",
    "奖励",
    "补助",
    "多少",
    "哪些",
    "什么",
    "条件",
    "材料",
    "和",
    "的",
    "，",
    "。",
    "？",
    "2023年",
    "去年",
    "最高",
    "30万元",
    "5%",
    "目标",
    "完成",
    "吗",
]

_REPEATED = (
    # words and characters
    "企", "至", "率", "占比", "高企", "高新技术企业", "研发投入后补助", "专精特新", "青禾县企业", "不", "的",
    "是不是", "能不能",
    "谁更", "哪个", "哪个省市县", "什么是", "怎么", "有没有", "今年", "去年比前年", "目标完成", "最高的",
    "不能申报", "没通过怎么办",
    # several questions
    "多少？", "呢？", "吗？", "吗? ", "什么，", "那青禾县呢？", "高企奖多少？材料呢？",
    "什么时候申报，归哪个部门受理，",
    "支持对象、", "创新券的支持标准、", "申报条件和申报材料与", "甲和乙分别", "青禾县哪家更多\n",
    # numerals, amounts, dates
    "9", "0.", "1,", "十", "亿", "一百二十", "万", "10万元", "增长5%", "个百分点", "第", "前三", "百分之", "2023年",
    "2023年1月1日至",
    "1990-2030年", "1月", "12日", "0571-", "〔2023〕1号", "营收5000万元，职工120人，",
    # brackets, marks, white space
    "(", "（", "《", "《办法》", "〔", "「“", "[1]", "，", "。", "、", "…", "—", "~", "是？。 ", "\n?", " x", "\t。",
    # scripts
    "企業補助", "靑禾縣專精特新", "Ａ１％", "ＡＢ ", "한글", "カナ", "é", "e\u0301", "\u200b", "\u202e高企",
    "\U00020000", "ß", "\x00",
    # pictures
    "😀", "👨‍👩‍👧", "🇨🇳",
    # a person's own enterprise
    "我们公司去年营收5000万元，能申请什么补贴？",
)  # fmt: skip
_TRAPS = {repr(part): _times(part) for part in _REPEATED} | {
    "characters by chance": _drawn(_HANZI),
    "500 characters by chance": _drawn(_HANZI)[:500],
    "typing errors by chance": _drawn("青禾县科计创新劵申保条见高薪技术企页转精特新研发后补住"),
    "traditional characters by chance": _drawn("請問靑禾縣科技創新券的申報條件補助標準專精特新"),
    "words by chance": _drawn(_WORDS),
    "signs by chance": _drawn("青禾县企业多少，。？、（）《》〔〕0123456789一十百万亿.%-至年月日 \n"),
    "emoji by chance": _drawn([chr(code) for code in range(0x1F300, 0x1F600)]),
    "every term": "".join(_TERMS)[:MAX_QUESTION],
    "every term with an error": "".join(f"{term[0]}哟{term[2:]}" for term in _TERMS if len(term) > 3)[:MAX_QUESTION],
    "terms' ends": _drawn([f"{char}补助" for char in _HANZI[:600]]),
    "many subjects": "、".join(_TERMS[::-1])[: MAX_QUESTION - 4] + "奖励多少",
    "long questions": "？".join(f"青禾县{''.join(_TERMS[i : i + 9])}多少" for i in range(0, 270, 9))[:MAX_QUESTION],
    "long follow-ups": "？".join("那" + "".join(_TERMS[i : i + 9]) + "呢" for i in range(0, 270, 9))[:MAX_QUESTION],
    "brackets in brackets": "（《" * 500 + "》）" * 500,
    "every day": "".join(f"{1990 + i % 40}年{i % 12 + 1}月{i % 28 + 1}日" for i in range(300))[:MAX_QUESTION],
    "amounts": "".join(f"{i}万元" for i in range(500))[:MAX_QUESTION],
    "places by chance": "、".join(_CHANCE.sample(_PLACES, 300))[:MAX_QUESTION],
    "places of the library and years": "青禾县当涂县洞头区东丽区"
    + "".join(f"{year}年" for year in range(2017, 2025))
    + "高企多少家，" + "".join(_TERMS)[:1800],
    "parts about many places": "？".join(f"{'、'.join(_PLACES[i : i + 20])}高企多少家" for i in range(0, 99, 9))[:2000],
    "one space": " " * (MAX_QUESTION - 1) + "x",
}  # fmt: skip


@pytest.fixture(scope="module")
def warm(assistant: Assistant) -> Assistant:
    """The assistant with all its tables read: their first reading is no question's."""
    for question in (
        "青禾县高企奖励多少？",
        "靑禾縣高薪技术企业獎勵多少？",
        "我们是高企，能申请什么？",
        _times("青禾县补助多少"),
    ):
        assistant.ask(question)
    return assistant


def _cost(ask: Callable[[], object]) -> float:
    begun = time.process_time()
    try:
        ask()
    except UsageError as error:
        assert error.code in ("usage", QUESTION_TOO_LONG, TOO_MANY_PLACES), error
    return time.process_time() - begun


@pytest.mark.parametrize("trap", _TRAPS)
def test_a_question_costs_two_seconds_at_most(warm: Assistant, trap: str) -> None:
    assert len(_TRAPS[trap]) <= MAX_QUESTION
    assert _cost(lambda: warm.ask(_TRAPS[trap])) <= _MOST


@pytest.mark.parametrize(
    "trap",
    ["'多少？'", "'企'", "characters by chance", "words by chance", "typing errors by chance", "places by chance"],
)
def test_so_does_what_was_said_before(warm: Assistant, trap: str) -> None:
    history = [Turn(role=role, content=_TRAPS[trap]) for _ in range(500) for role in ("user", "assistant")]
    assert _cost(lambda: warm.ask("那需要什么材料呢？", history=history)) <= _MOST
    assert _cost(lambda: warm.ask(_TRAPS[trap], history=history[:30])) <= _MOST


def test_so_does_a_message_or_an_answer_of_any_length_before(warm: Assistant) -> None:
    for role in ("user", "assistant"):
        history = [Turn(role="user", content="青禾县高企奖多少？"), Turn(role=role, content="青禾县高企奖励" * 50_000)]
        assert _cost(lambda: warm.ask("那材料呢？", history=history)) <= _MOST  # noqa: B023 - called at once


def test_so_does_a_long_conversation(warm: Assistant) -> None:
    history = [Turn(role="user", content=text) for text in ("青禾县高企奖励多少？", "那当涂县呢？") * 2000]
    assert _cost(lambda: warm.ask("需要什么材料？", history=history)) <= _MOST


@pytest.mark.parametrize(
    "trap", ["'企'", "'多少？'", "characters by chance", "every term", "places by chance", "every day"]
)
def test_so_does_a_search(warm: Assistant, trap: str) -> None:
    assert _cost(lambda: warm.search(_TRAPS[trap], limit=200)) <= _MOST


def test_so_does_a_list_of_questions() -> None:
    for line in ("1、" * 100_000, "问：" * 100_000, "- " * 100_000 + "多少？", "，" * 200_000):
        assert _cost(lambda: of_lines([line] * 2)) <= _MOST  # noqa: B023 - called at once


# --- how it is kept --------------------------------------------------------------------------------------------


def test_the_length_holds_for_questions_and_searches(assistant: Assistant) -> None:
    long = "企" * (MAX_QUESTION + 1)
    for ask in (lambda: assistant.ask(long), lambda: assistant.search(long, limit=5)):
        with pytest.raises(UsageError, match=f"{MAX_QUESTION + 1} characters") as error:
            ask()
        assert error.value.code == QUESTION_TOO_LONG
    assert str(MAX_QUESTION) in texts_zh.ERRORS[QUESTION_TOO_LONG]
    assert TOO_MANY_PLACES in texts_zh.ERRORS


def test_a_place_that_is_none_by_its_length(assistant: Assistant) -> None:
    with pytest.raises(UsageError, match="400000"):
        assistant.ask("高企奖励多少？", region="青禾县当" * 100_000)


def test_of_many_questions_the_first_are_answered_and_the_rest_are_counted(assistant: Assistant) -> None:
    asked = [f"青禾县{year}年高企多少家？" for year in range(1990, 2020)]
    answer = assistant.ask("".join(asked))
    assert answer.understood.parts == tuple(asked[:MAX_PARTS])
    assert any(str(len(asked)) in note and f"前{MAX_PARTS}个" in note for note in answer.notes)
    twice = assistant.ask("青禾县创新券最高多少？青禾县创新券最高多少？青禾县创新券需要什么材料？")
    assert len(twice.understood.parts) == 2 and not any("只回答了" in note for note in twice.notes)


def test_all_provinces_may_be_asked_about_and_no_more(assistant: Assistant, sample: Library) -> None:
    provinces = [region.name for region in load_table().by_code.values() if region.level == "province"]
    assert len(provinces) == MAX_SCOPES
    asked = assistant.ask("、".join(provinces) + "2023年高企分别多少家？")
    assert set(asked.searched.regions) == set(provinces)
    for question in (
        "、".join([*provinces, "青禾县", "当涂县", "含山县"]) + "2023年高企分别多少家？",
        "青禾县和当涂县" + "".join(f"{year}年" for year in range(2000, 2020)) + "高企多少家？",
    ):
        with pytest.raises(UsageError, match="at most") as error:
            assistant.ask(question)
        assert error.value.code == TOO_MANY_PLACES
        with pytest.raises(UsageError):
            assistant.search(question, limit=5)
    assert len(find("、".join(_PLACES), sample.infos())) > MAX_SCOPES


def test_a_follow_up_reads_the_latest_messages(assistant: Assistant) -> None:
    """The place is named once, and taken over from message to message as far as they are read."""
    near = [
        Turn(role="user", content="青禾县2023年高企多少家？"),
        *[Turn(role="user", content="那目标呢？")] * (MAX_TURNS - 1),
    ]
    assert "青禾县" in assistant.ask("实际呢？", history=near).standalone_question
    far = [near[0], *near[1:], Turn(role="user", content="你好")]
    assert "青禾县" not in assistant.ask("实际呢？", history=far).standalone_question
