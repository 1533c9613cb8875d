"""Finding the sentences that answer.

A sentence is evidence only if what the question is about stands in it or above it (headings, title), in the right year
and status. For a question about a quantity, the quantity must stand with the subject: in the same clause or the one
after it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from assistant.lexicon import canonical, names_of
from assistant.numbers import Measure, Quantity, quantities
from assistant.question import Asked, Question
from assistant.scope import Scope, status_fit, status_of, year_fit
from docs_store.catalog import DocumentInfo
from docs_store.textnorm import clean_chunk, fold, sentences
from docs_store.types import Chunk, Kind, Passage, Status

CERTAIN = 0.66  # weighted share of the topic that must stand in a sentence and its context
_BESIDE_NUMBER = 0.5  # the same for the clauses beside the number that is asked for
_SUBJECT = 0.9  # topic words of at least this weight are the subject; each must be met for the most part
# A name beside an office or a form of address; nothing else in these texts tells a person's name from other words.
_NAMES_PERSON = re.compile(
    "(?:书记|局长|主任|部长|[省市区县镇乡]长|处长|科长|股长|院长|校长|主席|负责人|联系人):?\\s*[\u4e00-\u9fff]{2,3}(?=[,。;、()\\s]|$)"
    "|[\u4e00-\u9fff]{2,3}(?:同志|院士|教授)"
)
_LEAST_TOPIC = 0.6  # a question that says less than this of its subject (问题, 政策) cannot be answered
_CLAUSE = re.compile("[,;:。!?]")
_LIMIT = re.compile("最高|最多|上限|封顶|不超过|限额|以内|不高于")
_GOES_ON = re.compile("其中|同比|比上年|较上年|增长|增速|增幅|下降|提高|占|居|排|列|位居|完成率")
_CAUSE = re.compile("由于|因为|因|受.{1,16}影响|导致|造成|使得|原因|缺乏|不足|难以|致")
_LEAD = re.compile(
    r"\s*(?:#{1,6}\s*)?(?:第[一二三四五六七八九十百]{1,5}[章节条]|[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\)|\d{1,2}[、.](?!\d)|\(\d{1,2}\)|[①-⑳])\s*"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence of a chunk.

    Attributes:
        text: reading text, as an answer may say it.
        start, end: span in the document.
        index: position among the chunk's sentences.
        is_heading: it only announces what follows.
    """

    chunk: Chunk
    text: str
    start: int
    end: int
    index: int
    is_heading: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A sentence that answers, or helps to.

    Attributes:
        score: higher is better; comparable within one question.
        covered: topic words found in the sentence itself.
        status: what its numbers are.
        gives: kinds of quantity asked for that it gives.
    """

    sentence: Sentence
    passage: Passage
    score: float
    covered: frozenset[str]
    status: Status
    gives: frozenset[Measure] = frozenset()


def split(chunk: Chunk) -> list[Sentence]:
    """Sentences of a chunk, numbering at their start taken off."""
    reading = clean_chunk(chunk)
    found: list[Sentence] = []
    headings = {_bare(heading) for heading in chunk.heading}
    for start, end in sentences(reading.text):
        text = reading.text[start:end]
        is_heading = _bare(text) in headings
        lead = _LEAD.match(fold(text))
        if lead and lead.end() < len(text):
            start += lead.end()
            text = reading.text[start:end]
        source_start, source_end = reading.source_span(start, end)
        found.append(
            Sentence(
                chunk=chunk, text=text, start=source_start, end=source_end, index=len(found), is_heading=is_heading
            )
        )
    return found


def _bare(text: str) -> str:
    """A heading as one writes it or another: without marks and spaces."""
    return fold(text).lstrip("# ").strip(" 。:;").replace(" ", "")


def find(question: Question, scope: Scope, passages: Sequence[Passage]) -> list[Evidence]:
    """Sentences that answer the question within the scope, best first.

    Args:
        passages: what was retrieved for this question, best first; nothing else is looked at.
    """
    if sum(weight for _, weight in question.topic) < _LEAST_TOPIC and not question.document_number:
        return []
    infos = {info.id: info for info in scope.infos}
    top = max((passage.score for passage in passages), default=0.0)
    low = min((passage.score for passage in passages), default=0.0)
    found: list[Evidence] = []
    for passage in passages:
        info = infos.get(passage.chunk.document_id)
        if info is None:
            continue
        rank = (passage.score - low) / (top - low) if top > low else 1.0
        context = _searchable(fold(" ".join((info.metadata.title.value, *passage.chunk.heading))))
        title = _bare(info.metadata.title.value)
        parts = split(passage.chunk)
        for sentence in parts:
            if _bare(sentence.text) == title:
                continue  # it says what the document is about, and answers nothing
            before = parts[sentence.index - 1].text if sentence.index else ""
            evidence = _judge(question, scope, info, passage, sentence, before, context, rank)
            if evidence is not None:
                found.append(evidence)
    return sorted(found, key=lambda e: -e.score)


def _judge(
    question: Question,
    scope: Scope,
    info: DocumentInfo,
    passage: Passage,
    sentence: Sentence,
    before: str,
    context: str,
    rank: float,
) -> Evidence | None:
    folded = fold(sentence.text)
    kind = info.metadata.kind.value
    year = year_fit(passage.chunk, folded, info, scope.years)
    status = status_of(passage.chunk, _clause_asked(question, folded), kind)
    # 2023年完成多少,2024年目标多少: the target is asked of the last year
    earlier = bool(scope.years) and max(scope.years) < max(question.years, default=0)
    fit = status_fit(Status.UNKNOWN if earlier else question.status, status)
    if year == 0 or fit == 0:
        return None
    own = _searchable(folded)
    # A policy is about its title throughout; a report's title says nothing of its single sentences.
    around = f"{context} {_searchable(fold(before))} {own}"
    if kind is Kind.WORK_SUMMARY:
        about = own
    else:
        lead = _searchable(fold(before)) if fold(before).endswith(";") else ""  # one rule in two cases
        about, context = f"{_searchable(fold(info.metadata.title.value))} {lead} {own}", f"{context} {lead}"
    in_context = coverage(question.topic, around)
    if in_context < CERTAIN or not _subject_met(question, around):
        return None
    score = 0.45 * coverage(question.topic, about) + 0.2 * in_context + 0.15 * rank
    beside: dict[Measure, float] = {}
    if question.asked in (Asked.VALUE, Asked.TIME, Asked.CONTACT):
        beside = _beside_quantity(question, folded, passage.chunk, context, kind)
        if not beside:
            return None
        # 成交额多少、登记了多少项: a sentence that gives both is the better answer
        wanted = question.measures or beside.keys()
        score += 0.35 * (max(beside.values()) + sum(beside.get(m, 0.0) for m in wanted) / len(wanted)) / 2
    elif question.asked is Asked.PERSON and not _NAMES_PERSON.search(folded):
        return None
    elif sentence.is_heading:
        score -= 0.05
    elif question.asked is Asked.LIST and passage.chunk.heading:
        score += 0.15 * coverage(part_asked(question, passage.title), canonical(passage.chunk.heading[-1]))
    if question.asked is Asked.REASON and _CAUSE.search(folded) and not sentence.is_heading:
        score += 0.15
    covered = frozenset(word for word, _ in question.topic if _present(word, own) >= 0.6)
    return Evidence(
        sentence=sentence,
        passage=passage,
        score=score * year * fit,
        covered=covered,
        status=status,
        gives=frozenset(beside),
    )


def _clause_asked(question: Question, folded: str) -> str:
    """The clause that says most of what a number is asked about; the whole sentence for other questions.

    In 新培育高新技术企业47家,总量预计突破165家 only the second number is a forecast.
    """
    clauses = [clause for clause in _CLAUSE.split(folded) if any(map(str.isdigit, clause))]
    if question.asked is not Asked.VALUE or not clauses:
        return folded
    return max(clauses, key=lambda clause: coverage(question.topic, _searchable(clause)))


def _searchable(folded: str) -> str:
    """Text in which a word is found both as written and by its canonical name."""
    return f"{folded.lower()} {canonical(folded)}"


def coverage(topic: Iterable[tuple[str, float]], text: str) -> float:
    """Weighted share, 0..1, of topic words that stand in canonical text; 0 for a question without a topic."""
    total = met = 0.0
    for word, weight in topic:
        total += weight
        met += weight * _present(word, text)
    return met / total if total else 0.0


def part_asked(question: Question, title: str) -> list[tuple[str, float]]:
    """Topic words that the title does not hold: of 研发投入后补助需要什么材料, the materials."""
    title = canonical(title)
    return [(word, weight) for word, weight in question.topic if word not in title] or list(question.topic)


def _present(word: str, text: str) -> float:
    """1 for a word that stands in the text, part of it for a long one that stands there in pieces."""
    if word in text:
        return 1.0
    if len(word) < 3 or word[0].isdigit():
        return 0.0
    share = max(_share_of_pairs(name, text) for name in names_of(word))
    return 0.9 * share if share >= 0.5 else 0.0


def _share_of_pairs(name: str, text: str) -> float:
    if len(name) < 3:
        return 0.0
    pairs = {name[i : i + 2] for i in range(len(name) - 1)}
    return sum(pair in text for pair in pairs) / len(pairs)


def _subject_met(question: Question, text: str) -> bool:
    """Whether the subject words stand in the text. A long question that asks for no number may lack one of them."""
    subject = [word for word, weight in question.topic if weight >= _SUBJECT]
    missing = sum(_present(word, text) == 0 for word in subject)
    spare = len(subject) // (5 if question.asked is Asked.VALUE else 3)
    return missing <= spare


def _beside_quantity(question: Question, folded: str, chunk: Chunk, context: str, kind: Kind) -> dict[Measure, float]:
    """For each kind of quantity asked for: best coverage of the topic by the clauses beside one.

    Beside a number are its clause and the one before; beside a date also the one after. What only goes on about the
    number before (同比增长5%, 居全省第3位) stands beside what that one stands beside. A sentence of a report strings
    facts together, one of a policy is one rule, so there all that comes before is beside.
    """
    is_report = kind is Kind.WORK_SUMMARY
    in_table = "|" in folded and bool(chunk.heading)
    if question.limit_words and not _LIMIT.search(f"{folded} {chunk.heading[-1]}" if in_table else folded):
        return {}
    cuts = [0, *(match.end() for match in _CLAUSE.finditer(folded)), len(folded)]
    best: dict[Measure, float] = {}
    for quantity in _fitting(question, quantities(folded)):
        clause = max(i for i, cut in enumerate(cuts[:-1]) if cut <= quantity.start)
        until = min(clause + (2 if quantity.measure is Measure.DATE else 1), len(cuts) - 1)
        first = clause
        while first > 0 and _GOES_ON.match(folded, cuts[first]):
            first -= 1
        since = cuts[max(first - 1, 0)] if is_report else 0
        around = "" if is_report else context
        near, wide = (
            coverage(question.topic, f"{around} {_searchable(folded[a:b])}")
            for a, b in ((cuts[clause], cuts[clause + 1]), (since, cuts[until]))
        )
        if wide < _BESIDE_NUMBER:
            continue
        share = 0.25 * near + 0.75 * wide
        if not question.measures and quantity.measure in (Measure.PERCENT, Measure.GROWTH):
            share *= 0.8  # 投资是多少 asks for the thing itself before its share or growth
        best[quantity.measure] = max(best.get(quantity.measure, 0.0), share)
    return best


def _fitting(question: Question, found: Sequence[Quantity]) -> list[Quantity]:
    """Quantities of the kind asked for."""
    if question.asked is Asked.CONTACT:
        return [q for q in found if q.measure is Measure.PHONE]
    if question.asked is Asked.TIME:
        if question.asks_duration:
            return [q for q in found if q.measure is Measure.DURATION]
        return [q for q in found if q.measure is Measure.DATE and not (q.unit == "年" and question.asks_day)]
    numbers = [q for q in found if q.measure not in (Measure.DATE, Measure.DURATION, Measure.PHONE)]
    if not question.measures:
        return [q for q in numbers if q.measure is not Measure.RANK]
    return [q for q in numbers if _is_asked(q, question)]


def _is_asked(quantity: Quantity, question: Question) -> bool:
    if not quantity.unit and Measure.COUNT in question.measures:
        return True
    counts = quantity.measure in (Measure.COUNT, Measure.OTHER)
    if counts and question.units and quantity.unit not in question.units:
        return False
    return quantity.measure in question.measures


def whole_point(evidence: Evidence) -> list[Evidence]:
    """All sentences of the chunk that a sentence stands in, in order."""
    return [replace(evidence, sentence=sentence) for sentence in split(evidence.passage.chunk)]
