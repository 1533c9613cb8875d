"""What the question gives to a sentence of its answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from docs_store import lazy_re
from docs_store.types import Status

TO_ASKER = lazy_re.compile("您|贵(?=[公企单方司家])|你们?|提问|所问|这家")
# What is said of the day of asking (到今天已截止, 还在受理期内, 下一次受理): true or not by the calendar
_NOW = lazy_re.compile(
    "今天|今年|目前|现在|当前|截至|至今|已截止|已过|已经?开始|尚未|还没|还未|未开始|仍在|还在|仍可|下一?次|届时|来得及|来不及|有效期内|过期|到期"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the question gives: its text, its years and places, and the day.

    Attributes:
        text: the question, and what its asker states.
        places: full names of the places it names.
        years: years it asks about.
        status: result, forecast or target, where it asks for one.
        tells_case: whether its asker tells a case (facts of their own, amounts) that a rule may be applied to.
    """

    text: str
    places: tuple[str, ...]
    years: tuple[int, ...]
    today: date
    status: Status = Status.UNKNOWN
    tells_case: bool = False


def speaks_of_now(text: str) -> bool:
    """Whether a sentence says how a thing stands on the day of asking."""
    return _NOW.search(text) is not None


def applies(text: str) -> bool:
    """Whether a sentence applies a rule to the asker's case."""
    return TO_ASKER.search(text) is not None
