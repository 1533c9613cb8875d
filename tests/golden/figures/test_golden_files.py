"""The labelled figures: every file is well formed, and every quote stands in its document."""

from __future__ import annotations

import json
import re
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

_HERE = Path(__file__).resolve().parent
_FILES = sorted(_HERE.glob("*.jsonl"))
_HEADER = {"file", "position", "title", "passages"}
_NEEDED = {"quote", "indicator", "value", "upper", "unit", "comparator", "status", "aspect", "period", "part"}
_OPTIONAL = {"indicator_any", "doubtful"}
_COMPARATORS = {"", "≥", ">", "≤", "<", "≈"}
_STATUSES = {"actual", "expected", "target"}
_ASPECTS = {"level", "growth", "share", "rank", "completion", "change"}
_PARTS = {"dev", "heldout"}
_PERIOD = re.compile(r"(?:\.\.)?20\d\d|20\d\d(?:-\d\d)?\.\.20\d\d(?:-\d\d)?")
_IN_WORDS = {
    "1": ("第一", "首位", "上万", "万亿元"),
    "2": ("第二", "两"),
    "3": ("三",),
    "4": ("第四",),
    "8": ("八",),
    "2/3": ("三分之二",),
    "6": ("六",),
    "10": ("前十",),
    "100": ("百",),
    "1000": ("千",),
}
_LONGEST = 60


def _load(path: Path) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    header, *rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return header, rows


def _writes(quote: str, value: str) -> bool:
    plain = re.sub(r"(?<=\d)。(?=\d)", ".", quote)
    number = re.escape(value.lstrip("-"))
    if re.search(rf"(?<![\d./]){number}(?![\d/]|\.\d)", plain):
        return True
    return any(word in quote for word in _IN_WORDS.get(value, ()))


@pytest.fixture(params=_FILES, ids=lambda path: path.stem)
def labelled(request: pytest.FixtureRequest) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    return _load(request.param)


def test_there_are_enough_rows() -> None:
    parts = [row["part"] for path in _FILES for row in _load(path)[1]]
    assert len(parts) >= 400
    assert set(parts) <= _PARTS


def test_header_is_well_formed(labelled: tuple[dict[str, Any], list[dict[str, Any]]]) -> None:
    header, rows = labelled
    assert set(header) == _HEADER
    assert rows
    ends = [0]
    for start, end in header["passages"]:
        assert ends[-1] <= start < end
        ends.append(end)


def test_rows_are_well_formed(labelled: tuple[dict[str, Any], list[dict[str, Any]]]) -> None:
    for row in labelled[1]:
        assert set(row) >= _NEEDED, row
        assert set(row) <= _NEEDED | _OPTIONAL, row
        assert row["comparator"] in _COMPARATORS, row
        assert row["status"] in _STATUSES, row
        assert row["aspect"] in _ASPECTS, row
        assert row["part"] in _PARTS, row
        assert _PERIOD.fullmatch(row["period"]), row
        assert row["indicator"].strip() == row["indicator"] != "", row
        assert row["quote"].strip() == row["quote"] != "", row
        assert len(row["quote"]) < _LONGEST, row
        assert row.get("doubtful") in (None, True), row
        if "indicator_any" in row:
            assert row["indicator_any"][0] == row["indicator"], row
            assert len(set(row["indicator_any"])) == len(row["indicator_any"]) > 1, row


def test_values_parse_and_stand_in_their_quotes(labelled: tuple[dict[str, Any], list[dict[str, Any]]]) -> None:
    for row in labelled[1]:
        value = Fraction(row["value"])
        assert row["upper"] is None or Fraction(row["upper"]) > value, row
        assert _writes(row["quote"], row["value"]), row
        if row["aspect"] == "rank":
            assert row["unit"] == "位", row
            assert value.denominator == 1 and value >= 1, row
        if value < 0:
            assert row["aspect"] in ("growth", "change"), row


def test_no_figure_is_labelled_twice(labelled: tuple[dict[str, Any], list[dict[str, Any]]]) -> None:
    keys = [(row["quote"], row["indicator"], row["value"], row["aspect"]) for row in labelled[1]]
    assert len(set(keys)) == len(keys)


def test_quotes_stand_once_in_the_passages(labelled: tuple[dict[str, Any], list[dict[str, Any]]], shared: Path) -> None:
    from ingest.readers import read_file
    from ingest.reading import read_documents

    header, rows = labelled
    path = shared / header["file"]
    if not path.is_file():
        pytest.skip(f"skipped: {header['file']} is not in ../shared")
    contents = read_documents(read_file(path), name=path.name, source_key=str(path), file_hash="x")
    text = contents[header["position"] - 1].document.text
    assert text.split("\n", 1)[0].strip() == header["title"]
    passages = [text[start:end] for start, end in header["passages"]]
    assert header["passages"][-1][1] <= len(text)
    for passage in passages:
        assert passage.strip()
    for row in rows:
        assert sum(passage.count(row["quote"]) for passage in passages) == 1, row
