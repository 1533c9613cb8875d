"""As much of style sheets as tells what a page shows: declarations, rules by tag, class and id, which of them wins.

No more than that: what depends on a window's size, on the mouse or on an element's brothers is not worked out. Such a
rule may still bring to light what another one hides, and never hides anything itself.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

MAX_RULES = 5_000
_MAX_SHEET = 2_000_000  # characters of all sheets of a page
_MAX_BLOCK = 4_000  # characters of one rule's or attribute's declarations
_MAX_SELECTOR = 200
_MAX_NESTING = 3
# What `_html_hidden` looks at; other declarations are not kept.
_PROPERTIES = frozenset(
    {
        "display", "visibility", "content-visibility", "opacity", "filter", "font-size", "width", "height",
        "max-width", "max-height", "overflow", "position", "left", "right", "top", "bottom", "margin-left",
        "margin-top", "text-indent", "clip", "clip-path", "transform", "color", "background-color",
        "background-image",
    }
)  # fmt: skip
_NAME = r"[\w\u0080-\uffff-]{1,80}"
_COMPOUND = re.compile(rf"(\*|[a-zA-Z][\w-]{{0,30}})?((?:[.#]{_NAME}){{0,6}})")
_PART = re.compile(rf"[.#]{_NAME}")
_LIVE = re.compile(r":(?::|hover|focus|active|target|checked|visited|before|after|selection|placeholder)")
_COMBINATORS = re.compile(r"\s*([>+~])\s*|\s+")
_LENGTH = r"(?:\d{1,5}(?:\.\d{1,5})?|\.\d{1,5})"
_FONT_SIZE = re.compile(rf"(?:^|\s)(0(?:\.0{{1,5}})?|{_LENGTH}(?:px|pt|pc|em|rem|ex|ch|%|cm|mm|in|vw|vh))(?=[\s/])")
_MEDIA = re.compile(r"@(?:media\s+(?:only\s+)?(?:screen|all)\s*$|layer\b|supports\b)", re.IGNORECASE)
_SPACES = re.compile(r"\s+")
_BRACE = re.compile("[{}]")

Declarations = dict[str, tuple[str, bool]]
"""Property → its value in lower case, and whether it is marked as important."""


@dataclass(frozen=True, slots=True)
class _Compound:
    """What one element must be: its tag (empty for any), its classes and ids."""

    tag: str
    classes: frozenset[str]
    id: str

    def fits(self, element: Any) -> bool:
        return (
            (not self.tag or element.tag == self.tag)
            and (not self.id or element.get("id") == self.id)
            and self.classes <= set((element.get("class") or "").split())
        )


@dataclass(frozen=True, slots=True)
class _Rule:
    """One selector with its declarations.

    Attributes:
        last: the element that it is about.
        above: what must stand above that, nearest first, each with whether it must be the parent itself.
        weight: its specificity, then its place among the rules.
        is_partial: the selector asks more than is looked at; so it can only show.
    """

    last: _Compound
    above: tuple[tuple[bool, _Compound], ...]
    weight: tuple[int, int, int, int]
    declarations: Declarations
    is_partial: bool

    def fits(self, element: Any) -> bool:
        if not self.last.fits(element):
            return False
        at = element
        for is_parent, compound in self.above:
            at = at.getparent()
            while at is not None and not compound.fits(at) and not is_parent:
                at = at.getparent()
            if at is None or not compound.fits(at):
                return False
        return True


def declarations(text: str) -> Declarations:
    """Declarations of a `style` attribute or of a rule's block, shorthands taken apart."""
    kept: Declarations = {}
    for piece in text[:_MAX_BLOCK].lower().split(";"):
        name, _, value = piece.partition(":")
        value, important, _ = value.partition("!important")
        for part, words in _longhand(name.strip(), _SPACES.sub(" ", value).strip()):
            if part in _PROPERTIES and words:
                kept[part] = words, bool(important)
    return kept


def _longhand(name: str, value: str) -> Iterator[tuple[str, str]]:
    if name == "font":
        size = _FONT_SIZE.search(f"{value} ")
        yield "font-size", size[1] if size else "medium"
    elif name == "background":
        yield "background-image", "some" if "url(" in value or "gradient" in value else "none"
        yield "background-color", value
    elif name in ("overflow-x", "overflow-y"):
        yield "overflow", value
    else:
        yield name, value


