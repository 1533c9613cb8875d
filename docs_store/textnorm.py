"""Reading text beside verbatim text, with offsets that lead back.

Documents are kept as they were written, misprints included. What is searched and what an answer says is the *reading
text*: full-width digits and letters made half-width, `72。5万元` read as 72.5万元, stray spaces inside Chinese gone,
removed spans and invisible characters skipped. Every character of the reading text knows the source character it came
from, so a span of reading text always maps to a span of the document.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from docs_store import lazy_re
from docs_store.ideographs import STAND_INS, ordinary
from docs_store.types import Chunk

_CJK_CHAR = lazy_re.compile(
    "[\u2e80-\u303f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef\u2018-\u201d\u2014\u2026]"
)
_SPACES = lazy_re.compile("[ \t\u00a0\u2002-\u200a\u3000]+")
# Small forms as some editors set them: 1﹒, ﹙一﹚.
_SMALL = dict(zip("﹐﹑﹒﹔﹕﹖﹗﹙﹚﹢﹣﹤﹥﹦﹪", ",、.;:?!()+-<>=%", strict=True))
_FOLD = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | {"\u3000": " ", "\u00a0": " "} | _SMALL
_FOLDED = lazy_re.compile(f"[\u00a0\u3000\ufe50-\ufe6a\uff01-\uff5e{STAND_INS}]")

# In folded text. A number may follow `。` as its decimals, or `。` may end a sentence before a digit. It is a decimal
# point unless what follows is a year, a month or day, or a numbered heading; `165。2024年` is two sentences.
_MISPRINTED_POINT = lazy_re.compile(
    r"(?<=\d)。(?=\d{1,4}(?!\d))(?!(?:19|20)\d{2}(?:年|[-—–~至到.]))(?!\d{1,2}(?:月|日|、|\.(?!\d)|[-—–~至到]\d{1,2}月|[A-Za-z]))"
)
_BETWEEN_DIGITS = lazy_re.compile(r"\d。\d")  # in text of either width; without it there is no such point

# Format characters (Unicode's Cf): soft hyphens, joiners, marks of direction, byte order marks, tags. Nobody sees them,
# and between digits they would part a number.
_FORMAT_CHARS = "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"
_FORMAT = lazy_re.compile(f"[{_FORMAT_CHARS}]+")

# Every character that `clean` may read as another one; most Chinese text has few, so they are sought, not tried.
_NARROWED = lazy_re.compile(
    "[\uff05\uff06\uff0b\uff0d-\uff19\uff20-\uff3a\uff41-\uff5a\uff5e\ue000-\uf8ff"
    f"{STAND_INS}\u33a1\u33a5\u338f\u339e\u2103{_FORMAT_CHARS}]|(?<=\\d)。(?=\\d)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CleanText:
    """Reading text of a span of a document.

    Attributes:
        text: the reading text.
        origins: for each character of `text`, the offset in the document of the character it was read from;
            non-decreasing, same length as `text`.
    """

    text: str
    origins: tuple[int, ...]

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """Span of the document that reads as `text[start:end]`. Needs `0 <= start < end <= len(text)`."""
        return self.origins[start], self.origins[end - 1] + 1

    def reading_span(self, start: int, end: int) -> tuple[int, int]:
        """Span of `text` that was read from a span of the document: the inverse of `source_span`."""
        return bisect_left(self.origins, start), bisect_left(self.origins, end)


def fold(text: str) -> str:
    """Full-width ASCII forms and spaces as half-width ones, radicals and the like as ordinary characters.

    The length stays, so offsets do too. Patterns throughout the project are written for folded text.
    """
    # Far faster than `str.translate`, which looks every character up; folded text comes back as it is.
    for char in set(_FOLDED.findall(text)):
        plain = ordinary(char)
        text = text.replace(char, _FOLD.get(plain, plain))
    return text


def mend_points(folded: str) -> str:
    """Folded text with `。` misprinted for a decimal point put right. The length stays."""
    return _MISPRINTED_POINT.sub(".", folded)


def visible(text: str) -> str:
    """Verbatim text as it is shown: without format characters. Offsets into it do not hold any more."""
    return _FORMAT.sub("", text)


def is_cjk(char: str) -> bool:
    """Whether a character is a Chinese character, Chinese punctuation or full-width form."""
    return _CJK_CHAR.match(char) is not None


def clean(text: str, *, start: int = 0, removed: Sequence[tuple[int, int]] = ()) -> CleanText:
    """Reading text of `text`.

    Args:
        text: verbatim text.
        start: offset of `text` in its document; origins and `removed` count from the document's start.
        removed: spans of the document to skip, in any order.
    """
    spans = _kept(text, start, removed)
    joined = "".join(text[a:b] for a, b in spans)
    origins = [i for a, b in spans for i in range(start + a, start + b)]
    if _NARROWED.search(joined):
        joined, origins = _narrowed(joined, origins)
    return _close_gaps(joined, origins)


@lru_cache(maxsize=1024)  # several times what one question looks at; 4 KB each
def clean_chunk(chunk: Chunk) -> CleanText:
    """Reading text of a chunk; origins are offsets into its document."""
    return clean(chunk.text, start=chunk.start, removed=chunk.removed)


def normalise(text: str) -> str:
    """Reading text without origins: for questions, titles and other text that nothing points into."""
    return clean(text).text


def _kept(text: str, start: int, removed: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans of `text` that no removed span touches."""
    spans = sorted((max(a - start, 0), min(b - start, len(text))) for a, b in removed)
    kept: list[tuple[int, int]] = []
    at = 0
    for a, b in spans:
        if a >= b:
            continue
        kept.append((at, max(a, at)))
        at = max(at, b)
    kept.append((at, len(text)))
    return kept


