"""Whom a measure is for, and whether it grants anything at all, by what stands where in it and fitted weights.

Words are counted in the places of a measure that tell of its recipient (document's title, headings, the name, before
and behind the word of giving, 支持对象, conditions), and the noun that stands nearest to the giving is told apart. A
logistic regression weighs the counts (`data/recipients.json`). `training/measures.py` fitted it to measures that people
had labelled, and says how it does on documents that it was not fitted to.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from docs_store import lazy_re
from docs_store.provisions import Provision, Recipient, Way, leaves
from docs_store.textnorm import fold
from docs_store.types import Kind
from ingest.provisions.recipient_words import EACH, EACH_PERSON, GIVING, HANDING, WORDS, Noun

_WEIGHTS = Path(__file__).parent / "data" / "recipients.json"
_MOST = 3  # more of one word says no more
_LONG = 300  # characters of a clause that are counted in
_CLASSES: tuple[Recipient | Noun, ...] = (*Recipient, Noun.OBJECT)
_BY_WORD = {word: kind for kind, words in WORDS.items() if kind in _CLASSES for word in words}
_WORD = lazy_re.compile("|".join(re.escape(word) for word in sorted(_BY_WORD, key=len, reverse=True)))
_GIVING, _HANDING = lazy_re.compile(GIVING), lazy_re.compile(HANDING)
_EACH = lazy_re.compile(f"(?:{EACH})(.{{0,10}})")
_SENTENCE = lazy_re.compile("[。;\n]")
_SUM = lazy_re.compile(r"\d{1,15}万?元|\d%")
_REVIEW = lazy_re.compile("评审|择优|评选|遴选|竞争性|大赛|竞赛|揭榜|专家评")
_AUTOMATIC = lazy_re.compile("免申即享|免申报|无需申请|无需申报|达标即享|直接拨付")
_HANDED_IN = lazy_re.compile(
    "由[^,。;]{0,8}(?:企业|公司|用人单位|申报单位)[^,。;]{0,6}(?:提交|提出|申报|申请|报送|推荐)"
)
_APPLICATION = lazy_re.compile("申报|申请|申领|报送")
IS_GRANT = "grants"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a measure says of its recipients.

    Attributes:
        grants: how likely it grants anything, from 0 to 1.
        likelihood: how likely it is for each kind of recipient.
    """

    grants: float
    likelihood: Mapping[Recipient, float]


def classified(provision: Provision, title: str, kind: Kind) -> Provision:
    """A measure with its recipients and its way, and whether it grants anything.

    Args:
        title: the document's.
    """
    reading = read(provision, title, kind)
    if reading.grants < _weights().bounds[IS_GRANT]:
        return replace(provision, grants=False)
    bounds = _weights().bounds
    named = frozenset(who for who, value in reading.likelihood.items() if value >= bounds[who])
    if not named:  # whom else it is for: the likeliest of the others
        others = [who for who in reading.likelihood if who is not Recipient.ENTERPRISE]
        named = frozenset({max(others, key=lambda who: reading.likelihood[who])})
    if _handed_in_by_enterprises(provision):
        return replace(provision, recipients=named | {Recipient.ENTERPRISE}, way=_way(provision))
    return replace(
        provision,
        recipients=named,
        way=_way(provision),
        doubtful=bounds["surely_not"] <= reading.likelihood[Recipient.ENTERPRISE] < bounds["surely"],
    )


def _handed_in_by_enterprises(provision: Provision) -> bool:
    """Whether enterprises apply, for themselves or for their people: 由用人企业统一提交."""
    parts = [*(window.part for window in provision.windows), *provision.materials, *provision.target]
    return any(_HANDED_IN.search(fold(part.text)) for part in parts)


def read(provision: Provision, title: str, kind: Kind) -> Reading:
    """How likely a measure grants, and whom it is for."""
    counted = features(provision, title, kind)
    weights = _weights()

    def likelihood(name: str) -> float:
        score = weights.intercepts[name] + sum(a * b for a, b in zip(weights.of[name], counted, strict=True))
        return 1 / (1 + math.exp(-score))

    return Reading(likelihood(IS_GRANT), {who: likelihood(who) for who in Recipient if who in weights.of})


