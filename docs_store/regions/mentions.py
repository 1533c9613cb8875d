"""Find the names of divisions in running text.

Chinese writes no spaces, and many short names are everyday words (合作, 资源) or appear by accident across two words
(和政 in 和|政策). So the longest name wins; a short name that is an everyday word does not count without its 市, 区
or 县; a full name that is one (城区), or has but two characters (和县), counts only where its surroundings make it a
name; and phrases that merely contain a name (长治久安) are passed over.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from docs_store import lazy_re
from docs_store.regions.naming import short_name
from docs_store.regions.table import Region, contains, load_table

_NO_PLACES = Path(__file__).parent.parent / "data" / "not_places.txt"


@dataclass(frozen=True, slots=True)
class Mention:
    """One place name in a text. `安徽省马鞍山市当涂县` is one mention, of the county.

    Attributes:
        region_candidates: the divisions it may stand for, higher levels first; more than one where the name is shared
            and no parent stands before it (鼓楼区).
        start, end: offsets into the text; a run of names starts at its first parent.
        surface: text[start:end].
        is_full_name: the last name of the run is official (当涂县), not short (当涂).
        in_institution: the name begins the name of a university, company, port … (浙江大学), which tells little about
            the place a text is about. A government's own organs (东丽区科技局) are not institutions in this sense.
    """

    region_candidates: tuple[Region, ...]
    start: int
    end: int
    surface: str
    is_full_name: bool
    in_institution: bool


class _Name(NamedTuple):
    """What a string of the index means. `regions` is empty for a phrase that is no place."""

    regions: tuple[Region, ...]
    is_full_name: bool
    needs_context: bool


@dataclass(frozen=True, slots=True)
class _Index:
    """Names by string, and, for speed, their lengths (longest first) by their first two characters."""

    names: dict[str, _Name]
    lengths: dict[str, tuple[int, ...]]


_INSTITUTION = lazy_re.compile(
    r"[^\W\d_与和及或的在等为是对将由向了把到从让使以]{0,10}?"
    r"(?:大学|学院|中学|小学|研究院|研究所|科学院|医院|博物馆|银行|证券|公司|集团|股份|日报|晚报|出版社|平台|交易所|协会|[工农]大)"
)
# 宁波舟山港 and 西安地铁 are things that a wider place's report tells of, too
_FACILITY = lazy_re.compile("(?:国际)?(?:港(?![澳湾口股资人台商籍元币])|机场|地铁|轨道交通|高铁|大桥|运河)")
# 嘉陵江 and 祁连山 are larger than the counties that share their names.
_LANDSCAPE = tuple("江河湖山岭峡")
# 东丽区域 is 东丽's area, 东莞市场 is 东莞's market: the suffix belongs to the next word.
_SUFFIX_OF_NEXT_WORD = {"区": tuple("域位间别块划"), "市": tuple("场值面容"), "州": ("际",), "县": ("级",)}


def find_mentions(text: str) -> list[Mention]:
    """All mentions of divisions in `text`, in order, not overlapping."""
    index = _load_index()
    lengths = index.lengths
    mentions: list[Mention] = []
    end = 0
    for start in [i for i in range(len(text) - 1) if text[i : i + 2] in lengths]:
        if start < end:
            continue
        before = mentions[-1] if mentions and mentions[-1].end == start else None
        for length in lengths[text[start : start + 2]]:
            surface = text[start : start + length]
            name = index.names.get(surface)
            if name is None or len(surface) < length:
                continue
            if not name.regions:
                end = start + length
                break
            mention = _read_name(text, start, start + length, name, before)
            if mention is None:
                continue
            if before is not None and mention.start == before.start:
                mentions.pop()
            mentions.append(mention)
            end = mention.end
            break
    told: list[Mention] = []
    for m in reversed(mentions):
        joined = bool(told) and told[-1].in_institution and told[-1].start == m.end
        named = _INSTITUTION.match(text, m.end) or (not m.is_full_name and (_FACILITY.match(text, m.end) or joined))
        told.append(replace(m, in_institution=True) if named else m)
    return told[::-1]


def ranked_otherwise(text: str, name: str) -> list[str]:
    """Names in a text that give a place another rank than it has: 当涂市 for 当涂县.

    Args:
        name: its official name, without what lies around it. It need not stand in the table.
    """
    short = short_name(name)
    if short is None:
        return []
    full = [m for m in find_mentions(text) if m.is_full_name]
    names = []
    for match in re.finditer(rf"{re.escape(short)}(?P<rank>[省市州盟县区旗])(?![级直内外属域])", text):
        end = match.end()
        is_other = match["rank"] != name[-1] and not text.startswith(name, match.start())
        if is_other and not text.startswith(_SUFFIX_OF_NEXT_WORD.get(match["rank"], ()), end):
            names += [match.group()] if not any(m.start <= match.start() and end <= m.end for m in full) else []
    return names


def _read_name(text: str, start: int, end: int, name: _Name, before: Mention | None) -> Mention | None:
    """The mention a name makes at this place, joined with a parent right before it; None if it is no name here."""
    if text.startswith(_SUFFIX_OF_NEXT_WORD.get(text[end - 1], ()), end):  # 津市 is a short name, 津|市场 is none
        return None
    is_short_county = not name.is_full_name and name.regions[0].level == "county"
    if is_short_county and text.startswith(_LANDSCAPE, end):
        return None
    if before is not None:
        within = tuple(r for r in name.regions if any(contains(parent, r) for parent in before.region_candidates))
        if within:
            return Mention(within, before.start, end, text[before.start : end], name.is_full_name, False)
    if name.needs_context and not _begins_line_as_name(text, start, end):
        return None
    return Mention(name.regions, start, end, text[start:end], name.is_full_name, False)


def _begins_line_as_name(text: str, start: int, end: int) -> bool:
    """和县 and its like, alone: only at the start of a line or title, as in 和县科技局; 城区 never."""
    is_short_county = end - start == 2 and text[end - 1] == "县"
    begins_line = start == 0 or text[start - 1] in "\n《"
    return is_short_county and begins_line and not text.startswith(tuple("级域城区乡"), end)


@lru_cache(maxsize=1)
def _load_index() -> _Index:
    table = load_table()
    names: dict[str, _Name] = {
        short: _Name(regions, False, False)
        for short, regions in table.by_short_name.items()
        if short not in table.everyday_short_names
    }
    for full, regions in table.by_full_name.items():
        names[full] = _Name(regions, True, len(full) == 2 or full in table.everyday_full_names)
    phrases = _NO_PLACES.read_text(encoding="utf-8").splitlines()
    names.update((phrase, _Name((), False, False)) for phrase in phrases if not phrase.startswith("#"))

    lengths: dict[str, set[int]] = {}
    for text in names:
        lengths.setdefault(text[:2], set()).add(len(text))
    return _Index(names, {head: tuple(sorted(found, reverse=True)) for head, found in lengths.items()})
