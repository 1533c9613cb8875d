"""Where quoted words stand in a source, as `docs_store.quoting` compares them.

A reader may leave out the middle of a long quote with an ellipsis; each part must stand there then. What is shown is
the whole sentence around the words, so that nobody reads a quote without the word that limits it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from assistant.turn import Source
from docs_store import lazy_re
from docs_store.quoting import Comparable, comparable, locate
from docs_store.textnorm import sentences

# a line's end inside a sentence, and a page's, which leaves some empty lines
_BROKEN = lazy_re.compile(r"(?<=[\u4e00-\u9fff\d])[ \t]{0,9}\n\s{0,9}(?=[\u4e00-\u9fff\d])")
# a line as long as its page is wide, and a next one that begins nothing
_FULL_LINE = lazy_re.compile(r"(?:^|\n)[^\n|]{26,}[\u4e00-\u9fff\d]\s*$")
_CONTINUED = lazy_re.compile(
    r"(?![一二三四五六七八九十]{1,3}[、是]|第[一二三四五六七八九十百\d]{1,4}[条章节]|\d{1,2}[.、])[\u4e00-\u9fff]"
)
_GAP = lazy_re.compile(r"…+|\.{3,}|⋯+|\(略\)|（略）")
_LEAST_PART = 4  # characters of a part beside an ellipsis, as it is compared
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
    parts = [part for part in _GAP.split(words) if comparable(part).kept]
    if not parts or (len(parts) > 1 and any(len(comparable(part).kept) < _LEAST_PART for part in parts)):
        return []
    found: list[Ground] = []
    at = 0
    for part in parts:
        span = locate(part, _comparable(source), at) or locate(part, _comparable(source))
        if span is None:
            return []
        at = span[1]
        found.append(_widened(source, *span))
    return found


@lru_cache(maxsize=512)
def _comparable(source: Source) -> Comparable:
    return comparable(source.text)


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
