"""Documents that say different things of one thing: a value, a day, an office. Both are said, neither is chosen.

Two sentences disagree only where nothing but the value parts them: same place, period and status, both of what is new
or neither, the same names beside the number. What differs in one of these is another figure, not a conflict.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.read.rules import stated
from assistant.read.rules.beside import CLAUSE, statement
from assistant.read.rules.compose import Part
from assistant.read.rules.counted import other_names
from assistant.read.rules.evidence import Evidence
from assistant.read.rules.kinds import Asked
from assistant.read.rules.lexicon import GENERIC, canonical, tagged, words_of
from assistant.read.rules.numbers import Measure, Quantity, quantities
from assistant.read.rules.question import Question
from assistant.read.rules.scope import Scope, status_of
from assistant.read.rules.topic import SUBJECT
from assistant.read.rules.values import agree, is_one_unit, values_of
from assistant.read.slots.rows import dated
from assistant.understand.indicators import SAYS_NEW
from docs_store import lazy_re
from docs_store.catalog import DocumentInfo
from docs_store.language.periods import years_in
from docs_store.textnorm import fold
from docs_store.types import Kind

_POINTS = frozenset((Asked.TIME, Asked.CONTACT, Asked.OFFICE))
_OF_FORM = words_of(
    "办法 细则 通知 规定 措施 意见 方案 公告 指南 若干 实施 管理 试行 关于 印发 组织 开展 做好 年度 时间 受理 联系 咨询"
)
_OFFICE = lazy_re.compile("(?:部门|单位|窗口|机构)(?:为|是|:) ?([\u4e00-\u9fff]{3,24})")
_AS_GOOD = 0.75  # share of the best sentence's score from which another document's sentence answers as well
_MOST = 3  # documents set beside the first
_SUM = lazy_re.compile("累计")
_ALL = lazy_re.compile("累计|总|达|拥有|[现共]有")  # how a stock is told: 累计120家, 总数120家
_MONTHS = lazy_re.compile("[0-9]{1,2}(?:[-—~至到][0-9]{1,2})?月|[上下]半年|(?:前[一二三]|[第一二三四1-4]{1,2})个?季度")


def disagreeing(question: Question, scope: Scope, found: Sequence[Evidence]) -> list[Evidence]:
    """The best sentence of each other document that gives another value than the best of all.

    Args:
        scope: what the evidence was found in.
        found: evidence of one place, best first; not empty.
    """
    best = found[0]
    if question.asked in _POINTS:
        return _pointing_apart(question, found)
    infos = {info.id: info for info in scope.infos}
    told: dict[str, Evidence] = {}
    for evidence in found[1:]:
        id_ = evidence.sentence.chunk.document_id
        if id_ == best.sentence.chunk.document_id or id_ in told or evidence.score < _AS_GOOD * best.score:
            continue
        if _is_of_same(question, best, evidence, infos):
            told[id_] = evidence
    differ: list[Evidence] = []
    for evidence in told.values():
        if all(_differ(known, evidence) for known in (best, *differ)):
            differ.append(evidence)
    return differ[:_MOST]


def _pointing_apart(question: Question, found: Sequence[Evidence]) -> list[Evidence]:
    """The best sentence of each other document that gives another day, term, telephone number or office."""
    best = found[0]
    told: dict[str, Evidence] = {best.sentence.chunk.document_id: best}
    for evidence in found[1:]:
        if (
            evidence.score >= _AS_GOOD * best.score
            and evidence.sentence.chunk.document_id not in told
            and _is_on_same(question, best, evidence)
            and all(_points_apart(question, known, evidence) for known in told.values())
        ):
            told[evidence.sentence.chunk.document_id] = evidence
    return list(told.values())[1 : _MOST + 1]


def _is_on_same(question: Question, best: Evidence, other: Evidence) -> bool:
    """Whether two sentences answer for one measure or event: the titles, too, name nothing that parts them."""
    subject = {word for word, weight in question.topic if weight >= SUBJECT}
    alike = (
        bool(subject)
        and best.passage.region == other.passage.region
        and (best.passage.kind is Kind.WORK_SUMMARY) is (other.passage.kind is Kind.WORK_SUMMARY)
        and best.status is other.status
    )
    if not alike or best.passage.kind is Kind.WORK_SUMMARY:
        return alike and best.covered & subject == other.covered & subject
    return _named(question, best) == _named(question, other)


def _named(question: Question, evidence: Evidence) -> frozenset[str]:
    """What a policy is about beyond the question, by its title and the heading of the rule."""
    heading = evidence.sentence.chunk.heading
    text = canonical(f"{evidence.passage.title} {heading[-1] if heading and '|' not in heading[-1] else ''}")
    asked = f"{canonical(question.text)} {canonical(evidence.passage.region)}"
    words = (word for word, tag in tagged(text) if tag[0] in "njl" and len(word) > 1)
    return frozenset(word for word in words if word not in asked and word not in GENERIC | _OF_FORM)


def _points_apart(question: Question, first: Evidence, second: Evidence) -> bool:
    """Whether what two sentences point to is not the same."""
    if question.asked is Asked.OFFICE:
        here, there = (set(_OFFICE.findall(fold(e.sentence.text))) for e in (first, second))
        return bool(here and there) and not any(a in b or b in a for a in here for b in there)
    for measure in first.gives & second.gives:
        known, other = (stated.marks(fold(e.sentence.text), e.values, measure) for e in (first, second))
        if measure is Measure.DATE:
            if len(known) > 1 and len(other) > 1:
                known, other = known[-1:], other[-1:]  # of two terms that begin together the ends tell
            if not any(stated.may_be_same_year(a, b) for a in known for b in other):
                return False  # the dates of two years
        if known and other and not any(stated.is_same_mark(a, b) for a in known for b in other):
            return True
    return False


def documents(parts: Sequence[Part]) -> list[tuple[str, str]]:
    """Title and date of the document behind each of several parts."""
    infos = {info.id: info for part in parts for info in part.scope.infos}
    return [dated(infos[part.evidence[0].sentence.chunk.document_id]) for part in parts]


def _is_of_same(question: Question, best: Evidence, other: Evidence, infos: dict[str, DocumentInfo]) -> bool:
    """Whether two sentences tell one thing of one place, time and status."""
    subject = {word for word, weight in question.topic if weight >= SUBJECT}
    is_report = best.passage.kind is Kind.WORK_SUMMARY
    return (
        best.passage.region == other.passage.region
        and is_report is (other.passage.kind is Kind.WORK_SUMMARY)
        and (is_report or _named(question, best) == _named(question, other))  # two measures may well differ
        and best.status is other.status
        and best.covered & subject <= other.covered
        and any(
            _what(question, best, first, infos) == _what(question, other, second, infos)
            and _same_extent(best, first, other, second)
            for first in best.values
            for second in other.values
            if first.measure is second.measure
        )
    )


def _what(
    question: Question, evidence: Evidence, quantity: Quantity, infos: dict[str, DocumentInfo]
) -> tuple[object, ...]:
    """What a quantity is one of: its period, whether of what is new or planned, and the names beside it."""
    folded = fold(evidence.sentence.text)
    begins = statement(folded, quantity.start) if evidence.passage.kind is Kind.WORK_SUMMARY else (0, 0)
    own = _own(evidence, quantity)
    return (
        _years(evidence, quantity, infos),
        frozenset(_MONTHS.findall(folded)),
        SAYS_NEW.search(own) is not None,
        status_of(evidence.sentence, evidence.passage.kind, quantity.start),
        other_names(question, folded, quantity, begins, quantities(folded)),
    )


def _years(evidence: Evidence, quantity: Quantity, infos: dict[str, DocumentInfo]) -> frozenset[int]:
    """Years that a quantity is of: the last named before it, else its section's, else those its report covers."""
    chunk = evidence.sentence.chunk
    for clause in reversed(CLAUSE.split(fold(evidence.sentence.text)[: quantity.start])):
        if spoken := years_in(clause + "年" if clause[-4:].isdigit() else clause):
            return spoken
    years = infos[chunk.document_id].metadata.years
    if evidence.passage.kind is not Kind.WORK_SUMMARY:
        return frozenset()  # a rule holds as long as it is in force
    return frozenset(chunk.years or (years.value if years else ()))


def _same_extent(best: Evidence, first: Quantity, other: Evidence, second: Quantity) -> bool:
    """Whether both are of all there is up to now, or neither is: 累计投入 is not 投入."""
    texts = _own(best, first), _own(other, second)
    return not any(_SUM.search(text) for text in texts) or all(_ALL.search(text) for text in texts)


def _own(evidence: Evidence, quantity: Quantity) -> str:
    """The statement up to a quantity."""
    folded = fold(evidence.sentence.text)
    return folded[statement(folded, quantity.start)[0] : quantity.end]


def _differ(first: Evidence, second: Evidence) -> bool:
    """Whether two sentences give different values: some kind of quantity of which no two agree."""
    for measure in first.gives & second.gives:
        pairs = [(a, b) for a in values_of(first, measure) for b in values_of(second, measure) if is_one_unit(a, b)]
        if pairs and not any(agree(a, b) for a, b in pairs):
            return True
    return False
