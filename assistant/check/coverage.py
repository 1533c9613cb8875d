"""Whether some sentences say all that others say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence

from assistant.check.tokens import TokenKind, tokenize

_LEAST_WORDS = 0.85  # share of a sentence's words; the rest is 其中, 的 and the like


def says_all(said: Sequence[str], wanted: Sequence[str]) -> bool:
    """Whether `said` has every fact of each sentence wanted (numbers, years, dates, 不, 预计 …) and nearly all words.

    A place is no fact here: the place before an answer's sentence is put there by its composition.
    """
    words: Counter[Hashable] = Counter()
    facts: Counter[Hashable] = Counter()
    for text in said:
        for token in tokenize(text):
            (words if token.kind is TokenKind.WORD else facts)[token.key] += 1
    return all(_has(words, facts, text) for text in wanted)


def _has(words: Counter[Hashable], facts: Counter[Hashable], text: str) -> bool:
    tokens = [token for token in tokenize(text) if token.kind is not TokenKind.PLACE]
    wanted_words = Counter(token.key for token in tokens if token.kind is TokenKind.WORD)
    wanted_facts = Counter(token.key for token in tokens if token.kind is not TokenKind.WORD)
    held = sum((wanted_words & words).values())
    return wanted_facts <= facts and held >= _LEAST_WORDS * wanted_words.total()
