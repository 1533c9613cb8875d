"""Conditions that a language model judges: what counts of what it says, and what it is never asked."""

from __future__ import annotations

import pytest

from assistant.matching import judging
from assistant.matching.judging import ConditionReader
from assistant.matching.profile import Profile
from assistant.matching.results import Matched, State, Verdict
from docs_store.document_set import DocumentSet
from docs_store.library import ProvisionRow
from docs_store.provisions import Fact, Op
from tests.assistant.llm.scripted import in_pieces, raising, scripted

from .conftest import ON, leaf, number, row

HERE = "安徽省马鞍山市当涂县"
PROFILE = Profile(region=HERE, industry=("工业软件",))


def results(rows: list[ProvisionRow], reader: ConditionReader, profile: Profile = PROFILE) -> list[Matched]:
    return list(judging.steps(rows, DocumentSet([rows[0].info]), profile, ON, reader))


def reader(*said: str) -> tuple[ConditionReader, list[list[str]]]:
    answers = iter(said)
    model, asked = scripted(lambda _: in_pieces(next(answers)), seconds=5.0)
    return ConditionReader(model), asked


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        ("1 满足 2", Verdict.ELIGIBLE),
        ("1 不满足 2", Verdict.INELIGIBLE),
        ("1 满足", Verdict.POSSIBLE),
        ("1 满足 9", Verdict.POSSIBLE),
        ("1 缺信息", Verdict.POSSIBLE),
        ("随便说说", Verdict.POSSIBLE),
        ("", Verdict.POSSIBLE),
    ],
)
def test_a_judgement_counts_only_with_a_fact_of_the_profile(said: str, verdict: Verdict) -> None:
    judge, _ = reader(said)
    found = results([row(leaf(text="从事软件研发"))], judge)
    assert found[0].matches[0].verdict is Verdict.POSSIBLE, "code alone answers first"
    last = found[-1].matches[0]
    assert last.verdict is verdict
    if verdict is not Verdict.POSSIBLE:
        (judged,) = last.conditions.items
        assert (judged.model, judged.fact) == ("scripted", "行业：工业软件")  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "text", ["年营业收入2000万元以上", "2024年以后成立", "在青岛市设有机构", "属于高新技术企业", "长" * 200]
)
def test_numbers_dates_places_and_titles_are_never_left_to_a_model(text: str) -> None:
    judge, asked = reader("1 满足 1")
    assert len(results([row(leaf(text=text))], judge)) == 1
    assert asked == []


def test_what_code_refuses_no_model_grants() -> None:
    judge, asked = reader("1 满足 1")
    found = results([row(leaf(number(Fact.STAFF, Op.GE, "10"), text="人手充足"))], judge, PROFILE)
    assert found[-1].matches[0].verdict is Verdict.POSSIBLE
    assert asked == [], "a missing fact is asked of the enterprise"


def test_a_judgement_is_kept_by_condition_and_facts() -> None:
    judge, asked = reader("1 满足 2", "1 不满足 2")
    rows = [row(leaf(text="从事软件研发"))]
    for _ in range(3):
        assert results(rows, judge)[-1].matches[0].conditions.state is State.MET
    assert len(asked) == 1
    other = Profile(region=HERE, industry=("餐饮",))
    assert results(rows, judge, other)[-1].matches[0].conditions.state is State.NOT_MET
    assert len(asked) == 2


def test_without_facts_or_without_a_model_code_alone_decides() -> None:
    judge, asked = reader("1 满足 1")
    rows = [row(leaf(text="从事软件研发"))]
    assert len(list(judging.steps(rows, DocumentSet([rows[0].info]), Profile(), ON, judge))) == 1
    assert asked == []
    assert len(list(judging.steps(rows, DocumentSet([rows[0].info]), PROFILE, ON, None))) == 1


def test_a_model_that_fails_leaves_the_result_of_code() -> None:
    model, _ = scripted(raising, seconds=5.0)
    found = results([row(leaf(text="从事软件研发"))], ConditionReader(model))
    assert [matched.matches[0].verdict for matched in found] == [Verdict.POSSIBLE]
