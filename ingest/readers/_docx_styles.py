"""What a Word style says of its paragraphs: heading level, and the list it numbers them in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ingest.readers._docx_package import find, number, value
from ingest.readers._ooxml import local

_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])", re.IGNORECASE)
_TITLE = re.compile(r"title|标题|文档标题", re.IGNORECASE)
_BODY_OUTLINE_LEVEL = 9


class Styles:
    """Paragraph styles of a document by id, with what they inherit.

    Args:
        root: the `w:styles` element, or `None`.
    """

    def __init__(self, root: Any | None) -> None:
        self._by_id: dict[str, Any] = {}
        self._default = ""
        self._levels: dict[str, int | None] = {}
        for style in () if root is None else root:
            if local(style) != "style" or value(style, "type") not in ("paragraph", "numbering", None):
                continue
            style_id = value(style, "styleId") or ""
            self._by_id.setdefault(style_id, style)
            if value(style, "type") == "paragraph" and value(style, "default") in ("1", "true", "on"):
                self._default = self._default or style_id

    def of(self, paragraph: Any) -> str:
        """Id of a paragraph's style."""
        return value(find(paragraph, "pPr", "pStyle")) or self._default

    def chain(self, style_id: str) -> Iterator[tuple[str, Any]]:
        """A style and those it is based on, nearest first, as pairs of id and element."""
        seen: set[str] = set()
        while style_id in self._by_id and style_id not in seen:
            seen.add(style_id)
            style = self._by_id[style_id]
            yield style_id, style
            style_id = value(find(style, "basedOn")) or ""

    def heading_level(self, paragraph: Any) -> int | None:
        """0 for the title, 1 to 9 for headings, `None` for body text."""
        own = find(paragraph, "pPr", "outlineLvl")
        if own is not None:
            level = number(own, _BODY_OUTLINE_LEVEL)
            return level + 1 if 0 <= level < _BODY_OUTLINE_LEVEL else None
        style_id = self.of(paragraph)
        if style_id not in self._levels:
            self._levels[style_id] = self._style_level(style_id)
        return self._levels[style_id]

    def _style_level(self, style_id: str) -> int | None:
        for _, style in self.chain(style_id):
            name = (value(find(style, "name")) or "").strip()
            heading = _HEADING.fullmatch(name)
            if heading:
                return int(heading[1])
            if _TITLE.fullmatch(name):
                return 0
            outline = find(style, "pPr", "outlineLvl")
            if outline is not None:
                level = number(outline, _BODY_OUTLINE_LEVEL)
                return level + 1 if 0 <= level < _BODY_OUTLINE_LEVEL else None
        return None
