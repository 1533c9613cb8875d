"""The addresses of the ledger's files."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from docs_store.library import Library
from ui.web import figure_files


@pytest.fixture(scope="module")
def client(shelf: Library) -> Iterator[TestClient]:
    app = FastAPI()
    app.include_router(figure_files.router(shelf))
    yield TestClient(app)


def rows(client: TestClient, query: str) -> list[str]:
    return client.get(f"/figures.csv{query}").raise_for_status().text.splitlines()[1:]


def test_rows_are_those_of_the_conditions(client: TestClient) -> None:
    everything = rows(client, "")
    assert rows(client, "?year=&status=&region=&indicator=") == everything
    some = rows(client, "?year=2023&status=actual")
    assert 0 < len(some) < len(everything)
    assert rows(client, "?year=1999") == []


@pytest.mark.parametrize("form", ["csv", "xlsx", "svg", "png"])
@pytest.mark.parametrize(
    ("query", "said"),
    [("year=abc", "abc"), ("year=23", "1900"), ("year=2023.0", "2023.0"), ("year=1899", "1899"), ("year=2101", "2101"),
     ("year=２０２３", "２０２３"), ("status=zzz", "actual, expected, target"), ("status=unknown", "unknown"),
     ("year=abc&status=zzz", "abc")],
)  # fmt: skip
def test_a_condition_that_is_none_is_refused(client: TestClient, form: str, query: str, said: str) -> None:
    answer = client.get(f"/figures.{form}?{query}")
    assert answer.status_code == 400 and said in answer.text
    assert answer.headers["content-type"].startswith("text/plain")
