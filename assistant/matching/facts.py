"""One predicate against a profile: met, not met, or which field would tell."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from assistant.matching.partial_date import PartialDate
from assistant.matching.profile import Profile, Title
from assistant.matching.results import Comparison, State
from assistant.matching.size_standard import SIZES, sizes
from docs_store import lazy_re, regions
from docs_store.language import sectors
from docs_store.provisions import Fact, Op, Predicate

_COMPARE: Mapping[Op, Callable[[Decimal, Decimal], bool]] = MappingProxyType(
    {Op.GE: operator.ge, Op.GT: operator.gt, Op.LE: operator.le, Op.LT: operator.lt}
)
_LEVEL_RANK = {"国家级": 4, "省级": 3, "市级": 2, "区级": 1, "县级": 1, "": 0}
# 公司法 第三条: a company is a legal person; a branch (分公司, 第十三条) is none.
_COMPANY = lazy_re.compile("(?<!分)公司$")
_SINCE: Mapping[Fact, str] = MappingProxyType({Fact.AGE: "founded", Fact.REGISTERED_YEARS: "registered"})
_SAME_YEAR, _LAST_YEAR = 0, 1


def compare(p: Predicate, profile: Profile, on: date) -> Comparison:
    """Hold one predicate against the profile.

    Args:
        on: the day of asking; 上年度 and 近三年 count from it.
    """
    if p.op in _COMPARE:
        return _number(p, profile, on)
    return _OTHERS[p.fact](p, profile, on)


def _told(p: Predicate, state: State, value: str = "", *missing: str) -> Comparison:
    return Comparison(predicate=p, state=state, value=value, missing=missing)


# --- numbers -------------------------------------------------------------------------------------------------------


def _number(p: Predicate, profile: Profile, on: date) -> Comparison:
    assert isinstance(p.value, Decimal)
    if p.facts:
        return _any_of(p, profile, on)
    if p.fact is Fact.INVESTMENT:
        return _investment(p, profile)
    if p.fact in _SINCE:
        return _term(p, profile, on)
    value, missing = number_of(p.fact, profile, on, p.year)
    if value is None:
        return _told(p, State.MISSING, "", *missing)
    met = _COMPARE[p.op](value, p.value)
    return _told(p, State.MET if met else State.NOT_MET, _shown(value))


def _term(p: Predicate, profile: Profile, on: date) -> Comparison:
    """Years since the enterprise was founded or registered. Where only a year or month is told, every day of it must
    give the same answer; and nobody is registered in a place for longer than it has existed.
    """
    assert isinstance(p.value, Decimal)
    name = _SINCE[p.fact]
    since: PartialDate | None = getattr(profile, name)
    if since is None:
        age = None if profile.founded is None else _years_since(profile.founded.earliest, on)
        too_young = age is not None and p.op in (Op.GE, Op.GT) and not _COMPARE[p.op](age, p.value)
        return (
            _told(p, State.NOT_MET, _shown(age)) if age is not None and too_young else _told(p, State.MISSING, "", name)
        )
    ages = [_years_since(day, on) for day in (since.latest, since.earliest)]
    met = {_COMPARE[p.op](age, p.value) for age in ages}
    shown = "—".join(dict.fromkeys(_shown(age) for age in ages))
    if len(met) > 1:
        return _told(p, State.MISSING, str(since), name)
    return _told(p, State.MET if True in met else State.NOT_MET, shown)


def _any_of(p: Predicate, profile: Profile, on: date) -> Comparison:
    """实用新型专利或者软件著作权5件以上: one kind alone suffices; whether they add up, a person must say."""
    assert isinstance(p.value, Decimal)
    found = [number_of(fact, profile, on, p.year) for fact in p.facts]
    known = [value for value, _ in found if value is not None]
    missing = [name for value, names in found if value is None for name in names]
    shown = " + ".join(_shown(value) for value in known)
    if any(_COMPARE[p.op](value, p.value) for value in known):
        return _told(p, State.MET, shown)
    if missing:
        return _told(p, State.MISSING, shown, *missing)
    enough = _COMPARE[p.op](sum(known, Decimal(0)), p.value)
    return _told(p, State.CONFIRM if enough else State.NOT_MET, shown)


def number_of(fact: Fact, profile: Profile, on: date, year: int = 0) -> tuple[Decimal | None, tuple[str, ...]]:
    """A number of the profile, or the fields it would need.

    Args:
        year: as in `Predicate`.
    """
    at = on.year + year if year <= 0 else year
    match fact:
        case Fact.REVENUE | Fact.ASSETS | Fact.TAX | Fact.RD_SPENDING:
            value = profile.years.get(at, {}).get(fact.value)
            return value, (f"years.{at}.{fact.value}",)
        case Fact.RD_RATIO:
            return _share(_of_year(profile, at, "rd_spending"), _of_year(profile, at, "revenue"))
        case Fact.RD_GROWTH | Fact.REVENUE_GROWTH:
            name = "rd_spending" if fact is Fact.RD_GROWTH else "revenue"
            now, before = _of_year(profile, at, name), _of_year(profile, at - 1, name)
            share, missing = _share(now, before)
            return (None if share is None else share - 100), missing
        case Fact.RD_INCREASE:
            (now_value, now_name), (old_value, old_name) = (_of_year(profile, y, "rd_spending") for y in (at, at - 1))
            if now_value is None or old_value is None:
                return None, tuple(n for v, n in ((now_value, now_name), (old_value, old_name)) if v is None)
            return max(now_value - old_value, Decimal(0)), ()
        case Fact.RD_STAFF_RATIO:
            return _share((profile.rd_staff, "rd_staff"), (profile.staff, "staff"))
        case Fact.TECH_STAFF_RATIO:
            return _share((profile.tech_staff, "tech_staff"), (profile.staff, "staff"))
        case Fact.STAFF | Fact.RD_STAFF | Fact.TECH_STAFF:
            return getattr(profile, fact.value), (fact.value,)
    if fact.value.startswith("patents."):
        return profile.patents.get(fact.value.removeprefix("patents.")), (fact.value,)
    return None, (fact.value,)


def _of_year(profile: Profile, year: int, name: str) -> tuple[Decimal | None, str]:
    return profile.years.get(year, {}).get(name), f"years.{year}.{name}"


def _share(
    part: tuple[Decimal | None, str], whole: tuple[Decimal | None, str]
) -> tuple[Decimal | None, tuple[str, ...]]:
    """Percent; of a whole of zero there is none."""
    if part[0] is None or whole[0] is None or whole[0] == 0:
        return None, tuple(name for value, name in (part, whole) if value is None) or (whole[1],)
    return part[0] * 100 / whole[0], ()


def _years_since(day: date, on: date) -> Decimal:
    """Whole years, and twelfths for whole months beyond them; a year is full on its day."""
    months = (on.year - day.year) * 12 + on.month - day.month - (on.day < day.day)
    return Decimal(max(months, 0)) / 12


def _investment(p: Predicate, profile: Profile) -> Comparison:
    """The investment of the project that the clause speaks of, found by its name."""
    assert isinstance(p.value, Decimal)
    invested = investment(p.detail, profile)
    if invested is None:
        return _told(p, State.MISSING, "", "projects.investment")
    met = _COMPARE[p.op](invested, p.value)
    return _told(p, State.MET if met else State.NOT_MET, _shown(invested))


def investment(clause: str, profile: Profile) -> Decimal | None:
    """What the profile's one project named in a clause invests; `None` when none or several are named."""
    found = [
        project.investment
        for project in profile.projects or ()
        if project.investment is not None and _names(project.name, clause)
    ]
    return found[0] if len(found) == 1 else None


