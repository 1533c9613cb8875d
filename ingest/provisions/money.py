"""Sums, ratios and ceilings that a sentence of 支持标准 grants, in order, told apart from every other number of money.

A number is taken for what is granted by the words of its own clause. Left out are limits on what is invested, earned or
asked for, what a whole programme has to give, what only enters a calculation, and the shares in which a grant is paid.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum

from docs_store.numerals import value_of
from docs_store.provisions import Fact, Frequency
from docs_store.units import SCALE, SCALES


def _money(group: str, ends: str = "元") -> str:
    """Pattern of a sum; its number is the group, its magnitude the group with an `s`."""
    digits = r"\d{1,3}(?:,\d{3}){1,4}(?:\.\d{1,9})?|\d{1,15}(?:\.\d{1,9})?"  # up to 15
    return rf"(?<!\d)(?P<{group}>{digits})\s*+(?P<{group}s>{SCALE})?\s*+{ends}"


SUM = re.compile(_money("n"))
PERCENT = re.compile(r"(?<!\d)(?P<ratio>\d{1,15}(?:\.\d{1,9})?)\s*+%")
GRANTS = re.compile(r"申领|奖励|补助|补贴|资助|奖补|给予|支持|奖金|贴息|贴租|兑付|发放|安排|额度|经费|配套|资金")
# 最高不超过200万: the unit goes without saying behind a ceiling
_MAYBE_YUAN = r"(?:元|(?<=[万亿])(?=[,。;)]|$))"
CAP = re.compile(
    r"(?:(?:累计|合计|总额|金额|总金额|单个企业|单户|每年|每家|最高|额度|上限){0,6}(?:最高)?(?:不超过|不高于|不得超过|(?:限额|上限)为?(?:[^,。;、\d]{2,12}(?:企业|单位|机构|项目))?|最高(?:可达|为|给予|奖励|补助|补贴|资助|支持|可获|申领)?)"
    r"(?:人民币)?(?:给予|奖励|补助)?\s*)"
    + _money("n", _MAYBE_YUAN)
    + r"|"
    + _money("m", _MAYBE_YUAN)
    + r"(?:封顶|为上限|为限)"
)
_CLAUSE_END = re.compile("[,;。]")
_CLAUSE = 300  # characters; what a longer one says so far from a number does not speak of it
_RANGE_MARK = re.compile(r"[-—~至到]\s*$")
_LIMIT_BEHIND = re.compile(r"\s*\)?(?:\((?:不?含)[^)]*\))?(?:及)?以[上下内]")
_LIMIT_BEFORE = re.compile(r"(?:不少于|不低于|至少|超过|达到|达|满|高于|低于|大于|≥|>)\s*$")
_NOT_GRANTED = re.compile(r"(?:投资|投入|收入|产值|规模|注册资本|估值|销售额|总额)[^,]{0,6}$")
_NOT_CAPPED = re.compile(
    r"计算规模|计入|注册资本|(?:贷款|融资|担保)(?:本金|余额|金额|额度|规模)|(?:营业|销售|主营业务)收入|本金|投资额$|投资$|股权?比例"
)
_PROGRAMME = re.compile(
    r"全年[^,。;]{0,6}资金|资金(?:总)?规模|总规模|(?:年度|全市|全区|专项)[^,。;]{0,6}(?:预算|资金总额|总量)"
)
_RELIEF = re.compile(
    r"免征|减征|减半|免收|免缴|缓缴|缓征|即征即退|留抵退税|退\(免\)税|减按|减免|免除|免税|抵扣|抵减|加计扣除|贴息|续贷|展期"
    r"|免费(?:提供|使用|开展|享受|办理|发放|停放)|不收取|按[^,。;]{0,14}%(?:收取|征收|计收)|下调\d"
    r"|(?:给予|予以|享受|提供)[^,。;]{0,16}(?:奖励|补助|补贴|资助|奖补|优惠|减免|扣除|绿色通道|倾斜|优先支持)|优惠利率"
)
# 设立每年5亿元智能制造专项资金: the size of a fund, which no one enterprise is given
_SET_UP = re.compile("设立|组建|成立|安排|提供|每年|首期")
_FUND = re.compile(r"(?:规模)?(?:的)?[^,。;、\d]{0,12}(?:专项资金|基金|授信额度|授信|补偿资金|扶持资金|资金池|总规模)")
_PAID_OUT = re.compile(
    r"拨付|先行(?:支付|兑付|拨付)|(?:支付|兑付|发放|兑现)(?:至|剩余|其余|余下|总额|(?:奖励|补助|补贴|资助|支持|专项)?资金|\d)"
    r"|(?:剩余|其余|余下)[^,。;]{0,8}$|(?:奖励|补助|补贴|资助)(?:资金)?总?额的?$"
)
_RATIO_LIMIT = re.compile(
    r"(?:不低于|不少于|达到|高于|大于|超过?|增长|增幅|增速|提高|占比|达|≥|>|占[^,。;]{1,20}比[例重])\s*$(?<!不超过)(?<!不高于)|股权?|股比|利率"
)
_WITH_BASE = re.compile(r"(?:按照?|对|依据|以)(?P<base>[^,。;%]{0,40}?)的?(?:最高)?(?:不超过)?(?:再按)?\s*$")
_BARE_BASE = re.compile(
    r"(?P<base>[\u4e00-\u9fff]{2,16}?(?:额|费用?|支出|投入|投资|金额|额度|上限|报酬|利息|保费|价|成本|预算|租金|总价|部分))(?:\([^()]{0,60}\))?(?:总额)?的?"
    r"(?:不超过|最高)?\s*$"
)
_SHARE_GIVEN = re.compile(
    r"(?:奖励|补助|支持|补贴|资助|贴息)[^,。;%]{0,6}?(?:占(?P<base>[^,。;%]{2,16}?)的?)?比例(?:原则上|一般|均|分别|最高)*(?:不超过|不高于|为)?\s*$"
    r"|^占(?P<base2>[^,。;%]{2,24}?)的?比例(?:原则上|一般|均|最高)*不超过\s*$"
)
_CAPPED_SHARE = re.compile(
    r"(?:奖励|补助|支持|补贴|资助)(?:额度|金额|资金)(?:一般|原则上|最高)*(?:不超过|不高于)(?P<base>[^,。;%]{2,24}?)的?\s*$"
)
_OF_PROGRAMME = re.compile(r"(?:资助|资金|补助|奖励|演出)总(?:量|规模)")
_LISTED_RATIO = re.compile(r"\d\s*%\s*(?:、|和|或者?|及|与)\s*$")
_LISTED_SUM = re.compile(r"元(?:人民币)?\s*(?:(?:、|和|或者?|及|与)\s*|、[^,。;、\d]{2,12}(?:企业|单位|机构|项目))$")
_LIST_LEAD = re.compile(
    r"(?:奖励|补助|支持|补贴|资助|贴息)[^。;]{0,12}(?:不超过|不高于|最高|按照?|执行)?(?:以下|下列)?(?:标准|额度|金额|限额)(?:分别)?(?:为|如下|是)?:"
)
_ALTOGETHER = re.compile(r"本金|合计|(?:每家|每年|年度|单个|同一|累计|企业)[^,。;]{0,16}(?:额度|限额)")
_RATE = re.compile(r"\s*的?(?:优惠)?(?:税率|利率|征收率|年利率)")
_GIVEN_RATIO = re.compile(r"(?:给予|予以|获得|获|补贴|补助|奖励|贴息|资助|支持|享受)[^,。;%]{0,14}$")
_GIVEN_BEHIND = re.compile(r"\s*(?:比例)?的?[^,。;]{0,12}(?:补贴|补助|奖励|贴息|贴租|支持|资助|资金)")


_BASES: tuple[tuple[Fact, str], ...] = (
    (Fact.RD_INCREASE, r"研发[^,。;]{0,30}(?:增量|增长部分)|增量部分[^,。;]{0,8}研发[^,。;]{0,12}增长|新增研发"),
    (Fact.RD_SPENDING, r"研发(?:费用|投入|经费|支出)|研究开发(?:费用|经费|投入)|加计扣除研发费用"),
    (Fact.REVENUE, r"(?:营业|销售)收入|营收"),
    (Fact.INVESTMENT, r"(?:实际|固定资产|项目|设备)?(?:总)?(?:投资|投入)(?:总?额|金额)?|设备购置(?:费|额)"),
)
_ONCE = re.compile("一次性")
_YEARLY = re.compile(r"每年|年度最高|按年|逐年|每家企业每年|年最高")


class Kind(Enum):
    """What a number grants: a sum, a share of something, or the most that is given."""

    SUM = "sum"
    RATIO = "ratio"
    CAP = "cap"


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """One number of a sentence that says how much is granted.

    Attributes:
        value: 元, or percent for a ratio.
        start, end: characters of the sentence.
        subject: words of its clause before it.
        base: what a ratio is taken of, in the clause's words; may be empty.
        up_to: the most of a range or a ratio that is not exceeded.
    """

    kind: Kind
    value: Decimal
    start: int
    end: int
    subject: str
    base: str = ""
    up_to: bool = False


def grants(text: str) -> bool:
    """Whether folded text promises money, and does not only say in which shares it is paid."""
    if not GRANTS.search(text):
        return False
    return SUM.search(text) is not None or any(not _is_paid_out(text, match) for match in PERCENT.finditer(text))


def relieves(text: str) -> bool:
    """Whether folded text grants what is no sum: relief of taxes and fees, deferral, interest, what is free."""
    return _RELIEF.search(text) is not None


def only_ceiling(text: str) -> bool:
    """Whether folded text only says how much may be had at most (每家企业每年申领额度最高不超过20万元)."""
    sums = list(SUM.finditer(text))
    caps = list(CAP.finditer(text))
    capped = all(
        cap is not None and match.end() <= cap.end() for match, cap in zip(sums, _around(sums, caps), strict=True)
    )
    return bool(sums) and capped and "%" not in text and _ALTOGETHER.search(text) is not None


def granted(text: str, listed: Kind | None = None) -> list[Money]:
    """What a folded sentence grants, in order.

    Args:
        listed: it is an item behind `标准如下:` or `不超过以下标准:`, and its sums are what is given, or ceilings.
    """
    caps = list(CAP.finditer(text))
    found = [cap for match in caps if (cap := _cap(text, match)) is not None]
    found += _ratios(text)
    end = -1  # of the ceiling before, in a list of them: 分别不超过100万元、60万元
    sums = list(SUM.finditer(text))
    for match, inside in zip(sums, _around(sums, caps), strict=True):
        before, _ = _clause(text, match)
        if inside is not None:
            end = inside.end()
        elif end >= 0 and _is_listed(text, end, match):
            end = match.end()
            found.append(Money(kind=Kind.CAP, value=amount(match), start=match.start(), end=end, subject=before))
        elif _is_given(text, match, listed=listed):
            up_to = _RANGE_MARK.search(before) is not None or listed is Kind.CAP
            found.append(
                Money(
                    kind=Kind.SUM,
                    value=amount(match),
                    start=match.start(),
                    end=match.end(),
                    subject=before,
                    up_to=up_to,
                )
            )
    return sorted(found, key=lambda money: money.start)


def amount(match: re.Match[str], group: str = "n") -> Decimal:
    """The sum of a match of `SUM` or `CAP` in 元."""
    return (value_of(match[group]) or Decimal(0)) * SCALES[match[f"{group}s"] or ""]


def capped(match: re.Match[str]) -> Decimal:
    """The sum of a match of `CAP` in 元."""
    return amount(match, "n" if match["n"] else "m")


def _around(sums: Sequence[re.Match[str]], caps: Sequence[re.Match[str]]) -> Iterator[re.Match[str] | None]:
    """For each sum the ceiling that it begins in, or none; both in the order of the text."""
    waiting = iter(caps)
    cap = next(waiting, None)
    for match in sums:
        while cap is not None and cap.end() <= match.start():
            cap = next(waiting, None)
        yield cap if cap is not None and cap.start() <= match.start() else None


def _is_listed(text: str, end: int, match: re.Match[str]) -> bool:
    """Whether a sum goes on with the list of the ceiling that ended before it."""
    between = text[end : match.start()]
    return len(between) <= _CLAUSE and "元" not in between and _LISTED_SUM.search(text[end - 1] + between) is not None


def _clause(text: str, match: re.Match[str]) -> tuple[str, str]:
    """The words of a number's clause before it and behind it, as far as a clause is long."""
    before, behind = text[max(0, match.start() - _CLAUSE) : match.start()], text[match.end() : match.end() + _CLAUSE]
    return _CLAUSE_END.split(before)[-1], _CLAUSE_END.split(behind, maxsplit=1)[0]


