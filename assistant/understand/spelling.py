"""Typing errors and traditional characters in questions, mended by the library's own words.

A question is read in simplified characters. A wrong, missing or doubled character is mended only where the mended word
is one that the library or the table of synonyms has, and what was typed is a word of neither: a place that sounds
alike, a term of the table that is off by one character, or a character that stands alone between characters that
surround another one in the passages nearest to the question.
"""

from __future__ import annotations

import os
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import compress

from opencc import OpenCC

from assistant.read.rules.lexicon import known_names, words_without_guessing
from docs_store import lazy_re

_CJK = lazy_re.compile("[\u4e00-\u9fff]+")
_SHORTEST_PLACE = 3  # characters, the kind (县) among them; two that sound alike are too common
_SHORTEST_TERM = 4
_LONG_TERM = 6
# Characters that stand alone in ordinary questions
_NEGATIONS = frozenset("不没未无非勿")  # to mend one away would turn the question round
_ALONE = frozenset(
    "的了吗呢吧啊是有和与及或在到给个家户项件名元万亿年月日天第几多少能可要不需得按从向为对由把被将县市区省镇乡我你他它们这那哪"
    "谁怎什么何时每各单份次条款号等最高低上下中里外前后内也都还就请问想查报交领补奖拿拨贴发做用买找收付去来大小新老人钱让叫再已只还又算租借住投评审批办建招引"
).union(_NEGATIONS)
_AROUND = ((2, 2), (2, 1), (1, 2), (2, 0), (0, 2))  # characters before and behind one that may be wrong
_MOST_TRIED = 20  # of the terms and characters that look wrong; a text with more is no sentence with a slip in it


@dataclass(frozen=True, slots=True, kw_only=True)
class Mended:
    """A question as read: its text, and what was typed with what it was read as."""

    text: str
    corrections: tuple[tuple[str, str], ...] = ()


def mend(question: str, places: Collection[str], names_place: bool, nearest: Callable[[str], str]) -> Mended:
    """The question in simplified characters, typing errors mended.

    Args:
        places: names of the places that the library holds documents of.
        names_place: whether the question, in simplified characters, names a place already; no other is then put in.
        nearest: gives the text of the passages nearest to a question; called only where something looks wrong.
    """
    text = question
    found: list[tuple[str, str]] = []
    if not names_place:
        text = _with_places(text, places, found)
    suspects = [*_near_terms(text), *_lone(text)]
    if suspects:
        passages = nearest(text)
        for typed, term in _near_terms(text)[:_MOST_TRIED]:
            if typed not in passages and typed in text:
                text = text.replace(typed, term)
                found.append((typed, term))
        lone = _lone(text)
        for at in lone[:_MOST_TRIED]:
            mended = _with_neighbours(text, at, lone, places, passages, found)
            if mended != text:
                text, lone = mended, _lone(mended)
    return Mended(text=text, corrections=tuple(found))


def simplified(text: str) -> str:
    """The text in simplified characters; as it is when it holds no traditional ones."""
    converted: str = _converter().convert(text)
    changed = (a for a, b in zip(text, converted, strict=False) if a != b)
    return converted if len(converted) == len(text) and any(not _is_simplified(char) for char in changed) else text


def _is_simplified(char: str) -> bool:
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")


@lru_cache(maxsize=4096)
def sound(text: str) -> tuple[str, ...]:
    """Syllables without tones, one for each character."""
    # Characters are compared one by one, so the table of phrases, 40 MB in memory, can stay out.
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    from pypinyin import lazy_pinyin  # noqa: PLC0415 - reads its dictionary on import

    return tuple(lazy_pinyin(text))


def _with_places(text: str, places: Iterable[str], found: list[tuple[str, str]]) -> str:
    syllables = [sound(char) if _CJK.fullmatch(char) else None for char in text]
    by_sound: dict[int, dict[tuple[object, ...], int]] = {}  # by length: how it sounds → where it stands first
    for place in places:
        length = len(place)
        if length < _SHORTEST_PLACE or place in text:
            continue
        if length not in by_sound:
            starts = range(len(text) - length, -1, -1)
            by_sound[length] = {(*syllables[at : at + length], text[at + length - 1]): at for at in starts}
        at = by_sound[length].get((*map(sound, place), place[-1]))
        if at is not None:
            typed = text[at : at + length]
            found.append((typed, place))
            return text.replace(typed, place)
    return text


