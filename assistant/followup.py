"""Making a follow-up question stand by itself, without a language model.

What a follow-up leaves out (place, year, subject) is taken from the question before it; a question with a subject of
its own takes nothing over, unless it says that it goes on.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant import places
from assistant.lexicon import canonical, topic_words, without_asking, words_of
from assistant.question import Asked, asked_kind
from docs_store.catalog import DocumentInfo
from docs_store.textnorm import fold, normalise
from docs_store.types import Turn

_YEAR = re.compile(r"(?:19|20)\d\d年?(?:度)?")
_GOES_ON = re.compile("^(?:那么?|还有|另外|再|以及|接着|它|他们|这个|该|其|上述)|呢[?。]?$")
# Words that ask for a part of something without naming it: 需要什么材料?
_ATTRIBUTES = words_of(
    "申报材料 材料 申报条件 条件 申报时间 时间 联系电话 受理部门 部门 金额 标准 补助 上限 最高 比例 目标 原因 "
    "流程 程序 对象 期限 截止 预计 结果 增长 增速 排名 完成 "
    "名单 依据 有效期 申报 地点"
)
_STATUS = re.compile("目标|计划|预计|结果|实际|增长|增速|排名|占比")


def standalone(question: str, history: Sequence[Turn], infos: Sequence[DocumentInfo]) -> str:
    """The question with what it leaves out put in; the question itself when nothing is missing.

    Args:
        history: earlier messages, oldest first; only the person's own are read.
    """
    text = fold(normalise(question)).strip()
    earlier = [turn.content for turn in history if turn.role == "user" and turn.content.strip()]
    if not earlier or asked_kind(text) is Asked.GREETING:
        return question.strip()
    before = standalone(earlier[-1], [Turn(role="user", content=words) for words in earlier[:-1]], infos)
    before = fold(normalise(before))
    named, named_before = places.find(text, infos), places.find(before, infos)
    subject = _subject(text, [place.surface for place in named])
    if subject - _ATTRIBUTES and not (_GOES_ON.search(text) and not named):
        return question.strip()
    years = _YEAR.findall(text)
    # 最高多少 asks something new of the same subject; 洞头区多少家 asks the same of another
    asks = asked_kind(text) is not Asked.FACT and not (named or years)
    if not subject and not asks and not _STATUS.search(text):
        return _replaced(before, text, named, named_before)
    years = years or _YEAR.findall(before)
    where = "".join(place.surface for place in named or named_before)
    about = "" if subject - _ATTRIBUTES else _subject_text(before, [place.surface for place in named_before])
    rest = _YEAR.sub("", re.sub("^(?:那么?|还有|另外|再)[,]?", "", text))
    for place in named:
        rest = rest.replace(place.surface, "")
    return f"{where}{years[0] if years else ''}{about}{rest}"


def _replaced(before: str, text: str, named: Sequence[places.Place], named_before: Sequence[places.Place]) -> str:
    """The earlier question with the place and year of the new one in their places."""
    if named and named_before:
        first, *others = named_before
        before = before.replace(first.surface, "、".join(place.surface for place in named), 1)
        for other in others:
            before = before.replace(other.surface, "")
    elif named:
        before = "".join(place.surface for place in named) + before
    years = _YEAR.findall(text)
    if years:
        before = _YEAR.sub(years[0], before, count=1) if _YEAR.search(before) else years[0] + before
    return before


def _subject(text: str, surfaces: Sequence[str]) -> set[str]:
    for surface in surfaces:
        text = text.replace(surface, " ")
    return {word for word, weight in topic_words(_YEAR.sub(" ", text)) if weight >= 0.35}


def _subject_text(before: str, surfaces: Sequence[str]) -> str:
    """What the earlier question was about, in its own words, without what it asked of it.

    研发投入后补助有哪些条件 was about 研发投入后补助: a word like 补助 is an attribute only where it stands alone.
    """
    for surface in surfaces:
        before = before.replace(surface, " ")
    phrases = [phrase for run in without_asking(_YEAR.sub(" ", before)) if (phrase := run.strip("的有是了在,。?"))]
    return "".join(phrase for phrase in phrases if canonical(phrase) not in _ATTRIBUTES)
