"""The lexer of quantities: every number of a text with its unit, range, limiting words and sign.

A quantity is given as written and in base units (`docs_store.units`), so that 1,434.3万元 and 0.14343亿元 are equal.
What looks like a number and counts nothing (a year, a day, an article's number, a document number, a telephone number)
is none; days and years are read by `docs_store.language.periods`, codes by `codes`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum

from docs_store import lazy_re
from docs_store.language.comparators import limit_of
from docs_store.language.periods import YEAR
from docs_store.numerals import DIGITS, NUMERAL, WORDED, value_of
from docs_store.textnorm import fold, mend_points
from docs_store.units import SCALE, SCALES, UNIT, Unit, unit_of

_NUMERAL = f"[{NUMERAL}]"
_TO = r"[^\S\n]{0,3}(?:[-—–~]{1,2}|至|到)[^\S\n]{0,3}"
_ONCE = "年天次日月项个家种"  # 前一年, 最后一天: one of a row, no number of them
_INCLUSIVE = r"(?:\((?:不?含|包括)[^()]{0,6}\))?"
_SPACE = r"[^\S\n]{0,3}"

# What looks like a number and is none.
_NONE = (
    rf"第\s{{0,3}}(?:{_NUMERAL}{{1,20}}|\d+)(?:之{_NUMERAL}{{1,20}})?(?=[条章节款项编届期批年周])"
    rf"|[〔\[(【﹝]\s{{0,4}}{YEAR}\s{{0,4}}[〕\])】﹞]\s{{0,4}}第?\s{{0,4}}\d+\s{{0,4}}号"
    rf"|(?:最后|前|后|同|某|任|每|上|下|再|这|那|另|逐)一(?=[{_ONCE}])|一(?=年度)|[十百千万]分(?!之)"
    rf"|{_NUMERAL}{{1,20}}条(?=措施|政策|意见|举措|规定)|(?:{_NUMERAL}{{1,20}}|\d+)条(?=》|意见)"
    rf"|(?m:^)[^\S\n]{{0,9}}\d{{1,2}}\.(?=\d{{1,4}}(?:人|家|户|个|名|项|件|份|岁|周岁|天))"
    r"|(?:附件|附表|附录|图|表)\s{0,3}\d{1,2}(?![\d.%万亿元家])"
    r"|\d{1,2}:\d{2}(?::\d{2})?"
    rf"|(?<!\d){YEAR}\s{{0,3}}(?:年\s{{0,3}}\d{{1,2}}\s{{0,3}}月|[-/.]\s{{0,3}}\d{{1,2}}\s{{0,3}}[-/.])"
    r"\s{0,3}\d{1,2}\s{0,3}日?(?![\d.])"
    rf"|(?<![\d.]){YEAR}(?=\s{{0,3}}年|\s{{0,3}}学年|\s{{0,3}}[-—–~至到]{{1,2}}\s{{0,3}}(?:{YEAR}|\d{{2}})\s{{0,3}}年?)"
    rf"|(?<=[-—–~至到]){YEAR}(?=年|学年|[)》])"
    r"|\d{1,2}(?=月(?!度))|(?<=月)\d{1,2}(?=日|号|[-—–~至到]\d{1,2}[日号])|(?<=[-—–~至到])\d{1,2}(?=[日号](?!线|楼))"
    r"|\d{1,2}(?=[日号](?:前|起|至|[,。;)]))"
    r"|0\d{2,3}[-—]\d{7,8}(?:[-转]\d+)?(?!\d)|0\d{6,}|(?<!\d)1\d{10}(?!\d)"
    rf"|(?<![\d.])\d{{7,8}}(?![\d.]|\s{{0,3}}(?:{SCALE}|{UNIT}))|\d{{12,}}"
    r"|[A-Za-z][A-Za-z/]{0,20}[-—_]?\d+(?:\.\d+)*(?:—\d+)?(?![\d.]*\s{0,3}[%万亿元家个])|\d+[GDgKk](?![A-Za-z0-9])"
    r"|(?m:^)[^\S\n]{0,9}\(?\d{1,2}(?:[、)]|\.(?!\d))"
)
_FRACTION = (
    rf"(?P<one>{_NUMERAL}{{1,20}})分之(?P<of>{WORDED}|\d+(?:\.\d+)?)"
    r"|(?P<tenths>[一二两三四五六七八九]|(?<![\d.])[1-9])成(?![立果为员功就本分交型都效长熟])"
    r"|(?<![\d/.])(?P<part>[1-9])/(?P<whole>[2-9]|10)(?![\d/.年月])"
    r"|(?P<half>一半)(?=[,。;、)的]|以上|左右|$)"
)
_QUANTITY = lazy_re.compile(
    # The first characters of all that follows: most places of a text fail here, at little cost.
    rf"(?=[\d{NUMERAL}第〔\[(【﹝最前后同某任每上下再这那另逐附图表A-Za-z\s\-−负])(?:(?P<none>{_NONE})|{_FRACTION}"
    rf"|(?P<sign>(?:(?<![\w\u4e00-\u9fff)%])|(?<=[长为率幅速降比至达到]))[-−]|(?<![减担抱肩胜欠自])负)?(?P<number>{DIGITS})"
    rf"(?:(?P<low_unit>%|(?:{SCALE})?元|{SCALE})?{_INCLUSIVE}{_TO}(?P<upper>{DIGITS})(?!\d|年(?!龄)|月))?"
    rf"(?:{_SPACE}(?P<more>余|多))?(?:{_SPACE}(?P<scale>{SCALE}))?(?P<more2>余|多)?(?:{_SPACE}(?P<unit>{UNIT}))?"
    rf"|(?<!第)(?<!{_NUMERAL})(?P<numeral>{_NUMERAL}{{1,20}})(?P<nmore>余|多)?(?P<nscale>万亿|万|亿)?(?P<nunit>{UNIT})(?!性)"
    rf"|(?P<plain>[一二两三四五六七八九]?[十百千万]{_NUMERAL}{{1,20}})(?![\u4e00-\u9fff]))"
)
_JOINED = lazy_re.compile("[、和与及]")
_REACH_OF_EACH = 12  # characters from 分别 to the numbers
_CODE = lazy_re.compile(
    r"0\d{2,3}[-—]\d{7,8}(?:[-转]\d+)?(?!\d)|(?<!\d)1\d{10}(?!\d)|(?<![\d.])\d{5,}(?![\d.万亿%元家])"
)


class Form(Enum):
    """How a quantity is written: in digits, in Chinese numerals, or as a fraction in words."""

    DIGITS = "digits"
    WORDS = "words"
    FRACTION = "fraction"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """One number with what limits it.

    Attributes:
        value: in base units, with its sign; of a range the lower end. A rate in percent is in percent.
        upper: upper end of a range, in base units; else `None`.
        unit: base unit (`元`, `家`, `%`); empty for a bare number.
        comparator: `>`, `≥`, `<`, `≤`, `≈` (about) or `≲` (nearly); empty for none.
        is_article: 一 before a classifier, which often counts nothing (一家公司).
        form: how it is written.
        number: the number as written, with its sign, in `written_unit`.
        written_unit: magnitude and unit as written (`万元`).
        text: as written.
        start, end: span in the text, the unit's included, limiting words' not.
        left, right: span with the limiting words right before and right behind it.
    """

    value: Decimal
    upper: Decimal | None
    unit: str
    comparator: str
    is_article: bool
    form: Form
    number: Decimal
    written_unit: Unit
    text: str
    start: int
    end: int
    left: int
    right: int


def quantities(text: str) -> list[Quantity]:
    """Quantities of a text in order.

    Args:
        text: reading text; it is folded and misprinted points are mended here, which keeps its length.
    """
    text = mend_points(fold(text))
    found: list[Quantity] = []
    since = 0
    for match in _QUANTITY.finditer(text):
        quantity = None if match["none"] else _quantity(text, match, since)
        if quantity is not None:
            found.append(quantity)
            since = quantity.end
    return _with_shared_unit(text, found) if "百分点" in text or "分别" in text else found


def codes(text: str) -> list[tuple[str, int, int]]:
    """Telephone numbers and other long runs of digits, digits only, with their spans."""
    return [(re.sub(r"\D", "", m.group()), m.start(), m.end()) for m in _CODE.finditer(fold(text))]


def _quantity(text: str, match: re.Match[str], since: int) -> Quantity | None:
    upper, form = None, Form.DIGITS
    if match["number"]:
        unit = unit_of(match["scale"] or "", match["unit"] or "")
        number, value, upper = _ends(match, unit)
        base = unit.base or (_unit_in(match["low_unit"])[1] if match["low_unit"] else "")
        if match["sign"]:
            value, number = -value, -number
    else:
        written = _worded(match) if match["numeral"] or match["plain"] else _fraction(match)
        if written is None:
            return None
        form, number, unit = written
        value, base = number * unit.factor, unit.base
    start, end = match.span()
    more = match["more"] or match["more2"] or match["nmore"]
    limit = limit_of(text, start, end, since)
    return Quantity(
        value=value.normalize(),
        upper=upper.normalize() if upper is not None else None,
        unit=base,
        comparator=(limit.comparator if limit else "") or (">" if more else ""),
        is_article=form is Form.WORDS and unit.is_classifier and value == 1 and not more,
        form=form,
        number=number,
        written_unit=unit,
        text=text[start:end].strip(),
        start=start,
        end=end,
        left=limit.left if limit else start,
        right=limit.right if limit else end,
    )


def _with_shared_unit(text: str, found: list[Quantity]) -> list[Quantity]:
    """`2.2个和3.7个百分点`, `分别增加1.2和1.5万元`: the first is in the unit of the one that it is joined to."""
    mended = list(found)
    for i in range(len(found) - 2, -1, -1):
        q, later = mended[i], mended[i + 1]
        if not _JOINED.fullmatch(text, q.right, later.left):
            continue
        unit = later.written_unit
        if q.text.endswith("个") and later.unit == "个百分点":
            mended[i] = replace(q, unit=later.unit, written_unit=unit)
        elif not q.unit and not q.written_unit.text and q.form is later.form and _each_of_its_own(text, q.left):
            upper = None if q.upper is None else (q.upper * unit.factor).normalize()
            value = (q.number * unit.factor).normalize()
            mended[i] = replace(q, unit=unit.base, written_unit=unit, value=value, upper=upper)
    return mended


def _each_of_its_own(text: str, start: int) -> bool:
    """Whether numbers from `start` on are told one for each of several things."""
    return text.find("分别", max(0, start - _REACH_OF_EACH), start) >= 0


def _ends(match: re.Match[str], unit: Unit) -> tuple[Decimal, Decimal, Decimal | None]:
    """The number as written and both ends in base units: a bare lower end (3—5万元) counts in the upper's magnitude."""
    number = Decimal(match["number"].replace(",", ""))
    if match["upper"] is None:
        return number, number * unit.factor, None
    high = Decimal(match["upper"].replace(",", "")) * unit.factor
    own = _unit_in(match["low_unit"])[0] if match["low_unit"] and match["low_unit"] != "%" else unit.factor
    return number if own == unit.factor else number * own / unit.factor, number * own, high


