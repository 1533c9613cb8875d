"""Word classes: words that turn a statement, by what they make of it, as data with the words they must not be part of.

The classes are tried in the order of `WORDS`, so 不得不 is an order and 预期目标 a plan, and a word inside one of
`_NEUTRAL` (不断, 将军, 未来) is none. Each word has a sentence in `tests/docs_store/language/class_words.tsv`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from docs_store import lazy_re
from docs_store.textnorm import fold

FORECAST = "预计|预期(?!目标|寿命|性)|有望|预估|估计"
"""Words that make of what follows a forecast."""
RISING = "增长|增加(?!值)|提高|提升|上升|上涨"
"""Verbs of what a number rose by, or to; of heads and cells of tables too."""
FALLING = "下降|降低|减少|回落|下跌"


class WordClass(StrEnum):
    """What a word makes of the statement it stands in."""

    NOT = "not"
    TARGET = "target"
    EXPECTED = "expected"
    RISE = "rise"
    FALL = "fall"
    MAY = "may"
    MUST = "must"
    ONLY = "only"
    DONE = "done"
    UNDER_WAY = "under_way"


_NEUTRAL = (
    "没有?超过|未超过|并未超过|不断|不仅|不但|不同|不良|不动产|不锈钢|不少于|不低于|不超过|不高于|不多于|不大于|不小于|不超出|不得超过|不得低于|不得高于"
    "|不得少于|不满|不足|不到|不限|不论|不管|不可移动|不确定|未来|未满|未达|未成年|无人机|无人驾驶|无锡|无缝|无线|无障碍|无偿"
    "|无形|无论|无疑|非遗|非物质|非公|非常|非营利|非洲|没有特别|莫不|无不|南无|免费|免税|免申|免抵押|免担保|减免|免征|免除"
    "|可持续|可再生|可信|可视|可靠|可研|认可|许可|可比|可支配|可行|可控|将军|将其|将对|将由|将以|将在|将按|将给予|将予|将会同|应用|应急|应届|供应|响应|适应"
    "|反应|效应|对应|相应|应对|应税|应纳|应付|应收|应聘|目标任务|计划项目|计划单列|规划纲要|规划建设|科技计划|目标责任|降水|降雨"
    "|不得已|而已|自己|减灾|减排|减碳|加减|缩减版|增值|增值税|增资|增信|增补|新增长|增长极|经济增长|只争|仅供"
)
WORDS: dict[WordClass, str] = {
    WordClass.MUST: "应当|必须|应(?!当)|须(?!知)|务必|不得不",
    WordClass.NOT: "不得|不能|不予|不再|不可|不必|不用|没有|严禁|禁止|无需|无须|并非|[不未无没非勿]",
    WordClass.EXPECTED: f"{FORECAST}|预测",
    WordClass.DONE: "已经|业已|早已|已(?![知婚故])",
    WordClass.UNDER_WAY: "正在|仍在|尚在|还在",
    WordClass.TARGET: "计划|力争|拟|目标|争取|确保|将|规划|打算|安排|要求达|预期目标|努力|奋斗",
    WordClass.RISE: f"{RISING}|扩大|增幅|增速|新增|净增|多增|多出|高出|快于|增(?=\\d)",
    WordClass.FALL: f"{FALLING}|压减|缩减|跌幅|降幅|负增长|少于上年|降(?=\\d)|减(?=\\d)",
    WordClass.MAY: "可以|可(?![以])|允许|能够|鼓励",
    WordClass.ONLY: "仅限?|只限?|限于",
}
_PATTERN = lazy_re.compile(f"(?P<neutral>{_NEUTRAL})|" + "|".join(f"(?P<{c.value}>{w})" for c, w in WORDS.items()))


@dataclass(frozen=True, slots=True)
class ClassWord:
    """One word of a class, with its span in the text."""

    word_class: WordClass
    start: int
    end: int


def class_words(text: str) -> list[ClassWord]:
    """Words of all classes in a text, in order, not overlapping."""
    found = []
    for match in _PATTERN.finditer(fold(text)):
        if match.lastgroup and match.lastgroup != "neutral":
            found.append(ClassWord(WordClass(match.lastgroup), match.start(), match.end()))
    return found


def has(text: str, *classes: WordClass) -> bool:
    """Whether a word of one of these classes stands in the text."""
    return any(word.word_class in classes for word in class_words(text))
