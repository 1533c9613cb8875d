"""What matching says of one enterprise and the library's measures. The values are part of the JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from assistant.matching.relevance import Relevance
from docs_store.library import ProvisionRow
from docs_store.provisions import Condition, Part, Predicate, Rule
from docs_store.validity import Force


class State(StrEnum):
    """How one condition stands: 满足, 不满足, 缺信息, 需人工确认."""

    MET = "met"
    NOT_MET = "not_met"
    MISSING = "missing"
    CONFIRM = "confirm"


class Verdict(StrEnum):
    """How a measure stands: 符合, 可能符合, 尚未开始, 已过期, 不符合; in the order in which they are shown."""

    ELIGIBLE = "eligible"
    POSSIBLE = "possible"
    NOT_OPEN = "not_open"
    EXPIRED = "expired"
    INELIGIBLE = "ineligible"


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One predicate against the profile.

    Attributes:
        value: what the profile says, for showing (`8.5`, `高新技术企业`); empty when it says nothing.
        missing: profile fields that would decide it.
    """

    predicate: Predicate
    state: State
    value: str = ""
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What a model says of one condition.

    Attributes:
        fact: the fact it rests on, in words (`行业：软件`).
        model: name of the model.
    """

    state: State
    fact: str
    model: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One condition with how it stands, and why.

    Attributes:
        said: a person confirmed or denied it.
        model: name of the language model that judged it; `fact` is what of the profile it rests on.
    """

    condition: Condition
    state: State
    comparisons: tuple[Comparison, ...] = ()
    said: bool = False
    model: str = ""
    fact: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedGroup:
    """Conditions of which all, or one (`one_of`), must be met."""

    one_of: bool
    state: State
    items: tuple[Judged | JudgedGroup, ...]
    lead: Part | None = None


class Opening(StrEnum):
    """Whether applications are taken on the day."""

    OPEN = "open"
    ALWAYS = "always"
    NOT_OPEN = "not_open"
    CLOSED = "closed"
    UNSTATED = "unstated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates:
    """When applications are taken, as dates. `part` is the clause; `later` says that more dates will be announced."""

    opening: Opening
    opens: date | None = None
    closes: date | None = None
    part: Part | None = None
    later: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """What a rule gives, with the working.

    Attributes:
        amount: result in 元; `None` where the profile or the rule does not allow it.
        base: what the ratio was taken of; `uncapped`: the product before the cap.
        missing: profile fields it needs.
    """

    rule: Rule
    amount: Decimal | None
    base: Decimal | None = None
    uncapped: Decimal | None = None
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a verdict is what it is: a code, values for its sentence, and the clause it rests on."""

    code: str
    values: Mapping[str, str] = field(default_factory=dict)
    part: Part | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """One measure against one enterprise.

    Attributes:
        conditions: how the conditions alone stand; the verdict also looks at place, validity and dates.
        relevance: how near it is to the enterprise's own field of business.
        place: whether the enterprise lies where the document applies.
        force: whether the document is in force; `successor` is the title of what took its place.
        sums: what can be worked out, best first; `amount` is the largest of them.
    """

    row: ProvisionRow
    verdict: Verdict
    conditions: JudgedGroup
    relevance: Relevance
    place: State
    force: Force
    successor: str
    dates: Dates
    sums: tuple[Sum, ...]
    amount: Decimal | None
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A profile field that is missing, and how many measures it would help to decide."""

    field: str
    measures: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """A day by which, or from which, to apply for a measure that is not ruled out."""

    day: date
    closes: bool
    match: Match


class StepKind(StrEnum):
    """What one step is: to say a fact, or to get a title, a platform, a contract or patents."""

    FACT = "fact"
    GAIN = "gain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """差一步: one thing that would open measures which nothing else keeps shut.

    Attributes:
        name: the profile field that is missing, or what is to be had (`省级企业技术中心`).
        matches: the measures, those that give most first.
    """

    kind: StepKind
    name: str
    matches: tuple[Match, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """What the library's measures are to one enterprise.

    Attributes:
        matches: measures for enterprises in places that the enterprise may lie in, the most useful first.
        elsewhere: how many measures are of other places; `others`: how many are for persons, households, bodies.
        asked: facts to ask for, those first that would decide most.
        deadlines: nearest first.
        steps: see `Step`, those that open most first.
    """

    on: date
    matches: tuple[Match, ...]
    elsewhere: int
    others: int
    asked: tuple[Asked, ...]
    deadlines: tuple[Deadline, ...]
    steps: tuple[Step, ...]
