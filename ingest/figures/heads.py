"""What the head of a column, or the label of a row, says of the numbers under it or behind it.

`2024年1-6月累计完成（亿元）` says unit, period and that these are results; `比上年增长（%）` that they are rates of
increase. The words that are left name what is counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from docs_store.language.word_classes import FALLING, FORECAST
from docs_store.units import PERCENTS, SCALE, UNIT, Unit, unit_of
from ingest.figures import stretches
from ingest.figures.model import Aspect, Status

_BRACKET = re.compile(r"[(\[【]([^()\[\]【】]{1,24})[)\]】]")
_UNIT = re.compile(rf"(?P<scale>{SCALE})?(?P<unit>{UNIT})")
_SAID_UNIT = re.compile(r"(?:计量)?单位:\s?(?P<units>[^()|;。注备说时日填制数单]{1,24})")
_BETWEEN_UNITS = re.compile(r"[、,;和]|\s")
_LOOSE_PERCENT = re.compile(r"(?P<more>±?)\s?(?P<unit>%|‰)$")

_YEAR_BEFORE = "(?:上年同期|去年同期|上年度?末?底?|去年末?底?|上期|上月|年初|同期|(?:19|20)[0-9]{2}年?)"
_THAN = rf"(?:同比|环比|(?:比|较|与){_YEAR_BEFORE}相?比?|按可比价格?|名义|实际|可比|年均|平均|净){{0,4}}"
_RATE = (
    "(?<!自然)增长率|增长速度|增长幅度|增减率|增减幅度?|增幅|增速|涨幅|涨跌幅度?|涨跌|增减变动|增减|升降幅度?|增长"
    "|上涨|±"
)
_MORE = "增加(?!值)|提高|变化|变动|增/减"
_FALL = f"下降率|下降幅度|{FALLING}|降幅|减幅"
_CHANGE = re.compile(
    rf"{_THAN}(?:(?P<rate>{_RATE})|(?P<more>{_MORE})|(?P<fall>{_FALL}))(?P<amount>额|量|数额?|值|点数)?$"
)
_CHANGE_FIRST = re.compile("^(?:同比|环比)?(?:增长率|增速|增幅)(?=.)")
_COMPARED = re.compile(rf"(?:同比|环比|(?:比|较){_YEAR_BEFORE}(?:相比)?)$")
_COMPLETION = re.compile(
    "(?:目标|任务|计划|投资|年度|全年)?(?:完成率|完成比例|完成百分比|达成率|完成进度|完成程度)$"
    "|(?:完成|占|为|达)(?:全年|年度|年初|年)?(?:目标|任务|计划|预算|进度)(?:任务|目标|数)?的?(?:比例|比重|百分比|进度)?$"
)
_RANK = re.compile("(?:在?全[国省市区县])?(?:排名|排位|位次|名次)$")
_SHARE = re.compile("(?:占比|比重|份额)$|占(?!地)[^,。|]{1,16}$")
_EXPECTED = re.compile(f"预计(?:完成|达到|实现)?|{FORECAST}")
_PLANNED_TO = re.compile("(?:计划|[应拟待须])完成")
_DONE = re.compile("决算|预算执行|执行数|完成|实际|实绩|进展|落实|达成|实现|达到")
_TARGET = re.compile("目标|任务|计划|下达|年度指标|考核指标|预算数|年初预算|预算安排|规划(?=[数值])")
_KIND = (
    "(?:预期|年度|全年|年初|工作|重点|主要|考核|约束性?|计划|任务|目标|实际|实绩|累计|完成|实现|达到|达成|进展|落实"
    "|下达|预计|预估|预算(?=[数安])|年初预算|安排|决算|执行|应|拟|已)"
)
_STATUS_WORDS = re.compile(
    rf"^{_KIND}{{1,6}}(?:情况|进度|数量|数|值|量|额|内容|指标)?|{_KIND}{{1,6}}(?:情况|进度|数量|数|值|量|额|内容|指标)?$"
)
_STATUS_LABEL = re.compile(
    "(?:年度|全年|预期|工作)?(?:目标|计划|任务)(?:任务)?[值数量]?$|(?:实际|累计)完成$|完成(?:[值数量]|情况)$|实际[值数]$|^完成$"
)
_FOREIGN = re.compile(r"[(\[][^()\[\]]{1,12}/[^()\[\]]{1,12}[)\]]")
_TOTAL = re.compile("合计|总计|小计|总和")
_PLAIN = re.compile(
    r"(?:绝对)?(?:总量|数值|数量|数额|指标值|指标|完成值|绝对额|绝对值|绝对数|数据|数|值|额|量|累计|期末数?|统计|情况|实绩|实际|本期数?"
    r"|规模|发展水平|水平)"
)
_MARKER = re.compile(
    r"^(?:[#＃*※]|[①-⑳]|其中[::]?|[(]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[)]|(?:[一二三四五六七八九十]{1,3}|\d{1,2})[、.](?!\d)|[-—–·•]+)+"
)


@dataclass(frozen=True, slots=True)
class Head:
    """One head.

    Attributes:
        words: what is counted, without the rest; empty where the head says only the rest (增速, 2023年).
        units: units that it gives, usually one; `亿元、%` are those of amounts and of rates.
        period: as the ledger writes it, or empty.
        falls: the numbers are by how much something fell.
        total: it heads a total of other columns or rows (合计).
        among: it is a part of what stands above it (其中).
        foreign: it gives a unit that is not known here (`吨标准煤/万元`), so that no other is the numbers' unit.
        statement: its cells tell in words what was to be done, or was.
    """

    words: str
    units: tuple[Unit, ...] = ()
    aspect: Aspect | None = None
    status: Status | None = None
    period: str = ""
    falls: bool = False
    total: bool = False
    among: bool = False
    foreign: bool = False
    statement: bool = False

    def unit(self, aspect: Aspect | None) -> Unit | None:
        """The unit of numbers of an aspect, where the head gives one for them."""
        return pick(self.units, aspect)


def pick(units: tuple[Unit, ...], aspect: Aspect | None) -> Unit | None:
    """The unit of several that numbers of an aspect have: rates the percentage, amounts the only other one."""
    rates = [unit for unit in units if unit.name in PERCENTS]
    if aspect in ("growth", "share", "completion"):
        return rates[0] if rates else None
    others = [unit for unit in units if unit.name not in PERCENTS]
    if len(others) == 1:
        return others[0]
    return rates[0] if len(rates) == 1 == len(units) else None


def units_in(text: str) -> tuple[Unit, ...]:
    """Units of a list that is nothing else (`亿元、%`); none where a word of it is no unit."""
    words = [word.strip() for word in _BETWEEN_UNITS.split(text) if word.strip()]
    units = _leading_units(words)
    return units if len(units) == len(words) else ()


def _leading_units(words: Iterable[str]) -> tuple[Unit, ...]:
    """Units of the words before the first that is none."""
    units = []
    for word in words:
        match = _UNIT.fullmatch(word)
        if match is None:
            break
        units.append(unit_of(match["scale"] or "", match["unit"]))
    return tuple(units)


def caption_units(text: str) -> tuple[Unit, ...]:
    """Units that a line above a table gives for all of it: `单位：亿元、%`, or a bracket with units alone.

    The 单位 that fills the table in (`填报单位：统计局`) stands on the same line.
    """
    for said in _SAID_UNIT.finditer(text):
        if units := _leading_units(map(str.strip, _BETWEEN_UNITS.split(said["units"].strip()))):
            return units
    return next((units for match in _BRACKET.finditer(text) if (units := units_in(match[1]))), ())


def read(text: str, base: str, *, label: bool = False) -> Head:
    """Read a head.

    Args:
        text: the head, folded.
        base: period of the table.
        label: it is a row's label, which names the indicator itself: 实际利用外资 is no result of 利用外资.
    """
    among = "其中" in text[:6]
    text = unmarked(text)
    foreign = _FOREIGN.search(text) is not None
    text, units = without_units(text)
    head, words = _changed(Head("", units, among=among, foreign=foreign and not units), text)
    period, words = stretches.of_head(words, base)
    if head.aspect is None:
        head, words = _changed(head, words)
    if head.aspect is None:
        head, words = _part_or_place(head, words)
    head, words = _status(replace(head, period=period), words, text, label=label)
    total = _TOTAL.search(words)
    if total is not None and (not label or _TOTAL.fullmatch(words)):
        head, words = replace(head, total=True), words[: total.start()] + words[total.end() :]
    words = words.strip(" :、,-—的")
    return replace(head, words="" if _PLAIN.fullmatch(words) else words)


def unmarked(text: str) -> str:
    """A head without its number or the sign that it is a part (`1.`, `#`)."""
    return _MARKER.sub("", text).strip() or text


def without_units(text: str) -> tuple[str, tuple[Unit, ...]]:
    """A head without its brackets, and the units that they gave; `增长%` gives one without a bracket."""
    units: tuple[Unit, ...] = ()
    for match in _BRACKET.finditer(text):
        inside = _SAID_UNIT.fullmatch(match[1])
        listed = [units_in(word) for word in _BETWEEN_UNITS.split(inside["units"] if inside else match[1])]
        units = units or tuple(unit for each in listed for unit in each)
    text = _BRACKET.sub("", text)
    if said := _SAID_UNIT.search(text):
        units, text = units or units_in(said["units"].strip()), text[: said.start()]
    if loose := _LOOSE_PERCENT.search(text):
        units, text = units or (unit_of("", loose["unit"]),), text[: loose.start()] + loose["more"]
    return text.strip(), units


def _changed(head: Head, words: str) -> tuple[Head, str]:
    """The head as one of increases, where its words end as one, and the words before."""
    words = words.strip(" :、,-—")
    match = _CHANGE.search(words) or _COMPARED.search(words) or _CHANGE_FIRST.search(words)
    if match is None:
        return head, words
    groups = match.groupdict()
    rates = [unit for unit in head.units if unit.name in PERCENTS]
    measured = [unit for unit in head.units if unit.name not in PERCENTS]
    amount = groups.get("amount") or (groups.get("more") and not rates) or (measured and not rates)
    aspect: Aspect = "change" if amount else "growth"
    units = head.units if amount else tuple(rates) or (unit_of("", "%"),)
    falls = bool(groups.get("fall"))
    return replace(head, aspect=aspect, units=units, falls=falls), words[: match.start()] + words[match.end() :]


def _part_or_place(head: Head, words: str) -> tuple[Head, str]:
    """The head as one of rates of fulfilment, ranks or shares."""
    if done := _COMPLETION.search(words):
        units = head.units or (unit_of("", "%"),)
        return replace(head, aspect="completion", units=units), words[: done.start()]
    if rank := _RANK.search(words):
        return replace(head, aspect="rank", units=(unit_of("", "位"),)), words[: rank.start()]
    if _SHARE.search(words) and (not head.units or pick(head.units, "share")):
        return replace(head, aspect="share", units=head.units or (unit_of("", "%"),)), words
    return head, words


def _status(head: Head, words: str, text: str, *, label: bool) -> tuple[Head, str]:
    """The head with its status, and its words without those that only give it.

    Args:
        text: the whole head: of 年度指标 the time words are what makes it a target.
    """
    if label:
        said = _STATUS_LABEL.search(words)
        if said is None:
            return head, words
        bare = words[: said.start()]
    else:
        bare = _STATUS_WORDS.sub("", words)
    status: Status | None = None
    if _EXPECTED.search(text):
        status = "expected"
    elif _PLANNED_TO.search(text) or (_TARGET.search(text) and not _DONE.search(text)):
        status = "target"
    elif _DONE.search(words):
        status = "actual"
    if status is None:
        return head, words
    return replace(head, status=status, statement=not label), bare
