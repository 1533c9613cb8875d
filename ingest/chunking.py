"""From blocks to chunks.

A chunk never crosses a document, a heading or a point, and never breaks a sentence. Short neighbouring paragraphs under
the same headings share one; long ones are cut between sentences.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from docs_store.textnorm import clean, fold, sentences
from docs_store.types import Chunk, PageSpan
from ingest import markers
from ingest.lines import between
from ingest.structure import Block, join_lists, size_of
from ingest.timing import Timing

# Characters without white space: a passage of this size is one thought, and fits the embedding model.
TARGET = 220
LONGEST = 420  # a block up to this size stays whole
LIST_LIMIT = 600  # a lead-in with its items

Span = tuple[int, int]


def chunk(
    document_id: str,
    text: str,
    folded: str,
    blocks: Sequence[Block],
    *,
    origin: int,
    removed: Sequence[Span],
    pages: Sequence[PageSpan],
    timing: Timing,
) -> list[Chunk]:
    """Chunks of one document.

    Args:
        document_id: id of the document.
        text, folded: the file's text, verbatim and folded; block offsets are into it.
        origin: offset in the file's text where the document's own text begins; chunk offsets count from there.
        removed: spans of the file's text that are no part of it.
        pages: pages of the file.
        timing: tells a chunk's years and status; asked for each chunk in order.
    """
    starts = [page.start for page in pages]
    chunks: list[Chunk] = []
    for group in _groups(join_lists(blocks, text, folded, limit=LIST_LIMIT), folded):
        breaks = [span for block in group for span in block.breaks]
        skipped = [*between(removed, group[0].start, group[-1].end), *breaks]
        path = [fold(heading) for heading in group[0].path]
        for start, end in _turning(_pieces(text, group, skipped), text, folded, group[0], path, timing):
            inside = tuple((max(a, start) - origin, min(b, end) - origin) for a, b in skipped if a < end and start < b)
            years, status = timing.of(path, folded[start:end])
            chunks.append(
                Chunk(
                    id=f"{document_id}-{len(chunks) + 1:05d}",
                    document_id=document_id,
                    ordinal=len(chunks) + 1,
                    text=text[start:end],
                    heading=group[0].path,
                    start=start - origin,
                    end=end - origin,
                    page=pages[bisect_right(starts, start) - 1].number if pages else None,
                    removed=tuple(sorted(inside)),
                    years=years,
                    status=status,
                )
            )
    return chunks


def _groups(blocks: Sequence[Block], folded: str) -> list[list[Block]]:
    """Neighbouring short paragraphs under the same headings; points and tables stand alone.

    A numbered paragraph opens something new: it goes with those behind it, not with the whole sentences before it.
    """
    groups: list[list[Block]] = []
    for block in blocks:
        last = groups[-1] if groups else []
        joins = (
            last
            and not block.table
            and not last[-1].table
            and block.path == last[-1].path
            and markers.RANK_POINT not in (block.rank, last[-1].rank)
            and not (block.rank is not None and last[-1].rank is None and _is_said(folded, last[-1]))
            and size_of([*last, block], folded) <= TARGET
        )
        if joins:
            last.append(block)
        else:
            groups.append([block])
    return groups


def _is_said(folded: str, block: Block) -> bool:
    """Whether a paragraph ends as a sentence does; what does not may be the caption of what follows."""
    return folded[block.start : block.end].rstrip().endswith(("。", "!", "?"))


def _pieces(text: str, group: Sequence[Block], skipped: Sequence[Span]) -> list[Span]:
    """Spans of the chunks that a group makes, trimmed of white space."""
    start, end = group[0].start, group[-1].end
    if group[0].table is not None:
        return _rows(text, start, end)
    reading = clean(text[start:end], start=start, removed=skipped)
    if len(reading.text) <= (LIST_LIMIT if group[0].is_list else LONGEST):
        return _trimmed(text, start, end)
    spans: list[Span] = []
    begin: int | None = None
    until = length = 0
    for a, b in sentences(reading.text):
        source_start, source_end = reading.source_span(a, b)
        if begin is not None and length + (b - a) > TARGET:
            spans += _trimmed(text, begin, until)
            begin, length = None, 0
        begin = source_start if begin is None else begin
        until = source_end
        length += b - a
    if begin is not None:
        spans += _trimmed(text, begin, until)
    return spans


def _turning(
    pieces: Sequence[Span], text: str, folded: str, block: Block, path: Sequence[str], timing: Timing
) -> Iterator[Span]:
    """The pieces, one in which a report turns to the year ahead cut there: a chunk has one status."""
    for start, end in pieces:
        turn = 0 if block.table is not None else timing.turn(path, folded[start:end])
        if turn:
            yield from _trimmed(text, start, start + turn)
        yield from _trimmed(text, start + turn, end)


def _rows(text: str, start: int, end: int) -> list[Span]:
    """Whole rows, as many as fit."""
    spans: list[Span] = []
    begin = at = start
    for line in text[start:end].splitlines(keepends=True):
        if at + len(line) - begin > LONGEST and at > begin:
            spans += _trimmed(text, begin, at)
            begin = at
        at += len(line)
    return spans + _trimmed(text, begin, at)


def _trimmed(text: str, start: int, end: int) -> list[Span]:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return [(start, end)] if start < end else []
