"""Whether a sentence may turn its passage round: deny what it affirms, allow what it orders, and the other way round.

Chinese denies right before what is denied, so each denying word is bound to the words that follow it. A sentence turns
its passage round where the same words stand denied in the one and never so in the other. Where both deny something, or
the sentence applies a rule to a case that the asker told, the same may be said with the denial elsewhere (不在支持范围,
支持范围不包括): that only a second reading can tell.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import lru_cache

from assistant.check.faults import Fault, FaultKind
from docs_store import lazy_re
from docs_store.language.word_classes import WordClass, class_words, has
from docs_store.textnorm import fold

_REACH = 4  # characters behind a word that it governs, up to the end of its phrase
_STOP = lazy_re.compile(r"[,。;:、!?\n|()\"“”的]")
_DULL = frozenset("的了是在为和与及对按由从到将可以应当须并或其该等给予进行")
# 是否, 可否 ask or leave open; 否则 goes on.
_ANSWER = lazy_re.compile("(?P<head>(?:不|没|是|对|能|可以?|有|需要?|要|给|会|行)[^,。;:!?\n]{0,6})[,。;!]")
_OPEN = lazy_re.compile("是否|可否|能否|与否|否则|不论|无论|不管")


def turned(text: str, passages: Sequence[str]) -> tuple[list[Fault], bool]:
    """Words of a sentence that its passages say the other way round, and whether that is beyond doubt.

    Args:
        passages: the sentences around its quotes.
    """
    held = "\n".join(passages)
    found = []
    sure = True
    for word_class in (WordClass.NOT, WordClass.MUST):
        said, denied = _governed(text, word_class), _governed(held, word_class)
        free_said, free_held = _free(text, said), _free(held, denied)
        # denied here and only affirmed there, or affirmed here and only denied there
        added = {pair for pair, _ in said if pair in free_held and pair not in _pairs_of(denied)}
        dropped = {pair for pair, _ in denied if pair in free_said and pair not in _pairs_of(said)}
        dropped -= free_held
        if word_class is WordClass.MUST:
            # an order may be told as a fact; it may not become a permission, nor the other way round
            may_said, may_held = (_pairs_of(_governed(t, WordClass.MAY)) for t in (text, held))
            added &= may_held
            dropped &= may_said
        if added or dropped:
            found.append(Fault(FaultKind.POLARITY, "、".join(sorted(added | dropped))))
            sure = sure and not (said and denied)
    return found, sure


def answers_otherwise(text: str, passages: Sequence[str]) -> bool:
    """Whether a sentence answers yes or no before it states anything, and its passages deny where it does not.

    `不是，分三年发放` and `能，按就高不重复的原则执行` may be right: that hangs on how it was asked.
    """
    head = _ANSWER.match(fold(text))
    if head is None:
        return False
    denies = any(has(passage, WordClass.NOT, WordClass.ONLY) for passage in passages)
    return has(head["head"], WordClass.NOT) is not denies


@lru_cache(maxsize=1024)
def _governed(text: str, word_class: WordClass) -> tuple[tuple[str, int], ...]:
    """Pairs of characters that words of a class govern, with their offsets."""
    folded = fold(text)
    open_spans = [m.span() for m in _OPEN.finditer(folded)]
    found = []
    for word in class_words(folded):
        if word.word_class is not word_class or any(a <= word.start < b for a, b in open_spans):
            continue
        after = folded[word.end : word.end + _REACH]
        if stop := _STOP.search(after):
            after = after[: stop.start()]
        found += [(after[i : i + 2], word.end + i) for i in range(len(after) - 1) if not set(after[i : i + 2]) & _DULL]
    return tuple(found)


def _free(text: str, governed: Sequence[tuple[str, int]]) -> set[str]:
    """Pairs of characters that stand somewhere without being governed."""
    folded = fold(text)
    at = {offset for _, offset in governed}
    return {folded[i : i + 2] for i in range(len(folded) - 1) if i not in at}


def _pairs_of(governed: Collection[tuple[str, int]]) -> set[str]:
    return {pair for pair, _ in governed}