class Styles:
    """The rules of a page's own sheets.

    Args:
        sheets: texts of the sheets, in the page's order.

    Attributes:
        colours_unknown: whether some rule colours what cannot be told here.
    """

    def __init__(self, sheets: Sequence[str]) -> None:
        self._by_key: dict[str, list[_Rule]] = defaultdict(list)
        self._count = 0
        self.colours_unknown = False
        left = _MAX_SHEET
        for sheet in sheets:
            for selectors, block in _blocks(_without_comments(sheet[:left]), 0):
                self._add(selectors, block)
            left = max(0, left - len(sheet))

    def _add(self, selectors: str, block: str) -> None:
        kept = declarations(block)
        for selector in selectors.split(",") if kept else ():
            if self._count >= MAX_RULES:
                return
            rule = _rule(selector.strip(), kept, self._count)
            if rule is None or rule.is_partial:
                self.colours_unknown |= "background-color" in kept or "color" in kept
            if rule is not None:
                self._count += 1
                self._by_key[_key(rule.last)].append(rule)

    def of(self, element: Any) -> Mapping[str, str]:
        """The value of each property that is stated for an element, by its `style` or by a rule."""
        best: dict[str, tuple[tuple[int, ...], str]] = {}
        keys = [f".{name}" for name in set((element.get("class") or "").split())]
        keys += [f"#{element.get('id')}" if element.get("id") else "", str(element.tag), "*"]
        for rule in (rule for key in keys for rule in self._by_key.get(key, ())):
            if rule.fits(element):
                for name, (value, important) in rule.declarations.items():
                    if not (rule.is_partial and _may_hide(name, value)):
                        _keep(best, name, value, (important, 0, *rule.weight))
        for name, (value, important) in declarations(element.get("style") or "").items():
            _keep(best, name, value, (important, 1))
        return {name: value for name, (_, value) in best.items()}


def _may_hide(name: str, value: str) -> bool:
    """Whether a declaration may take part in making text unseen."""
    return (
        name in ("color", "background-color", "background-image")
        or value in ("none", "hidden", "collapse", "absolute", "fixed")
        or value.startswith(("0", ".", "-"))
        or (name in ("clip", "clip-path", "transform", "filter") and value != "auto")
    )


def _keep(best: dict[str, tuple[tuple[int, ...], str]], name: str, value: str, weight: tuple[int, ...]) -> None:
    if name not in best or best[name][0] <= weight:
        best[name] = weight, value


def _key(compound: _Compound) -> str:
    if compound.id:
        return f"#{compound.id}"
    return f".{min(compound.classes)}" if compound.classes else compound.tag or "*"


def _rule(selector: str, kept: Declarations, order: int) -> _Rule | None:
    """A selector's rule; `None` for one about what is not there until a person does something, or too long."""
    if not selector or len(selector) > _MAX_SELECTOR or _LIVE.search(selector):
        return None
    pieces: list[tuple[bool, str]] = []
    at, is_parent, partial = 0, False, False
    for match in _COMBINATORS.finditer(selector):
        pieces.append((is_parent, selector[at : match.start()]))
        at, is_parent = match.end(), match[1] == ">"
        partial = partial or match[1] in ("+", "~")
    pieces.append((is_parent, selector[at:]))
    compounds: list[tuple[bool, _Compound]] = []
    for parent, piece in pieces:
        whole = re.split(r"[:\[]", piece, maxsplit=1)[0]
        partial = partial or whole != piece
        compound = _compound(whole)
        if compound is None:
            return None
        compounds.append((parent, compound))
    ids = sum(bool(one.id) for _, one in compounds)
    classes = sum(len(one.classes) for _, one in compounds) + partial
    tags = sum(bool(one.tag) for _, one in compounds)
    # Each step upwards is by the combinator that stands before the compound below it.
    above = [(compounds[n][0], compounds[n - 1][1]) for n in range(len(compounds) - 1, 0, -1)]
    return _Rule(compounds[-1][1], () if partial else tuple(above), (ids, classes, tags, order), kept, partial)


def _compound(text: str) -> _Compound | None:
    match = _COMPOUND.fullmatch(text)
    if match is None:
        return None
    parts = _PART.findall(match[2])
    named = next((part[1:] for part in parts if part[0] == "#"), "")
    classes = frozenset(part[1:] for part in parts if part[0] == ".")
    return _Compound("" if match[1] in (None, "*") else match[1].lower(), classes, named)


def _without_comments(sheet: str) -> str:
    kept: list[str] = []
    at = 0
    while (opened := sheet.find("/*", at)) >= 0:
        kept.append(sheet[at:opened])
        closed = sheet.find("*/", opened + 2)
        if closed < 0:
            return "".join(kept)
        at = closed + 2
    kept.append(sheet[at:])
    return "".join(kept).replace("<!--", " ").replace("-->", " ")


def _blocks(sheet: str, depth: int) -> Iterator[tuple[str, str]]:
    """Selectors and declarations of the rules that hold on a screen of any size."""
    at = 0
    while (opened := sheet.find("{", at)) >= 0:
        head = sheet[at:opened].rpartition(";")[2].strip()
        if not head.startswith("@"):
            closed = sheet.find("}", opened)
            closed = len(sheet) if closed < 0 else closed
            yield head, sheet[opened + 1 : closed]
        else:
            closed = _end(sheet, opened)
            if depth < _MAX_NESTING and _MEDIA.match(head):
                yield from _blocks(sheet[opened + 1 : closed], depth + 1)
        at = closed + 1


def _end(sheet: str, opened: int) -> int:
    """Where the brace closes that opens at an offset."""
    depth = 0
    for match in _BRACE.finditer(sheet, opened):
        depth += 1 if match.group() == "{" else -1
        if depth == 0:
            return match.start()
    return len(sheet)
