"""The check of findings, whoever made them: quotes verbatim, facts bound as in the source, scope kept or named.

What the check cannot tell is whether other words say the same. Such a finding is *doubtful*: a second reading decides
it (`Reader.says`), and where there is none, its quote stands in its place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from assistant.check import polarity, words
from assistant.check.addressed import to_a_machine
from assistant.check.asked import Asked, applies, speaks_of_now
from assistant.check.exchanged import exchanged
from assistant.check.facts import faults
from assistant.check.faults import Fault, FaultKind
from assistant.check.names import other_editions
from assistant.check.numbers import rests_on_asker
from assistant.check.quotes import Ground, ground
from assistant.check.statuses import is_of_another_stage
from assistant.turn import Finding, Inquiry, Material, Plan, Source
from assistant.understand.places import name_of
from docs_store import regions
from docs_store.language.periods import day_mentions, years_in
from docs_store.language.quantities import quantities
from docs_store.textnorm import fold
from docs_store.types import Kind, Status

UNRANKED = 10**6
_SAME = 0.9  # the same from which a sentence only repeats, so that a denial more or less turns it round
_CARRIED = 0.85  # share of wording from which a sentence counts as the source's own words


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A finding after the check.

    Attributes:
        grounds: its quotes where they stand; empty where one does not.
        faults: what does not hold; empty for a finding that may be said, or that a second reading decides.
        is_doubtful: its facts hold, but it says them in other words than the source.
        rank: its place among what its reader says; what has none comes last.
    """

    finding: Finding
    grounds: tuple[Ground, ...]
    faults: tuple[Fault, ...]
    is_doubtful: bool = False
    rank: int = UNRANKED

    @property
    def reason(self) -> str:
        """What its reader is told."""
        return "；".join(dict.fromkeys(map(str, self.faults)))


def check(finding: Finding, material: Material, *, wording: bool = True) -> Checked:
    """Check one finding against the sources of its turn.

    Args:
        wording: look also at whether other words say the same; without it nothing is doubtful.
    """
    grounds, wrong = _grounds(finding, material)
    if wrong:
        return Checked(finding=finding, grounds=(), faults=tuple(wrong))
    if to_a_machine(finding.text) or any(to_a_machine(g.text) for g in grounds):
        return Checked(finding=finding, grounds=grounds, faults=(Fault(FaultKind.ORDERS),))
    asked = asked_of(material.plan, finding.part)
    wrong = [
        *faults(finding.text, grounds, asked, finding.formula),
        *_scope(finding, grounds, inquiry_of(material.plan, finding.part)),
    ]
    quoted = "".join(g.quote for g in grounds)  # as the source goes on behind the foot of a page
    passages = [*(g.text for g in grounds), quoted, *(g.source.around for g in grounds)]
    turned, is_sure = polarity.turned(finding.text, passages)
    if turned and is_sure and not asked.tells_case and _carried(finding, grounds, asked) >= _SAME:
        wrong += turned
    return Checked(
        finding=finding,
        grounds=grounds,
        faults=tuple(wrong),
        is_doubtful=wording and (bool(turned) or _is_doubtful(finding, grounds, asked)),
    )


def _carried(finding: Finding, grounds: Sequence[Ground], asked: Asked) -> float:
    """Share of a sentence's wording that its passages, what is known of them, or the question have."""
    return words.carried(finding.text, [*(g.text for g in grounds), *map(_around, grounds), asked.text])


def _around(ground: Ground) -> str:
    return f"{ground.source.around}\n{ground.source.label}"


def _is_doubtful(finding: Finding, grounds: Sequence[Ground], asked: Asked) -> bool:
    """Whether a sentence is in other words than its passages, so that its facts alone do not prove it."""
    text, passages = finding.text, [g.text for g in grounds]
    return (
        bool(finding.formula)
        or speaks_of_now(text)
        or _is_joined(grounds)
        # that a rule fits the asker's case is a judgement, whatever its words
        or (asked.tells_case and (applies(text) or rests_on_asker(text, grounds)))
        or _carried(finding, grounds, asked) < _CARRIED
        or words.is_otherwise(text, [*passages, *map(_around, grounds)])
        or bool(exchanged(text, grounds))
        or polarity.answers_otherwise(text, passages)
        or is_of_another_stage(text, grounds)
        or bool(other_editions(text, grounds))
    )


