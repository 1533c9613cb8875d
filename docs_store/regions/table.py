"""The table of divisions, and the questions it answers alone: what a path names, what lies within what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal, NamedTuple

from docs_store.regions.naming import autonomous_alias

_TABLE = Path(__file__).parent.parent / "data" / "divisions.tsv"

Level = Literal["country", "province", "prefecture", "county"]


class Region(NamedTuple):
    """One administrative division. A tuple: 3,000 are made when the table is read, in a third of the time.

    Attributes:
        code: six digits of GB/T 2260; empty for a place outside the table.
        name: official name without its parents, `当涂县`.
        level: a municipality (天津市) is a province, its districts are counties. A county that its province governs
            directly (仙桃市, 石河子市) is a county without a prefecture.
        path: full names from province down to this division: ("安徽省", "马鞍山市", "当涂县"), ("天津市", "东丽区").
    """

    code: str
    name: str
    level: Level
    path: tuple[str, ...]

    @property
    def full_name(self) -> str:
        """The path as one string, `安徽省马鞍山市当涂县`."""
        return "".join(self.path)


COUNTRY = Region("100000", "全国", "country", ("全国",))
_COUNTRY_NAMES = ("中华人民共和国", "中国", "国家", "全国")


@dataclass(frozen=True, slots=True)
class Table:
    """The divisions and their indexes.

    Attributes:
        by_code: every division, in the order of the codes (a parent stands before what it contains).
        by_full_name, by_short_name: name → divisions so named, higher levels first. 大理州 counts as a full name.
        everyday_full_names, everyday_short_names: names that are everyday words as well (城区; 和平 of 和平区).
    """

    by_code: dict[str, Region]
    by_full_name: dict[str, tuple[Region, ...]]
    by_short_name: dict[str, tuple[Region, ...]]
    everyday_full_names: frozenset[str]
    everyday_short_names: frozenset[str]


@lru_cache(maxsize=1)
def load_table() -> Table:
    """Read `divisions.tsv` (code, name, short name, marks; see `tools/update_divisions.py`), once per process."""
    text = _TABLE.read_text(encoding="utf-8")
    by_code: dict[str, Region] = {}
    by_full_name: dict[str, list[Region]] = {}
    by_short_name: dict[str, list[Region]] = {}
    everyday_full_names: set[str] = set()
    everyday_short_names: set[str] = set()
    for line in text.splitlines():
        code, name, short, marks, *_ = f"{line}\t\t".split("\t")
        parent = by_code.get(f"{code[:4]}00") or by_code.get(f"{code[:2]}0000")  # the division itself is not in yet
        path = (*parent.path, name) if parent else (name,)
        region = by_code[code] = Region(code, name, _level(code), path)
        by_full_name.setdefault(name, []).append(region)
        if short:
            if alias := autonomous_alias(name, short):
                by_full_name.setdefault(alias, []).append(region)
            by_short_name.setdefault(short, []).append(region)
            if "s" in marks:
                everyday_short_names.add(short)
        if "f" in marks:
            everyday_full_names.add(name)
    return Table(
        by_code,
        {name: _higher_first(regions) for name, regions in by_full_name.items()},
        {name: _higher_first(regions) for name, regions in by_short_name.items()},
        frozenset(everyday_full_names),
        frozenset(everyday_short_names),
    )


def _level(code: str) -> Level:
    if code.endswith("0000"):
        return "province"
    return "prefecture" if code.endswith("00") else "county"


def _parent_codes(code: str) -> Iterator[str]:
    """Codes of the possible parents, nearest first."""
    for parent in (f"{code[:4]}00", f"{code[:2]}0000"):
        if parent != code:
            yield parent


_LEVELS: tuple[Level, ...] = ("country", "province", "prefecture", "county")


def _higher_first(regions: list[Region]) -> tuple[Region, ...]:
    if len(regions) == 1:  # most names are of one place
        return tuple(regions)
    return tuple(sorted(regions, key=lambda region: (_LEVELS.index(region.level), region.code)))


def candidates(name: str) -> tuple[Region, ...]:
    """All divisions that `name`, full (鼓楼区) or short (鼓楼), may stand for; higher levels first; () if none."""
    table = load_table()
    return table.by_full_name.get(name) or table.by_short_name.get(name, ())


@lru_cache(maxsize=4096)  # all of the table
def ancestors(region: Region) -> tuple[Region, ...]:
    """What contains `region`, outermost first: (全国, 安徽省, 马鞍山市) for 当涂县. () for the country itself."""
    if region == COUNTRY:
        return ()
    by_code = load_table().by_code
    parents = [by_code[code] for code in _parent_codes(region.code) if code in by_code] if region.code else []
    return (COUNTRY, *reversed(parents))


def main_holder(regions: tuple[Region, ...]) -> Region | None:
    """Which of the divisions that share a name is meant when nothing else is said; `regions` as `candidates` gives.

    A province (吉林, 海南), or the one that the others lie in (长沙市 and 长沙县, 恩施州 and 恩施市); else None.
    """
    if not regions:
        return None
    first, *others = regions
    return first if first.level == "province" or all(contains(first, other) for other in others) else None


def contains(outer: Region, inner: Region) -> bool:
    """Whether `inner` lies within `outer` and is not `outer` itself."""
    return outer in ancestors(inner)


def parse_path(text: str) -> Region | None:
    """The division that a whole string names: 安徽省马鞍山市当涂县, 安徽马鞍山当涂, 安徽当涂县, 当涂县, 全国.

    Parents may be left out as long as one division remains; a shared name with a main holder (吉林, 长沙) is that
    one's. Spaces are ignored.

    Returns:
        None where the text is not all names, or stays ambiguous (鼓楼区).
    """
    region, rest = _split_path(text)
    return None if rest else region


@lru_cache(maxsize=16_384)  # a question compares its place with that of every document
def is_same_or_within(inner_path: str, outer_path: str) -> bool:
    """Whether the place `inner_path` is `outer_path` or lies within it, e.g. 安徽省马鞍山市当涂县 in 安徽省.

    Paths are as `parse_path` takes them. A place outside the table is what its name says: 青禾县 is within 青禾县 and
    全国, and within 安徽省 only if its path begins so. An ambiguous name is treated as one outside the table.
    """
    inner, inner_rest = _split_path(inner_path)
    outer, outer_rest = _split_path(outer_path)
    if outer_rest:
        return inner == outer and inner_rest.startswith(outer_rest)
    if outer is None or (inner is None and not inner_rest):  # an empty path is no place
        return False
    return outer == COUNTRY or inner == outer or (inner is not None and contains(outer, inner))


@lru_cache(maxsize=8192)
def _split_path(text: str) -> tuple[Region | None, str]:
    """The division that the names at the front of `text` lead to, and what is left: 安徽省青禾县 → (安徽省, 青禾县)."""
    rest = "".join(text.split())
    if rest in _COUNTRY_NAMES:
        return COUNTRY, ""
    found: tuple[Region, ...] = ()
    while rest:
        name, following = _next_name(rest, found)
        if not name:
            break
        found, rest = following, rest[len(name) :]
    holder = main_holder(found)
    return (holder, rest) if holder else (None, "".join(text.split()))


@lru_cache(maxsize=1)
def _longest_name() -> int:
    """Characters of the longest name in the table."""
    table = load_table()
    return max(map(len, (*table.by_full_name, *table.by_short_name)))


def _next_name(text: str, parents: tuple[Region, ...]) -> tuple[str, tuple[Region, ...]]:
    """The longest name at the start of `text` that names divisions within `parents` (anywhere if there are none)."""
    for length in range(min(len(text), _longest_name()), 1, -1):
        name = text[:length]
        within = tuple(r for r in candidates(name) if not parents or any(contains(p, r) for p in parents))
        if within:
            return name, within
    return "", ()
