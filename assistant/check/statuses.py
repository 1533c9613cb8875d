"""Whether a sentence tells a plan or forecast as a result, or a result as a plan. Only reports tell either."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.check.amounts import bounds
from assistant.check.asked import Asked
from assistant.check.bindings import Bound, bound_quantities
from assistant.check.faults import Fault, FaultKind
from assistant.check.quotes import Ground
from docs_store import lazy_re, statements
from docs_store.language import stages as stage_words
from docs_store.language.word_classes import WordClass, has
from docs_store.types import Kind, Status

_DONE = lazy_re.compile("实际(?:数|完成|入库|达到|新|认定|引进)|已(?:完成|达到|实现|超额)")
_NAMED = lazy_re.compile("《[^《》]{1,80}》")


def wrong_status(text: str, grounds: Sequence[Ground], asked: Asked) -> list[Fault]:
    """A plan or forecast said as a result, or a result said as a plan. Only reports tell results and plans.

    To a question for a target, or for a forecast, a sentence need not say that it is one.
    """
    text = _NAMED.sub("《》", text)  # 《2024年工作计划》 is a document's name
    said = {b.quantity.value: b for b in bound_quantities(text)}
    is_plan, is_forecast = has(text, WordClass.TARGET), has(text, WordClass.EXPECTED)
    held: set[Status] = set()
    for ground in grounds:
        if ground.source.kind is not Kind.WORK_SUMMARY:
            return []
        numbers = [b for b in bounds(ground) if abs(b.quantity.value) in {abs(v) for v in said}]
        held |= _statuses_of(ground, numbers)
    if held == {Status.TARGET} and not (is_plan or is_forecast or asked.status is Status.TARGET):
        return [Fault(FaultKind.STATUS, "目标或计划")]
    if held == {Status.EXPECTED} and not (is_forecast or asked.status is Status.EXPECTED):
        return [Fault(FaultKind.STATUS, "预计")]
    if held and held <= {Status.TARGET, Status.EXPECTED} and _DONE.search(text):
        return [Fault(FaultKind.STATUS, "目标、计划或预计")]
    planned = [b for b in said.values() if b.is_target]
    for ground in grounds if held == {Status.ACTUAL} else ():
        equal = [b for b in bounds(ground) if any(b.quantity.value == p.quantity.value for p in planned)]
        if equal and not any(b.is_target for b in equal):
            return [Fault(FaultKind.STATUS, "已完成的结果")]
    if held == {Status.ACTUAL} and is_forecast and not is_plan:
        return [Fault(FaultKind.STATUS, "已完成的结果")]
    if held == {Status.ACTUAL} and stage_words.of_words(text, Status.ACTUAL) is not None:
        return [Fault(FaultKind.STATUS, "已完成的结果")]
    return []


def is_of_another_stage(text: str, grounds: Sequence[Ground]) -> bool:
    """Whether a sentence puts a thing at a stage (done, under way, to come) that no word of its passages puts it at.

    In a rule, what is done (已取得证书的) is a case and what has a date is past by now, so 已 tells no stage there.
    """
    stages = {WordClass.UNDER_WAY, WordClass.EXPECTED, WordClass.TARGET}
    if all(ground.source.kind is Kind.WORK_SUMMARY for ground in grounds):
        stages.add(WordClass.DONE)
    held = "\n".join(f"{ground.text}\n{ground.source.around}" for ground in grounds)
    return any(has(text, stage) and not has(held, stage) for stage in stages)


def _statuses_of(ground: Ground, numbers: Sequence[Bound]) -> set[Status]:
    """What a passage tells of these numbers; of all of it where there are none."""
    found = statements.of_words(ground.text, ground.source.status)
    places = [bound.quantity.start for bound in numbers]
    told = {s.status_at(place) for s in found for place in places if s.start <= place < s.end}
    return told or {s.status for s in found}
