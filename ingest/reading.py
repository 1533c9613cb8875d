"""One file's text into documents: the steps of reading, top to bottom."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from docs_store.provisions import Provision
from docs_store.sketch import sketch
from docs_store.textnorm import clean, fold, mend_points, visible
from docs_store.types import (
    Chunk,
    Document,
    DocumentContent,
    Inferred,
    Metadata,
    PageReading,
    PageSpan,
    Section,
    TextBox,
)
from ingest import cards, chunking, figures, line_ends, lines, metadata, noise, provisions, splitting, statements
from ingest.lines import Line, Paragraph
from ingest.readers.base import HeadingHint, RawText, TableSpan
from ingest.readings import READING_VERSION
from ingest.splitting import Part
from ingest.structure import Outline
from ingest.timing import Timing

Span = tuple[int, int]


def read_documents(raw: RawText, *, name: str, source_key: str, file_hash: str) -> list[DocumentContent]:
    """All documents of a file, each with sections, metadata and chunks.

    Args:
        raw: the file as its reader gave it.
        name: file name, for metadata and display.
        source_key: what identifies the file in the library.
        file_hash: SHA-256 of the file, hex.
    """
    folded = mend_points(fold(raw.text))
    begins = line_ends.begins(lines.split(folded), raw.tables)
    all_lines = lines.split(folded, begins)
    removed = noise.find(raw, all_lines)
    kept = _outside(all_lines, removed)
    catalogue = cards.find(kept, len(folded), starts=_starts(raw))
    if catalogue is not None:
        raw = replace(raw, headings=tuple(cards.within(raw.headings, catalogue)))
    paragraphs = [
        _without_removed(paragraph, removed)
        for paragraph in lines.paragraphs(raw, all_lines, removed, {*begins, *(catalogue.labels if catalogue else ())})
    ]
    parts = catalogue.parts if catalogue else splitting.split(kept, len(folded))
    contents = []
    for position, part in enumerate(parts, start=1):
        inside = [p for p in paragraphs if part.start <= p.start < part.end]
        if not inside:
            continue
        apart = lines.between(removed, part.start, part.end)
        contents.append(_document(raw, folded, apart, begins, part, inside, position, name, source_key, file_hash))
    return contents


def document_id(file_hash: str, position: int) -> str:
    """Id of the document at a 1-based position of a file; another reading version gives another id."""
    digest = hashlib.sha256(f"{READING_VERSION}:{file_hash}".encode()).hexdigest()
    return f"{digest[:16]}-{position}"


def _document(
    raw: RawText,
    folded: str,
    removed: Sequence[Span],
    begins: Sequence[int],
    part: Part,
    paragraphs: Sequence[Paragraph],
    position: int,
    name: str,
    source_key: str,
    file_hash: str,
) -> DocumentContent:
    blocks, sections = Outline(folded, _within(raw, part)).read(paragraphs)
    body = _body(folded, paragraphs, removed)
    reading = _reading_lines(folded, part, removed, begins)
    found = metadata.infer(
        folded=visible(reading),
        body=body,
        file_name=visible(name),
        part_title=visible(part.title),
        marked_title=visible(_marked_title(raw, folded, part, reading)),
        sections=sections,
        is_card=part.is_card,
    )
    found = replace(found, title=_as_written(found.title, folded, raw.text, part))
    id_ = document_id(file_hash, position)
    pieces = chunking.chunk(
        id_,
        raw.text,
        folded,
        blocks,
        origin=part.start,
        removed=removed,
        pages=raw.pages,
        timing=Timing(found.kind.value, found.years.value if found.years else (), found.title.value),
    )
    said = provisions.lines_of(blocks, raw.text, origin=part.start, removed=removed, kind=found.kind.value)
    chunks = statements.kept(pieces, said)
    measures = provisions.extract(said, found)
    content = _content(
        raw, removed, part, sections, found, chunks, measures, id_, position, name, source_key, file_hash
    )
    return replace(content, sketch=sketch(body))


def _content(
    raw: RawText,
    removed: Sequence[Span],
    part: Part,
    sections: Sequence[Section],
    found: Metadata,
    chunks: Sequence[Chunk],
    measures: Sequence[Provision],
    id_: str,
    position: int,
    name: str,
    source_key: str,
    file_hash: str,
) -> DocumentContent:
    document = Document(
        id=id_,
        source=name,
        source_key=source_key,
        file_hash=file_hash,
        position=position,
        text=raw.text[part.start : part.end],
        metadata=found,
        pages=tuple(
            PageSpan(
                number=page.number,
                start=max(page.start, part.start) - part.start,
                end=min(page.end, part.end) - part.start,
            )
            for page in raw.pages
            if page.start < part.end and part.start <= page.end
        ),
        sections=tuple(
            Section(level=s.level, path=s.path, start=s.start - part.start, end=s.end - part.start) for s in sections
        ),
        removed=tuple((a - part.start, b - part.start) for a, b in removed if part.start <= a < part.end),
        reader=raw.reader,
        readings=_readings(raw, part),
    )
    years = found.years.value if found.years else ()
    return DocumentContent(
        document=document,
        chunks=tuple(chunks),
        boxes=_boxes(raw, part),
        figures=tuple(figures.extract(chunks, years=years, kind=found.kind.value, title=found.title.value)),
        provisions=tuple(measures),
    )


def _readings(raw: RawText, part: Part) -> tuple[PageReading, ...]:
    """How the pages were read that a part has text on."""
    on = {page.number for page in raw.pages if page.start < part.end and part.start < page.end}
    return tuple(reading for reading in raw.readings if reading.number in on)


def _boxes(raw: RawText, part: Part) -> tuple[TextBox, ...]:
    """Where a part's words stand; offsets count from its start."""
    first = bisect_left(raw.boxes, part.start, key=lambda box: box.start)
    last = bisect_left(raw.boxes, part.end, key=lambda box: box.start)
    return tuple(replace(box, start=box.start - part.start, end=box.end - part.start) for box in raw.boxes[first:last])


