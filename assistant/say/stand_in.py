"""The source's own sentence in place of a finding that did not pass, where it answers by itself."""

from __future__ import annotations

from assistant.check.addressed import to_a_machine
from assistant.check.faults import FaultKind
from assistant.check.findings import Checked
from assistant.check.words import carried
from assistant.turn import Plan
from docs_store.types import Kind

_LONGEST = 260  # characters
_ANSWERS = 0.5  # share of the finding's and the question's words that the sentence must hold
# Faults that tell that the passage is of something else; its own words would mislead as much.
_ELSEWHERE = frozenset({FaultKind.SCOPE, FaultKind.YEAR, FaultKind.PLACE, FaultKind.STATUS, FaultKind.ORDERS})


def stand_in(checked: Checked, plan: Plan) -> str | None:
    """The quoted sentences, named by their document; `None` where they do not answer by themselves."""
    if not checked.grounds or any(fault.kind in _ELSEWHERE for fault in checked.faults):
        return None
    texts = list(dict.fromkeys(ground.text.strip() for ground in checked.grounds))
    text = "".join(texts)
    if (
        len(text) > _LONGEST
        or "|" in text
        or to_a_machine(text)
        or len({g.source.document_id for g in checked.grounds}) > 1
    ):
        return None
    source = checked.grounds[0].source
    around = [text, source.around]
    if carried(checked.finding.text, around) < _ANSWERS:
        return None
    if source.kind is Kind.WORK_SUMMARY and carried(plan.text, around) < _ANSWERS:
        return None
    return f"《{source.title}》：{text}"
