"""What a measure gives, worked out where its rule and the profile allow it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import ROUND_DOWN, Decimal

from assistant.matching.conditions import all_of
from assistant.matching.facts import compare, investment, number_of
from assistant.matching.profile import Profile
from assistant.matching.results import State, Sum
from docs_store.provisions import Amount, Fact, Rule

_CENT = Decimal("0.01")


def sums_of(amounts: Sequence[Amount], profile: Profile, on: date) -> tuple[Sum, ...]:
    """One sum for each rule that may apply; tiers that the profile rules out are left out."""
    found = []
    for amount in amounts:
        for rule in amount.rules:
            state = all_of([compare(p, profile, on).state for p in rule.when])
            if state is State.NOT_MET:
                continue
            worked = _sum(rule, profile, on)
            if state is not State.MET:
                missing = [name for p in rule.when for name in compare(p, profile, on).missing]
                worked = replace(worked, amount=None, missing=(*worked.missing, *missing))
            found.append(worked)
    return tuple(found)


def largest(sums: Sequence[Sum]) -> Decimal | None:
    """The largest sum worked out, or `None`."""
    return max((one.amount for one in sums if one.amount is not None), default=None)


def _sum(rule: Rule, profile: Profile, on: date) -> Sum:
    if not rule.computable:
        return Sum(rule=rule, amount=None)
    if rule.fixed is not None:
        return Sum(rule=rule, amount=rule.fixed)
    if rule.ratio is None or rule.base is None:
        return Sum(rule=rule, amount=None)
    base: Decimal | None
    missing: tuple[str, ...]
    if rule.base is Fact.INVESTMENT:
        base, missing = investment(rule.base_detail, profile), ("projects.investment",)
    else:
        base, missing = number_of(rule.base, profile, on, rule.base_year)
    if base is None:
        return Sum(rule=rule, amount=None, missing=missing)
    uncapped = (base * rule.ratio / 100).quantize(_CENT, rounding=ROUND_DOWN)
    given = uncapped if rule.cap is None else min(uncapped, rule.cap)
    return Sum(rule=rule, amount=given, base=base, uncapped=uncapped)
