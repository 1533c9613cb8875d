"""A profile as a person says it in passing: 我们公司去年研发投入800万,营收1个亿,是高企,能申请什么?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

from assistant.matching.profile import Profile, Title
from docs_store import lazy_re
from docs_store.language.periods import year_mentions
from docs_store.numerals import value_of
from docs_store.textnorm import fold
from docs_store.units import SCALES

_NUMBER = (
    r"(?P<n>\d+(?:\.\d+)?|[一二两三四五六七八九十]{1,3})(?P<more>多|余)?\s*"
    r"(?P<s>个亿|千万|百万|十万|亿|万|千)?(?:人民币)?(?P<u>元|块)?"
)
_LINK = r"(?:大概|大约|约|差不多|共|总共|一共|合计|有|是|为|达到?|在|花了?|投了?|了|的|投入|做到)*"
_MONEY: tuple[tuple[str, str], ...] = (
    ("rd_spending", r"(?:研发|研究开发|R&D)(?:投入|费用|经费|支出)?"),
    ("revenue", r"(?:营收|营业收入|销售收入|销售额|年收入|收入)"),
    ("assets", r"(?:总资产|资产总额|资产)"),
    ("tax", r"(?:纳税|交税|缴税|税收|上税)"),
)
_PEOPLE: tuple[tuple[str, str], ...] = (
    ("rd_staff", r"(?:研发人员|研发团队|研发)"),
    ("tech_staff", r"(?:科技人员|技术人员)"),
    ("staff", r"(?:员工|职工|公司|我们|全公司|在职)"),
)
_PATENTS: tuple[tuple[str, str], ...] = (
    ("invention", "发明专利"),
    ("utility", "实用新型(?:专利)?"),
    ("design", "外观(?:设计)?(?:专利)?"),
    ("software", "(?:软著|软件著作权)"),
)
_TITLES: tuple[tuple[str, str, str], ...] = (
    (r"高新技术企业|国高新|国家高新|高企", "高新技术企业", ""),
    (r"科技型中小企业|科小", "科技型中小企业", ""),
    (r"小巨人", "专精特新小巨人企业", "国家级"),
    (r"省级专精特新|省专精特新", "专精特新中小企业", "省级"),
    (r"市级专精特新|市专精特新", "专精特新中小企业", "市级"),
    (r"(?<![省市]级)(?<![省市])专精特新(?!小巨人|“小巨人)", "专精特新中小企业", ""),
    (r"创新型中小企业", "创新型中小企业", ""),
    (r"瞪羚", "瞪羚企业", ""),
    (r"独角兽", "独角兽企业", ""),
)
_NOT = lazy_re.compile(
    r"(?:不是|没有|还没|尚未|未|不算|想申请|准备申请|打算申请|能申请|申请|争取|认定)(?:认定|评上|成为|为)?$"
)
_FOUNDED = lazy_re.compile(
    r"(?P<y>(?:19|20)\d{2})年(?:(?P<m>\d{1,2})月)?(?:份)?(?:注册)?(?:成立|创办|创立|注册)|(?:成立|创办|创立)(?:于"
    r"|在)?(?P<y2>(?:19|20)\d{2})年?(?:(?P<m2>\d{1,2})月)?"
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
        profile = _read(fold(text), on, profile)
    if profile == Profile():
        return None
    return replace(profile, region=region or None, legal_person=None)


def pairs(profile: Profile) -> Iterator[tuple[str, str]]:
    """The facts of a profile as field and value, for showing: `years.2025.revenue`, `100000000`."""
    for name in ("region", "founded", "staff", "rd_staff", "tech_staff", "above_scale"):
        value = getattr(profile, name)
        if value is not None:
            yield name, {True: "true", False: "false"}.get(value, str(value)) if isinstance(value, bool) else str(value)
    for year, facts in sorted(profile.years.items()):
        for name, amount in facts.items():
            yield f"years.{year}.{name}", f"{amount:f}"
    for title in profile.titles or ():
        yield "titles", f"{title.level}{title.name}"
    for kind, count in profile.patents.items():
        yield f"patents.{kind}", f"{count:f}"


def _read(text: str, on: date, known: Profile) -> Profile:
    years = {year: dict(facts) for year, facts in known.years.items()}
    for name, year, amount in _amounts(text, on):
        years.setdefault(year, {})[name] = amount
    people = dict(_people(text))
    patents = dict(known.patents) | dict(_counts(text))
    titles = tuple(dict.fromkeys((*(known.titles or ()), *_titles(text))))
    founded = _founded(text)
    scale = re.search("规上|规模以上", text)
    return (
        replace(
            known,
            years=years,
            patents=patents,
            titles=titles or None,
            titles_complete=False,
            founded=founded or known.founded,
            above_scale=True if scale and not _NOT.search(text[: scale.start()]) else known.above_scale,
            **{name: people.get(name, getattr(known, name)) for name, _ in _PEOPLE},
        )
        if (years or people or patents or titles or founded or scale)
        else known
    )


def _amounts(text: str, on: date) -> Iterator[tuple[str, int, Decimal]]:
    """Yearly sums with the year they are of: the last one named before, else the year before."""
    taken: set[int] = set()
    for name, words in _MONEY:
        for match in re.finditer(rf"{words}{_LINK}{_NUMBER}", text):
            money = match["s"] in ("万", "十万", "百万", "千万", "亿", "个亿") or match["u"]
            if not money or match.end() in taken or re.match(r"\s*[人名件个项家%]", text[match.end() :]):
                continue
            taken.add(match.end())
            if (value := _value(match)) is not None:
                yield name, _year(text[: match.start()], on), value


def _year(before: str, on: date) -> int:
    named = year_mentions(before, on.year)
    return max(named[-1].years) if named else on.year - 1


def _people(text: str) -> Iterator[tuple[str, Decimal]]:
    for name, words in reversed(_PEOPLE):
        match = re.search(rf"{words}{_LINK}{_NUMBER}\s*(?:来|几)?(?:个|名)?(?:人|员工|职工|名)", text)
        if match is not None and match["s"] != "亿" and (value := _value(match)) is not None:
            yield name, value


def _counts(text: str) -> Iterator[tuple[str, Decimal]]:
    for name, words in _PATENTS:
        match = re.search(rf"{words}{_LINK}{_NUMBER}\s*(?:件|个|项)", text) or re.search(
            rf"{_NUMBER}\s*(?:件|个|项)(?:的)?{words}", text
        )
        if match is not None and (value := _value(match)) is not None:
            yield name, value


def _titles(text: str) -> Iterator[Title]:
    for words, name, level in _TITLES:
        for match in re.finditer(words, text):
            if not _NOT.search(text[: match.start()]):
                yield Title(name=name, level=level)
                break


def _founded(text: str) -> date | None:
    match = _FOUNDED.search(text)
    if match is None:
        return None
    year, month = int(match["y"] or match["y2"]), int(match["m"] or match["m2"] or 12)
    # without a month the latest it can have been: nobody is made older than it may be
    return date(year, month, 28) if 1 <= month <= 12 else None


def _value(match: re.Match[str]) -> Decimal | None:
    value = value_of(match["n"])  # none of 二三十, which is no number
    return None if value is None else value * SCALES[(match["s"] or "").removeprefix("个")]
