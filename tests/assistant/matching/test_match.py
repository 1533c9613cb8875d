from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.matching.conditions import all_of, any_of
from assistant.matching.match import match
from assistant.matching.partial_date import PartialDate
from assistant.matching.profile import Profile, Title, confirmation_key
from assistant.matching.results import Opening, State, StepKind, Verdict
from docs_store.document_set import DocumentSet
from docs_store.library import ProvisionRow
from docs_store.provisions import AllOf, Amount, Fact, OneOf, Op, Predicate, Recipient, Rule, Window

from .conftest import ON, leaf, number, part, row

HERE = "安徽省马鞍山市当涂县"


def one(found: ProvisionRow, profile: Profile, on: date = ON) -> Verdict:
    return match([found], DocumentSet([found.info]), profile, on).matches[0].verdict


def spending(value: int) -> Profile:
    return Profile(region=HERE, years={2025: {"rd_spending": Decimal(value), "revenue": Decimal(10_000)}})


@pytest.mark.parametrize(
    ("op", "below", "at", "above"),
    [
        (Op.GE, False, True, True),
        (Op.GT, False, False, True),
        (Op.LE, True, True, False),
        (Op.LT, True, False, False),
    ],
)
def test_the_exact_value(op: Op, below: bool, at: bool, above: bool) -> None:
    found = row(leaf(number(Fact.RD_RATIO, op, "4", year=-1)))
    verdicts = [one(found, spending(value)) is Verdict.ELIGIBLE for value in (399, 400, 401)]
    assert verdicts == [below, at, above]


def test_a_missing_fact_is_asked_for_and_never_guessed() -> None:
    found = row(leaf(number(Fact.RD_RATIO, Op.GE, "4", year=-1)))
    result = match([found], DocumentSet([found.info]), Profile(region=HERE, years={2025: {"revenue": Decimal(1)}}), ON)
    assert result.matches[0].verdict is Verdict.POSSIBLE
    assert [asked.field for asked in result.asked] == ["years.2025.rd_spending"]


def test_words_that_code_cannot_decide_are_for_a_person() -> None:
    found = row(leaf(text="会计核算健全；"))
    assert one(found, Profile(region=HERE)) is Verdict.POSSIBLE
    for said, verdict in ((True, Verdict.ELIGIBLE), (False, Verdict.INELIGIBLE)):
        confirmed = {confirmation_key("会计核算健全"): said}
        assert one(found, Profile(region=HERE, confirmed=confirmed)) is verdict


def test_in_principle_is_neither_refused_nor_met_by_code() -> None:
    found = row(leaf(number(Fact.STAFF, Op.GE, "10"), hedged=True))
    for staff in (1, 100):
        assert one(found, Profile(region=HERE, staff=Decimal(staff))) is Verdict.POSSIBLE


def test_predicates_that_leave_words_over_do_not_suffice() -> None:
    found = row(leaf(number(Fact.STAFF, Op.GE, "10"), complete=False))
    assert one(found, Profile(region=HERE, staff=Decimal(10))) is Verdict.POSSIBLE
    assert one(found, Profile(region=HERE, staff=Decimal(9))) is Verdict.INELIGIBLE


def test_a_person_cannot_confirm_what_code_refuses() -> None:
    found = row(leaf(number(Fact.STAFF, Op.GE, "10"), text="职工不少于10人"))
    profile = Profile(region=HERE, staff=Decimal(9), confirmed={confirmation_key("职工不少于10人"): True})
    assert one(found, profile) is Verdict.INELIGIBLE


def test_one_of_is_enough() -> None:
    either = OneOf(items=(leaf(number(Fact.STAFF, Op.GE, "10")), leaf(text="其他")))
    assert one(row(either), Profile(region=HERE, staff=Decimal(10))) is Verdict.ELIGIBLE
    assert one(row(either), Profile(region=HERE, staff=Decimal(9))) is Verdict.POSSIBLE


@pytest.mark.parametrize(
    ("document", "place", "verdict"),
    [
        (HERE, HERE, Verdict.ELIGIBLE),
        ("安徽省", HERE, Verdict.ELIGIBLE),
        ("全国", HERE, Verdict.ELIGIBLE),
        (HERE, "安徽省", Verdict.POSSIBLE),
        (HERE, None, Verdict.POSSIBLE),
        (None, HERE, Verdict.POSSIBLE),
    ],
)
def test_place(document: str | None, place: str | None, verdict: Verdict) -> None:
    assert one(row(region=document), Profile(region=place)) is verdict


@pytest.mark.parametrize("document", ["安徽省马鞍山市和县", "江苏省"])
def test_measures_of_other_places_are_counted_and_not_listed(document: str) -> None:
    found = row(region=document)
    matched = match([found], DocumentSet([found.info]), Profile(region=HERE), ON)
    assert (matched.matches, matched.elsewhere) == ((), 1)