def _unit_in(written: str) -> tuple[Decimal, str]:
    """Factor and base unit of `%`, `万`, `万元`, `元`."""
    if written == "%":
        return Decimal(1), written
    scale, is_money = written.removesuffix("元"), written.endswith("元")
    return unit_of(scale, "").factor, "元" if is_money else ""


def _worded(match: re.Match[str]) -> tuple[Form, Decimal, Unit] | None:
    """A number in Chinese numerals; its last magnitude counts with its unit: 两千八百万元 are 2800 of 万元."""
    numeral, scale = match["numeral"] or match["plain"], match["nscale"] or ""
    if match["nunit"]:
        while numeral[-1] in "万亿" and numeral[-1] + scale in SCALES:
            numeral, scale = numeral[:-1] or "一", numeral[-1] + scale
    number = value_of(numeral)
    return None if number is None else (Form.WORDS, number, unit_of(scale, match["nunit"] or ""))


def _fraction(match: re.Match[str]) -> tuple[Form, Decimal, Unit] | None:
    """A fraction in words, in percent."""
    if match["half"]:
        percent: Decimal | None = Decimal(50)
    elif match["tenths"]:
        percent = (value_of(match["tenths"]) or Decimal(0)) * 10
    else:
        below, above = value_of(match["one"] or match["whole"]), value_of(match["of"] or match["part"])
        percent = above * 100 / below if below and above is not None else None
    return None if percent is None else (Form.FRACTION, percent, unit_of("", "%"))
