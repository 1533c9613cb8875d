"""Which quantities of a text can be figures, and ranks.

Of what the lexer reads, numbers inside names (`5A级`, `300MN`, `“4+1”`, `《…2023—2025年》`) count nothing here, and a
Chinese numeral counts only where it tells a count: 一带一路 and 三农 count nothing, 千家万户 and 百亿级 say many.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from docs_store.language import quantities as lexer
from docs_store.numerals import ONES, SMALL, value_of
from docs_store.units import DURATIONS, Unit, plain, unit_of


class Form(Enum):
    """How a quantity is written."""

    NUMBER = "number"
    RANK = "rank"
    FRACTION = "fraction"


@dataclass(frozen=True, slots=True)
class Quantity:
    """One quantity, in the unit it is written in.

    Attributes:
        start, end: span of the number with its unit.
        left, right: the same with the comparing words around it (`超`, `以上`).
        chinese: written in Chinese numerals.
    """

    form: Form
    value: Decimal
    upper: Decimal | None
    unit: Unit
    comparator: str
    start: int
    end: int
    left: int
    right: int
    chinese: bool = False


_QUOTED = re.compile(r"“[^“”\n]{0,40}”|《[^》\n]{0,80}》|「[^」\n]{0,40}」")
# 3113项目攻坚行动: digits that open a name; projects are counted as 个项目
_PROJECT_NAME = re.compile(r"目[^,。;、\d\n]{0,8}(?:行动|计划|工程|攻坚|战略|规划)")
_CHINESE_COMMA = re.compile("(?<=\\d)\uff0c(?=\\d)")
_IN_NAME = re.compile(r"(?:第|〔|No\.?|每|[A-Za-z+×*/_#]|[A-Za-z][-.])$")
_NAME_AFTER = re.compile(r"[A-Za-z+×*_#](?<!P)|[号版级强后型届℃°“中时]|制|度|线|纳米|英?寸|全国|世界")
# 十, 百万, 千亿: by itself as often a way of saying many (千家万户); with 余 or after 超, 近, 达 it is a number.
_ROUND = re.compile("[十百千万亿]+")
_SAYS_NUMBER = re.compile("(?:超过|突破|超|逾|近|约|达到?|不少于|不低于|稳定在|保持在|至少)$")
_LIMITED = re.compile("(?:以上|左右)(?=[,。;、)]|$)")
_SAYS_COUNT = re.compile("(?:新增|新建|新认定|新培育|新获批|获批|新引进|达到?|增至|增加到|增加)$")
_LIMIT_NAMED = re.compile("(?:限额|上限|下限|标准)[从由为达至]{0,2}(?:每[年月人生户亩]){0,2}$")
_NOT_COUNTED = ("第", "数", "几", "每", "这", "上")
_RANK = re.compile(rf"(?:(?P<top>前)|第)(?P<place>\d{{3}}|{SMALL})(?P<unit>位|名(?!单|录))?|(?P<first>首位|榜首|之首)")
_RANKED = re.compile(
    r"(?:居|列|排|排名|位次|名次|升至|升到|前移至|提升到|提升至|全[国省市区县球州]|世界|[东中西北]部|同类|长三角"
    r"|各区|第\d{1,3}位?[、和])[^,。;]{0,14}$"
)
_ENDS = re.compile(r"[,。;:、)和及与(!?\s]|以上|左右|的(?!\S{1,4}(?:奖|家))|并|$")
_RANK_BEFORE = re.compile(
    r"(?:排名|排在|位居|位列|名列)(?:第|在|[^,。;、提升前进\d]{0,8})?$|(?:排名)[^,。;提升前进]{0,8}\d+位、$"
)


def lex(text: str, plain_text: str | None = None) -> list[Quantity]:
    """All quantities of a text that count something, in order.

    Args:
        text: folded reading text.
        plain_text: the same text before folding. Where given, a comma groups digits only if it is an ASCII one there.
    """
    parted = text
    for comma in _CHINESE_COMMA.finditer(plain_text or ""):
        parted = f"{parted[: comma.start()]};{parted[comma.end() :]}"
    ranks = _ranks(text)
    taken = [m.span() for m in _QUOTED.finditer(text)] + [(q.start, q.end) for q in ranks]
    found = [
        made
        for q in lexer.quantities(parted)
        if not any(a < q.end and q.start < b for a, b in taken) and (made := _figure_of(text, q)) is not None
    ]
    quoted = taken[: len(taken) - len(ranks)]
    found += [q for q in ranks if not any(a <= q.start < b for a, b in quoted)]
    return sorted(found, key=lambda q: q.start)


def _figure_of(text: str, q: lexer.Quantity) -> Quantity | None:
    if not (_is_count(text, q) if q.form is lexer.Form.WORDS else not _is_named(text, q)):
        return None
    before = text[max(0, q.start - 16) : q.start]
    form, value, comparator = Form.NUMBER, q.number, q.comparator.replace("≲", "≈")
    if q.right == q.end and _LIMIT_NAMED.search(before):  # 支付限额3800元 is what the limit is
        comparator = ""
    if q.form is lexer.Form.FRACTION:
        form, value = Form.FRACTION, plain(round(q.number, 2))
        comparator = comparator or ("" if value == q.number else "≈")
    elif q.written_unit.text in ("位", "名") and _RANK_BEFORE.search(before):
        form = Form.RANK
    upper = None if q.upper is None else plain(q.upper / q.written_unit.factor)
    chinese = q.form is not lexer.Form.DIGITS
    return Quantity(form, value, upper, q.written_unit, comparator, q.start, q.end, q.left, q.right, chinese)


def _is_named(text: str, q: lexer.Quantity) -> bool:
    """Whether a number in digits is part of a name, or says of which class or length something is."""
    before, after, unit = text[max(0, q.start - 3) : q.start], text[q.end : q.end + 2], q.written_unit
    if before.endswith("前") and unit.name == "%":  # 全球前1% is a class
        return True
    if _IN_NAME.search(before) or (not unit.text and _NAME_AFTER.match(after)):
        return True
    if unit.text == "项" and _PROJECT_NAME.match(text, q.end):
        return True
    if unit.name in DURATIONS and unit.name == unit.text and after[:1] in ("期", "制", "计"):
        return True
    return after[:1] == "级" and unit.name != "%"


def _is_count(text: str, q: lexer.Quantity) -> bool:
    """Whether a Chinese numeral tells a count."""
    before, numeral = text[max(0, q.start - 4) : q.start], q.text.removesuffix(q.written_unit.name)
    if not q.written_unit.name or q.written_unit.name in DURATIONS:
        return False
    if before.endswith(_NOT_COUNTED) or before[-1:].isdigit():
        return False
    if numeral in ONES:
        return _SAYS_COUNT.search(before) is not None and q.number != 1
    said = _SAYS_NUMBER.search(before) is not None or _LIMITED.match(text, q.end) is not None
    return said or q.comparator == ">" or not _ROUND.fullmatch(numeral)


def _ranks(text: str) -> list[Quantity]:
    found = []
    for match in _RANK.finditer(text):
        start, end = match.span()
        if not _RANKED.search(text[max(0, start - 18) : start]):
            continue
        if not match["unit"] and not match["first"] and not _ENDS.match(text, end):
            continue
        value = value_of(match["place"] or "1")
        if value is None:
            continue
        unit = unit_of("", match["unit"] or "位")
        found.append(Quantity(Form.RANK, value, None, unit, "≤" if match["top"] else "", start, end, start, end))
    return found