def features(provision: Provision, title: str, kind: Kind) -> list[float]:
    """What the regression weighs: counts of each class of words in each place, and the nouns next to the giving."""
    clause = fold(" > ".join(provision.clause))
    granted = fold("\n".join(amount.part.text for amount in provision.amounts))
    target = fold(" / ".join(part.text for part in provision.target))
    conditions = fold(" / ".join(leaf.part.text for leaf in leaves(provision.conditions)))[:_LONG]
    title, name = fold(title), fold(provision.measure)
    sentences = [text for text in _SENTENCE.split(granted) if _GIVING.search(text)]
    before, behind = _around(sentences)
    places = (title, clause[-60:], name, before, behind, target[:200], conditions, granted[:_LONG])
    counts = [
        float(min(_MOST, sum(place.count(word) for word in words))) for words in WORDS.values() for place in places
    ]
    flags = (
        kind is Kind.GUIDE, kind is Kind.POLICY, kind is Kind.NOTICE, bool(target), bool(conditions), not granted,
        _SUM.search(granted) is not None, len(granted) > _LONG,
    )  # fmt: skip
    return [*counts, *map(float, flags), *_nearest(sentences), *_last(name), *_last(re.split("[,。]", target)[0]),
            *_last(clause[-40:]), *_last(title)]  # fmt: skip


def _around(sentences: Sequence[str]) -> tuple[str, str]:
    before, behind = [], []
    for text in sentences:
        match = _GIVING.search(text)
        assert match is not None
        before.append(text[: match.start()])
        behind.append(text[match.end() : match.end() + 14])
    return " ".join(before), " ".join(behind)


def _nearest(sentences: Sequence[str]) -> list[float]:
    """Shares of the classes among the nouns behind the giving, before it, behind 每家, and first of all."""
    behind: list[Recipient | Noun] = []
    before: list[Recipient | Noun] = []
    each: list[Recipient | Noun] = []
    first: list[Recipient | Noun] = []
    for text in sentences:
        match = _HANDING.search(text) or _GIVING.search(text)
        assert match is not None
        behind += list(_recipients(text[match.end() : match.end() + 16]))[:1]
        held = list(_recipients(text[: match.start()]))
        before += held[-1:]
        first += held[:1]
        for found in _EACH.finditer(text):
            named = list(_recipients(found[1], objects=True))[:1]
            each += named or ([Recipient.PERSON] if found.group().startswith(EACH_PERSON) else [])
    return [share for held in (behind, before, each, first) for share in _shares(held)]


def _recipients(text: str, *, objects: bool = False) -> Iterator[Recipient | Noun]:
    for match in _WORD.finditer(text):
        kind = _BY_WORD[match.group()]
        if objects or kind is not Noun.OBJECT:
            yield kind


def _shares(held: Sequence[Recipient | Noun]) -> list[float]:
    return [*(held.count(kind) / len(held) if held else 0.0 for kind in _CLASSES), float(not held)]


def _last(text: str) -> list[float]:
    return _shares(list(_recipients(text))[-1:])


def _way(provision: Provision) -> Way | None:
    texts = [amount.part.text for amount in provision.amounts] + [part.text for part in provision.target]
    texts += [provision.measure, *provision.clause]
    text = "\n".join(texts)
    if _AUTOMATIC.search(text):
        return Way.AUTOMATIC
    if _REVIEW.search(text):
        return Way.REVIEW
    return Way.APPLICATION if provision.materials or provision.windows or _APPLICATION.search(text) else None


@dataclass(frozen=True, slots=True)
class _Weights:
    of: Mapping[str, Sequence[float]]
    intercepts: Mapping[str, float]
    bounds: Mapping[str, float]


@lru_cache(maxsize=1)
def _weights() -> _Weights:
    row = json.loads(_WEIGHTS.read_text(encoding="utf-8"))
    return _Weights(row["weights"], row["intercepts"], row["bounds"])
