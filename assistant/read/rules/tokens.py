"""A sentence as tokens that can be compared: facts by what they mean, everything else by its characters.

`1,434.3万元` and `0.14343亿元` are one token key, as are `不低于4%` and `4%以上`. So two sentences that say the
same have the same keys, and a changed number, unit, comparator, status or negation is a key that the source has not.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import Any

from docs_store import lazy_re, regions
from docs_store.comparing import EXCEEDING, MARK, NEARLY, REACHING, ROUGHLY, SHORT_OF
from docs_store.numerals import ONES, value_of
from docs_store.textnorm import fold, mend_points
from docs_store.units import SCALE, UNIT, unit_of


class TokenKind(StrEnum):
    """What a token is. `GUARD` are the words that turn a statement round: 不, 预计, 或, 下降, 超过."""

    NUMBER = "number"
    YEAR = "year"
    DATE = "date"
    DOC_NUMBER = "document number"
    PLACE = "place"
    GUARD = "guard"
    WORD = "word"


@dataclass(frozen=True, slots=True)
class Token:
    """One token.

    Attributes:
        key: equal for tokens that say the same.
        start, end: span in the folded text.
        clause, sentence: 0-based number of the clause and sentence it stands in.
    """

    kind: TokenKind
    key: Hashable
    text: str
    start: int
    end: int
    clause: int
    sentence: int


_NEUTRAL = (
    "不断|不仅|不但|不同|不良|不动产|不锈钢|未来|无人机|无人驾驶|无锡|无缝|无线|非遗|非物质|非公|非常|除了|可持续|将军"
    "|应用|应急|可靠|已有|只是"
)
_GUARDS: tuple[tuple[str, str], ...] = (
    ("≥", f"不得?(?:低于|少于|小于)|至少|最低|≥|及?以上|\\(含\\)以上|{REACHING}|{MARK}"),
    ("≤", "(?:最高)?不得?(?:超过|高于|多于|大于)|最高|最多|至多|上限|≤|及?以[内下]|之内"),
    (">", f"{EXCEEDING}|高于|多于|高出|有余|出头|>|超"),
    ("<", f"{SHORT_OF}|少于|不满|未满|未达到?|<"),
    ("≈", f"{ROUGHLY}|左右|约"),
    ("≲", f"{NEARLY}|近"),
    ("expected", "预计|预期|有望|估计|预测"),
    ("target", "计划|力争|拟|目标|争取|确保|将|规划|打算"),
    ("actual", "已经|已"),
    ("up", "增长|增加|提高|提升|上升|上涨|扩大|增"),
    ("down", "下降|降低|减少|回落|下跌|压减|缩减|降|减"),
    ("not", "不得|不能|不予|不再|不可|没有|严禁|禁止|除外|[不未无没非勿禁免]"),
    ("or", "或者|或"),
    ("and", "并且|且"),
    ("may", "可以|可|允许"),
    ("must", "应当|必须|[应须]"),
    ("only", "[仅只]"),
    ("all", "全部|所有|均"),
    ("one", "任一|之一|任意"),
    ("except", "除"),
    ("each", "每"),
)
COMPARATORS = frozenset("≥≤><≈≲")
STATUSES = frozenset({"expected", "target", "actual"})
_GUARD = "|".join(f"(?P<g{i}>{words})" for i, (_, words) in enumerate(_GUARDS))
_NUMERAL = "[零〇一二两三四五六七八九十百千万亿]"
_YEAR = r"(?:19|20)\d{2}"
_DIGITS = r"\d{1,3}(?:,\d{3})+(?![\d,])(?:\.\d+)?|\d+(?:\.\d+)?"
_TO = "[-—–~至到]+"

_TOKEN = lazy_re.compile(
    rf"(?P<doc>(?P<who>[\u4e00-\u9fff]{{0,2}})\s*[〔\[(【﹝]\s*(?P<doc_year>{_YEAR})\s*[〕\])】﹞]\s*+第?\s*+(?P<doc_n>\d{{1,4}})\s*号)"
    rf"|(?P<iso>(?P<iso_y>{_YEAR})[-/.](?P<iso_m>\d{{1,2}})[-/.](?P<iso_d>\d{{1,2}})(?!\d))"
    rf"|(?P<year>{_YEAR})(?=年|\s*{_TO}\s*(?:(?:19|20)?\d{{2}})年)"
    rf"|(?P<month>\d{{1,2}})(?:\s*{_TO}\s*(?P<month_to>\d{{1,2}}))?月(?!度)(?:(?P<day>\d{{1,2}})(?:{_TO}(?P<day_to>\d{{1,2}}))?日)?"
    rf"|(?P<code>0\d{{2,3}}[-—]\d{{7,8}}(?!\d)|0\d{{6,}}|1\d{{10}}(?!\d)|\d{{7,8}}(?![\d.]|{SCALE}|{UNIT}))"
    rf"|(?P<sign>(?<![\w\u4e00-\u9fff])[-−])?(?P<number>{_DIGITS})(?:(?P<low_unit>%|万|亿)?\s*{_TO}\s*(?P<upper>\d+(?:\.\d+)?)(?!\d|年|月))?"
    rf"(?P<more>余|多)?(?P<scale>{SCALE})?(?P<more2>余|多)?\s*(?P<unit>{UNIT})?"
    rf"|百分之(?P<percent>{_NUMERAL}+(?:点[零一二三四五六七八九]+)?|\d+(?:\.\d+)?)"
    rf"|(?P<numeral>{_NUMERAL}+)(?P<nmore>余|多)?(?P<nunit>{UNIT})"
    r"|(?P<plain>[一二两三四五六七八九]?[十百千][零〇一二两三四五六七八九十百千万亿]*)"
    rf"|(?P<neutral>{_NEUTRAL})|{_GUARD}"
    r"|(?P<latin>[A-Za-z]+)|(?P<char>[\u3400-\u9fff])|(?P<end>[。!?;\n])|(?P<pause>[,:()|、])|(?P<other>.)",
    re.DOTALL,
)
_LINKS = lazy_re.compile(r"(?:了|到|达到|达|为|至|人民币|\s)*+")


def tokenize(text: str) -> list[Token]:
    """Tokens of reading text, in order. Punctuation and spaces are none; they part clauses and sentences."""
    text = mend_points(fold(text))
    places = {mention.start: mention for mention in regions.find_mentions(text)}
    tokens: list[Token] = []
    clause = sentence = at = 0
    while at < len(text):
        if (mention := places.get(at)) is not None:
            name = mention.region_candidates[0].full_name
            tokens.append(Token(TokenKind.PLACE, ("place", name), mention.surface, at, mention.end, clause, sentence))
            at = mention.end
            continue
        match = _TOKEN.match(text, at)
        if match is None:  # cannot be: the last alternative takes any character
            break
        if match["end"] or (match["pause"] and match["pause"] != "、"):
            clause += 1
            sentence += bool(match["end"])
        for kind, key in _read(match):
            tokens.append(Token(kind, key, match.group(), at, match.end(), clause, sentence))
        at = match.end()
    return _with_comparators(text, tokens)


def _read(match: re.Match[str]) -> Iterator[tuple[TokenKind, Hashable]]:
    """What one match says; nothing for punctuation."""
    if match["doc"]:
        yield TokenKind.DOC_NUMBER, ("doc", match["who"], match["doc_year"], int(match["doc_n"]))
    elif match["iso"]:
        yield TokenKind.YEAR, ("year", int(match["iso_y"]))
        yield TokenKind.DATE, ("date", int(match["iso_m"]), None, int(match["iso_d"]), None)
    elif match["year"]:
        yield TokenKind.YEAR, ("year", int(match["year"]))
    elif match["month"]:
        yield TokenKind.DATE, ("date", *(_whole(match[name]) for name in ("month", "month_to", "day", "day_to")))
    elif match["code"]:
        yield TokenKind.NUMBER, ("code", re.sub(r"\D", "", match["code"]))
    elif match["number"]:
        yield TokenKind.NUMBER, _number(match)
    elif match["percent"] or match["numeral"] or match["plain"]:
        yield from _chinese(match)
    elif match["neutral"] or match["latin"] or match["char"]:
        yield TokenKind.WORD, match.group().lower()
    elif match.lastgroup and match.lastgroup.startswith("g"):
        yield TokenKind.GUARD, ("guard", _GUARDS[int(match.lastgroup[1:])][0])


def _whole(digits: str | None) -> int | None:
    return int(digits) if digits else None


def _number(match: re.Match[str]) -> Hashable:
    unit = unit_of(match["scale"] or "", match["unit"] or "")
    value = Decimal(match["number"].replace(",", "")) * (-1 if match["sign"] else 1)
    upper = Decimal(match["upper"]) * unit.factor if match["upper"] else None
    more = ">" if match["more"] or match["more2"] else ""
    if match["low_unit"] in ("万", "亿"):  # 3万—5万元; a bare 3—5万元 counts in 万 on both ends
        value *= unit_of(match["low_unit"], "").factor
    else:
        value *= unit.factor
    return number_key(value, unit.base, upper=upper, comparator=more)


def _chinese(match: re.Match[str]) -> Iterator[tuple[TokenKind, Hashable]]:
    if match["percent"]:
        whole, _, decimals = match["percent"].partition("点")
        value = Decimal(whole) if whole[0].isdigit() else value_of(whole)
        if value is not None:
            value += Decimal("0." + "".join(str(ONES[char]) for char in decimals)) if decimals else 0
            yield TokenKind.NUMBER, number_key(value, "%")
            return
    elif match["numeral"]:
        value, unit = value_of(match["numeral"]), unit_of("", match["nunit"])
        if value is not None:
            more = ">" if match["nmore"] else ""
            yield TokenKind.NUMBER, number_key(value * unit.factor, unit.base, comparator=more)
            return
    else:
        value = value_of(match["plain"])
        if value is not None:
            yield TokenKind.NUMBER, number_key(value, "")
            return
    yield TokenKind.WORD, match.group()


def number_key(value: Decimal, base: str, *, upper: Decimal | None = None, comparator: str = "") -> Hashable:
    """Key of a number token.

    Args:
        value, upper: in base units.
        base: base unit (`元`, `家`, `%`).
    """
    return ("number", value.normalize(), upper.normalize() if upper is not None else None, base, comparator)


def _with_comparators(text: str, tokens: list[Token]) -> list[Token]:
    """Comparing words right before and right after a number made part of its key: 不低于4% and 4%以上 are one."""
    joined: list[Token] = []
    i = 0
    while i < len(tokens):
        before: list[Token] = []
        while i < len(tokens) and _comparator(tokens[i]):
            before.append(tokens[i])
            i += 1
        number = tokens[i] if i < len(tokens) and tokens[i].kind is TokenKind.NUMBER else None
        touches = (
            number is not None
            and before
            and _LINKS.fullmatch(text, before[-1].end, number.start)
            and before[-1].clause == number.clause
        )
        if not touches:
            joined += before
            before = []
        if i >= len(tokens):
            break
        token = tokens[i]
        i += 1
        if token.kind is TokenKind.NUMBER and token.key[0] == "number":  # type: ignore[index]
            after: list[Token] = []
            end = token.end
            while (
                i < len(tokens) and _comparator(tokens[i]) and tokens[i].start == end and tokens[i].text not in _LEADING
            ):
                after.append(tokens[i])
                end = tokens[i].end
                i += 1
            token = _compared(token, before, after)
        joined.append(token)
    return joined


_LEADING = frozenset(
    f"{REACHING}|{EXCEEDING}|{NEARLY}|{ROUGHLY}|{SHORT_OF}|超|约|近|最高|最低|不超过|不低于|至少".split("|")
)


def _follows(token: Token, end: int) -> bool:
    return bool(_comparator(token)) and token.start == end and token.text not in _LEADING


def _comparator(token: Token) -> str:
    return token.key[1] if token.kind is TokenKind.GUARD and token.key[1] in COMPARATORS else ""  # type: ignore[index]


def _compared(number: Token, before: list[Token], after: list[Token]) -> Token:
    words = before + after
    if not words:
        return number
    key: Any = number.key
    said = {*key[-1], *map(_comparator, words)}
    comparator = "".join(sorted(said - {"≥"} if ">" in said else said))  # 突破2万亿元大关 is more than that
    return replace(
        number,
        key=(*key[:-1], comparator),
        start=min(number.start, words[0].start),
        end=max(number.end, words[-1].end),
    )
