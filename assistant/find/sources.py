"""Sources for the questions of a plan: one retrieval for each, and what was read at ingest of what it brings.

Place is a constraint where it is known for sure; an uncertain one, the year and the standing decide the order and are
shown, to the reader and to the person.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import zip_longest

from assistant.find import pieces
from assistant.find.held import held_sources
from assistant.find.sourcer import Sourcer, is_region_sure
from assistant.turn import Inquiry, Plan, Source, Sources
from assistant.understand.places import applies
from docs_store import regions, statements
from docs_store.catalog import DocumentInfo
from docs_store.document_set import DocumentSet
from docs_store.library import Library
from docs_store.types import Kind, Passage

PASSAGES = 40  # looked at for one question
SOURCES = 16  # given to a reader
_WHOLE = 8  # first ones that are given with their neighbours
_CHARACTERS = 5500  # of all sources together; some 2,700 tokens of a chat model


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What one person may be answered from.

    Attributes:
        readable: ids of documents that the asker may read; `None` for all.
        kind: only documents of this kind.
    """

    readable: frozenset[str] | None = None
    kind: Kind | None = None

    def admits(self, info: DocumentInfo) -> bool:
        """Whether a document may be searched at all."""
        return (self.readable is None or info.id in self.readable) and (
            self.kind is None or info.metadata.kind.value is self.kind
        )


def find(plan: Plan, library: Library, scope: Scope, *, also: str = "") -> Sources:
    """Sources for all questions of a plan, the best of each first.

    Args:
        also: words that a reader would have searched for as well.
    """
    infos = library.infos()
    lists = [_of_inquiry(inquiry, library, infos, scope, plan.today, also) for inquiry in plan.inquiries]
    merged = _merged([sources for sources, _ in lists])
    return Sources(sources=tuple(_numbered(merged)), documents=max((count for _, count in lists), default=0))


def _of_inquiry(
    inquiry: Inquiry, library: Library, infos: DocumentSet, scope: Scope, today: date, also: str
) -> tuple[list[Source], int]:
    readable = [info for info in infos if scope.admits(info)]
    # a place that the library holds nothing of limits nothing; what is then found is another's, and is shown as such
    admitted = [info for info in readable if not _is_elsewhere(info, inquiry)] or readable
    ids = frozenset(info.id for info in admitted)
    passages = library.search(inquiry.text, limit=PASSAGES, document_ids=ids)
    if also:
        passages = _alternating(library.search(also, limit=PASSAGES, document_ids=ids), passages)
    gone = infos.superseded(_day_asked(inquiry, today)).keys() & ids
    passages = sorted(passages, key=lambda p: _rank(p, infos.by_id[p.chunk.document_id], inquiry, gone))
    sourcer = Sourcer(infos, today)
    found: list[Source] = []
    taken: set[str] = set()
    for passage in passages:
        if len(found) >= SOURCES:
            break
        if passage.chunk.id in taken:
            continue
        chunks = [passage.chunk]
        if len(found) < _WHOLE:
            chunks = pieces.with_neighbours(passage.chunk, library.chunks_of(passage.chunk.document_id))
            chunks = [c for c in chunks if c.id not in taken]
        taken |= {chunk.id for chunk in chunks}
        found.append(sourcer.of_chunks(chunks, passage.chunk))
    held = [sourcer.of_held(item) for item in held_sources(inquiry, passages, library, ids - gone)]
    return [*found[:4], *held, *found[4:]], len(admitted)


def _day_asked(inquiry: Inquiry, today: date) -> date:
    """The day on which papers must be in force to come first: the end of a past year asked about, else today."""
    past = [year for year in inquiry.years if year < today.year]
    return date(max(past), 12, 31) if past and len(past) == len(inquiry.years) else today


def _rank(passage: Passage, info: DocumentInfo, inquiry: Inquiry, gone: Collection[str]) -> int:
    """0 for what may well answer, 1 for what is of other years or replaced: the order of the search stands within each.

    Args:
        gone: ids of documents whose place another one has taken.
    """
    if info.id in gone:
        return 1
    if not inquiry.years or info.metadata.kind.value is not Kind.WORK_SUMMARY:
        return 0
    years = {*passage.chunk.years, *(info.metadata.years.value if info.metadata.years else ())}
    years |= {year for statement in statements.of(passage.chunk) for year in statement.years}
    return 0 if not years or years & set(inquiry.years) else 1


def _is_elsewhere(info: DocumentInfo, inquiry: Inquiry) -> bool:
    """Whether a document is surely of a place that the question is not about."""
    region = info.metadata.region
    if not inquiry.places or region is None or not is_region_sure(info):
        return False
    return not any(
        applies(info, place)
        or regions.is_same_or_within(region.value, place.path)
        or regions.is_same_or_within(place.path, region.value)
        for place in inquiry.places
    )


def _alternating(first: Sequence[Passage], second: Sequence[Passage]) -> list[Passage]:
    seen: dict[str, Passage] = {}
    for pair in zip_longest(first, second):
        for passage in pair:
            if passage is not None:
                seen.setdefault(passage.chunk.id, passage)
    return list(seen.values())


def _merged(lists: Sequence[Sequence[Source]]) -> list[Source]:
    """The lists taken by turns, without what stands in another source already, as much as a reader is given."""
    merged: list[Source] = []
    length = 0
    most = SOURCES + 4 * (len(lists) - 1)
    for row in zip_longest(*lists):
        for source in row:
            if source is None or len(merged) >= most or any(_holds(other, source) for other in merged):
                continue
            if length + len(source.text) > _CHARACTERS and len(merged) >= _WHOLE:
                continue
            merged.append(source)
            length += len(source.text)
    return merged


def _holds(one: Source, other: Source) -> bool:
    return one.document_id == other.document_id and set(other.origins) <= set(one.origins)


def _numbered(sources: Iterable[Source]) -> Iterator[Source]:
    for number, source in enumerate(sources, start=1):
        yield replace(source, number=number)
