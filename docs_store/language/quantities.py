"""The lexer of quantities: every number of a text with its unit, range, limiting word and sign.

A quantity is given in base units (`docs_store.units`), so that 1,434.3万元 and 0.14343亿元 are equal. What looks like a
number and counts nothing (a year, a day, an article's number, a document number, a telephone number) is none; days
and years are read by `docs_store.language.periods`, codes by `codes`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from docs_store import lazy_re
from docs_store.comparing import EXCEEDING, MARK, NEARLY, REACHING, ROUGHLY, SHORT_OF
from docs_store.numerals import DIGITS, NUMERAL, ONES, WORDED, value_of
from docs_store.textnorm import fold, mend_points
from docs_store.units import SCALE, UNIT, unit_of

_NUMERAL = f"[{NUMERAL}]"
_YEAR = r"(?:19|20)\d{2}"
_TO = r"\s*(?:[-—–~]{1,2}|至|到)\s*"
_ONCE = "年天次日月项个家种"  # 前一年, 最后一天: one of a row, no number of them
_INCLUSIVE = r"(?:\((?:不?含|包括)[^()]{0,6}\))?"

# Words that limit a number, by what they make of it. Those before it may stand some words ahead (最高给予50万元).
_BEFORE: tuple[tuple[str, str], ...] = (
    ("≥", f"不得?(?:低于|少于|小于)|至少|最低|最少|下限|≥|{REACHING}"),
    ("≤", "(?:不得?|没有?|未|并未)(?:超过|高于|多于|大于|超出)|最高|最多|最大|至多|上限|封顶|限额|≤|顶格"),
    (">", f"{EXCEEDING}|高于|多于|高出|>|超(?=\\d|百|千|万|{_NUMERAL})"),
    ("<", f"{SHORT_OF}|少于|不满|未满|未达到?|<"),
    ("≈", f"{ROUGHLY}|约"),
    ("≲", f"{NEARLY}|近(?=\\d|百|千|万|{_NUMERAL})(?!\\d{{1,2}}年)"),
)
_AFTER: tuple[tuple[str, str], ...] = (
    ("≥", f"及?以上|\\(含\\)以上|起(?=[,。;、)]|$)|{MARK}"),
    ("≤", "及?以[内下]|之内|为?上限|为限|封顶"),
    (">", "有余|出头|开外"),
    ("≈", "左右|上下"),
)
_LIMITS_BEFORE = lazy_re.compile("|".join(f"(?P<b{i}>{words})" for i, (_, words) in enumerate(_BEFORE)))
_LIMITS_AFTER = lazy_re.compile(
    rf"(?:人民币|\(含\)|的)?(?:{'|'.join(f'(?P<a{i}>{words})' for i, (_, words) in enumerate(_AFTER))})"
)
# From a limiting word to its number: some words, but no other clause and no other number.
_REACH = {"≤": 14, "≥": 8, ">": 4, "<": 4, "≈": 3, "≲": 3}
_CLAUSE_END = lazy_re.compile(r"[,。;、:!?\n|]")

_QUANTITY = lazy_re.compile(
    rf"(?P<none>第\s*(?:{_NUMERAL}{{1,20}}|\d+)(?:之{_NUMERAL}{{1,20}})?(?=[条章节款项编届期批年周])"
    rf"|[〔\[(【﹝]\s{{0,4}}{_YEAR}\s{{0,4}}[〕\])】﹞]\s{{0,4}}第?\s{{0,4}}\d+\s{{0,4}}号"
    rf"|(?:最后|前|后|同|某|任|每|上|下|再|这|那|另|逐)一(?=[{_ONCE}])|一(?=年度)|[十百千万]分(?!之)"
    rf"|(?:{_NUMERAL}{{1,20}}|\d+)条(?=措施|政策|意见|举措|规定|》)"
    rf"|(?m:^)[^\S\n]*\d{{1,2}}\.(?=\d{{1,4}}(?:人|家|户|个|名|项|件|份|岁|周岁|天))"
    r"|(?:附件|附表|附录|图|表)\s*\d{1,2}(?![\d.%万亿元家])"
    r"|\d{1,2}:\d{2}(?::\d{2})?"
    rf"|(?<!\d){_YEAR}\s*[-/.年]\s*\d{{1,2}}\s*[-/.月]\s*\d{{1,2}}\s*日?(?![\d.])"
    rf"|(?<![\d.]){_YEAR}(?=\s*年|\s*学年|\s*[-—–~至到]+\s*(?:{_YEAR}|\d{{2}})\s*年?)"
    rf"|(?<=[-—–~至到]){_YEAR}(?=年|学年)"
    r"|\d{1,2}(?=月(?!度))|(?<=月)\d{1,2}(?=日|号|[-—–~至到]\d{1,2}[日号])|(?<=[-—–~至到])\d{1,2}(?=[日号](?!线|楼))|\d{1,2}(?=[日号](?:前|起|至|[,。;)]))"
    r"|0\d{2,3}[-—]\d{7,8}(?:[-转]\d+)?(?!\d)|0\d{6,}|(?<!\d)1\d{10}(?!\d)"
    rf"|(?<![\d.])\d{{7,8}}(?![\d.]|\s*(?:{SCALE}|{UNIT}))|\d{{12,}}"
    r"|[A-Za-z][A-Za-z/]{0,20}[-—]?\d+(?:\.\d+)*(?![\d.]*\s*[%万亿元家个])|\d+[GDgKk](?![A-Za-z0-9])"
    r"|(?m:^)[^\S\n]*\(?\d{1,2}(?:[、)]|\.(?!\d)))"
    rf"|(?P<sign>(?:(?<![\w\u4e00-\u9fff)%])|(?<=[长为率幅速降比至达到]))[-−]|(?<![减担抱肩胜欠自])负)?(?P<number>{DIGITS})"
    rf"(?:(?P<low_unit>%|(?:{SCALE})?元|{SCALE})?{_INCLUSIVE}{_TO}(?P<upper>{DIGITS})(?!\d|年(?!龄)|月))?"
    rf"(?P<more>余|多)?(?P<scale>{SCALE})?(?P<more2>余|多)?\s*(?P<unit>{UNIT})?"
    rf"|(?P<one>{_NUMERAL}{{1,20}})分之(?P<of>{WORDED}|\d+(?:\.\d+)?)"
    rf"|(?P<tenths>[一二两三四五六七八九])成(?![立果为员功就本分交型都])"
    rf"|(?<![\u4e00-\u9fff]第)(?P<numeral>{_NUMERAL}{{1,20}})(?P<nmore>余|多)?(?P<nunit>{UNIT})(?!性)"
    rf"|(?P<plain>[一二两三四五六七八九]?[十百千万][零〇一二两三四五六七八九十百千万亿]{{1,20}})(?![\u4e00-\u9fff])"
)

_CODE = lazy_re.compile(
    r"0\d{2,3}[-—]\d{7,8}(?:[-转]\d+)?(?!\d)|(?<!\d)1\d{10}(?!\d)|(?<![\d.])\d{5,}(?![\d.万亿%元家])"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """One number with what limits it.

    Attributes:
        value: in base units, with its sign; of a range the lower end. A rate in percent is in percent.
        upper: upper end of a range, in base units; else `None`.
        unit: base unit (`元`, `家`, `%`); empty for a bare number.
        comparator: `>`, `≥`, `<`, `≤`, `≈` (about) or `≲` (nearly); empty for none.
        is_article: 一 before a classifier, which often counts nothing (一家公司).
        text: as written.
        start, end: span in the text, the unit's included, limiting words' not.
    """

    value: Decimal
    upper: Decimal | None
    unit: str
    comparator: str
    is_article: bool
    text: str
    start: int
    end: int


def quantities(text: str) -> list[Quantity]:
    """Quantities of a text in order.

    Args:
        text: reading text; it is folded and misprinted points are mended here, which keeps its length.
    """
    text = mend_points(fold(text))
    found: list[Quantity] = []
    for match in _QUANTITY.finditer(text):
        quantity = None if match["none"] else _quantity(match)
        if quantity is not None:
            found.append(quantity)
    return [_limited(text, found, i) for i in range(len(found))]


def codes(text: str) -> list[tuple[str, int, int]]:
    """Telephone numbers and other long runs of digits, digits only, with their spans."""
    return [(re.sub(r"\D", "", m.group()), m.start(), m.end()) for m in _CODE.finditer(fold(text))]


def _quantity(match: re.Match[str]) -> Quantity | None:
    more = any(match[name] for name in ("more", "more2", "nmore"))
    upper = None
    is_article = False
    if match["number"]:
        unit = unit_of(match["scale"] or "", match["unit"] or "")
        value, upper = _ends(match, unit.factor)
        base = unit.base or (_unit_in(match["low_unit"])[1] if match["low_unit"] else "")
        if match["sign"]:
            value = -value
    elif match["one"]:
        whole, part = value_of(match["one"]), value_of(match["of"])
        if not whole or part is None:
            return None
        value, base = part / whole * 100, "%"
    elif match["tenths"]:
        value, base = Decimal(10 * ONES[match["tenths"]]), "%"
    elif match["numeral"]:
        read = value_of(match["numeral"])
        if read is None:
            return None
        unit = unit_of("", match["nunit"])
        value, base = read * unit.factor, unit.base
        is_article = unit.is_classifier and read == 1 and not more
    else:
        read = value_of(match["plain"] or "")
        if read is None:
            return None
        value, base = read, ""
    return Quantity(
        value=value.normalize(),
        upper=upper.normalize() if upper is not None else None,
        unit=base,
        comparator=">" if more else "",
        is_article=is_article,
        text=match.group().strip(),
        start=match.start(),
        end=match.end(),
    )


def _ends(match: re.Match[str], factor: Decimal) -> tuple[Decimal, Decimal | None]:
    """Lower and upper end in base units: a bare lower end (3—5万元) counts in the upper one's magnitude."""
    low = value_of(match["number"]) or Decimal(0)
    if match["upper"] is None:
        return low * factor, None
    high = (value_of(match["upper"]) or Decimal(0)) * factor
    own = _unit_in(match["low_unit"])[0] if match["low_unit"] and match["low_unit"] != "%" else factor
    return low * own, high