def _cap(text: str, match: re.Match[str]) -> Money | None:
    before, _ = _clause(text, match)
    if _NOT_CAPPED.search(before) or _PROGRAMME.search(before + match.group()):
        return None
    subject = before + match.group()
    return Money(kind=Kind.CAP, value=capped(match), start=match.start(), end=match.end(), subject=subject)


def _ratios(text: str) -> Iterator[Money]:
    last: Money | None = None
    for match in PERCENT.finditer(text):
        before, behind = _clause(text, match)
        if last is not None and _LISTED_RATIO.search(text[last.start : match.start()]):  # 分别不超过60%和50%
            last = replace(last, value=Decimal(match["ratio"]), start=match.start(), end=match.end())
            yield last
            continue
        last = _ratio(text, match, before, behind)
        if last is not None:
            yield last


def _ratio(text: str, match: re.Match[str], before: str, behind: str) -> Money | None:
    if re.match(r"\s*[-—~至]\s*\d|(?:\(含\))?(?:及)?以[上下]", behind) or _RATE.match(behind):
        return None
    if _is_paid_out(text, match) or _OF_PROGRAMME.search(before):
        return None
    up_to = "不超过" in before or "不高于" in before or "最高" in before
    if _RANGE_MARK.search(before):
        up_to = True
        before = re.sub(r"(?<!\d)\d{1,15}(?:\.\d{1,9})?\s*+%?\s*+[-—~至]\s*$", "", before)
    based = _SHARE_GIVEN.search(before)
    base = (based["base"] or based["base2"] or "") if based else ""
    if based is None and (based := _CAPPED_SHARE.search(before)) is not None:
        base = based["base"]
    elif based is None:
        if _RATIO_LIMIT.search(before):
            return None
        based = _WITH_BASE.search(before) or _BARE_BASE.search(before)
        if based is None and not (_GIVEN_RATIO.search(before) and _GIVEN_BEHIND.match(behind)):
            return None
        base = based["base"].strip() if based else ""
    value = Decimal(match["ratio"])
    return Money(
        kind=Kind.RATIO, value=value, start=match.start(), end=match.end(), subject=before, base=base, up_to=up_to
    )


