"""The reader of stages: whether words tell what was done, what is expected or what is planned.

What is asked of words is less than what `word_classes` holds: 争取资金 got it and 拟定 drew it up. So these are words
with what must or must not stand around them.
"""

from __future__ import annotations

from docs_store import lazy_re
from docs_store.language.word_classes import FORECAST
from docs_store.types import Status

_EXPECTED = lazy_re.compile(rf"{FORECAST}|将(?=突破|达|超|实现|新增|完成|增长|增加|超过|达到|建成)")
_TARGET = lazy_re.compile(
    r"力争|(?<![模虚草])拟(?!态|合|定|建|于)|争取(?=[^,。]{0,12}(?:达|突破|实现|超过))|目标(?:是|为)|(?:预期|主要|发展|工作)目标(?!任务)"
    r"|(?:年初|当年)预算(?:数|安排)?(?:为|是)?$"
    r"|(?<!完成)(?<!年)(?<!度)计划的(?=[\u4e00-\u9fff]{2,12}(?:面积|规模|数量|产量|总量))"
    r"|计划(?=[新实完引培])|下一步|到20\d\d年(?:底|末)?[,实达建力]"
)
_DONE = lazy_re.compile(
    r"(?:去年|上年(?!度)|过去一年|截至目前|目前已|(?:还|仍)有(?![序待望])|现有$|已(?:累计|经|有|达|建成|完成|实现|开工))"
)
_ANNOUNCED = lazy_re.compile("(?:年度|预期|工作|主要|发展)目标(?:是|为)?:")
_CLAUSE = lazy_re.compile(r"[,;:。!?()\n|]|——")
_WORD = lazy_re.compile(f"(?P<expected>{_EXPECTED.pattern})|(?:{_TARGET.pattern})")
# 预计 that opens a sentence, behind a label or the time it is for, is meant for all of it.
_OPENS = lazy_re.compile(
    r"[\s\d.、(]{0,6}(?:[^,。;:\n]{1,12}:)?(?:其中,?)?(?:(?:19|20)\d\d年度?|今年|全年|年内|到?年底|[上下]半年|前?[一二三四]季度){0,2},?(?:预计|预估|估计)"
)
_FORECAST_ENDS = lazy_re.compile(
    r"[,;。](?:截[至止]|目前|当前|实际|去年|上年(?!同期)|现[有已]|\d{1,2}(?:[-—–~至]\d{1,2})?月|[^,;。]{0,12}已)"
)
_AMONG = lazy_re.compile(r"\s{0,3}其中")
GOES_ON = lazy_re.compile(r"\s{0,3}(?:其中|同比|比上年|较上年|增长|增速|增幅|下降|提高|占|居|排|列|位居|完成率)")
"""What only goes on about the number before: it is a forecast where that one is."""


def of_words(words: str, section: Status) -> Status | None:
    """What folded words from a clause's start to its number tell; `None` where they say no other than the section."""
    if _EXPECTED.search(words):
        return Status.EXPECTED
    if section is not Status.TARGET and _TARGET.search(words):
        return Status.TARGET
    if section is Status.TARGET and _DONE.search(words) and not _TARGET.search(words):
        return Status.ACTUAL
    return None


def announced_from(text: str, start: int) -> int:
    """From where on the line that begins at `start` tells what is planned (年度目标:); its end where it does not."""
    end = text.find("\n", start)
    end = len(text) if end < 0 else end
    announced = _ANNOUNCED.search(text, start, end)
    return announced.end() if announced else end


def forecast_until(text: str, start: int, end: int, *, goes_on: bool = False) -> int:
    """How far the forecast that opens a sentence holds in `text[start:end]`; `start` where none opens it.

    Args:
        text: folded reading text.
        goes_on: whether the sentence before is a forecast to its end: what parts it has (其中), and what a semicolon
            sets beside it, is one too.
    """
    follows = goes_on and (text[start - 1 : start] == ";" or _AMONG.match(text, start, end) is not None)
    if not follows and _OPENS.match(text, start, end) is None:
        return start
    ends = _FORECAST_ENDS.search(text, max(0, start - 1) if follows else start, end)
    return max(start, ends.start()) if ends else end


def turns(text: str, start: int, end: int, section: Status, announced: int) -> list[tuple[int, Status]]:
    """What the sentence `text[start:end]` tells from where on; the first place is its start.

    A word holds from where it stands to the end of its clause, and for clauses that only go on about the number there.
    In a section of plans all is planned: what was done before it stands there for comparison.

    Args:
        text: folded reading text.
        section: what the section tells.
        announced: from where on the line tells what is planned; see `announced_from`.
    """
    found = [(start, Status.TARGET if announced <= start else section)]
    if section is Status.TARGET or (announced >= end and _WORD.search(text, start, end) is None):
        return found
    held = forecast_until(text, start, end)
    at = start
    while at < end:
        stop = _CLAUSE.search(text, at, end)
        until = stop.start() if stop else end
        opening = Status.TARGET if announced <= at else section
        if found[-1][1] is not opening and at >= held and not GOES_ON.match(text, at, until):
            _turn(found, at, opening)
        word = None if opening is Status.TARGET else _WORD.search(text, at, until)
        if word is not None:
            _turn(found, word.start(), Status.EXPECTED if word["expected"] else Status.TARGET)
        at = stop.end() if stop else end
    return found


def _turn(found: list[tuple[int, Status]], at: int, status: Status) -> None:
    if found[-1][0] == at:
        found.pop()
    found.append((at, status))
