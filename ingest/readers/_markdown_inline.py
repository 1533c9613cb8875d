"""Markdown's running text as plain text: tags, pictures, formulas and entities in it.

What stands in `code` stays as it is. Where only such things stood on a line, the line goes.
"""

from __future__ import annotations

import html
import re
from html.entities import html5

from ingest.readers._html_article import BLOCKS
from ingest.readers._html_hidden import hide
from ingest.readers._html_source import parsed
from ingest.readers._latex import plain_math, raised, square_metres

GONE = "\x00"
"""Where something was taken out; no text that a reader gives has this character."""
_INLINE = (
    "a|abbr|b|bdi|bdo|big|cite|code|del|dfn|em|font|i|img|ins|kbd|label|mark|q|rp|rt|ruby|s|samp|small|span|strike|"
    "strong|sub|sup|tt|u|var|wbr|o:p"
)
_LETTERS = frozenset("abiqsu")
_BLOCK = "|".join(sorted(BLOCKS - {"html", "body"}))
# No tag of a text is longer but one with a picture in it.
_TAG = re.compile(rf"<(/?)({_BLOCK}|{_INLINE}|html|body|head|meta|link)(\s[^<>]{{0,2000}}|\s{{0,9}}/)?>", re.IGNORECASE)
_CODE = re.compile(r"(`{1,2}[^`\n]{1,300}`{1,2})")
_PICTURE = re.compile(r"!\[([^\[\]\n]{0,200})\](?:\([^()\s]{0,2000}(?:\s\"[^\"\n]{0,200}\")?\)|\[[^\[\]\n]{0,80}\])")
_PICTURE_TAG = re.compile(r"<img\s[^<>]{0,2000}>", re.IGNORECASE)
_NAMELESS = re.compile(
    r"(?:image|img|picture|figure|fig|photo|alt|图片?|图像|插图|截图)?[\s\d_.-]{0,20}(?:png|jpe?g|gif)?", re.IGNORECASE
)
_RAISED = re.compile(r"(?<=[0-9A-Za-z])<sup>\s{0,3}([-+\d]{1,4})\s{0,3}</sup>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|([A-Za-z][A-Za-z0-9]{1,31}));")
_ESCAPED = re.compile(r"\\([%$&~.()\[\]_<>+-])")
_HIDING = re.compile(r"\sstyle\s*+=|\shidden\b", re.IGNORECASE)
_MOST_HIDING = 2_000  # tags with a style that are looked into


def plain(text: str) -> tuple[str, int]:
    """Running text without tags, pictures and formulas; how many characters were left out because nobody sees them.

    Args:
        text: any number of lines, none of them in a fence.
    """
    hidden = 0
    if "<" in text:
        text = without(text, "<!--", "-->")
        for name in ("script", "style"):
            text = without(text, f"<{name}", f"</{name}>")
        text, hidden = _without_hidden(text)
    pieces = _CODE.split(text)
    pieces[::2] = map(_converted, pieces[::2])
    return "\n".join(_lines("".join(pieces))), hidden


def words(text: str) -> str:
    """The text of one cell, in which tags have been read already."""
    return _converted(text, tags=False).replace(GONE, "")


def without(text: str, opening: str, closing: str) -> str:
    """A text without what stands between two marks, and the marks; up to its end where it is not closed."""
    lowered = text.lower()
    if len(lowered) != len(text):  # a letter whose small form is two
        lowered = text
    kept: list[str] = []
    at = 0
    while (start := lowered.find(opening, at)) >= 0:
        kept += [text[at:start], GONE]
        end = lowered.find(closing, start + len(opening))
        if end < 0:
            return "".join(kept)
        at = end + len(closing)
    return "".join((*kept, text[at:]))


def _lines(text: str) -> list[str]:
    """Lines, without those that held nothing but what was taken out."""
    lines = (line for line in text.split("\n") if GONE not in line or line.replace(GONE, "").strip())
    return [line.replace(GONE, "") if GONE in line else line for line in lines]


def _converted(text: str, *, tags: bool = True) -> str:
    text = _PICTURE.sub(lambda match: _named(match[1]), text)
    text = plain_math(text)
    if tags and "<" in text:
        text = _RAISED.sub(lambda match: raised(match[1]), text)
        closed = {name for name in _LETTERS if f"</{name}>" in text or f"</{name.upper()}>" in text}
        text = _TAG.sub(lambda tag: _tag(tag, closed), _PICTURE_TAG.sub(GONE, text))
        text = square_metres(text)
    if "&" in text:
        text = _ENTITY.sub(_entity, text)
    return _ESCAPED.sub(r"\1", text) if "\\" in text else text


def _entity(entity: re.Match[str]) -> str:
    if entity[1] and f"{entity[1]};" not in html5:
        return entity[0]
    return " ".join(html.unescape(entity[0]).splitlines())


def _named(name: str) -> str:
    """What stands for a picture: its name, if somebody gave it one."""
    return GONE if _NAMELESS.fullmatch(name.strip()) else f"{GONE}{name}"


def _tag(tag: re.Match[str], closed: set[str]) -> str:
    """What stands for a tag. One of a single letter that is never closed is a sign of less and one of more."""
    name = tag[2].lower()
    if name in _LETTERS and name not in closed and not tag[3]:
        return tag[0]
    if name in ("h1", "h2", "h3", "h4", "h5", "h6") and not tag[1]:
        return f"{GONE}\n{GONE}{'#' * int(name[1])} "
    if name in BLOCKS or name in ("html", "body", "head"):
        return f"{GONE}\n{GONE}"
    return GONE


def _without_hidden(text: str) -> tuple[str, int]:
    """A text without the elements whose own style hides them; how many characters that were."""
    kept: list[str] = []
    at = hidden = looked = 0
    tags = list(_TAG.finditer(text)) if _HIDING.search(text) else []
    for number, tag in enumerate(tags):
        if tag.start() < at or tag[1] or not _HIDING.search(tag[0]):
            continue
        looked += 1
        if looked > _MOST_HIDING:
            break
        if hide(parsed(f"<html><body>{tag[0]}x</body></html>")) == 0:
            continue
        end = _end(tags, number, len(text))
        inside = _TAG.sub("", text[tag.end() : end])
        hidden += len("".join(inside.split()))
        kept += [text[at : tag.start()], GONE]
        at = end
    return "".join((*kept, text[at:])), hidden


def _end(tags: list[re.Match[str]], number: int, length: int) -> int:
    """Where the element ends that a tag opens."""
    name, depth = tags[number][2].lower(), 0
    for at in range(number, len(tags)):
        tag = tags[at]
        if tag[2].lower() == name:
            depth += -1 if tag[1] else 1
            if depth == 0:
                return tag.end()
    return length
