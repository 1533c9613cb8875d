"""What the question gives to a sentence of its answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from docs_store import lazy_re

TO_ASKER = lazy_re.compile("您|贵|你们?|提问|这家|该企业|如果|若|按|以.{0,8}为例|所问|提到|符合|达不到|低于|未满|不满")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the question gives: its text, its years and places, and the day.

    Attributes:
        text: the question, and what its asker states.
        places: full names of the places it names.
        years: years it asks about.
        tells_case: whether its asker tells a case (facts of their own, amounts) that a rule may be applied to.
    """

    text: str
    places: tuple[str, ...]
    years: tuple[int, ...]
    today: date
    tells_case: bool = False


def applies(text: str) -> bool:
    """Whether a sentence applies a rule to the asker's case."""
    return TO_ASKER.search(text) is not None