def _names(project: str, clause: str) -> bool:
    bare = re.sub(r"项目$", "", project)
    return len(bare) >= 2 and bare in clause


def _shown(value: Decimal) -> str:
    text = f"{round(value, 4):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


# --- what is no number ---------------------------------------------------------------------------------------------


def _applicant(p: Predicate, profile: Profile, on: date) -> Comparison:
    assert isinstance(p.value, tuple)
    return _told(p, State.MET if "企业" in p.value else State.NOT_MET, "企业")


def within(place: str, outer: str) -> State:
    """Whether a place lies in another: for certain, not, or not to be told from its path."""
    if not place:
        return State.MISSING
    if regions.is_same_or_within(place, outer):
        return State.MET
    if regions.is_same_or_within(outer, place):
        return State.MISSING  # only the place around it was told
    if place.endswith(outer) or outer.endswith(place):
        return State.CONFIRM  # one name; whether one place, the paths do not say
    return State.NOT_MET


def _region(p: Predicate, profile: Profile, on: date) -> Comparison:
    assert isinstance(p.value, tuple)
    states = {within(profile.region or "", outer) for outer in p.value}
    for state in (State.MET, State.MISSING, State.CONFIRM):
        if state in states:
            return _told(p, state, profile.region or "", *(("region",) if state is State.MISSING else ()))
    return _told(p, State.NOT_MET, profile.region or "")


