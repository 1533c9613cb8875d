"""Quantities in reading text: numbers with their units, ranks, fractions; and what only looks like one.

Dates, document numbers, ordinals, list numbers and numbers inside names (`5A级`, `300MN`, `“4+1”`, `《…2023—2025年》`)
are no quantities. Text is folded (`docs_store.textnorm.fold`) reading text.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from docs_store.numerals import value_of
from docs_store.units import DURATIONS, POINTS, SCALE, UNIT, unit_of
from ingest.figures import chinese
from ingest.figures.quantity import Form, Quantity, with_comparator

__all__ = ["Form", "Quantity", "lex"]


_DIGITS = re.compile(r"\d")
_NUMBER = re.compile(
    r"(?P<number>\d{1,3}(?:,\d{3})+(?![\d,])(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?:(?:万|亿|%)?[-—–~至到]+(?P<upper>\d+(?:\.\d+)?)(?![\d.]*[月日年]))?"
    rf"(?P<more>余|多)?(?P<scale>{SCALE})?(?P<more2>余|多)?(?P<unit>{UNIT})?"
)
# What begins with a digit and is none: dates, document numbers, editions.
_NOT_A_NUMBER = re.compile(
    r"(?:19|20)\d{2}(?:年|[-—–~至到/.]+(?:19|20)?\d{2}(?:年|(?=[)》”,。;\s]))|届|版|全国|中国|世界|“|中|(?=[)〕】]))"
    r"|\d{1,2}(?:月?[-—–~至到]+\d{1,2}|、\d{1,2})?月(?:份|底|末|初|中旬|上旬|下旬)?(?:\d{1,2}日)?"
    r"|\d{1,2}(?:[-—–~至]\d{1,2})?日"
    r"|\d+(?:\.\d+)?(?:号|版|级|强|周年|后|型|[Gg](?![Ww])|[Kk]?[Vv]|[Aa]级|MN|℃|°|时(?:代|许)?|纳米|英寸|寸)"
    r"|\d+[-—–]\d+[-—–]\d+|0\d{2,3}[-—]?\d{7,8}|1[3-9]\d{9}(?!\d)"
)
_AFTER_NAME = re.compile(r"[A-Za-z+×*/_#]$|[A-Za-z\d][-.]$")
_BEFORE_NAME = re.compile(r"[A-Za-z+×*_#](?<![P])")
_ORDINAL = re.compile(r"(?:第|〔|No\.?|每)$")
_RANK = re.compile(
    r"(?:(?P<top>前)|第)(?P<place>\d{1,3}|[一二三四五六七八九十]{1,3})(?P<unit>位|名(?!单|录))?|(?P<first>首位"
    r"|榜首|之首)"
)
_RANKED = re.compile(
    r"(?:居|列|排|排名|位次|名次|升至|升到|前移至|提升到|提升至|全[国省市区县球州]|世界|[东中西北]部|同类|长三角"
    r"|各区|第\d{1,3}位?[、和])[^,。;]{0,14}$"
)
_BELOW_ZERO = re.compile("(?:[-−]|(?<![减担抱肩胜欠自])负)$")
_LEADS = re.compile("(?:[为达至]|达到|增长|净增|增加|下降)$")
_ENDS = re.compile(r"[,。;:、)和及与(!?\s]|以上|左右|的(?!\S{1,4}(?:奖|家))|并|$")
_QUOTED = re.compile(r"“[^“”\n]{0,40}”|《[^》\n]{0,80}》|「[^」\n]{0,40}」")


def lex(text: str, plain: str | None = None) -> list[Quantity]:
    """All quantities of a text, in order.

    Args:
        text: folded reading text.
        plain: the same text before folding. Where given, a comma groups digits only if it is an ASCII one there.
    """
    # One pass per form; a text without digits costs three scans.
    found = _arabic(text, plain or text) + chinese.numerals(text) + chinese.fractions(text) + _ranks(text)
    if not found:
        return found
    found.sort(key=lambda q: (q.start, q.start - q.end))
    quoted = [m.span() for m in _QUOTED.finditer(text)]
    kept: list[Quantity] = []
    for q in found:
        if (kept and q.start < kept[-1].end) or any(a <= q.start < b for a, b in quoted):
            continue
        kept.append(q)
    return _shared_unit(text, kept)


def _arabic(text: str, plain: str) -> list[Quantity]:
    found = []
    at = 0
    while (first := _DIGITS.search(text, at)) is not None:
        at = first.start()
        skipped = _NOT_A_NUMBER.match(text, at)
        match = _NUMBER.match(text, at)
        if skipped or match is None or _part_of_name(text, at, match):
            at = max(skipped.end() if skipped else 0, match.end("number") if match else 0)
            while text[at : at + 1].isdigit():
                at += 1
            continue
        number = match["number"]
        if "," in number and plain[at : match.end("number")] != number:  # a Chinese comma between two numbers
            match = _NUMBER.match(text, at, at + number.index(","))
            if match is None:
                break
            number = match["number"]
        at = match.end()
        made = _quantity(text, match, Decimal(number.replace(",", "")))
        if made is not None:
            found.append(made)
    return found


def _part_of_name(text: str, at: int, match: re.Match[str]) -> bool:
    before = text[max(0, at - 3) : at]
    if before.endswith("前") and match["unit"] == "%":  # 全球前1% is a class
        return True
    if _ORDINAL.search(before) or _AFTER_NAME.search(before):
        return True
    after = text[match.end() : match.end() + 1]
    return _BEFORE_NAME.match(after) is not None and not match["unit"]


def _quantity(text: str, match: re.Match[str], value: Decimal) -> Quantity | None:
    start, end = match.start(), match.end()
    scale, name = match["scale"] or "", match["unit"] or ""
    if name in DURATIONS and not scale and text[end : end + 1] in ("期", "制", "计"):
        return None
    after = text[end : end + 1]
    if (after == "级" and name != "%") or (not name and after and after in "强版制度线"):
        return None
    upper = match.groupdict().get("upper")
    if _BELOW_ZERO.search(text, max(0, start - 4), start) and _signed(text, start, name):
        value, start = -value, start - 1
    comparator = ">" if match["more"] or match["more2"] else ""
    return with_comparator(
        text,
        Quantity(
            Form.NUMBER,
            value,
            Decimal(upper) if upper else None,
            unit_of(scale, name),
            comparator,
            start,
            end,
            start,
            end,
        ),
    )


def _signed(text: str, start: int, name: str) -> bool:
    """Whether what stands before a number is its sign: before a rate it may follow any word, before an amount only one
    that leads to a value (净利润为-1.2亿元), for elsewhere it may be a dash."""
    if text[start - 1] == "负" or _LEADS.search(text, max(0, start - 4), start - 1):
        return True
    before = text[max(0, start - 2) : start - 1]
    return name in ("%", "‰", *POINTS) and (not before.isalnum() or "\u4e00" <= before <= "\u9fff")


def _ranks(text: str) -> list[Quantity]:
    found = []
    for match in _RANK.finditer(text):
        start, end = match.span()
        if not _RANKED.search(text[max(0, start - 18) : start]):
            continue
        if not match["unit"] and not match["first"] and not _ENDS.match(text, end):
            continue
        place = match["place"]
        if place is None:
            value: Decimal | None = Decimal(1)
        else:
            value = Decimal(place) if place[0].isdigit() else value_of(place)
        if value is None:
            continue
        unit = unit_of("", match["unit"] or "位")
        found.append(Quantity(Form.RANK, value, None, unit, "≤" if match["top"] else "", start, end, start, end))
    return found


_JOINED = re.compile("[、和与及]")


def _shared_unit(text: str, found: list[Quantity]) -> list[Quantity]:
    """`2.2个和3.7个百分点`: the first is in percentage points too. `53位` behind 排名 is a rank."""
    mended: list[Quantity] = []
    for i, q in enumerate(found):
        later = found[i + 1] if i + 1 < len(found) else None
        if (
            later
            and (
                (q.unit.text in ("", "个") and later.unit.name in POINTS)
                or (not q.unit.text and q.form is later.form and "分别" in text[max(0, q.left - 12) : q.left])
            )
            and _JOINED.fullmatch(text[q.right : later.left])
        ):
            q = replace(q, unit=later.unit)
        elif (
            q.unit.text in ("位", "名")
            and q.form is Form.NUMBER
            and _RANK_BEFORE.search(text[max(0, q.start - 16) : q.start])
        ):
            q = replace(q, form=Form.RANK)
        mended.append(q)
    return mended


_RANK_BEFORE = re.compile(
    r"(?:排名|排在|位居|位列|名列)(?:第|在|[^,。;、提升前进\d]{0,8})?$|(?:排名)[^,。;提升前进]{0,8}\d+位、$"
)
