"""Text of a web page that nobody sees: what its own styles hide, shrink to nothing, push off the page or paint over.

Goes by `style` attributes and by the page's own sheets (`_css`). Where a page is also styled from outside, which is not
fetched, a size or colour that only comes from above an element with a class of its own is not taken as known.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ingest.readers._css import Styles
from ingest.readers._html_article import drop, squeezed

_NUMBER = re.compile(r"([-+]?(?:\d{1,7}(?:\.\d{1,7})?|\.\d{1,7}))(px|pt|pc|em|rem|ex|ch|%|cm|mm|in|vw|vh)?")
_PIXELS = {
    "": 1.0, "px": 1.0, "pt": 4 / 3, "pc": 16.0, "em": 16.0, "rem": 16.0, "ex": 8.0, "ch": 8.0, "cm": 37.8, "mm": 3.78,
    "in": 96.0, "vw": 12.8, "vh": 8.0,
}  # fmt: skip
_RELATIVE = ("em", "ex", "ch", "%")
_FONT_KEYWORDS = ("inherit", "larger", "smaller", "unset")
_TINY = 1.4  # pixels, one point: Word and browsers draw it as dots
_FAR = -500.0  # pixels; an indent or overlap of a page's own is far less
_FAR_RIGHT = 5_000.0
_INVISIBLE = 0.04  # opacity
_SAME = 10  # of 255, in each of red, green and blue
_ALPHA = re.compile(r"alpha\(\s{0,3}opacity\s{0,3}=\s{0,3}0{1,3}\s{0,3}\)|opacity\(\s{0,3}0(?:\.0{1,5})?%?\s{0,3}\)")
_SCALED = re.compile(r"scale(?:x|y|3d)?\(\s{0,3}0(?:\.0{1,5})?\s{0,3}[,)]")
_TRANSLATED = re.compile(r"translate(?:x|y|3d)?\(\s{0,3}(-\d{1,6}(?:\.\d{1,5})?(?:px|em|rem|vw|vh|%))")
_CLIPPED = re.compile(r"rect\(([^()]{0,60})\)")
_CLIP_PATH = re.compile(
    r"inset\(\s{0,3}(?:[5-9]\d|100)%\s{0,3}\)|circle\(\s{0,3}0(?:px|%)?\s{0,3}(?:\)|at\b)"
    r"|polygon\(\s{0,3}(?:0(?:px|%)?[\s,]{1,4}){3,11}0(?:px|%)?\s{0,3}\)"
)
_TEMPLATE = re.compile(
    r"(?:^|[\s_-])(?:template|tpl|tmpl|modal|dialog|popup|popover|tooltip|dropdown|offcanvas|drawer|lightbox)(?:$|[\s_-])",
    re.IGNORECASE,
)
_TEMPLATE_ROLES = frozenset({"dialog", "alertdialog", "tooltip", "menu"})
_HEX = re.compile(r"#([0-9a-f]{3,8})\b")
_RGB = re.compile(
    r"rgba?\(\s{0,3}(\d{1,3})\s{0,3}[, ]\s{0,3}(\d{1,3})\s{0,3}[, ]\s{0,3}(\d{1,3})"
    r"(?:\s{0,3}[,/]\s{0,3}(\d{0,3}(?:\.\d{1,5})?)%?)?\s{0,3}\)"
)
_WORD = re.compile(r"[a-z]{3,20}")
_NAMED = {
    "white": (255, 255, 255), "black": (0, 0, 0), "red": (255, 0, 0), "lime": (0, 255, 0), "green": (0, 128, 0),
    "blue": (0, 0, 255), "yellow": (255, 255, 0), "gray": (128, 128, 128), "grey": (128, 128, 128),
    "silver": (192, 192, 192), "navy": (0, 0, 128), "maroon": (128, 0, 0), "purple": (128, 0, 128),
    "teal": (0, 128, 128), "olive": (128, 128, 0), "aqua": (0, 255, 255), "cyan": (0, 255, 255),
    "fuchsia": (255, 0, 255), "orange": (255, 165, 0), "snow": (255, 250, 250), "ivory": (255, 255, 240),
    "whitesmoke": (245, 245, 245), "lightgray": (211, 211, 211), "lightgrey": (211, 211, 211),
    "gainsboro": (220, 220, 220),
}  # fmt: skip

Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class _State:
    """What an element has from those around it: whether its letters are too small, unseen, indented off the page; the
    colours of its letters and behind them, `None` where they are not known."""

    tiny: bool = False
    unseen: bool = False
    indented: bool = False
    colour: Colour | None = None
    behind: Colour | None = None

    @property
    def hides(self) -> bool:
        return self.tiny or self.unseen or self.indented or _alike(self.colour, self.behind)


def hide(root: Any, sheets: Sequence[str] = (), *, styled_outside: bool | None = None) -> int:
    """Take the text that nobody sees out of a page's tree (lxml).

    Args:
        root: the `html` element.
        sheets: style sheets that came with the page, beside those in it.
        styled_outside: whether there are more that did not; `None`: what its links say.

    Returns:
        How many characters were taken out, white space not counted.
    """
    inside = ["".join(element.itertext()) for element in root.iter("style")]
    if styled_outside is None:
        links = ((link.get("rel") or "").lower() for link in root.iter("link"))
        styled_outside = not sheets and any("stylesheet" in rel for rel in links)
        styled_outside = styled_outside or any("@import" in sheet for sheet in inside)
    styles = Styles([*sheets, *inside])
    known = not styled_outside and not styles.colours_unknown
    start = _State(colour=(0, 0, 0), behind=(255, 255, 255)) if known else _State()
    taken = 0
    stack: list[tuple[Any, _State]] = [(root, start)]
    while stack:
        element, around = stack.pop()
        if element.tag in ("head", "script", "style"):
            continue
        stated = styles.of(element)
        if element.tag not in ("html", "body") and _is_gone(element, stated):
            taken += sum(len(squeezed(text)) for text in _said(element))
            drop(element)
            continue
        state = _within(element, stated, around, outside=styled_outside)
        if state.hides:
            taken += _blank(element)
        stack += [(child, state) for child in element if isinstance(child.tag, str)]
    return taken


def _said(element: Any) -> list[str]:
    return [
        text
        for at in element.iter()
        for text in ((at.text if at.tag not in ("script", "style") else "") or "", at.tail if at is not element else "")
        if text
    ]


def _blank(element: Any) -> int:
    """Take out an element's own text, not that of the elements in it; its length."""
    pieces = [element.text or "", *(child.tail or "" for child in element)]
    element.text = ""
    for child in element:
        child.tail = ""
    return sum(len(squeezed(piece)) for piece in pieces)


