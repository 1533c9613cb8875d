"""Word's automatic numbers, counted and written out as Word shows them (ECMA-376 part 1, 17.9)."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any

from ingest.readers._docx_package import find, is_on, number, value
from ingest.readers._docx_styles import Styles
from ingest.readers._ooxml import local

LEVELS = 9
_DIGITS = "〇一二三四五六七八九"
_LEGAL_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_COUNTING = ("chineseCounting", "chineseCountingThousand", "taiwaneseCounting", "taiwaneseCountingThousand")
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL")),
    *((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)
_PLACEHOLDER = re.compile(r"%([1-9])")
_BULLET = "•"


class Numbers:
    """Counts the numbered paragraphs of one document; ask in document order, once per paragraph.

    Args:
        root: the `w:numbering` element, or `None`.
        styles: the document's styles, through which paragraphs may be numbered too.
    """

    def __init__(self, root: Any | None, styles: Styles) -> None:
        self._styles = styles
        self._abstracts: dict[str, Any] = {}
        self._nums: dict[str, Any] = {}
        self._counts: defaultdict[str, dict[int, int]] = defaultdict(dict)
        self._begun: set[str] = set()
        for element in () if root is None else root:
            if local(element) == "abstractNum":
                self._abstracts[value(element, "abstractNumId") or ""] = element
            elif local(element) == "num":
                self._nums[value(element, "numId") or ""] = element

    def label(self, paragraph: Any) -> str:
        """The paragraph's number with what separates it from the text; empty if it has none."""
        num_id, level = self._place(paragraph)
        num = self._nums.get(num_id)
        if num is None or not 0 <= level < LEVELS:
            return ""
        abstract_id = self._abstract_id(num)
        definition = self._level(num, abstract_id, level)
        if definition is None:
            return ""
        self._count(num_id, num, abstract_id, level)
        shown = self._show(num, abstract_id, level, definition)
        if not shown or value(find(definition, "suff")) == "nothing":
            return shown
        # A tab after the number is layout; after Chinese marks the text follows at once, as it is typed by hand.
        if value(find(definition, "suff")) != "space" and shown[-1] in "、）)．，：】":
            return shown
        return shown + " "

    def _place(self, paragraph: Any) -> tuple[str, int]:
        """List id and level of a paragraph, from itself or its style; `0` as an id means no number."""
        own = find(paragraph, "pPr", "numPr")
        num_id, level = value(find(own, "numId")), number(find(own, "ilvl"), -1)
        if num_id is None:
            for style_id, style in self._styles.chain(self._styles.of(paragraph)):
                in_style = find(style, "pPr", "numPr")
                num_id = value(find(in_style, "numId"))
                if num_id is not None:
                    if level < 0:
                        level = self._linked_level(num_id, style_id, number(find(in_style, "ilvl"), 0))
                    break
        return num_id or "0", max(level, 0)

    def _linked_level(self, num_id: str, style_id: str, default: int) -> int:
        """Level of a list that a style is linked with."""
        num = self._nums.get(num_id)
        abstract = None if num is None else self._abstracts.get(self._abstract_id(num))
        for definition in () if abstract is None else abstract:
            if local(definition) == "lvl" and value(find(definition, "pStyle")) == style_id:
                return int(value(definition, "ilvl") or default)
        return default

    def _abstract_id(self, num: Any) -> str:
        """Definition of a list; some lists only name a style that names the list that has it."""
        for _ in range(LEVELS):
            abstract_id = value(find(num, "abstractNumId")) or ""
            link = value(find(self._abstracts.get(abstract_id), "numStyleLink"))
            style = next((style for _, style in self._styles.chain(link)), None) if link else None
            linked = self._nums.get(value(find(style, "pPr", "numPr", "numId")) or "")
            if linked is None or linked is num:
                return abstract_id
            num = linked
        return ""

    def _override(self, num: Any, level: int) -> Any | None:
        for element in num:
            if local(element) == "lvlOverride" and value(element, "ilvl") == str(level):
                return element
        return None

    def _level(self, num: Any, abstract_id: str, level: int) -> Any | None:
        overridden = find(self._override(num, level), "lvl")
        if overridden is not None:
            return overridden
        abstract = self._abstracts.get(abstract_id)
        for element in () if abstract is None else abstract:
            if local(element) == "lvl" and value(element, "ilvl") == str(level):
                return element
        return None

    def _start(self, num: Any, abstract_id: str, level: int) -> int:
        override = find(self._override(num, level), "startOverride")
        if override is not None:
            return number(override, 1)
        return number(find(self._level(num, abstract_id, level), "start"), 1)

    def _count(self, num_id: str, num: Any, abstract_id: str, level: int) -> None:
        """Advance one level. Lists with one definition count on together, unless one gives its own start."""
        counts = self._counts[abstract_id]
        if num_id not in self._begun:
            self._begun.add(num_id)
            for other in range(LEVELS):
                if find(self._override(num, other), "startOverride") is not None:
                    counts.pop(other, None)
        counts[level] = counts[level] + 1 if level in counts else self._start(num, abstract_id, level)
        for deeper in [other for other in counts if other > level]:
            restart = find(self._level(num, abstract_id, deeper), "lvlRestart")
            if restart is None or level < number(restart, deeper):
                del counts[deeper]

    def _show(self, num: Any, abstract_id: str, level: int, definition: Any) -> str:
        counts = self._counts[abstract_id]
        kind = _kind(definition)
        text = value(find(definition, "lvlText")) or ""
        if kind == "bullet":
            private = not text.strip() or any("\ue000" <= char <= "\uf8ff" for char in text)
            return _BULLET if private else text.strip()
        as_legal = is_on(find(definition, "isLgl"))

        def written(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            shown_kind = kind if at == level else _kind(self._level(num, abstract_id, at))
            count = counts.get(at, self._start(num, abstract_id, at))
            return format_number(count, "decimal" if as_legal and shown_kind != "none" else shown_kind)

        return _PLACEHOLDER.sub(written, text)


def _kind(definition: Any | None) -> str:
    return value(find(definition, "numFmt")) or "decimal"


def format_number(count: int, kind: str) -> str:
    """A number in one of Word's formats (`w:numFmt`); a format that is not known is written in digits."""
    if kind == "none":
        return ""
    if not 0 <= count < 100_000:  # no document counts so far
        return str(count)
    if kind == "decimalZero":
        return f"{count:02d}"
    if kind == "decimalFullWidth":
        return "".join(chr(ord(digit) + 0xFEE0) for digit in str(count))
    if kind in ("ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital"):
        return "".join(_DIGITS[int(digit)] for digit in str(count))
    if kind in ("chineseCounting", "taiwaneseCounting") and count >= 100:
        return "".join(_DIGITS[int(digit)] for digit in str(count))
    if kind in _COUNTING:
        return _chinese(count).removeprefix("一") if 10 <= count < 20 else _chinese(count)
    if kind == "japaneseCounting":
        return re.sub("一(?=[十百千])", "", _chinese(count)).replace("零", "")
    if kind in ("chineseLegalSimplified", "ideographLegalTraditional"):
        return _chinese(count, _LEGAL_DIGITS, "拾佰仟", "零")
    if count == 0:
        return "0"
    if kind in ("upperRoman", "lowerRoman") and count < 4000:
        roman = _roman(count)
        return roman if kind == "upperRoman" else roman.lower()
    if kind in ("upperLetter", "lowerLetter"):
        letter = chr(ord("A") + (count - 1) % 26) * min((count - 1) // 26 + 1, 100)
        return letter if kind == "upperLetter" else letter.lower()
    if kind in ("decimalEnclosedCircle", "decimalEnclosedCircleChinese") and count <= 20:
        return chr(ord("①") + count - 1)
    if kind == "decimalEnclosedParen" and count <= 20:
        return chr(ord("⑴") + count - 1)
    if kind == "decimalEnclosedFullstop" and count <= 20:
        return chr(ord("⒈") + count - 1)
    if kind == "ideographTraditional" and count <= 10:
        return _STEMS[count - 1]
    if kind == "ideographZodiac" and count <= 12:
        return _BRANCHES[count - 1]
    return str(count)


def _chinese(count: int, digits: str = _DIGITS, units: str = "十百千", zero: str = "零") -> str:
    """0 to 99,999 in words: 一百零一, 一千零二十, 一万零三."""
    if count == 0:
        return digits[0]
    if count >= 10_000:
        rest = count % 10_000
        joint = zero if 0 < rest < 1_000 else ""
        tail = joint + _chinese(rest, digits, units, zero) if rest else ""
        return _chinese(count // 10_000, digits, units, zero) + "万" + tail
    written = ""
    for power, digit in enumerate(reversed(str(count))):
        if digit != "0":
            written = digits[int(digit)] + (units[power - 1] if power else "") + written
        elif written and not written.startswith(zero):
            written = zero + written
    return written


def _roman(count: int) -> str:
    written = ""
    for worth, letters in _ROMAN:
        written += letters * (count // worth)
        count %= worth
    return written
