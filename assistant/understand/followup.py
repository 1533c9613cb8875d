"""Making a follow-up question stand by itself, without a language model.

What a follow-up leaves out (place, year, subject, what is asked) is taken from the question before it. Whether it goes
on with the subject or begins another is not always to be seen from its words, so it may have several readings, closest
to the conversation first; the first that the library answers is the one.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.bounds import MAX_QUESTION, MAX_TURNS
from assistant.read.rules.kinds import Asked, asked_kind
from assistant.read.rules.lexicon import canonical, topic_words, without_asking, words_of
from assistant.read.rules.topic import present, searchable
from assistant.understand import places
from docs_store import lazy_re
from docs_store.document_set import DocumentSet
from docs_store.textnorm import fold, normalise
from docs_store.types import Answer, Turn

_YEAR = lazy_re.compile(r"(?:19|20)\d\d年?(?:度)?")
_BEGINS = lazy_re.compile("^(?:那么?|还有|另外|再|以及|接着|它们?|他们|这个|该|其|上述)[,]?(?:的话)?")
_GOES_ON = lazy_re.compile(f"{_BEGINS.pattern}|呢[?。]?$")
_CONTRASTS = lazy_re.compile("的?呢[?。]?$")  # 省级的呢?: another of the kind just asked about
# 上一年 counts from the year spoken of; 去年 and 今年 from the calendar, which `understand` knows
_NEXT_TO = ((lazy_re.compile("上一?年度?|前一年度?"), -1), (lazy_re.compile("下一?年度?|次年|第二年"), 1))
# Words that ask for a part of something without naming it: 需要什么材料?
_ATTRIBUTES = words_of(
    "申报材料 材料 申报条件 条件 申报时间 时间 联系电话 受理部门 部门 金额 标准 补助 上限 最高 比例 目标 原因 "
    "流程 程序 对象 期限 截止 预计 结果 增长 增速 排名 完成 "
    "名单 依据 有效期 申报 地点 年龄 学历 要求 限制 兑现 总量"
)
_STATUS = lazy_re.compile("目标|计划|预计|结果|实际|增长|增速|排名|占比")
_AMOUNT_ASKED = lazy_re.compile(
    "(?:[最至]高|最多|[^,。?]{0,2}能.)?(?:是|有|为|达到|补|给|奖|领){0,6}(?:多少|百分之几|几)[^,。?]{0,200}[?]?$"
)
# What is asked of a thing, at the end of its name: 专精特新奖励|咨询电话
_ASKED_OF = lazy_re.compile(
    "的?(?:咨询|申报|申请|受理|联系)?(?:电话|方式|材料|条件|时间|期限|流程|程序|金额|比例|上限|部门)$"
)
_SUBJECT = 0.9  # weight from which a topic word names what is talked about


def standalone(question: str, history: Sequence[Turn], infos: DocumentSet) -> str:
    """The question with what it leaves out put in, in its likeliest reading."""
    return readings(question, history, infos)[0]


def readings(question: str, history: Sequence[Turn], infos: DocumentSet) -> list[str]:
    """Questions that stand by themselves, closest to the conversation first; the question itself when nothing lacks.

    Args:
        history: earlier messages, oldest first; only the person's own are read, and of those the latest `MAX_TURNS`.
    """
    before = ""
    for turn in [turn.content for turn in history if turn.role == "user" and turn.content.strip()][-MAX_TURNS:]:
        before = _readings(turn, before, infos)[0]
    return _readings(question, before, infos)


def _readings(question: str, before: str, infos: DocumentSet) -> list[str]:
    """As `readings`, after one question that stands by itself; none where `before` is empty."""
    longest = max(
        len(question), MAX_QUESTION
    )  # what was asked before is taken over in part, and may grow with each turn
    found = [reading for reading in _composed(question, before, infos) if len(reading) <= longest]
    return found or [question.strip()]


def _composed(question: str, before: str, infos: DocumentSet) -> list[str]:
    text = fold(normalise(question)).strip()
    if not before or asked_kind(text) is Asked.GREETING:
        return [question.strip()]
    before = fold(normalise(before))
    named, named_before = places.find(text, infos), places.find(before, infos)
    text = _years_beside(text, before)
    subject = _subject(text, [place.surface for place in named])
    own = subject - _ATTRIBUTES
    years = _YEAR.findall(text)
    if own and named:
        return [question.strip()]
    # 最高多少 asks something new of the same subject; 洞头区多少家 asks the same of another
    asks = asked_kind(text) is not Asked.FACT and not (named or years)
    if not subject and not asks and not _STATUS.search(text):
        return [_replaced(before, text, named, named_before)]
    where = "".join(place.surface for place in named or named_before)
    year = next(iter(years or _YEAR.findall(before)), "")
    rest = _BEGINS.sub("", _YEAR.sub("", text))
    for place in named:
        rest = rest.replace(place.surface, "")
    surfaces = [place.surface for place in named_before]
    about = _subject_text(before, surfaces)
    contrasts = _CONTRASTS.search(rest) is not None and asked_kind(text) is Asked.FACT
    if contrasts and (asking := _AMOUNT_ASKED.search(before)):
        rest = _CONTRASTS.sub("", rest) + asking.group()
    goes_on = f"{where}{year}{about}{rest}"
    if not own:
        names = "".join(word for word, weight in topic_words(about) if weight >= _SUBJECT)
        return [goes_on, f"{where}{year}{names}{rest}"]
    found = [f"{where}{year}{_CONTRASTS.sub('', rest)}{_frame(before, surfaces)}"] if contrasts else []
    found += [goes_on, f"{where}{year}{rest}"]
    return [*found, question.strip()] if not _GOES_ON.search(text) else found


def speaks_of(question: str, answer: Answer, infos: DocumentSet) -> bool:
    """Whether an answer found for a reading of the question is about what the question itself names.

    A reading holds the subject of the conversation too, and a sentence on that alone would be an answer to another
    question.
    """
    text = fold(normalise(question))
    for place in places.find(text, infos):
        text = text.replace(place.surface, " ")
    own = [word for word, weight in topic_words(_YEAR.sub(" ", text)) if weight >= _SUBJECT]
    said = [answer.answer, *(part for c in answer.citations for part in (c.title, c.quote, *c.heading))]
    reading = searchable(fold(" ".join(said)))
    return sum(present(word, reading) > 0 for word in own) * 2 >= len(own)


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


def _years_beside(text: str, before: str) -> str:
    """The text with 上一年 and the like as the year they mean, next to the one spoken of."""
    years = _YEAR.findall(before)
    if years and not _YEAR.search(text):
        for words, step in _NEXT_TO:
            text = words.sub(f"{int(years[0][:4]) + step}年", text, count=1)
    return text


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
    named = [_ASKED_OF.sub("", phrase) or phrase for phrase in phrases if canonical(phrase) not in _ATTRIBUTES]
    return "".join(named)


def _frame(before: str, surfaces: Sequence[str]) -> str:
    """What the earlier question asked, without what it asked it of: 补助多少 of 领军人才安家补助多少."""
    for surface in surfaces:
        before = before.replace(surface, "")
    text = canonical(_YEAR.sub("", before))
    for word, weight in topic_words(text):
        if weight >= _SUBJECT and word not in _ATTRIBUTES:
            text = text.replace(word, "")
    return text