def _within(element: Any, stated: Mapping[str, str], around: _State, *, outside: bool) -> _State:
    """The state inside an element."""
    page = element.tag in ("html", "body")
    if outside and (element.get("class") or element.get("id")):
        around = replace(around, tiny=False, indented=False, colour=None, behind=None)
    state = around
    if "font-size" in stated and not page:
        state = replace(state, tiny=_is_tiny(stated["font-size"], around.tiny))
    if "visibility" in stated and not page:
        state = replace(state, unseen=stated["visibility"] in ("hidden", "collapse"))
    if "text-indent" in stated:
        state = replace(state, indented=_is_far(stated["text-indent"]))
    return replace(state, colour=_letters(element, stated, around), behind=_ground(element, stated, around))


def _letters(element: Any, stated: Mapping[str, str], around: _State) -> Colour | None:
    words = stated.get("color") or (element.get("color") if element.tag == "font" else None)
    words = words or (element.get("text") if element.tag == "body" else None)
    if words is None:
        return None if element.tag == "a" else around.colour
    if words == "transparent" or _opacity_of(words) == 0:
        return around.behind or (0, 0, 0)
    return around.colour if words == "inherit" else _colour(words)


def _ground(element: Any, stated: Mapping[str, str], around: _State) -> Colour | None:
    if stated.get("background-image", "none") != "none" or element.get("background"):
        return None
    words = stated.get("background-color") or element.get("bgcolor")
    if words is None or words in ("transparent", "none", "inherit", "initial", "unset") or _opacity_of(words) == 0:
        return around.behind
    return _colour(words) if _opacity_of(words) == 1 else None


def _is_gone(element: Any, stated: Mapping[str, str]) -> bool:
    """Whether an element is not shown with all that is in it."""
    shown_as = stated.get("display", "none" if element.get("hidden") is not None else "")
    return (
        shown_as == "none"
        or (element.tag == "dialog" and element.get("open") is None)
        or (element.get("aria-hidden") == "true" and _is_template(element))
        or stated.get("content-visibility") == "hidden"
        or _is_clear(stated.get("opacity", ""))
        or _ALPHA.search(stated.get("filter", "")) is not None
        or _SCALED.search(stated.get("transform", "")) is not None
        or _is_empty_box(stated)
        or _is_clipped(stated)
        or _is_off_page(stated)
    )


