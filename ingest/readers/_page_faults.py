"""Does the text that a page has of itself say what the page shows? Measured, page by page."""

from __future__ import annotations

import re

from docs_store.types import PageFault
from ingest.readers._pdfium import MIN_PATHS, PageContent
from ingest.readers.text import share_of_common_hanzi

# What documents of this kind are written in: ASCII, Latin letters with marks, Greek, Cyrillic, punctuation, marks and
# numbers in circles, arrows, mathematics, boxes, bullets, kana, Chinese characters, full-width forms. Text of a font
# that does not say which characters its glyphs are comes out as anything else: private use, controls, whatever script
# the glyph's number happens to fall into.
_WRITING = (
    "\t\n\r -~\u00a0-\u024f\u0370-\u04ff\u2000-\u2bff\u3000-\u30ff\u3200-\u33ff\u3400-\u9fff\ufb00-\ufb06"
    "\ufe10-\ufe4f\uff01-\uffee\U00020000-\U0003134f"
)
_NO_WRITING = re.compile(f"[^{_WRITING}]")
_SYMBOLS = re.compile("[\uf020-\uf0ff]")  # private characters of the fonts that bullets and boxes to tick are of
_SPACES = re.compile(r"\s+")
_LATIN_WITH_MARKS = re.compile("[\u00a1-\u00a6\u00a8-\u00af\u00b2-\u00b6\u00b8-\u00d6\u00d8-\u00f6\u00f8-\u024f]")
_PUNCTUATION = re.compile(r"[!-,/:-@\[-^`{}~]")
_HANZI = re.compile("[\u3400-\u9fff]")
# Names of glyphs, one after the other, as fonts give them to what has no name of its own: /g3A/gE1, /cid345, /C0_14.
_GLYPH_NAMES = re.compile(
    r"(?<![A-Za-z0-9:./])"
    r"(?:/(?:[A-Za-z]{1,8}[_.]?[0-9][0-9A-Fa-f]{0,6}|[Gg][0-9A-Fa-f]{1,6})(?:_[0-9]{1,4})?+)++(?![A-Za-z0-9.])"
)
_SURE_NAME = re.compile(r"/(?:[Gg]|cid|gid|glyph)_?[0-9A-F]{2,6}(?![0-9A-Za-z.])")
_SUREST_NAME = re.compile(r"/g[0-9A-F]{4}(?![0-9A-Za-z.])")  # as pypdf names what browsers print
# A letter inside a word of another script, or a capital inside a word: what glyphs' numbers give, and no language.
_OUT_OF_PLACE = re.compile(
    "(?<=[A-Za-z\u0100-\u024f\u0400-\u04ff\u3400-\u9fff])[\u0370-\u03ff]"
    "|(?<=[A-Za-z\u0100-\u024f\u0370-\u03ff\u3400-\u9fff])[\u0400-\u04ff]"
    "|(?<=[\u0370-\u04ff\u3400-\u9fff])[\u0100-\u024f]"
    "|(?<=[\u03b1-\u03c9])[\u0391-\u03a9]|(?<=[\u0430-\u045f])[\u0400-\u042f]"
)
LOST = re.compile(
    f"(?<=[0-9A-Za-z\u3400-\u9fff])[^{_WRITING}]{{1,9}}(?=[0-9A-Za-z%\u3400-\u9fff])"
    "|[\ue000-\uefff\ufffd]{1,9}(?=[0-9%万亿元年月日时分个人名户家件项条次吨亩米])"
)
"""Characters that nobody can read, between others or before a unit: digits or letters that are lost. Bullets and boxes
stand apart."""

_MAX_RUBBISH = 0.1  # share of characters
_MAX_SYMBOLS = 0.3  # the same, of bullets and boxes; they are few beside what they stand before
_MIN_COMMON = 0.6  # share of common characters among the Chinese ones; a text decoded by a wrong table has 0.4
_MIN_MEASURED = 20  # characters; of fewer only half and more tell something
_MIN_NAMES = 5
_MIN_LOST = 2
_HEADER = 100  # characters; a page of text has several hundred, a running head and a page number fewer than this
_MIN_HIDDEN = 0.5  # share of the page's text
_MIN_PICTURE = 0.5  # share of the page's area


def fault_of(text: str, content: PageContent) -> PageFault | None:
    """What is wrong with a page's text; `None` when it seems to say what the page shows.

    Args:
        text: as the file says it.
        content: what the page draws.
    """
    letters = _SPACES.sub("", text)
    if not letters:
        return PageFault.NO_TEXT if content.objects else None
    if _is_rubbish(text, letters):
        return PageFault.RUBBISH
    if content.hidden_share >= _MIN_HIDDEN:
        return PageFault.HIDDEN
    if len(letters) < _HEADER and (content.picture_share >= _MIN_PICTURE or content.paths >= MIN_PATHS):
        return PageFault.PICTURE
    return None


def readable_share(text: str) -> float:
    """Share of a text's characters, 0..1, that are of the kinds documents are written in; 0 for an empty text."""
    letters = _SPACES.sub("", text)
    return 1 - len(_NO_WRITING.findall(letters)) / len(letters) if letters else 0.0


def is_lost(char: str) -> bool:
    """Whether a character is of none of the kinds documents are written in."""
    return _NO_WRITING.match(char) is not None


def names_glyphs(text: str) -> bool:
    """Whether letters are there by the names of their glyphs: a few of the surest kind, or one in ten of any."""
    if "/" not in text:
        return False
    if _SUREST_NAME.search(text) or len(_SURE_NAME.findall(text)) >= _MIN_LOST:
        return True
    runs: list[str] = _GLYPH_NAMES.findall(text)
    names = sum(run.count("/") for run in runs)
    letters = len(_SPACES.sub("", text)) - sum(map(len, runs))
    return names >= _MIN_NAMES and names > _MAX_RUBBISH * (names + letters)


def _is_rubbish(text: str, letters: str) -> bool:
    strange = len(_NO_WRITING.findall(letters))
    if strange > _MAX_RUBBISH * len(letters):
        symbols = len(_SYMBOLS.findall(letters))
        most = _MAX_RUBBISH if len(letters) >= _MIN_MEASURED else 0.5
        if strange - symbols > most * len(letters) or strange > max(most, _MAX_SYMBOLS) * len(letters):
            return len(letters) >= 3  # one or two are marks
    if strange and len(LOST.findall(text)) >= _MIN_LOST:
        return True
    return names_glyphs(text) or _is_mojibake(letters)


def _is_mojibake(letters: str) -> bool:
    """Whether characters stand for others of a known kind: decoded by a wrong table, or glyph numbers as characters."""
    hanzi = len(_HANZI.findall(letters))
    if share_of_common_hanzi(letters, least=6) < (_MIN_COMMON if hanzi >= _MIN_MEASURED else 0.01):
        return True
    if len(letters) < _MIN_MEASURED:
        return False
    if len(_OUT_OF_PLACE.findall(letters)) > _MAX_RUBBISH * len(letters):
        return True
    if len(_LATIN_WITH_MARKS.findall(letters)) > 0.3 * len(letters):
        return True
    return not hanzi and len(_PUNCTUATION.findall(letters)) > 0.4 * len(letters)
