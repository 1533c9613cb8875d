"""支持标准: sums, ratios of a base, caps, tiers, and how often they are paid."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from docs_store.provisions import Amount, Fact, Frequency, Part, Predicate, Rule
from docs_store.textnorm import sentences
from ingest.provisions import measured
from ingest.provisions.lines import Line
from ingest.provisions.numbers import value_of
from ingest.provisions.roles import Role
from ingest.provisions.rules import Context

_MONEY = r"(?P<{0}>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?)\s*(?P<{0}s>万亿|百万|千万|[百千万亿])?\s*元"
_SUM = re.compile(_MONEY.format("n"))
_GRANT = r"申领|奖励|补助|补贴|资助|奖补|给予|支持|奖金|贴息|兑付|发放|安排|额度|经费|配套|资金"
GRANTS = re.compile(_GRANT)
_CAP = re.compile(
    r"(?:(?:累计|合计|总额|金额|总金额|单个企业|单户|每年|每家|最高|额度|上限)*(?:最高)?(?:不超过|不高于|不得超过|限额|上限为?|最高(?:可达|为|给予|奖励|补助|补贴|资助|支持|可获|申领)?)"
    r"(?:人民币)?(?:给予|奖励|补助)?\s*)" + _MONEY.format("n") + r"|" + _MONEY.format("m") + r"(?:封顶|为上限|为限)"
)
_RATIO = re.compile(
    r"(?:按照?|对|依据|以)(?P<base>[^,。;%]{0,40}?)的?(?:最高)?(?:不超过)?(?:再按)?\s*(?P<ratio>\d+(?:\.\d+)?)\s*%"
)
_BARE_RATIO = re.compile(
    r"(?P<base>[\u4e00-\u9fff]{2,16}?(?:额|费用?|支出|投入|投资|金额|报酬|利息|价))(?:总额)?的?(?:不超过|最高)?\s*"
    r"(?P<ratio>\d+(?:\.\d+)?)\s*%"
)
_SCHEDULE = re.compile(
    r"(?:分[一二两三四五\d]+年|次年|当年|立项后|验收后|通过验收|依次)[^,。;]{0,16}(?:拨付|发放|兑现|支付|%)|(?:先行|首期)拨付|等额拨付"
)
_PER = re.compile(
    r"每(?!年|家|个?企业|户)(?P<unit>[^,。;\d]{1,16}?)(?:,?(?:另|再)?(?:给予|奖励|补助|补贴|资助|按)|(?=\d))"
)
_ONCE = re.compile("一次性")
_YEARLY = re.compile(r"每年|年度最高|按年|逐年|每家企业每年|年最高")
_BASES: tuple[tuple[Fact, str], ...] = (
    (Fact.RD_INCREASE, r"研发[^,。;]{0,30}(?:增量|增长部分)|增量部分[^,。;]{0,8}研发[^,。;]{0,12}增长|新增研发"),
    (Fact.RD_SPENDING, r"研发(?:费用|投入|经费|支出)|研究开发(?:费用|经费|投入)|加计扣除研发费用"),
    (Fact.REVENUE, r"(?:营业|销售)收入|营收"),
    (Fact.INVESTMENT, r"(?:实际|固定资产|项目|设备)?(?:总)?(?:投资|投入)(?:总?额|金额)?|设备购置(?:费|额)"),
)
_TRIGGER_END = re.compile(
    r"[,的](?=(?:(?:对[^,]{0,8})?(?:一次性|给予|按照?|可|奖励|补助|补贴|资助|每|最高|分|再|另|单个|予以|安排|对|额外|连续))|最高)"
)


def grants(text: str) -> bool:
    """Whether folded text promises money."""
    return bool(GRANTS.search(text)) and bool(_SUM.search(text) or re.search(r"\d%", text))


def only_ceiling(text: str) -> bool:
    """Whether folded text only says how much may be had at most (每家企业每年申领额度最高不超过20万元)."""
    sums = list(_SUM.finditer(text))
    caps = [m.span() for m in _CAP.finditer(text)]
    capped = all(any(a <= m.start() and m.end() <= b for a, b in caps) for m in sums)
    return bool(sums) and capped and "%" not in text and re.search("额度|限额|本金|合计", text) is not None


def read(lines: Sequence[Line], context: Context, kind: str = "") -> tuple[Amount, ...]:
    """The amounts of one measure's lines, a line each.

    Args:
        kind: what the measure is called, to tell which investment is meant.
    """
    tables = [line for line in lines if line.cells]
    found = [_of_line(line, context, kind, tiered=bool(tables)) for line in lines if not line.cells]
    if tables:
        found.append(_of_table(tables, context, _base_of(lines)))
    frequencies = {amount.frequency for amount in found} - {Frequency.UNSTATED}
    if len(frequencies) == 1:
        found = [replace(amount, frequency=next(iter(frequencies))) for amount in found]
    return tuple(found)


def _of_line(line: Line, context: Context, kind: str, *, tiered: bool) -> Amount:
    rules = []
    if not tiered:
        for start, end in sentences(line.text):
            rule = _rule(line, start, end, kind)
            if rule is not None:
                rules.append(rule)
    if len(rules) > 1:  # a cap that stands in a sentence of its own belongs to the ratio before it
        rules = _merged(rules)
    return Amount(part=line.part(), rules=tuple(rules), frequency=_frequency(line.text))


def _merged(rules: list[Rule]) -> list[Rule]:
    merged: list[Rule] = []
    for rule in rules:
        lone_cap = rule.fixed is None and rule.ratio is None and rule.cap is not None
        if lone_cap and merged and merged[-1].ratio is not None and merged[-1].cap is None:
            merged[-1] = replace(merged[-1], cap=rule.cap)
        else:
            merged.append(rule)
    return merged


def _frequency(text: str) -> Frequency:
    if _ONCE.search(text):
        return Frequency.ONCE
    return Frequency.YEARLY if _YEARLY.search(text) else Frequency.UNSTATED


def trigger(text: str) -> int:
    """How much of a sentence says when money is given, before it says how much; 0 when it begins with the money."""
    for match in _TRIGGER_END.finditer(text):
        cut = match.start() + (text[match.start()] == "的")
        before = text[:cut]
        if re.search(r"为(?:补助)?基数", before):
            continue
        limit = re.search(r"以上|以下|达到|超过|不低于|不少于|满", before)
        promised = (_SUM.search(before) or "%" in before) and (GRANTS.search(before) or _CAP.search(before))
        return 0 if promised and not limit else cut
    return 0


def _rule(line: Line, start: int, end: int, kind: str) -> Rule | None:
    text = line.text[start:end]
    cut = trigger(text)
    told = text[cut:]
    if not re.search(r"\d", told) or (_SCHEDULE.search(told) and not _SUM.search(told)):
        return None
    caps = list(_CAP.finditer(told))
    cap = None
    if caps:
        last = caps[-1]
        cap = _money(last, "n" if last["n"] else "m")
    ratio = _RATIO.search(told) or _BARE_RATIO.search(told)
    if ratio is not None and _SCHEDULE.search(told[max(0, ratio.start() - 12) : ratio.end()]):
        ratio = None
    label = text[:cut].strip(",的 ") if cut else ""
    part = line.part(start, end)
    per = _PER.search(told)
    if ratio is not None:
        base_text = ratio["base"].strip()
        fact = _base(base_text + label) if re.search("增量|部分", base_text) else _base(base_text)
        computable = fact is not None and not per and len(re.findall(r"\d+(?:\.\d+)?\s*%", told)) == 1
        return Rule(
            part=part, ratio=Decimal(ratio["ratio"]), base=fact, base_text=base_text, cap=cap, label=label,
            base_detail=f"{kind} {text}" if fact is Fact.INVESTMENT else "", computable=computable,
            up_to="不超过" in ratio.group() or "最高" in ratio.group(),
        )  # fmt: skip
    plain = [
        m for m in _SUM.finditer(told) if not any(c.start() <= m.start() < c.end() for c in caps) and _is_given(told, m)
    ]
    if plain:
        value = _money(plain[0], "n")
        unclear = (
            per is not None
            or len(plain) > 1
            or bool(re.search(r"[-—~至]", told[max(0, plain[0].start() - 2) : plain[0].start()]))
        )
        return Rule(part=part, fixed=value, cap=cap, label=label, computable=not unclear)
    if cap is not None and (GRANTS.search(text) or Role.AMOUNT in line.roles):
        return Rule(part=part, fixed=cap, up_to=True, label=label, computable=per is None and len(caps) == 1)
    return None


def _is_given(text: str, match: re.Match[str]) -> bool:
    """Whether a sum is what is paid, and not what is invested, earned or asked for."""
    clause = re.split("[,;。]", text[: match.start()])[-1]
    behind = re.split("[,;。]", text[match.end() :])[0]
    if re.match(r"\s*(?:及)?以[上下]", behind) or re.search(
        r"(?:投资|投入|收入|产值|规模|注册资本|估值|销售额|总额)[^,]{0,6}$", clause
    ):
        return False
    if re.search(r"不少于|不低于|至少", clause[-5:]):
        return False
    return GRANTS.search(clause + behind) is not None or not clause.strip()


def _money(match: re.Match[str], group: str) -> Decimal:
    return value_of(match[group], match[f"{group}s"] or "")


def _base(text: str) -> Fact | None:
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


def _base_of(lines: Sequence[Line]) -> tuple[Fact | None, str]:
    """What a table's ratios are taken of, by the words above it: `以…上年度加计扣除研发费用为基数`."""
    for line in lines:
        match = re.search(r"(?:以|按照?)(?P<base>[^,。;]{2,40}?)为(?:补助)?基数", line.text)
        if match is not None:
            return _base(match["base"]), match["base"]
    return None, ""