def _within(raw: RawText, part: Part) -> RawText:
    """The file with only the headings and tables of one part."""

    def inside(span: HeadingHint | TableSpan) -> bool:
        return part.start <= span.start < part.end

    return RawText(
        text=raw.text,
        reader=raw.reader,
        headings=tuple(filter(inside, raw.headings)),
        tables=tuple(filter(inside, raw.tables)),
    )


def _starts(raw: RawText) -> set[int]:
    """Where pages and marked headings begin."""
    return {page.start for page in raw.pages} | {hint.start for hint in raw.headings}


def _outside(all_lines: Sequence[Line], removed: Sequence[Span]) -> list[Line]:
    return [line for line in all_lines if not lines.covered(line, removed)]


def _without_removed(paragraph: Paragraph, removed: Sequence[Span]) -> Paragraph:
    """The paragraph with what was removed inside it among what says nothing: a point may begin right behind that."""
    inside = [
        (max(start, paragraph.start), min(end, paragraph.end))
        for start, end in lines.between(removed, paragraph.start, paragraph.end)
        if start < paragraph.end and paragraph.start < end
    ]
    return replace(paragraph, soft_breaks=tuple(noise.merge([*paragraph.soft_breaks, *inside])))


def _reading_lines(folded: str, part: Part, removed: Sequence[Span], begins: Sequence[int]) -> str:
    """A part's text line by line, with a line end wherever a logical line begins, removed spans left out."""
    kept = []
    at = part.start
    for start, end in removed:
        if at <= start and end <= part.end:
            kept.append(_with_line_ends(folded, at, start, begins))
            at = end
    kept.append(_with_line_ends(folded, at, part.end, begins))
    return re.sub(r"\n{3,}", "\n\n", "".join(kept))


def _with_line_ends(folded: str, start: int, end: int, begins: Sequence[int]) -> str:
    inside = begins[bisect_left(begins, start) : bisect_left(begins, end)]
    return "\n".join(folded[a:b] for a, b in pairwise((start, *inside, end)))


def _body(folded: str, paragraphs: Sequence[Paragraph], removed: Sequence[Span]) -> str:
    """A part's reading text, one paragraph a line."""
    return "\n".join(
        clean(
            folded[p.start : p.end], start=p.start, removed=[*p.soft_breaks, *lines.between(removed, p.start, p.end)]
        ).text
        for p in paragraphs
    )


def _as_written(title: Inferred[str], folded: str, text: str, part: Part) -> Inferred[str]:
    """The title with the document's own punctuation, where it stands in one piece."""
    at = folded.find(title.value, part.start, part.end)
    return title if at < 0 else replace(title, value=text[at : at + len(title.value)])


def _marked_title(raw: RawText, folded: str, part: Part, reading: str) -> str:
    """The title that the file itself marks, when it opens the part.

    Args:
        reading: the part's text without what was removed.
    """
    for hint in raw.headings:
        if hint.level == 0 and part.start <= hint.start < part.end:
            return folded[hint.start : hint.end].strip("# ")
    opening = reading.lstrip()
    if opening.startswith("# "):
        return opening[2:].split("\n", 1)[0].strip()
    return ""
