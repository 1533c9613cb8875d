"""Which places a question names, and which documents speak for them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from assistant.bounds import MAX_SCOPES
from docs_store import lazy_re, regions
from docs_store.catalog import DocumentInfo
from docs_store.document_set import DocumentSet
from docs_store.textnorm import fold
from docs_store.types import Kind

_ZONE = lazy_re.compile("(.{2,6}?)(?:高新技术产业开发区|新技术开发区|经济技术开发区|经济开发区|高新区|经开区)")
# Places looked at in one question: more of them leave more than it may ask about when those that only lead to another,
# of which each can have three (the country, a province, a prefecture), are out.
_MOST = 4 * MAX_SCOPES
_OF_THE_STATE = lazy_re.compile(
    "^(?:中华人民共和国|国务院|国家|全国|中共中央|中央|最高人民)|^[\u4e00-\u9fff]{2,12}部(?:办公厅|关于|令|公告|等|、|$)"
)
_BINDING = frozenset({Kind.POLICY, Kind.GUIDE, Kind.NOTICE, Kind.FAQ})


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place that a question names.

    Attributes:
        name: short display name, `当涂县`.
        path: full administrative path, or the bare name of a place outside the table.
        surface: as written in the question.
        at: offset in the question.
    """

    name: str
    path: str
    surface: str
    at: int


def find(question: str, infos: DocumentSet) -> list[Place]:
    """Places in the order the question names them; a place around another one named is left out.

    Names that the library's documents are of win over their namesakes elsewhere. Where the question names more than
    `MAX_SCOPES`, which none may ask about, there are more than that and maybe not all.
    """
    held_places = _held_places(question, infos.regions)
    found = {place.path: place for place in held_places}
    for mention in regions.find_mentions(question):
        if len(found) > _MOST:
            break
        overlaps = any(p.at < mention.end and mention.start < p.at + len(p.surface) for p in held_places)
        if mention.in_institution or overlaps:
            continue
        held = (region for region in mention.region_candidates if region.full_name in infos.regions)
        region = next(held, mention.region_candidates[0])
        place = Place(name=region.name, path=region.full_name, surface=mention.surface, at=mention.start)
        if place.path not in found or place.at < found[place.path].at:
            found[place.path] = place
    return sorted(_innermost(found.values()), key=lambda place: place.at)


@cache
def name_of(path: str) -> str:
    """Display name of a place: the innermost part of its path."""
    region = regions.parse_path(path)
    if region:
        return region.name
    # a place outside the table, such as a development zone, behind one inside it
    for end in range(len(path) - 2, 2, -1):
        around = regions.parse_path(path[:end])
        if around and around.full_name == path[:end]:
            return path[end:]
    return path


def resolve(text: str, infos: DocumentSet) -> str:
    """Path of a place that a person gave as a filter; the text itself when nothing is known by that name."""
    found = find(text, infos)
    return found[-1].path if found else text


def applies(info: DocumentInfo, place: Place) -> bool:
    """Whether a document is evidence for a place: it is that place's own, or a binding text of a place around it."""
    own = info.metadata.region.value if info.metadata.region else ""
    if own == place.path:
        return True
    if info.metadata.kind.value not in _BINDING:
        return False
    return regions.is_same_or_within(place.path, own) if own else _is_national(info)


def _is_national(info: DocumentInfo) -> bool:
    """Whether a document without a place is the nation's: a rule, or a paper that a body of the state gives out.

    A sheet of questions, a notice or a guide that names neither a place nor such a body is of no place that is known.
    """
    if info.metadata.kind.value is Kind.POLICY:
        return True
    issuer = info.metadata.issuer.value if info.metadata.issuer else ""
    return any(_OF_THE_STATE.search(fold(words)) for words in (issuer, info.metadata.title.value))


def speaking_for(place: Place, infos: DocumentSet) -> list[DocumentInfo]:
    """The documents that are evidence for a place: see `applies`."""
    return [
        info
        for region, held in infos.by_region.items()
        if not region or region == place.path or regions.is_same_or_within(place.path, region)
        for info in held
        if applies(info, place)
    ]


def names_of(infos: DocumentSet) -> frozenset[str]:
    """Display names of the places that documents are of."""
    return frozenset(name_of(path) for path in infos.regions)


def _held_places(question: str, held: frozenset[str]) -> list[Place]:
    by_alias = _paths_by_alias(held)
    longest = max(map(len, by_alias), default=0)
    parts = {question[i : i + n] for i in range(len(question)) for n in range(1, longest + 1)}
    named = {path for alias in by_alias.keys() & parts for path in by_alias[alias]}
    found: list[Place] = []
    for path in sorted(sorted(named), key=len, reverse=True)[:_MOST]:
        name = name_of(path)
        for alias in _aliases(path):
            at = question.find(alias)
            if at >= 0 and not any(p.at < at + len(alias) and at < p.at + len(p.surface) for p in found):
                found.append(Place(name=name, path=path, surface=alias, at=at))
                break
    return found


@lru_cache(maxsize=4)  # the libraries of one process, and each for two revisions
def _paths_by_alias(held: frozenset[str]) -> Mapping[str, tuple[str, ...]]:
    """What the places of a library are called → their paths."""
    found: dict[str, list[str]] = {}
    for path in held:
        for alias in _aliases(path):
            found.setdefault(alias, []).append(path)
    return {alias: tuple(paths) for alias, paths in found.items()}


@cache
def _aliases(path: str) -> tuple[str, ...]:
    """What people call a place, the fullest name first."""
    name = name_of(path)
    return tuple(filter(None, (path, name, regions.short_name(name), *_zone_names(name))))


def _zone_names(name: str) -> list[str]:
    """What people call a development zone: 东湖高新区 for 东湖新技术开发区."""
    match = _ZONE.fullmatch(name)
    return [match[1] + kind for kind in ("高新区", "经开区", "开发区")] if match else []


def _innermost(places: Collection[Place]) -> list[Place]:
    """Without places that only lead to another (天津市 in 天津市东丽区, 浙江省 in 洞头区获得的浙江省科技奖)."""
    return [
        place
        for place in places
        if not any(other is not place and regions.is_same_or_within(other.path, place.path) for other in places)
    ]
