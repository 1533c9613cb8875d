"""Yes/no questions: what they claim, and the open question whose answer would decide it.

新培育高新技术企业超过100家吗 claims `> 100家` of what 新培育高新技术企业多少家 asks for. So evidence is looked for as
for the open question, and only then set against the claim: whoever looks for the claim itself finds what resembles it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from assistant.read.rules.numbers import Measure, Quantity, quantities
from docs_store import lazy_re

# 有没有, 能不能 … with what they claim; the longer ones first
_FORMS = (
    ("是不是", "是"), ("是否", " "), ("有没有", "有"), ("有无", "有"), ("能不能", " 能 "), ("能否", " 能 "),
    ("可不可以", "可以"), ("可否", "可以"), ("会不会", " 会 "), ("要不要", " 要 "),
    ("需不需要|需要不需要|用不用", "需要"), ("该不该", "应该"), ("算不算", " 算 "),
    ("超没超过?", "超过"), ("达没达到", "达到"),
)  # fmt: skip
_FORM = lazy_re.compile("|".join(form for form, _ in _FORMS))
# 超过100家了没有, 可以吗, 对不对: at the end, about all that stands before
_TAIL = lazy_re.compile(
    "(?<![,。 ])[,。 ]*+"
    "(?:(?:这样)?(?:对吗|对不对|是吗|是不是|行吗|行不行|没错吧|对吧)|了?吗|了没有?|没有|(?<![什怎多这那])么)"
    "[?。! ]*$"
)
_OPEN = lazy_re.compile("多少|什么|哪|谁|(?<!近)几(?!乎)|怎么|怎样|如何|为何|为啥|多[大高长久]|何时|分别|请?列出")
_MORE, _LESS = "超过|大于|高于|多于|突破|超出|超", "不到|不足|少于|低于|小于|未达到?|没有?(?:达|超过|突破)到?"
_BEFORE = lazy_re.compile(
    f"(?P<least>不少于|不低于|至少|达到了?|达)|(?P<most>不超过|不高于|不多于)|(?P<less>{_LESS})|(?P<more>{_MORE})"
    "|(?P<about>大约|约|大概|差不多|将近|接近)"
)
_LINK = lazy_re.compile("(?:了|是|为|有|到|的|给|能|拿|领|补|奖励?|补[贴助]|就|只|都|要|会){0,20}$")
# What may follow the number that is claimed: 20万元奖励, 5%左右, 10月31日截止. Anything else makes it that of a case.
_AFTER = lazy_re.compile(
    "(?P<bound>以上|以下|以内|左右|上下)?的?"
    "(?:奖励|奖金|补助|补贴|奖补|资助|支持|贴息|额度|资金|经费|截止|结束|到期|为止|开始|起|前|之前)?了?[?。,]*$"
)
_BOUNDS = {"以上": "≥", "以下": "<", "以内": "≤", "左右": "≈", "上下": "≈"}
# Whether one still may apply is decided by when one may: 现在还能申报…吗
_STILL = lazy_re.compile(
    "(?:(?:现在|目前|如今|今年)还?(?:能|可以?|来得及)|还来得及)(?:够|再|去)?(?P<what>申报|申请|申领|报名)"
)
_NEGATED = lazy_re.compile("(?<![能可是要会行])(?:不|没有?|未|无需|无须|别)(?!超过|低于|高于|少于|多于|到|足|断|仅|同)")


class Comparator(StrEnum):
    """How a claim sets its number against the true one."""

    EQUAL = "="
    MORE = ">"
    LEAST = "≥"
    LESS = "<"
    MOST = "≤"
    ABOUT = "≈"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What a yes/no question claims.

    Attributes:
        text: the question, folded, as a statement.
        asking: the open question that evidence is looked for with.
        stated: the number claimed, or that of the case asked about (职工600人的企业), as it stands in the text.
        measure: what kind of quantity that is; `None` where none is stated.
        comparator: how it is set against the true one.
        is_case: the number is that of a case, not what is claimed.
        negated: it claims that something is not so.
    """

    text: str
    asking: str
    stated: str = ""
    measure: Measure | None = None
    comparator: Comparator = Comparator.EQUAL
    is_case: bool = False
    negated: bool = False


def read(text: str) -> Claim | None:
    """The claim of a folded question; `None` where it asks no yes or no."""
    tail = _TAIL.search(text)
    if _OPEN.search(text) or not (tail or _FORM.search(text)):
        return None
    said = text[: tail.start()] if tail else text.rstrip("?。 ")
    for form, claimed in _FORMS:
        said = re.sub(form, claimed, said)
    negated = _NEGATED.search(said) is not None
    stated = _stated(said)
    if stated is None and (still := _STILL.search(said)):
        return Claim(text=said, asking=f"{said[: still.start()]}{said[still.end() :]}{still['what']}时间是什么时候")
    if stated is None:
        return Claim(text=said, asking=said, negated=negated)
    after = _AFTER.match(said, stated.end)
    asked = _asking(stated, said)
    if after is None:
        asking = f"{said[: stated.start]}{asked}{said[stated.end :]}"
        return Claim(
            text=said, asking=asking, stated=said[stated.start : stated.end], measure=stated.measure, is_case=True
        )
    comparator, begins = _comparator(said, stated.start, after["bound"] or "")
    asking = f"{said[:begins]}{asked}{said[stated.end :].removeprefix(after['bound'] or '')}"
    return Claim(
        text=said,
        asking=asking,
        stated=said[stated.start : stated.end],
        measure=stated.measure,
        comparator=comparator,
        negated=negated,
    )


def _stated(said: str) -> Quantity | None:
    """The last quantity, but for years that only say of when something is."""
    found = [q for q in quantities(said) if not (q.measure is Measure.DATE and q.unit == "年")]
    valued = [q for q in found if q.value is not None or q.measure in (Measure.DATE, Measure.DURATION, Measure.PHONE)]
    return valued[-1] if valued else None


def _comparator(said: str, at: int, bound: str) -> tuple[Comparator, int]:
    """How the number at an offset is compared, and where the words that say so begin."""
    if bound:
        return Comparator(_BOUNDS[bound]), at
    link = _LINK.search(said, 0, at)
    start = link.start() if link else at
    for match in _BEFORE.finditer(said, max(start - 5, 0), at):
        if match.end() == start or match.end() == at:
            kind = {"least": "≥", "most": "≤", "less": "<", "more": ">", "about": "≈"}[match.lastgroup or ""]
            return Comparator(kind), match.start()
    return Comparator.EQUAL, at


def _asking(stated: Quantity, said: str) -> str:
    """The words that ask for a quantity of this kind: 100家 → 多少家."""
    match stated.measure:
        case Measure.DATE:
            return "什么时候"
        case Measure.DURATION:
            return "多久"
        case Measure.PERCENT | Measure.GROWTH if said[stated.start : stated.end].endswith("%"):
            return "百分之几"
        case Measure.MONEY:
            return "多少元"
        case Measure.OTHER | Measure.COUNT if said[stated.start : stated.end].endswith(("万", "亿")):
            return "多少万"  # money, as 多少万 is
        case _:
            return f"多少{stated.unit}"