def _industry(p: Predicate, profile: Profile, on: date) -> Comparison:
    assert isinstance(p.value, tuple)
    if not profile.industry:
        return _told(p, State.MISSING, "", "industry")
    shown = "、".join(profile.industry)
    if any(wanted in own or own in wanted for wanted in p.value for own in profile.industry):
        return _told(p, State.MET, shown)
    own = sectors.of_activities(profile.industry)
    wanted = frozenset(sector for noun in p.value for sector in sectors.of_subject(noun) or _whole_sector(noun))
    if sectors.apart(own, wanted):
        return _told(p, State.NOT_MET, shown)
    # 工业机器人 is 制造业; whether it is one of the trades that are named, a person has to say
    whole = any(_whole_sector(noun) & own for noun in p.value)
    return _told(p, State.MET if whole else State.CONFIRM, shown)


def _whole_sector(noun: str) -> frozenset[str]:
    """The sector that a noun names as a whole: 制造业, 农业."""
    return frozenset(name for name in sectors.SECTORS if noun in (name, f"{name}业"))


def _size(p: Predicate, profile: Profile, on: date) -> Comparison:
    """The size that is told, else the sizes that staff, revenue and industry leave (中小企业划型标准规定)."""
    assert isinstance(p.value, tuple)
    told = {"小微": frozenset({"小型", "微型"})}.get(profile.size or "", frozenset({profile.size}))
    revenue = profile.years.get(on.year - 1, {}).get("revenue")
    held = told if profile.size else sizes(profile.industry or (), profile.staff, revenue)
    shown = profile.size or ("、".join(size for size in SIZES if size in held) if len(held) < len(SIZES) else "")
    if held <= set(p.value):
        return _told(p, State.MET, shown)
    if not held & set(p.value):
        return _told(p, State.NOT_MET, shown)
    return _told(p, State.MISSING, shown, "size")


def _flag(p: Predicate, profile: Profile, on: date) -> Comparison:
    value: bool | None = getattr(profile, p.fact.value)
    if value is None and p.fact is Fact.LEGAL_PERSON and _COMPANY.search(profile.name):
        return _told(p, State.MET if p.value is True else State.NOT_MET, profile.name)
    if value is None:
        return _told(p, State.MISSING, "", p.fact.value)
    return _told(p, State.MET if value is p.value else State.NOT_MET, "true" if value else "false")


def _title(p: Predicate, profile: Profile, on: date) -> Comparison:
    assert isinstance(p.value, tuple)
    if profile.titles is None:
        return _told(p, State.MISSING, "", "titles")
    held = [title for title in profile.titles if any(_is(title, wanted) for wanted in p.value)]
    if not held:
        # 专精特新中小企业 without its level, where one of a level is asked for
        lower = [t for t in profile.titles if not t.level and any(t.name == _bare(wanted) for wanted in p.value)]
        named = "、".join(title.name for title in profile.titles)
        if lower or not profile.titles_complete:
            return _told(p, State.MISSING, named, "titles.level" if lower else "titles")
        return _told(p, State.NOT_MET, named)
    found = [_valid(p, title, on) for title in held]
    for state in (State.MET, State.MISSING, State.CONFIRM):
        best = next((one for one in found if one.state is state), None)
        if best is not None:
            return best
    return found[0]


def _bare(name: str) -> str:
    return re.sub(r"^(?:国家|省|市|区|县)级", "", name).replace("“", "").replace("”", "")


def _is(title: Title, wanted: str) -> bool:
    """Whether a title is the one wanted; where a level is wanted, it must be that one."""
    level = re.match(r"(?:国家|省|市|区|县)级", wanted)
    own = re.match(r"(?:国家|省|市|区|县)级", title.name)
    if _bare(title.name) != _bare(wanted):
        return False
    return level is None or level.group() in (title.level, own.group() if own else "")


