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
    assert {letter for case in _CASES for letter in case["verdicts"]} == set("EPNXI")


@pytest.mark.parametrize("case", _CASES, ids=lambda case: case["id"])
def test_verdicts(case: dict[str, Any], held: Held) -> None:
    found = _by_name(_run(held, _profile(case), case["on"]))
    assert found.keys() == set(_GOLDEN["measures"])
    expected = dict(zip(_GOLDEN["measures"], (_LETTERS[letter] for letter in case["verdicts"]), strict=True))
    assert {name: match.verdict for name, match in found.items()} == expected
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
