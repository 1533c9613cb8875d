"""Which quantities of a sentence are the one that a question asks for: of the kind asked, and beside its subject."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from assistant.read.rules.counted import is_of_other_thing
from assistant.read.rules.kinds import Asked
from assistant.read.rules.numbers import Measure, Quantity, quantities
from assistant.read.rules.question import Question
from assistant.read.rules.topic import coverage, searchable
from docs_store import lazy_re
from docs_store.language.stages import GOES_ON
from docs_store.types import Chunk, Kind

CLAUSE = lazy_re.compile("[,;:。!?]")
_BESIDE_NUMBER = 0.5  # weighted share of the topic that must stand in the clauses beside the number asked for
_LIMIT = lazy_re.compile("最高|最多|上限|封顶|不超过|限额|以内|不高于")
_LIMIT_OF_ALL = lazy_re.compile(rf"(?:{_LIMIT.pattern})[^,。;\\d]{{0,10}}:")  # 不超过以下标准: holds for the list
_ISSUED = lazy_re.compile("印发|发布|公布|成文|发文|出台|颁布")
_DONE = lazy_re.compile("申[报请领]|受理|报名|施行|实施|执行|截止|生效")  # what else than issuing has a day of its own
_OFTEN = lazy_re.compile(
    "每[半两三]?个?(?:年|月|季度?|周|天)(?:[^,。;]{0,4}[一二两三四\\d][次批])?|[一两三四五\\d]年[一二两三\\d][次批]|按[年月季]"
)
_OF_ONE = lazy_re.compile("[单每](?:[份笔次项]|个项目|个合同)|一[份笔](?:合同|贷款)")
_OF_A_YEAR = lazy_re.compile("每年|年度|全年|当年|一年内")


class Beside(NamedTuple):
    """Quantities of one kind that stand nearest to what is asked about.

    Attributes:
        share: weighted share of the topic, 0..1, that stands in the clauses beside them.
        quantities: those of this share, in the order of the sentence; their spans are of the folded sentence.
    """

    share: float
    quantities: tuple[Quantity, ...]


def beside_quantity(question: Question, folded: str, chunk: Chunk, context: str, kind: Kind) -> dict[Measure, Beside]:
    """For each kind of quantity asked for: those that the clauses beside them say most of the topic of.

    Beside a number are its clause and the one before; beside a date also the one after. What only goes on about the
    number before (同比增长5%, 居全省第3位) stands beside what that one stands beside. A sentence of a report strings
    facts together, one of a policy is one rule, so there all that comes before is beside.
    """
    is_report = kind is Kind.WORK_SUMMARY
    in_table = "|" in folded and bool(chunk.heading)
    announced = "" if is_report else context
    limits = f"{folded} {chunk.heading[-1]}" if in_table else folded
    if question.limit_words and not (_LIMIT.search(limits) or _LIMIT_OF_ALL.search(announced)):
        return {}
    if question.asks_yearly and _OF_ONE.search(folded) and not _OF_A_YEAR.search(folded):
        return {}  # so much for one contract is not what there is in a year
    cuts = [0, *(match.end() for match in CLAUSE.finditer(folded)), len(folded)]
    best: dict[Measure, Beside] = {}
    found = quantities(folded)
    for quantity in _fitting(question, found, folded):
        clause = max(i for i, cut in enumerate(cuts[:-1]) if cut <= quantity.start)
        is_date = quantity.measure is Measure.DATE
        own = folded[cuts[clause] : cuts[clause + 1]]
        before = folded[cuts[max(clause - 1, 0)] : cuts[clause]]
        is_issue = _ISSUED.search(own if _DONE.search(own) else f"{before} {own} {chunk.heading[-1:]}") is not None
        if is_date and is_issue is not (_ISSUED.search(question.text) is not None):
            continue  # when a document was issued is not when anything may be done, nor the other way round
        until = min(clause + (2 if is_date or quantity.measure is Measure.DURATION else 1), len(cuts) - 1)
        first = _first_clause(folded, cuts, clause)
        if is_report and is_of_other_thing(question, folded, quantity, (cuts[first], cuts[clause]), found):
            continue
        since = cuts[max(first - 1, 0)] if is_report else 0
        around = "" if is_report and not folded.startswith("其中") else context
        near, wide = (
            coverage(question.topic, f"{around} {searchable(folded[a:b])}")
            for a, b in ((cuts[clause], cuts[clause + 1]), (since, cuts[until]))
        )
        if wide < _BESIDE_NUMBER:
            continue
        share = 0.25 * near + 0.75 * wide
        if not question.measures and quantity.measure in (Measure.PERCENT, Measure.GROWTH):
            share *= 0.8  # 投资是多少 asks for the thing itself before its share or growth
        known = best.get(quantity.measure, Beside(0.0, ()))
        if share >= known.share:
            alike = known.quantities if share == known.share else ()
            best[quantity.measure] = Beside(share, (*alike, quantity))
    return best


def statement(folded: str, at: int) -> tuple[int, int]:
    """Offsets where the statement begins that what stands at an offset belongs to, and where its own clause does."""
    cuts = [0, *(match.end() for match in CLAUSE.finditer(folded, 0, at))]
    return cuts[_first_clause(folded, cuts, len(cuts) - 1)], cuts[-1]


def _first_clause(folded: str, cuts: Sequence[int], clause: int) -> int:
    """The clause that one goes on about, by its number: itself, unless it is 同比增长5%."""
    while clause > 0 and GOES_ON.match(folded, cuts[clause]):
        clause -= 1
    return clause


def _fitting(question: Question, found: Sequence[Quantity], folded: str) -> list[Quantity]:
    """Quantities of the kind asked for."""
    if question.asked is Asked.CONTACT:
        return [q for q in found if q.measure is Measure.PHONE]
    if question.asked is Asked.TIME:
        if question.asks_frequency:
            return [Quantity(Measure.DURATION, None, "", *match.span()) for match in _OFTEN.finditer(folded)]
        if question.asks_duration:
            return [q for q in found if q.measure is Measure.DURATION]
        return [
            q
            for q in found
            if (q.measure is Measure.DATE and not (q.unit == "年" and question.asks_day))
            or (q.measure is Measure.DURATION and question.asks_how_soon and folded[: q.end].endswith("内"))
        ]
    numbers = [q for q in found if q.measure not in (Measure.DATE, Measure.DURATION, Measure.PHONE)]
    if not question.measures:
        return [q for q in numbers if q.measure is not Measure.RANK and not _is_word(q, folded)]
    return [q for q in numbers if _is_asked(q, question)]


def _is_word(quantity: Quantity, folded: str) -> bool:
    """Whether it is a count in words, which is named in passing more often than it is told: 两项制度."""
    counts = quantity.measure in (Measure.COUNT, Measure.OTHER)
    return counts and not folded[quantity.start].isdigit()


def _is_asked(quantity: Quantity, question: Question) -> bool:
    if quantity.measure is Measure.RANK:
        return Measure.RANK in question.measures
    if not quantity.unit and Measure.COUNT in question.measures:
        return True
    counts = quantity.measure in (Measure.COUNT, Measure.OTHER)
    if counts and question.units and quantity.unit not in question.units:
        return False
    return quantity.measure in question.measures
