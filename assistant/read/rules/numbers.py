"""Quantities in reading text: value, unit, and what kind of thing the unit measures."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from docs_store import lazy_re
from docs_store.language import quantities as lexer
from docs_store.language.word_classes import FALLING, RISING
from docs_store.numerals import value_of


class Measure(StrEnum):
    """What a quantity measures. Two can answer the same question only when they measure the same.

    `GROWTH` is a percentage of change (增长5%, 提高0.3个百分点), `PERCENT` any other: a share, a rate, a level.
    """

    MONEY = "money"
    COUNT = "count"
    PERCENT = "percent"
    GROWTH = "growth"
    AREA = "area"
    RANK = "rank"
    DATE = "date"
    DURATION = "duration"
    PHONE = "phone"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Quantity:
    """One quantity in a text; `start`, `end` span it.

    `value` is `None` for ranks, dates, durations, telephone numbers and fractions in words. The `unit` of a date that
    is only a year is 年, that of others empty.
    """

    measure: Measure
    value: Decimal | None
    unit: str
    start: int
    end: int


_COUNTS = "家户个项件人名次场篇座所支条批款笔类宗期台套辆艘亩株只头位届处间棵册门"
UNIT = (
    "美元|元|倍|%|个百分点|平方米|平方公里|平方|公顷|公里|千瓦|标箱|周岁|岁|微克|公斤|斤|吨|人年|万?人次"
    rf"|[{_COUNTS}]"
)
# 突破百亿元, 近千万人次: an amount in words, whose value is only its order
# 超千亿元镇 says which towns are meant
_IN_WORDS = lazy_re.compile(
    rf"(?<=[超破达近过约上数])(?:[百千]亿|万亿|[百千]万)(?P<unit>{UNIT})(?!级?的?(?:镇|县|市|区|企业|园区|产业|集群))"
)
_CHINESE = "[零一二两三四五六七八九十百]{1,9}"
# 三十五周岁, 两名专家, 可以设立一项: a count in words. 一 alone is mostly an article, and 两位数 no count.
_COUNT_IN_WORDS = lazy_re.compile(
    r"(?<![零一二两三四五六七八九十百千万第前之点几数])"
    r"(?P<number>[二两三四五六七八九十][一二三四五六七八九十百]*|(?:(?<=设立|推荐|申报|最多|至少)|(?<=限))一)"
    r"(?P<unit>周岁|岁|倍|元|[人名位家户项件])(?!数(?![据字])|[体头]|一体)"
)
_FRACTION = lazy_re.compile(
    rf"(?:[百千万]|{_CHINESE})分之[零一二两三四五六七八九十百点\d.]+|[一二两三四五六七八九]成(?![为立果员功本长效])"
)
# 第三条 and 第二章 are places in a document, no ranks
_RANK = lazy_re.compile(r"(?:第|前)\s*(?:\d++|[一二三四五六七八九十百]++)(?![章节条款项篇])(?:位|名)?|排名[^,。;]{0,6}")
_DATE = lazy_re.compile(
    r"(?P<day>(?:\d{4}年)?\d{1,2}月(?:\d{1,2}日|底|初|末|份)?|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|常年|全年受理|随时)|\d{4}年(?!度)"
)
_DURATION = lazy_re.compile(rf"(?:(?<!\d)\d{{1,3}}|{_CHINESE})\s*个?(?:工作日|月|天|日|年(?!度)|小时)(?:内|以内)?")
# 增长5% and 增速达到5% are changes; 提高到41% is a level
_CHANGE = lazy_re.compile(f"增速|增幅|涨幅|降幅|(?:{RISING}|{FALLING}|扩大|同比)(?!.{{0,5}}[至到])")
# 高于全国0.7个百分点 measures the distance to another figure
_VERSUS = lazy_re.compile("(?:高于|低于|快于|高出)[^,。;]{0,200}$")
_PHONE = lazy_re.compile(r"(?<!\d)(?:0\d{2,3}[-—]?\d{7,8}|1\d{10}|400[-—]?\d{3}[-—]?\d{4}|\d{7,8}|123\d{2})(?!\d)")
_KNOWN = lazy_re.compile(UNIT)
_LAST_CLAUSE = lazy_re.compile(r"(?<![^,。;:])[^,。;:]*$")


def quantities(text: str) -> list[Quantity]:
    """Quantities in reading text, folded, in order. Years, dates and document numbers are no counts."""
    found = [Quantity(Measure.RANK, None, "", *m.span()) for m in _RANK.finditer(text)]
    found += [Quantity(Measure.DATE, None, "" if m["day"] else "年", *m.span()) for m in _DATE.finditer(text)]
    dated = [(q.start, q.end) for q in found]
    found += [
        Quantity(Measure.DURATION, None, "", *m.span())
        for m in _DURATION.finditer(text)
        if not any(a < m.end() and m.start() < b for a, b in dated)
    ]
    found += [Quantity(Measure.PHONE, None, "", *m.span()) for m in _PHONE.finditer(text)]
    found += [Quantity(Measure.PERCENT, None, "%", *m.span()) for m in _FRACTION.finditer(text)]
    found += [Quantity(measure_of(m["unit"]), None, m["unit"], *m.span()) for m in _IN_WORDS.finditer(text)]
    found += [
        Quantity(measure_of(m["unit"]), value_of(m["number"]), m["unit"], *m.span())
        for m in _COUNT_IN_WORDS.finditer(text)
    ]
    taken = [(q.start, q.end) for q in found]
    for q in lexer.quantities(text):
        if q.form is not lexer.Form.DIGITS or any(a < q.end and q.start < b for a, b in taken):
            continue
        if text[q.end : q.end + 1] in ("号", "月", "日", "强") or text[q.start - 1 : q.start] in ("〔", "第"):
            continue
        known = _KNOWN.match(q.written_unit.name)
        unit = known.group() if known else ""
        if not unit and text[q.end : q.end + 1] in tuple("-—–~至"):  # 3—5年 is a duration
            continue
        found.append(Quantity(measure_of(unit), q.number * q.written_unit.magnitude, unit, q.start, q.end))
    return _with_growth(text, sorted(found, key=lambda q: q.start))


def _with_growth(text: str, found: list[Quantity]) -> list[Quantity]:
    """Percentages of change told from other percentages by the words before them, back to the number before.

    In 分别增长5%、6% the second is what the first is.
    """
    told: list[Quantity] = []
    for q in found:
        if q.unit in ("%", "个百分点"):
            before = told[-1] if told else None
            words = text[before.end if before else 0 : q.start]
            if before and before.unit == "%" and not any(char.isalnum() for char in words):
                q = replace(q, measure=before.measure)
            elif q.unit == "个百分点" and _VERSUS.search(words):
                q = replace(q, measure=Measure.OTHER)
            elif q.unit == "个百分点" or _CHANGE.search(_LAST_CLAUSE.search(words)[0]):  # type: ignore[index]
                q = replace(q, measure=Measure.GROWTH)
        told.append(q)
    return told


def measure_of(unit: str) -> Measure:
    """What a unit measures."""
    if unit in ("元", "美元"):
        return Measure.MONEY
    if unit in ("%", "个百分点"):
        return Measure.PERCENT
    if unit in ("平方米", "平方公里", "平方", "公顷", "亩"):
        return Measure.AREA
    return Measure.COUNT if unit and (unit in _COUNTS or unit.endswith(("人次", "人年"))) else Measure.OTHER