def _is_clear(opacity: str) -> bool:
    share = _pixels(opacity)
    return share is not None and share <= _INVISIBLE


def _is_template(element: Any) -> bool:
    named = f"{element.get('class') or ''} {element.get('id') or ''}"
    return element.get("role") in _TEMPLATE_ROLES or _TEMPLATE.search(named) is not None


def _is_empty_box(stated: Mapping[str, str]) -> bool:
    if stated.get("overflow", "").split(" ")[0] not in ("hidden", "clip"):
        return False
    wide = [size for name in ("width", "max-width") if (size := _pixels(stated.get(name, ""))) is not None]
    high = [size for name in ("height", "max-height") if (size := _pixels(stated.get(name, ""))) is not None]
    return 0 in wide + high or bool(wide and high and min(wide) <= 1 and min(high) <= 1)


def _is_clipped(stated: Mapping[str, str]) -> bool:
    if _CLIP_PATH.search(stated.get("clip-path", "")):
        return True
    clip = _CLIPPED.search(stated.get("clip", ""))
    sides = set(re.split(r"[\s,]+", clip[1].strip())) if clip else set()
    return stated.get("position") in ("absolute", "fixed") and len({side.removesuffix("px") for side in sides}) == 1


def _is_off_page(stated: Mapping[str, str]) -> bool:
    moved = _TRANSLATED.search(stated.get("transform", ""))
    if moved is not None and _is_far(moved[1]):
        return True
    if any(_is_far(stated.get(name, "")) for name in ("margin-left", "margin-top")):
        return True
    if stated.get("position") not in ("absolute", "fixed", "relative"):
        return False
    return any(
        _is_far(value) or (_pixels(value) or 0.0) >= _FAR_RIGHT
        for value in (stated.get(name, "") for name in ("left", "right", "top", "bottom"))
    )


def _is_far(value: str) -> bool:
    number = _NUMBER.fullmatch(value)
    if number is None:
        return False
    return float(number[1]) <= -100 if number[2] == "%" else float(number[1]) * _PIXELS[number[2] or ""] <= _FAR


def _is_tiny(value: str, around: bool) -> bool:
    """Whether a font size is too small to be read, given whether that around it is."""
    if value in _FONT_KEYWORDS:
        return around
    number = _NUMBER.fullmatch(value)
    if number is None:
        return False
    unit = number[2] or ""
    if unit in _RELATIVE:
        share = float(number[1]) / (100 if unit == "%" else 1)
        return around or share <= 0.08
    return float(number[1]) * _PIXELS[unit] <= _TINY


def _pixels(value: str) -> float | None:
    """A length in pixels, or a bare number; `None` for anything else."""
    number = _NUMBER.fullmatch(value)
    if number is None:
        return None
    return float(number[1]) / 100 if number[2] == "%" else float(number[1]) * _PIXELS[number[2] or ""]


def _alike(colour: Colour | None, behind: Colour | None) -> bool:
    if colour is None or behind is None:
        return False
    return all(abs(one - other) <= _SAME for one, other in zip(colour, behind, strict=True))


def _colour(words: str) -> Colour | None:
    """The first colour that is named; `None` where there is none that is known."""
    words = words.lower()
    if match := _HEX.search(words if words.startswith("#") or " " in words else f"#{words}"):
        digits = match[1]
        if len(digits) in (3, 4):
            digits = "".join(2 * digit for digit in digits[:3])
        return (int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)) if len(digits) >= 6 else None
    if match := _RGB.search(words):
        return (min(255, int(match[1])), min(255, int(match[2])), min(255, int(match[3])))
    return next((_NAMED[word] for word in _WORD.findall(words) if word in _NAMED), None)


def _opacity_of(words: str) -> float:
    """Opacity of a colour; 1 where it names none."""
    words = words.lower()
    if (match := _RGB.search(words)) and match[4]:
        return float(match[4])
    if (match := _HEX.search(words)) and len(match[1]) in (4, 8):
        digits = match[1]
        return int(2 * digits[3] if len(digits) == 4 else digits[6:], 16) / 255
    return 1.0
