"""A matching result in the parts in which every form shows it: to apply for now, one step away, later, not at all."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.matching.relevance import Relevance
from assistant.matching.results import Match, Matched, Opening, Verdict

_CAN = frozenset({Verdict.ELIGIBLE, Verdict.POSSIBLE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Sections:
    """Measures by what is to be done about them, each in the order of `Matched.matches`.

    Attributes:
        sure: met in everything that is asked, and applications are taken.
        open: not ruled out, something is left to find out or to confirm.
        far: as `open`, for another field of business than the enterprise's.
        later: applications are not taken yet.
        refused: a condition is not met; over: expired, repealed, or the window is closed.
    """

    sure: tuple[Match, ...]
    open: tuple[Match, ...]
    far: tuple[Match, ...]
    later: tuple[Match, ...]
    refused: tuple[Match, ...]
    over: tuple[Match, ...]

    @property
    def now(self) -> tuple[Match, ...]:
        """What may be applied for now: sure before possible."""
        return (*self.sure, *self.open)


def sections(matched: Matched) -> Sections:
    """The parts of a result."""

    def of(*verdicts: Verdict) -> tuple[Match, ...]:
        return tuple(found for found in matched.matches if found.verdict in verdicts)

    possible = of(Verdict.POSSIBLE)
    return Sections(
        sure=of(Verdict.ELIGIBLE),
        open=tuple(found for found in possible if found.relevance is not Relevance.OTHER_FIELD),
        far=tuple(found for found in possible if found.relevance is Relevance.OTHER_FIELD),
        later=of(Verdict.NOT_OPEN),
        refused=of(Verdict.INELIGIBLE),
        over=of(Verdict.EXPIRED),
    )


def days_left(found: Match, matched: Matched) -> int | None:
    """Days until applications close, today's not counted; `None` where no day is told or it is not open."""
    dates = found.dates
    if found.verdict not in _CAN or dates.opening is not Opening.OPEN or dates.closes is None:
        return None
    return (dates.closes - matched.on).days
