"""Whether a yes or no is what the cited passage decides: decided anew, from the passage alone."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.read.rules import claims, stated
from assistant.read.rules.check.source import Fault, FaultKind, Source
from assistant.read.rules.check.values import values_in
from assistant.read.rules.numbers import quantities
from assistant.say import wording
from docs_store.textnorm import fold
from docs_store.types import Verdict


def is_said(text: str) -> bool:
    """Whether a sentence is a yes or a no."""
    return text in (wording.YES, wording.NO)


def check(text: str, cited: Sequence[Source], verdict: Verdict | None) -> list[Fault]:
    """What is wrong with a yes or no."""
    claim = claims.read(f"{verdict.claim}吗") if verdict else None
    says = text == wording.YES
    agrees = verdict is not None and claim is not None and verdict.holds is says
    if not (agrees and claim and any(_decides(claim, source, says) for source in cited)):
        return [Fault(FaultKind.MEANING, text)]
    return []


def _decides(claim: claims.Claim, source: Source, holds: bool) -> bool:
    if claim.measure is None:
        lines = source.quote.split("\n")
        return any(stated.by_words(claim, line, source.heading, source.title) is holds for line in lines)
    folded = fold(source.quote)
    if claim.measure in stated.MARKS:
        marks = [(q.start, q.end) for q in quantities(folded) if q.measure is claim.measure]
        near = [folded[slice(*marks[i])] for i in stated.meant(claim, folded, marks)]
        return stated.by_mark(claim, near) is holds
    unit = {value.base for value, _, _ in values_in(claim.stated) if value.base}
    values = [found for found in values_in(folded) if found[0].base in unit or not unit]
    near_values = [values[i][0] for i in stated.meant(claim, folded, [(start, end) for _, start, end in values])]
    return any(stated.by_number(claim, value) is holds for value in near_values)
