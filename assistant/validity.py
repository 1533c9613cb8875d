"""Answering whether a named document is in force: from its own clauses, or from those of the document that ends it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date

from assistant import wording
from assistant.compose import Part
from assistant.evidence import Evidence, passage_of
from assistant.question import Question
from assistant.scope import Scope
from assistant.sentences import split
from docs_store.catalog import DocumentInfo
from docs_store.document_set import DocumentSet
from docs_store.library import Library
from docs_store.types import Status
from docs_store.validity import Force, begins_on, expired, force, is_draft, is_marked_repealed

_REPEAL = re.compile("废止|停止执行|不再执行")
_TERM = re.compile("有效期|施行|实施|执行")


def answer_validity(
    question: Question, infos: DocumentSet, library: Library, today: date
) -> tuple[Part, list[str]] | None:
    """The clause that decides, and a note saying what follows; `None` when the question names no document we hold."""
    successors = infos.superseded(today)
    asked = _named(question, infos, today, successors)
    if asked is None:
        return None
    later = successors.get(asked.id)
    if later is not None:
        successor = infos.by_id[later]
        title = successor.metadata.title.value
        found = _clause(library, successor, lambda text: _REPEAL.search(text) is not None)
        if found:
            return _part(found, successor), [wording.repealed(title)]
        found = _clause(library, successor, _tells_term)
        return (_part(found, successor), [wording.replaced(title, begins_on(successor))]) if found else None
    found = _clause(library, asked, _tells_term)
    if not found:
        return None
    return _part(found, asked), [_note(asked, today)]


def _note(asked: DocumentInfo, today: date) -> str:
    if is_draft(asked):
        return wording.DRAFT
    if is_marked_repealed(asked):
        return wording.MARKED_REPEALED
    ends = asked.metadata.expires.value if asked.metadata.expires else ""
    if expired(asked, today):
        return wording.expired(ends)
    begins = asked.metadata.effective.value if asked.metadata.effective else ""
    return wording.IN_FORCE.format(begins=begins or "公布之日", ends=ends or "未写明")


def _tells_term(text: str) -> bool:
    return _TERM.search(text) is not None and re.search(r"\d|之日", text) is not None


def _named(question: Question, infos: DocumentSet, today: date, successors: Mapping[str, str]) -> DocumentInfo | None:
    """The document that a question names; of several versions the one of the year it names, else the one in force."""
    for info in infos:
        number = info.metadata.doc_number
        if question.document_number and number and number.value == question.document_number:
            return info
    titles = infos.titles
    named = [info for info in infos if titles[info.id] in question.titles or titles[info.id] in question.text]
    if not named:
        return None
    longest = max(len(titles[info.id]) for info in named)
    years = {str(year) for year in (*question.years, *question.document_years)}
    return max(
        (info for info in named if len(titles[info.id]) == longest),
        key=lambda info: (begins_on(info)[:4] in years, force(info, today, successors) is Force.IN_FORCE),
    )


def _clause(library: Library, info: DocumentInfo, decides: Callable[[str], bool]) -> Evidence | None:
    """The last sentence of a document that decides; such clauses stand at the end."""
    for chunk in reversed(library.chunks_of(info.id)):
        for sentence in reversed(split(chunk)):
            if decides(sentence.text):
                return Evidence(
                    sentence=sentence,
                    passage=passage_of(chunk, info),
                    score=1.0,
                    covered=frozenset(),
                    status=Status.UNKNOWN,
                )
    return None


def _part(found: Evidence, info: DocumentInfo) -> Part:
    return Part(scope=Scope(place=None, years=(), infos=(info,)), evidence=(found,))