def _is_paid_out(text: str, match: re.Match[str]) -> bool:
    """Whether a percentage is a share in which a grant is paid."""
    before, behind = _clause(text, match)
    return _PAID_OUT.search(before) is not None or re.match(r"\s*(?:的)?(?:首付|预付|尾款|资金)", behind) is not None


def leads_list(text: str) -> Kind | None:
    """What the items are that a sentence leads into: `补助标准如下:` sums, `额度不超过以下标准:` ceilings."""
    match = _LIST_LEAD.search(text)
    if match is None:
        return None
    return Kind.CAP if re.search("不超过|不高于|最高", match.group()) else Kind.SUM


def _is_given(text: str, match: re.Match[str], *, listed: Kind | None) -> bool:
    """Whether a sum is what is paid, and not what is invested, earned or asked for."""
    before, behind = _clause(text, match)
    if _LIMIT_BEHIND.match(behind) or _LIMIT_BEFORE.search(before) or _NOT_GRANTED.search(before):
        return False
    if _PROGRAMME.search(before) or (_SET_UP.search(before) and _FUND.match(behind)):
        return False
    return listed is not None or GRANTS.search(before + behind) is not None or not before.strip()


def base(text: str) -> Fact | None:
    """The fact of a profile that a ratio is taken of; `None` for what no profile holds."""
    if re.search(
        r"银行贷款|利息|合同|展位|服务|检测|租金|保费|报酬|技术交易|县外|境外|政府|财政|市级|国家|专项|奖励", text
    ):
        return None
    for fact, pattern in _BASES:
        # 研发投入 alone may be that of one project; the profile knows the enterprise's of a year
        whole = fact is Fact.INVESTMENT or re.search("年度|上年|去年|加计扣除|企业研发", text)
        if whole and re.search(pattern, text):
            return fact
    return None


def frequency(text: str) -> Frequency:
    """How often folded text says that it is paid."""
    if _ONCE.search(text):
        return Frequency.ONCE
    return Frequency.YEARLY if _YEARLY.search(text) else Frequency.UNSTATED
