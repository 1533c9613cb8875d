"""A message in which a person tells of an enterprise: its text as it is read, and the stretches between its marks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from assistant.matching.partial_date import PartialDate
from assistant.matching.profile_words import OTHERS, nouns
from docs_store import lazy_re
from docs_store.language.periods import day_mentions, year_mentions
from docs_store.language.quantities import quantities
from docs_store.textnorm import fold

MARKS = ",。;!?\n:、"
_N = "[\\d一二两三四五六七八九十百千]"
# As people say numbers: 1个多亿, 800来万, 三百来号人, 3千2百万; a bare 万 is money.
_SPOKEN_NUMBER = (
    (lazy_re.compile(f"(?<={_N})个(?=多?亿)"), ""),
    (lazy_re.compile(f"(?<={_N})[来几](?=[万千百亿人名号])"), "多"),
    (lazy_re.compile(f"(?<={_N})(多?)[号个]人"), r"\1人"),
    (lazy_re.compile("([一二三四五六七八九])百([一二三四五六七八九])(?![十百千万亿\\d])"), r"\1百\2十"),
    (lazy_re.compile(r"(?<!\d)(\d)千(\d)百万"), r"\g<1>\g<2>00万"),
    (lazy_re.compile(f"(?<={_N})(多?[万亿])(?![元块件家人亿]|\\s*元)"), r"\1元"),
)


class Message:
    """One message.

    Attributes:
        text: folded, with numbers as they are written; offsets count in it.
        on: the day of asking.
        quantities, nouns, years: what stands in the text, in order.
    """

    def __init__(self, text: str, on: date) -> None:
        self.text = _plain(text)
        self.on = on
        self.quantities = quantities(self.text)
        self.nouns = list(nouns(self.text))
        self.years = year_mentions(self.text, on.year)

    def stretch(self, at: int, marks: str = ",。;!?\n:") -> tuple[int, int]:
        """Start and end of the stretch between two marks."""
        begin = max(self.text.rfind(mark, 0, at) for mark in marks) + 1
        stop = min((end for mark in marks if (end := self.text.find(mark, at)) >= 0), default=len(self.text))
        return begin, stop

    def of_others(self, at: int) -> bool:
        """Whether a place tells of somebody else: 我朋友的公司是高企."""
        begin, stop = self.stretch(at)
        return any(word in self.text[begin:stop] for word in OTHERS)

    def before(self, at: int, words: Sequence[str]) -> bool:
        """Whether one of the words stands before a place in its stretch."""
        begin, _ = self.stretch(at)
        stretch = self.text[max(begin, at - 8) : at]
        return any(word in stretch for word in words)

    def date_in(self, text: str) -> PartialDate | None:
        """The last date that a text names: a year, a month or a day."""
        short = re.search(r"(?<!\d)(\d{2})年", text)
        if short is not None and int(short[1]) <= self.on.year % 100:  # 12年成立
            text = f"{text[: short.start()]}20{text[short.start() :]}"
        named = year_mentions(text, self.on.year)
        if not named or len(named[-1].years) != 1:
            return None
        year = max(named[-1].years)
        days = [day for day in day_mentions(text) if day.month is not None]
        if not days:
            return PartialDate(year)
        try:
            date(year, days[-1].month or 1, days[-1].day or 1)
        except ValueError:
            return PartialDate(year)
        return PartialDate(year, days[-1].month, days[-1].day)


def _plain(text: str) -> str:
    text = fold(text)
    for pattern, instead in _SPOKEN_NUMBER:
        text = pattern.sub(instead, text)
    return text
