"""Where quoted words stand in a source. Verbatim but for folding: width, spaces, line breaks, look-alike punctuation.

A reader may leave out the middle of a long quote with an ellipsis; each part must stand there then. What is shown is
the whole sentence around the words, so that nobody reads a quote without the word that limits it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from assistant.turn import Source
from docs_store import lazy_re
from docs_store.textnorm import fold, mend_points, sentences

_DROPPED = lazy_re.compile(r"[\s\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]+")
_ALIKE = str.maketrans(
    {
        "“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "「": '"', "」": '"', "『": '"', "』": '"',
        "〔": "(", "〕": ")", "[": "(", "]": ")", "［": "(", "］": ")", "【": "(", "】": ")",
        "〈": "<", "〉": ">", "—": "-", "–": "-", "―": "-", "−": "-", "~": "-", "∼": "-", "·": "•", "・": "•", "‧": "•",
        "，": ",", "；": ";", "：": ":", "？": "?", "！": "!", "（": "(", "）": ")", "、": ",", "．": ".",
    }
)  # fmt: skip
# a line's end inside a sentence, and a page's, which leaves some empty lines
_BROKEN = lazy_re.compile(r"(?<=[\u4e00-\u9fff\d])[ \t]{0,9}\n\s{0,9}(?=[\u4e00-\u9fff\d])")
# a line as long as its page is wide, and a next one that begins nothing
_FULL_LINE = lazy_re.compile(r"(?:^|\n)[^\n|]{26,}[\u4e00-\u9fff\d]\s*$")
_CONTINUED = lazy_re.compile(
    r"(?![一二三四五六七八九十]{1,3}[、是]|第[一二三四五六七八九十百\d]{1,4}[条章节]|\d{1,2}[.、])[\u4e00-\u9fff]"
)
_GAP = lazy_re.compile(r"…+|\.{3,}|⋯+|\(略\)|（略）")
_LEAST = 2  # characters of a quote, folded; a part beside an ellipsis needs `_LEAST_PART`
_LEAST_PART = 4
_LONGEST_SENTENCE = 260  # characters of a sentence that is shown whole around a quote


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """Quoted words that stand in a source, with the sentence around them.

    Attributes:
        start, end: span of the quoted words in `source.text`.
        wide_start, wide_end: span of the sentences (or rows) around them; what a citation shows.
    """

    source: Source
    start: int
    end: int
    wide_start: int
    wide_end: int

    @property
    def text(self) -> str:
        """The sentences around the quoted words, without breaks of the page inside them (30个⏎工作日)."""
        text = self.source.text[self.wide_start : self.wide_end]
        return text if "|" in text else _BROKEN.sub("", text)

    @property
    def head_row(self) -> str:
        """For rows of a table, the row of the same table that names the columns, with a line's end; else empty."""
        cells = self.text.split("\n")[0].count("|")
        if not cells:
            return ""
        lines = self.source.text[: self.wide_start].split("\n")
        head = next((line for line in lines if line.count("|") == cells), "")
        return f"{head}\n" if head else ""

    @property
    def quote(self) -> str:
        """The quoted words, as the source has them."""
        return self.source.text[self.start : self.end]


def ground(words: str, source: Source) -> list[Ground]:
    """Where words stand in a source: one for each part beside an ellipsis; empty if one of them does not."""
    parts = [part for part in _GAP.split(words) if _fold(part)[0]]
    if not parts or (len(parts) > 1 and any(len(_fold(part)[0]) < _LEAST_PART for part in parts)):
        return []
    found: list[Ground] = []
    at = 0
    for part in parts:
        span = _locate(part, source, at) or _locate(part, source, 0)
        if span is None:
            return []
        at = span[1]
        found.append(_widened(source, *span))
    return found


def _locate(words: str, source: Source, after: int) -> tuple[int, int] | None:
    """Span of words in `source.text`, at or behind an offset."""
    wanted, _ = _fold(words)
    wanted = wanted.strip(",.;:\"'() ") if len(wanted.strip(",.;:\"'() ")) >= _LEAST else wanted
    held, origins = _folded(source)
    if len(wanted) < _LEAST:
        return None
    begin = next((i for i, origin in enumerate(origins) if origin >= after), 0) if after else 0
    at = held.find(wanted, begin)
    text = mend_points(fold(source.text))
    while at >= 0 and _cuts_number(text, origins[at], origins[at + len(wanted) - 1] + 1):
        at = held.find(wanted, at + 1)
    return None if at < 0 else (origins[at], origins[at + len(wanted) - 1] + 1)


def _cuts_number(text: str, start: int, end: int) -> bool:
    """Whether a span begins or ends inside a number: 7家 is no quote of 47家. A cell's end ends a number."""
    before, after = text[start - 1 : start], text[end : end + 1]
    return (text[start].isdigit() and (before.isdigit() or before == ".")) or (
        text[end - 1].isdigit() and (after.isdigit() or (after == "." and text[end + 1 : end + 2].isdigit()))
    )


@lru_cache(maxsize=512)
def _folded(source: Source) -> tuple[str, tuple[int, ...]]:
    return _fold(source.text)


def _fold(text: str) -> tuple[str, tuple[int, ...]]:
    """Text as quotes are compared, and for each of its characters the offset it came from."""
    folded = mend_points(fold(text)).translate(_ALIKE)
    kept: list[str] = []
    origins: list[int] = []
    for i, char in enumerate(folded):
        if _DROPPED.match(char) or char in "*|#`" or (char == "-" and kept and kept[-1] == "-"):
            continue
        kept.append(char.lower())
        origins.append(i)
    return "".join(kept), tuple(origins)


def _widened(source: Source, start: int, end: int) -> Ground:
    wide_start, wide_end = start, end
    for a, b in _sentences(source.text):
        if a < end and start < b and b - a <= _LONGEST_SENTENCE:
            wide_start, wide_end = min(wide_start, a), max(wide_end, b)
    return Ground(source=source, start=start, end=end, wide_start=wide_start, wide_end=wide_end)


@lru_cache(maxsize=512)
def _sentences(text: str) -> tuple[tuple[int, int], ...]:
    """Sentences and rows; a semicolon does not end one here, for what limits a statement may stand behind it."""
    spans: list[tuple[int, int]] = []
    for start, end in sentences(text):
        before = text[spans[-1][0] : spans[-1][1]] if spans else ""
        goes_on = re.search("[;；]$", before) and "\n" not in text[spans[-1][1] : start]
        if goes_on or (_FULL_LINE.search(before) and _CONTINUED.match(text, start)):
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return tuple(spans)