def test_measures_that_are_not_for_enterprises_are_counted_and_not_listed() -> None:
    for recipients, listed in (({Recipient.PERSON}, 0), ({Recipient.PERSON, Recipient.ENTERPRISE}, 1), (set(), 1)):
        found = row(recipients=frozenset(recipients))
        matched = match([found], DocumentSet([found.info]), Profile(region=HERE), ON)
        assert (len(matched.matches), matched.others) == (listed, 1 - listed)


def test_what_grants_nothing_is_no_measure() -> None:
    found = row(grants=False)
    matched = match([found], DocumentSet([found.info]), Profile(region=HERE), ON)
    assert (matched.matches, matched.elsewhere, matched.others) == ((), 0, 0)


def test_a_measure_whose_recipient_is_doubtful_is_never_sure() -> None:
    found = row(recipients=frozenset({Recipient.ENTERPRISE}), doubtful=True)
    matched = match([found], DocumentSet([found.info]), Profile(region=HERE), ON)
    assert matched.matches[0].verdict is Verdict.POSSIBLE
    assert "recipient.confirm" in {reason.code for reason in matched.matches[0].reasons}


def test_the_order_is_that_of_use() -> None:
    soon = Window(part=part(), opens="2026-12-20", closes="2027-01-31")
    late = Window(part=part(), opens="2027-06-01", closes="2027-07-31")
    rows = [
        row(region="全国"),
        row(region="安徽省"),
        row(windows=(late,)),
        row(),
        row(windows=(Window(part=part(), always=True),)),
        row(windows=(soon,)),
        row(windows=(Window(part=part(), opens="2026-11-01", closes="2026-12-31"),)),
        row(expires="2020-01-01"),
    ]
    matched = match(rows, DocumentSet([rows[0].info]), Profile(region=HERE), ON)
    assert [rows.index(found.row) for found in matched.matches] == [6, 5, 4, 3, 2, 1, 0, 7]


def test_one_step_away() -> None:
    title = Predicate(fact=Fact.TITLE, op=Op.HAS, value=("高新技术企业",))
    rows = [row(leaf(title)), row(leaf(number(Fact.STAFF, Op.GE, "10"))), row(leaf(number(Fact.AGE, Op.GE, "9")))]
    profile = Profile(region=HERE, titles=(), founded=PartialDate(2024))
    matched = match(rows, DocumentSet([rows[0].info]), profile, ON)
    assert [(step.kind, step.name, rows.index(step.matches[0].row)) for step in matched.steps] == [
        (StepKind.FACT, "staff", 1),
        (StepKind.GAIN, "高新技术企业", 0),
    ], "an enterprise that is too young is no step away"


def test_a_measure_without_conditions_is_never_sure() -> None:
    found = row()
    bare = replace(found, provision=replace(found.provision, conditions=AllOf()))
    matched = match([bare], DocumentSet([bare.info]), Profile(region=HERE), ON).matches[0]
    assert matched.verdict is Verdict.POSSIBLE
    assert [reason.code for reason in matched.reasons] == ["conditions.none"]


@pytest.mark.parametrize(
    ("closes", "verdict"),
    [("2026-12-31", Verdict.ELIGIBLE), ("2026-03-31", Verdict.POSSIBLE), ("2024-12-31", Verdict.EXPIRED)],
)
def test_a_period_that_the_clause_names_ends_the_measure(closes: str, verdict: Verdict) -> None:
    term = Window(part=part(), opens="2023-01-01", closes=closes)
    assert one(row(term=term), Profile(region=HERE)) is verdict
    open_now = Window(part=part(), opens="2026-11-01", closes="2026-12-31")
    assert one(row(term=term, windows=(open_now,)), Profile(region=HERE)) is Verdict.ELIGIBLE


@pytest.mark.parametrize(
    ("years", "verdict"), [("2", Verdict.ELIGIBLE), ("3", Verdict.POSSIBLE), ("4", Verdict.INELIGIBLE)]
)
def test_where_only_a_year_is_told_every_day_of_it_must_agree(years: str, verdict: Verdict) -> None:
    found = row(leaf(number(Fact.AGE, Op.GE, years)))
    assert one(found, Profile(region=HERE, founded=PartialDate(2023))) is verdict


def test_what_is_repealed_takes_no_applications() -> None:
    found = row(expires="2025-12-31", windows=(Window(part=part(), opens="--11-01", closes="--11-30"),))
    matched = match([found], DocumentSet([found.info]), Profile(region=HERE), ON).matches[0]
    assert (matched.verdict, matched.dates.opening) == (Verdict.EXPIRED, Opening.UNSTATED)


