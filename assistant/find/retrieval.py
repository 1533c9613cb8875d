"""Passages for a query, within the place, years and status that it names.

The constraints are those of an answer: a passage about another county or year is not evidence. They hold for documents
that speak for a place or a time (reports, policies, notices); anything else in the library is always looked into.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from assistant import bounds
from assistant.read.rules.question import Question, understand
from assistant.read.rules.scope import scopes, status_fit, status_of, year_fit
from assistant.say.sentences import split
from assistant.understand import places
from docs_store.catalog import DocumentInfo
from docs_store.library import Library
from docs_store.types import Kind, Passage

_UNBOUND = frozenset({Kind.OTHER, Kind.TABLE})
_DEEPER = 4  # times the limit is fetched where passages may drop out for their year or status


def search(library: Library, query: str, *, limit: int, today: date) -> list[Passage]:
    """Passages, best first, none of which is of another place, year or status than the query names.

    Args:
        limit: at most so many.
        today: what 今年 is counted from, and what is in force.

    Raises:
        UsageError: the query is empty, too long, or about too many places and years; see `assistant.bounds`.
    """
    bounds.check_question(query)
    infos = library.infos()
    named = places.find(query, infos)
    question = understand(query, places=tuple(place.surface for place in named), this_year=today.year)
    bounds.check_scopes(len(named), len(question.years))
    if not named and not question.years:
        return library.search(query, limit=limit)
    wanted = {info.id for info in infos if info.metadata.kind.value in _UNBOUND}
    for scope in scopes(question, named, infos, today):
        wanted |= scope.document_ids
    found = library.search(query, limit=limit * _DEEPER, document_ids=wanted)
    return [passage for passage in found if _fits(question, passage, infos.by_id)][:limit]


def _fits(question: Question, passage: Passage, infos: Mapping[str, DocumentInfo]) -> bool:
    info = infos.get(passage.chunk.document_id)
    if info is None or passage.kind in _UNBOUND:
        return info is not None
    return any(
        year_fit(sentence, info, question.years) > 0
        and status_fit(question.status, status_of(sentence, passage.kind)) > 0
        for sentence in split(passage.chunk)
    )