def _near_terms(text: str) -> list[tuple[str, str]]:
    """Parts of the text that are off a term of the table by one character, each with the term, longest terms first."""
    names = known_names()
    alone = _lone(text)
    inside = {
        at
        for name in names
        if len(name) >= _SHORTEST_TERM and name in text
        for match in re.finditer(re.escape(name), text)
        for at in range(match.start() + 1, match.end())
    }
    found = {}
    tried = set()
    for at in range(len(text) - _SHORTEST_TERM + 2):
        for term in _terms_by_end().get(text[at : at + 2], ()):
            half = len(term) // 2
            right = [term[:2] == text[at : at + 2], term[-2:] == text[at : at + 2]]  # which end
            for length in (len(term), len(term) - 1, len(term) + 1):
                for start in compress((at, at - length + 2), right):
                    typed = text[start : start + length] if start >= 0 else ""
                    # one character is wrong in one half, and the other is right
                    if not (typed.startswith(term[:half]) or typed.endswith(term[half:])):
                        continue
                    if len(typed) != length or typed in names or term in text:
                        continue
                    if start in inside or start + length in inside:
                        continue  # in 专精特新认定 nothing is wrong, though 特新认定 looks like a term
                    near = alone[bisect_left(alone, start - 1) : bisect_right(alone, start + length)]
                    compared = typed, term, tuple(i - start for i in near)
                    if compared not in tried and _is_off_by_one(*compared):
                        found[typed] = term
                    tried.add(compared)
    return sorted(found.items(), key=lambda pair: -len(pair[1]))


@cache
def _terms_by_end() -> dict[str, list[str]]:
    """Terms by their first two characters and by their last two: where one character is wrong, one end is right."""
    terms: dict[str, list[str]] = {}
    for term in known_names():
        if len(term) >= _SHORTEST_TERM and _CJK.fullmatch(term):
            for end in {term[:2], term[-2:]}:
                terms.setdefault(end, []).append(term)
    return terms


def _is_off_by_one(typed: str, term: str, alone: Sequence[int]) -> bool:
    """Whether one character of a term was typed wrongly, left out, or doubled.

    Args:
        alone: offsets in `typed` of characters that are no part of a word as typed.
    """
    if len(typed) == len(term):
        wrong = [i for i, (a, b) in enumerate(zip(typed, term, strict=True)) if a != b]
        # 成文额: the wrong character made another word with its neighbour, and left the one behind it alone
        left_alone = len(term) >= _LONG_TERM and any(i - 1 in wrong or i + 1 in wrong for i in alone)
        return len(wrong) == 1 and (wrong[0] in alone or left_alone or sound(typed) == sound(term))
    if len(typed) < len(term):
        return len(term) > _SHORTEST_TERM + 1 and any(
            term[:i] + term[i + 1 :] == typed for i in range(1, len(term) - 1)
        )
    return any(typed[i] == typed[i - 1] and typed[:i] + typed[i + 1 :] == term for i in range(1, len(typed)))


def _lone(text: str) -> list[int]:
    """Offsets of Chinese characters that stand alone when the text is cut into known words.

    What is part of a term of the table (高企) is a word, though no dictionary has it.
    """
    found = []
    at = 0
    for word in words_without_guessing(text):
        if len(word) == 1 and word not in _ALONE and _CJK.fullmatch(word) and not _is_in_term(text, at):
            found.append(at)
        at += len(word)
    return found


def _is_in_term(text: str, at: int) -> bool:
    names = known_names()
    return any(
        text[start : start + length] in names
        for length in range(2, _LONG_TERM + 1)
        for start in range(max(0, at - length + 1), at + 1)
        if start + length > at and start + length <= len(text)
    )


def _with_neighbours(
    text: str,
    at: int,
    lone: Sequence[int],
    places: Collection[str],
    passages: str,
    found: list[tuple[str, str]],
) -> str:
    """The text with the character that the passages have between the same neighbours, if it is plain which."""
    around = text
    for place in places:
        around = around.replace(place, " " * len(place))  # what follows a place's name has nothing to do with it
    if around[at] == " ":
        return text
    if any(i in lone and text[min(i, at) : max(i, at) + 1] in passages for i in (at - 1, at + 1)):
        return text  # 链主: no known word, and yet the library's
    for before, behind in _AROUND:
        left, right = around[max(at - before, 0) : at], around[at + 1 : at + 1 + behind]
        known = left + right
        if len(known) < before + behind or not _CJK.fullmatch(known) or left + text[at] + right in passages:
            continue
        candidates = Counter(_between(left, right, passages))
        alike: list[str] = [char for char, _ in candidates.most_common() if sound(char) == sound(text[at])]
        chosen = alike[:1] or (list(candidates) if len(candidates) == 1 and len(known) > 2 else [])
        if chosen and chosen[0] != text[at]:
            found.append((left + text[at] + right, left + chosen[0] + right))
            return text[:at] + chosen[0] + text[at + 1 :]
    return text


def _between(left: str, right: str, passages: str) -> list[str]:
    """Chinese characters that stand between two strings, one of which may be empty."""
    # A pattern made for the two would be compiled for each character that is looked at, which takes 5 ms.
    found = []
    sought = left or right
    at = passages.find(sought)
    while at >= 0:
        between = at + len(left) if left else at - 1
        if between >= 0 and passages.startswith(right, between + 1) and _CJK.fullmatch(passages, between, between + 1):
            found.append(passages[between])
        at = passages.find(sought, at + 1)
    return found
