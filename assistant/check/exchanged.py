"""Words of a sentence in a place where its passage has others: 县财政局在10日内办结 for 县科学技术局在10日内办结.

Such a sentence is made of words that stand in the passage, only not there, so neither its facts nor its share of
carried words tell it. It is told by its neighbours: the same words stand before and behind in a clause of the passage
(or the clause ends there), and between them another word. That may still be the same said otherwise, so it is no fault.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import Match, SequenceMatcher
from functools import lru_cache
from itertools import pairwise

from assistant.check.quotes import Ground
from assistant.check.words import without_light
from assistant.understand.places import name_of
from docs_store import lazy_re, regions
from docs_store.language.periods import year_mentions
from docs_store.language.word_classes import WordClass, has
from docs_store.textnorm import fold

_CLAUSE = lazy_re.compile(r"[,。;:!?\n|]")
_MARKS = lazy_re.compile(r"[\s“”\"'‘’《》〈〉()「」]")
_NUMBERING = lazy_re.compile(
    r"\s{0,9}(?:第[一二三四五六七八九十百\d]{1,4}[条章节款]|\(?[一二三四五六七八九十\d]{1,3}[)、.](?!\d)|[一二三四五六七八九十]{1,2}是)"
)
_DIGITS = lazy_re.compile(r"\d[\d.]*")
_REFERRING = lazy_re.compile(
    "下列|以下|如下|[下上前]述|本(?:[章节条款项级]|办法|通知|规定|细则|措施)|前款"
)  # said out in its place
_LIGHT_TOO = lazy_re.compile("[且均须以也另要会将才再又]")
_FIRST_SIGN = 0xE000  # private use: a number becomes one character, so that no block cuts it
_BLOCK = 2  # characters that count as the same words
_EDGE = 4  # the same where a clause's start or end is the other neighbour
_ALIKE = 0.6  # share of a passage's clause that must stand in the sentence's
_WHOLE = 0.5  # share of another clause from which it is that clause that stands in a slot
_LONGEST_EXCHANGE = 16  # characters; more is another wording, not another word
_SCOPE = 4  # characters of a title that are taken as its own words
_DENIAL = 2  # characters of a word that denies
_LONGEST = 160  # characters of a clause that is looked at


@dataclass(frozen=True, slots=True)
class _Slot:
    """A place between the same neighbours in two clauses: its span in the sentence's, and the words of either.

    `is_edge` where one neighbour is the start or end of both.
    """

    start: int
    end: int
    words: str
    instead: str
    is_edge: bool = False


@dataclass(frozen=True, slots=True)
class _Reading:
    """A clause of a sentence laid beside one of its passages.

    Attributes:
        start, end: span of the sentence's clause that the passage's holds, the words beyond its own start and end
            included where the passage's clause has no more.
        size: characters that both have.
        slots: where they differ inside.
    """

    start: int
    end: int
    size: int
    slots: tuple[_Slot, ...]


@dataclass(frozen=True, slots=True)
class _Scope:
    """What a sentence may say of its passages from beside them: their documents' titles and places.

    Attributes:
        text: titles and paths of places.
        places: names of the places, in full and short.
    """

    text: str
    places: tuple[str, ...]

    @classmethod
    def of(cls, grounds: Sequence[Ground]) -> _Scope:
        text = _MARKS.sub("", fold("|".join(f"{g.source.title}|{g.source.region}" for g in grounds)))
        names = dict.fromkeys(name_of(g.source.region) for g in grounds if g.source.region)
        return cls(text, tuple(name for full in names for name in (full, regions.short_name(full)) if name))

    def without(self, words: str) -> str:
        """Words without places and without runs of a title; a word or two of it may well mean something else."""
        for place in self.places:
            words = words.replace(place, " ")
        rest, at = "", 0
        while at < len(words):
            end = at
            while end < len(words) and words[at : end + 1] in self.text:
                end += 1
            taken = end - at if end - at >= _SCOPE else 1
            rest += words[at] if taken == 1 else " "
            at += taken
        return rest


def exchanged(text: str, grounds: Sequence[Ground]) -> list[tuple[str, str]]:
    """Words of a sentence and, for each, what its passage has in that place."""
    signs: dict[str, str] = {}
    held = list(dict.fromkeys(c for g in grounds for c in _clauses(g.text, signs)))
    scope = _Scope.of(grounds)
    slots = [slot for clause in _clauses(text, signs) for slot in _slots(clause, held, scope)]
    written = {sign: digits for digits, sign in signs.items()}
    return [(_written(slot.words, written), _written(slot.instead, written)) for slot in slots]


def _written(words: str, signs: dict[str, str]) -> str:
    return "".join(signs.get(char, char) for char in words)


def _clauses(text: str, signs: dict[str, str]) -> list[str]:
    """Clauses without marks, numbering and years (these are compared elsewhere), each number as one character."""
    clauses = []
    for part in _CLAUSE.split(fold(text)):
        part = part[numbered.end() :] if (numbered := _NUMBERING.match(part)) else part
        for year in reversed(year_mentions(part, anchor=2000)):
            part = part[: year.start] + part[year.end :]
        part = _DIGITS.sub(lambda m: signs.setdefault(m.group(), chr(_FIRST_SIGN + len(signs))), part)
        if bare := _MARKS.sub("", part)[:_LONGEST]:
            clauses.append(bare)
    return clauses


def _slots(clause: str, held: Sequence[str], scope: _Scope) -> list[_Slot]:
    """Slots of one clause, but for those that another clause of the passages reads without any."""
    if any(clause in other or (other in clause and not _adds(clause.replace(other, " "), scope)) for other in held):
        return []
    readings = [reading for other in held if (reading := _read(clause, other, scope))]
    clean = [reading for reading in readings if not reading.slots]
    return [
        slot
        for reading in readings
        for slot in reading.slots
        if not any(c.start < slot.start and slot.end < c.end and c.size >= reading.size for c in clean)
        and not (slot.is_edge and any(_is_clause(slot.words, other, scope) for other in held))
    ]


def _read(clause: str, other: str, scope: _Scope) -> _Reading | None:
    """A clause laid beside one of the passages; `None` where that has not enough of it to be its model."""
    if len(_pairs(clause) & _pairs(other)) < _ALIKE / 2 * len(other) - 1:
        return None
    blocks = _blocks(clause, other)
    size = sum(b.size for b in blocks)
    if size < max(_EDGE, _ALIKE * len(other)):
        return None
    first, last = blocks[0], blocks[-1]
    end = last.a + last.size
    slots = [
        _Slot(one.a + one.size, two.a, clause[one.a + one.size : two.a], other[one.b + one.size : two.b])
        for one, two in pairwise(blocks)
    ]
    if first.size >= _EDGE:
        slots.insert(0, _Slot(0, first.a, clause[: first.a], other[: first.b], is_edge=True))
    if last.size >= _EDGE:
        slots.append(_Slot(end, len(clause), clause[end:], other[last.b + last.size :], is_edge=True))
    return _Reading(first.a, end, size, tuple(slot for slot in slots if _differs(slot, clause, other, scope)))


def _differs(slot: _Slot, clause: str, other: str, scope: _Scope) -> bool:
    """Whether what stands in a slot makes another thing of its clause.

    One word for another does, and a denial more or less. Words more are no exchange, but for a single character
    between two words that the passage writes as one (博士后工作站 for 博士工作站): that is another name.
    """
    words, instead = slot.words, slot.instead
    added, dropped = _weight(scope.without(words) if slot.start == 0 else words), _weight(instead)
    if _REFERRING.search(instead) or max(len(added), len(dropped)) > _LONGEST_EXCHANGE:
        return False
    if added and dropped:
        return not _abbreviates(instead, words) and not _abbreviates(words, instead)
    if max(len(added), len(dropped)) <= _DENIAL and has(words, WordClass.NOT) != has(instead, WordClass.NOT):
        return not (added and added in other) and not (dropped and dropped in clause)  # denied elsewhere in it
    return not slot.is_edge and not instead and len(words) == len(added) == 1


def _abbreviates(short: str, long: str) -> bool:
    """Whether a word is written with characters of another one, in their order (高企, 高新技术企业)."""
    chars = iter(long)
    return all(char in chars for char in short)


def _is_clause(words: str, other: str, scope: _Scope) -> bool:
    """Whether words at a clause's end or start tell another clause of the passages, run together with this one."""
    blocks = _blocks(words, other)
    if len(words) < _EDGE or sum(b.size for b in blocks) < _WHOLE * len(other):
        return False
    ends = [Match(0, 0, 0), *blocks, Match(len(words), 0, 0)]
    return not any(_adds(words[one.a + one.size : two.a], scope) for one, two in pairwise(ends))


def _blocks(one: str, other: str) -> list[Match]:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return [block for block in matcher.get_matching_blocks() if block.size >= _BLOCK]


def _adds(text: str, scope: _Scope) -> bool:
    return bool(_weight(scope.without(text)))


def _weight(words: str) -> str:
    """What is left of words without those that any sentence may add."""
    return re.sub(r"[^\u4e00-\u9fff\ue000-\uf8ffA-Za-z%]", "", _LIGHT_TOO.sub(" ", without_light(words)))


@lru_cache(maxsize=4096)
def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[i : i + 2] for i in range(len(text) - 1))