def _valid(p: Predicate, title: Title, on: date) -> Comparison:
    shown = f"{title.level}{title.name}" + (
        f" ({title.since or ''}—{title.until or ''})" if title.since or title.until else ""
    )
    if title.until is not None and title.until.latest < on:
        return _told(p, State.NOT_MET, shown)
    if title.since is not None and title.since.earliest > on:
        return _told(p, State.CONFIRM, shown)
    match p.detail:
        case "first" | "renewed":
            if title.first is None:
                return _told(p, State.MISSING, shown, "titles.first")
            if title.first is not (p.detail == "first"):
                return _told(p, State.NOT_MET, shown)
        case "new":
            if title.since is None:
                return _told(p, State.MISSING, shown, "titles.since")
            years = on.year - title.since.year
            if years not in (_SAME_YEAR, _LAST_YEAR):
                return _told(p, State.NOT_MET, shown)
            if years == _LAST_YEAR:
                return _told(p, State.CONFIRM, shown)
    if not title.held and (title.until is None or title.until.earliest < on):
        return _told(p, State.MISSING, shown, "titles.until")
    return _told(p, State.MET, shown)


def _platform(p: Predicate, profile: Profile, on: date) -> Comparison:
    assert isinstance(p.value, tuple)
    if profile.platforms is None:
        return _told(p, State.MISSING, "", "platforms")
    shown = "、".join(f"{platform.level}{platform.name}" for platform in profile.platforms)
    alike = [x for x in profile.platforms if any(w in x.name or x.name in w for w in p.value) or "研发机构" in p.value]
    exact = [x for x in alike if any(w in x.name for w in p.value)]
    if not alike:
        return _told(p, State.NOT_MET, shown)
    needed = _LEVEL_RANK[p.detail]
    if any(_LEVEL_RANK[x.level] >= needed for x in exact):
        return _told(p, State.MET, shown)
    if any(not x.level for x in alike) and needed:
        return _told(p, State.MISSING, shown, "platforms.level")
    # a 技术中心 may or may not count as the 研发机构 that is asked for
    return _told(p, State.CONFIRM if any(_LEVEL_RANK[x.level] >= needed for x in alike) else State.NOT_MET, shown)


def _contract(p: Predicate, profile: Profile, on: date) -> Comparison:
    assert isinstance(p.value, tuple)
    if profile.contracts is None:
        return _told(p, State.MISSING, "", "contracts")
    shown = "、".join(contract.kind for contract in profile.contracts)
    held = [c for c in profile.contracts if any(wanted in c.kind for wanted in p.value)]
    if any(c.until is not None and c.until.earliest >= on for c in held):
        return _told(p, State.MET, shown)
    if any(c.until is None or c.until.latest >= on for c in held):
        return _told(p, State.MISSING, shown, "contracts.until")
    return _told(p, State.NOT_MET, shown)


def _record(p: Predicate, profile: Profile, on: date) -> Comparison:
    """近三年未发生…: a record of the year at the edge of the term may lie on either side of it."""
    assert isinstance(p.value, tuple)
    missing = [f"records.{kind}" for kind in p.value if kind not in profile.records]
    years = sorted(year for kind in p.value for year in profile.records.get(kind, ()))
    shown = "、".join(map(str, years)) if years else ("" if missing else "0")
    if years and not p.detail:
        return _told(p, State.CONFIRM, shown)
    back = int(Decimal(p.detail)) if p.detail else 0
    if any(on.year - back < year for year in years):
        return _told(p, State.NOT_MET, shown)
    if any(year == on.year - back for year in years):
        return _told(p, State.CONFIRM, shown)
    return _told(p, State.MISSING, shown, *missing) if missing else _told(p, State.MET, shown)


_OTHERS: Mapping[Fact, Callable[[Predicate, Profile, date], Comparison]] = MappingProxyType(
    {
        Fact.APPLICANT: _applicant,
        Fact.REGION: _region,
        Fact.INDUSTRY: _industry,
        Fact.SIZE: _size,
        Fact.LEGAL_PERSON: _flag,
        Fact.ABOVE_SCALE: _flag,
        Fact.SUPER_DEDUCTION: _flag,
        Fact.RELOCATED: _flag,
        Fact.TITLE: _title,
        Fact.PLATFORM: _platform,
        Fact.CONTRACT: _contract,
        Fact.RECORD: _record,
    }
)
