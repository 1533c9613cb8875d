"""Words that a passage has otherwise: 县内 for 县外, 首次 for 重新, 现行 of what is repealed."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.check.asked import Asked
from assistant.check.faults import Fault, FaultKind
from assistant.check.quotes import Ground
from docs_store import lazy_re
from docs_store.language.opposites import opposed
from docs_store.textnorm import fold
from docs_store.validity import Force

_IN_FORCE = lazy_re.compile("(?<!不是)(?<!非)现行(?!的?不)|仍然?有效|在有效期内")
_GONE = frozenset({Force.SUPERSEDED, Force.REPEALED, Force.EXPIRED, Force.DRAFT, Force.NOT_YET})


def wrong_words(text: str, grounds: Sequence[Ground], asked: Asked) -> list[Fault]:
    """Words of a family (每年, 每月) of which the passages have another one; and standing that the document has not.

    A sentence may name what was asked about beside what the passage says (首次的没有规定, 重新认定的奖励12万元), so a
    word of the question is no fault where the passage's own stands in the sentence too.
    """
    held = "\n".join(f"{g.text}\n{g.head_row}{' '.join(g.source.heading)}\n{g.source.title}" for g in grounds)
    found = [
        Fault(FaultKind.WORDING, word)
        for word in opposed(text, held)
        if not (word in fold(asked.text) and opposed(held, text) == [])
    ]
    if _IN_FORCE.search(text) and all(g.source.force in _GONE for g in grounds):
        found.append(Fault(FaultKind.STANDING, "、".join(dict.fromkeys(g.source.title for g in grounds))))
    return found
