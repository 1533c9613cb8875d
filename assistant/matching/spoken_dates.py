"""Since when an enterprise, its seat or a title of it is there, as a message tells it."""

from __future__ import annotations

import re

from assistant.matching.partial_date import PartialDate
from assistant.matching.spoken_message import MARKS, Message
from docs_store import lazy_re

_BORN = lazy_re.compile("成立|创办|创立|创建|注册|开业|开办|设立|营业执照|执照|老公司|办的厂|开的厂")
_LASTED = lazy_re.compile("成立|注册|开业|开了|办了|做了|干了|运营|经营")
_MOVED = lazy_re.compile("(?:搬|迁)(?:到|来|入|至|进)|落户")
_RECOGNISED = lazy_re.compile("认定|评上|通过|获批|拿到|获得|评为|当上|复审|入库|拿的|评的|证书")


def tells_a_date(stretch: str) -> bool:
    """Whether a year in a stretch is that of a founding, a move or a title."""
    return bool(_BORN.search(stretch) or _MOVED.search(stretch) or _RECOGNISED.search(stretch))


def founded(message: Message) -> PartialDate | None:
    """When the enterprise was founded: 2021年3月成立, 开了五年了."""
    return _since(message, _BORN) or _lasted(message)


def moved(message: Message) -> PartialDate | None:
    """When it came to its present place: 2023年搬到松江."""
    return _since(message, _MOVED)


def recognised(message: Message, start: int, end: int) -> PartialDate | None:
    """When a title at a place of the text was had: 2023年认定的."""
    begin, stop = message.stretch(start, MARKS)
    for stretch in (message.text[begin:start], message.text[end:stop][:14]):
        if _RECOGNISED.search(stretch):
            return message.date_in(stretch)
    return None


def _since(message: Message, verb: re.Pattern[str]) -> PartialDate | None:
    """The date before or right behind a verb: 2021年3月成立, 成立于2021年, 成立5年了."""
    for match in verb.finditer(message.text):
        begin, stop = message.stretch(match.start(), MARKS)
        for text in (message.text[begin : match.start()], message.text[match.end() : stop][:14]):
            day = message.date_in(text)
            if day is not None and day.earliest <= message.on:
                return day
    return None


def _lasted(message: Message) -> PartialDate | None:
    """开了五年了: the year that it began in."""
    for match in _LASTED.finditer(message.text):
        begin, stop = message.stretch(match.start(), MARKS)
        years = [
            q for q in message.quantities if begin <= q.start < stop and q.unit == "年" and q.value == int(q.value)
        ]
        if years and 0 < years[0].value < 100:
            return PartialDate(message.on.year - int(years[0].value))
    return None
