"""Limits on what an enterprise counts: R&D, revenue, staff, assets, tax, and what a project has cost."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docs_store.provisions import Fact, Op, Predicate
from ingest.provisions.numbers import limits
from ingest.provisions.rules import MODAL, Context, Found

# A period that is more than one year: the profile's yearly values do not answer it by themselves.
_LONG_PERIOD = re.compile(r"(?:近|前|连续|最近)[两二三四五2-5]个?(?:会计)?年|累计|平均|年均|合计|预计|力争|新增")
_CHANGE = re.compile(r"增长|增速|增幅|提高|下降")
_YEAR = re.compile(
    r"(?P<last>上一?(?:个)?(?:会计|纳税|自然)?年度?|上年|去年|近一个?(?:会计)?年度?|最近一个?(?:会计)?年度?)|(?P<calendar>20\d\d)年(?:度|全年)?"
)
_OTHER_SUBJECT = re.compile(
    r"项目|产品|技术|平台|基地|园区|合同|团队|负责人|申报人|基金|机构(?!性)|院所|高校|个人|人才"
)
_RD = r"(?:(?:企业)?(?:研发|研究开发|研究与试验发展|R&D)(?:\(R&D\))?(?:费用|投入|经费|支出)(?:总额|支出|投入|总数)?)"
_INCOME = r"(?:主营业务|营业|销售|主营)(?:总)?(?:收入|额)(?:总额)?|营收|年产值"
_STAFF = r"(?:企业)?(?:当年|同期|本企业)*(?:职工|员工|从业人员|在职职工|人员)(?:总数|总人数|人数|总量|总额)?"
_OF = r"(?:同期|当年|年度|企业|同年|本企业|全年)*"
_SHARE = r"的?(?:比例|比重|比率|占比|比)?"
_MEASURES: tuple[tuple[Fact, str, str], ...] = (
    (Fact.RD_RATIO, rf"(?:{_RD}占{_OF}(?:{_INCOME}){_SHARE}|{_RD}占比|研发投入强度|研发强度)", "%"),
    (Fact.RD_STAFF_RATIO, rf"(?:从事)?(?:研发|研究开发)(?:活动)?(?:的)?(?:科技)?人员(?:数)?占{_STAFF}{_SHARE}", "%"),
    (Fact.TECH_STAFF_RATIO, rf"(?:从事)?科技(?:活动)?人员(?:数)?占{_STAFF}{_SHARE}", "%"),
    (Fact.RD_GROWTH, rf"{_RD}(?:比|较)(?:前一年度?|上一?年度?|上年(?:同期)?)增长", "%"),
    (Fact.RD_SPENDING, rf"{_RD}(?:总额)?", "元"),
    (Fact.REVENUE, rf"(?:(?<![上去前本一])年度?)?(?:{_INCOME})(?:总额)?", "元"),
    (Fact.ASSETS, r"(?<!净)(?:资产总额|总资产|资产总计)", "元"),
    (
        Fact.TAX,
        r"(?:(?<![上去前本一])年度?)?(?:纳税|缴税|缴纳税[收金款]|上缴税[金收]|实缴税[金收]|入库税收)(?:总?额)?",
        "元",
    ),
    (Fact.RD_STAFF, r"(?:专职)?(?:从事)?(?:研发|研究开发)(?:活动)?人员(?:数量?|总数|人数)?", "人|名"),
    (Fact.STAFF, r"(?:职工|员工|从业人员|在职职工)(?:总数|总人数|人数|总量)?", "人|名"),
)
_YEARLY = frozenset({Fact.RD_RATIO, Fact.RD_SPENDING, Fact.RD_GROWTH, Fact.REVENUE, Fact.TAX, Fact.ASSETS})


def yearly(text: str, context: Context) -> Iterator[Found]:
    """Limits on counts, sums of a year, and ratios. Sums over years, and growth of others than R&D, are left."""
    taken: list[tuple[int, int]] = []
    for fact, subject, unit in _MEASURES:
        for match in re.finditer(subject, text):
            if any(a < match.end() and match.start() < b for a, b in taken):
                continue
            gap = re.compile(rf"(?:\([^()]*\))?{MODAL}").match(text, match.end())
            at = gap.end() if gap else match.end()
            for candidate in dict.fromkeys((at, match.end(), max(match.end(), at - 1))):
                stated = limits(text, candidate, unit)
                if stated:
                    break
            taken.append(match.span())
            if not stated or not _plain(text, match, fact):
                continue
            year, start = _year_before(text, match.start(), fact)
            for limit in stated:
                op = (
                    Op.LT
                    if limit.op is Op.LE and context.strict_below and "以下" in text[limit.start : limit.end]
                    else limit.op
                )
                yield Found(Predicate(fact=fact, op=op, value=limit.value, year=year), start, limit.end)


def _plain(text: str, match: re.Match[str], fact: Fact) -> bool:
    """Whether the number is the enterprise's own, of one year, and no growth."""
    clause = re.split("[,;。]", text[: match.start()])[-1]
    behind = text[match.end() : match.end() + 10]
    if _LONG_PERIOD.search(clause) or _LONG_PERIOD.search(behind) or _OTHER_SUBJECT.search(clause):
        return False
    if fact is not Fact.RD_GROWTH and _CHANGE.search(behind):
        return False
    return not re.search(r"(?:境内|境外|产品|主导|人均|每|单位|服务|中)$", clause)


