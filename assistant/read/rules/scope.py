"""Region, year, status and validity as constraints: what may be evidence for a question, and what may not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from assistant.read.rules.kinds import Asked
from assistant.read.rules.question import Question
from assistant.understand.places import Place, speaking_for
from docs_store import lazy_re, validity
from docs_store.catalog import DocumentInfo
from docs_store.dates import first_date
from docs_store.document_set import DocumentSet
from docs_store.language.periods import year_mentions
from docs_store.language.word_classes import WordClass, has
from docs_store.textnorm import fold
from docs_store.titles import title_key
from docs_store.types import Chunk, Kind, Status

_ONWARDS = lazy_re.compile(
    r"(?<!\d)(?:19|20)\d\d年(?:\d{1,2}月(?:\d{1,2}日)?)?(?:度)?(?:起|开始|以来|之?后|以后|始)|自(?:19|20)\d\d年"
)
_DRAFT = lazy_re.compile("征求意见|草案|送审稿|讨论稿")
PLANNED = lazy_re.compile("力争|目标|计划(?!项目)|拟|争取|确保|将(?:达|新|实|超|突)|到20\\d\\d年(?:底|末)?[,，]?")

CALLED_TARGET = lazy_re.compile("目标(?:建议)?[:为是]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What one answer may draw on: documents of one place (or of all), for some years.

    Attributes:
        place: `None` for a question that names none.
        years: years asked about; empty for any.
        infos: documents that qualify.
    """

    place: Place | None
    years: tuple[int, ...]
    infos: tuple[DocumentInfo, ...]

    @property
    def document_ids(self) -> frozenset[str]:
        """Ids of the qualifying documents."""
        return frozenset(info.id for info in self.infos)


def scopes(question: Question, places: Sequence[Place], infos: DocumentSet, today: date) -> list[Scope]:
    """One scope for each place, and for each year where several are asked about.

    Of several versions of a law or policy, the one in force on the day asked about is taken, and drafts are left out,
    unless the question is about validity or names another one's year, number or title.
    """
    result = []
    for place in places or (None,):
        local: Sequence[DocumentInfo] = infos
        if place is not None:
            local = [i for i in speaking_for(place, infos) if not _is_namesake(i, place, question, infos)]
        if question.document_number or question.document_years:
            local = [info for info in local if _is_named(info, question)]
        for years in [(year,) for year in question.years] if len(question.years) > 1 else [question.years]:
            day = _day_asked(question, years, today)
            in_force, replaced, coming = infos.in_force(day), infos.superseded(day), infos.not_yet(day)
            covering = [info for info in local if _covers(info, years)] if years else local
            qualified = [
                info
                for info in covering
                if info.id in in_force
                or question.asked is Asked.VALIDITY
                or _asks_for_old(
                    info, question, () if info.id in coming else years, infos.titles.get(replaced.get(info.id, ""))
                )
            ]
            result.append(Scope(place=place, years=years, infos=tuple(qualified)))
    return result


def _day_asked(question: Question, years: Sequence[int], today: date) -> date:
    """The day on which a paper must be in force: one that the question names, the end of its year, else today."""
    named = first_date(question.text)
    if named is not None and named.year in (*years, *question.document_years):
        return named
    past = [year for year in years if year < today.year]
    return date(max(past), 12, 31) if past else today


def year_fit(chunk: Chunk, sentence: str, info: DocumentInfo, years: Sequence[int]) -> float:
    """How well a sentence speaks of the years asked about: 1 it does, 0 it cannot, between: its section does.

    Args:
        sentence: folded reading text.
        years: empty when any year will do.
    """
    if not years:
        return 1.0
    spoken = years_spoken(sentence)
    if spoken & set(years):
        return 1.0
    if chunk.years:
        fits = bool(set(chunk.years) & set(years))
        return (0.8 if spoken else 1.0) if fits else 0.0
    if spoken and (info.metadata.kind.value is Kind.WORK_SUMMARY or not _goes_on(sentence, spoken, years)):
        return 0.0
    return (0.8 if spoken else 1.0) if _covers(info, years) else 0.0