def _of_table(rows: Sequence[Line], context: Context, base: tuple[Fact | None, str]) -> Amount:
    """Rows of tiers, each with what an enterprise must be for it."""
    header = rows[0].header
    rules: list[Rule] = []
    for row in rows:
        if len(row.cells) != len(header):
            continue
        when: list[Predicate] = []
        ratio = fixed = cap = None
        label: list[str] = []
        unread = False
        for name, cell in zip(header, row.cells, strict=True):
            about = measured.fact_of(name)
            limits = measured.tier(cell, *about, context) if about else ()
            percent = re.fullmatch(r"(?:不超过|最高)?\s*(\d+(?:\.\d+)?)\s*%", cell.strip())
            money = _SUM.search(cell)
            if limits:
                when += limits
            elif about:
                unread = True
            elif percent:
                ratio = Decimal(percent[1])
            elif money and re.search("最高|上限|不超过|限额", name + cell):
                cap = _money(money, "n")
            elif money:
                fixed = _money(money, "n")
            else:
                label.append(cell)
        if ratio is None and fixed is None and cap is None:
            continue
        up_to = ratio is None and fixed is None
        rules.append(
            Rule(
                part=row.part(), fixed=cap if up_to else fixed, up_to=up_to, ratio=ratio,
                base=base[0] if ratio is not None else None, base_text=base[1] if ratio is not None else "",
                cap=None if up_to else cap, label=" ".join(label), when=tuple(when),
                computable=not unread and (ratio is None or base[0] is not None),
            )
        )  # fmt: skip
    first, last = rows[0].part(), rows[-1].part()
    source = rows[0].source
    whole = Part(
        text="\n".join(row.part().text for row in rows),
        quote=source[first.start : last.end],
        clause=first.clause,
        start=first.start,
        end=last.end,
    )
    return Amount(part=whole, rules=tuple(rules), frequency=_frequency(" ".join((*header, whole.text))))


def of_row(row: Line, label: str) -> Amount:
    """The amounts of one row of a table of categories, a rule for each column that holds money."""
    rules = []
    for name, cell in zip(row.header, row.cells, strict=False):
        money = _SUM.search(cell)
        if money is None:
            continue
        up_to = bool(re.search("最高|不超过|上限|限额", cell + name))
        monthly = bool(re.search("每月|/月|月", cell + name)) or len(_SUM.findall(cell)) > 1
        rules.append(Rule(part=row.part(), fixed=_money(money, "n"), up_to=up_to, label=name, computable=not monthly))
    return Amount(part=row.part(), rules=tuple(rules), frequency=_frequency(" ".join((*row.header, *row.cells))))
