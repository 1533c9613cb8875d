"""Invented enterprises against the sample library: every verdict as worked out by hand from the clauses."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.matching.match import match
from assistant.matching.profile import from_json
from assistant.matching.results import Matched, Verdict
from docs_store.catalog import DocumentInfo
from docs_store.embedding import Embedder
from docs_store.library import Library, ProvisionRow
from ingest.pipeline import ingest
from ingest.sources import find_sources

_GOLDEN: dict[str, Any] = json.loads((Path(__file__).parent / "sample.json").read_text(encoding="utf-8"))
_CASES: list[dict[str, Any]] = _GOLDEN["cases"]
_LETTERS = dict(zip("EPNXI", Verdict, strict=True))
_NOT_LISTED = "-"

_NAMES = ("name", "kind", "condition", "met")  # without them an entry says nothing

Held = tuple[list[ProvisionRow], list[DocumentInfo]]


@pytest.fixture(scope="module")
def held(examples: Path, embedder: Embedder, tmp_path_factory: pytest.TempPathFactory) -> Held:
    with closing(Library(tmp_path_factory.mktemp("sample") / "library", embedder, create=True)) as library:
        ingest(library, find_sources([examples], recursive=False))
        return library.provisions(), library.infos()


def _profile(case: dict[str, Any]) -> dict[str, Any]:
    base = {} if case.get("from_nothing") else _GOLDEN["profile"]
    return {name: value for name, value in (base | case["profile"]).items() if name not in case.get("left_out", ())}


def _run(held: Held, profile: dict[str, Any], on: str) -> Matched:
    rows, infos = held
    return match(rows, infos, from_json(profile), date.fromisoformat(on))


def _by_name(matched: Matched) -> dict[str, Any]:
    return {
        f"{found.row.info.metadata.title.value.removeprefix('青禾县')}/{found.row.provision.measure}": found
        for found in matched.matches
    }


def test_there_are_thirty_and_they_differ() -> None:
    assert len({case["id"] for case in _CASES}) == len(_CASES) >= 30
    assert {letter for case in _CASES for letter in case["verdicts"]} == set("EPNXI-")


@pytest.mark.parametrize("case", _CASES, ids=lambda case: case["id"])
def test_verdicts(case: dict[str, Any], held: Held) -> None:
    matched = _run(held, _profile(case), case["on"])
    found = _by_name(matched)
    expected = {
        name: _LETTERS[letter]
        for name, letter in zip(_GOLDEN["measures"], case["verdicts"], strict=True)
        if letter != _NOT_LISTED
    }
    assert {name: match.verdict for name, match in found.items()} == expected
    assert matched.elsewhere == case["verdicts"].count(_NOT_LISTED), "of another place: counted, not listed"
    for at, amount in case.get("amounts", {}).items():
        assert str(found[_GOLDEN["measures"][int(at)]].amount) in (amount, f"{amount}.00")


def _paths(value: dict[str, Any], above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for name, item in value.items():
        yield (*above, name)
        if isinstance(item, dict):
            yield from _paths(item, (*above, name))
        elif isinstance(item, list):
            for n, entry in enumerate(item):
                if isinstance(entry, dict):
                    yield from (
                        (*above, name, str(n), key) for key in entry if key not in ("name", "kind", "condition", "met")
                    )


def _without(value: Any, path: tuple[str, ...]) -> Any:
    if isinstance(value, list):
        return [_without(entry, path[1:]) if str(n) == path[0] else entry for n, entry in enumerate(value)]
    if len(path) == 1:
        return {name: item for name, item in value.items() if name != path[0]}
    return value | {path[0]: _without(value[path[0]], path[1:])}


@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_leaving_a_fact_out_never_turns_a_refusal_into_a_yes(held: Held, data: st.DataObject) -> None:
    case = data.draw(st.sampled_from(_CASES))
    profile = _profile(case)
    refused = [m.row for m in _run(held, profile, case["on"]).matches if m.verdict is Verdict.INELIGIBLE]
    for _ in range(data.draw(st.integers(1, 3))):
        paths = sorted(_paths(profile))
        if paths:
            profile = _without(profile, data.draw(st.sampled_from(paths)))
    again = _run((refused, held[1]), profile, case["on"])
    assert Verdict.ELIGIBLE not in {found.verdict for found in again.matches}


_LAW = (
    "青禾县市场管理条例\n\n第一章 总则\n\n第一条 为规范市场秩序，制定本条例。\n\n第二章 法律责任\n\n"
    "第二条 违反本条例规定的，处1万元以上10万元以下罚款。\n\n"
    "第三条 企业安排职工加班的，支付不低于工资的百分之一百五十的报酬。\n"
)
_REPORT = (
    "青禾县2025年政府工作报告\n\n一、2025年工作回顾\n\n全年新增高新技术企业12家，兑现奖补资金3000万元。\n\n"
    "二、2026年工作安排\n\n力争新增高新技术企业15家，对企业给予奖励2000万元。\n"
)
_ELSEWHERE = (
    "红石县高新技术企业奖励办法\n\n红石县人民政府办公室\n\n一、支持对象\n\n在红石县注册的企业。\n\n二、支持标准\n\n"
    "（一）认定奖励。对首次认定的高新技术企业，一次性奖励200万元。\n"
)


def test_laws_reports_and_policies_of_other_places_change_nothing(
    examples: Path, embedder: Embedder, tmp_path: Path
) -> None:
    case = next(case for case in _CASES if case["id"] == "first-recognition")
    profile, on = from_json(_profile(case)), date.fromisoformat(case["on"])

    def listed(library: Library) -> list[tuple[str, Verdict, str]]:
        matched = match(library.provisions(), library.infos(), profile, on)
        return [(m.row.provision.measure, m.verdict, str(m.amount)) for m in matched.matches]

    with closing(Library(tmp_path / "library", embedder, create=True)) as library:
        ingest(library, find_sources([examples], recursive=False))
        before = listed(library)
        for name, text in (("条例", _LAW), ("报告", _REPORT), ("红石县高新技术企业奖励办法", _ELSEWHERE)):
            path = tmp_path / f"{name}.txt"
            path.write_text(text, encoding="utf-8")
            ingest(library, find_sources([path], recursive=False))
        assert len(library.infos()) > 8
        assert listed(library) == before
