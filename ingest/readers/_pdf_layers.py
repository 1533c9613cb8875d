"""What a page says of itself beside what recognition reads on its picture: do they say the same?"""

from __future__ import annotations

import re
from collections import Counter
from difflib import SequenceMatcher

from docs_store.textnorm import fold
from ingest.readers._page_faults import LOST, is_lost, names_glyphs

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_HANZI = re.compile("[\u3400-\u9fff]")
_MIN_SAME_LETTERS = 0.85
_MIN_SAME_HANZI = 0.98  # recognition of a clean page errs less
_MAX_MATCHED = 20_000  # characters; matching texts that differ takes the product of their lengths at worst


def same_letters(seen: str, told: str) -> bool:
    """Whether a page says of itself most of what its picture shows.

    Args:
        seen: what recognition reads.
        told: the page's own text; it may hold more.
    """
    a, b = Counter("".join(seen.split())), Counter("".join(told.split()))
    return bool(a) and (a & b).total() >= _MIN_SAME_LETTERS * a.total()


def same_words(seen: str, told: str) -> bool:
    """Whether a page says of itself what its picture shows: the same numbers, and Chinese characters but for a few."""
    seen, told = fold("".join(seen.split())), fold("".join(told.split()))
    if Counter(_NUMBER.findall(seen)) != Counter(_NUMBER.findall(told)):
        return False
    a, b = Counter(_HANZI.findall(seen)), Counter(_HANZI.findall(told))
    return (a & b).total() >= _MIN_SAME_HANZI * max(a.total(), b.total())


def filled_in(told: str, seen: str) -> str | None:
    """A page's text with the characters that no reader could read as recognition reads them; `None` if some are left.

    The length stays.
    """
    if names_glyphs(told):
        return None
    if not LOST.search(told):
        return told
    places = [i for i, char in enumerate(told) if not char.isspace()]
    own, other = "".join(told[i] for i in places), "".join(seen.split())
    if max(len(own), len(other)) > _MAX_MATCHED:
        return None
    chars = list(told)
    for tag, a, a_end, b, b_end in SequenceMatcher(None, own, other, autojunk=False).get_opcodes():
        if tag == "replace" and a_end - a == b_end - b:
            for i in range(a_end - a):
                if is_lost(own[a + i]):
                    chars[places[a + i]] = other[b + i]
    text = "".join(chars)
    return None if LOST.search(text) else text