def _goes_on(sentence: str, spoken: set[int], years: Sequence[int]) -> bool:
    """Whether what a sentence dates by a year holds in later ones too: 2024年1月起, 自2023年实施以来, 2023年以后."""
    return min(spoken) <= max(years) and _ONWARDS.search(fold(sentence)) is not None


def status_of(chunk: Chunk, sentence: str, kind: Kind) -> Status:
    """Whether a sentence of a report tells a result, a forecast or a target; `UNKNOWN` for other kinds."""
    if kind is not Kind.WORK_SUMMARY:
        return Status.UNKNOWN
    if chunk.status is Status.TARGET or CALLED_TARGET.search(sentence):
        return Status.TARGET
    if has(sentence, WordClass.EXPECTED):
        return Status.EXPECTED
    if chunk.status is Status.UNKNOWN and PLANNED.search(sentence):
        return Status.TARGET
    return Status.ACTUAL


def status_fit(asked: Status, found: Status) -> float:
    """1 for the status asked for, 0 for one that must not stand in for it, between for what needs a remark."""
    if Status.UNKNOWN in (asked, found):
        return 0.9 if found is Status.TARGET else 1.0
    if asked is found:
        return 1.0
    if asked is Status.TARGET or found is Status.TARGET:
        return 0.0
    return 0.8  # a forecast where a result was asked for, or the other way round


def is_for_later(sentence: str, info: DocumentInfo, years: Sequence[int]) -> bool:
    """Whether a target cannot be one for the years asked about: what names no year is planned for its report's last."""
    covered = info.metadata.years.value if info.metadata.years else ()
    return bool(years and covered) and max(years) < max(covered) and not years_spoken(sentence) & set(years)


def years_spoken(sentence: str) -> set[int]:
    """Calendar years that a sentence names, or a row in its first cell; spans count with all years inside."""
    return {year for mention in year_mentions(sentence) if not mention.by_plan for year in mention.years}


def _covers(info: DocumentInfo, years: Sequence[int]) -> bool:
    """Whether a document can speak of a year: it covers it, or is in force in it."""
    if not years:
        return True
    metadata = info.metadata
    if metadata.years and set(metadata.years.value) & set(years):
        return True
    if metadata.kind.value in (Kind.WORK_SUMMARY, Kind.NOTICE) and metadata.years:
        return False
    begins = validity.begins_on(info)
    if not begins:
        return metadata.years is None
    ends = int(metadata.expires.value[:4]) if metadata.expires else 9999
    return any(int(begins[:4]) <= year <= ends for year in years)


def _is_named(info: DocumentInfo, question: Question) -> bool:
    """Whether the document is among those that the question names by number or year."""
    if question.document_number:
        return info.metadata.doc_number is not None and info.metadata.doc_number.value == question.document_number
    if question.document_years and info.metadata.kind.value is Kind.WORK_SUMMARY:
        title_years = {int(year) for year in re.findall(r"20\d\d", info.metadata.title.value + info.source)}
        return not title_years or bool(title_years & set(question.document_years))
    return True


def _is_namesake(info: DocumentInfo, place: Place, question: Question, infos: DocumentSet) -> bool:
    """Whether the question names the place's own paper, of which this one bears the name but not the place.

    国家's 优化营商环境条例 holds for a city too, but is not what 某市优化营商环境条例 says.
    """
    own = info.metadata.region.value if info.metadata.region else ""
    return own != place.path and f"{place.surface}{title_key(infos.titles[info.id])}" in question.text


def _asks_for_old(info: DocumentInfo, question: Question, years: Sequence[int], successor: str | None) -> bool:
    """Whether a question names a document that is not in force, by its year, number or title.

    Args:
        years: years whose papers are meant, even those that ended within them.
        successor: title of the document that took its place. A title that both bear names the one in force.
    """
    title = fold(info.metadata.title.value)
    number = info.metadata.doc_number.value if info.metadata.doc_number else ""
    if (number and number == question.document_number) or (title in question.titles and title != successor):
        return True
    if validity.is_draft(info):
        return _DRAFT.search(question.text) is not None
    own = set(info.metadata.years.value) if info.metadata.years else set()
    return bool(own & set(years))
