"""How much of what a question is about stands in a text."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from assistant.read.rules.kinds import Asked
from assistant.read.rules.lexicon import canonical, names_of
from assistant.read.rules.question import Question

# Characters from which a word may stand in a text in pieces, and so may another name of it: of 经济增长, another name
# of 地区生产总值, a half stands in any sentence on 经济.
_IN_PIECES = 3
_OTHER_IN_PIECES = 6
TELLING = 0.45  # topic words of at least this weight tell one thing from another
SUBJECT = 0.9  # topic words of at least this weight are the subject; each must be met for the most part


def searchable(folded: str) -> str:
    """Text in which a word is found both as written and by its canonical name."""
    return f"{folded.lower()} {canonical(folded)}"


def coverage(topic: Iterable[tuple[str, float]], text: str) -> float:
    """Weighted share, 0..1, of topic words that stand in canonical text; 0 for a question without a topic."""
    total = met = 0.0
    for word, weight in topic:
        total += weight
        met += weight * present(word, text)
    return met / total if total else 0.0


def part_asked(question: Question, title: str) -> list[tuple[str, float]]:
    """Topic words that the title does not hold: of 研发投入后补助需要什么材料, the materials."""
    title = canonical(title)
    return [(word, weight) for word, weight in question.topic if word not in title] or list(question.topic)


def present(word: str, text: str) -> float:
    """1 for a word that stands in the text, part of it for a long one that stands there in pieces."""
    if word in text:
        return 1.0
    if len(word) < _IN_PIECES or word[0].isdigit():
        return 0.0
    share = max(_share_of_pairs(name, text) for name in names_of(word) if name == word or len(name) >= _OTHER_IN_PIECES)
    return 0.9 * share if share >= 0.5 else 0.0


def _share_of_pairs(name: str, text: str) -> float:
    pairs = _pairs(name)
    return sum(pair in text for pair in pairs) / len(pairs)


@lru_cache(maxsize=4096)  # a long question's words are looked for in each of some hundred sentences
def _pairs(name: str) -> frozenset[str]:
    return frozenset(name[i : i + 2] for i in range(len(name) - 1))


def subject_met(question: Question, text: str, titles: str = "") -> bool:
    """Whether the subject words stand in the text. A long question that asks for no number may lack one of them.

    Args:
        titles: canonical titles of documents. A word of them names a measure, and its pieces are another one's words:
            科技 and 创新 stand everywhere, 科技创新券 does not.
    """
    subject = [word for word, weight in question.topic if weight >= SUBJECT]
    if question.asks_stacking:
        return any(present(word, text) for word in subject)  # each measure says it for itself
    if any(word in titles and word not in text for word in subject):
        return False
    missing = sum(present(word, text) == 0 for word in subject)
    spare = len(subject) // (5 if question.asked is Asked.VALUE else 3)
    return missing <= spare
