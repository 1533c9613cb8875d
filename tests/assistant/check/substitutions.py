"""Wrong sentences made from right ones, each by one change of what is said. Deterministic.

Every mutant says something that its source does not say: another number, unit, year, place, status, comparator or
direction, the contrary, or the same beside a mark that leads elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from docs_store.types import Status


@dataclass(frozen=True, slots=True)
class Mutant:
    """A wrong sentence.

    Attributes:
        says: the status that its new words claim, where they claim one.
    """

    kind: str
    text: str
    says: Status | None = None


_YEAR = re.compile(r"(?<!\d)20\d\d(?=年|[-—–~至])")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_CHINESE = re.compile(r"[一二三四五六七八九](?=[家个项件名人次年类场批])")
_DOC = re.compile(r"〔(20\d\d)〕(\d+)号")
_DATE = re.compile(r"(\d{1,2})(月|日)")
_UNITS = {
    "万元": ("亿元", "元", "万美元"),
    "亿元": ("万元", "元", "亿美元"),
    "元": ("万元",),
    "家": ("项", "万家", "人"),
    "项": ("家", "件"),
    "件": ("项", "万件"),
    "个": ("家", "万个"),
    "人": ("家", "万人"),
    "名": ("家",),
    "%": ("个百分点", "万元", ""),
    "个百分点": ("%",),
    "个月": ("天", "年"),
    "个工作日": ("天", "个月"),
    "年": ("个月", "天"),
    "周岁": ("年",),
}
_COMPARATORS = {
    "不低于": ("不高于", "低于", "超过"),
    "不少于": ("不超过", "少于", "超过"),
    "不超过": ("不少于", "超过", "不低于"),
    "不高于": ("不低于", "高于"),
    "超过": ("不超过", "低于", "不足"),
    "突破": ("不足", "不超过", "接近"),
    "以上": ("以下", "以内", ""),
    "以下": ("以上", ""),
    "以内": ("以上", ""),
    "至少": ("至多",),
    "最高": ("最低", "超过"),
    "最低": ("最高",),
    "低于": ("高于", "不低于"),
    "高于": ("低于", "不高于"),
    "达到": ("不足", "超过", "不超过", "接近"),
}
_STATUS = {
    "预计": ("已", "计划", ""),
    "有望": ("已",),
    "计划": ("已", "预计", "不再"),
    "力争": ("已", "预计", ""),
    "将": ("已",),
    "已": ("预计", "计划", "将"),
    "完成": ("预计完成", "计划完成", "力争完成"),
    "实现": ("预计实现", "力争实现"),
    "新增": ("预计新增", "计划新增"),
    "获得": ("有望获得", "拟获得"),
    "培育": ("拟培育", "预计培育"),
}
_NEGATION = {
    "不得": ("可以", "得"),
    "不予": ("给予",),
    "不能": ("能",),
    "不再": ("再",),
    "未": ("", "已"),
    "没有": ("有",),
    "无": ("有",),
    "可以": ("不可以", "不得"),
    "给予": ("不给予", "不予"),
    "应当": ("不应当", "可以"),
    "须": ("无须", "可"),
    "符合": ("不符合", "未符合"),
    "具有": ("不具有", "没有"),
    "属于": ("不属于",),
    "完成": ("未完成",),
    "支持": ("不支持",),
    "享受": ("不享受",),
    "或": ("且",),
    "均": ("不均",),
}
_DIRECTION = {
    "增长": ("下降", "减少"),
    "增加": ("减少",),
    "提高": ("降低",),
    "下降": ("增长",),
    "减少": ("增加",),
    "提升": ("下降",),
}
_PLACES = {
    "当涂县": ("含山县", "和县", "东丽区", "白石县"),
    "东丽区": ("西青区", "当涂县", "洞头区"),
    "洞头区": ("瓯海区", "东丽区", "青田县"),
    "青禾县": ("当涂县", "白石县", "东丽区"),
    "安徽省": ("江苏省",),
    "浙江省": ("江苏省",),
    "温州市": ("台州市",),
    "天津市": ("北京市",),
    "马鞍山市": ("芜湖市",),
}
_TABLES = {
    "comparator": _COMPARATORS,
    "status": _STATUS,
    "negation": _NEGATION,
    "direction": _DIRECTION,
    "place": _PLACES,
}


def mutants(text: str) -> Iterator[Mutant]:
    """All mutants of one sentence, without repetition."""
    seen = {text}
    for mutant in _all(text):
        if mutant.text not in seen:
            seen.add(mutant.text)
            yield mutant


def _all(text: str) -> Iterator[Mutant]:
    yield from _numbers(text)
    yield from _units(text)
    for match in _YEAR.finditer(text):
        for year in (int(match.group()) - 1, int(match.group()) + 1):
            yield Mutant("year", _replaced(text, match.span(), str(year)))
    for match in _DOC.finditer(text):
        yield Mutant("document number", _replaced(text, match.span(2), str(int(match[2]) + 1)))
        yield Mutant("document number", _replaced(text, match.span(1), str(int(match[1]) - 1)))
    for match in _DATE.finditer(text):
        yield Mutant("date", _replaced(text, match.span(1), str(int(match[1]) % 12 + 1)))
    for kind, table in _TABLES.items():
        for word, others in table.items():
            for match in re.finditer(word, text):
                if word == "将" and text[match.end() : match.end() + 1] in "军来":
                    continue
                for other in others:
                    yield Mutant(kind, _replaced(text, match.span(), other), _claimed(other))
    yield Mutant("place", f"含山县：{text}")
    yield Mutant("place", f"西青区{text}")


def _numbers(text: str) -> Iterator[Mutant]:
    for match in _NUMBER.finditer(text):
        digits = match.group()
        value = Decimal(digits)
        for other in {str(value + 1), str(value * 10), digits[::-1] if "." not in digits else str(value * 2)}:
            if Decimal(other) != value:
                yield Mutant("number", _replaced(text, match.span(), other))
    for match in _CHINESE.finditer(text):
        other = "三" if match.group() != "三" else "五"
        yield Mutant("number", _replaced(text, match.span(), other))


def _units(text: str) -> Iterator[Mutant]:
    names = "|".join(sorted(map(re.escape, _UNITS), key=len, reverse=True))
    for match in re.finditer(rf"(?<=\d)({names})", text):
        for other in _UNITS[match[1]]:
            if not (match[1] == "年" and len(re.search(r"\d+$", text[: match.start()]).group()) == 4):  # type: ignore[union-attr]
                yield Mutant("unit", _replaced(text, match.span(), other))


def _replaced(text: str, span: tuple[int, int], other: str) -> str:
    return text[: span[0]] + other + text[span[1] :]


def _claimed(words: str) -> Status | None:
    if words.startswith(("计划", "拟", "力争")) or words == "将":
        return Status.TARGET
    return Status.EXPECTED if words.startswith(("预计", "有望")) else None
