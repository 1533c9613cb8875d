"""What a number of a report counts, so that it is not taken for the count of something named beside it.

In 大力培育瞪羚企业,新增规上企业270家 the number is not that of 瞪羚企业, near as they stand; nor is 13个博士后工作站 an answer
to how many 院士工作站 there are.
"""

from __future__ import annotations

import re
from itertools import pairwise

from assistant.lexicon import GENERIC, canonical, names_of, tagged, words_of
from assistant.numbers import Measure, Quantity
from assistant.question import Question
from assistant.topic import SUBJECT, present, searchable

_ENDS = re.compile("[,;:。!?、()|]")  # what is counted stands before these when it follows the number
_HELD = 0.45  # presence of a word of the subject, in 0..1, from which it counts as named
_PASSING = frozenset((Measure.DATE, Measure.DURATION, Measure.RANK))  # they cut off nothing that is said before them
# Names of the measure itself, which stand for the thing before them (企业数量, 总额)
_OF_MEASURE = words_of(
    "同比 环比 数量 总数 总量 规模 总额 金额 数额 人数 户数 家数 件数 比重 比例 占比 水平 速度 增速 增幅 全国 全省 全市 全区 "
    "全县 全社会 我省 我市 本市 指标 任务 目标 预期 总计 合计 左右 以上 全年 年末 年底 上年 同期 历史 大关 整数 次数"
)


def is_of_other_thing(
    question: Question, folded: str, quantity: Quantity, statement: tuple[int, int], others: list[Quantity]
) -> bool:
    """Whether the words beside a number name something else than what is asked about, and not that.

    Args:
        folded: the sentence.
        statement: offsets in it where the statement begins that the number belongs to, and where its own clause does.
        others: all quantities of the sentence.
    """
    own = _own_words(folded, quantity, statement, others)
    reading = searchable(own)
    phrases = _phrases(question)
    if not phrases or any(all(present(word, reading) >= _HELD for word in phrase) for phrase in phrases):
        return False
    return _names_other(own, question)


def _own_words(folded: str, quantity: Quantity, statement: tuple[int, int], others: list[Quantity]) -> str:
    """The words between the number before and this one, and those that follow it up to the next stop or number."""
    since, clause = statement
    counted = [q for q in others if q.measure not in _PASSING and q.start >= clause]
    start = max([since, *(q.end for q in counted if q.end <= quantity.start)])
    stop = _ENDS.search(folded, quantity.end)
    end = min([stop.start() if stop else len(folded), *(q.start for q in counted if q.start >= quantity.end)])
    return f"{folded[start : quantity.start]} {folded[quantity.end : end]}"


def _phrases(question: Question) -> list[tuple[str, ...]]:
    """The names of what is asked about: subject words that follow each other, the last two of each such run."""
    words = [word for word, weight in question.topic if weight >= SUBJECT]
    text = canonical(question.text)
    runs: list[list[str]] = [[word] for word in words[:1]]
    for before, word in pairwise(words):
        if before + word in text:
            runs[-1].append(word)
        else:
            runs.append([word])
    return [tuple(run[-2:]) for run in runs]


def _names_other(own: str, question: Question) -> bool:
    known = f"{question.text.lower()} {canonical(question.text)}" + " ".join(
        name for word, _ in question.topic for name in names_of(word)
    )
    return any(
        (tag[0] in "njli" and tag != "ns" and len(word) > 1 or tag == "eng")
        and word not in known
        and word not in GENERIC
        and word not in _OF_MEASURE
        for word, tag in tagged(own.lower())
    )
