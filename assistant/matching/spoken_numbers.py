"""The numbers of a message, each with the fact of the profile that it is."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from assistant.matching.profile_words import PENDING, Measured, Noun
from assistant.matching.spoken_dates import tells_a_date
from assistant.matching.spoken_message import MARKS, Message
from docs_store.language.periods import YearMention, year_mentions
from docs_store.language.quantities import Quantity
from docs_store.units import plain

_REACH = 14  # characters from a noun to its number
_AFTER = 6  # characters from a number to the noun behind it (3件发明专利)
_PIECES = frozenset("件个项")
_PERSONS = frozenset("人名位")


class Numbers:
    """Finds which noun claims each number of a message."""

    def __init__(self, message: Message) -> None:
        self._message = message

    def claims(self) -> Iterator[tuple[Noun, int, Decimal]]:
        """Each number with the noun that claims it, and the year that it is of.

        The last noun of its kind before it in its stretch claims a number, else the next one behind it, else the one
        that claimed the number before, where only a year stands between the two (2024年1.7亿, 2025年2亿).
        """
        last: Noun | None = None
        end = 0
        claimed: set[int] = set()
        for q in self._message.quantities:
            kind = _kind(q)
            if kind is None or self._message.of_others(q.start) or self._pending(q):
                continue
            pieces = self._noun_behind(q, frozenset({Measured.PIECES})) if q.unit == "个" else None
            if pieces is not None and pieces.start - q.end > 1:
                pieces = None
            if pieces is not None and (self._noun_before(q, end, frozenset({Measured.PIECES}), claimed)):
                pieces = None  # 发明专利3个实用新型14个: each noun stands before its number
            noun = (
                pieces
                or self._noun_before(q, end, kind, claimed)
                or self._noun_behind(q, kind)
                or self._again(last, end, q)
            )
            if noun is None and q.unit == "人" and not self._others_in(q):
                noun = Noun("", "staff", Measured.PERSONS, q.start, q.start)
            if noun is not None and not self._sums_up(noun, q):
                yield noun, self._year(q), plain(q.value)
                claimed.add(noun.start)
                last, end = noun, q.end

    def _sums_up(self, noun: Noun, q: Quantity) -> bool:
        """Whether a number is one of several, or of several years: 三年研发费用分别为, 前几年合计."""
        begin, _ = self._message.stretch(noun.start)
        stretch = self._message.text[begin : q.start]
        return any(word in stretch for word in ("分别", "合计", "累计", "共计", "前几年", "近三年", "三年", "两年"))

    def _noun_before(self, q: Quantity, since: int, kind: frozenset[Measured], claimed: set[int]) -> Noun | None:
        start = max(since, q.left - _REACH)
        held = [
            noun
            for noun in self._message.nouns
            if start <= noun.start and noun.end <= q.start and noun.measured in kind and noun.start not in claimed
            and not any(mark in self._message.text[noun.end : q.start] for mark in "。;!?\n,、")
        ]  # fmt: skip
        if not q.unit and q.written_unit.factor == 1:  # a bare number: right behind its noun only (员工70)
            held = [noun for noun in held if q.start - noun.end <= 2 and noun.text != "研发"]
        return held[-1] if held else None

    def _noun_behind(self, q: Quantity, kind: frozenset[Measured]) -> Noun | None:
        for noun in self._message.nouns:
            between = self._message.text[q.end : noun.start] if noun.start >= q.end else None
            if q.unit and between is not None and noun.measured in kind:
                near = len(between) <= _AFTER and not any(mark in between for mark in MARKS)
                return noun if near and noun.measured is not Measured.MONEY else None
        return None

    def _again(self, last: Noun | None, end: int, q: Quantity) -> Noun | None:
        if last is None or last.measured is not Measured.MONEY or q.unit not in ("元", ""):
            return None
        between = self._message.text[end : q.start]
        named = year_mentions(between, self._message.on.year)
        for mention in reversed(named):
            between = between[: mention.start] + between[mention.end :]
        return last if named and not between.strip(" ,、和及是为达的约大概又从到掉降升涨至元") else None

    def _others_in(self, q: Quantity) -> bool:
        """Whether the stretch of a number of persons tells of some of them, or of none of the enterprise's."""
        begin, stop = self._message.stretch(q.start)
        told = [
            noun for noun in self._message.nouns if begin <= noun.start < stop and noun.measured is Measured.PERSONS
        ]
        return any(noun.field != "staff" for noun in told)

    def _pending(self, q: Quantity) -> bool:
        _, stop = self._message.stretch(q.start)
        return any(word in self._message.text[q.end : stop] for word in PENDING)

    def _year(self, q: Quantity) -> int:
        """The year that a sum is of: the last one named before it, else the last full one."""
        begin, _ = self._message.stretch(q.start, "。;!?\n")
        named = [m for m in self._message.years if begin <= m.start < q.start]
        named = [
            mention for mention in named if max(mention.years) <= self._message.on.year and not self._dates(mention)
        ]
        return max(named[-1].years) if named else self._message.on.year - 1

    def _dates(self, mention: YearMention) -> bool:
        """Whether a year is that of a founding or a title (2021年成立, 2023年认定), which no sum is of."""
        begin, stop = self._message.stretch(mention.start)
        stretch = self._message.text[begin:stop]
        return tells_a_date(stretch)


def _kind(q: Quantity) -> frozenset[Measured] | None:
    """Which nouns may claim a number, by its unit; `None` for none."""
    if q.unit == "元" or (not q.unit and q.written_unit.factor >= 10_000):
        return frozenset({Measured.MONEY, Measured.PROJECT})
    if (q.unit and set(q.written_unit.text) & _PERSONS) or (not q.unit and q.value >= 2):
        return frozenset({Measured.PERSONS})
    if q.unit and set(q.written_unit.text) & _PIECES:
        return frozenset({Measured.PIECES, Measured.PERSONS}) if q.unit == "个" else frozenset({Measured.PIECES})
    return None
