"""Answering, of a named document, whether it is in force (by its clauses or what ends it) and who issued it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date

from assistant.read.rules.compose import Part
from assistant.read.rules.evidence import Evidence, passage_of
from assistant.read.rules.lexicon import canonical
from assistant.read.rules.question import Question
from assistant.read.rules.scope import Scope
from assistant.say import wording
from assistant.say.sentences import split
from docs_store import lazy_re
from docs_store.catalog import DocumentInfo
from docs_store.document_set import DocumentSet
from docs_store.library import Library
from docs_store.textnorm import fold
from docs_store.titles import title_key
from docs_store.types import Kind, Status
from docs_store.validity import Force, begins_on, expired, force, is_draft, is_marked_repealed

_REPEAL = lazy_re.compile("废止|停止执行|不再执行")
_ISSUER = lazy_re.compile(
    "(?:哪个|哪家|哪一?个|什么|哪些|哪几个)(?:单位|部门|机关|机构|局)[^,。?]{0,4}(?:印发|发布|出台|制定|发文|发的|颁布|下发)"
    "|谁(?:印发|发布|出台|制定|发|颁布)|(?:印发|发布|发文|制定|颁布)(?:单位|机关|机构|部门)"
)
_APART = lazy_re.compile("[\\s、,;]+")
_TELLING = 0.3  # weight from which a topic word tells one paper from another
_VALIDITY = lazy_re.compile("失效|废止|有效期?|到期|作废|过期|执行|现行|印发|发布|出台|制定|颁布|下发|单位|部门|机关")
_EARLIER = lazy_re.compile(
    "(?<!养)[旧老](?:的|版)|旧(?=办法|细则|规定|政策|文件)|(?:原来|以前|之前|先前)的|上一?[版个]"
)
_TERM = lazy_re.compile("有效期|施行|实施|执行")


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


def answer_issuer(question: Question, infos: DocumentSet, library: Library, today: date) -> Part | None:
    """The line that names who issued a document; `None` where that is not asked, or of no document we hold."""
    if not _ISSUER.search(question.text):
        return None
    asked = _named(question, infos, today, infos.superseded(today))
    if asked is None or asked.metadata.issuer is None:
        return None
    issuers = [name for name in _APART.split(fold(asked.metadata.issuer.value)) if name]
    found = _clause(library, asked, lambda text: all(name in fold(text) for name in issuers))
    return _part(found, asked) if found else None


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
    """The document that a question names.

    Of several versions it is that of the year named, the earlier one where it says so, else the one in force.
    """
    for info in infos:
        number = info.metadata.doc_number
        if question.document_number and number and number.value == question.document_number:
            return info
    titles = infos.titles
    named = [info for info in infos if titles[info.id] in question.titles or titles[info.id] in question.text]
    if named:
        longest = max(len(titles[info.id]) for info in named)
        named = [info for info in named if len(titles[info.id]) == longest]
    else:
        named = _nicknamed(question, infos)
    if not named:
        return None
    years = {str(year) for year in (*question.years, *question.document_years)}
    earlier = _EARLIER.search(question.text) is not None
    return max(
        named,
        key=lambda info: (begins_on(info)[:4] in years, (force(info, today, successors) is Force.IN_FORCE) != earlier),
    )


def _nicknamed(question: Question, infos: DocumentSet) -> list[DocumentInfo]:
    """Versions of the one paper whose title holds all that the question names: 高企奖补办法; none where several do."""
    words = [word for word, weight in question.topic if weight >= _TELLING and not _VALIDITY.fullmatch(word)]
    if not words or question.titles or question.document_number:
        return []
    held = [
        info
        for info in infos
        if info.metadata.kind.value is not Kind.WORK_SUMMARY
        and all(word in canonical(infos.titles[info.id]) for word in words)
    ]
    return held if len({title_key(infos.titles[info.id]) for info in held}) == 1 else []


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
