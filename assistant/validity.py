"""Answering whether a named document is in force: from its own clauses, or from those of the document that ends it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date

from assistant import wording
from assistant.compose import Part
from assistant.evidence import Evidence
from assistant.question import Question
from assistant.scope import Scope
from assistant.sentences import split
from docs_store.catalog import DocumentInfo
from docs_store.library import Library
from docs_store.textnorm import fold
from docs_store.types import Chunk, Passage, Status
from docs_store.validity import expired, superseded

_REPEAL = re.compile("废止|停止执行|不再执行")
_TERM = re.compile("有效期|施行|实施|执行")


def answer_validity(
    question: Question, infos: Sequence[DocumentInfo], library: Library, today: date
) -> tuple[Part, list[str]] | None:
    """The clause that decides, and a note saying what follows; `None` when the question names no document we hold."""
    asked = _named(question, infos)
    if asked is None:
        return None
    later = superseded(infos).get(asked.id)
    if later is not None:
        successor = next(info for info in infos if info.id == later)
        found = _clause(library, successor, lambda text: _REPEAL.search(text) is not None)
        note = wording.repealed(successor.metadata.title.value)
        return (_part(found, successor), [note]) if found else None
    found = _clause(library, asked, lambda text: _TERM.search(text) is not None and re.search(r"\d", text) is not None)
    if not found:
        return None
    ends = asked.metadata.expires.value if asked.metadata.expires else ""
    begins = asked.metadata.effective.value if asked.metadata.effective else ""
    if expired(asked, today):
        note = wording.expired(ends)
    else:
        note = wording.IN_FORCE.format(begins=begins or "公布之日", ends=ends or "未写明")
    return _part(found, asked), [note]


def _named(question: Question, infos: Sequence[DocumentInfo]) -> DocumentInfo | None:
    for info in infos:
        number = info.metadata.doc_number
        if question.document_number and number and number.value == question.document_number:
            return info
    for info in sorted(infos, key=lambda info: -len(info.metadata.title.value)):
        title = fold(info.metadata.title.value)
        if title in question.titles or title in question.text:
            return info
    return None


def _clause(library: Library, info: DocumentInfo, decides: Callable[[str], bool]) -> Evidence | None:
    """The last sentence of a document that decides; such clauses stand at the end."""
    for chunk in reversed(library.chunks_of(info.id)):
        for sentence in reversed(split(chunk)):
            if decides(sentence.text):
                return Evidence(
                    sentence=sentence,
                    passage=_passage(chunk, info),
                    score=1.0,
                    covered=frozenset(),
                    status=Status.UNKNOWN,
                )
    return None


def _passage(chunk: Chunk, info: DocumentInfo) -> Passage:
    return Passage(
        chunk=chunk,
        title=info.metadata.title.value,
        region=info.metadata.region.value if info.metadata.region else "",
        kind=info.metadata.kind.value,
        source=info.source,
        score=1.0,
        similarity=None,
        found_by=("catalog",),
    )


def _part(found: Evidence, info: DocumentInfo) -> Part:
    return Part(scope=Scope(place=None, years=(), infos=(info,)), evidence=(found,))
