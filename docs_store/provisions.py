"""What a policy offers, part by part, each with the clause it stands in. Frozen, slotted, keyword-only.

A provision is one support measure. Its conditions are a tree of `Condition` leaves under `AllOf` and `OneOf`; a leaf
carries predicates where code can decide it over an enterprise's profile (`docs/profile.md`), and is plain text for a
person where it cannot. Nothing of a clause is dropped: what no predicate covers stays in the leaf's text, and the leaf
says so (`complete`).

Money is in 元, ratios are in percent, dates are ISO dates. Offsets are code points into the document's text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Fact(StrEnum):
    """What a predicate asks of a profile. `docs/profile.md` says which fields each is read or computed from."""

    APPLICANT = "applicant"
    REGION = "region"
    INDUSTRY = "industry"
    SIZE = "size"
    LEGAL_PERSON = "legal_person"
    ABOVE_SCALE = "above_scale"
    SUPER_DEDUCTION = "super_deduction"
    RELOCATED = "relocated"
    TITLE = "title"
    PLATFORM = "platform"
    AGE = "age"
    REGISTERED_YEARS = "registered_years"
    STAFF = "staff"
    RD_STAFF = "rd_staff"
    TECH_STAFF = "tech_staff"
    RD_STAFF_RATIO = "rd_staff_ratio"
    TECH_STAFF_RATIO = "tech_staff_ratio"
    REVENUE = "revenue"
    REVENUE_GROWTH = "revenue_growth"
    ASSETS = "assets"
    TAX = "tax"
    RD_SPENDING = "rd_spending"
    RD_RATIO = "rd_ratio"
    RD_GROWTH = "rd_growth"
    RD_INCREASE = "rd_increase"
    PATENTS_INVENTION = "patents.invention"
    PATENTS_UTILITY = "patents.utility"
    PATENTS_DESIGN = "patents.design"
    PATENTS_SOFTWARE = "patents.software"
    INVESTMENT = "investment"
    CONTRACT = "contract"
    RECORD = "record"


class Op(StrEnum):
    """How a fact is compared. `within` is for places, `has` for titles and platforms, `clean` for records."""

    GE = "≥"
    GT = ">"
    LE = "≤"
    LT = "<"
    IS = "="
    ANY_OF = "in"
    WITHIN = "within"
    HAS = "has"
    CLEAN = "clean"


@dataclass(frozen=True, slots=True, kw_only=True)
class Predicate:
    """One comparison that code can make.

    Attributes:
        fact: what is compared.
        op: how.
        value: for `≥ > ≤ <` a number (元, %, persons, pieces, years); else words: a place, a title, kinds of record.
        year: for yearly facts, the year counted from the day of asking (-1 is the year before), or a calendar year;
            0 where the fact has no year.
        detail: what narrows the fact: the level of a platform, `first` or `renewed` for a title, the kind of an
            investment, the years back for a record.
        facts: other facts of which any may bear the comparison (实用新型专利或者软件著作权5件以上).
    """

    fact: Fact
    op: Op
    value: Decimal | tuple[str, ...] | bool
    year: int = 0
    detail: str = ""
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A stretch of a clause.

    Attributes:
        text: reading text: misprints mended, line breaks of the page closed.
        quote: verbatim, `document.text[start:end]`.
        clause: headings and numbering it stands under, outermost first.
    """

    text: str
    quote: str
    clause: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One requirement.

    Attributes:
        part: the words that state it.
        predicates: comparisons that must all hold; empty when a person has to judge.
        complete: the predicates say all that the words say. Where false, meeting them is not yet enough.
        hedged: 原则上 or an exception in the words: a failed comparison is no refusal.
    """

    part: Part
    predicates: tuple[Predicate, ...] = ()
    complete: bool = False
    hedged: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AllOf:
    """Conditions that must all be met. Empty: nothing is asked."""

    items: tuple[Condition | AllOf | OneOf, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OneOf:
    """Conditions of which one is enough (之一)."""

    items: tuple[Condition | AllOf | OneOf, ...]
    lead: Part | None = None


ConditionTree = Condition | AllOf | OneOf


class Frequency(StrEnum):
    """How often an amount is paid."""

    ONCE = "once"
    YEARLY = "yearly"
    UNSTATED = "unstated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """How an amount is worked out: a fixed sum, or a ratio of a base up to a cap.

    Attributes:
        fixed: sum in 元; with `up_to` the most that is given rather than what is given.
        ratio: percent of the base.
        base: the fact the ratio is taken of, `None` when the profile cannot hold it; `base_text` is what the clause
            calls it. `base_detail` is the kind of an investment.
        cap: the most in 元.
        label: what the rule is for, where there are several (a row of a table, an event).
        when: for a tier, what the enterprise must be for it to apply, ranges of revenue for instance.
    """

    part: Part
    fixed: Decimal | None = None
    up_to: bool = False
    ratio: Decimal | None = None
    base: Fact | None = None
    base_text: str = ""
    base_year: int = -1
    base_detail: str = ""
    cap: Decimal | None = None
    label: str = ""
    when: tuple[Predicate, ...] = ()
    computable: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """支持标准: the words, the rules read from them, and how often it is paid. Several rules with `when` are tiers."""

    part: Part
    rules: tuple[Rule, ...] = ()
    frequency: Frequency = Frequency.UNSTATED


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """申报时间.

    Attributes:
        opens, closes: ISO dates, or `--MM-DD` for the same days every year; `None` where not stated.
        always: taken at any time (常年受理).
        open_ended: dates of later years will be announced (另行通知).
    """

    part: Part
    opens: str | None = None
    closes: str | None = None
    always: bool = False
    open_ended: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedWindow:
    """Days that a language model proposes for a measure of which no 申报时间 was read. They decide nothing.

    Attributes:
        opens, closes: ISO dates.
        model: name of the language model.
    """

    part: Part
    opens: str | None
    closes: str
    model: str


class Recipient(StrEnum):
    """Whom a measure is for: 企业, 个人, 农户和家庭, 机构和团体, 园区和平台, 政府和部门."""

    ENTERPRISE = "enterprise"
    PERSON = "person"
    HOUSEHOLD = "household"
    ORGANISATION = "organisation"
    PLATFORM = "platform"
    GOVERNMENT = "government"


class Way(StrEnum):
    """How a measure is had: 免申即享, 申报, 评审. Whether it is taken all year round, its windows say."""

    AUTOMATIC = "automatic"
    APPLICATION = "application"
    REVIEW = "review"


@dataclass(frozen=True, slots=True, kw_only=True)
class Provision:
    """One support measure of a policy, guide or notice, or what is told in the form of one.

    Attributes:
        recipients: whom it is for; empty where that was not read.
        grants: whether it gives anything to somebody; what does not (a permit, a duty) is kept for its conditions and
            is no support measure.
        doubtful: the words do not say clearly whether an enterprise may have it.
        way: how it is had; `None` where the words do not tell.
        measure: what is given, as the document calls it.
        target: 支持对象 (who); conditions: what is asked of them, the target's own words included.
        amounts: 支持标准; windows: 申报时间; materials: 申报材料; offices: 受理部门; phones: telephone numbers.
        rules: stacking and exclusion (就高不重复, 同一项目不重复享受), ceilings over several measures.
        start, end: span of the clause that grants it.
        term: the period that the granting clause itself names (自2023年1月1日至12月31日); `None` for none.
        proposed_windows: what a language model proposes where there are no `windows`.
    """

    measure: str
    clause: tuple[str, ...]
    start: int
    end: int
    target: tuple[Part, ...] = ()
    conditions: AllOf = AllOf()
    amounts: tuple[Amount, ...] = ()
    windows: tuple[Window, ...] = ()
    materials: tuple[Part, ...] = ()
    offices: tuple[Part, ...] = ()
    phones: tuple[Part, ...] = ()
    rules: tuple[Part, ...] = ()
    proposed_windows: tuple[ProposedWindow, ...] = ()
    recipients: frozenset[Recipient] = frozenset()
    way: Way | None = None
    term: Window | None = None
    doubtful: bool = False
    grants: bool = True


def leaves(tree: ConditionTree) -> Iterator[Condition]:
    """The conditions of a tree in order."""
    if isinstance(tree, Condition):
        yield tree
        return
    for item in tree.items:
        yield from leaves(item)