def _is_joined(grounds: Sequence[Ground]) -> bool:
    """Whether a sentence joins what several documents, or several sections of one, say apart.

    Each part may hold while what joins them (其中, 因此, one subject for both) stands nowhere.
    """
    return any(
        one.source.document_id != other.source.document_id
        or not _is_one_section(one.source.heading, other.source.heading)
        for one, other in combinations(grounds, 2)
    )


def _is_one_section(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether one heading path leads to the other: a section and a part or table of it."""
    shorter = min(len(one), len(other))
    return tuple(one[:shorter]) == tuple(other[:shorter])


def asked_of(plan: Plan, part: int) -> Asked:
    """What the question gives to a finding of one part, or of any (0)."""
    inquiries = [inquiry_of(plan, part)] if 0 < part <= len(plan.inquiries) else list(plan.inquiries)
    statuses = {i.status for i in inquiries if i}
    return Asked(
        text="\n".join((plan.message, *(i.text for i in inquiries if i), *plan.asker)),
        places=tuple(dict.fromkeys(place.path for i in inquiries if i for place in i.places)),
        years=tuple(sorted({year for i in inquiries if i for year in i.years})),
        today=plan.today,
        status=statuses.pop() if len(statuses) == 1 else Status.UNKNOWN,
        tells_case=bool(plan.asker)
        or any(not q.is_article for q in quantities(plan.message))
        or any(mention.day for mention in day_mentions(plan.message)),
    )


def inquiry_of(plan: Plan, part: int) -> Inquiry | None:
    """The inquiry of this 1-based number; the only one where there is but one; else `None`."""
    if 0 < part <= len(plan.inquiries):
        return plan.inquiries[part - 1]
    return plan.inquiries[0] if len(plan.inquiries) == 1 else None


def _grounds(finding: Finding, material: Material) -> tuple[tuple[Ground, ...], list[Fault]]:
    """Where the quotes stand. One that stands in another source than it names is that one's; one that stands nowhere
    is no quote, and the finding must do without it."""
    if not finding.quotes:
        return (), [Fault(FaultKind.NO_QUOTE)]
    found: list[Ground] = []
    wrong: list[Fault] = []
    for quote in finding.quotes:
        named = material.by_number.get(quote.source)
        others = [source for source in material.sources if source is not named]
        stands = next((g for source in (named, *others) if source and (g := ground(quote.words, source))), [])
        found += stands
        if not stands:
            wrong.append(Fault(FaultKind.NOT_VERBATIM, quote.words[:40]))
    return tuple(found), [] if found else wrong


def _scope(finding: Finding, grounds: Sequence[Ground], inquiry: Inquiry | None) -> list[Fault]:
    """Sources of another place or year than asked about, which the sentence does not name."""
    if inquiry is None:
        return []
    found = []
    text = fold(finding.text)
    for source in {g.source.number: g.source for g in grounds}.values():
        if inquiry.places and source.is_region_sure and not _speaks_for(source, inquiry):
            named = name_of(source.region)
            if not any(name and name in text for name in (named, regions.short_name(named))):
                found.append(Fault(FaultKind.SCOPE, named))
    if inquiry.years and all(g.source.kind is Kind.WORK_SUMMARY for g in grounds):
        years = {year for g in grounds for year in (g.source.own_years or g.source.years)}
        years |= {year for g in grounds for year in years_in(g.text)}
        if years and not years & set(inquiry.years) and not years_in(text) & years:
            found.append(Fault(FaultKind.SCOPE, "、".join(f"{year}年" for year in sorted(years))))
    return found


def _speaks_for(source: Source, inquiry: Inquiry) -> bool:
    """Whether a source is of a place asked about, or a rule of one around it. A part of it must be named, as any other
    place must: a city's figure is not its province's.
    """
    return any(
        source.region == place.path
        or (source.kind is not Kind.WORK_SUMMARY and regions.is_same_or_within(place.path, source.region))
        for place in inquiry.places
    )
