"""Whether a yes or no is what the cited passage decides: decided anew, from the passage alone."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.find.cited import Cited
from assistant.read.rules import claims, stated
from assistant.read.rules.numbers import quantities
from assistant.read.rules.values import values_in
from assistant.say import wording
from assistant.say.sentences import without_numbering
from docs_store.textnorm import fold, sentences
from docs_store.types import Verdict


def is_verdict(text: str) -> bool:
    """Whether a sentence is a yes or a no."""
    return text in (wording.YES, wording.NO)


def holds(text: str, cited: Iterable[Cited], verdict: Verdict | None) -> bool:
    """Whether a yes or no is that of an answer, and one of the passages decides it so.

    Args:
        verdict: the answer's; `None` where it has none.
    """
    claim = claims.read(f"{verdict.claim}吗") if verdict else None
    if verdict is None or claim is None or verdict.holds is not (text == wording.YES):
        return False
    return any(_decides(claim, one, verdict.holds) for one in cited)


def _decides(claim: claims.Claim, cited: Cited, holds: bool) -> bool:
    lines = [without_numbering(cited.words[start:end]) for start, end in sentences(cited.words)]
    if claim.measure is None:
        heading = cited.source.heading[-1] if cited.source.heading else ""
        return any(stated.by_words(claim, line, heading, cited.source.title) is holds for line in lines)
    folded = fold("\n".join(lines))
    if claim.measure in stated.MARKS:
        marks = [(q.start, q.end) for q in quantities(folded) if q.measure is claim.measure]
        near = [folded[slice(*marks[i])] for i in stated.meant(claim, folded, marks)]
        return stated.by_mark(claim, near) is holds
    unit = {value.base for value, _, _ in values_in(claim.stated) if value.base}
    values = [value for value in values_in(folded) if value[0].base in unit or not unit]
    near_values = [values[i][0] for i in stated.meant(claim, folded, [(start, end) for _, start, end in values])]
    return any(stated.by_number(claim, value) is holds for value in near_values)
