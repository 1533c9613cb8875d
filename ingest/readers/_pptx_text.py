"""The paragraphs of a shape, with the numbers that PowerPoint counts and does not store (ECMA-376 part 1, 21.1.2)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ingest.readers._docx_numbers import format_number
from ingest.readers._ooxml import local

_BREAKS = re.compile(r"[\t\r\n\v\f\u2028\u2029]+")
# ST_TextAutonumberScheme: how it counts, and what stands before and after the number.
_COUNTING = {
    "arabic": "decimal",
    "arabicDb": "decimalFullWidth",
    "alphaLc": "lowerLetter",
    "alphaUc": "upperLetter",
    "romanLc": "lowerRoman",
    "romanUc": "upperRoman",
    "circleNumDb": "decimalEnclosedCircle",
    "circleNumWdBlack": "decimalEnclosedCircle",
    "circleNumWdWhite": "decimalEnclosedCircle",
    "ea1Chs": "chineseCounting",
    "ea1Cht": "chineseCounting",
    "ea1ChsDb": "chineseCounting",
    "ea1JpnChsDb": "chineseCounting",
    "ea1JpnKor": "chineseCounting",
}
_AROUND = {
    "Period": ("", ". "),
    "ParenR": ("", ") "),
    "ParenBoth": ("(", ") "),
    "Minus": ("", "- "),
    "Plain": ("", " "),
}
_SCHEME = re.compile(r"([a-zA-Z0-9]+?)(Period|ParenR|ParenBoth|Minus|Plain)?")
_LEVELS = 9


def lines(body: Any) -> Iterator[str]:
    """The lines of a text body: its paragraphs, and what line breaks part in them; without empty ones."""
    counts: dict[int, tuple[str, int]] = {}  # scheme and number of the last paragraph on each level
    for paragraph in body.iterchildren("{*}p"):
        text = text_of(paragraph)
        if not text.strip():
            continue
        label = _label(paragraph, body, counts)
        for number, line in enumerate(text.split("\n")):
            if line.strip():
                yield (label if not number else "") + _BREAKS.sub(" ", line).strip()


def joined(body: Any) -> str:
    """A text body on one line. Where a break stands between Chinese characters nothing is put in its place."""
    text = ""
    for line in lines(body):
        text += (" " if text and (text[-1].isascii() or line[0].isascii()) else "") + line
    return text


def text_of(paragraph: Any) -> str:
    """The characters of a paragraph, line breaks as `\\n`; the number of the slide is none of them."""
    parts: list[str] = []
    for child in paragraph:
        name = local(child)
        if name == "r" or (name == "fld" and not (child.get("type") or "").startswith("slidenum")):
            parts += [leaf.text or "" for leaf in child.iterchildren("{*}t")]
        elif name == "br":
            parts.append("\n")
        elif name == "AlternateContent":  # a formula, and behind it a picture of it
            way = next((way for way in child if local(way) in ("Choice", "Fallback")), None)
            parts += [] if way is None else [leaf.text or "" for leaf in way.iter("{*}t")]
        elif name == "m":
            parts += [leaf.text or "" for leaf in child.iter("{*}t")]
    return "".join(parts)


def _label(paragraph: Any, body: Any, counts: dict[int, tuple[str, int]]) -> str:
    """The automatic number of a paragraph with what parts it from the text; empty if it has none."""
    properties = paragraph.find("{*}pPr")
    level = _level(properties)
    scheme = _numbering(properties)
    if scheme is None:
        scheme = _numbering(body.find(f"{{*}}lstStyle/{{*}}lvl{level + 1}pPr"))
    for deeper in [other for other in counts if other > level]:
        del counts[deeper]
    if scheme is None or local(scheme) != "buAutoNum":
        counts.pop(level, None)
        return ""
    kind, start = scheme.get("type") or "arabicPeriod", _number(scheme.get("startAt"), 1)
    before = counts.get(level)
    count = before[1] + 1 if before and before[0] == f"{kind} {start}" else start
    counts[level] = f"{kind} {start}", count
    return _written(kind, count)


def _written(kind: str, count: int) -> str:
    scheme = _SCHEME.fullmatch(kind)
    counting, around = (scheme[1], scheme[2] or "Plain") if scheme else ("arabic", "Period")
    number = format_number(count, _COUNTING.get(counting, "decimal"))
    if counting.startswith("ea1"):  # as it is typed by hand
        return number + {"Period": "．"}.get(around, " ")
    before, after = _AROUND[around]
    return before + number + after


def _numbering(properties: Any | None) -> Any | None:
    """The element that says which bullet or number stands before a paragraph; `None` where nothing says so."""
    for child in () if properties is None else properties:
        if local(child) in ("buNone", "buAutoNum", "buChar", "buBlip"):
            return child
    return None


def _level(properties: Any | None) -> int:
    return min(max(_number(None if properties is None else properties.get("lvl"), 0), 0), _LEVELS - 1)


def _number(value: str | None, default: int) -> int:
    try:
        return int(value or "")
    except ValueError:
        return default
