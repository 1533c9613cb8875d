"""Does the text that a page has of itself say what the page shows? Measured, page by page."""

from __future__ import annotations

import re

from docs_store.types import PageFault
from ingest.readers._pdfium import PageContent
from ingest.readers.text import share_of_common_hanzi

# What documents of this kind are written in: ASCII, Latin letters with marks, Greek, Cyrillic, punctuation, marks and
# numbers in circles, arrows, mathematics, boxes, bullets, kana, Chinese characters, full-width forms. Text of a font
# that does not say which characters its glyphs are comes out as anything else: private use, controls, whatever script
# the glyph's number happens to fall into.
_WRITING = re.compile(
    "[\t\n\r -~\u00a0-\u024f\u0370-\u04ff\u2000-\u2bff\u3000-\u30ff\u3200-\u33ff\u3400-\u9fff\ufb00-\ufb06\ufe10-\ufe4f"
    "\uff01-\uffee\U00020000-\U0003134f]"
)
_SPACES = re.compile(r"\s+")
_LATIN_WITH_MARKS = re.compile("[\u00a1-\u00ff]")
_PUNCTUATION = re.compile(r"[!-,/:-@\[-^`{}~]")
_HANZI = re.compile("[\u3400-\u9fff]")

_MAX_RUBBISH = 0.1  # share of characters
_MIN_MEASURED = 20  # characters; fewer tell nothing
_HEADER = 100  # characters; a page of text has several hundred, a running head and a page number fewer than this
_MIN_PICTURE = 0.5  # share of the page's area
_MIN_PATHS = 300  # a page whose letters are drawn as outlines has thousands, a framed table some dozens


def fault_of(text: str, content: PageContent) -> PageFault | None:
    """What is wrong with a page's text; `None` when it seems to say what the page shows.

    Args:
        text: as the file says it.
        content: what the page draws.
    """
    letters = _SPACES.sub("", text)
    if not letters:
        return PageFault.NO_TEXT if content.objects else None
    if len(letters) >= _MIN_MEASURED and (readable_share(text) < 1 - _MAX_RUBBISH or _is_mojibake(letters)):
        return PageFault.RUBBISH
    if len(letters) < _HEADER and (content.picture_share >= _MIN_PICTURE or content.paths >= _MIN_PATHS):
        return PageFault.PICTURE
    return None


def readable_share(text: str) -> float:
    """Share of a text's characters, 0..1, that are of the kinds documents are written in; 0 for an empty text."""
    letters = _SPACES.sub("", text)
    return len(_WRITING.findall(letters)) / len(letters) if letters else 0.0


def _is_mojibake(letters: str) -> bool:
    """Whether characters stand for others of a known kind: decoded by a wrong table, or glyph numbers as ASCII."""
    if share_of_common_hanzi(letters) < 0.6:
        return True
    if _HANZI.search(letters):
        return False
    return len(_LATIN_WITH_MARKS.findall(letters)) > 0.3 * len(letters) or len(
        _PUNCTUATION.findall(letters)
    ) > 0.4 * len(letters)