def _narrowed(text: str, origins: list[int]) -> tuple[str, list[int]]:
    """Text with `_narrow` done and points put right; a character that becomes several gives its origin to each."""
    points = {m.start() for m in _MISPRINTED_POINT.finditer(fold(text))} if _BETWEEN_DIGITS.search(text) else set()
    chars: list[str] = []
    kept: list[int] = []
    at = 0
    for m in _NARROWED.finditer(text):
        i = m.start()
        char = "." if i in points else _narrow(text[i])
        chars += text[at:i], char
        kept += origins[at:i]
        kept += [origins[i]] * len(char)
        at = i + 1
    chars.append(text[at:])
    kept += origins[at:]
    return "".join(chars), kept


@lru_cache(maxsize=65536)
def _narrow(char: str) -> str:
    """Half-width form of digits, letters, percent and unit signs; other characters as they are.

    Chinese punctuation stays: folding it would change nothing but the look of quotes.
    """
    if "\uff01" <= char <= "\uff5e":
        narrow = fold(char)
        return narrow if narrow.isalnum() or narrow in "%.+-/@&~" else char
    if "\ue000" <= char <= "\uf8ff":  # private use: a font's own marks, which mean nothing elsewhere
        return ""
    if _FORMAT.match(char):
        return ""
    if char in "\u33a1\u33a5\u338f\u339e\u2103":
        return unicodedata.normalize("NFKC", char)
    return ordinary(char)


def _close_gaps(text: str, origins: list[int]) -> CleanText:
    """Drop runs of spaces that touch a Chinese character; fold other runs to one space."""
    if not _SPACES.search(text):
        return CleanText(text=text, origins=tuple(origins))
    chars: list[str] = []
    kept: list[int] = []
    at = 0
    for m in _SPACES.finditer(text):
        chars.append(text[at : m.start()])
        kept.extend(origins[at : m.start()])
        before = text[m.start() - 1] if m.start() else "\n"
        after = text[m.end()] if m.end() < len(text) else "\n"
        gone = before == "\n" or after == "\n" or is_cjk(before) or is_cjk(after)
        if not gone or "|" in (before, after):  # cells of a table stay apart
            chars.append(" ")
            kept.append(origins[m.start()])
        at = m.end()
    chars.append(text[at:])
    kept.extend(origins[at:])
    return CleanText(text="".join(chars), origins=tuple(kept))


# In folded text. Closing quotes and brackets belong to the sentence. A semicolon ends one too: official prose strings
# independent statements together with it.
_SENTENCE_END = lazy_re.compile(r"[。!?;]+[”’」』)】]*|\n+")
_OPENING = "(【「『《“"
_CLOSING = ")】」』》”"
_BRACKET = lazy_re.compile(f"[\n{_OPENING}{_CLOSING}]")


def sentences(text: str) -> list[tuple[int, int]]:
    """Spans of the sentences of reading text, in order, without surrounding white space.

    An end mark inside brackets or quotation marks does not end the sentence around them, except at a line's end.
    """
    text = fold(text)
    inside = _inside_brackets(text)
    spans: list[tuple[int, int]] = []
    at = 0
    for m in _SENTENCE_END.finditer(text):
        if inside[m.end() - 1] and not m.group().startswith("\n"):
            continue
        _append_trimmed(spans, text, at, m.end())
        at = m.end()
    _append_trimmed(spans, text, at, len(text))
    return spans


def _inside_brackets(text: str) -> bytearray:
    """For each character, 1 between an opening mark and its closing one on the same line."""
    inside = bytearray(len(text))
    waiting: list[int] = []
    for mark in _BRACKET.finditer(text):
        i, char = mark.start(), mark.group()
        if char == "\n":
            waiting.clear()
        elif char in _OPENING:
            waiting.append(i)
        else:
            opening = _OPENING[_CLOSING.index(char)]
            while waiting and text[waiting[-1]] != opening and any(text[j] == opening for j in waiting[-8:]):
                waiting.pop()
            if waiting and text[waiting[-1]] == opening:
                start = waiting.pop()
                inside[start:i] = b"\1" * (i - start)
    return inside


def _append_trimmed(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    if start < end:
        spans.append((start, end))