def _unit_in(written: str) -> tuple[Decimal, str]:
    """Factor and base unit of `%`, `万`, `万元`, `元`."""
    if written == "%":
        return Decimal(1), written
    scale, is_money = written.removesuffix("元"), written.endswith("元")
    return unit_of(scale, "").factor, "元" if is_money else ""


def _limited(text: str, every: list[Quantity], i: int) -> Quantity:
    """The quantity with the limiting words around it. One word before several numbers limits the next one only."""
    own = every[i]
    marks = {own.comparator} - {""}
    begin = every[i - 1].end if i else 0
    first = max(begin, own.start - 16)
    first = max((m.end() for m in _CLAUSE_END.finditer(text, first, own.start)), default=first)
    for match in _LIMITS_BEFORE.finditer(text, first, own.end):  # 超 and 近 limit only what follows at once
        mark = _BEFORE[int((match.lastgroup or "b0")[1:])][0]
        if 0 <= own.start - match.end() <= _REACH[mark]:
            marks.add(mark)
    after = _LIMITS_AFTER.match(text, own.end)
    if after is not None:
        marks.add(_AFTER[int((after.lastgroup or "a0")[1:])][0])
    return own if not marks else _with(own, _strongest(marks))


def _strongest(marks: set[str]) -> str:
    """One limit of several: 突破2万亿元大关 is more than that; 最高不超过 is the most."""
    return next(mark for mark in (">", "<", "≤", "≥", "≲", "≈") if mark in marks)


def _with(own: Quantity, comparator: str) -> Quantity:
    return Quantity(
        value=own.value, upper=own.upper, unit=own.unit, comparator=comparator, is_article=own.is_article,
        text=own.text, start=own.start, end=own.end,
    )  # fmt: skip
