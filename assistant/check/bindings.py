"""What a number of a text is bound to: its year, place, status, direction, and what it counts.

The same reading is made of a finding's sentence and of the source's sentence, so that the two can be laid side by side.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from docs_store import lazy_re, regions
from docs_store.language.periods import year_mentions
from docs_store.language.quantities import Quantity, quantities
from docs_store.language.word_classes import FALLING, RISING, WordClass, class_words
from docs_store.textnorm import fold

_CLAUSE = lazy_re.compile(r"[,。;:!?\n|]")
_SENTENCE = lazy_re.compile(r"[。!?\n]")
_STATEMENT = lazy_re.compile(r"[。;!?\n]")  # a forecast or plan reaches no farther (预计达到600家;入库718家)
_ITEM = lazy_re.compile(r"(?:、|以及|和|与|及|,)")
_RUN_LINK = lazy_re.compile(r"\s{0,9}(?:周?岁)?\s{0,9}(?:、|,|和|与|及|以及|/)\s{0,9}")
_DULL = lazy_re.compile(
    r"[\s,。;:、!?()\"'《》|/]|(?:19|20)\d\d年?度?|分别|达到?|为|有|了|的|共|约|超过?|突破|实现|完成|新增|累计|其中"
    "|全[省市县区年]|总数|数量|数|等(?![奖级次功])|各|企业|单位|单个"
)
_DERIVED = lazy_re.compile(f"同比|环比|比上年|较上年|{RISING}|{FALLING}|增幅|增速|左右|以上|以下|以内|占比?")
_EDGE = lazy_re.compile("(?:之|以|的)?(?P<edge>内|后|前)(?![台容])")
# 按每人3000元的标准,给予…安家费补贴: what is given by it is named behind
_GIVEN = lazy_re.compile(
    "的?(?:标准|额度|比例|限额),?(?:给予|给与|发给|发放|予以|支付|计发|核发|拨付|补[贴助]|奖[励补])[^,。;:!?\\n|]{2,60}"
)
# 5000万元以下的: a limit behind a number is that one's alone; and none reaches into the next statement
_OWN_LIMIT = lazy_re.compile(r"^(?:\([^()]{0,6}\))?(?:及?以[上下内]|之内|左右|上下|有余)|[。;!?\n]")
_LINKED = 20  # characters between two numbers that one limiting word may stand for
_AHEAD = 18  # characters after a number that may say what it counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """A number with what it is bound to in its text.

    Attributes:
        years: years named for it; empty where the text names none near it.
        is_year_near: whether they are named in its own clause.
        place: full name of the place named before it in its sentence; empty for none.
        is_target, is_expected: whether words before or around it in its clause make it a plan or a forecast.
        way: `rise`, `fall` or empty.
        label: what it counts, in the words around it.
        is_listed: whether it is one of a list of numbers, each with its name (甲、乙分别为46家、21家).
        phrase: words of its clause before it, other numbers included.
        edge: 内, 后 or 前 right behind it (5个工作日内).
        shared_limit: the limit of a number of the same unit shortly before it, which may stand for both
            (最高限额职工为400元、居民为50元); empty for none, and for a number with a limit of its own.
        clause: number of the clause it stands in.
    """

    quantity: Quantity
    years: frozenset[int]
    is_year_near: bool
    place: str
    is_target: bool
    is_expected: bool
    way: str
    label: str
    is_listed: bool
    phrase: str
    edge: str
    shared_limit: str
    clause: int


@lru_cache(maxsize=1024)
def bound_quantities(text: str, anchor: int | None = None) -> tuple[Bound, ...]:
    """The numbers of a text with what they are bound to, in order.

    Args:
        anchor: the year that 今年 means in it.
    """
    folded = fold(text)
    every = quantities(folded)
    if not every:
        return ()
    ends = [m.start() for m in _CLAUSE.finditer(folded)]
    stops = [m.start() for m in _SENTENCE.finditer(folded)]
    years = [m for m in year_mentions(folded, anchor) if not _is_compared(folded, m.start, m.end)]
    places = [
        (m.start, m.region_candidates[0].full_name) for m in regions.find_mentions(folded) if not m.in_institution
    ]
    words = class_words(folded)
    statements = [m.start() for m in _STATEMENT.finditer(folded)]
    labels, listed = _labels(folded, every)
    found: list[Bound] = []
    for i, quantity in enumerate(every):
        begin = max((s + 1 for s in stops if s < quantity.start), default=0)
        clause_begin = max((e + 1 for e in ends if e < quantity.start), default=0)
        clause_end = min((e for e in ends if e >= quantity.end), default=len(folded))
        before = [m for m in years if begin <= m.start < quantity.start]
        behind = [m for m in years if quantity.end <= m.start < clause_end]
        near = before[-1:] or behind[:1]
        where = [name for start, name in places if begin <= start < quantity.start]
        inside = [w for w in words if clause_begin <= w.start < clause_end]
        statement = max((s + 1 for s in statements if s < quantity.start), default=0)
        ahead = {w.word_class for w in words if statement <= w.start < quantity.start}
        ways = [w for w in inside if w.word_class in (WordClass.RISE, WordClass.FALL) and w.start < quantity.start]
        ways = ways[-1:] or [w for w in inside if w.word_class in (WordClass.RISE, WordClass.FALL)][:1]
        way = ways[0].word_class.value if ways else ""
        if quantity.value < 0:
            way = "rise" if way == "fall" else "fall"
        inner = {w.word_class for w in inside}
        found.append(
            Bound(
                quantity=quantity,
                years=near[0].years if near else frozenset(),
                is_year_near=bool(near) and near[0].start >= clause_begin,
                place=where[-1] if where else "",
                is_target=WordClass.TARGET in inner | ahead,
                is_expected=WordClass.EXPECTED in inner | ahead,
                way=way,
                label=labels[i],
                is_listed=i in listed,
                phrase=folded[clause_begin : quantity.start],
                shared_limit=_shared(found[-1], quantity, folded) if found else "",
                edge=edge["edge"] if (edge := _EDGE.match(folded, quantity.end)) else "",
                clause=sum(e < quantity.start for e in ends),
            )
        )
    return tuple(found)


def _shared(before: Bound, own: Quantity, text: str) -> str:
    """The limit that a number has from the one before it; see `Bound`."""
    between = text[before.quantity.end : own.start]
    if own.comparator or own.unit != before.quantity.unit or len(between) > _LINKED or _OWN_LIMIT.search(between):
        return ""
    return before.quantity.comparator or before.shared_limit


_GROWN = lazy_re.compile(
    "(?:度|末|底|同期)?(?:增|提|下|减|多|少|高|低|上升|回落|净|翻|快|慢|扩|缩|前[移进]|后[移退]|跃)"
)
_BASE = lazy_re.compile("(?:度|末|底|同期)?(?:相比|相较|基础上)")


def _is_compared(text: str, start: int, end: int) -> bool:
    """Whether a year is what something is compared with (比2022年增长12%), not when it was (比2023年的23家多)."""
    behind = text[end : end + 8]
    before = re.search(r"(?:比|较|与|同)\s*$", text[max(0, start - 3) : start])
    return bool((before and _GROWN.match(behind)) or _BASE.match(behind))


def _labels(text: str, every: list[Quantity]) -> tuple[list[str], set[int]]:
    """What each number counts: words since the number before it in its sentence, and some behind it.

    A number with no word of its own but 增长 or the like is of what the one before it counts. Where several names are
    followed by as many numbers (甲、乙企业46家、21家) each number gets its own name; their indices come second.
    """
    labels: list[str] = []
    for i, quantity in enumerate(every):
        stop = max((m.end() for m in _STATEMENT.finditer(text, 0, quantity.start)), default=0)
        begin = max(stop, every[i - 1].end if i else 0)
        behind = text[quantity.end : quantity.end + _AHEAD]
        if given := _GIVEN.match(text, quantity.end):
            behind = given.group()
        elif cut := re.search(r"[,。;:!?\n|、\d]", behind):
            behind = "" if cut.group().isdigit() else behind[: cut.start()]  # what leads to a number is that one's
        label = text[begin : quantity.start] + behind
        if labels and begin > stop and not _pairs(_DERIVED.sub(" ", label)):
            label = labels[-1] + label
        labels.append(label)
    listed: set[int] = set()
    for first, last in _runs(text, every):
        stop = max((m.end() for m in _STATEMENT.finditer(text, 0, every[first].start)), default=0)
        begin = max(stop, every[first - 1].end if first else 0)
        names = _names(text[begin : every[first].start], last - first)
        for i, name in enumerate(names):
            labels[first + i] = name
            listed.add(first + i)
    return labels, listed


def sequences(text: str) -> list[tuple[Quantity, ...]]:
    """Numbers of a text that follow each other with nothing between them but marks of enumeration, each run in order.

    Runs whose numbers have their names (甲、乙分别为46家、21家) are none: there the names keep them apart.
    """
    folded = fold(text)
    every = quantities(folded)
    _, listed = _labels(folded, every)
    return [tuple(every[a:b]) for a, b in _runs(folded, every) if a not in listed]


def _runs(text: str, every: list[Quantity]) -> list[tuple[int, int]]:
    """Index spans of numbers that follow each other with nothing between but a mark of enumeration."""
    runs: list[tuple[int, int]] = []
    start = 0
    for i in range(1, len(every) + 1):
        if i < len(every) and _RUN_LINK.fullmatch(text, every[i - 1].end, every[i].start):
            continue
        if i - start > 1:
            runs.append((start, i))
        start = i
    return runs


def _names(lead: str, count: int) -> list[str]:
    """The last `count` names enumerated in a lead; empty when it enumerates another number of them."""
    lead = re.split(r"[;。:]", lead)[-1]
    names = [name for name in _ITEM.split(lead) if name.strip()]
    return names[-count:] if (len(names) >= count and "、" in lead) or ("和" in lead and len(names) == count) else []


def tells_for(label: str, rival: str, own: str) -> bool:
    """Whether a label names what tells a rival's label from the own one, and nothing of what tells the own one.

    首次认定 tells for 首次通过认定的 against 重新通过认定的, though it shares 认定 with both. A label that has
    nothing of its own tells nothing.
    """
    said, first, second = _pairs(label), _pairs(rival), _pairs(own)
    return bool(said & (first - second)) and bool(second - first) and not said & (second - first)


def likeness(one: str, other: str) -> float:
    """How alike two labels are: shared pairs of characters by those of the shorter; 0 where one has none."""
    first, second = _pairs(one), _pairs(other)
    return len(first & second) / min(len(first), len(second)) if first and second else 0.0


@lru_cache(maxsize=4096)
def _pairs(text: str) -> frozenset[str]:
    bare = _DULL.sub(" ", fold(text))
    return frozenset(bare[i : i + 2] for i in range(len(bare) - 1) if " " not in bare[i : i + 2])