def _year_before(text: str, start: int, fact: Fact) -> tuple[int, int]:
    """The year a measure is of (-1: the year before), and where its words begin."""
    if fact not in _YEARLY:
        year_words = list(_YEAR.finditer(text, 0, start))
        return 0, year_words[-1].start() if year_words and year_words[-1].end() == start else start
    for match in _YEAR.finditer(text, 0, start):
        between = text[match.end() : start]
        if len(between) <= 4 and not re.search("[,;。]", between):  # 上年度企业研发费用
            return (int(match["calendar"]) if match["calendar"] else -1), match.start()
    return -1, start


_INVESTED = re.compile(
    r"(?:项目|设备|固定资产|实际|总|新增|建设|技改|设备购置|改造){0,6}(?:投资|投入)(?:总?额|金额|规模)?(?:应|须|需|在|为|达到|达|应当){0,6}"
)


def investments(text: str, context: Context) -> Iterator[Found]:
    """Limits on what the project has cost, with the words that tell which project."""
    for match in _INVESTED.finditer(text):
        if re.search(r"研发|研究|经费|自筹", text[max(0, match.start() - 6) : match.end()]):
            continue
        for at in (match.end(), max(match.start() + 2, match.end() - 1), max(match.start() + 2, match.end() - 2)):
            stated = limits(text, at, "元")
            if stated:
                break
        for limit in stated:
            yield Found(
                Predicate(
                    fact=Fact.INVESTMENT, op=limit.op, value=limit.value, detail=f"{context.about} {text}".strip()
                ),
                match.start(),
                limit.end,
            )


def tier(cell: str, fact: Fact, unit: str, context: Context) -> tuple[Predicate, ...]:
    """A cell of a table as a range of one fact: `5000万元以上、2亿元以下`."""
    return tuple(
        Predicate(
            fact=fact,
            op=Op.LT
            if limit.op is Op.LE and context.strict_below and "以下" in cell[limit.start : limit.end]
            else limit.op,
            value=limit.value,
            year=-1 if fact in _YEARLY else 0,
        )
        for limit in limits(cell.strip(), 0, unit)
    )


def fact_of(header: str) -> tuple[Fact, str] | None:
    """The fact and unit that a table's column of limits is about: 上年度营业收入 → revenue in 元."""
    for fact, subject, unit in _MEASURES:
        if re.search(subject, header):
            return fact, unit
    return None
