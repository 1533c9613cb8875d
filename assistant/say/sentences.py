"""The sentences of a chunk, as an answer may say them."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache

from docs_store import lazy_re, statements
from docs_store.textnorm import clean_chunk, fold
from docs_store.types import Chunk, Statement, Status

_LEAD = lazy_re.compile(
    r"\s*(?:#{1,6}\s*)?(?:第[一二三四五六七八九十百]{1,5}[章节条]|[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\)|\d{1,2}[、.](?!\d)|\(\d{1,2}\)|[①-⑳]|答:)\s*"
)
_MARK = lazy_re.compile(r"\[(?=[^\[\]]{0,20}\d)([\d\s,，、~–—-]{1,20})\]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence of a chunk.

    Attributes:
        text: reading text, as an answer may say it.
        start, end: span in the document.
        statement: what its words tell; its span has the numbering too.
        index: position among the chunk's sentences.
        is_heading: it only announces what follows.
    """

    chunk: Chunk
    statement: Statement
    text: str
    start: int
    end: int
    index: int
    is_heading: bool

    def status_at(self, at: int) -> Status:
        """What it tells at an offset of `text`."""
        origins = clean_chunk(self.chunk).origins
        return self.statement.status_at(origins[bisect_left(origins, self.start) + at])


@lru_cache(maxsize=1024)  # a question about several places looks at some passages again and again
def split(chunk: Chunk) -> tuple[Sentence, ...]:
    """Sentences of a chunk, numbering at their start taken off."""
    reading = clean_chunk(chunk)
    found: list[Sentence] = []
    headings = {bare(heading) for heading in chunk.heading}
    for statement in statements.of(chunk):
        start, end = reading.reading_span(statement.start, statement.end)
        text = reading.text[start:end]
        is_heading = bare(text) in headings
        start += numbering(text)
        text = unmarked(reading.text[start:end])
        source_start, source_end = reading.source_span(start, end)
        found.append(
            Sentence(
                chunk=chunk,
                statement=statement,
                text=text,
                start=source_start,
                end=source_end,
                index=len(found),
                is_heading=is_heading,
            )
        )
    return tuple(found)


def numbering(text: str) -> int:
    """How many characters of a sentence are its number (第七条, (一), 3.); 0 where it has none, or is nothing else."""
    lead = _LEAD.match(fold(text))
    return lead.end() if lead and lead.end() < len(text) else 0


def unmarked(text: str) -> str:
    """Words of a document with its own `[1]` as `［1］`: in an answer it would stand for a source. The length stays."""
    return _MARK.sub("\uff3b\\1\uff3d", text)


def bare(text: str) -> str:
    """A heading as one writes it or another: without marks and spaces."""
    return fold(text).lstrip("# ").strip(" 。:;").replace(" ", "")


def without_numbering(text: str) -> str:
    """A sentence without the numbering that it begins with."""
    lead = _LEAD.match(fold(text))
    return text[lead.end() :] if lead and lead.end() < len(text) else text


def with_headers(text: str, header: str) -> str:
    """A row of a table with the cells of its header row; any other sentence as it is.

    Args:
        header: the innermost heading above the sentence, which for a row is the header row.
    """
    if "|" not in text or "|" not in header:
        return text
    headers, cells = (re.split(r"(?:(?<!\s)\s+)?\|\s*", row) for row in (header, text))
    if len(headers) != len(cells) or headers == cells:
        return text
    return "\uff0c".join(f"{name}\uff1a{cell}" for name, cell in zip(headers, cells, strict=True) if cell) + "。"
