"""`eval`: sets of labelled questions on the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Cli = Callable[..., Any]
RIGHT = {"id": "a", "type": "figure", "question": "当涂县2023年新培育高新技术企业多少家？", "must": [["47家"]]}
WRONG = {"id": "b", "type": "figure", "question": "当涂县2023年新培育高新技术企业多少家？", "must": [["48家"]]}
REFUSED = {"id": "c", "type": "unanswerable", "question": "当涂县2023年有多少家独角兽企业？", "refuse": True}


def written(path: Path, *rows: object) -> Path:
    path.write_text("\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows), encoding="utf-8")
    return path


@pytest.mark.usefixtures("filled")
def test_the_table(cli: Cli, tmp_path: Path) -> None:
    questions = written(tmp_path / "q.jsonl", RIGHT, WRONG, REFUSED)
    ran = cli("eval", questions, "--lang", "en", "--show")
    assert ran.code == 0
    assert "total 2/3 = 0.667" in ran.out
    assert "(lacks 48家)" in ran.out
    assert cli("eval", questions, "--min", "0.9").code == 1


@pytest.mark.usefixtures("filled")
def test_as_json(cli: Cli, tmp_path: Path) -> None:
    found = cli("eval", written(tmp_path / "q.jsonl", RIGHT, WRONG, REFUSED), "--json").json
    assert (found["set"], found["questions"], found["right"], found["citation_precision"]) == ("q.jsonl", 3, 2, 1.0)
    assert found["by_type"]["unanswerable"] == {"questions": 1, "right": 1}
    assert [row["id"] for row in found["wrong"]] == ["b"]


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(
    "rows",
    [
        ("no json",),
        ('{"id": 1}',),
        ({"question": "问", "must": "47家"},),
        ({"question": "问", "must": [["a"], "b"]},),
        ({"question": "问", "refuse": "yes"},),
        ({"question": "问", "history": [{"role": "x", "content": "y"}]},),
        ({"question": " "},),
        (),
    ],
)
def test_a_set_that_cannot_be_scored(cli: Cli, tmp_path: Path, rows: tuple[object, ...]) -> None:
    assert cli("eval", written(tmp_path / "q.jsonl", *rows)).code == 2


@pytest.mark.usefixtures("filled")
def test_no_such_file(cli: Cli, tmp_path: Path) -> None:
    assert cli("eval", tmp_path / "none.jsonl").code == 2
    assert cli("eval", tmp_path / "none.jsonl", "--min", "2").code == 2
