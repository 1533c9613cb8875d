"""A quantity, and the words that compare it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum

from docs_store.language.comparators import EXCEEDING, MARK, NEARLY, REACHING, ROUGHLY, SHORT_OF
from docs_store.units import Unit


class Form(Enum):
    """How a quantity is written."""

    NUMBER = "number"
    RANK = "rank"
    FRACTION = "fraction"


@dataclass(frozen=True, slots=True)
class Quantity:
    """One quantity.

    Attributes:
        start, end: span of the number with its unit.
        left, right: the same with the comparing words around it (`超`, `以上`).
        chinese: written in Chinese numerals.
    """

    form: Form
    value: Decimal
    upper: Decimal | None
    unit: Unit
    comparator: str
    start: int
    end: int
    left: int
    right: int
    chinese: bool = False


_COMPARING_BEFORE = re.compile(
    rf"(?:不少于|不低于|不小于|不高于|不超过|不大于|{EXCEEDING}|{SHORT_OF}|{REACHING}|{NEARLY}|{ROUGHLY}|高达|至少|控制在"
    r"|(?<!赶)超|≥|≤|>|<|(?<![签节合公履违契条])约|(?<![附最临靠])近|(?<!打)破)$"
)
_BEFORE = {
    **dict.fromkeys(("不少于", "不低于", "不小于", "至少", "≥", *REACHING.split("|")), "≥"),
    **dict.fromkeys((*EXCEEDING.split("|"), "超", ">", "破"), ">"),
    **dict.fromkeys(("不高于", "不超过", "不大于", "≤"), "≤"),
    **dict.fromkeys((*SHORT_OF.split("|"), "<"), "<"),
    **dict.fromkeys((*ROUGHLY.split("|"), *NEARLY.split("|"), "约", "近"), "≈"),
}
_COMPARING_AFTER = re.compile(
    rf"(?:(?:及|或)?以上|左右|上下|以内|之内|以下|有余|出头|之多|[余多](?=[,。;、)的]|$))|(?P<mark>{MARK})"
)
_AFTER = {
    "及以上": "≥",
    "或以上": "≥",
    "以上": "≥",
    "有余": ">",
    "出头": ">",
    "之多": "",
    "左右": "≈",
    "上下": "≈",
    "以内": "≤",
    "之内": "≤",
    "以下": "≤",
    "余": ">",
    "多": ">",
}


def with_comparator(text: str, q: Quantity) -> Quantity:
    """The quantity with the words right before and behind it that compare (`超`, `以上`)."""
    comparator, left, right = q.comparator, q.left, q.right
    after = _COMPARING_AFTER.match(text, q.end)
    if after:
        comparator, right = "≥" if after["mark"] else _AFTER[after.group()], after.end()
    before = _COMPARING_BEFORE.search(text[max(0, q.start - 4) : q.start])
    if before:
        left -= len(before.group())
        comparator = _BEFORE.get(before.group(), comparator)
    if after is None and before is None:
        return q
    return replace(q, comparator=comparator, left=left, right=right)
