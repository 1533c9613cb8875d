"""Whom a measure is for by trade: nouns of recipients that are of one sector alone (实体书店, 融资担保公司)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from docs_store import lazy_re
from docs_store.language.sectors import SECTORS
from docs_store.provisions import Condition, Fact, Op, Part, Predicate
from docs_store.textnorm import fold, sentences
from ingest.provisions.lines import Line
from ingest.provisions.recipient_words import GIVING, HANDING

_NOUNS = sorted({noun for sector in SECTORS.values() for noun in sector.subjects}, key=len, reverse=True)
_NOUN = lazy_re.compile("|".join(map(re.escape, _NOUNS)))
_GENERAL = lazy_re.compile("企业|公司|单位|主体|机构|组织|商户")
_GIVING = lazy_re.compile(f"{HANDING}|{GIVING}")
_REACH = 4  # characters between the noun and the word of giving: 的, 的, 可


def of_measure(name: str, granting: Sequence[Line], target: Sequence[Part]) -> Condition | None:
    """The trade that a measure is for, as a condition; `None` where it is open to several or does not say.

    Args:
        name: the measure's; granting: the lines that grant it.
        target: 支持对象.
    """
    said = list(_at_giving(granting))
    if said:
        nouns = tuple(dict.fromkeys(noun for _, noun in said if noun))
        # one granting sentence that names no trade opens the measure to all
        return _condition(said[0][0], nouns) if nouns and all(noun for _, noun in said) else None
    for part in target[:1]:
        nouns = _alone(re.split("[,。;]", fold(part.text))[0])
        if nouns:
            return _condition(part, nouns)
    nouns = _alone(fold(name))
    spans = [line.part() for line in granting if not line.cells]
    return _condition(spans[0], nouns) if nouns and spans else None


def _at_giving(granting: Sequence[Line]) -> Iterator[tuple[Part, str]]:
    """For each sentence with a recipient right before or behind the giving, the noun of a trade, or empty."""
    for line in granting:
        for start, end in sentences(line.text):
            text = line.text[start:end]
            match = _GIVING.search(text)
            if match is None or line.cells:
                continue
            before = [noun for noun in _recipients(text[: match.start()]) if match.start() - noun.end() <= _REACH]
            behind = [noun for noun in _recipients(text[match.end() :][:16]) if noun.start() <= _REACH]
            for noun in (*before[-1:], *behind[:1])[:1]:
                yield line.part(start, end), noun.group() if _NOUN.fullmatch(noun.group()) else ""


def _recipients(text: str) -> list[re.Match[str]]:
    return list(re.finditer(f"{_NOUN.pattern}|{_GENERAL.pattern}", text))


def _alone(text: str) -> tuple[str, ...]:
    """Nouns of trades in a text that names no other recipients."""
    nouns = tuple(dict.fromkeys(match.group() for match in _NOUN.finditer(text)))
    return () if _GENERAL.search(_NOUN.sub("", text)) else nouns


def _condition(part: Part, nouns: tuple[str, ...]) -> Condition:
    trade = Predicate(fact=Fact.INDUSTRY, op=Op.ANY_OF, value=nouns)
    return Condition(part=part, predicates=(trade,), complete=False)
