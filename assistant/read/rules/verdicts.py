"""Yes or no: only where a passage decides it, and only where none that answers as well says otherwise."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.read.rules import stated
from assistant.read.rules.beside import statement
from assistant.read.rules.claims import Claim
from assistant.read.rules.counted import other_names
from assistant.read.rules.denial import ENTITLES
from assistant.read.rules.evidence import Evidence, whole_chunk
from assistant.read.rules.lexicon import canonical
from assistant.read.rules.numbers import Measure, Quantity, quantities
from assistant.read.rules.question import Question
from assistant.read.rules.scope import PLANNED
from assistant.read.rules.topic import SUBJECT, present
from assistant.read.rules.values import values_in
from docs_store import lazy_re
from docs_store.language.word_classes import WordClass, has
from docs_store.textnorm import fold
from docs_store.types import Chunk, Kind, Passage, Status

_MAY = lazy_re.compile("享受|申[请报领]|符合|适用|给予|[领拿补]|支持|资助|奖|参[加评]|资格|用(?!于)|政策")
_GIVEN = lazy_re.compile("给予|予以|奖励|奖补|补助|补贴|资助")
_FOR_WHOM = (lazy_re.compile("对象|适用范围|支持范围"), lazy_re.compile("条件"))
_AS_GOOD = 0.75  # share of the best sentence's score from which another has a say too


def decide(question: Question, found: Sequence[Evidence]) -> tuple[bool | None, list[Evidence]]:
    """What the evidence says to the claim of a yes/no question, and the sentences that say it.

    Args:
        found: evidence of one place, best first.

    Returns:
        Whether the claim holds, `None` where no passage decides, and the deciding sentence; none where the answer is
        that of the open question; several where they say different things.
    """
    claim = question.claim
    assert claim is not None
    near = [evidence for evidence in found if evidence.score >= _AS_GOOD * found[0].score]
    if claim.measure:
        near = _closest(claim, [evidence for evidence in near if evidence.gives & _measures(claim)])
    verdicts = [_of_number(question, e) if claim.measure else _of_words(question, e) for e in near]
    decided = {verdict: near[verdicts.index(verdict)] for verdict in verdicts if verdict is not None}
    if len(decided) > 1:
        return None, list(decided.values())
    # Where a number is claimed, the sentence that answers best must itself decide; in words, any that says just this.
    if not decided or (claim.measure and not claim.is_case and verdicts[0] is None):
        return None, []
    ((holds, evidence),) = decided.items()
    return holds, [evidence]


def _measures(claim: Claim) -> set[Measure]:
    return {claim.measure or Measure.OTHER} if claim.measure is not Measure.OTHER else set(Measure)


def _closest(claim: Claim, found: Sequence[Evidence]) -> list[Evidence]:
    """Evidence without that which another outdoes: which holds all its words of the claim, and some more.

    Of 首次认定奖励20万元 and 重新认定奖励12万元 one alone speaks of 首次认定奖励. Words of the title are
    every sentence's; but a sentence that names them itself is not outdone by one that does not.
    """
    words = stated.words_claimed(claim.text)
    held = []
    for evidence in found:
        text, title = canonical(evidence.sentence.text), canonical(evidence.passage.title)
        here = {word for word in words if word in text}
        held.append(({word for word in here if word not in title}, {word for word in here if word in title}))
    return [
        evidence
        for evidence, (own, shared) in zip(found, held, strict=True)
        if not any(own < others_own and shared <= others_shared for others_own, others_shared in held)
    ]


def to_the_point(question: Question, found: Sequence[Evidence], passages: Sequence[Passage]) -> list[Evidence]:
    """Evidence that says something of what is claimed, beyond what documents are about throughout.

    Args:
        passages: what was retrieved; their titles name what documents are about.
    """
    claim = question.claim
    assert claim is not None
    if claim.is_case and any(e.passage.kind is not Kind.WORK_SUMMARY for e in found):
        return [e for e in found if "|" not in e.sentence.text and _meant(claim, e, fold(e.sentence.text))]
    if claim.measure:
        return list(found)
    titles = " ".join({passage.title for passage in passages})
    words = [word for word in stated.words_claimed(claim.text, titles) if word not in ENTITLES]
    texts = [canonical(f"{e.sentence.text} {''.join(e.sentence.chunk.heading[-1:])}") for e in found]
    return [e for e, text in zip(found, texts, strict=True) if not words or any(present(word, text) for word in words)]


def who_may(
    question: Question, passages: Sequence[Passage], chunks_of: Callable[[str], Sequence[Chunk]]
) -> list[Evidence]:
    """For a claim on which nothing is said, that something may be had: whom the document asked about is for.

    Args:
        passages: what was retrieved, best first.
        chunks_of: the chunks of a document by its id, in order.
    """
    claim = question.claim
    assert claim is not None
    if not _MAY.search(claim.text):
        return []
    subject = [word for word, weight in question.topic if weight >= SUBJECT]
    for passage in passages:
        title = canonical(passage.title)
        if passage.kind is Kind.WORK_SUMMARY or not any(word in title for word in subject):
            continue
        chunks = chunks_of(passage.chunk.document_id)
        for named in reversed(_FOR_WHOM) if claim.is_case else _FOR_WHOM:
            for chunk in chunks:
                if named.search(" ".join(chunk.heading)):
                    return whole_chunk(replace(passage, chunk=chunk))
        return []
    return []


def _fits_status(question: Question, evidence: Evidence) -> bool:
    """Whether what a sentence tells may decide: a forecast or a target only where one is asked about."""
    return evidence.status in (Status.ACTUAL, Status.UNKNOWN) or evidence.status is question.status


def _of_number(question: Question, evidence: Evidence) -> bool | None:
    claim = question.claim
    assert claim is not None
    if not _fits_status(question, evidence) or ("|" in evidence.sentence.text and claim.is_case):
        return None
    folded = fold(evidence.sentence.text)
    meant = _meant(claim, evidence, folded)
    if any(_is_foretold(question, folded, quantity) for quantity in meant):
        return None
    if claim.measure in stated.MARKS:
        return stated.by_mark(claim, [folded[q.start : q.end] for q in meant])
    verdicts = set()
    for value, start, end in values_in(folded):
        for quantity in meant:
            if start < quantity.end and quantity.start < end:
                names = (claim.is_case or evidence.passage.kind is Kind.WORK_SUMMARY) and _other_names(
                    question, evidence, folded, quantity
                )
                verdicts.add(None if names else stated.by_number(claim, value))
    return verdicts.pop() if len(verdicts) == 1 else None


def _meant(claim: Claim, evidence: Evidence, folded: str) -> list[Quantity]:
    """The quantities of the kind claimed that stand nearest to its words."""
    given = [
        q for q in evidence.values if q.measure in _measures(claim) and not (claim.is_case and _is_gift(q, folded))
    ]
    return [given[i] for i in stated.meant(claim, folded, [(q.start, q.end) for q in given])]


def _is_gift(quantity: Quantity, folded: str) -> bool:
    """Whether a number is of what is given, and so bounds no case: 给予补助,最高不超过40万元."""
    return _GIVEN.search(_last_clauses(folded[: quantity.start])) is not None


def _last_clauses(text: str) -> str:
    return ",".join(text.split(",")[-2:])


def _is_foretold(question: Question, folded: str, quantity: Quantity) -> bool:
    """Whether a number is a forecast or planned, and neither is asked about."""
    clause = stated.clause_of(folded, quantity.start, quantity.end)
    if has(clause, WordClass.EXPECTED):
        return question.status is not Status.EXPECTED
    return PLANNED.search(clause) is not None and question.status is not Status.TARGET


def _other_names(question: Question, evidence: Evidence, folded: str, quantity: Quantity) -> bool:
    """Whether the words beside a number name something that the question does not."""
    report = evidence.passage.kind is Kind.WORK_SUMMARY
    begins = statement(folded, quantity.start) if report else (0, 0)
    title = evidence.passage.title
    return any(name not in title for name in other_names(question, folded, quantity, begins, quantities(folded)))


def _of_words(question: Question, evidence: Evidence) -> bool | None:
    claim = question.claim
    assert claim is not None
    if not _fits_status(question, evidence) or evidence.sentence.is_heading or "|" in evidence.sentence.text:
        return None
    heading = evidence.sentence.chunk.heading
    return stated.by_words(claim, evidence.sentence.text, heading[-1] if heading else "", evidence.passage.title)
