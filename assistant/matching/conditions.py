"""Logic over a tree of conditions: met, not met, and two ways of not knowing, missing facts a person's judgement."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from types import MappingProxyType

from assistant.matching.facts import compare
from assistant.matching.profile import Profile, confirmation_key
from assistant.matching.results import Comparison, Judged, JudgedGroup, Reading, State
from docs_store.provisions import AllOf, Condition, ConditionTree, OneOf

_NONE: Mapping[str, Reading] = MappingProxyType({})


def judge(tree: AllOf, profile: Profile, on: date, readings: Mapping[str, Reading] = _NONE) -> JudgedGroup:
    """Every condition of a measure against the profile.

    Args:
        readings: what a language model says of conditions that code leaves to a person, by `confirmation_key`.
    """
    judged = _judge(tree, profile, on, readings)
    assert isinstance(judged, JudgedGroup)
    return judged


def _judge(tree: ConditionTree, profile: Profile, on: date, readings: Mapping[str, Reading]) -> Judged | JudgedGroup:
    if isinstance(tree, Condition):
        return _condition(tree, profile, on, readings)
    items = tuple(_judge(item, profile, on, readings) for item in tree.items)
    states = [item.state for item in items]
    one_of = isinstance(tree, OneOf)
    state = any_of(states) if one_of else all_of(states)
    return JudgedGroup(one_of=one_of, state=state, items=items, lead=tree.lead if isinstance(tree, OneOf) else None)


def _condition(condition: Condition, profile: Profile, on: date, readings: Mapping[str, Reading]) -> Judged:
    comparisons = tuple(compare(p, profile, on) for p in condition.predicates)
    state = _by_code(condition, comparisons)
    key = confirmation_key(condition.part.text)
    said = profile.confirmed.get(key)
    if state is State.CONFIRM and said is not None:
        return Judged(
            condition=condition, state=State.MET if said else State.NOT_MET, comparisons=comparisons, said=True
        )
    reading = readings.get(key) if state is State.CONFIRM and not condition.hedged else None
    if reading is not None:
        return Judged(
            condition=condition, state=reading.state, comparisons=comparisons, model=reading.model, fact=reading.fact
        )
    return Judged(condition=condition, state=state, comparisons=comparisons)


def _by_code(condition: Condition, comparisons: Sequence[Comparison]) -> State:
    """What the comparisons alone say. 原则上 and what they leave out of the words are for a person."""
    if not comparisons:
        return State.CONFIRM
    state = all_of([c.state for c in comparisons])
    if condition.hedged:
        return state if state is State.MISSING else State.CONFIRM
    return State.CONFIRM if state is State.MET and not condition.complete else state


def all_of(states: Sequence[State]) -> State:
    """All must be met: one that is not decides, then what is missing, then what a person must say."""
    for state in (State.NOT_MET, State.MISSING, State.CONFIRM):
        if state in states:
            return state
    return State.MET


def any_of(states: Sequence[State]) -> State:
    """One is enough."""
    for state in (State.MET, State.MISSING, State.CONFIRM):
        if state in states:
            return state
    return State.NOT_MET


def judged_leaves(judged: Judged | JudgedGroup) -> Iterator[Judged]:
    """The conditions in order."""
    if isinstance(judged, Judged):
        yield judged
        return
    for item in judged.items:
        yield from judged_leaves(item)


def undecided(judged: Judged | JudgedGroup) -> Iterator[Judged]:
    """The conditions that the state hangs on: those of a one-of list that is met already are left out."""
    if judged.state in (State.MET, State.NOT_MET):
        return
    if isinstance(judged, Judged):
        yield judged
        return
    for item in judged.items:
        yield from undecided(item)


def deciding(judged: Judged | JudgedGroup) -> Iterator[Judged]:
    """The conditions that rule the measure out."""
    if judged.state is not State.NOT_MET:
        return
    if isinstance(judged, Judged):
        yield judged
        return
    for item in judged.items:
        yield from deciding(item)
