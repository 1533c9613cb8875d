"""A profile as a person tells it in passing: 我们公司去年研发投入800万,营收1个亿,是高企,能申请什么?

Numbers are read by the one lexer of quantities, years by the one reader of periods; each number goes to the noun in
whose stretch it stands (`profile_words`). What no noun claims is left alone: nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from assistant.matching.profile import YEARLY, Profile, Project
from assistant.matching.profile_words import DENIALS, SIZES, Measured, Noun
from assistant.matching.spoken_dates import founded, moved
from assistant.matching.spoken_message import MARKS, Message
from assistant.matching.spoken_numbers import Numbers
from assistant.matching.spoken_titles import Titles
from assistant.understand import places
from docs_store import lazy_re
from docs_store.document_set import DocumentSet
from docs_store.regions import find_mentions

_WHOLE = lazy_re.compile("整体(?:搬迁|迁入|迁移)")
_TRADE = lazy_re.compile(
    "(?:主要)?(?:从事|主营|专门做|专做|是做|做|搞|生产|制造|研发生产|经营)(?P<a>[\u4e00-\u9fffA-Za-z0-9]{2,14}?)(?:的(?=[,。;!?\n公企小厂]|$)|(?=[,。;!?\n]|$))"
    "|(?:是|一)(?:一)?家(?P<b>[\u4e00-\u9fffA-Za-z0-9]{2,14}?)(?:的)?(?:企业|公司|厂|工厂)|(?P<c>[\u4e00-\u9fff]{2,8}?)(?:行业|领域)(?=[,。;的]|$)"
)


def read(texts: Iterable[str], on: date, *, region: str = "") -> Profile | None:
    """What was said of the enterprise, later words over earlier ones; `None` when nothing was.

    Args:
        texts: what the person said, oldest first.
        on: the day of asking; 去年 counts from it.
        region: full path of the place that was named, or empty.
    """
    profile = Profile()
    for text in texts:
        message = Message(text, on)
        profile = _merged(profile, _profile(message), Titles(message).denied())
    if profile == Profile():
        return None
    return replace(profile, region=region or None)


def place_of(texts: Iterable[str], infos: DocumentSet) -> str:
    """Full path of the place that was named last, or empty: a place of the table, else one that the library knows."""
    for text in reversed(list(texts)):
        found = [
            (mention.start, mention.region_candidates) for mention in find_mentions(text) if not mention.in_institution
        ]
        exact = [(at, regions[0].full_name) for at, regions in found if len(regions) == 1]
        known = [(place.at, place.path) for place in places.find(text, infos)]
        if exact and (not known or exact[-1][0] >= known[-1][0]):
            return exact[-1][1]
        if known:
            return known[-1][1]
    return ""


def pairs(profile: Profile) -> Iterator[tuple[str, str]]:
    """The facts of a profile as field and value, for showing: `years.2025.revenue`, `100000000`."""
    for name in (
        "region",
        "size",
        "founded",
        "registered",
        "staff",
        "rd_staff",
        "tech_staff",
        "above_scale",
        "super_deduction",
    ):
        value = getattr(profile, name)
        if value is not None:
            yield name, {True: "true", False: "false"}.get(value, str(value)) if isinstance(value, bool) else str(value)
    if profile.industry:
        yield "industry", "、".join(profile.industry)
    for year, facts in sorted(profile.years.items()):
        for name, amount in facts.items():
            yield f"years.{year}.{name}", f"{amount:f}"
    for title in profile.titles or ():
        yield "titles", f"{title.level}{title.name}"
    for platform in profile.platforms or ():
        yield "platforms", f"{platform.level}{platform.name}"
    for project in profile.projects or ():
        yield "projects", project.name + (f" {project.investment:f}" if project.investment is not None else "")
    for kind, count in profile.patents.items():
        yield f"patents.{kind}", f"{count:f}"
    for kind, years in profile.records.items():
        yield f"records.{kind}", "、".join(map(str, years)) or "0"


def _merged(old: Profile, new: Profile, denied: frozenset[str]) -> Profile:
    years = {year: dict(facts) for year, facts in old.years.items()}
    for year, facts in new.years.items():
        years.setdefault(year, {}).update(facts)
    changed = {
        name: getattr(new, name)
        for name in Profile.__dataclass_fields__
        if getattr(new, name) not in (None, (), "")
        and name not in ("years", "patents", "records", "titles", "titles_complete", "confirmed")
    }
    names = {title.name for title in new.titles or ()} | denied
    kept = [title for title in old.titles or () if title.name not in names]
    return replace(
        old,
        **changed,
        years=years,
        patents={**old.patents, **new.patents},
        records={**old.records, **new.records},
        titles=(*kept, *(new.titles or ())) or None,
        titles_complete=False if new.titles or old.titles else old.titles_complete,
    )


def _profile(message: Message) -> Profile:
    years: dict[int, dict[str, Decimal]] = {}
    people: dict[str, Any] = {}
    patents: dict[str, Decimal] = {}
    projects: list[Project] = []
    for noun, year, value in Numbers(message).claims():
        match noun.measured:
            case Measured.MONEY if noun.field in YEARLY:
                years.setdefault(year, {})[noun.field] = value
            case Measured.PERSONS if noun.field:
                people.setdefault(noun.field, value)
            case Measured.PIECES if noun.field:
                patents[noun.field] = value
            case Measured.PROJECT:
                projects.append(Project(name=noun.text, investment=value))
    patents |= {noun.field: Decimal(0) for noun in message.nouns if _has_none(noun, message)}
    read_titles = Titles(message)
    titles = tuple(read_titles.held())
    return Profile(
        years=years,
        patents=patents,
        titles=titles or None,
        titles_complete=not titles,
        platforms=tuple(read_titles.platforms()) or None,
        projects=tuple(projects) or None,
        industry=tuple(_industry(message)) or None,
        founded=founded(message),
        registered=moved(message),
        relocated=True if _WHOLE.search(message.text) else None,
        records=read_titles.records(),
        **people,
        **_plain_facts(message),
    )


def _has_none(noun: Noun, message: Message) -> bool:
    """软著没有."""
    denied = message.text[noun.end :].startswith(("没有", "无,", "没,"))
    return noun.measured is Measured.PIECES and bool(noun.field) and denied


def _plain_facts(message: Message) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for noun in message.nouns:
        if noun.measured is not Measured.PLAIN or message.of_others(noun.start):
            continue
        denied = message.before(noun.start, DENIALS)
        if noun.field not in SIZES:
            found[noun.field] = not denied
        elif not denied and (noun.text != noun.field or noun.field == "小微" or _alone(noun, message)):
            found["size"] = noun.field
    return found


def _alone(noun: Noun, message: Message) -> bool:
    """Whether a noun is all that stands between two marks: ,中型,."""
    begin, stop = message.stretch(noun.start, MARKS)
    return message.text[begin:stop].strip() == noun.text


def _industry(message: Message) -> Iterator[str]:
    for match in _TRADE.finditer(message.text):
        name = match[match.lastgroup or 0]
        if not any(
            word in name
            for word in ("我们", "公司", "什么", "哪些", "多少", "企业", "政策", "补贴", "一年", "亿", "万")
        ):
            yield name
