"""Statements: where each stands in the document, and what its own words tell."""

from __future__ import annotations

from dataclasses import replace

import pytest

from docs_store import statements
from docs_store.statement_codec import pack, unpack
from docs_store.types import Chunk, Role, Statement, Status


def chunk(
    text: str, *, start: int = 0, section: Status = Status.ACTUAL, removed: tuple[tuple[int, int], ...] = ()
) -> Chunk:
    return Chunk(
        id="d-1", document_id="d", ordinal=1, text=text, heading=(), start=start, end=start + len(text), page=None,
        removed=removed, status=section,
    )  # fmt: skip


def test_spans_lead_into_the_document_across_what_is_no_part_of_it() -> None:
    text = "新增47\n家。总量１６５家；增长 9％。"
    found = statements.of(chunk(text, start=100, removed=((104, 105),)))
    assert [text[s.start - 100 : s.end - 100] for s in found] == ["新增47\n家。", "总量１６５家；", "增长 9％。"]


def test_each_row_is_a_statement() -> None:
    text = "2022 | 100 | 3.1\n2023 | 120 | 3.6"
    assert [(text[s.start : s.end], s.years) for s in statements.of(chunk(text))] == [
        ("2022 | 100 | 3.1", (2022,)),
        ("2023 | 120 | 3.6", (2023,)),
    ]


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2023年和2024年", (2023, 2024)),
        ("2023—2025年行动计划", (2023, 2024, 2025)),
        ("二〇二三年建成", (2023,)),
        ("第2023号", ()),
        ("“十四五”以来新增47家", ()),
        ("比去年多", ()),
    ],
)
def test_years_of_its_own_words(text: str, years: tuple[int, ...]) -> None:
    (only,) = statements.of(chunk(text))
    assert only.years == years


def test_the_years_of_another_sentence_are_not_its_own() -> None:
    first, second = statements.of(chunk("2023年新增47家。总量165家。"))
    assert first.years == (2023,)
    assert second.years == ()


@pytest.mark.parametrize(
    ("text", "section", "status", "turned"),
    [
        ("新增47家。", Status.ACTUAL, Status.ACTUAL, False),
        ("新增47家，预计达到50家。", Status.ACTUAL, Status.EXPECTED, True),
        ("新增47家，力争达到50家。", Status.ACTUAL, Status.ACTUAL, True),
        ("新增47家，力争达到50家。", Status.UNKNOWN, Status.TARGET, True),
        ("预计达到50家。", Status.UNKNOWN, Status.EXPECTED, False),
        ("新增47家。", Status.UNKNOWN, Status.UNKNOWN, False),
        ("预计达到50家。", Status.TARGET, Status.TARGET, False),
    ],
)
def test_status_of_all_of_it(text: str, section: Status, status: Status, turned: bool) -> None:
    (only,) = statements.of(chunk(text, section=section))
    assert only.status is status
    assert bool(only.turns) is turned


def test_status_at_a_place_of_the_document() -> None:
    text = "新增47家，预计达到50家，完成投资5亿元。"
    (only,) = statements.of(chunk(text, start=30))
    assert [only.status_at(30 + text.index(number)) for number in ("47", "50", "5亿")] == [
        Status.ACTUAL,
        Status.EXPECTED,
        Status.ACTUAL,
    ]


def test_kept_statements_are_not_read_again() -> None:
    kept = (Statement(start=0, end=3, status=Status.TARGET),)
    held = replace(chunk("新增47家。"), statements=pack(kept, 0, Status.ACTUAL))
    assert statements.of(held) == kept


@pytest.mark.parametrize("text", ["2023年新增47家，预计2024年达到50家。总量165家。", "力争达到50家。", ""])
def test_what_is_kept_is_what_was_read(text: str) -> None:
    read = replace(chunk(text, start=30), heading=("二、申报材料",))
    assert unpack(pack(statements.of(read), 30, read.status), 30, read.status) == statements.of(read)


def test_role_by_the_nearest_heading_that_has_one() -> None:
    under = ("四、申报条件和材料", "（二）申报材料", "1.其他")
    assert [s.role for s in statements.of(replace(chunk("身份证。"), heading=under))] == [Role.MATERIALS]
    assert [s.role for s in statements.of(replace(chunk("身份证。"), heading=under[:1]))] == [Role.CONDITION]
    assert [s.role for s in statements.of(chunk("身份证。"))] == [None]
