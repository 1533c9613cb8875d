"""What a number of a report counts, so that it is not taken for the count of something named beside it.

In 大力培育瞪羚企业,新增规上企业270家 the number is not that of 瞪羚企业, near as they stand; nor does 13个博士后工作站
say how many 院士工作站 there are.
"""

from __future__ import annotations

import re
from itertools import pairwise

from assistant.read.rules.lexicon import GENERIC, canonical, names_of, tagged, words_of
from assistant.read.rules.numbers import Measure, Quantity
from assistant.read.rules.question import Question
from assistant.read.rules.topic import SUBJECT, present, searchable
from docs_store import lazy_re, regions

_ENDS = lazy_re.compile("[,;:。!?、()|]")  # what is counted stands before these when it follows the number
_HELD = 0.45  # presence of a word of the subject, in 0..1, from which it counts as named
_PASSING = frozenset((Measure.DATE, Measure.DURATION, Measure.RANK))  # they cut off nothing that is said before them
# Names of the measure itself, which stand for the thing before them (企业数量, 总额), of who pays, and of the whole
_OF_MEASURE = words_of(
    "社会 力争 争取 有望 同比 环比 数量 总数 总量 规模 总额 金额 数额 人数 户数 家数 件数 比重 "
    "比例 占比 水平 速度 增速 增幅 全国 全省 全市 全区 财政 政府 银行 全县 全社会 我省 "
    "我市 本市 指标 任务 目标 预期 总计 合计 左右 以上 全年 年末 年底 上年 同期 历史 大关 关口 "
    "整数 次数"
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
    held = [phrase for phrase in phrases if all(present(word, reading) >= _HELD for word in phrase)]
    if held:
        return all(_is_qualified(phrase[0], own, question) for phrase in held)
    return bool(phrases) and bool(_others(own, question))


def other_names(
    question: Question, folded: str, quantity: Quantity, statement: tuple[int, int], others: list[Quantity]
) -> frozenset[str]:
    """Names beside a number that the question does not hold: of 规上工业企业165家, where 企业 are asked about, 工业.

    Args:
        folded, statement, others: as in `is_of_other_thing`.
    """
    return _others(_own_words(folded, quantity, statement, others), question)


def _others(own: str, question: Question) -> frozenset[str]:
    return frozenset(word for word, tag in tagged(own.lower()) if _is_other(word, tag, question))


def _is_qualified(word: str, own: str, question: Question) -> bool:
    """Whether another noun stands before the word wherever it does: 海洋生产总值 is not 生产总值."""
    text = canonical(own)
    before = [tagged(text[max(match.start() - 8, 0) : match.start()]) for match in re.finditer(re.escape(word), text)]
    return bool(before) and all(tags and _is_other(*tags[-1], question) for tags in before)


def _own_words(folded: str, quantity: Quantity, statement: tuple[int, int], others: list[Quantity]) -> str:
    """The words between the number before and this one, and those that follow it up to the next stop or number."""
    since, clause = statement
    counted = [q for q in others if q.measure not in _PASSING and q.start >= clause]
    start = max([since, *(q.end for q in counted if q.end <= quantity.start)])
    stop = _ENDS.search(folded, quantity.end)
    end = min([stop.start() if stop else len(folded), *(q.start for q in counted if q.start >= quantity.end)])
    return f"{folded[start : quantity.start]} {folded[quantity.end : end]}"


def _phrases(question: Question) -> list[tuple[str, ...]]:
    """The names of what is asked about: topic words that follow each other, the last two subject words of each run."""
    weights = dict(question.topic)
    words = list(weights)
    text = canonical(question.text)
    runs: list[list[str]] = [[word] for word in words[:1]]
    for before, word in pairwise(words):
        if before + word in text:
            runs[-1].append(word)
        else:
            runs.append([word])
    subjects = [tuple(word for word in run if weights[word] >= SUBJECT)[-2:] for run in runs]
    return [subject for subject in subjects if subject]


def _is_other(word: str, tag: str, question: Question) -> bool:
    """Whether a word names a thing, by its part of speech, that the question does not name."""
    is_name = (tag[0] in "njli" and len(word) > 1) or tag == "eng"
    if not is_name or (tag == "ns" and regions.find_mentions(word)) or word in GENERIC or word in _OF_MEASURE:
        return False
    known = (question.text.lower(), canonical(question.text), *(n for w, _ in question.topic for n in names_of(w)))
    return not any(word in text for text in known)
