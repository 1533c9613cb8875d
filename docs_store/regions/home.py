"""Infer which place a bureau's report is of, when it calls itself only 我县, 全区 or 市科技局.

Two kinds of evidence are kept apart and then multiplied: the words by which the text speaks of itself say what
kind of place it is (县, 区, 市 …), and the names around them say which one. A report also looks up (全市第三) and at
others (学习德清经验), so neither decides alone.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from docs_store import lazy_re
from docs_store.regions.mentions import find_mentions
from docs_store.regions.table import COUNTRY, Level, Region, ancestors, main_holder

# How much one mention says about the home, in units of a short name in plain text.
_FULL_NAME = 2.0
_IN_TITLE = 8.0
_IN_INSTITUTION = 0.1
_AS_EXAMPLE = 0.1
# A shared name (鼓楼区) with no parent anywhere in the text counts for each of its places, but no more than this.
_SHARED_NAME_STAKE = 0.05
# Support from what contains a place: at most this part of the place's own evidence.
_SUPPORT_FROM_ABOVE = 0.5
# Support from each of the divisions right below: half of its evidence, and no more than one short name's worth:
# five cities named once speak for their province, one city named often only for itself.
_SUPPORT_FROM_BELOW, _MAX_FROM_EACH_BELOW = 0.5, 1.0
# A place that is never named itself can still be home when this many divisions right below it are.
_BRANCHES_FOR_UNNAMED = 3

# 我县 is the report's own voice. 市科技局 may be the bureau above as well, and 全市 the frame of a ranking.
_OWN_VOICE, _ORGAN, _WHOLE = 3.0, 1.0, 1.0
# Reports name what is above them all the time and what is below hardly ever, so a lower kind speaks louder.
_KIND_EMPHASIS = {"县": 3.0, "旗": 3.0, "区": 3.0, "州": 1.5, "盟": 1.5, "市": 1.0, "省": 0.7, "自治区": 1.0}
# A kind the text never calls itself by is not excluded: the words may be missing. What a title names, still less.
_KIND_FLOOR, _TITLED_KIND_FLOOR = 0.05, 0.5

# Evidence of the winner at which half of the certainty is reached, and the certainty below which there is no answer.
_HALF_EVIDENCE = 2.0
_MIN_CERTAINTY = 0.2

_NOT_A_SUFFIX = r"(?![域位间场级块划])"
_OWN_VOICE_WORDS = lazy_re.compile(rf"(?:我|本)(自治区|[省市州盟县区旗]){_NOT_A_SUFFIX}")
_WHOLE_WORDS = lazy_re.compile(rf"全(自治区|[省市州盟县区旗]){_NOT_A_SUFFIX}")
_ORGAN_WORDS = lazy_re.compile(
    r"(?:(?<![\u4e00-\u9fff、)）])|(?<=[在按照由经和向与为受是及对年委]))(自治区|[省市州盟县区旗])"
    r"(?:党?委|人?民?政府|人大|政协|(?!场)[\u4e00-\u9fff]{2,4}局)"
)
_EXAMPLE_WINDOW = 16
_EXAMPLE_BEFORE = lazy_re.compile(
    r"(?:学习|借鉴|对标|考察|观摩|参观|走访|前往|赶赴|奔赴|引进|来自|对接)[^，。；,;\n]{0,10}$"
)

# A name outside the table: at the start of a title, two to four characters and a suffix, then an organ or a year.
_TITLE_LINES = 3
_UNLISTED = lazy_re.compile(
    r"^(?:《|[^\S\n])*+([\u4e00-\u9fff]{2,4}?(?:自治县|[县区市旗]))(?=[\u4e00-\u9fff]{0,6}(?:局|委员会|政府)|\d{4}年)",
    re.MULTILINE,
)
_UNLISTED_LEVEL: dict[str, Level] = {"市": "prefecture"}
# 我县, 各区, 开发区, 示范区 … are not names.
_GENERIC = lazy_re.compile(
    r"^自治|[我本各全省市县区该两在按据由经].|(?:[开发园新社地山景城郊库辖范验税经港]|集聚|合作|高新)[区市县]$"
)


@dataclass(frozen=True, slots=True)
class _Clue:
    """One name, weighed. `counts`: it may speak of the home at all (an institution or an example does not)."""

    regions: tuple[Region, ...]
    weight: float
    counts: bool


@dataclass(frozen=True, slots=True)
class _Evidence:
    """What the names in a title and text say.

    Attributes:
        scores: evidence per region.
        counts: how many mentions stand behind it, institutions and examples aside.
        titled: regions that the title names.
    """

    scores: dict[Region, float]
    counts: dict[Region, int]
    titled: frozenset[Region]


@dataclass(frozen=True, slots=True)
class _Rank:
    """A region that may be home: the evidence for it, and how well its kind fits (1: the kind the text mostly is)."""

    region: Region
    evidence: float
    fit: float

    @property
    def score(self) -> float:
        return self.evidence * self.fit


def infer_home(text: str, hint: str = "") -> tuple[Region, float, str] | None:
    """The place that a report is of.

    Args:
        text: the report.
        hint: its title or file name, if known; names in it weigh more.

    Returns:
        The region; how sure, 0..1: the winner's margin over the runner-up, discounted while its evidence is thin or
        its kind (县, 市 …) is not what the text mostly calls itself; and one line that says why, with the counts. None
        where nothing but guesses would be left. The region of a place outside the table (青禾县), known only from a
        title, has an empty code and no parents.
    """
    evidence = _weigh_names(text, hint)
    kinds = _self_references(f"{hint}\n{text}")
    ranked = sorted(_rank(evidence, kinds), key=lambda rank: (-rank.score, rank.region.code))
    if not ranked:
        return None
    best, rival = ranked[0], ranked[1] if len(ranked) > 1 else None
    margin = 1.0 - rival.score / best.score if rival else 1.0
    certainty = round(margin * best.fit * best.evidence / (best.evidence + _HALF_EVIDENCE), 2)
    if certainty < _MIN_CERTAINTY:
        return None
    return best.region, certainty, _reason(best.region, rival.region if rival else None, evidence, kinds)


def _weigh_names(text: str, hint: str) -> _Evidence:
    """Evidence for every region named in the title or the text."""
    title_clues = list(_clues(hint, _IN_TITLE))
    clues = [*title_clues, *_clues(text, 1.0)]
    for place in _unlisted_places(text, hint):
        clues += [_Clue((place,), _IN_TITLE * _FULL_NAME, True)] * hint.count(place.name)
        clues += [_Clue((place,), _FULL_NAME, True)] * text.count(place.name)

    certain: dict[Region, float] = defaultdict(float)
    for clue in clues:
        if len(clue.regions) == 1:
            certain[clue.regions[0]] += clue.weight

    scores: dict[Region, float] = defaultdict(float)
    counts: Counter[Region] = Counter()
    for clue in clues:
        for region, share in _shares(clue.regions, certain):
            scores[region] += clue.weight * share
            counts[region] += clue.counts
    titled = frozenset(region for clue in title_clues if clue.counts for region in clue.regions)
    return _Evidence(dict(scores), dict(counts), titled)


def _clues(text: str, factor: float) -> Iterator[_Clue]:
    """The mentions of a title or text, weighed."""
    for mention in find_mentions(text):
        weight = factor * (_FULL_NAME if mention.is_full_name else 1.0)
        if mention.in_institution:
            yield _Clue(mention.region_candidates, weight * _IN_INSTITUTION, False)
        elif _EXAMPLE_BEFORE.search(text, max(0, mention.start - _EXAMPLE_WINDOW), mention.start):
            yield _Clue(mention.region_candidates, weight * _AS_EXAMPLE, False)
        else:
            yield _Clue(mention.region_candidates, weight, True)


def _unlisted_places(text: str, hint: str) -> set[Region]:
    """Places that the hint or the first lines name like the owner of a report, and that the table does not hold."""
    titles = "\n".join((hint, *text.strip().split("\n", _TITLE_LINES)[:_TITLE_LINES]))
    return {
        Region("", name, _UNLISTED_LEVEL.get(name[-1], "county"), (name,))
        for name in _UNLISTED.findall(titles)
        if not _GENERIC.search(name) and not find_mentions(name)
    }


def _shares(regions: tuple[Region, ...], certain: dict[Region, float]) -> list[tuple[Region, float]]:
    """Split one mention among the places it may stand for, by how much the text speaks of them and their parents.

    A name with a main holder (吉林) is that one's, unless the text speaks of another by a name of its own.
    """
    if len(regions) == 1:
        return [(regions[0], 1.0)]
    stakes = [
        certain.get(region, 0.0) + sum(certain.get(parent, 0.0) for parent in ancestors(region)) for region in regions
    ]
    if main_holder(regions):
        stakes[0] += 1.0
    total = sum(stakes)
    if not total:
        return [(region, _SHARED_NAME_STAKE) for region in regions]
    return [(region, stake / total) for region, stake in zip(regions, stakes, strict=True) if stake]


def _self_references(text: str) -> dict[str, float]:
    """How much the text calls itself a 县, 区, 市 …; the values sum to 1, or the dict is empty."""
    weights: dict[str, float] = defaultdict(float)
    for pattern, weight in ((_OWN_VOICE_WORDS, _OWN_VOICE), (_WHOLE_WORDS, _WHOLE), (_ORGAN_WORDS, _ORGAN)):
        for match in pattern.finditer(text):
            weights[match[1]] += weight * _KIND_EMPHASIS[match[1]]
    total = sum(weights.values())
    return {kind: weight / total for kind, weight in weights.items()} if total else {}


def _kinds_of(region: Region) -> tuple[str, ...]:
    """The words by which a place calls itself. An autonomous region is 全区 as well as 自治区."""
    if region.level == "province" and region.name.endswith("区"):
        return ("自治区", "区")
    return (region.name[-1],)


def _rank(evidence: _Evidence, kinds: dict[str, float]) -> Iterator[_Rank]:
    """The regions that may be home."""
    branches = _evidence_below(evidence)
    for region in {*evidence.counts, *branches}:
        own = evidence.scores.get(region, 0.0)
        below = branches.get(region, {})
        if not evidence.counts.get(region) and len(below) < _BRANCHES_FOR_UNNAMED:
            continue
        above = sum(evidence.scores.get(parent, 0.0) for parent in ancestors(region))
        total = own + min(above, _SUPPORT_FROM_ABOVE * own)
        total += sum(min(_SUPPORT_FROM_BELOW * score, _MAX_FROM_EACH_BELOW) for score in below.values())
        yield _Rank(region, total, _fit(region, evidence, kinds))


def _fit(region: Region, evidence: _Evidence, kinds: dict[str, float]) -> float:
    """How well a place's kind agrees with the text's words for itself; 1 where the text has none."""
    if not kinds:
        return 1.0
    share = sum(kinds.get(word, 0.0) for word in _kinds_of(region)) / max(kinds.values())
    floor = _TITLED_KIND_FLOOR if region in evidence.titled else _KIND_FLOOR
    return min(max(share, floor), 1.0)


def _evidence_below(evidence: _Evidence) -> dict[Region, dict[Region, float]]:
    """Region → the divisions right below it that are named, or that contain what is named → their evidence."""
    below: dict[Region, dict[Region, float]] = {}
    for region, count in evidence.counts.items():
        if not count:
            continue
        for parent, child in itertools.pairwise((*ancestors(region), region)):
            if parent != COUNTRY:
                branch = below.setdefault(parent, {})
                branch[child] = branch.get(child, 0.0) + evidence.scores[region]
    return below


def _reason(home: Region, runner_up: Region | None, evidence: _Evidence, kinds: dict[str, float]) -> str:
    """One line for people: what was counted."""
    named = f"{home.name} named {evidence.counts.get(home, 0)} times"
    kind = max(kinds, key=lambda word: kinds[word], default="")
    itself = f"the text calls itself mostly {kind}" if kind else "no self-reference"
    parents = [f"{p.name} {evidence.counts[p]}" for p in ancestors(home) if evidence.counts.get(p)]
    above = f"; above it {', '.join(parents)}" if parents else ""
    rival = f"; next {runner_up.full_name} {evidence.counts.get(runner_up, 0)}" if runner_up else ""
    return f"{named}; {itself}{above}{rival}"