@pytest.mark.parametrize(
    ("window", "verdict"),
    [
        (Window(part=part(), opens="2026-11-24", closes="2026-11-24"), Verdict.ELIGIBLE),
        (Window(part=part(), opens="2026-01-01", closes="2026-11-23"), Verdict.EXPIRED),
        (Window(part=part(), opens="2026-11-25", closes="2026-12-01"), Verdict.NOT_OPEN),
        (Window(part=part(), opens="--11-01", closes="--11-30"), Verdict.ELIGIBLE),
        (Window(part=part(), opens="--09-01", closes="--10-31"), Verdict.NOT_OPEN),
        (Window(part=part(), opens="--12-01", closes="--01-31"), Verdict.NOT_OPEN),
        (Window(part=part(), opens="--11-01", closes="--01-31"), Verdict.ELIGIBLE),
        (Window(part=part(), always=True), Verdict.ELIGIBLE),
        (Window(part=part(), open_ended=True), Verdict.ELIGIBLE),
    ],
)
def test_window(window: Window, verdict: Verdict) -> None:
    assert one(row(windows=(window,)), Profile(region=HERE)) is verdict


def test_a_yearly_window_after_the_last_day_in_force_does_not_come() -> None:
    window = Window(part=part(), opens="--09-01", closes="--10-31")
    assert one(row(windows=(window,), expires="2027-06-30"), Profile(region=HERE)) is Verdict.EXPIRED


def test_an_expired_document_gives_nothing() -> None:
    assert one(row(expires="2026-11-23"), Profile(region=HERE)) is Verdict.EXPIRED


def test_a_title_counts_on_its_last_day() -> None:
    found = row(leaf(Predicate(fact=Fact.TITLE, op=Op.HAS, value=("高新技术企业",))))
    for until, verdict in (
        (PartialDate(2026, 11, 24), Verdict.ELIGIBLE),
        (PartialDate(2026, 11, 23), Verdict.INELIGIBLE),
        (PartialDate(2026), Verdict.POSSIBLE),
        (PartialDate(2027), Verdict.ELIGIBLE),
        (None, Verdict.POSSIBLE),
    ):
        assert one(found, Profile(region=HERE, titles=(Title(name="高新技术企业", until=until),))) is verdict
    assert one(found, Profile(region=HERE, titles=(Title(name="高新技术企业", held=True),))) is Verdict.ELIGIBLE
    assert one(found, Profile(region=HERE, titles=())) is Verdict.INELIGIBLE
    assert one(found, Profile(region=HERE)) is Verdict.POSSIBLE


def test_sums_are_capped_and_shown_with_their_working() -> None:
    rule = Rule(part=part(), ratio=Decimal(30), base=Fact.RD_SPENDING, cap=Decimal(100))
    found = row(amounts=(Amount(part=part(), rules=(rule,)),))
    for spent, amount in ((200, "60"), (1000, "100")):
        worked = match([found], DocumentSet([found.info]), spending(spent), ON).matches[0].sums[0]
        assert (worked.base, worked.uncapped) == (spent, spent * 3 / 10)
        assert worked.amount == Decimal(amount)
    assert match([found], DocumentSet([found.info]), Profile(), ON).matches[0].sums[0].missing == (
        "years.2025.rd_spending",
    )


def test_every_verdict_explains_itself() -> None:
    for found in (row(), row(expires="2020-01-01"), row(region=None), row(leaf(text="其他"))):
        assert match([found], DocumentSet([found.info]), Profile(region=HERE), ON).matches[0].reasons


_STATES = st.lists(st.sampled_from(State), max_size=5)


@given(_STATES)
def test_all_and_any_are_each_others_mirror(states: list[State]) -> None:
    turned = {State.MET: State.NOT_MET, State.NOT_MET: State.MET}
    assert any_of([turned.get(s, s) for s in states]) is turned.get(all_of(states), all_of(states))


_BOUND_BELOW = st.sampled_from((Fact.RD_SPENDING, Fact.RD_RATIO, Fact.RD_GROWTH))


@given(
    st.lists(st.tuples(_BOUND_BELOW, st.sampled_from((Op.GE, Op.GT)), st.integers(0, 200)), max_size=4),
    st.integers(0, 1000),
    st.integers(0, 1000),
)
@settings(max_examples=60, deadline=None)
def test_spending_more_on_research_never_loses_what_only_asks_for_enough(
    bounds: list[tuple[Fact, Op, int]], spent: int, more: int
) -> None:
    found = row(*(leaf(number(fact, op, str(value), year=-1)) for fact, op, value in bounds))

    def verdict(value: int) -> Verdict:
        years = {2025: {"rd_spending": Decimal(value), "revenue": Decimal(500)}, 2024: {"rd_spending": Decimal(300)}}
        return one(found, Profile(region=HERE, years=years))

    if verdict(spent) is Verdict.ELIGIBLE:
        assert verdict(spent + more) is Verdict.ELIGIBLE


@pytest.mark.parametrize(
    ("name", "verdict"),
    [
        ("青禾智造有限公司", Verdict.ELIGIBLE),
        ("青禾智造有限公司当涂分公司", Verdict.POSSIBLE),
        ("王记小吃店", Verdict.POSSIBLE),
    ],
)
def test_a_company_is_a_legal_person_and_a_branch_is_none(name: str, verdict: Verdict) -> None:
    found = row(leaf(Predicate(fact=Fact.LEGAL_PERSON, op=Op.IS, value=True)))
    assert one(found, Profile(name=name, region=HERE)) is verdict
